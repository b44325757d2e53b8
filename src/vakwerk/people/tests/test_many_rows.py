"""Does a file of thousands come in whole, over the seams of the batches that it is written in?

How fast ten thousand come in is what bench/people_import.py measures.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from vakwerk.foundation.models import AuditEntry
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.founding import an_academy
from vakwerk.people.intake import checking, writing
from vakwerk.people.intake import operations as intake
from vakwerk.people.intake.rules.facts import Outcome
from vakwerk.people.models import Bond, Membership, PeopleImport, Person, RoleAssignment, Unit
from vakwerk.people.tests import factories

ROWS = writing._BATCH + 500
HEADS = "Personeelsnummer;Voornaam;Achternaam;E-mail;Organisatie;Afdeling;Vakgebied;Leidinggevende\n"


def _content(rows: int) -> bytes:
    lines = [
        f"{n:05d};Lid{n};Jansen;lid{n}@vakwerk.example;Apeldoorn;Team {n % 40};vak {n % 7};"
        f"{'' if n < 10 else f'{n // 10:05d}'}\n"
        for n in range(rows)
    ]
    return (HEADS + "".join(lines)).encode()


def _bring(rows: int, by: Person) -> PeopleImport:
    file = intake.bring_file(name="mensen.csv", content=_content(rows), by=by)
    intake.match_columns(
        file=file, mapping=file.mapping, organisation_id=None, by=by, today=timezone.localdate()
    )
    file.refresh_from_db()
    return file


def _carry_out(file: PeopleImport, by: Person) -> int:
    """Write a file and return with how many queries."""
    plan, _ = checking.make_plan(file, by=by, today=timezone.localdate())
    with CaptureQueriesContext(connection) as seen:
        writing.carry_out(plan, by=by, source=file.file_name, now=timezone.now())
    return len(seen)


@pytest.mark.django_db
def test_a_file_of_thousands_comes_in_whole_and_changes_nothing_the_second_time() -> None:
    academy = an_academy()
    with in_academy(academy):
        ilse = factories.person("Ilse", "Bonnema", roles=(Role.COORDINATOR,))
        file = _bring(ROWS, ilse)
        assert file.counts["new"] == ROWS
        assert _carry_out(file, ilse) < 80

        people = Person.objects.exclude(reference="")
        assert people.count() == ROWS
        assert people.exclude(account=None).count() == ROWS
        assert Membership.objects.filter(person__in=people, is_main=True).count() == ROWS
        assert Unit.objects.count() == 40
        assert RoleAssignment.objects.filter(person__in=people).count() == ROWS
        assert Bond.objects.filter(kind=Bond.Kind.MANAGER).count() == ROWS - 10
        assert AuditEntry.objects.filter(action="people.imported_new").count() == ROWS
        # Across the seam: the first and the last of each batch, and who manages them.
        for n in (0, 9, 10, writing._BATCH - 1, writing._BATCH, ROWS - 1):
            person = people.get(reference=f"{n:05d}")
            assert (person.given_name, person.email) == (f"Lid{n}", f"lid{n}@vakwerk.example")
            assert person.memberships.get().unit == Unit.objects.get(name=f"Team {n % 40}")
            above = [bond.senior.reference for bond in person.bonds_above.all()]
            assert above == ([] if n < 10 else [f"{n // 10:05d}"])

        again = _bring(ROWS, ilse)
        assert {name: again.counts.get(name, 0) for name in map(str, Outcome)} == {
            "new": 0, "changed": 0, "unchanged": ROWS, "wrong": 0,
        }  # fmt: skip
