"""What people do with a people file. Each function is one transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vakwerk.foundation import audit, jobs
from vakwerk.foundation.models import Job
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.statistics import refresh_after_commit
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people.intake import checking, files, queries, writing
from vakwerk.people.intake.rules import headers
from vakwerk.people.intake.rules.facts import Outcome
from vakwerk.people.models import (
    Account,
    Bond,
    ColumnMapping,
    Membership,
    PeopleImport,
    Person,
    RoleAssignment,
)
from vakwerk.people.rules import Refusal

# Checking takes about a second for as many; a larger file is checked in the background.
CHECKED_AT_ONCE = 4000
KEPT = timedelta(days=30)
_State = PeopleImport.State


@transaction.atomic
def bring_file(*, name: str, content: bytes, by: Person, sheet: str = "") -> PeopleImport:
    """Take in a file, with its columns matched as well as can be told from its headers.

    :raises FileTrouble: when it is no table of people.
    """
    read = files.read(content, sheet=sheet)
    # What was found in earlier files is about people too, so it does not stay for ever.
    PeopleImport.objects.filter(made_at__lt=timezone.now() - KEPT).delete()
    file = PeopleImport.objects.create(
        file_name=name[-200:],
        content=content,
        sheet=read.name,
        sheets=list(read.names),
        mapping=_guessed(read.headers),
        made_by_id=by.pk,
    )
    audit.record("people.file_brought", by=by, on=file, rows=len(read.rows))
    return file


def _guessed(heads: Sequence[str]) -> dict[str, str]:
    before = ColumnMapping.objects.filter(headers_hash=headers.fingerprint(heads)).first()
    return dict(zip(heads, headers.guess(heads, before.mapping if before else None), strict=True))


@transaction.atomic
def choose_sheet(*, file: PeopleImport, sheet: str) -> None:
    """Read another sheet of a workbook.

    :raises FileTrouble: when it is no table of people.
    """
    read = files.read(bytes(file.content), sheet=sheet)
    file.sheet, file.mapping, file.state = read.name, _guessed(read.headers), _State.MATCHING
    file.save(update_fields=["sheet", "mapping", "state"])


@transaction.atomic
def match_columns(
    *, file: PeopleImport, mapping: Mapping[str, str], organisation_id: int | None, by: Person, today: date
) -> Job | None:
    """Remember how columns are matched and check every row; a large file in the background, by the returned job.

    :raises FileTrouble: when the file cannot be read.
    :raises Refused: while it is being taken over.
    """
    _refuse_when_busy(file)
    file.mapping, file.organisation_id, file.job_id = dict(mapping), organisation_id, None
    ColumnMapping.objects.update_or_create(
        headers_hash=headers.fingerprint(mapping),
        defaults={"mapping": dict(mapping), "used_at": timezone.now()},
    )
    if len(files.read(bytes(file.content), sheet=file.sheet).rows) <= CHECKED_AT_ONCE:
        _check(file, by=by, today=today)
        return None
    job = jobs.start("people.check", title=_("Check %s") % file.file_name, by=by, import_id=file.pk)
    file.state, file.job_id = _State.CHECKING, job.pk
    file.save(update_fields=["mapping", "organisation_id", "state", "job_id"])
    return job


def _check(file: PeopleImport, *, by: Person | None, today: date) -> None:
    found, heads = checking.make_plan(file, by=by, today=today)
    checking.keep_rows(file, found.rows)
    file.counts, file.state = checking.counts(found, heads), _State.PREVIEW
    file.save(update_fields=["mapping", "organisation_id", "counts", "state", "job_id"])


@transaction.atomic
def start_import(*, file: PeopleImport, leave_out_wrong: bool, by: Person) -> Job:
    """Have a file taken over, as one job. ``leave_out_wrong``: take over the rows that are right.

    :raises Refused: when rows are wrong and may not be left out, nothing is left, or it is busy already.
    """
    locked = PeopleImport.objects.select_for_update().defer("content").get(pk=file.pk)
    _refuse_when_busy(locked)
    if locked.counts.get("wrong") and not leave_out_wrong:
        raise Refused(Refusal.FILE_HAS_WRONG_ROWS, {"count": locked.counts["wrong"]})
    if not locked.counts.get("new") and not locked.counts.get("changed"):
        raise Refused(Refusal.NOTHING_TO_TAKE_OVER)
    job = jobs.start(
        "people.import",
        title=_("Import %s") % locked.file_name,
        by=by,
        import_id=locked.pk,
        leave_out_wrong=leave_out_wrong,
    )
    locked.state, locked.job_id = _State.RUNNING, job.pk
    locked.save(update_fields=["state", "job_id"])
    return job


def _refuse_when_busy(file: PeopleImport) -> None:
    job = queries.job_of(file)
    if file.state in {_State.DONE, _State.DROPPED} or (
        file.state in {_State.RUNNING, _State.CHECKING} and job is not None and not job.is_over
    ):
        raise Refused(Refusal.FILE_IS_BUSY)


@transaction.atomic
def drop_file(*, file: PeopleImport, by: Person) -> None:
    """Throw a file away with everything found in it.

    :raises Refused: while it is being taken over.
    """
    if file.state != _State.DONE:
        _refuse_when_busy(file)
        audit.record("people.file_dropped", by=by, on=file)
    file.delete()


class _StoppedError(Exception):
    """Somebody pressed stop: nothing is kept."""


@jobs.job("people.check")
def check_file(work: jobs.Work, *, import_id: int) -> None:
    """Check a large file in the background."""
    with in_academy(work.academy_id):
        file = PeopleImport.objects.select_related("academy").filter(pk=import_id).first()
        if file is None:
            return
        _check(file, by=_asker(work), today=timezone.localdate())
        work.finish(result_url=reverse("people:import", args=[file.academy.slug, file.pk]))


@jobs.job("people.import")
def take_over(work: jobs.Work, *, import_id: int, leave_out_wrong: bool) -> None:
    """Take a file over in one transaction. The plan is made anew: people may have changed since the preview."""
    try:
        with in_academy(work.academy_id):
            _take_over(work, import_id, leave_out_wrong=leave_out_wrong)
    except _StoppedError:
        with in_academy(work.academy_id):
            PeopleImport.objects.filter(pk=import_id).update(state=_State.PREVIEW)
            work.finish(stopped=True)
    except Exception:
        # The job says what went wrong; the file can be tried again.
        with in_academy(work.academy_id):
            PeopleImport.objects.filter(pk=import_id).update(state=_State.PREVIEW)
        raise


def _take_over(work: jobs.Work, import_id: int, *, leave_out_wrong: bool) -> None:
    file = PeopleImport.objects.select_for_update(of=("self",)).select_related("academy").get(pk=import_id)
    if file.state == _State.DONE:
        return
    work.report(note=_("reading the file"))
    plan, heads = checking.make_plan(file, by=_asker(work), today=timezone.localdate())
    wrong = [row for row in plan.rows if row.outcome is Outcome.WRONG]
    if wrong and not leave_out_wrong:
        message = _("%(count)s rows became wrong since you checked. Check again.") % {"count": len(wrong)}
        raise RuntimeError(message)
    total = plan.count(Outcome.NEW) + plan.count(Outcome.CHANGED)
    work.report(done=0, total=total, note=_("saving people"))

    def step(done: int) -> None:
        work.report(done=done)
        if work.stop_asked:
            raise _StoppedError

    writing.carry_out(plan, by=work.asked_by_id, source=file.file_name, now=timezone.now(), step=step)
    # Only what must be mended stays; the rest has become people.
    checking.keep_rows(file, wrong)
    file.counts, file.state, file.content = checking.counts(plan, heads), _State.DONE, b""
    file.save()
    figures: dict[str, Any] = {outcome.value: plan.count(outcome) for outcome in Outcome}
    audit.record("people.imported", by=work.asked_by_id, on=file, **figures)
    refresh_after_commit(Person, Membership, Bond, RoleAssignment, Account, rows=total)
    work.finish(result_url=reverse("people:import", args=[file.academy.slug, file.pk]), **figures)


def _asker(work: jobs.Work) -> Person | None:
    if work.asked_by_id is None:
        return None
    return Person.objects.prefetch_related("role_assignments").get(pk=work.asked_by_id)
