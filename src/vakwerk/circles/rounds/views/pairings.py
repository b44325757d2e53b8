"""The coordinator's page of who must, or must not, sit together."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vakwerk.circles.models import Round
from vakwerk.circles.rounds import operations, pages, queries
from vakwerk.circles.rounds.forms.bulk import PairingForm
from vakwerk.circles.rounds.rules import PairingRefusal
from vakwerk.foundation import refusals
from vakwerk.foundation.pages import button_page, form_page, posted
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.roles import Role
from vakwerk.people.access import PersonRequest, page_for


@page_for(Role.COORDINATOR)
def pairings(request: PersonRequest, round_id: int) -> HttpResponse:
    """Show the agreed pairs, and add one: search the first person, then the second, then say what."""
    round_ = get_object_or_404(queries.rounds(), pk=round_id)
    asked = request.POST if request.method == "POST" else request.GET
    chosen = queries.signed_up_with_ids(round_, [asked.get("one", ""), asked.get("other", "")])
    one, other = chosen.get(asked.get("one", "")), chosen.get(asked.get("other", ""))
    form = PairingForm(posted(request))

    def act() -> str:
        if one is None or other is None:
            raise Refused(PairingRefusal.NOT_BOTH_SIGNED_UP)
        operations.set_pairing(round_=round_, one=one, other=other, by=request.person, **form.cleaned_data)
        return _("Saved. Composing takes it into account.")

    is_over = round_.state in {Round.State.PUBLISHED, Round.State.ENDED}
    text = "" if one and other else asked.get("q", "").replace("\x00", "").strip()[:100]
    found = queries.find_signed_up(round_, text, without=one) if text else []
    return form_page(
        request,
        form,
        act,
        of=None,
        template="circles/rounds/pairings.html",
        done=reverse("circles:pairings", args=[request.academy.slug, round_.pk]),
        context=lambda: {
            "round": round_,
            "tabs": pages.tabs(round_, request.academy, "pairings", signed=round_.signed),
            "pairings": queries.pairings(round_),
            "one": one,
            "other": other,
            "text": text,
            "found": found[: queries.MOST_FOUND],
            "more": len(found) > queries.MOST_FOUND,
            "enough": round_.signed > 1,
            "reason": refusals.say(PairingRefusal.ROUND_OVER) if is_over else "",
        },
    )


@require_POST
@page_for(Role.COORDINATOR)
def remove(request: PersonRequest, round_id: int, pairing_id: int) -> HttpResponse:
    """Let two people sit as it comes."""
    round_ = get_object_or_404(queries.rounds(), pk=round_id)
    pairing = get_object_or_404(queries.pairings(round_), pk=pairing_id)

    def act() -> str:
        operations.remove_pairing(pairing=pairing, by=request.person)
        return _("They are no longer kept together or apart.")

    return button_page(
        request,
        act,
        of=pairing,
        done=reverse("circles:pairings", args=[request.academy.slug, round_.pk]),
    )
