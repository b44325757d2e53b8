"""Who reads what happened? Administrators everything, everybody what is about them."""

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from vakwerk.foundation import audit, own_acts
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.models import OwnAct
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.factories import House, a_house
from vakwerk.foundation.tests.founding import an_academy

ALL, MINE = "/apeldoorn/beheer/logboek/", "/apeldoorn/mijn-gegevens/logboek/"


@pytest.fixture
def house(db: None) -> House:
    made = a_house()
    with in_academy(made.academy):
        audit.record("foundation.job_stopped", by=made.jeroen, title="Samenstellen")
        audit.record("people.recognised", by=made.bert, on=made.bert, about=made.bert)
        audit.record("foundation.academy_changed", by=None)
        audit.record("foundation.job_stopped", by=987654, title="Inlezen")
    return made


def test_an_administrator_reads_who_did_what(house: House) -> None:
    page = house.client(house.jeroen).get(ALL).content.decode()
    assert "stopte de taak “Samenstellen”" in page
    assert "Jeroen Timmer" in page
    assert ">Vakwerk<" in page
    assert "iemand die weg is" in page


def test_the_trail_is_narrowed_by_person_and_by_act(house: House) -> None:
    client = house.client(house.jeroen)
    by_person = client.get(ALL, {"q": "wolters"}).content.decode()
    assert "Samenstellen" not in by_person
    assert "1 regel" in by_person
    by_act = client.get(ALL, {"act": "foundation.academy_changed"}).content.decode()
    assert "1 regel" in by_act
    assert "4 regels" in client.get(ALL, {"since": "7"}).content.decode()


def test_the_trail_can_be_downloaded(house: House) -> None:
    answer = house.client(house.jeroen).get(ALL, {"download": "csv"})
    assert "foundation.job_stopped" in answer.content.decode("utf-8-sig")


def test_everybody_reads_what_is_about_them_and_nothing_else(house: House) -> None:
    page = house.client(house.bert).get(MINE).content.decode()
    assert "1 regel" in page
    assert "Samenstellen" not in page


def test_only_an_administrator_reads_everything(house: House) -> None:
    for person in (house.ilse, house.bert):
        assert house.client(person).get(ALL).status_code == 403


def test_another_academy_reads_none_of_it(house: House) -> None:
    an_academy(slug="amsterdam", name="Academie aan het Water")
    assert house.client(house.jeroen).get("/amsterdam/beheer/logboek/").status_code == 404


def test_more_entries_cost_no_more_queries(
    house: House, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = house.client(house.jeroen)
    client.get(ALL)
    with django_assert_num_queries(11):
        client.get(ALL)
    with in_academy(house.academy):
        for _ in range(40):
            audit.record("people.recognised", by=house.bert, on=house.bert, about=house.ilse)
    with django_assert_num_queries(11):
        client.get(ALL)


@pytest.mark.parametrize(("language", "day"), [("nl", "9 mei 2026"), ("en", "9 May 2026")])
def test_a_day_is_written_as_its_reader_does(language: str, day: str) -> None:
    with translation.override(language):
        assert audit.say("left on %(day)s", {"day": "2026-05-09"}) == f"left on {day}"
        assert audit.say("%(what)s, %(rows)s", {"what": "2026-13-40", "rows": 3}) == "2026-13-40, 3"


def test_a_title_is_shown_in_the_language_of_whoever_reads_it(house: House) -> None:
    title = Bilingual(nl="Schrijven voor iedereen", en="Writing for everybody")
    with translation.override("nl"), in_academy(house.academy):
        audit.record("foundation.job_stopped", by=house.jeroen, title=title)
        own_acts.keep("trajectories.completed", of=house.jeroen, by=None, title=title)
        kept = OwnAct.objects.get(action="trajectories.completed")
    for language, shown, old in (("nl", title["nl"], title["en"]), ("en", title["en"], title["nl"])):
        page = house.client(house.jeroen).get(ALL, headers={"accept-language": language}).content.decode()
        assert shown in page
        assert old not in page
        with translation.override(language):
            assert shown in own_acts.in_words(kept)
    # What was kept before titles were kept in both languages.
    assert "Samenstellen" in page
