"""Are files that a crash left behind removed, and no others?"""

import os
import uuid
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from vakwerk.craft.evidence import operations, storage
from vakwerk.craft.models import Competency, EvidenceFile
from vakwerk.craft.tests.evidence_factories import NOW, PDF, written
from vakwerk.foundation import tidying
from vakwerk.foundation.models import Academy
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people.models import Person
from vakwerk.people.tests import factories as people


def _aged(path: Path, age: timedelta) -> Path:
    then = (timezone.now() - age).timestamp()
    os.utime(path, (then, then))
    return path


class _CrashError(Exception):
    """Vakwerk ends between the file and the row."""


def _orphan(esra: Person, connecting: Competency) -> Path:
    """Add a file, and lose the row that names it."""
    piece = written(esra, connecting)
    before = set(storage.folder().iterdir()) if storage.folder().exists() else set()
    with suppress(_CrashError), transaction.atomic():
        operations.add_file(evidence=piece, name="brief.pdf", content=PDF, now=NOW)
        raise _CrashError
    assert not piece.files.exists()
    (path,) = set(storage.folder().iterdir()) - before
    return path


def test_a_file_that_a_crash_left_goes_after_a_day_and_one_of_a_running_upload_stays(
    esra: Person, connecting: Competency
) -> None:
    old = _aged(_orphan(esra, connecting), storage.SPARED + timedelta(minutes=1))
    young = _aged(_orphan(esra, connecting), storage.SPARED - timedelta(minutes=1))
    tidying.tidy(now=timezone.now())
    assert not old.exists()
    assert young.read_bytes() == PDF


def test_a_file_that_a_row_names_stays_however_old(esra: Person, connecting: Competency) -> None:
    file = operations.add_file(evidence=written(esra, connecting), name="b.pdf", content=PDF, now=NOW)
    _aged(storage.path_of(file.key), timedelta(days=900))
    storage.sweep(timezone.now())
    assert storage.read(file) == PDF


def test_a_file_half_written_goes_and_what_is_not_ours_stays(academy: Academy) -> None:
    storage.folder().mkdir(parents=True)
    half, note = storage.folder() / f"{uuid.uuid4()}.half", storage.folder() / "README"
    for path in (half, note):
        path.write_bytes(b"x")
        _aged(path, timedelta(days=3))
    storage.sweep(timezone.now())
    assert not half.exists()
    assert note.exists()


def test_a_sweep_looks_at_every_academy_by_itself(
    esra: Person, connecting: Competency, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "_AT_ONCE", 2)
    orphans = [_aged(_orphan(esra, connecting), timedelta(days=3)) for _nth in range(5)]
    file = operations.add_file(evidence=written(esra, connecting), name="b.pdf", content=PDF, now=NOW)
    mine = _aged(storage.path_of(file.key), timedelta(days=3))
    other = people.academy("amsterdam")
    with in_academy(other):
        # The same key in another academy names another file, that no row there knows.
        storage.folder().mkdir(parents=True)
        theirs = storage.folder() / str(file.key)
        theirs.write_bytes(PDF)
        _aged(theirs, timedelta(days=3))
    storage.sweep(timezone.now())
    assert not any(path.exists() for path in orphans)
    assert mine.exists()
    assert not theirs.exists()
    assert EvidenceFile.objects.count() == 1
