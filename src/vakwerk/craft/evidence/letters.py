"""What do people hear by mail about evidence? Each in their own language; nothing of its content."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from vakwerk.craft.models import AskedResponse, Evidence
from vakwerk.people.letters import to_outsider, to_people
from vakwerk.people.models import Person


def address(name: str, *arguments: Any) -> str:
    """Return the full address of a page of this room."""
    return settings.BASE_URL + reverse(f"craft:{name}", args=arguments)


def send(template: str, *, to: Person, **context: Any) -> None:
    """Post one letter of this room to somebody of the academy; to whom one went is no administrator's to read."""
    to_people(
        f"craft/mail/{template}.txt",
        [to],
        academy=to.academy,
        now=timezone.now(),
        facts=context,
        is_personal=True,
    )


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
    to_outsider(
        "craft/mail/response_asked.txt",
        response.email,
        academy=evidence.academy,
        language=response.language,
        facts=context,
        about_id=response.respondent_id,
        is_personal=True,
    )


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
