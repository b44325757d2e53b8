"""Measure how long it takes, and what it costs, when a file says that many people left.

    python bench/leaving.py [--people 4000] [--leave 2000]

Works on an embedded database of its own, which is thrown away. Most people sit in a circle that meets; a tenth waits
for one. Half of them are enrolled in an edition, and each edition has a waiting list. One in ten manages the others.
"""

import argparse
import os
import random
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from people_import import HEADERS, database_of_its_own, rows, timed, workbook
from report import write_section

CIRCLE, EDITION = 7, 24


class Counted:
    """How many queries ran. Use as ``connection.execute_wrapper``."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Any, *words: Any) -> Any:
        self.count += 1
        return execute(*words)


def memory() -> float:
    """Return the most memory that was in use since the mark was set back, in MB."""
    found = next(line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line)
    return int(found.split()[1]) / 1024


def measure(people: int, leave: int) -> dict[str, float]:  # noqa: PLR0915  one story, told once
    """Fill an academy, have people leave by a file, and return the figures; Django must be set up."""
    from django.db import connection
    from django.test import Client
    from django.utils import timezone

    from vakwerk.foundation.jobs import run_job
    from vakwerk.foundation.models import Academy, Job, OutgoingMail
    from vakwerk.foundation.roles import Role
    from vakwerk.foundation.tenancy import in_academy
    from vakwerk.people import operations
    from vakwerk.people.intake import operations as intake
    from vakwerk.people.intake import queries as files
    from vakwerk.people.models import Handover, Person

    academy = Academy.objects.create(slug="bench", name="Bench")
    today = timezone.localdate()
    with in_academy(academy):
        facts = operations.PersonFacts("Ilse", "Bonnema", "ilse@gemeente.example")
        ilse = operations.add_person(facts=facts, by=None, roles=(Role.COORDINATOR,))
    made = rows(people)

    def bring(content: bytes) -> Any:
        with in_academy(academy):
            file = intake.bring_file(name="mensen.xlsx", content=content, by=ilse)
            job = intake.match_columns(
                file=file, mapping=file.mapping, organisation_id=None, by=ilse, today=today
            )
        if job is not None:
            run_job.call(academy_id=academy.pk, job_id=job.pk)
        with in_academy(academy):
            return files.import_or_404(file.pk)

    def take_over(file: Any) -> None:
        with in_academy(academy):
            job = intake.start_import(file=file, leave_out_wrong=False, by=ilse)
        run_job.call(academy_id=academy.pk, job_id=job.pk)
        with in_academy(academy):
            assert Job.objects.get(pk=job.pk).state == Job.State.DONE, Job.objects.get(pk=job.pk).error

    take_over(bring(workbook(made)))
    with in_academy(academy):
        everybody = list(Person.objects.exclude(pk=ilse.pk).order_by("pk"))
        seat_in_circles(everybody[people // 10 :], by=ilse)
        enrol_in_editions(everybody[::2])
        OutgoingMail.objects.all()._raw_delete(connection.alias)
    gone = set(random.Random(2).sample(range(people), leave))
    left = [[*row, today] for number, row in enumerate(made) if number in gone]
    figures: dict[str, float] = {}
    content = workbook(left, (*HEADERS, "Uit dienst"))
    figures["preview"], file = timed(lambda: bring(content))
    assert file.counts["changed"] == leave, file.counts

    client = Client(headers={"host": "localhost"})
    assert ilse.account is not None
    client.force_login(ilse.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = f"/bench/coordinatie/mensen/inlezen/{file.pk}/"
    client.get(address)
    asked = Counted()
    with connection.execute_wrapper(asked):
        figures["page"], answer = timed(lambda: client.get(address))
    assert answer.status_code == 200, answer.status_code
    figures["page queries"] = asked.count

    Path("/proc/self/clear_refs").write_text("5")
    before, cpu = memory(), time.process_time()
    asked = Counted()
    with connection.execute_wrapper(asked):
        figures["take over"], _none = timed(lambda: take_over(file))
    figures["queries"], figures["cpu"] = asked.count, time.process_time() - cpu
    figures["memory"] = memory() - before
    with in_academy(academy):
        assert Person.objects.exclude(left_on=None).count() == leave
        figures["letters"] = OutgoingMail.objects.count()
        figures["to coordinators"] = OutgoingMail.objects.filter(to=ilse.email).count()
        figures["to leavers"] = OutgoingMail.objects.filter(
            about_id__in=Person.objects.exclude(left_on=None).values("pk")
        ).count()
        figures["longest"] = max(len(text) for text in OutgoingMail.objects.values_list("text", flat=True))
        figures["tasks"] = Handover.objects.count()
    return figures


def seat_in_circles(people: list[Any], *, by: Any) -> None:
    """Publish a round in which most of them sit in circles, nine tenths with a facilitator."""
    from datetime import time as at

    from django.utils import timezone

    from vakwerk.circles.models import Circle, Proposal, Round, Seat, Session
    from vakwerk.circles.rounds import operations
    from vakwerk.circles.rounds.rules import Moment, Plan
    from vakwerk.foundation.roles import Role
    from vakwerk.people.models import Person, RoleAssignment

    now = timezone.now() - timedelta(days=30)
    today, starts = timezone.localdate(now), timezone.now() + timedelta(days=30)
    plan = Plan(
        title="Ronde",
        closes_on=today + timedelta(days=10),
        moments=[Moment(today + timedelta(days=60), at(9, 30), at(11, 30))],
        size_min=5,
        size_max=8,
        sessions=6,
        weeks_between=6,
        place="Vakhuis",
        min_disciplines=1,
        min_organisations=1,
    )
    round_ = operations.open_round(round_=operations.create_round(plan=plan, by=by, now=now), by=by, now=now)
    slot = round_.slots.get()
    answers = [operations.Answer(person, [slot.pk]) for person in people]
    operations.sign_up_many(round_=round_, answers=answers, by=None, now=now)
    round_ = operations.close_round(round_=round_, by=by, now=now)
    proposal = Proposal.objects.create(round=round_, number=1)
    seated = people[: len(people) * 9 // 10]
    leading = [
        Person(given_name="Leider", family_name=f"{nth}", email=f"leider{nth}@gemeente.example")
        for nth in range(40)
    ]
    for one in leading:
        one.fill_keys()
    leading = Person.objects.bulk_create(leading)
    RoleAssignment.objects.bulk_create(RoleAssignment(person=one, role=Role.FACILITATOR) for one in leading)
    circles = Circle.objects.bulk_create(
        Circle(
            proposal=proposal,
            number=nth + 1,
            slot=slot,
            facilitator=leading[nth % len(leading)] if nth % 10 else None,
        )
        for nth in range(len(seated) // CIRCLE)
    )
    Seat.objects.bulk_create(
        Seat(proposal=proposal, circle=circles[nth % len(circles)], person=one)
        for nth, one in enumerate(seated[: len(circles) * CIRCLE])
    )
    # As publishing would, without the letters: those are measured elsewhere.
    Session.objects.bulk_create(
        Session(
            circle=circle, number=1, starts_at=starts, ends_at=starts + timedelta(hours=2), place="Vakhuis"
        )
        for circle in circles
    )
    Proposal.objects.filter(pk=proposal.pk).update(state=Proposal.State.PUBLISHED, published_at=now)
    Round.objects.filter(pk=round_.pk).update(state=Round.State.PUBLISHED)


def enrol_in_editions(people: list[Any]) -> None:
    """Enrol people in editions of one trajectory; of every thirty, six wait."""
    from django.utils import timezone

    from vakwerk.trajectories.models import Edition, Enrolment, Trajectory

    now = timezone.now()
    trajectory = Trajectory.objects.create(key="bench", title={"nl": "Proef", "en": "Trial"})
    group = EDITION + EDITION // 4
    for nth in range(len(people) // group):
        some = people[nth * group : (nth + 1) * group]
        edition = Edition.objects.create(
            trajectory=trajectory,
            key=f"e{nth}",
            name=f"{nth}",
            state=Edition.State.OPEN,
            capacity=EDITION,
            taken=EDITION,
            waiting=len(some) - EDITION,
            next_number=len(some) + 1,
            starts_at=now + timedelta(days=30),
            ends_at=now + timedelta(days=60),
        )
        Enrolment.objects.bulk_create(
            Enrolment(
                edition=edition,
                person=one,
                number=place + 1,
                state=Enrolment.State.ENROLLED if place < EDITION else Enrolment.State.WAITING,
            )
            for place, one in enumerate(some)
        )


def said_of(people: int, leave: int, figures: dict[str, float]) -> str:
    """Put the figures into words."""
    letters = (figures["letters"], figures["to coordinators"], figures["to leavers"])
    table = [
        ("read and check the file", f"{figures['preview']:.1f} s"),
        (
            "a page of the preview, with what ends for each of its fifty people",
            f"{figures['page']:.2f} s, {figures['page queries']:.0f} queries",
        ),
        ("take over: end every tie, seat those who wait, write the letters", f"{figures['take over']:.1f} s"),
        ("processor time of that, without the database", f"{figures['cpu']:.1f} s"),
        ("queries for that", f"{figures['queries']:,.0f}"),
        ("additional memory", f"{figures['memory']:.0f} MB"),
        (
            "letters: all, to the coordinator, to people who left",
            ", ".join(f"{letter:,.0f}" for letter in letters),
        ),
        ("the longest letter, in characters", f"{figures['longest']:,.0f}"),
        ("work to take over, lines", f"{figures['tasks']:,.0f}"),
    ]
    lines = "\n".join(f"| {what} | {measured} |" for what, measured in table)
    return f"""## Many people leave at once

`bench/leaving.py`: a file says that {leave:,} of {people:,} people left. Four in five of all people sit in a
circle that meets, others wait for one, half are enrolled or on a waiting list, and one in ten manages others. Taking
over is one job in the background, in one transaction. The machine had a load of {os.getloadavg()[0]:.1f} on
{os.cpu_count()} cores meanwhile.

| what | measured |
|---|---:|
{lines}"""


def main() -> None:
    """Measure and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=4_000)
    parser.add_argument("--leave", type=int, default=2_000)
    options = parser.parse_args()
    with database_of_its_own():
        figures = measure(options.people, options.leave)
        write_section("leaving", said_of(options.people, options.leave, figures))


if __name__ == "__main__":
    main()
