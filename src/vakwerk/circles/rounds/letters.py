"""Which letter goes out when somebody signs up? One that says what was answered and how to change it."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from vakwerk.circles.models import SignUp
from vakwerk.foundation.mail import letter_from, post
from vakwerk.foundation.models import Academy
from vakwerk.people.letters import language_of


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
