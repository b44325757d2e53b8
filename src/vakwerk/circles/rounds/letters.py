"""Which letter goes out when somebody signs up? One that says what was answered and how to change it."""

from collections.abc import Sequence
from datetime import datetime

from vakwerk.circles.models import Round, SignUp
from vakwerk.foundation.models import Academy
from vakwerk.people.letters import address, to_people


def confirm(given: SignUp, *, academy: Academy, now: datetime) -> None:
    """Post a confirmation to whoever signed up."""
    facts = {
        "round": given.round,
        "url": address("circles:call", academy, given.round_id),
        "slots": [one.slot for one in given.slots.select_related("slot").order_by("slot__first_date")],
    }
    to_people("circles/mail/signed_up.txt", [given.person], academy=academy, now=now, facts=facts)


def tell_called_off(round_: Round, *, to: Sequence[SignUp], now: datetime) -> int:
    """Tell those who signed up that a round is called off; return how many."""
    people = [one.person for one in to]
    return to_people(
        "circles/mail/round_called_off.txt", people, academy=round_.academy, now=now, facts={"round": round_}
    )
