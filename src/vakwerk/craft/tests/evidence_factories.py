"""Makes evidence, responses, levels and badges for tests by walking the real operations."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from vakwerk.craft.assessment import operations as assessment
from vakwerk.craft.assessment.rules import Verdict
from vakwerk.craft.badges import operations as badges
from vakwerk.craft.badges.wording import achieved
from vakwerk.craft.evidence import operations
from vakwerk.craft.evidence.operations import Texts
from vakwerk.craft.models import AskedResponse, Badge, Competency, Evidence, Indicator, ReachedLevel
from vakwerk.craft.tests import framework_factories as frameworks
from vakwerk.foundation.models import OutgoingMail
from vakwerk.foundation.roles import Role
from vakwerk.people.models import Bond, Person
from vakwerk.people.tests import factories as people

# The morning before the moment at which tests happen: verifiers refuse a badge of a moment that has yet to come.
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
READABLE = NOW - timedelta(days=60)
PDF = b"%PDF-1.7\n%made up\n"


def behaviour(competency: Competency, level: int = 2, count: int = 2) -> list[Indicator]:
    """Return the first behaviours of a level."""
    return list(competency.indicators.filter(level=level).order_by("position", "id")[:count])


def written(
    person: Person,
    competency: Competency,
    *,
    title: str = "Gesprek",
    shows: Sequence[Indicator] | None = None,
) -> Evidence:
    """Write a whole piece; without ``shows``, for two behaviours of level 2."""
    return operations.write(
        person=person,
        competency=competency,
        texts=Texts(title, "Er speelde iets.", "Ik deed iets.", "Het hielp.", "Ik leerde iets."),
        indicators=behaviour(competency) if shows is None else shows,
        now=NOW - timedelta(days=10),
    )


def sent(evidence: Evidence, assessor: Person, **more: Any) -> Evidence:
    operations.submit(evidence=evidence, assessor=assessor, now=NOW - timedelta(days=5), **more)
    evidence.refresh_from_db()
    return evidence


def decided(evidence: Evidence, by: Person, *verdicts: str, skipped_reason: str = "") -> list[ReachedLevel]:
    """Give one verdict on all behaviours, or one on each."""
    open_ones = list(evidence.shows.exclude(verdict="confirmed"))
    given = verdicts if len(verdicts) > 1 else verdicts * len(open_ones)
    return assessment.decide(
        evidence=evidence,
        by=by,
        verdicts={
            one.pk: Verdict(verdict, "" if verdict == "confirmed" else "Wat deed jij zelf?")
            for one, verdict in zip(open_ones, given, strict=True)
        },
        skipped_reason=skipped_reason,
        now=NOW - timedelta(days=2),
    )


def reached(person: Person, competency: Competency, assessor: Person) -> ReachedLevel:
    """Walk to the first level."""
    piece = sent(written(person, competency, shows=behaviour(competency, level=1)), assessor)
    return decided(piece, assessor, "confirmed")[0]


def badge_for(level: ReachedLevel, *, with_name: bool = False, language: str = "nl") -> Badge:
    return badges.issue(
        reached=level,
        by=level.person,
        achieved=achieved(level, language=language),
        language=language,
        with_name=with_name,
        now=NOW,
    )


def asked(evidence: Evidence, email: str = "henk@onserf.example", **more: Any) -> tuple[AskedResponse, str]:
    """Ask for a response and return it with the token from the mail."""
    usual: dict[str, Any] = {"name": "Henk Oosterveld", "relation": "resident", "now": timezone.now()}
    response = operations.ask_response(evidence=evidence, email=email, **{**usual, **more})
    mail = OutgoingMail.objects.filter(to=email).latest("pk")
    found = re.search(r"/reactie/([^/]+)/", mail.text)
    assert found
    return response, found.group(1)


def example(owner: Person, secret: str) -> dict[str, Any]:
    """Return one real object for every gap in the addresses of evidence and badges, with ``secret`` in each."""
    owner.joined_at = READABLE
    owner.save(update_fields=["joined_at"])
    framework = frameworks.adopted(on=READABLE.date(), now=READABLE)
    competency = frameworks.competency(framework)
    other = people.person("Lid", secret, roles=(Role.ASSESSOR,), email="assessor@vakwerk.example")
    other.joined_at = READABLE
    other.save(update_fields=["joined_at"])
    Bond.objects.create(person=other, senior=owner, kind=Bond.Kind.MANAGER)
    third = people.person("Derde", secret, roles=(Role.ASSESSOR,), email="derde@vakwerk.example")
    mine = written(owner, competency, title=secret, shows=behaviour(competency, level=3))
    file = operations.add_file(evidence=mine, name=f"{secret}.pdf", content=PDF, now=NOW)
    theirs = written(other, competency, title=secret)
    response, _token = asked(theirs, owner.email)
    reached_level = reached(owner, competency, third)
    third.joined_at = READABLE
    third.save(update_fields=["joined_at"])
    to_assess = sent(written(third, competency, title=secret), owner)
    share = operations.share(person=other, reader=owner, evidence=theirs, now=NOW)
    badge = badge_for(reached_level, with_name=True)
    return {
        "evidence_id": mine.pk,
        "piece_id": to_assess.pk,
        "attachment_id": file.pk,
        "response_id": response.pk,
        "share_id": share.pk,
        "reached_id": reached_level.pk,
        "badge_id": badge.pk,
    }
