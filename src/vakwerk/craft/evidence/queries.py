"""Which evidence may somebody see? Every way from an id to a piece, a file or a response starts here."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.db.models import (
    Case,
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
    Window,
    prefetch_related_objects,
)
from django.shortcuts import get_object_or_404
from django.utils.crypto import salted_hmac

from vakwerk.craft.evidence import apart, versions
from vakwerk.craft.evidence import rules as reasons
from vakwerk.craft.evidence.rules import EvidenceRefusal
from vakwerk.craft.frameworks import queries as frameworks
from vakwerk.craft.frameworks.rules import AssessmentRefusal
from vakwerk.craft.models import (
    AskedResponse,
    Competency,
    Evidence,
    EvidenceFile,
    EvidenceIndicator,
    Framework,
    IndicatorVerdict,
    ResponseAnswer,
    Share,
    Submission,
)
from vakwerk.foundation.roles import Role
from vakwerk.people.models import Bond, Person

State = Evidence.State
# What needs the writer goes first, then what others are at, then the rest.
ORDER: Final = (
    State.ASKED_BACK,
    State.WAITING,
    State.CONFIRMED,
    State.REFUSED,
    State.DRAFT,
    State.WITHDRAWN,
)
# What no list shows, and every row would repeat.
LONG_TEXTS: Final = (
    "competency__definition",
    "competency__why",
    "competency__pitfall",
    "competency__governance_affinity",
    "competency__foreign",
    "competency__framework__foreign",
)


def evidence_of(person: Person) -> QuerySet[Evidence]:
    """Return somebody's own evidence, last changed first, with all that a list of it shows."""
    return (
        Evidence.objects.filter(person=person)
        .select_related("competency__framework", "assessor")
        .prefetch_related(_submissions(), Prefetch("shows", _shows()), "competency__framework__levels")
        .order_by("-changed_at", "-id")
    )


def in_order(found: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """Put what needs the writer first."""
    places = [When(state=state, then=Value(place)) for place, state in enumerate(ORDER)]
    return found.order_by(Case(*places), "-changed_at", "-id")


def first_of(person: Person, most: int) -> tuple[list[Evidence], int]:
    """Return the pieces of somebody that go first, as ``pages.row`` shows them, and how many they have in all."""
    found: list[Any] = list(
        in_order(Evidence.objects.filter(person=person))
        .select_related("competency__framework", "assessor")
        .defer(*LONG_TEXTS)
        .annotate(count=Window(Count("pk")))[:most]
    )
    # What was said is only shown of what was asked back or refused, and levels of what was confirmed.
    prefetch_related_objects(
        [one for one in found if one.state in (State.ASKED_BACK, State.REFUSED)], _last_words()
    )
    prefetch_related_objects(
        [one for one in found if one.state == State.CONFIRMED],
        Prefetch("shows", _shows().only("verdict", "evidence", "indicator__level")),
        "competency__framework__levels",
    )
    return found, found[0].count if found else 0


def reason_not_to_assess(evidence: Evidence, *, today: date) -> AssessmentRefusal | None:
    """Return why the competency of a piece may not be assessed, or ``None`` if it may.

    What was sent in while its version held may be answered and sent again after the next version came.
    """
    framework = evidence.competency.framework
    if framework.adopted_on and evidence.submissions.exists():
        return None
    return frameworks.reason_not_to_assess(evidence.competency, evidence.person, today=today)


def next_version_of(evidence: Evidence) -> Competency | None:
    """Return the competency of a piece in the version that holds now, or ``None`` if it is not there."""
    framework = frameworks.adopted_framework()
    if framework is None or framework.key != evidence.competency.framework.key:
        return None
    return frameworks.same_in(evidence.competency, framework)


def reason_not_to_carry_over(evidence: Evidence) -> EvidenceRefusal | None:
    """Return why a piece does not move to the version that holds now, or ``None`` if it can."""
    holds = evidence.competency.framework.state == Framework.State.ADOPTED
    return reasons.reason_not_to_carry_over(
        state=evidence.state,
        was_sent=bool(evidence.submissions.all()),
        holds=holds,
        is_there=not holds and next_version_of(evidence) is not None,
    )


def _shows() -> QuerySet[EvidenceIndicator]:
    return EvidenceIndicator.objects.select_related("indicator")


def _last_words() -> Prefetch[str]:
    said = IndicatorVerdict.objects.only("submission", "verdict", "reason").order_by("at", "id")
    return Prefetch(
        "submissions",
        Submission.objects.only("evidence", "number")
        .order_by("number")
        .prefetch_related(Prefetch("verdicts", said)),
    )


def _submissions() -> Prefetch[str]:
    return Prefetch(
        "submissions",
        Submission.objects.select_related("assessor")
        .order_by("number")
        .prefetch_related(
            Prefetch(
                "verdicts",
                IndicatorVerdict.objects.select_related("by", "shows__indicator").order_by("at", "id"),
            )
        ),
    )


def whole(found: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """Add all that the page of one piece shows, in a constant number of queries."""
    return found.select_related(
        "person__account", "competency__framework", "assessor__account"
    ).prefetch_related(
        _submissions(),
        Prefetch("shows", _shows()),
        "files",
        Prefetch(
            "responses",
            AskedResponse.objects.prefetch_related(
                Prefetch("answers", ResponseAnswer.objects.select_related("indicator"))
            ),
        ),
        Prefetch("shares", Share.objects.select_related("reader")),
        "competency__framework__levels",
        "competency__indicators",
    )


def own_or_404(person: Person, evidence_id: int) -> Evidence:
    """Return a piece of somebody's own evidence.

    :raises Http404: when it is not there or not theirs.
    """
    return _or_404(whole(Evidence.objects.filter(person=person)), evidence_id)


def _or_404(found: QuerySet[Evidence], evidence_id: int) -> Evidence:
    return get_object_or_404(found, pk=evidence_id)


def locked(evidence: Evidence) -> Evidence:
    """Return a piece as it is now, and make whoever else changes it wait."""
    return Evidence.objects.select_for_update(of=("self",)).select_related("person").get(pk=evidence.pk)


def assessed_by(person: Person) -> Q:
    """Match what went to somebody as assessor and was not taken back."""
    return Q(assessor=person) & ~Q(state__in=[State.DRAFT, State.WITHDRAWN])


def shared_with(person: Person) -> QuerySet[Share]:
    """Return what others share with somebody who still manages them."""
    manages = Bond.objects.filter(person=OuterRef("person"), senior=person, kind=Bond.Kind.MANAGER)
    return Share.objects.filter(Exists(manages), reader=person, person__erased_at=None).select_related(
        "person", "evidence__competency"
    )


def share_or_404(person: Person, share_id: int) -> Share:
    """Return something that is shared with somebody now.

    :raises Http404: when it never was, or is not any more.
    """
    return get_object_or_404(shared_with(person), pk=share_id)


def shared_evidence(share: Share) -> Evidence:
    """Return the piece that a share opens."""
    assert share.evidence_id is not None
    return whole(Evidence.objects.filter(pk=share.evidence_id)).get()


def file_or_404(person: Person, file_id: int) -> EvidenceFile:
    """Return a file that somebody may see: their own, one to assess, or one shared with them.

    :raises Http404: when it is not there or not for them.
    """
    shared = shared_with(person).exclude(evidence=None).values("evidence")
    assessed = Evidence.objects.filter(assessed_by(person)).values("pk")
    may_see = Q(evidence__person=person) | Q(evidence__in=shared)
    if Role.ASSESSOR in person.roles:
        may_see |= Q(evidence__in=assessed)
    return get_object_or_404(EvidenceFile.objects.filter(may_see, pk=file_id).select_related("evidence"))


def assessors_for(person: Person) -> list[Person]:
    """Return who may assess somebody: assessors who are here and neither manage them nor are managed by them,
    and do not meet with them in a circle.
    """
    bonds = Bond.objects.filter(kind=Bond.Kind.MANAGER)
    return list(
        Person.objects.filter(role_assignments__role=Role.ASSESSOR, left_on=None, erased_at=None)
        .exclude(pk__in={person.pk, *apart.kept_apart_from(person)})
        .exclude(Exists(bonds.filter(person=person, senior=OuterRef("pk"))))
        .exclude(Exists(bonds.filter(senior=person, person=OuterRef("pk"))))
        .prefetch_related("role_assignments")
        .order_by("sort_key", "id")
    )


def managers_of(person: Person) -> list[Person]:
    """Return who manages somebody and is here: the only people to share with."""
    return list(
        Person.objects.filter(
            bonds_below__person=person, bonds_below__kind=Bond.Kind.MANAGER, left_on=None, erased_at=None
        )
        .order_by("sort_key", "id")
        .distinct()
    )


def managed_ids(person: Person) -> set[int]:
    """Return whom somebody manages."""
    return set(Bond.objects.filter(senior=person, kind=Bond.Kind.MANAGER).values_list("person_id", flat=True))


def shares_of(person: Person) -> QuerySet[Share]:
    """Return what somebody shares, oldest first."""
    return Share.objects.filter(person=person).select_related("reader", "evidence")


def hash_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def address_hash(email: str) -> str:
    """Return what is kept of an address once it went."""
    return salted_hmac("vakwerk.craft.response", email.strip().lower(), algorithm="sha256").hexdigest()


def _asked() -> QuerySet[AskedResponse]:
    return AskedResponse.objects.select_related(
        "evidence__person", "evidence__competency", "evidence__academy"
    ).prefetch_related(Prefetch("evidence__shows", _shows()), "answers__indicator")


def response_with_token(token: str) -> AskedResponse | None:
    """Return what a link asks, or ``None`` if no such link was made in this academy."""
    return _asked().filter(token_hash=hash_of(token)).first()


def response_asked_of_or_404(person: Person, response_id: int) -> AskedResponse:
    """Return what is asked of somebody who signed in.

    :raises Http404: when it is not there or asked of somebody else.
    """
    return get_object_or_404(_asked().filter(respondent=person, pk=response_id))


def responses_open_for(person: Person) -> QuerySet[AskedResponse]:
    """Return what is asked of somebody and waits for an answer, oldest first."""
    return (
        AskedResponse.objects.filter(respondent=person, state=AskedResponse.State.OPEN)
        .select_related("evidence__person")
        .order_by("asked_at", "id")
    )


def asked_on_this_text(evidence: Evidence) -> list[str]:
    """Return the hashes of the addresses that need not be asked: they can answer, or did on the text as it is."""
    now = versions.read_in(evidence)
    return [
        one.address_hash
        for one in evidence.responses.all()
        if one.state != AskedResponse.State.WITHDRAWN
        and not (one.state == AskedResponse.State.GIVEN and versions.is_other(one.texts, now))
    ]


def locked_response(response: AskedResponse) -> AskedResponse:
    """Return an asked response as it is now, and make whoever else answers it wait."""
    return (
        AskedResponse.objects.select_for_update(of=("self",))
        .select_related("evidence__person")
        .get(pk=response.pk)
    )


def indicator_ids(shows: Iterable[EvidenceIndicator]) -> list[int]:
    """Return which behaviours a piece shows."""
    return [one.indicator_id for one in shows]
