"""Does an academy see only its own?"""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from vakwerk.foundation.models import Academy, Job
from vakwerk.foundation.tenancy import NoAcademyError, in_academy
from vakwerk.foundation.tests.founding import an_academy

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_academies() -> tuple[Academy, Academy]:
    return (
        an_academy(),
        an_academy(slug="amsterdam", name="Academie aan het Water"),
    )


def test_without_an_academy_no_row_is_visible(two_academies: tuple[Academy, Academy]) -> None:
    with in_academy(two_academies[0]):
        Job.objects.create(kind="x", title="Ours")
    assert not Job.objects.exists()


def test_without_an_academy_no_row_can_be_made(two_academies: tuple[Academy, Academy]) -> None:
    with pytest.raises(NoAcademyError):
        Job.objects.create(kind="x", title="Nobody's")


def test_an_academy_sees_its_own_rows_and_no_others(two_academies: tuple[Academy, Academy]) -> None:
    ours, theirs = two_academies
    with in_academy(ours):
        Job.objects.create(kind="x", title="Ours")
    with in_academy(theirs):
        Job.objects.create(kind="x", title="Theirs")
        assert [job.title for job in Job.objects.all()] == ["Theirs"]
        with in_academy(ours):
            assert [job.title for job in Job.objects.all()] == ["Ours"]
        assert [job.title for job in Job.objects.all()] == ["Theirs"]


def test_a_row_cannot_be_written_into_another_academy(two_academies: tuple[Academy, Academy]) -> None:
    ours, theirs = two_academies
    with in_academy(ours), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Job.objects.create(kind="x", title="Smuggled", academy=theirs)


def test_a_row_cannot_point_at_a_row_of_another_academy(two_academies: tuple[Academy, Academy]) -> None:
    from vakwerk.people.models import Organisation, Unit

    ours, theirs = two_academies
    with in_academy(theirs):
        organisation = Organisation.objects.create(name="Amsterdam")
    with in_academy(ours), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError), transaction.atomic():
            Unit.objects.create(organisation=organisation, name="Smuggled")
