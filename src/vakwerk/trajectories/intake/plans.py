"""What would taking over a file do, row by row? Compares what rows say with what is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from vakwerk.foundation import days
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.days import AMSTERDAM
from vakwerk.foundation.sheets import reading
from vakwerk.trajectories.editions import rules as editions
from vakwerk.trajectories.intake import rules
from vakwerk.trajectories.intake.rules import Field, Problem, Row, Wrong
from vakwerk.trajectories.models import Edition, Trajectory

NEW, CHANGED, UNCHANGED, WRONG = "new", "changed", "unchanged", "wrong"
# Field of the file to field of the edition.
EDITION_FIELDS: Mapping[Field, str] = {
    Field.NAME: "name",
    Field.FORM: "form",
    Field.PLACE: "place",
    Field.LINK: "online_url",
    Field.UNTIL: "enrol_until",
    Field.APPROVAL: "needs_approval",
    Field.GUESTS: "guests_welcome",
    Field.MANDATORY: "is_mandatory",
    Field.COST: "cost",
    Field.PAID_BY: "paid_by",
    Field.COST_NOTE: "cost_note",
}
HEAD_FIELDS: Mapping[Field, tuple[str, str]] = {
    Field.TITLE: ("title", "nl"),
    Field.TITLE_EN: ("title", "en"),
    Field.SUMMARY: ("summary", "nl"),
    Field.SUMMARY_EN: ("summary", "en"),
    Field.FOR_WHOM: ("for_whom", "nl"),
    Field.FOR_WHOM_EN: ("for_whom", "en"),
}
PLAIN_FIELDS: Mapping[Field, str] = {
    Field.WEEKS: "weeks",
    Field.SESSIONS_NEEDED: "sessions_needed",
    Field.PROOFS_NEEDED: "proofs_needed",
    Field.PUBLIC: "is_public",
}


@dataclass
class Plan:
    """What one row does. ``changes``: field, what is there, and what it becomes, for trajectory or edition."""

    row: Row
    outcome: str
    key: str = ""
    title: str = ""
    makes_trajectory: bool = False
    trajectory: Trajectory | None = None
    edition: Edition | None = None
    edition_key: str = ""
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    # Days so far from today that somebody has to say that they are right.
    far: list[date] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        """Whether taking over changes anything for this row."""
        return self.outcome in {NEW, CHANGED}


def read(content: bytes) -> list[Row]:
    """Read every sheet of a file that has known heads.

    :raises FileTrouble: when it is no table that can be read safely.
    """
    sheets = reading.read_every_sheet(content, recognise=rules.recognise, most_rows=rules.MOST_ROWS)
    return [row for sheet in sheets for row in _rows(sheet)]


def _rows(sheet: reading.Sheet) -> list[Row]:
    return [rules.understand(number, cells, sheet.headers, sheet=sheet.name) for number, cells in sheet.rows]


def plans_for(rows: Sequence[Row], *, now: datetime) -> list[Plan]:
    """Say of each row what it does, in four queries. Rows later in the file may build on earlier ones."""
    there = _There()
    return [there.plan(row) for row in rows]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


class _There:
    """What the academy has, and what the rows so far will add to it."""

    def __init__(self) -> None:
        self.trajectories = {one.key: one for one in Trajectory.objects.all()}
        self.by_title = {_plain(one.title.in_language("nl")): one for one in self.trajectories.values()}
        found = Edition.objects.select_related("trajectory").prefetch_related("sessions")
        self.editions = {one.key: one for one in found}
        self.to_come: dict[str, str] = {}
        self.seen: set[str] = set()

    def key_of(self, row: Row) -> str:
        """Return the key of the trajectory that a row is about, by its key or else its title."""
        if given := row.values.get(Field.KEY):
            return str(slugify(given)[:80])
        title = row.values.get(Field.TITLE, "")
        found = self.by_title.get(_plain(title))
        return found.key if found else str(slugify(title)[:80])

    def plan(self, row: Row) -> Plan:
        """Say what a row does."""
        key = self.key_of(row)
        trajectory = self.trajectories.get(key)
        plan = Plan(row, WRONG, key=key, trajectory=trajectory)
        known = str(trajectory.title) if trajectory else self.to_come.get(key, key)
        plan.title = row.values.get(Field.TITLE) or known
        plan.makes_trajectory = trajectory is None and key not in self.to_come
        if not key:
            row.problems.append(Problem("", Wrong.NO_KEY))
        elif plan.makes_trajectory and Field.TITLE not in row.values:
            wrong = Wrong.UNKNOWN_TRAJECTORY if row.says_edition else Wrong.NO_TITLE
            row.problems.append(Problem("", wrong, key))
        else:
            self._compare(plan)
        return plan

    def _compare(self, plan: Plan) -> None:
        row = plan.row
        if plan.trajectory:
            plan.changes += _head_changes(row, plan.trajectory)
        if row.says_edition:
            _plan_edition(plan, self.editions)
        mark = f"{plan.key}/{plan.edition_key}"
        if mark in self.seen:
            row.problems.append(Problem("", Wrong.TWICE, plan.edition_key or plan.key))
        self.seen.add(mark)
        if row.problems:
            return
        if plan.makes_trajectory:
            self.to_come[plan.key] = plan.title
        is_new = plan.makes_trajectory or (row.says_edition and plan.edition is None)
        plan.outcome = NEW if is_new else CHANGED if plan.changes else UNCHANGED


def _head_changes(row: Row, trajectory: Trajectory) -> list[tuple[str, str, str]]:
    found = []
    for one, (name, language) in HEAD_FIELDS.items():
        if one in row.values and getattr(trajectory, name).get(language, "") != row.values[one]:
            found.append((one.value, getattr(trajectory, name).get(language, ""), row.values[one]))
    for one, name in PLAIN_FIELDS.items():
        if one in row.values and getattr(trajectory, name) != row.values[one]:
            found.append((one.value, str(getattr(trajectory, name)), str(row.values[one])))
    return found


def edition_key(row: Row, key: str) -> str:
    """Return the key of the edition that a row is about: its own, or else the trajectory's with the first day."""
    if own := row.values.get(Field.EDITION):
        return str(own)[:80]
    moments = row.values.get(Field.MOMENTS)
    return f"{key}-{moments[0][0]:%Y-%m-%d}"[:80] if moments else f"{key}-1"


def _plan_edition(plan: Plan, given: Mapping[str, Edition]) -> None:
    row = plan.row
    plan.edition_key = edition_key(row, plan.key)
    edition = plan.edition = given.get(plan.edition_key)
    if edition and edition.trajectory.key != plan.key:
        row.problems.append(Problem("", Wrong.TWICE, plan.edition_key))
        return
    moments = row.values.get(Field.MOMENTS, [])
    if any(start < other_end for (_s, other_end), (start, _e) in pairwise(moments)):
        row.problems.append(Problem("", Wrong.OVERLAPS))
    today = timezone.localdate()
    said: set[date] = {start.date() for start, _end in moments}
    if until := row.values.get(Field.UNTIL):
        said.add(until)
    plan.far = sorted(day for day in said - _days_of(edition) if days.day_fault(day, today=today))
    _check_mandatory(row, edition, moments)
    if edition:
        plan.changes += _edition_changes(row, edition)
        if plan.changes and not edition.is_ahead:
            row.problems.append(Problem("", Wrong.IS_RUNNING, plan.edition_key))


def _days_of(edition: Edition | None) -> set[date | None]:
    """Return the days that an edition has already, which are not asked about again."""
    if edition is None:
        return set()
    return {start.date() for start, _end in moments_of(edition)} | {edition.enrol_until}


def _check_mandatory(row: Row, edition: Edition | None, moments: Sequence[tuple[datetime, datetime]]) -> None:
    if not row.values.get(Field.MANDATORY, edition.is_mandatory if edition else False):
        return
    reason = editions.reason_not_to_be_mandatory(
        cost=row.values.get(Field.COST, edition.cost if edition else 0),
        paid_by=row.values.get(Field.PAID_BY, edition.paid_by if edition else "academy"),
        moments=moments,
    )
    if reason is editions.EditionRefusal.MANDATORY_COSTS:
        row.problems.append(Problem("", Wrong.MANDATORY_COSTS))
    elif reason:
        row.problems.append(Problem("", Wrong.MANDATORY_HOURS))


def _edition_changes(row: Row, edition: Edition) -> list[tuple[str, str, str]]:
    found = [
        (one.value, str(getattr(edition, name) or ""), str(row.values[one]))
        for one, name in EDITION_FIELDS.items()
        if one in row.values and (getattr(edition, name) or None) != (row.values[one] or None)
    ]
    if Field.SEATS in row.values and edition.capacity != row.values[Field.SEATS]:
        found.append((Field.SEATS.value, str(edition.capacity), str(row.values[Field.SEATS])))
    if Field.MOMENTS in row.values and moments_of(edition) != row.values[Field.MOMENTS]:
        found.append(
            (Field.MOMENTS.value, in_words(moments_of(edition)), in_words(row.values[Field.MOMENTS]))
        )
    return found


def moments_of(edition: Edition) -> list[tuple[datetime, datetime]]:
    """Return when the sessions of an edition are, in the time of Amsterdam."""
    return sorted(
        (one.starts_at.astimezone(AMSTERDAM), one.ends_at.astimezone(AMSTERDAM))
        for one in edition.sessions.all()
        if not one.is_cancelled
    )


def in_words(moments: Sequence[tuple[datetime, datetime]]) -> str:
    """Write moments as the file does."""
    return "; ".join(f"{start:%Y-%m-%d %H:%M}-{end:%H:%M}" for start, end in moments)


def bilingual(row: Row, name: str, before: Bilingual | None = None) -> Bilingual:
    """Return a text in two languages: what the row says, or else what is there."""
    texts: dict[str, Any] = dict(before or {})
    for one, (of, language) in HEAD_FIELDS.items():
        if of == name and one in row.values:
            texts[language] = row.values[one]
    return Bilingual(texts)
