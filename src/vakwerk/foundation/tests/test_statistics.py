"""Does the database look again after many rows came in?"""

import pytest
from django.db import connection
from pytest_django import DjangoCaptureOnCommitCallbacks

from vakwerk.foundation.models import Job
from vakwerk.foundation.statistics import MANY, refresh_after_commit
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.founding import an_academy

pytestmark = pytest.mark.django_db


def _known_rows() -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'foundation_job'::regclass")
        return float(cursor.fetchone()[0])


def _make_jobs(rows: int) -> None:
    academy = an_academy()
    with in_academy(academy):
        Job.objects.bulk_create(Job(kind="x", title="x") for _ in range(rows))


def test_the_application_may_have_the_database_count_many_new_rows(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    _make_jobs(MANY)
    with django_capture_on_commit_callbacks(execute=True):
        refresh_after_commit(Job, rows=MANY)
        assert _known_rows() < MANY  # not before the rows are kept
    assert _known_rows() == MANY


def test_few_rows_are_not_worth_it(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        refresh_after_commit(Job, rows=MANY - 1)
    assert waiting == []


def test_where_the_application_may_not_nothing_breaks(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A table of the database itself: as every table is to the application before PostgreSQL 17.
    monkeypatch.setattr(Job._meta, "db_table", "pg_authid")
    with django_capture_on_commit_callbacks(execute=True) as done:
        refresh_after_commit(Job, rows=MANY)
    assert len(done) == 1
    assert connection.is_usable()
