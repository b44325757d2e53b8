"""How fast are the overview pages of an academy with 10,000 people, on one core?

Fills an academy of the demo up in a database of its own, signs all up for its open round, pins itself to one core,
and asks for every page many times through Django's test client: all the work of a page but the network.
"""

import atexit
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from report import write_section

PEOPLE = 10_000
TIMES = 60


def main() -> None:
    """Measure and write the section."""
    folder = tempfile.mkdtemp()
    # Runs after the database has stopped, since that asks to be stopped later than this.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ |= {"VAKWERK_DATA_DIR": folder, "VAKWERK_DEMO": "1", "VAKWERK_LOG_LEVEL": "WARNING"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vakwerk.settings")
    for words in (["migrate", "--quiet"], ["demo"]):
        subprocess.run([sys.executable, "-m", "vakwerk.cli", *words], check=True)
    from vakwerk.commands.setup import prepare  # noqa: PLC0415 - the folder must be known first

    prepare()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    rows = _measure()
    lines = "\n".join(
        f"| {name} | {statistics.median(ms):.0f} ms | {sorted(ms)[int(len(ms) * 0.95)]:.0f} ms | {queries} |"
        for name, ms, queries in rows
    )
    write_section(
        "pages",
        f"""## Overview pages with {PEOPLE:,} people

`bench/pages.py`: {TIMES} times each, on one core, database beside it. The promise is p95 under 100 ms.

| page | median | p95 | queries |
|---|---:|---:|---:|
{lines}
""",
    )


def _measure() -> list[tuple[str, list[float], int]]:
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from vakwerk.people.models import Account  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["*"]
    academy = _grow()
    visitor = Client()
    visitor.force_login(
        Account.objects.get(email="jeroen@apeldoorn.example"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    rows = []
    for name, address in _pages(academy).items():

        def ask(address: str = address) -> None:
            answer = visitor.get(address)
            if answer.status_code != 200:
                message = f"{address} answers {answer.status_code}"
                raise RuntimeError(message)

        ask()
        with CaptureQueriesContext(connection) as seen:
            ask()
        queries = len(seen)
        rows.append((name, [_ms(ask) for _ in range(TIMES)], queries))
    return rows


def _ms(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _grow() -> "object":
    """Give the demo's academy so many people that it has ``PEOPLE``, and return it."""
    from vakwerk.circles.models import Round, SignUp  # noqa: PLC0415
    from vakwerk.foundation.models import Academy  # noqa: PLC0415
    from vakwerk.foundation.tenancy import in_academy  # noqa: PLC0415
    from vakwerk.people import rules  # noqa: PLC0415
    from vakwerk.people.models import Membership, Person, Unit  # noqa: PLC0415

    academy = Academy.objects.get(slug="apeldoorn")
    with in_academy(academy):
        units = list(Unit.objects.select_related("organisation"))
        missing = PEOPLE - Person.objects.count()
        names = [(f"Voornaam{number}", f"Achternaam{number % 700}") for number in range(missing)]
        people = Person.objects.bulk_create(
            [
                Person(
                    given_name=given, family_name=family, email=f"p{number}@bench.example",
                    sort_key=rules.search_key(f"{family} {given}"), search_key=rules.search_key(f"{given} {family}"),
                )
                for number, (given, family) in enumerate(names)
            ],
            batch_size=1000,
        )  # fmt: skip
        Membership.objects.bulk_create(
            [
                Membership(
                    person=person,
                    unit=units[at % len(units)],
                    organisation=units[at % len(units)].organisation,
                )
                for at, person in enumerate(people)
            ],
            batch_size=1000,
        )
        round_ = Round.objects.get(state=Round.State.OPEN)
        SignUp.objects.bulk_create(
            [SignUp(round=round_, person=person) for person in people], batch_size=1000
        )
    return academy


def _pages(academy: "object") -> dict[str, str]:
    from django.urls import reverse  # noqa: PLC0415

    from vakwerk.circles.models import Proposal, Round  # noqa: PLC0415
    from vakwerk.foundation.tenancy import in_academy  # noqa: PLC0415

    slug = academy.slug  # type: ignore[attr-defined]
    with in_academy(academy):  # type: ignore[arg-type]
        open_round = Round.objects.get(state=Round.State.OPEN)
        proposal = Proposal.objects.order_by("-pk").first()
    assert proposal is not None
    return {
        "people": reverse("people:persons", args=[slug]),
        "people, last page": reverse("people:persons", args=[slug]) + "?page=last",
        "people, searched": reverse("people:persons", args=[slug]) + "?q=achternaam42",
        "organisations": reverse("people:organisations", args=[slug]),
        "coordination": reverse("circles:coordination", args=[slug]),
        "rounds": reverse("circles:rounds", args=[slug]),
        "round with all signed up": reverse("circles:round", args=[slug, open_round.pk]),
        "sign-ups": reverse("circles:sign_ups", args=[slug, open_round.pk]),
        "sign-ups, page 100": reverse("circles:sign_ups", args=[slug, open_round.pk]) + "?page=100",
        "proposal (composition)": reverse(
            "circles:proposal", args=[slug, proposal.round_id, proposal.number]
        ),
    }


if __name__ == "__main__":
    main()
