"""What do people hear by mail about evidence? Each in their own language; nothing of its content."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from vakwerk.craft.models import AskedResponse, Evidence
from vakwerk.foundation.mail import letter_from, post
from vakwerk.people.letters import language_of
from vakwerk.people.models import Person


def address(name: str, *arguments: Any) -> str:
    """Return the full address of a page of this room."""
    return settings.BASE_URL + reverse(f"craft:{name}", args=arguments)


def send(template: str, *, to: Person, **context: Any) -> None:
    """Post one letter of this room to somebody of the academy; to whom one went is no administrator's to read."""
    if not to.email or to.left_on:
        return
    with translation.override(language_of(to)):
        letter = letter_from(
            f"craft/mail/{template}.txt",
            {"person": to, **context},
            academy=to.academy,
            to=to.email,
            about_id=to.pk,
            is_personal=True,
        )
    post([letter])


def ask_assessor(evidence: Evidence) -> None:
    """Tell an assessor that something waits for them."""
    assert evidence.assessor is not None
    send(
        "to_assess",
        to=evidence.assessor,
        writer=evidence.person,
        due_on=evidence.due_on,
        url=address("assess", evidence.academy.slug, evidence.pk),
    )


def ask_respondent(response: AskedResponse, *, token: str) -> None:
    """Send the link that can be answered with once."""
    evidence = response.evidence
    context = {
        "response": response,
        "writer": evidence.person,
        "url": address("respond", evidence.academy.slug, token),
    }
    with translation.override(response.language):
        letter = letter_from(
            "craft/mail/response_asked.txt",
            context,
            academy=evidence.academy,
            to=response.email,
            about_id=response.respondent_id,
            is_personal=True,
        )
    post([letter])


def tell_of_response(response: AskedResponse) -> None:
    """Tell the writer that somebody answered; not what."""
    evidence = response.evidence
    send(
        "response_given",
        to=evidence.person,
        response=response,
        evidence=evidence,
        url=address("evidence", evidence.academy.slug, evidence.pk),
    )


def assessor_left(evidence: Evidence) -> None:
    """Tell the writer that their assessor left, so that they choose another."""
    send(
        "assessor_left",
        to=evidence.person,
        evidence=evidence,
        url=address("evidence", evidence.academy.slug, evidence.pk),
    )
