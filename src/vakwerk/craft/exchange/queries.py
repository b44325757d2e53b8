"""Which files with frameworks came in, and what would they change?"""

from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.http import Http404

from vakwerk.craft.exchange import case_reading, table_reading
from vakwerk.craft.exchange.case_writing import Edition
from vakwerk.craft.exchange.merging import merged, with_named_levels
from vakwerk.craft.exchange.rules import MOST_BYTES, MOST_ITEMS, Fault, Reading, UnreadableError
from vakwerk.craft.exchange.table_terms import field_of
from vakwerk.craft.frameworks.comparing import Difference, compare
from vakwerk.craft.frameworks.contents import Contents
from vakwerk.craft.frameworks.storing import contents_of
from vakwerk.craft.models import Framework, FrameworkFile
from vakwerk.foundation.models import Academy, Job
from vakwerk.foundation.sheets import reading as sheets

KIND = "craft.take_over_framework"


@dataclass(frozen=True)
class Preview:
    """What a file says and what it would change. ``after``: what the framework says when it is taken over."""

    reading: Reading
    before: Contents
    after: Contents
    difference: Difference
    changes: int


def files() -> QuerySet[FrameworkFile]:
    """Return every file, newest first, without what is in it."""
    return FrameworkFile.objects.defer("content").select_related("into", "result")


def file_or_404(file_id: int) -> FrameworkFile:
    """Return a file of this academy.

    :raises Http404: when there is none.
    """
    found = FrameworkFile.objects.select_related("into", "result").filter(pk=file_id).first()
    if found is None:
        raise Http404
    return found


def drafts() -> QuerySet[Framework]:
    """Return the drafts into which a file can be taken."""
    return Framework.objects.filter(state=Framework.State.DRAFT).defer("foreign").order_by("-made_at", "-id")


def job_of(file: FrameworkFile) -> Job | None:
    """Return the job that takes a file over, or took it over last."""
    return Job.objects.filter(kind=KIND, arguments__file_id=file.pk).order_by("-pk").first()


def read(content: bytes, *, name: str) -> Reading:
    """Read a file with a framework. ``name``: of the file, for a table that does not say what it is called.

    :raises UnreadableError: when it is no framework in JSON.
    :raises FileTrouble: when it is no table.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableError(Fault.TOO_BIG, limit=MOST_BYTES // 1024 // 1024)
    if case_reading.looks_like_json(content):
        return case_reading.read(content)
    sheet = sheets.read(content, recognise=field_of, most_rows=MOST_ITEMS)
    title = name.rpartition(".")[0].strip() or name
    return table_reading.read(
        sheet, name={"nl": title[:200], "en": ""}, is_guarded=not content.startswith(b"PK\x03\x04")
    )


def preview(file: FrameworkFile, *, take_away: bool) -> Preview:
    """Say what a file would change. ``take_away``: what the file does not have goes from the draft.

    :raises UnreadableError: when it is no framework.
    :raises FileTrouble: when it is no table.
    """
    found = read(bytes(file.content), name=file.name)
    if file.into is None:
        before, after = Contents(key="", name={"nl": "", "en": ""}), with_named_levels(found.contents)
    else:
        before = contents_of(file.into)
        after = with_named_levels(
            merged(before, found.contents, is_whole=found.is_whole, take_away=take_away)
        )
    difference = compare(before, after)
    changes = sum(
        len(part)
        for part in (
            difference.head,
            difference.clusters,
            difference.levels,
            difference.competencies,
            difference.profiles,
        )
    )
    return Preview(found, before, after, difference, changes)


def twin_of(contents: Contents) -> Framework | None:
    """Return a framework here that a file is a copy of, by its identifier, newest version first."""
    if not contents.identifier:
        return None
    return (
        Framework.objects.filter(case_identifier=contents.identifier)
        .defer("foreign")
        .order_by("-version")
        .first()
    )


def edition_of(framework: Framework, academy: Academy, *, language: str) -> Edition:
    """Return what a package says of a framework besides its contents."""
    origin = framework.origin
    return Edition(
        state=framework.state,
        version=framework.version,
        creator=academy.name,
        changed_at=framework.made_at.isoformat(timespec="seconds"),
        language=language,
        adopted_on=framework.adopted_on.isoformat() if framework.adopted_on else "",
        adopted_by=framework.adopted_by,
        origin=replace(contents_of(origin, with_profiles=False)) if origin else None,
    )
