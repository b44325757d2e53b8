"""How does a catalogue come in? Kept, looked at, and taken over in one transaction or not at all."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction

from vakwerk.craft.frameworks import queries as frameworks
from vakwerk.craft.models import Competency
from vakwerk.foundation import audit
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person
from vakwerk.trajectories.design import operations as design
from vakwerk.trajectories.design.operations import ActivityWish, GoalWish, Head, SourceWish
from vakwerk.trajectories.editions import operations as editions
from vakwerk.trajectories.editions.operations import Moment, Terms
from vakwerk.trajectories.enrolment import operations as enrolment
from vakwerk.trajectories.intake import plans
from vakwerk.trajectories.intake.plans import NEW, UNCHANGED, WRONG, Plan
from vakwerk.trajectories.intake.rules import GOAL, Field, Problem, Row, Wrong
from vakwerk.trajectories.models import Activity, CatalogueImport, Edition, Trajectory


class NotTakenOverError(Exception):
    """A row could not be taken over after all, so nothing was. ``plan``: which row, with its problem."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(f"row {plan.row.number}")
        self.plan = plan


@transaction.atomic
def keep_file(*, name: str, content: bytes, by: Person) -> CatalogueImport:
    """Keep a file until it is taken over or dropped.

    :raises FileTrouble: when it is no table that can be read safely.
    """
    plans.read(content)
    return CatalogueImport.objects.create(file_name=name[-200:], content=content, made_by_id=by.pk)


@transaction.atomic
def drop(*, file: CatalogueImport, by: Person) -> None:
    """Throw a file away that was not taken over."""
    CatalogueImport.objects.filter(pk=file.pk, state=CatalogueImport.State.PREVIEW).update(
        state=CatalogueImport.State.DROPPED, content=b""
    )


@transaction.atomic
def take_over(*, file: CatalogueImport, by: Person, now: datetime) -> dict[str, int]:
    """Make and change what the file says, all of it or nothing; rows with mistakes are left out.

    :raises NotTakenOverError: when a row fails after all; then nothing changed.
    """
    file = CatalogueImport.objects.select_for_update().get(pk=file.pk)
    if file.state != CatalogueImport.State.PREVIEW:
        return dict(file.counts)
    found = plans.plans_for(plans.read(bytes(file.content)), now=now)
    made: dict[str, Trajectory] = {}
    for plan in found:
        if plan.outcome in {WRONG, UNCHANGED}:
            continue
        try:
            _take(plan, made, by=by, now=now)
        except Refused as refused:
            plan.row.problems.append(Problem("", Wrong.REFUSED, refused.reason.value))
            raise NotTakenOverError(plan) from refused
    counts = dict(Counter(plan.outcome for plan in found))
    file.state, file.counts, file.content = CatalogueImport.State.DONE, counts, b""
    file.save(update_fields=["state", "counts", "content"])
    audit.record(
        "trajectories.catalogue_imported",
        by=by,
        on=file,
        new=counts.get(NEW, 0),
        changed=counts.get(plans.CHANGED, 0),
    )
    return counts


def _take(plan: Plan, made: dict[str, Trajectory], *, by: Person, now: datetime) -> None:
    trajectory = plan.trajectory or made.get(plan.key)
    if trajectory is None:
        trajectory = made[plan.key] = _make_trajectory(plan, by=by)
    elif plan.trajectory and any(one in plan.row.values for one in (*plans.HEAD_FIELDS, *plans.PLAIN_FIELDS)):
        head = _head(plan.row, trajectory)
        if head != _head(Row(0, ""), trajectory):
            trajectory = design.change_trajectory(trajectory=trajectory, head=head, by=by)
    if not plan.row.says_edition:
        return
    if plan.edition is None:
        _make_edition(plan, trajectory, by=by, now=now)
    elif plan.changes:
        _change_edition(plan, plan.edition, by=by, now=now)


def _head(row: Row, before: Trajectory | None) -> Head:
    given: dict[str, Any] = {
        name: row.values.get(one, getattr(before, name) if before else None)
        for one, name in plans.PLAIN_FIELDS.items()
    }
    if before is None:
        given = {name: value for name, value in given.items() if value is not None}
    return Head(
        title=plans.bilingual(row, "title", before.title if before else None),
        summary=plans.bilingual(row, "summary", before.summary if before else None),
        for_whom=plans.bilingual(row, "for_whom", before.for_whom if before else None),
        why_long=before.why_long if before else "",
        **given,
    )


def _make_trajectory(plan: Plan, *, by: Person) -> Trajectory:
    """Make a trajectory in draft: it can be published once it is sound, like any other."""
    row = plan.row
    trajectory = design.make_trajectory(head=_head(row, None), by=by, key=plan.key)
    activities = [
        design.add_activity(trajectory=trajectory, wish=ActivityWish(Bilingual(nl=title[:160])), by=by)
        for title in row.values.get(Field.ACTIVITIES, [])
    ]
    if not activities and (row.values.get(Field.INSIDE) or row.values.get(Field.OUTSIDE)):
        wish = ActivityWish(Bilingual(nl=plan.title[:160]), kind=Activity.Kind.SESSION)
        activities = [design.add_activity(trajectory=trajectory, wish=wish, by=by)]
    for side, of in (("inside", Field.INSIDE), ("outside", Field.OUTSIDE)):
        for text in dict.fromkeys(row.values.get(of, [])):
            source = SourceWish(side=side, text=Bilingual(nl=text[:240]))
            design.add_source(activity=activities[0], wish=source, by=by)
    for text in row.values.get(Field.GOALS, []):
        design.add_goal(trajectory=trajectory, wish=_goal(text), by=by)
    return trajectory


def _goal(text: str) -> GoalWish:
    """Read a goal as it is written out: what, and between brackets the competency and the level."""
    found = GOAL.match(text)
    if not found:
        return GoalWish(Bilingual(nl=text[:400]), None, None)
    named = found["competency"].strip()
    framework = frameworks.adopted_framework()
    known = list(Competency.objects.filter(framework=framework)) if framework else []
    competency = next((one for one in known if named in {one.code, one.key}), None)
    return GoalWish(
        Bilingual(nl=found["text"][:400]), competency, int(found["level"]) if competency else None
    )


def _terms(row: Row, before: Edition | None) -> Terms:
    given = {name: row.values[one] for one, name in plans.EDITION_FIELDS.items() if one in row.values}
    kept = {name: getattr(before, name) for name in editions.TERMS} if before else {}
    return Terms(**{**kept, **given})


def _make_edition(plan: Plan, trajectory: Trajectory, *, by: Person, now: datetime) -> None:
    row = plan.row
    sessions = list(trajectory.activities.filter(kind=Activity.Kind.SESSION))
    moments = [
        Moment(start, end, activity=sessions[nth] if nth < len(sessions) else None)
        for nth, (start, end) in enumerate(row.values.get(Field.MOMENTS, []))
    ]
    edition = editions.plan_edition(
        trajectory=trajectory,
        terms=_terms(row, None),
        capacity=row.values.get(Field.SEATS, 16),
        by=by,
        now=now,
        key=plan.edition_key,
        moments=moments,
        brought_in=True,
    )
    if names := row.values.get(Field.TRAINERS):
        editions.set_trainers(edition=edition, people=[], names=names, by=by, now=now)
    editions.bring_to(edition=edition, state=row.values.get(Field.STATE, ""), by=by, now=now)


def _change_edition(plan: Plan, edition: Edition, *, by: Person, now: datetime) -> None:
    row = plan.row
    if any(one in row.values for one in plans.EDITION_FIELDS):
        terms = _terms(row, edition)
        if terms != _terms(Row(0, ""), edition):
            editions.change_terms(edition=edition, terms=terms, by=by, now=now)
    if Field.SEATS in row.values and row.values[Field.SEATS] != edition.capacity:
        kept = list(edition.member_seats.values_list("organisation_id", "seats"))
        enrolment.set_seats(edition=edition, capacity=row.values[Field.SEATS], kept=kept, by=by, now=now)
    if Field.MOMENTS in row.values:
        _move_sessions(edition, row.values[Field.MOMENTS], by=by, now=now)


def _move_sessions(
    edition: Edition, wanted: list[tuple[datetime, datetime]], *, by: Person, now: datetime
) -> None:
    """Move the sessions in their order, add what is more, and call off what is less."""
    held = [one for one in edition.sessions.order_by("starts_at") if not one.is_cancelled]
    for session, (start, end) in zip(held, wanted, strict=False):
        if (session.starts_at, session.ends_at) != (start, end):
            session.edition = edition
            title = session.own_title if not session.activity else None
            moment = Moment(start, end, session.place, session.activity, title)
            editions.change_session(session=session, moment=moment, by=by, now=now)
    for session in held[len(wanted) :]:
        session.edition = edition
        editions.cancel_session(session=session, by=by, now=now)
    for start, end in wanted[len(held) :]:
        editions.add_session(edition=edition, moment=Moment(start, end), by=by, now=now)
