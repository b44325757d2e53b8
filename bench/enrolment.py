"""How long does it take when 200 people want 20 seats at the same moment?

Starts as many processes as a small server has, each with the connections that a web server has, lets everybody
enrol at once through the operation behind the button, and looks whether exactly the first twenty sit.
"""

import atexit
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from report import write_section

PEOPLE, SEATS = 200, 20
PROCESSES, THREADS = 2, 8
ROUNDS = 3


def main() -> None:
    """Measure and write the section."""
    folder = tempfile.mkdtemp()
    # Runs after the database has stopped, since that asks to be stopped later than this.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ |= {"VAKWERK_DATA_DIR": folder, "VAKWERK_DEMO": "1", "VAKWERK_LOG_LEVEL": "WARNING"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vakwerk.settings")
    for words in (["migrate", "--quiet"], ["demo"]):
        subprocess.run([sys.executable, "-m", "vakwerk.cli", *words], check=True)
    _prepare()
    measured = [_measure() for _nth in range(ROUNDS)]
    walls = sorted(wall for wall, _cpu in measured)
    write_section(
        "enrolment",
        f"""## {PEOPLE} people for {SEATS} seats

`bench/enrolment.py`: {PEOPLE} people enrol at the same moment through the operation behind the button, in
{PROCESSES} processes with {THREADS} connections each, {ROUNDS} times. Each time exactly {SEATS} sit, the first who
came, and the others wait in the order in which they came. Letters are written by the worker, after it. Everybody
waits for the same row, so what else the machine does counts for all: it had a load of {os.getloadavg()[0]:.1f} on
{os.cpu_count()} cores meanwhile.

| what | measured | promise |
|---|---:|---:|
| from the first click until all {PEOPLE} are kept, median | {statistics.median(walls):.2f} s | 2 s |
| the same, slowest | {walls[-1]:.2f} s | |
| processor time of one enrolment, without the database | {1000 * min(c for _w, c in measured) / PEOPLE:.1f} ms | |
""",
    )


def _prepare() -> None:
    from vakwerk.commands.setup import prepare

    prepare()


def _measure() -> tuple[float, float]:
    """Return the seconds on the clock and of the processor for one rush."""
    academy_id, edition_id, people = _set_up()
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(PROCESSES + 1), context.Queue()
    started = [
        context.Process(target=_rush, args=(barrier, results, academy_id, edition_id, people[nth::PROCESSES]))
        for nth in range(PROCESSES)
    ]
    for process in started:
        process.start()
    barrier.wait()
    began = time.perf_counter()
    cpu = sum(results.get() for _process in started)
    wall = time.perf_counter() - began
    for process in started:
        process.join()
    _look(academy_id, edition_id)
    return wall, cpu


def _set_up() -> tuple[int, int, list[int]]:
    """Open an edition, and return the academy, the edition and the people who will want it."""
    from datetime import timedelta

    from django.utils import timezone

    from vakwerk.foundation.models import Academy
    from vakwerk.foundation.roles import Role
    from vakwerk.foundation.tenancy import in_academy
    from vakwerk.people.models import Person, RoleAssignment
    from vakwerk.trajectories.editions import operations
    from vakwerk.trajectories.editions.operations import Moment, Terms
    from vakwerk.trajectories.models import Activity, Trajectory

    academy = Academy.objects.get(slug="apeldoorn")
    now = timezone.now()
    starts = now + timedelta(days=30)
    with in_academy(academy):
        known = Person.objects.filter(given_name="Drukte").count()
        people = [
            Person(given_name="Drukte", family_name=f"{nth}", email=f"drukte{nth}@apeldoorn.example")
            for nth in range(known, PEOPLE)
        ]
        for person in people:
            person.fill_keys()
        made = Person.objects.bulk_create(people)
        RoleAssignment.objects.bulk_create(RoleAssignment(person=one, role=Role.PARTICIPANT) for one in made)
        trajectory = Trajectory.objects.get(key="tr2")
        edition = operations.plan_edition(
            trajectory=trajectory,
            terms=Terms(place="Vakhuis"),
            capacity=SEATS,
            by=None,
            now=now,
            moments=[
                Moment(starts + timedelta(days=n), starts + timedelta(days=n, hours=2), activity=one)
                for n, one in enumerate(trajectory.activities.filter(kind=Activity.Kind.SESSION))
            ],
        )
        operations.open_edition(edition=edition, by=None, now=now)
        ids = list(Person.objects.filter(given_name="Drukte").order_by("pk").values_list("pk", flat=True))
    return academy.pk, edition.pk, ids


def _rush(barrier: Any, results: Any, academy_id: int, edition_id: int, people: list[int]) -> None:
    """Enrol people, all at once, as a process of a web server would."""
    _prepare()
    from django.db import connections
    from django.utils import timezone

    from vakwerk.foundation.tenancy import in_academy
    from vakwerk.people.models import Person
    from vakwerk.trajectories.enrolment import operations
    from vakwerk.trajectories.models import Edition

    with in_academy(academy_id):
        edition = Edition.objects.get(pk=edition_id)
        found = list(Person.objects.filter(pk__in=people))
    connections.close_all()
    go = threading.Event()

    def enrol(person: Any) -> None:
        go.wait()
        with in_academy(academy_id):
            operations.enrol(edition=edition, person=person, now=timezone.now())
        # As at the end of a request: back into the pool.
        connections.close_all()

    with ThreadPoolExecutor(THREADS) as threads:
        waiting = [threads.submit(enrol, person) for person in found]
        barrier.wait()
        cpu = time.process_time()
        go.set()
        for one in waiting:
            one.result()
    results.put(time.process_time() - cpu)


def _look(academy_id: int, edition_id: int) -> None:
    """Make sure that exactly the first sit, and that nobody's turn was lost."""
    from vakwerk.foundation.tenancy import in_academy
    from vakwerk.trajectories.models import Enrolment

    with in_academy(academy_id):
        rows = list(Enrolment.objects.filter(edition=edition_id).order_by("number"))
    states = ["enrolled"] * SEATS + ["waiting"] * (PEOPLE - SEATS)
    if [row.state for row in rows] != states or [row.number for row in rows] != list(range(1, PEOPLE + 1)):
        message = "not exactly the first twenty sit"
        raise RuntimeError(message)


if __name__ == "__main__":
    main()
