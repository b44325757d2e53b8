"""What is going on when a process is killed? Four acts, each with what it must have come to afterwards."""

import subprocess
import sys
import time
from collections import Counter
from datetime import time as clock
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kills import ENROLLED, IMPORTED, PORT, PUBLISHED, Letter, Letters, _status, letter_of
from vakwerk.circles.composing import job as composing
from vakwerk.circles.models import Circle, Proposal, Round, Seat
from vakwerk.circles.proposals import publishing
from vakwerk.circles.rounds import operations as rounds
from vakwerk.circles.rounds import rules
from vakwerk.commands import archive
from vakwerk.foundation import jobs, mail
from vakwerk.foundation.models import Academy, Job, OutgoingMail
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people.intake import operations as intake
from vakwerk.people.models import Account, Membership, Organisation, Person, RoleAssignment
from vakwerk.trajectories.editions import operations as editions
from vakwerk.trajectories.enrolment import letters as enrolment_letters
from vakwerk.trajectories.models import Activity, Enrolment, Trajectory

HOMES, FIELDS = ("Hattem", "Epe", "Heerde"), ("zorg", "jeugd", "recht")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def forget_earlier_letters() -> None:
    """Forget the letters and tasks of the demo, so that only what comes of the acts is looked at."""
    for academy in Academy.objects.all():
        with in_academy(academy):
            OutgoingMail.objects.all().delete()
            Job.objects.all().delete()
    DBTaskResult.objects.all().delete()
    connection.close()


def letters(came: "Counter[Letter]") -> Letters:
    """Wait until every letter is sent, and compare what was kept with what came."""
    until = time.monotonic() + 120
    while time.monotonic() < until and _unsent():
        time.sleep(0.5)
    kept: list[OutgoingMail] = []
    for academy in Academy.objects.all():
        with in_academy(academy):
            kept += OutgoingMail.objects.all()
    states = OutgoingMail.State
    faults = [
        f"{one} to {one.to} is {one.state}" for one in kept if one.state not in {states.SENT, states.PERHAPS}
    ]
    sent = Counter(_kept(one) for one in kept if one.state == states.SENT)
    perhaps = Counter(_kept(one) for one in kept if one.state == states.PERHAPS)
    faults += [
        f"came {came[one]} times, sent {sent[one]}, perhaps sent {perhaps[one]}: to {one[0]}: {one[1][:60]}"
        for one in {*sent, *perhaps, *came}
        if not sent[one] <= came[one] <= sent[one] + perhaps[one]
    ]
    return Letters(kept=len(kept), came=came.total(), doubted=perhaps.total(), faults=faults)


def _kept(letter: OutgoingMail) -> Letter:
    return letter_of(letter.to, letter.text, letter.calendar)


def _unsent() -> bool:
    """Tell whether letters wait; work that was killed too often is done again, as an administrator would."""
    found = False
    for academy in Academy.objects.all():
        with in_academy(academy):
            for job in Job.objects.filter(state=Job.State.FAILED, kind=mail.KIND):
                jobs.do_again(job=job)
            waits = OutgoingMail.objects.filter(
                state__in=[OutgoingMail.State.WAITING, OutgoingMail.State.SENDING]
            )
            found = found or waits.exists()
    connection.close()
    return found


def close_all() -> None:
    """Leave the database, as at the end of a request."""
    connection.close()


class Act:
    """One act: made ready, then done while something is killed, then looked at."""

    def __init__(self, nth: int, seen: Any, folder: Path) -> None:
        self.nth, self.seen, self.folder = nth, seen, folder
        self.academy = Academy.objects.get(slug="apeldoorn")
        self.now = timezone.now()
        with in_academy(self.academy):
            self.jeroen = Person.objects.get(given_name="Jeroen", family_name="Timmer")
            self.ready()
        self.prepared()
        connection.close()

    def ready(self) -> None:
        """Make ready what the act needs."""

    def prepared(self) -> None:
        """Do what has transactions of its own."""

    def act(self) -> None:
        """Do it, in a thread; an error means that nothing was acknowledged."""
        try:
            with in_academy(self.academy):
                self.do()
            self.seen.acknowledged += 1
        except DatabaseError:
            pass
        finally:
            connection.close()

    def do(self) -> None:
        """What is acknowledged when it returns."""

    def look(self) -> None:
        """Compare with what must be, once all jobs have ended."""
        until = time.monotonic() + 90
        while self._going_on():
            if time.monotonic() > until:
                self.seen.faults.append("a job does not end")
                break
            time.sleep(0.2)
        with in_academy(self.academy):
            self.compare()

    def _going_on(self) -> bool:
        with in_academy(self.academy):
            going = Job.objects.filter(state__in=[Job.State.WAITING, Job.State.RUNNING])
            return going.filter(kind__in=["people.import", publishing.KIND, enrolment_letters.KIND]).exists()

    def compare(self) -> None:
        """Note every fault."""

    def expect_letters(self, people: list[int]) -> None:
        """Note a fault where not each of these people was written to, and as often as the others."""
        about = OutgoingMail.objects.filter(made_at__gte=self.now, about_id__in=people)
        written = Counter(about.values_list("about_id", flat=True))
        times = max(written.values(), default=1)
        self.expect(
            f"people with {times} letters", sum(written[person] == times for person in people), len(people)
        )

    def expect(self, what: str, found: object, wanted: object) -> None:
        """Note a fault where they differ."""
        if found != wanted:
            self.seen.faults.append(f"{what}: {found} instead of {wanted}")


class Import(Act):
    """People come in from a file."""

    def ready(self) -> None:
        self.name = f"Jansen{self.nth}"
        place = Organisation.objects.filter(kind="municipality").first()
        rows = "".join(
            f"Lid{n};{self.name};lid{n}.{self.nth}@vakwerk.example;{place.name}\n" for n in range(IMPORTED)
        )
        file = intake.bring_file(
            name="mensen.csv",
            by=self.jeroen,
            content=("Voornaam;Achternaam;E-mail;Organisatie\n" + rows).encode(),
        )
        today = timezone.localdate()
        intake.match_columns(
            file=file, mapping=file.mapping, organisation_id=None, by=self.jeroen, today=today
        )
        file.refresh_from_db()
        self.file = file

    def do(self) -> None:
        intake.start_import(file=self.file, leave_out_wrong=False, by=self.jeroen)

    def compare(self) -> None:
        people = Person.objects.filter(family_name=self.name)
        places = Membership.objects.filter(person__family_name=self.name)
        wanted = IMPORTED if self.seen.acknowledged else 0
        self.expect("people", people.count(), wanted)
        self.expect("places", places.count(), wanted)


class Enrol(Act):
    """People enrol in an edition, one after the other, over HTTP."""

    def ready(self) -> None:
        trajectory = Trajectory.objects.get(key="tr2")
        starts = self.now + timedelta(days=30 + self.nth)
        self.edition = editions.plan_edition(
            trajectory=trajectory,
            terms=editions.Terms(place="Vakhuis"),
            capacity=20,
            by=None,
            now=self.now,
            moments=[
                editions.Moment(starts + timedelta(days=n), starts + timedelta(days=n, hours=2), activity=one)
                for n, one in enumerate(trajectory.activities.filter(kind=Activity.Kind.SESSION))
            ],
        )
        editions.open_edition(edition=self.edition, by=None, now=self.now)
        self.people = list(
            Person.objects.filter(given_name="Lid", account__isnull=False)[:ENROLLED]
        ) or _guests(self)
        self.cookies = [_cookie(person) for person in self.people]
        self.kept: list[Person] = []

    def act(self) -> None:
        address = (
            f"http://127.0.0.1:{PORT}{reverse('trajectories:enrol', args=['apeldoorn', self.edition.pk])}"
        )
        for person, cookie in zip(self.people, self.cookies, strict=True):
            if _status(address, b"wishes=&csrfmiddlewaretoken=" + b"a" * 32, cookie) == 302:
                self.kept.append(person)
                self.seen.acknowledged += 1
            time.sleep(0.1)

    def compare(self) -> None:
        for person in self.people:
            found = Enrolment.objects.filter(edition=self.edition, person=person).count()
            if person in self.kept:
                self.expect(f"enrolments of {person}", found, 1)
            elif found > 1:
                self.seen.faults.append(f"{person} enrolled {found} times")
        enrolled = Enrolment.objects.filter(edition=self.edition, person__in=self.people)
        self.expect_letters(list(enrolled.values_list("person_id", flat=True)))


class Publish(Act):
    """Circles are published, in the background, and everybody in them is written to."""

    def ready(self) -> None:
        people = _guests(self, PUBLISHED)
        day = timezone.localdate() + timedelta(40 + self.nth)
        plan = rules.Plan(
            title=f"Ronde {self.nth}", closes_on=timezone.localdate() + timedelta(7),
            moments=[rules.Moment(day + timedelta(at), clock(9, 30), clock(11, 30), None) for at in range(4)],
        )  # fmt: skip
        round_ = rounds.create_round(plan=plan, by=None, now=self.now)
        round_ = rounds.open_round(round_=round_, by=None, now=self.now)
        slots = {slot.pk for slot in round_.slots.all()}
        rounds.sign_up_many(
            round_=round_, answers=[rounds.Answer(person, slots) for person in people], by=None, now=self.now
        )
        self.round = rounds.close_round(round_=round_, by=None, now=self.now)
        self.job = Job.objects.create(kind="circles.compose", title="compose", state=Job.State.DONE)

    def prepared(self) -> None:
        composing.compose_round(
            jobs.Work(self.job, academy_id=self.academy.pk), round_id=self.round.pk, seed=1
        )
        with in_academy(self.academy):
            self.proposal = Proposal.objects.get(round=self.round)

    def do(self) -> None:
        jobs.start(publishing.KIND, title="publish", by=self.jeroen, proposal_id=self.proposal.pk)

    def compare(self) -> None:
        published = Round.objects.get(pk=self.round.pk).state == Round.State.PUBLISHED
        self.expect("published", published, bool(self.seen.acknowledged))
        failed = Job.objects.filter(kind=publishing.KIND, state=Job.State.FAILED)
        self.seen.faults += [job.error for job in failed.filter(arguments__proposal_id=self.proposal.pk)]
        if published:
            seated = list(
                Seat.objects.filter(proposal=self.proposal, left_at=None).values_list("person_id", flat=True)
            )
            self.expect_letters(seated)
            circles = Circle.objects.filter(proposal=self.proposal).count()
            sessions = (
                Circle.objects.filter(proposal=self.proposal, sessions__isnull=False).distinct().count()
            )
            self.expect("circles with sessions", sessions, circles)
            self.expect("seats", len(seated), PUBLISHED)


class Backup(Act):
    """A backup is written."""

    def act(self) -> None:
        self.target = self.folder / f"backup-{self.nth}.tar"
        words = [sys.executable, "-m", "vakwerk.cli", "backup", str(self.target)]
        done = subprocess.run(words, capture_output=True, check=False)
        self.seen.acknowledged += done.returncode == 0

    def compare(self) -> None:
        self.expect("a file", self.target.exists(), bool(self.seen.acknowledged))
        self.expect("half files", [one.name for one in self.folder.glob(".vakwerk-half-*")], [])
        if self.target.exists():
            with archive.opened(self.target, beside=self.folder) as (manifest, _folder):
                self.expect("rows in it", sum(manifest.rows.values()) > 0, True)
            self.target.unlink()


def _guests(act: Act, number: int = ENROLLED) -> list[Person]:
    """Make people with accounts and addresses of their own."""
    made = []
    places = [Organisation.objects.get_or_create(name=name, kind="municipality")[0] for name in HOMES]
    for n in range(number):
        email = f"gast{n}.{act.nth}@vakwerk.example"
        person = Person(
            given_name="Gast", family_name=f"{act.nth}-{n}", email=email, discipline=FIELDS[n % 3]
        )
        person.account = Account.objects.create(email=email)
        person.fill_keys()
        person.save()
        RoleAssignment.objects.create(person=person, role="participant")
        Membership.objects.create(person=person, organisation=places[n % 3])
        made.append(person)
    return made


def _cookie(person: Person) -> str:
    client = Client()
    client.force_login(person.account, backend=BACKEND)
    session = settings.SESSION_COOKIE_NAME
    return f"{session}={client.cookies[session].value}; {settings.CSRF_COOKIE_NAME}={'a' * 32}"


ACTS = {"import": Import, "enrolment": Enrol, "publishing": Publish, "backup": Backup}
