"""When can a circle of a proposal meet, and who can facilitate it?"""

from typing import Any

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from vakwerk.circles.composing import wording
from vakwerk.circles.composing.board import Board, Place
from vakwerk.circles.models import Proposal
from vakwerk.circles.proposals.forms import NOBODY, ArrangeForm, choices_of
from vakwerk.circles.proposals.operations import arranging as operations
from vakwerk.foundation import refusals


def arrange_page(proposal: Proposal, board: Board, circle_id: int, data: QueryDict | None) -> dict[str, Any]:
    """Gather what can be chosen for a circle and what cannot, with the reasons; 404 for another's circle."""
    place = board.place_by_id.get(circle_id)
    if place is None:
        raise Http404
    is_published = proposal.is_settled
    moments, not_then = _moments(board, place)
    able, unable = _facilitators(proposal, board, place)
    form = ArrangeForm(
        data, initial={"slot": place.slot_id or "", "facilitator": place.facilitator_id or NOBODY}
    )
    choices_of(form, "slot", moments)
    choices_of(form, "facilitator", [(NOBODY, _("nobody: the members take turns")), *able])
    if not moments:
        del form.fields["slot"]
    return {
        "proposal": proposal,
        "round": proposal.round,
        "place": place,
        "circle": wording.circle_name(place.number),
        "circle_title": wording.circle_title(place.number),
        "members": wording.and_list(member.name for member in board.by_circle[place.circle_id]),
        "form": form,
        "moments": moments,
        "not_then": not_then,
        "able": able,
        "unable": unable,
        "is_published": is_published,
    }


def _moments(board: Board, place: Place) -> tuple[list[Any], list[dict[str, str]]]:
    """Return at which moments everybody can come, and at which not, with who cannot."""
    able, unable = [], []
    for moment in board.moments:
        name = f"{wording.when(moment)}, {wording.first_on(moment)}"
        refused = operations.reason_not_to_meet_then(board, place, moment.slot_id, is_published=False)
        if refused is None:
            able.append((moment.slot_id, name))
        else:
            unable.append({"name": name, "reason": refusals.say(refused)})
    return able, unable


def _facilitators(proposal: Proposal, board: Board, place: Place) -> tuple[list[Any], list[dict[str, str]]]:
    """Return who can facilitate at one of the moments that can be chosen, and who cannot, with the reason."""
    able, unable = [], []
    among = operations.facilitators_for(place)
    moments = [place.slot_id, *board.common_slots(place.circle_id)]
    for person in among.people:
        reasons = [
            operations.reason_not_to_facilitate(
                board, place, person.pk, slot_id=slot_id, among=among, round_state=proposal.round.state
            )
            for slot_id in moments
        ]
        if None in reasons or person.pk == place.facilitator_id:
            able.append((person.pk, person.name))
        else:
            unable.append({"name": person.name, "reason": refusals.say(reasons[0])})
    return able, unable
