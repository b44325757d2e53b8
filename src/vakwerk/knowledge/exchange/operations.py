"""Take sources over from a file, and write all sources out. What a file does can be seen before it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from vakwerk.foundation import audit, jobs
from vakwerk.foundation.models import Academy, Job
from vakwerk.foundation.sheets import reading
from vakwerk.foundation.sheets.heads import plain
from vakwerk.foundation.statistics import refresh_after_commit
from vakwerk.foundation.tenancy import current_academy_id, in_academy
from vakwerk.knowledge.exchange.rows import Known, Row, recognise, rows_of
from vakwerk.knowledge.models import ListEntry, LocalContext, Source, SourceImport, SourceWord
from vakwerk.knowledge.sources import operations, vocabulary
from vakwerk.knowledge.sources.operations import SourceFacts
from vakwerk.people import queries as people
from vakwerk.people.models import Person

MOST_ROWS: Final = 20_000


@dataclass(frozen=True)
class Step:
    """What taking over one row does. ``source``: the one it changes; ``changes``: the columns that change."""

    row: Row
    source: Source | None
    facts: SourceFacts | None
    changes: Sequence[str] = ()

    @property
    def outcome(self) -> str:
        """One of new, changed, same, wrong."""
        if self.row.problems or self.facts is None:
            return "wrong"
        if self.source is None:
            return "new"
        return "changed" if self.changes else "same"


@transaction.atomic
def bring(*, name: str, content: bytes, by: Person) -> SourceImport:
    """Keep a file to look at.

    :raises FileTrouble: when it is no table.
    """
    read(content)
    return SourceImport.objects.create(file_name=name[:200], content=content, made_by_id=by.pk)


def read(content: bytes) -> reading.Sheet:
    """Read a file of sources.

    :raises FileTrouble: when it is no table.
    """
    return reading.read(content, recognise=recognise, most_rows=MOST_ROWS)


def plan(content: bytes) -> list[Step]:
    """Say of every row of a file what taking it over would do.

    :raises FileTrouble: when it is no table.
    """
    sheet = read(content)
    mine = Source.objects.filter(academy_id=current_academy_id())
    known = list(mine.select_related("academy", "owner", "person"))
    by_key = {one.key: one for one in known}
    by_title = {one.title.casefold(): one for one in known}
    return [
        _step(row, by_key.get(row.key) if row.key else by_title.get(row.title.casefold()))
        for row in rows_of(sheet.headers, sheet.rows, _known())
    ]


def _step(row: Row, source: Source | None) -> Step:
    if row.problems:
        return Step(row, source, None)
    names = {one.name for one in fields(SourceFacts)}
    said = {name: value for name, value in row.values.items() if name in names}
    if said.get("owner", row) is None:
        # Nobody named: whoever keeps it already, or takes the file over.
        del said["owner"]
    if source is None:
        return Step(row, None, SourceFacts(**said))
    before = operations.facts_of(source)
    after = replace(before, **said)
    changes = [name for name in said if _differs(getattr(before, name), getattr(after, name))]
    return Step(row, source, after, changes)


def _differs(before: Any, after: Any) -> bool:
    """Tell whether two values say different things; the order of a list says nothing."""
    if isinstance(before, list):
        return set(before) != set(after)
    # A file may lose the spaces at the ends.
    return (before.strip() != after.strip()) if isinstance(before, str) else bool(before != after)


def _known() -> Known:
    traits: dict[str, dict[str, str]] = {}
    for language in ("nl", "en"):
        with translation.override(language):
            for trait, labels in vocabulary.lists().labels.items():
                words = traits.setdefault(trait, {})
                words |= {plain(str(label)): key for key, label in labels.items()}
                words |= {plain(key): key for key in labels}
    by_name: dict[str, Person | None] = {}
    for one in people.people().filter(left_on=None):
        name = one.name.casefold()
        # Two people of one name: the name means nobody.
        by_name[name] = None if name in by_name else one
        if one.email:
            by_name[one.email.casefold()] = one
    return Known(traits, by_name)


@transaction.atomic
def start(*, file: SourceImport, by: Person) -> Job:
    """Have a file taken over in the background. Rows that are wrong are left out."""
    return jobs.start("knowledge.import", title=_("Import %s") % file.file_name, by=by, import_id=file.pk)


class _StoppedError(Exception):
    """Somebody pressed stop: nothing is kept."""


@jobs.job("knowledge.import")
def take_over(work: jobs.Work, *, import_id: int) -> None:
    """Take a file over, in one transaction."""
    try:
        with in_academy(work.academy_id):
            _take_over(work, import_id)
    except _StoppedError:
        with in_academy(work.academy_id):
            work.finish(stopped=True)


def _take_over(work: jobs.Work, import_id: int) -> None:
    file = (
        SourceImport.objects.select_for_update(of=("self",))
        .select_related("academy")
        .filter(pk=import_id)
        .first()
    )
    if file is None:
        return
    by = Person.objects.filter(pk=work.asked_by_id).first() if work.asked_by_id else None
    steps = plan(bytes(file.content))

    def stop_or_go_on(done: int) -> None:
        work.report(done=done, total=len(steps))
        if work.stop_asked:
            raise _StoppedError

    counts = carry_out(steps, by=by, each=stop_or_go_on)
    audit.record("knowledge.imported", by=work.asked_by_id, on=file, **counts)
    file.delete()
    work.finish(result_url=reverse("knowledge:sources", args=[file.academy.slug]), counts=counts)


@transaction.atomic
def carry_out(steps: Sequence[Step], *, by: Person | None, each: Any = None) -> dict[str, int]:
    """Do what a plan says, and count what became of it. ``each``: told after every row how many are done."""
    now = timezone.now()
    counts = dict.fromkeys(("new", "changed", "same", "wrong"), 0)
    for done, step in enumerate(steps, start=1):
        counts[step.outcome] += 1
        if step.facts is not None and step.outcome == "new":
            operations.add_source(facts=step.facts, by=by, now=now, key=step.row.key)
        elif step.facts is not None and step.source is not None and step.outcome == "changed":
            operations.change_source(source=step.source, facts=step.facts, by=None, now=now)
        if each is not None:
            each(done)
    refresh_after_commit(Source, SourceWord, rows=counts["new"])
    return counts


def everything(academy: Academy) -> Mapping[str, Any]:
    """Return all sources of the academy with its lists and notes, as JSON values, persons by their address."""
    own = Source.objects.filter(academy=academy).select_related("owner", "person").order_by("key")
    return {
        "format": "vakwerk/sources",
        "format_version": 1,
        "academy": {"slug": academy.slug, "name": academy.name},
        "sources": [_as_json(source) for source in own],
        "list_entries": [
            {"list": one.list, "key": one.key, "name": dict(one.name)} for one in ListEntry.objects.all()
        ],
        "local_notes": [
            {
                "source_key": one.source_key,
                "own_source": one.source_academy_id == academy.pk,
                "note": one.note,
            }
            for one in LocalContext.objects.exclude(note="").order_by("pk")
        ],
    }


def _as_json(source: Source) -> dict[str, Any]:
    said = {one.name: getattr(source, one.name) for one in fields(SourceFacts)}
    return {
        "key": source.key,
        "state": source.state,
        **said,
        "person": source.person.email or source.person.name if source.person else None,
        "owner": source.owner.email or source.owner.name if source.owner else None,
        "shared_with_region": source.shared_region_id is not None,
        "made_at": source.made_at,
        "changed_at": source.changed_at,
        "retired_at": source.retired_at,
    }
