"""Which rules of a round can be made softer when not all can hold, and how far?

Bonds are no part of this: who manages, assesses or decides about somebody never sits with them.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from vakwerk.circles.composing import rules
from vakwerk.circles.models import Round, SignUp
from vakwerk.circles.rounds.rules import takes_sign_ups
from vakwerk.foundation import audit
from vakwerk.foundation.refusals import Refused
from vakwerk.people.letters import address, organiser_of, to_people
from vakwerk.people.models import Person


class Relaxation(StrEnum):
    """What a coordinator can do about a rule, one step at a time."""

    SMALLER = "smaller"
    LARGER = "larger"
    FEWER_DISCIPLINES = "fewer_disciplines"
    FEWER_ORGANISATIONS = "fewer_organisations"
    FEWER_EXTERNALS = "fewer_externals"


_STEPS: dict[Relaxation, tuple[str, int, int]] = {
    # The field, the step, and the last value that it may be left from.
    Relaxation.SMALLER: ("size_min", -1, 3),
    Relaxation.LARGER: ("size_max", 1, 14),
    Relaxation.FEWER_DISCIPLINES: ("min_disciplines", -1, 2),
    Relaxation.FEWER_ORGANISATIONS: ("min_organisations", -1, 2),
    Relaxation.FEWER_EXTERNALS: ("min_externals", -1, 1),
}


def value_after(round_: Round, relaxation: Relaxation) -> int | None:
    """Return what the rule would ask after one step, or ``None`` when it can go no further."""
    name, step, last = _STEPS[relaxation]
    value: int = getattr(round_, name)
    beyond = value > last if step > 0 else value < last
    return None if beyond else value + step


@transaction.atomic
def relax(*, round_: Round, relaxation: Relaxation, by: Person) -> Round:
    """Make one rule of a round one step softer.

    :raises Refused: when the round is published, or the rule can go no further.
    """
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    if locked.state in (Round.State.PUBLISHED, Round.State.ENDED):
        raise Refused(rules.Refusal.ROUND_PUBLISHED)
    value = value_after(locked, relaxation)
    if value is None:
        raise Refused(rules.Refusal.NOTHING_TO_RELAX)
    name = _STEPS[relaxation][0]
    setattr(locked, name, value)
    locked.save(update_fields=[name])
    audit.record("circles.rule_relaxed", by=by, on=locked, rule=name, value=value)
    return locked


@transaction.atomic
def ask_for_moments(*, round_: Round, person_ids: Sequence[int], by: Person, today: date) -> int:
    """Ask people by mail whether more moments suit them; return how many letters went out.

    Once sign-up is closed they cannot add moments themselves: then the letter names the moments and whom to write to.

    :raises Refused: when the round is published.
    """
    if round_.state in (Round.State.PUBLISHED, Round.State.ENDED):
        raise Refused(rules.Refusal.ROUND_PUBLISHED)
    signed = SignUp.objects.filter(round=round_, person_id__in=person_ids, state=SignUp.State.SIGNED)
    facts = {
        "round": round_,
        "slots": list(round_.slots.all()),
        "is_open": not takes_sign_ups(state=round_.state, closes_on=round_.closes_on, today=today),
        "url": address("circles:call", round_.academy, round_.pk),
        "asker": by.name,
        "write_to": organiser_of(round_.academy),
    }
    people = [one.person for one in signed.select_related("person__account")]
    sent = to_people(
        "circles/mail/more_moments.txt", people, academy=round_.academy, now=timezone.now(), facts=facts
    )
    audit.record("circles.asked_for_moments", by=by, on=round_, count=sent, day=today.isoformat())
    return sent
