"""How fast are the catalogue and the own page with 200,000 people and 5,000 editions, on one core?

Puts all of them in one academy, which is the worst case, pins itself to one core, and asks for every page many
times through Django's test client: all the work of a page but the network.
"""

import atexit
import gc
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any

from report import write_section

PEOPLE, TRAJECTORIES, EDITIONS = 200_000, 1_000, 5_000
ENROLLED = 60_000
TIMES = 60

FILL = (
    # People, with their place and role.
    """INSERT INTO people_person (academy_id, given_name, family_name, email, phone, reference, discipline, seniority,
       orientation, sort_key, search_key, joined_at)
       SELECT %(academy)s, 'Lid', 'Jansen' || n, 'lid' || n || '@groot.example', '', '', '', '', '',
       'jansen' || n || ', lid', 'lid jansen' || n, now() FROM generate_series(1, %(people)s) n""",
    """INSERT INTO people_membership (academy_id, person_id, organisation_id, job_title, is_main)
       SELECT %(academy)s, p.id, (SELECT min(id) FROM people_organisation), '', true FROM people_person p
       WHERE p.email LIKE 'lid%%@groot.example'""",
    """INSERT INTO people_roleassignment (academy_id, person_id, role, since)
       SELECT %(academy)s, p.id, 'participant', current_date FROM people_person p
       WHERE p.email LIKE 'lid%%@groot.example'""",
    # Trajectories like those of the demo, each with its goals and activities.
    """INSERT INTO trajectories_trajectory (academy_id, key, state, title, summary, for_whom, weeks, why_long,
       is_public, proofs_needed, template_key, made_at, changed_at, published_at)
       SELECT %(academy)s, 'groot-' || n, 'published',
       jsonb_build_object('nl', (ARRAY['Verbinden','Loslaten','Ondernemen','Maatwerk','Luisteren'])[n %% 5 + 1]
         || ' in de praktijk ' || n, 'en', 'In practice ' || n),
       jsonb_build_object('nl', repeat('Je oefent met casussen uit je eigen werk. ', 6), 'en', ''),
       jsonb_build_object('nl', 'Iedereen', 'en', ''), 12, '', true, false, '', now(), now(), now()
       FROM generate_series(1, %(trajectories)s) n""",
    """INSERT INTO trajectories_learninggoal (academy_id, trajectory_id, key, position, text, competency_id, level)
       SELECT %(academy)s, t.id, 'g' || g, g, jsonb_build_object('nl', 'Je laat ruimte aan een ander', 'en', ''), c.id,
       g %% 3 + 1
       FROM trajectories_trajectory t CROSS JOIN generate_series(1, 3) g
       JOIN LATERAL (SELECT id FROM craft_competency WHERE framework_id =
         (SELECT id FROM craft_framework WHERE state = 'adopted' LIMIT 1) ORDER BY id
         OFFSET (t.id + g) %% 7 LIMIT 1) c ON true
       WHERE t.key LIKE 'groot-%%'""",
    """INSERT INTO trajectories_activity (academy_id, trajectory_id, key, position, kind, title, description, minutes,
       url, asks_own_case)
       SELECT %(academy)s, t.id, 'a' || a, a, 'session', jsonb_build_object('nl', 'Stap ' || a, 'en', ''),
       jsonb_build_object('nl', '', 'en', ''), 120, '', false
       FROM trajectories_trajectory t CROSS JOIN generate_series(1, 4) a
       WHERE t.key LIKE 'groot-%%'""",
    """INSERT INTO trajectories_edition (academy_id, trajectory_id, key, name, state, form, place, online_url, capacity,
       needs_approval, guests_welcome, is_mandatory, cost, paid_by, cost_note, taken, waiting, next_number, starts_at,
       ends_at, reason, made_at)
       SELECT %(academy)s, t.id, t.key || '-' || e, '', CASE WHEN e = 1 THEN 'completed' ELSE 'open' END,
       CASE WHEN e = 5 THEN 'online' ELSE 'on_place' END, 'Zaal ' || e, '', 16, false, false, false, 0, 'academy', '',
       CASE WHEN e = 2 THEN 16 ELSE 12 END, 0, 17, now() + (e - 2) * interval '40 days' + t.id %% 30 * interval '1 day',
       now() + (e - 1) * interval '40 days' + t.id %% 30 * interval '1 day', '', now()
       FROM trajectories_trajectory t CROSS JOIN generate_series(1, %(editions)s / %(trajectories)s) e
       WHERE t.key LIKE 'groot-%%'""",
    """INSERT INTO trajectories_editionsession (academy_id, edition_id, number, own_title, starts_at, ends_at, place,
       is_cancelled, uid, sequence, code)
       SELECT %(academy)s, e.id, s, jsonb_build_object('nl', '', 'en', ''), e.starts_at + (s - 1) * interval '13 days',
       e.starts_at + (s - 1) * interval '13 days' + interval '2 hours', '', false, gen_random_uuid(), 0, ''
       FROM trajectories_edition e CROSS JOIN generate_series(1, 4) s WHERE e.key LIKE 'groot-%%'""",
    # The tables are new to PostgreSQL, which would compare everybody with every edition.
    "SET LOCAL enable_nestloop = off",
    """INSERT INTO trajectories_enrolment (academy_id, edition_id, person_id, number, state, wishes, asked_at,
       decided_at, reason, has_evaluated)
       SELECT %(academy)s, e.id, p.id, row_number() OVER (PARTITION BY e.id), 'enrolled', '', now(), now(), '', false
       FROM (SELECT id, row_number() OVER (ORDER BY id) AS nth FROM trajectories_edition WHERE key LIKE 'groot-%%') e
       JOIN (SELECT id, row_number() OVER (ORDER BY id) AS nth FROM people_person WHERE email LIKE 'lid%%@groot.example'
         LIMIT %(enrolled)s) p ON p.nth %% %(editions)s = e.nth %% %(editions)s""",
)

COUNT = """
from vakwerk.commands.setup import prepare
prepare(as_owner=True)
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("ANALYZE")
"""


def main() -> None:
    """Measure and write the section."""
    folder = tempfile.mkdtemp()
    # Runs after the database has stopped, since that asks to be stopped later than this.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ |= {"VAKWERK_DATA_DIR": folder, "VAKWERK_DEMO": "1", "VAKWERK_LOG_LEVEL": "WARNING"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vakwerk.settings")
    for words in (["migrate", "--quiet"], ["demo"]):
        subprocess.run([sys.executable, "-m", "vakwerk.cli", *words], check=True)
    from vakwerk.commands.setup import prepare
    from vakwerk.commands.web import look_for_garbage_less

    prepare()
    look_for_garbage_less()
    described = _fill()
    # What filling made is no part of a web process, which freezes what it loaded before it serves.
    gc.collect()
    gc.freeze()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    lines = "\n".join(
        f"| {name} | {statistics.median(wall):.0f} ms | {_p95(wall):.0f} ms | {statistics.median(cpu):.0f} ms"
        f" | {queries} |"
        for name, wall, cpu, queries in _measure()
    )
    load = os.getloadavg()[0]
    write_section(
        "catalogue",
        f"""## The catalogue and the own page with {PEOPLE:,} people and {EDITIONS:,} editions

`bench/catalogue.py`: {PEOPLE:,} people, {TRAJECTORIES:,} trajectories, {EDITIONS:,} editions and {ENROLLED:,}
enrolments in one academy, {TIMES} times each, on one core, database beside it. The promise is p95 under 100 ms. The
machine had a load of {load:.1f} meanwhile, so the processor time of the page, without that of the database, says more.
Writing all {TRAJECTORIES:,} entries of the catalogue anew took {described:.1f} s; a page only does it for what changed.

| page | median | p95 | processor time | queries |
|---|---:|---:|---:|---:|
{lines}
""",
    )


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def _fill() -> float:
    """Fill the academy, and return how many seconds the catalogue took to describe it."""
    from django.db import connection

    from vakwerk.foundation.models import Academy
    from vakwerk.foundation.tenancy import in_academy
    from vakwerk.trajectories.catalogue import operations

    academy = Academy.objects.get(slug="apeldoorn")
    given = {
        "academy": academy.pk,
        "people": PEOPLE,
        "trajectories": TRAJECTORIES,
        "editions": EDITIONS,
        "enrolled": ENROLLED,
    }
    with in_academy(academy), connection.cursor() as cursor:
        for statement in FILL:
            cursor.execute(statement, given)
        began = time.perf_counter()
        operations.catch_up()
        described = time.perf_counter() - began
    _count_anew()
    return described


def _count_anew() -> None:
    """Have PostgreSQL look at what came in, which only the owner of the tables may ask for."""
    subprocess.run([sys.executable, "-c", COUNT], check=True)


def _measure() -> list[tuple[str, list[float], list[float], int]]:
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from vakwerk.people.models import Account

    settings.ALLOWED_HOSTS = ["*"]
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    visitors = {}
    for who in ("esra", "jeroen"):
        visitors[who] = Client()
        visitors[who].force_login(Account.objects.get(email=f"{who}@apeldoorn.example"), backend=backend)
    rows = []
    for name, (who, path) in _pages().items():

        def ask(who: str = who, path: str = path) -> None:
            answer = visitors[who].get(path)
            if answer.status_code != 200:
                message = f"{path} answers {answer.status_code}"
                raise RuntimeError(message)

        ask()
        seen: list[str] = []

        def count(execute: Any, sql: str, *rest: Any, seen: list[str] = seen) -> Any:
            seen.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(count):
            ask()
        wall, cpu = [], []
        for _nth in range(TIMES):
            began, spent = time.perf_counter(), time.process_time()
            ask()
            wall.append((time.perf_counter() - began) * 1000)
            cpu.append((time.process_time() - spent) * 1000)
        rows.append((name, wall, cpu, len(seen)))
    return rows


def _pages() -> dict[str, Any]:
    from vakwerk.foundation.models import Academy
    from vakwerk.foundation.tenancy import in_academy
    from vakwerk.trajectories.models import Edition, Trajectory

    with in_academy(Academy.objects.get(slug="apeldoorn")):
        trajectory = Trajectory.objects.get(key="groot-500").pk
        edition = Edition.objects.get(key="tr1-najaar").pk
    return {
        "catalogue": ("esra", "/apeldoorn/aanbod/"),
        "catalogue, page 40": ("esra", "/apeldoorn/aanbod/?page=40"),
        "catalogue, two words": ("esra", "/apeldoorn/aanbod/?q=ondernemen+praktijk"),
        "catalogue, one that hardly occurs": ("esra", "/apeldoorn/aanbod/?q=praktijk+777"),
        "catalogue, every filter": (
            "esra",
            "/apeldoorn/aanbod/?level=2&when=quarter&length=middle&where=on_place&seats=free",
        ),
        "a trajectory": ("esra", f"/apeldoorn/aanbod/traject/{trajectory}/"),
        "one's edition": ("esra", f"/apeldoorn/aanbod/uitvoering/{edition}/"),
        "own page (Mijn vakwerk)": ("esra", "/apeldoorn/"),
        "my trajectories": ("esra", "/apeldoorn/aanbod/mijn/"),
        "editions, for the coordinator": ("jeroen", "/apeldoorn/coordinatie/uitvoeringen/"),
        "editions, searched": ("jeroen", "/apeldoorn/coordinatie/uitvoeringen/?q=loslaten"),
    }


if __name__ == "__main__":
    main()
