"""Can people follow long work, and stop it?"""

import pytest
from django.utils import timezone

from vakwerk.foundation.models import AuditEntry, Job
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.factories import House, a_house
from vakwerk.foundation.work.queries import Failures, failures_everywhere


@pytest.fixture
def house(db: None) -> House:
    return a_house()


def _job(house: House, **facts: object) -> Job:
    with in_academy(house.academy):
        usual = {"kind": "x", "title": "Kringen samenstellen", "asked_by_id": house.ilse.pk}
        return Job.objects.create(**{**usual, **facts})


def _address(job: Job) -> str:
    return f"/apeldoorn/beheer/taken/{job.pk}/"


def test_a_running_task_says_how_far_it_is_and_offers_to_stop(house: House) -> None:
    job = _job(house, state=Job.State.RUNNING, done=25, total=100, note="Ronde 3 van 12")
    page = house.client(house.ilse).get(_address(job)).content.decode()
    assert "25\N{NO-BREAK SPACE}van\N{NO-BREAK SPACE}100" in page
    assert "Ronde 3 van 12" in page
    assert 'hx-trigger="every 2s"' in page
    assert f'action="{_address(job)}stop/"' in page


def test_htmx_gets_only_what_changes(house: House) -> None:
    job = _job(house, state=Job.State.RUNNING)
    part = house.client(house.ilse).get(_address(job), HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in part
    assert 'id="standing"' in part


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"state": "waiting"}, "Wacht op zijn beurt"),
        ({"state": "done", "result_url": "/apeldoorn/kringen/"}, 'href="/apeldoorn/kringen/"'),
        ({"state": "stopped"}, "Iemand heeft dit gestopt"),
        ({"state": "failed", "note": "Rij 7 is stuk", "error": "Traceback: geheim"}, "Rij 7 is stuk"),
    ],
)
def test_every_end_is_said_in_words(house: House, facts: dict[str, object], words: str) -> None:
    job = _job(house, ended_at=timezone.now(), **facts)
    page = house.client(house.ilse).get(_address(job)).content.decode()
    assert words in page
    assert "Traceback" not in page
    assert ("every 2s" in page) == (facts["state"] == "waiting")


def test_stopping_asks_the_work_to_stop_and_is_kept_in_the_log(house: House) -> None:
    job = _job(house, state=Job.State.RUNNING)
    answer = house.client(house.ilse).post(f"{_address(job)}stop/", follow=True)
    assert "Wordt gestopt" in answer.content.decode()
    with in_academy(house.academy):
        assert Job.objects.get().stop_asked
        assert AuditEntry.objects.get().action == "foundation.job_stopped"


def test_what_is_over_cannot_be_stopped(house: House) -> None:
    job = _job(house, state=Job.State.DONE)
    house.client(house.ilse).post(f"{_address(job)}stop/")
    with in_academy(house.academy):
        assert not Job.objects.get().stop_asked
        assert not AuditEntry.objects.exists()


def test_who_runs_the_academy_follows_all_work_and_others_their_own(house: House) -> None:
    theirs, own = _job(house), _job(house, title="Mijn export", asked_by_id=house.bert.pk)
    client = house.client(house.bert)
    assert client.get(_address(theirs)).status_code == 404
    assert client.post(f"{_address(theirs)}stop/").status_code == 404
    assert client.get(_address(own)).status_code == 200
    listed = client.get("/apeldoorn/beheer/taken/").content.decode()
    assert "Mijn export" in listed
    assert "Kringen samenstellen" not in listed
    assert "Mijn export" in house.client(house.jeroen).get("/apeldoorn/beheer/taken/").content.decode()


def test_letters_that_failed_are_seen_with_the_reason_and_done_again_with_one_button(house: House) -> None:
    failed = _job(
        house,
        kind="foundation.mail",
        state=Job.State.FAILED,
        note="date value out of range",
        is_quiet=True,
        title="Mail over Loslaten",
        asked_by_id=None,
        arguments={"mail_ids": []},
    )
    _job(house, kind="foundation.mail", is_quiet=True, title="Nog bezig", asked_by_id=None)
    client = house.client(house.ilse)
    page = client.get("/apeldoorn/beheer/taken/").content.decode()
    assert "1 taak is mislukt" in page
    assert "date value out of range" in page
    assert "Nog bezig" not in page
    assert house.client(house.bert).post("/apeldoorn/beheer/taken/opnieuw/").status_code == 403
    answer = client.post("/apeldoorn/beheer/taken/opnieuw/", follow=True).content.decode()
    assert "1 taak wordt opnieuw gedaan." in answer
    with in_academy(house.academy):
        failed.refresh_from_db()
        assert (failed.state, failed.note) == (Job.State.WAITING, "")
        assert AuditEntry.objects.get().action == "foundation.job_again"


def test_a_failed_task_is_done_again_from_its_own_page(house: House) -> None:
    job = _job(house, state=Job.State.FAILED, note="Rij 7 is stuk")
    client = house.client(house.ilse)
    assert f'action="{_address(job)}opnieuw/"' in client.get(_address(job)).content.decode()
    client.post(f"{_address(job)}opnieuw/")
    with in_academy(house.academy):
        assert Job.objects.get().state == Job.State.WAITING
    assert "Doe het opnieuw" not in client.get(_address(job)).content.decode()


def test_failures_of_every_academy_are_counted_for_the_machines_that_watch(house: House) -> None:
    assert failures_everywhere() == []
    _job(house, state=Job.State.FAILED)
    assert failures_everywhere() == [Failures("apeldoorn", 1, 0, 0)]
