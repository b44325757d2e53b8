"""Which letter goes out when somebody signs up? One that says what was answered and how to change it."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from vakwerk.circles.models import Round, SignUp
from vakwerk.foundation.mail import letter_from, post
from vakwerk.foundation.models import Academy
from vakwerk.people.letters import language_of, to_people


def confirm(given: SignUp, *, academy: Academy) -> None:
    """Post a confirmation to whoever signed up."""
    person = given.person
    with translation.override(language_of(person)):
        url = settings.BASE_URL + reverse("circles:call", args=[academy.slug, given.round_id])
        facts = {
            "round": given.round,
            "person": person,
            "url": url,
            "slots": [one.slot for one in given.slots.select_related("slot").order_by("slot__first_date")],
        }
        letter = letter_from(
            "circles/mail/signed_up.txt", facts, academy=academy, to=person.email, about_id=person.pk
        )
    post([letter])


def tell_called_off(round_: Round, *, to: Sequence[SignUp], now: datetime) -> int:
    """Tell those who signed up that a round is called off; return how many."""
    people = [one.person for one in to]
    return to_people(
        "circles/mail/round_called_off.txt", people, academy=round_.academy, now=now, facts={"round": round_}
    )
