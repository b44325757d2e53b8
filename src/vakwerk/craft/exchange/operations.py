"""What coordinators do with files that hold a framework. Each function is one transaction."""

import uuid
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vakwerk.craft.exchange import previewing, queries, rules
from vakwerk.craft.exchange.rules import UnreadableError
from vakwerk.craft.frameworks.comparing import reads_the_same
from vakwerk.craft.frameworks.contents import Contents
from vakwerk.craft.frameworks.operations import make_framework
from vakwerk.craft.frameworks.operations.shared import draft, free_key, record
from vakwerk.craft.frameworks.storing import contents_of, store
from vakwerk.craft.models import Framework, FrameworkFile, PersonProfile
from vakwerk.foundation import jobs
from vakwerk.foundation.audit import number_of
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.models import Job
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.sheets.trouble import FileTrouble
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people.models import Person

MOST_AT_ONCE = 1500
"""How many items and indicators are compared and taken over while somebody waits; more takes seconds."""
_State = FrameworkFile.State


@transaction.atomic
def bring_file(
    *, name: str, content: bytes, into: Framework | None, by: Person | None, now: datetime
) -> FrameworkFile:
    """Keep a file, to look at before it is taken over; what is in a large one is found in the background.

    :raises UnreadableError: when it is too large, or small enough to see at once that it holds no framework.
    :raises FileTrouble: when it is small enough to see at once that it is no table.
    """
    is_large = rules.is_large(content)
    if len(content) > rules.MOST_BYTES or not is_large:
        read = queries.read(content, name=name)
        is_large = read.contents.size + (queries.size_of(into) if into else 0) > MOST_AT_ONCE
    file = FrameworkFile.objects.create(
        name=name[-200:], content=content, into=into, made_by_id=number_of(by), made_at=now
    )
    if is_large:
        _look_in_the_background(file, take_away=False, by=by)
    return file


def _look_in_the_background(file: FrameworkFile, *, take_away: bool, by: Person | None) -> Job:
    file.state = _State.CHECKING
    file.save(update_fields=["state"])
    return jobs.start(
        queries.LOOK_AT,
        title=_("Look at “%(name)s”") % {"name": file.name},
        by=by,
        file_id=file.pk,
        take_away=take_away,
    )


@transaction.atomic
def look_again(*, file: FrameworkFile, take_away: bool, by: Person | None) -> Job:
    """Compare a large file once more, with what the draft says now.

    :raises Refused: while it is being looked at or taken over, and after that.
    """
    file = _locked(file)
    job = queries.job_of(file)
    if file.state == _State.CHECKING and job and not job.is_over:
        raise Refused(rules.FileRefusal.NOT_LOOKED_AT)
    if file.state in {_State.RUNNING, _State.DONE}:
        raise Refused(rules.FileRefusal.DONE_ALREADY)
    return _look_in_the_background(file, take_away=take_away, by=by)


def _locked(file: FrameworkFile) -> FrameworkFile:
    return FrameworkFile.objects.select_for_update(of=("self",)).select_related("into").get(pk=file.pk)


@transaction.atomic
def throw_away(*, file: FrameworkFile) -> None:
    """Throw a file away; what was taken over stays."""
    file.delete()


@transaction.atomic
def take_over(*, file: FrameworkFile, take_away: bool, by: Person | None, now: datetime) -> Framework | Job:
    """Take a file over as a draft: at once, or as a job where it is large.

    :raises Refused: with the ``FileRefusal`` that keeps it out.
    """
    file = _locked(file)
    fresh = None
    if file.state == _State.WAITING and file.found is None:
        fresh = previewing.preview(file, take_away=take_away)
    found = previewing.kept(fresh, take_away=take_away) if fresh else file.found or {}
    if reason := previewing.reason_not_to_take_over(file, found):
        raise Refused(reason)
    if fresh and fresh.after.size <= MOST_AT_ONCE:
        return _write(file, fresh.after, by=by, now=now)
    file.state = _State.RUNNING
    file.save(update_fields=["state"])
    return jobs.start(
        queries.TAKE_OVER,
        title=_("Import “%(name)s”") % {"name": file.name},
        by=by,
        file_id=file.pk,
        take_away=take_away,
    )


class _StoppedError(Exception):
    """Somebody pressed stop: nothing is kept."""


@jobs.job(queries.LOOK_AT)
def look_in_the_background(work: jobs.Work, *, file_id: int, take_away: bool) -> None:
    """Say what a large file would change, and keep that for its page."""
    with in_academy(work.academy_id):
        # Not locked: who throws the file away need not wait.
        waiting = FrameworkFile.objects.filter(pk=file_id, state=_State.CHECKING)
        file = waiting.select_related("into", "academy").first()
        if file is None:
            return
        try:
            found = _looked_at(work, file, take_away=take_away)
        except _StoppedError:
            work.finish(stopped=True)
            return
        waiting.update(found=found, state=_State.WAITING)
        work.finish(result_url=reverse("craft:framework_file", args=[file.academy.slug, file.pk]))


def _looked_at(work: jobs.Work, file: FrameworkFile, *, take_away: bool) -> previewing.Found:
    def read(items: int) -> None:
        if work.stop_asked:
            raise _StoppedError
        work.report(total=items, done=0, note=_("comparing competencies"))

    work.report(note=_("reading the file"))
    looked_at = {"looked_at": timezone.now().isoformat()}
    try:
        found = previewing.preview(file, take_away=take_away, read=read)
    except (UnreadableError, FileTrouble) as error:
        work.report(note=_("The file cannot be read."))
        return previewing.kept_fault(error) | looked_at
    work.report(done=len(found.after.competencies), total=len(found.after.competencies), note="")
    return previewing.kept(found, take_away=take_away) | looked_at


@jobs.job(queries.TAKE_OVER)
def take_over_in_the_background(work: jobs.Work, *, file_id: int, take_away: bool) -> None:
    """Take a large file over, in one transaction."""
    try:
        with in_academy(work.academy_id):
            _take_over(work, file_id, take_away=take_away)
    except Exception:
        # The job says what went wrong; the file can be tried again.
        with in_academy(work.academy_id):
            FrameworkFile.objects.filter(pk=file_id).update(state=_State.WAITING)
        raise


def _take_over(work: jobs.Work, file_id: int, *, take_away: bool) -> None:
    file = (
        FrameworkFile.objects.select_for_update(of=("self",))
        .select_related("into", "academy")
        .filter(pk=file_id)
        .first()
    )
    if file is None or file.state == _State.DONE:
        return
    work.report(note=_("reading the file"))
    # Compared anew: the draft may have changed since somebody looked.
    found = previewing.preview(file, take_away=take_away)
    if work.stop_asked:
        file.state = _State.WAITING
        file.save(update_fields=["state"])
        work.finish(stopped=True)
        return
    work.report(total=len(found.after.competencies), done=0, note=_("writing competencies"))
    by = Person.objects.filter(pk=work.asked_by_id).first() if work.asked_by_id else None
    made = _write(file, found.after, by=by, now=timezone.now())
    work.finish(
        result_url=reverse("craft:framework", args=[file.academy.slug, made.pk]),
        competencies=len(found.after.competencies),
    )


def _write(file: FrameworkFile, after: Contents, *, by: Person | None, now: datetime) -> Framework:
    made = _rewritten(file.into, after, by=by, now=now) if file.into else _new(after, by=by, now=now)
    # What was in it is a framework now, and that can be exported.
    file.state, file.result, file.content, file.found = _State.DONE, made, b"", None
    file.save(update_fields=["state", "result", "content", "found"])
    record("framework_brought_in", framework=made, by=by, file=file.name, count=len(after.competencies))
    return made


def _new(after: Contents, *, by: Person | None, now: datetime) -> Framework:
    taken = set(Framework.objects.values_list("key", flat=True))
    key = free_key(after.key or Bilingual(after.name).in_language("nl"), taken, otherwise="raamwerk")
    return make_framework(after, key=key, state=Framework.State.DRAFT, by=by, now=now)


def _rewritten(into: Framework, after: Contents, *, by: Person | None, now: datetime) -> Framework:
    """Write a draft anew, and keep who has its role profiles and since when its descriptions could be read."""
    into = draft(into)
    before = contents_of(into, with_profiles=False)
    since = dict(into.competencies.values_list("key", "readable_since"))
    held = list(
        PersonProfile.objects.filter(profile__framework=into).values_list(
            "person_id", "profile__key", "since"
        )
    )
    for rows in (into.role_profiles, into.competencies, into.clusters, into.levels):
        rows.all().delete()
    for name in ("name", "description"):
        setattr(into, name, Bilingual(getattr(after, name)))
    into.licence, into.source, into.foreign = after.licence, after.source, dict(after.foreign)
    into.case_identifier = uuid.UUID(after.identifier)
    into.save()
    store(into, replace(after, competencies=after.competencies))
    profiles = {one.key: one for one in into.role_profiles.all()}
    PersonProfile.objects.bulk_create(
        PersonProfile(person_id=person_id, profile=profiles[key], since=day)
        for person_id, key, day in held
        if key in profiles
    )
    if into.readable_since:
        _note_what_changed(into, before, after, since, now=now)
    return into


def _note_what_changed(
    into: Framework, before: Contents, after: Contents, since: dict[str, date | None], *, now: datetime
) -> None:
    old, new = before.by_key, after.by_key
    rows = list(into.competencies.all())
    for row in rows:
        same = row.key in old and reads_the_same(old[row.key], new[row.key])
        row.readable_since = since.get(row.key) if same else timezone.localdate(now)
    into.competencies.model._default_manager.bulk_update(rows, ["readable_since"], batch_size=500)
