"""How fast is a search among 100,000 sources, on one core?

Makes sources whose words are spread as words in texts are (the second most common half as often as the first, and so
on, with a long tail), as the application and with row-level security, and asks questions of all sorts: common and
rare words, several at once, a beginning, filters, deep pages. Measures the query alone and the whole page.
"""

import atexit
import itertools
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import psutil

from report import write_section

SOURCES = 100_000
BUSY = (
    " It was busy with other work, so the times on the clock are far too long;\n"
    "the processor time is what a quiet core needs."
)
SHARED = 5_000
ROUNDS = 12
COMMON = """
gemeente inwoner samenwerking beleid ambtenaar casus gesprek opgave regio wijk vergunning raad wethouder partner zorg
jeugd wonen budget aanvraag besluit kans risico netwerk aanpak ervaring leren vakmanschap verbinden ruimte regel
maatwerk klant dienst proces resultaat team leiding vraag antwoord signaal advies plan project programma participatie
ondernemer buurt straat school werk inkomen schuld hulp veiligheid handhaving toezicht klimaat energie omgeving
subsidie contract inkoop uitvoering keuze dilemma spanning waarde vertrouwen bezwaar municipality resident
collaboration policy practice learning public value governance network professional
"""
STARTS = "be ve ge ont over sa wer ko la mi no pe ru ste tra vo wi za dru ful"
MIDDLES = "ra li mo den ter kel vin sto bra gel nis par dol min rus ten vaar"
ENDS = "ing heid lijk aar schap je sel t en baar stand kant werk"


def words() -> list[str]:
    """Return words, most common first."""
    made = (
        "".join(parts)
        for parts in itertools.product(STARTS.split(), MIDDLES.split(), MIDDLES.split(), ENDS.split())
    )
    return [*COMMON.split(), *made][:60_000]


def main() -> None:
    """Measure and write the section."""
    folder = tempfile.mkdtemp()
    # Runs after the database has stopped, since that asks to be stopped later than this.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    prepared(folder)
    began = time.perf_counter()
    fill(SOURCES, shared=SHARED)
    filled = time.perf_counter() - began
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    queries, pages = list(measure_queries()), list(measure_pages())
    every = sorted(itertools.chain(*(page.walls for page in pages)))
    lines = "\n".join(
        f"| {query.name} | {query.found:,} | {_middle(query)} | {_p95(query)} | {_middle(page)} | {_p95(page)}"
        f" | {page.processor:.0f} ms |"
        for query, page in zip(queries, pages, strict=True)
    )
    write_section(
        "knowledge",
        f"""## Searching {SOURCES:,} sources

`bench/knowledge.py`: {SOURCES:,} sources in one academy ({words_kept():,} words and traits of them are kept), and
{SHARED:,} of another that its region shares; asked as the application, with row-level security, pages on one core and
the database beside it. {ROUNDS} times each. The promise is p95 under 150 ms for the page. All pages together:
median {statistics.median(every):.0f} ms, p95 {every[int(len(every) * 0.95)]:.0f} ms, processor time of page and
database {statistics.mean(page.processor for page in pages):.0f} ms on average. Bringing the sources in took
{filled / SOURCES * 1000:.1f} ms each, most of it for keeping their words. Load average of the machine meanwhile:
{os.getloadavg()[0]:.1f}.{BUSY if os.getloadavg()[0] > 3 else ""}

| asked | found | query, median | query, p95 | page, median | page, p95 | page, processor time |
|---|---:|---:|---:|---:|---:|---:|
{lines}
""",
    )


@dataclass(frozen=True)
class Measured:
    """How long a question took. ``walls``: milliseconds each; ``processor``: of page and database, on average."""

    name: str
    found: int
    walls: list[float]
    processor: float


def prepared(folder: str) -> None:
    """Make a database with the demo academies in ``folder``, or take the one that is there."""
    os.environ |= {"VAKWERK_DATA_DIR": folder, "VAKWERK_DEMO": "1", "VAKWERK_LOG_LEVEL": "WARNING"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vakwerk.settings")
    for command in (["migrate", "--quiet"], ["demo"]):
        subprocess.run([sys.executable, "-m", "vakwerk.cli", *command], check=True)
    from vakwerk.commands.setup import prepare

    prepare()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]


def fill(count: int, *, shared: int) -> None:
    """Give Apeldoorn ``count`` sources, and Amsterdam ``shared`` that their region reads."""
    from vakwerk.foundation.models import Academy
    from vakwerk.foundation.tenancy import in_academy
    from vakwerk.knowledge.models import Source

    chance = random.Random(2014)
    vocabulary = words()
    weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(vocabulary))))

    def say(number: int) -> str:
        return " ".join(chance.choices(vocabulary, cum_weights=weights, k=number))

    for slug, many in (("apeldoorn", count), ("amsterdam", shared)):
        academy = Academy.objects.get(slug=slug)
        region = None if slug == "apeldoorn" else academy.region
        for start in range(0, many, 1000):
            with in_academy(academy):
                Source.objects.bulk_create(
                    _source(f"{slug}-{start + at}", say, chance, region)
                    for at in range(min(1000, many - start))
                )
    # As autovacuum does by itself some minutes after many rows came in; the owner may.
    subprocess.run([sys.executable, "-c", VACUUM], check=True)


def _source(key: str, say: Callable[[int], str], chance: random.Random, region: Any) -> Any:
    from vakwerk.knowledge.models import (
        Development,
        GovernanceModel,
        PolicyField,
        Side,
        SizeClass,
        Source,
    )

    def some(keys: list[str], most: int) -> list[str]:
        return chance.sample(keys, chance.randint(0, most))

    kinds = [kind for kind in Source.Kind.values if kind != "person"]
    return Source(
        key=key,
        kind=chance.choice(kinds),
        side=chance.choice(Side.values),
        language=chance.choices(("nl", "en"), (4, 1))[0],
        title=say(chance.randint(4, 9)).capitalize(),
        author=say(2).title(),
        summary=say(chance.randint(20, 60)),
        body=say(chance.randint(100, 500)) if chance.random() < 0.2 else "",
        competencies=some(COMPETENCIES.split(), 3),
        developments=some(Development.values, 2),
        governance_models=some(GovernanceModel.values, 2),
        sizes=some(SizeClass.values, 2),
        policy_fields=some(PolicyField.values, 2),
        review_on=date(2026 + chance.randint(0, 3), chance.randint(1, 12), 1),
        shared_region=region,
    )


COMPETENCIES = """
entrepreneurial environment_sensitive performing collaborating supporting strategic connecting politically_astute lawful
reflective_judgement
"""
VACUUM = """
from vakwerk.commands.setup import prepare
prepare(as_owner=True)
from django.db import connection
connection.cursor().execute("VACUUM ANALYZE")
"""
QUESTIONS = {
    "everything, newest first": "",
    "the most common word": "q=gemeente",
    "two common words": "q=gemeente+inwoner",
    "four common words": "q=samenwerking+beleid+casus+gesprek",
    "a common and a rare word": "q=gemeente+verastowerk",
    "a rare word": "q=wistovaarschap",
    "words not there": "q=zeppelin+gemeente",
    "a beginning of three letters": "q=gem",
    "a word in English": "q=municipalities+collaborating",
    "common words and filters": "q=inwoner+wijk&kind=case&side=inside&size=small&language=nl",
    "filters without words": "side=outside&competency=connecting&field=housing",
    "one filter that half fits": "side=inside",
    "to be reviewed, with a word": "q=gemeente&review=1",
    "a common word, page 500": "q=gemeente&page=500",
}


def measure_queries() -> Iterator[Measured]:
    """Give for every question how many were found, and how long the database query took each time."""
    from django.http import QueryDict

    from vakwerk.foundation.models import Academy
    from vakwerk.foundation.tenancy import in_academy
    from vakwerk.knowledge.search import queries, rules

    academy = Academy.objects.get(slug="apeldoorn")
    for name, address in QUESTIONS.items():
        asked = QueryDict(address)
        wanted = rules.wanted_from(asked)
        first = (int(asked.get("page", "1")) - 1) * 20

        def ask(wanted: Any = wanted, first: int = first) -> int:
            with in_academy(academy):
                return queries.find(
                    wanted, academy=academy, guest=False, today=date(2026, 11, 24), first=first, most=20
                ).count

        count = ask()
        yield _measured(name, count, ask)


def measure_pages() -> Iterator[Measured]:
    """Give for every question how long the whole page took each time."""
    from django.test import Client

    from vakwerk.people.models import Account

    visitor = Client()
    visitor.force_login(
        Account.objects.get(email="jeroen@apeldoorn.example"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    for name, address in QUESTIONS.items():

        def ask(address: str = address) -> None:
            answer = visitor.get(f"/apeldoorn/kennis/?{address}")
            if answer.status_code != 200:
                message = f"{address} answers {answer.status_code}"
                raise RuntimeError(message)

        ask()
        yield _measured(name, 0, ask)


def words_kept() -> int:
    """Count the rows of the table of words of the academy."""
    from vakwerk.foundation.models import Academy
    from vakwerk.foundation.tenancy import in_academy
    from vakwerk.knowledge.models import SourceWord

    academy = Academy.objects.get(slug="apeldoorn")
    with in_academy(academy):
        return SourceWord.objects.filter(academy=academy).count()


def _measured(name: str, found: int, ask: Callable[[], Any]) -> Measured:
    walls = []
    used = _processor_seconds()
    for _ in range(ROUNDS):
        began = time.perf_counter()
        ask()
        walls.append((time.perf_counter() - began) * 1000)
    return Measured(name, found, walls, (_processor_seconds() - used) / ROUNDS * 1000)


def _processor_seconds() -> float:
    """Return the processor time of this process and of every process of its database, so far."""
    pid = (Path(os.environ["VAKWERK_DATA_DIR"]) / "postgres" / "postmaster.pid").read_text().split()[0]
    database = psutil.Process(int(pid))
    times = [one.cpu_times() for one in (database, *database.children())]
    return time.process_time() + sum(one.user + one.system for one in times)


def _middle(one: Measured) -> str:
    return f"{statistics.median(one.walls):.0f} ms"


def _p95(one: Measured) -> str:
    return f"{sorted(one.walls)[int(len(one.walls) * 0.95)]:.0f} ms"


if __name__ == "__main__":
    main()
