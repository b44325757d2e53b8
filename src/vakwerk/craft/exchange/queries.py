"""Which files with frameworks came in, and what would they change?"""

from dataclasses import replace

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from vakwerk.craft.exchange import case_reading, table_reading
from vakwerk.craft.exchange.case_writing import Edition
from vakwerk.craft.exchange.rules import MOST_BYTES, MOST_ITEMS, Fault, Reading, UnreadableError
from vakwerk.craft.exchange.table_terms import field_of
from vakwerk.craft.frameworks.storing import contents_of
from vakwerk.craft.models import Framework, FrameworkFile, Indicator
from vakwerk.foundation.models import Academy, Job
from vakwerk.foundation.sheets import reading as sheets

TAKE_OVER = "craft.take_over_framework"
LOOK_AT = "craft.look_at_framework"


def files() -> QuerySet[FrameworkFile]:
    """Return every file, newest first, without what is in it and what was found there."""
    return FrameworkFile.objects.defer("content", "found")


def file_or_404(file_id: int) -> FrameworkFile:
    """Return a file of this academy; what is in it is fetched when somebody asks for it.

    :raises Http404: when there is none.
    """
    return get_object_or_404(
        FrameworkFile.objects.defer("content", "into__foreign", "result__foreign").select_related(
            "into", "result"
        ),
        pk=file_id,
    )


def drafts() -> QuerySet[Framework]:
    """Return the drafts into which a file can be taken."""
    return Framework.objects.filter(state=Framework.State.DRAFT).defer("foreign").order_by("-made_at", "-id")


def size_of(framework: Framework) -> int:
    """Return how many competencies and indicators a framework has."""
    indicators = Indicator.objects.filter(competency__framework=framework)
    return framework.competencies.count() + indicators.count()


def job_of(file: FrameworkFile) -> Job | None:
    """Return the job that looks at a file or takes it over, or did so last."""
    return (
        Job.objects.filter(kind__in=[TAKE_OVER, LOOK_AT], arguments__file_id=file.pk).order_by("-pk").first()
    )


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


def twin_of(identifier: str) -> Framework | None:
    """Return a framework here that a file is a copy of, by its identifier, newest version first."""
    if not identifier:
        return None
    return Framework.objects.filter(case_identifier=identifier).defer("foreign").order_by("-version").first()


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
