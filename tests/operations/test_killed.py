"""Is nothing half done when Vakwerk is killed in the middle? With the real command, the worker and the database."""

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from tests.operations.house import House

pytestmark = pytest.mark.xdist_group("operations")
PEOPLE = 300

# What follows runs as the application, which makes no academies.
ACADEMY = """
import os, psycopg
from vakwerk.foundation.models import Academy
with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
    owner.execute(
        "INSERT INTO foundation_academy (slug, name, subtitle, contact_email, hue, chroma, created_at)"
        " VALUES ('apeldoorn', 'Vakhuis Apeldoorn', '', '', 222, 0.09, now()) ON CONFLICT DO NOTHING"
    )
academy = Academy.objects.get(slug="apeldoorn")
from datetime import date, time, timedelta
from django.utils import timezone
from vakwerk.circles.composing import operations as composing
from vakwerk.circles.models import Round
from vakwerk.circles.rounds import operations, rules
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people.intake import operations as intake
from vakwerk.people.models import Membership, Organisation, Person, RoleAssignment
today, now = timezone.localdate(), timezone.now()
with in_academy(academy):
    jeroen, _ = Person.objects.get_or_create(given_name="Jeroen", family_name="Timmer")
    for role in (Role.COORDINATOR, Role.ADMINISTRATOR):
        RoleAssignment.objects.get_or_create(person=jeroen, role=role)
"""

START_IMPORT = f"""
    rows = "".join(f"Lid{{n}};Jansen;lid{{n}}@vakwerk.example;Apeldoorn\\n" for n in range({PEOPLE}))
    content = ("Voornaam;Achternaam;E-mail;Organisatie\\n" + rows).encode()
    file = intake.bring_file(name="mensen.csv", content=content, by=jeroen)
    intake.match_columns(file=file, mapping=file.mapping, organisation_id=None, by=jeroen, today=today)
    file.refresh_from_db()
    print(file.counts)
    intake.start_import(file=file, leave_out_wrong=False, by=jeroen)
"""

START_COMPOSING = """
    homes = [Organisation.objects.create(name=name, kind="municipality") for name in ("Hattem", "Epe", "Heerde")]
    people = [
        Person.objects.create(given_name=f"Lid{n}", family_name="Smit", discipline=["zorg", "jeugd", "recht"][n % 3])
        for n in range(24)
    ]
    for n, person in enumerate(people):
        Membership.objects.create(person=person, organisation=homes[n % 3])
    moment = rules.Moment(today + timedelta(40), time(9, 30), time(11, 30))
    plan = rules.Plan(title="Voorjaar", closes_on=today, moments=[moment])
    round_ = operations.open_round(
        round_=operations.create_round(plan=plan, by=None, now=now), by=None, now=now
    )
    slots = [slot.pk for slot in round_.slots.all()]
    operations.sign_up_many(
        round_=round_, answers=[operations.Answer(one, slots) for one in people], by=None, now=now
    )
    round_ = operations.close_round(round_=round_, by=None, now=now)
    composing.start_composing(round_=round_, by=jeroen, title="Kringen samenstellen")
"""


class Lived:
    """A Vakwerk that will be killed, and its database as its superuser sees it, past all policies."""

    def __init__(self, house: House) -> None:
        self.house = house

    def do(self, what: str) -> None:
        """Run operations in a process of their own."""
        done = self.house.vakwerk("manage", "shell", "--no-imports", "-c", ACADEMY + what)
        assert done.returncode == 0, done.stderr

    @contextmanager
    def database(self) -> "Iterator[psycopg.Connection[Any]]":
        folder = self._pid_file().read_text().splitlines()[4]
        with psycopg.connect(f"postgresql://postgres@/vakwerk?host={folder}") as connection:
            yield connection

    def ask(self, query: str, *values: str) -> Any:
        """Return the first value of a query."""
        with self.database() as connection:
            row = connection.execute(query, values or None).fetchone()
            assert row
            return row[0]

    def empty(self) -> None:
        """Forget every academy, with all that is theirs, and every task."""
        with self.database() as connection:
            connection.execute("TRUNCATE foundation_academy, django_tasks_database_dbtaskresult CASCADE")

    def _pid_file(self) -> Path:
        return self.house.folder / "data" / "postgres" / "postmaster.pid"

    def kill_everything(self, *, database: bool = False) -> None:
        """Kill the whole family outright and, as in a power cut, the database too."""
        assert self.house.served
        victims = [psutil.Process(self.house.served.pid), *self.house.children()]
        if database:
            server = psutil.Process(int(self._pid_file().read_text().split()[0]))
            victims += [server, *server.children(recursive=True)]
        for victim in victims:
            with suppress(psutil.NoSuchProcess):
                victim.send_signal(signal.SIGKILL)
        self.house.served.wait(timeout=10)
        _, alive = psutil.wait_procs(victims, timeout=10)
        assert alive == []

    def waits_for_a_lock(self) -> bool:
        return bool(
            self.ask(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE application_name LIKE 'vakwerk worker%' AND wait_event_type = 'Lock'"
            )
        )

    def sessions_of_the_dead(self) -> int:
        found: int = self.ask(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'vakwerk w%'"
        )
        return found

    def job(self, kind: str) -> dict[str, Any]:
        query = "SELECT row_to_json(job) FROM foundation_job job WHERE kind = %s"
        found: dict[str, Any] = self.ask(query, kind)
        return found


@pytest.fixture
def lived(migrated: House) -> Iterator[Lived]:
    try:
        migrated.serve()
        lived = Lived(migrated)
        lived.empty()
        yield lived
    finally:
        migrated.close()


def _counts(lived: Lived) -> dict[str, int]:
    counted: dict[str, int] = json.loads(
        lived.ask(
            "SELECT json_build_object("
            "'people', (SELECT count(*) FROM people_person WHERE family_name = 'Jansen'),"
            "'places', (SELECT count(*) FROM people_membership m JOIN people_person p ON p.id = m.person_id"
            " WHERE p.family_name = 'Jansen'),"
            "'told', (SELECT count(*) FROM foundation_auditentry WHERE action = 'people.imported_new'),"
            "'taken_over', (SELECT count(*) FROM foundation_auditentry WHERE action = 'people.imported'))::text"
        )
    )
    return counted


@pytest.mark.parametrize("power_cut", [False, True], ids=["everything of Vakwerk", "the database as well"])
def test_an_import_that_is_killed_leaves_nothing_and_is_taken_up_again(
    lived: Lived, *, power_cut: bool
) -> None:
    lived.do("")
    nothing = {"people": 0, "places": 0, "told": 0, "taken_over": 0}
    with suppress(psycopg.OperationalError), lived.database() as connection:
        # The import writes people and places, and then waits here to give them their roles.
        connection.execute("LOCK TABLE people_roleassignment IN SHARE MODE")
        lived.do(START_IMPORT)
        lived.house.wait_for(lived.waits_for_a_lock)
        lived.kill_everything(database=power_cut)
    if not power_cut:
        lived.house.wait_for(lambda: lived.sessions_of_the_dead() == 0)
        assert _counts(lived) == nothing
        assert lived.job("people.import")["state"] == "running"
    lived.house.serve()
    lived.house.wait_for(lambda: lived.job("people.import")["state"] == "done", seconds=30)
    assert _counts(lived) == {"people": PEOPLE, "places": PEOPLE, "told": PEOPLE, "taken_over": 1}
    assert lived.job("people.import")["attempts"] == 2


def test_a_composition_that_is_killed_is_taken_up_again_and_makes_one_proposal(lived: Lived) -> None:
    lived.do(START_COMPOSING)
    lived.house.wait_for(lambda: lived.job("circles.compose")["done"] > 0)
    lived.kill_everything()
    assert lived.ask("SELECT count(*) FROM circles_proposal") == 0
    lived.house.serve()
    lived.house.wait_for(lambda: lived.job("circles.compose")["state"] == "done", seconds=40)
    assert lived.job("circles.compose")["attempts"] == 2
    assert lived.ask("SELECT count(*) FROM circles_proposal") == 1
    assert lived.ask("SELECT count(*) FROM circles_seat") == 24
    assert lived.ask("SELECT count(DISTINCT person_id) FROM circles_seat") == 24
