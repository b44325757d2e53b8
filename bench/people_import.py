"""Measure how fast a file of people comes in, and how fast the list of them opens afterwards.

    python bench/people_import.py [--rows 10000]

Works on an embedded database of its own, which is thrown away.
"""

import argparse
import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from report import write_section

HEADERS = (
    "Personeelsnummer", "Naam", "E-mail", "Gemeente", "Afdeling", "Functie", "Vakgebied", "Ervaring",
    "Leidinggevende", "In dienst sinds",
)  # fmt: skip


def rows(count: int) -> list[list[Any]]:
    """Make people with one manager per ten of them."""
    chance = random.Random(1)
    given = ("Anna", "Bilal", "Carla", "Daan", "Elif", "Floor", "Gijs", "Hanneke", "Idris", "Janneke")
    family = (
        "Bakker",
        "van den Berg",
        "Çelik",
        "Dijkstra",
        "de Groot",
        "Jansen",
        "van der Laan",
        "in 't Hout",
    )
    made = []
    for number in range(count):
        manager = "" if number < 10 else f"{number // 10:06d}"
        made.append(
            [
                f"{number:06d}",
                f"{chance.choice(given)} {chance.choice(family)}",
                f"p{number}@gemeente.example",
                "Amsterdam",
                f"Team {number % 300}",
                f"functie {number % 80}",
                f"vakgebied {number % 25}",
                number % 32,
                manager,
                date(1995, 1, 1) + timedelta(days=number % 11_000),
            ]
        )
    return made


def workbook(made: list[list[Any]], headers: Sequence[str] = HEADERS) -> bytes:
    """Write people as XLSX."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    page = book.create_sheet("Mensen")
    page.append(headers)
    for row in made:
        page.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def timed(function: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds a function took, and what it returned."""
    start = time.perf_counter()
    result = function()
    return time.perf_counter() - start, result


def measure(count: int) -> dict[str, float]:
    """Import twice and open the list; Django must be set up."""
    from django.test import Client
    from django.utils import timezone

    from vakwerk.foundation.jobs import run_job
    from vakwerk.foundation.models import Academy, Job
    from vakwerk.foundation.roles import Role
    from vakwerk.foundation.tenancy import in_academy
    from vakwerk.people import operations
    from vakwerk.people.intake import checking
    from vakwerk.people.intake import operations as intake
    from vakwerk.people.models import PeopleImport, Person

    content = workbook(rows(count))
    academy = Academy.objects.get(slug="bench")
    today = timezone.localdate()
    with in_academy(academy):
        facts = operations.PersonFacts("Ilse", "Bonnema", "ilse@gemeente.example")
        ilse = operations.add_person(facts=facts, by=None, roles=(Role.COORDINATOR,))
    figures: dict[str, float] = {}

    def bring() -> PeopleImport:
        with in_academy(academy):
            return intake.bring_file(name="mensen.xlsx", content=content, by=ilse)

    def preview(file: PeopleImport) -> None:
        with in_academy(academy):
            plan, heads = checking.make_plan(file, by=ilse, today=today)
            checking.keep_rows(file, plan.rows)
            file.counts, file.state = checking.counts(plan, heads), PeopleImport.State.PREVIEW
            file.save()

    figures["read"], file = timed(bring)
    figures["preview"], _none = timed(lambda: preview(file))
    with in_academy(academy):
        job = intake.start_import(file=file, leave_out_wrong=False, by=ilse)
    figures["write"], _none = timed(lambda: run_job.call(academy_id=academy.pk, job_id=job.pk))
    with in_academy(academy):
        assert Job.objects.get(pk=job.pk).state == Job.State.DONE, Job.objects.get(pk=job.pk).error
        assert Person.objects.count() == count + 1
    again = bring()
    figures["again"], _none = timed(lambda: preview(again))
    assert again.counts["unchanged"] == count, again.counts

    client = Client(headers={"host": "localhost"})
    assert ilse.account is not None
    client.force_login(ilse.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    addresses = [
        "", "?page=2", f"?page={count // 100}", f"?page={count // 50}", "?q=jansen", "?q=p123", "?order=-name",
        "?order=organisation&page=40", "?order=discipline", "?discipline=vakgebied 7", "?role=participant",
    ]  # fmt: skip
    for address in addresses:
        client.get(f"/bench/coordinatie/mensen/{address}")
    took = sorted(timed(lambda a=a: client.get(f"/bench/coordinatie/mensen/{a}"))[0] for a in addresses * 10)  # type: ignore[misc]
    figures["page"] = statistics.median(took)
    figures["page p95"] = took[int(len(took) * 0.95)]
    return figures


def said_of(count: int, figures: dict[str, float]) -> str:
    """Put the figures into words."""
    total = figures["read"] + figures["preview"] + figures["write"]
    return f"""## A file of people comes in

`bench/people_import.py`: {count:,} rows of XLSX with ten columns, a manager each, into an embedded database. Every
person gets an account, a place, a role and a line in the audit trail.

| step | seconds |
|---|---:|
| upload: read the file and match its columns | {figures["read"]:.1f} |
| preview: read, compare and keep every row | {figures["preview"]:.1f} |
| take over: read, compare and write, in one transaction | {figures["write"]:.1f} |
| **together** | **{total:.1f}** |
| preview of the same file again: all unchanged | {figures["again"]:.1f} |

The list of these people (first, middle and last pages, searches, sorts and filters): median
{figures["page"] * 1000:.0f} ms, p95 {figures["page p95"] * 1000:.0f} ms, on one core."""


def main() -> None:
    """Measure and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    options = parser.parse_args()
    with database_of_its_own():
        figures = measure(options.rows)
        write_section("people_import", said_of(options.rows, figures))


@contextmanager
def database_of_its_own() -> Iterator[None]:
    """Have an embedded database with empty tables, worked with as the application does, and throw it away after."""
    folder = Path(tempfile.mkdtemp(prefix="vakwerk-bench-"))
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {"VAKWERK_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "vakwerk.settings"}
    try:
        from vakwerk.commands.setup import prepare

        prepare(as_owner=True)
        from django.db import connection

        from vakwerk.foundation.database import APPLICATION_ROLE
        from vakwerk.foundation.migrating import migrate
        from vakwerk.foundation.models import Academy

        migrate(verbosity=0)
        Academy.objects.create(slug="bench", name="Bench")
        connection.close()
        connection.settings_dict["USER"] = APPLICATION_ROLE
        connection.settings_dict["OPTIONS"].pop("pool", None)
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
