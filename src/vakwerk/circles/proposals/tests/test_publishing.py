"""Publishing for very many people: as a job, and all of it or nothing."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from vakwerk.circles.composing.tests.rounds import Made, make_round, propose
from vakwerk.circles.models import Proposal, Session
from vakwerk.circles.proposals.operations import publishing
from vakwerk.foundation.jobs import ask_to_stop, run_job
from vakwerk.foundation.models import Job, OutgoingMail
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.founding import an_academy

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    """A round whose twelve people are too many to publish while somebody waits."""
    monkeypatch.setattr(publishing, "PUBLISHED_AT_ONCE", 3)
    academy = an_academy()
    with in_academy(academy):
        made = make_round()
        made.round.closes_on = timezone.localdate() - timedelta(days=1)
        made.round.min_disciplines = 1
        made.round.save()
        for later, slot in enumerate(made.slots):
            slot.first_date = timezone.localdate() + timedelta(days=30 + later)
            slot.save()
        return made


@pytest.fixture
def proposal(made: Made) -> Proposal:
    with in_academy(made.academy):
        # Femke manages Kwame, so they sit apart; Joke and Ibrahim are residents, as are Els and Danny.
        return propose(made, (0, 2, 3, 4, 5, 6), (1, 7, 8, 9, 10, 11))


def _publish(made: Made, proposal: Proposal) -> str:
    visitor = Client(headers={"accept-language": "en"})
    visitor.force_login(made.account, backend=BACKEND)
    address = reverse("circles:publish_proposal", args=["apeldoorn", proposal.round_id, proposal.number])
    answer = visitor.post(address)
    assert answer.status_code == 302
    return answer.headers["Location"]


def _mails_each(made: Made) -> set[int]:
    """Return how many mails each of the twelve got: the letter, and each session for their calendar."""
    count = Counter(OutgoingMail.objects.values_list("about_id", flat=True))
    assert set(count) == {person.pk for person in made.people}
    return set(count.values())


def test_the_page_says_how_many_mails_go_out(
    made: Made, proposal: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Client(headers={"accept-language": "en"})
    visitor.force_login(made.account, backend=BACKEND)
    with in_academy(made.academy):
        made.round.sessions = 2
        made.round.save()
    page = visitor.get(reverse("circles:proposal", args=["apeldoorn", proposal.round_id, proposal.number]))
    assert "12 by mail." in " ".join(page.content.decode().split())
    assert "an e-mail per session for their calendar: 36 e-mails." in page.content.decode()
    monkeypatch.setattr(publishing, "PUBLISHED_AT_ONCE", 200)
    _publish(made, proposal)
    with in_academy(made.academy):
        assert OutgoingMail.objects.count() == 36


def test_the_page_says_the_day_on_which_the_first_session_really_is(made: Made, proposal: Proposal) -> None:
    visitor = Client(headers={"accept-language": "en"})
    visitor.force_login(made.account, backend=BACKEND)
    with in_academy(made.academy):
        circle = proposal.circles.first()
        assert circle is not None
        assert circle.slot is not None
        circle.slot.first_date = date(2028, 4, 17)  # Easter Monday
        circle.slot.save()
    page = visitor.get(reverse("circles:proposal", args=["apeldoorn", proposal.round_id, proposal.number]))
    text = page.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "for the first time on 24 April 2028" in text
    assert "17 April 2028" not in text


def test_a_big_round_is_published_by_a_job(made: Made, proposal: Proposal) -> None:
    where = _publish(made, proposal)
    with in_academy(made.academy):
        job = Job.objects.get(is_quiet=False)
        assert where == reverse("foundation:job", args=["apeldoorn", job.pk])
        assert not Session.objects.exists()
    assert _publish(made, proposal) == where  # a second click finds the same job
    run_job.call(academy_id=made.academy.pk, job_id=job.pk)
    with in_academy(made.academy):
        job.refresh_from_db()
        proposal.refresh_from_db()
        assert (job.state, job.done, job.total) == (Job.State.DONE, 12, 12)
        assert proposal.state == Proposal.State.PUBLISHED
        assert Session.objects.count() == 2 * made.round.sessions
        assert _mails_each(made) == {1 + made.round.sessions}
    run_job.call(academy_id=made.academy.pk, job_id=job.pk)
    with in_academy(made.academy):
        assert _mails_each(made) == {1 + made.round.sessions}


def test_what_came_in_the_way_meanwhile_is_said_and_nobody_is_written_to(
    made: Made, proposal: Proposal
) -> None:
    _publish(made, proposal)
    with in_academy(made.academy):
        job = Job.objects.get()
        proposal.circles.update(slot=None)
    run_job.call(academy_id=made.academy.pk, job_id=job.pk)
    with in_academy(made.academy):
        job.refresh_from_db()
        assert job.state == Job.State.FAILED
        assert job.note
        assert not Session.objects.exists()
        assert not OutgoingMail.objects.exists()


def test_somebody_who_presses_stop_keeps_everybody_from_hearing(
    made: Made, proposal: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    _publish(made, proposal)
    with in_academy(made.academy):
        job = Job.objects.get()
    monkeypatch.setattr("vakwerk.foundation.jobs.Work.stop_asked", True)
    run_job.call(academy_id=made.academy.pk, job_id=job.pk)
    with in_academy(made.academy):
        job.refresh_from_db()
        assert job.state == Job.State.STOPPED
        assert not OutgoingMail.objects.exists()
        assert Proposal.objects.get().state == Proposal.State.DRAFT
        ask_to_stop(job=job)


def test_a_big_round_that_cannot_be_published_is_refused_at_once(made: Made, proposal: Proposal) -> None:
    with in_academy(made.academy):
        proposal.circles.update(slot=None)
    assert _publish(made, proposal).endswith("#publish")
    with in_academy(made.academy):
        assert not Job.objects.exists()
