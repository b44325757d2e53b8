"""What becomes of places in editions, and of who leads them, when people leave?"""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vakwerk.foundation.models import Academy
from vakwerk.foundation.tenancy import current_academy_id
from vakwerk.people.departures import Facts, Said, Tie, ends_ties, finds_ties, says
from vakwerk.trajectories.enrolment import operations, queries
from vakwerk.trajectories.models import CodeTry, Edition, Enrolment, Trainer

State = Enrolment.State
_RUNS = (Edition.State.PLANNED, Edition.State.OPEN, Edition.State.CLOSED)


def _enrolments(people: Collection[int], *, now: datetime) -> Any:
    """Return who takes part, waits or asked, in editions that are not over."""
    return Enrolment.objects.filter(
        person__in=people, state__in=queries.LIVE, edition__state__in=_RUNS
    ).exclude(edition__ends_at__lte=now)


@finds_ties
def ties(people: Collection[int]) -> Iterator[Tie]:
    """Find enrolments, and editions that people lead."""
    slug = Academy.objects.values_list("slug", flat=True).get(pk=current_academy_id())
    found = list(
        _enrolments(people, now=timezone.now())
        .select_related("edition__trajectory")
        .order_by("edition_id", "number")
    )
    leads = _trainers({one.edition_id for one in found})
    for one in found:
        yield Tie(
            one.person_id,
            "trajectories.enrolled",
            {**_about(one.edition), "state": one.state, "waiting": one.edition.waiting},
            reverse("trajectories:participants", args=[slug, one.edition_id]),
            hears=frozenset(leads.get(one.edition_id, ())) if one.state == State.ENROLLED else frozenset(),
        )
    leading = Trainer.objects.filter(person__in=people, edition__state__in=_RUNS)
    for trainer in leading.select_related("edition__trajectory").order_by("edition_id", "pk"):
        others = Trainer.objects.filter(edition=trainer.edition_id).exclude(person__in=people).count()
        yield Tie(
            trainer.person_id or 0,
            "trajectories.leads",
            {**_about(trainer.edition), "others": others},
            reverse("trajectories:edition_trainers", args=[slug, trainer.edition_id]),
        )


def _trainers(editions: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    rows = Trainer.objects.filter(edition__in=editions, person__isnull=False)
    for edition, person in rows.values_list("edition_id", "person_id"):
        found.setdefault(edition, set()).add(person)
    return found


def _about(edition: Edition) -> dict[str, Any]:
    return {"title": dict(edition.trajectory.title), "edition": edition.name}


@ends_ties
def end(people: Collection[int], now: datetime) -> None:
    """Free places, edition by edition under its lock, and seat whoever waits."""
    touched = _enrolments(people, now=now).order_by("edition_id").values_list("edition_id", flat=True)
    for edition_id in touched.distinct():
        operations.free_places(edition_id=edition_id, people=people, now=now)
    CodeTry.objects.filter(person__in=people).delete()
    Trainer.objects.filter(person__in=people, edition__state__in=_RUNS).delete()


def _edition(facts: Facts) -> str:
    return f"{facts['title']} {facts['edition']}".strip()


@says("trajectories.enrolled")
def _enrolled(facts: Facts) -> Said:
    match facts["state"]:
        case State.WAITING:
            return Said(what=_edition(facts), now=_("on the waiting list"), after=_("taken off"))
        case State.ASKED:
            return Said(what=_edition(facts), now=_("asked for a place"), after=_("withdrawn"))
    waiting = facts["waiting"]
    after = (
        ngettext(
            "the place goes to the one person waiting",
            "the place goes to the first of %(count)s people waiting",
            waiting,
        )
        % {"count": waiting}
        if waiting
        else _("the place is free")
    )
    return Said(what=_edition(facts), now=_("enrolled"), after=after)


@says("trajectories.leads")
def _leads(facts: Facts) -> Said:
    others = facts["others"]
    if others:
        after = ngettext("%(count)s other trainer", "%(count)s other trainers", others) % {"count": others}
        return Said(what=_edition(facts), now=_("trainer"), after=after)
    return Said(what=_edition(facts), now=_("trainer"), after=_("nobody"), task=_("Choose who leads it."))
