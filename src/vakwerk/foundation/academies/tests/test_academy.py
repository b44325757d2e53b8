"""Can an administrator change the academy, and only into something people can read?"""

import pytest
from django.test import Client

from vakwerk.foundation import audit, rules
from vakwerk.foundation.models import Academy, AuditEntry
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.factories import House, a_house
from vakwerk.people.tests.browsing import fields_of, open_form

SETTINGS = {
    "name": "Vakhuis",
    "subtitle": "Apeldoorn",
    "contact_email": "a@b.example",
    "hue": "150",
    "chroma": "0.1",
}
ADDRESS = "/apeldoorn/beheer/academie/"


@pytest.fixture
def house(db: None) -> House:
    return a_house()


def test_an_administrator_changes_the_academy_and_the_log_says_so(house: House) -> None:
    answer = house.client(house.jeroen).post(ADDRESS, SETTINGS, follow=True)
    assert "De academie is aangepast" in answer.content.decode()
    academy = Academy.objects.get()
    assert (academy.name, academy.hue, academy.chroma) == ("Vakhuis", 150, 0.1)
    with in_academy(academy):
        entry = AuditEntry.objects.get()
        assert entry.actor_id == house.jeroen.pk
        assert audit.in_words(entry) != entry.action


def test_of_two_who_change_the_academy_the_second_hears_of_the_first(house: House) -> None:
    first, second = house.client(house.jeroen), house.client(house.jeroen)
    mine = open_form(second, ADDRESS)
    assert first.post(ADDRESS, {**open_form(first, ADDRESS), **SETTINGS}).status_code == 302
    answer = second.post(ADDRESS, {**mine, "name": "Leerhuis"})
    assert answer.status_code == 409
    assert Academy.objects.get().name == "Vakhuis"
    again = fields_of(answer)
    assert (again["name"], again["subtitle"]) == (["Leerhuis"], ["Apeldoorn"])
    assert second.post(ADDRESS, again).status_code == 302
    assert Academy.objects.get().name == "Leerhuis"


def test_colours_that_people_cannot_read_are_refused_with_the_reason(house: House) -> None:
    answer = house.client(house.jeroen).post(ADDRESS, {**SETTINGS, "hue": "0", "chroma": "0.3"})
    page = answer.content.decode()
    assert "Deze kleuren zijn niet goed te lezen" in page
    assert "op 1" in page
    assert Academy.objects.get().name == "Vakhuis Apeldoorn"


def test_looking_first_changes_nothing_and_shows_the_new_colours(house: House) -> None:
    page = house.client(house.jeroen).post(ADDRESS, {**SETTINGS, "look": "yes"}).content.decode()
    assert "thema.css?hue=150&amp;chroma=0.1" in page
    assert 'value="Vakhuis"' in page
    assert Academy.objects.get().hue == 222


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("hue", "400"), ("chroma", "0.4"), ("contact_email", "geen adres"), ("hue", "nan")],
)
def test_a_mistake_names_its_field(house: House, field: str, value: str) -> None:
    page = house.client(house.jeroen).post(ADDRESS, {**SETTINGS, field: value}).content.decode()
    assert f'href="#id_{field}"' in page


def test_only_an_administrator_comes_here(house: House) -> None:
    for person in (house.ilse, house.bert):
        assert house.client(person).get(ADDRESS).status_code == 403


def test_a_browser_keeps_the_colours_for_ever_until_they_change(house: House, client: Client) -> None:
    version = house.academy.theme_version
    answer = client.get(f"/apeldoorn/thema.css?v={version}")
    assert answer.headers["Content-Type"].startswith("text/css")
    assert "immutable" in answer.headers["Cache-Control"]
    assert "--vw-700:#005c7" in answer.content.decode()
    # An address with an old version may not keep new colours for ever, nor the other way round.
    assert "immutable" not in client.get("/apeldoorn/thema.css?v=1-1").headers["Cache-Control"]


@pytest.mark.parametrize("query", ["hue=x", "hue=nan", "hue=inf", "chroma=9", "hue=}body{"])
def test_colours_that_are_none_give_no_stylesheet(house: House, client: Client, query: str) -> None:
    assert client.get(f"/apeldoorn/thema.css?{query}").status_code == 404


def test_there_is_no_stylesheet_of_an_academy_that_is_not_there(client: Client, db: None) -> None:
    assert client.get("/nergens/thema.css").status_code == 404


@pytest.mark.parametrize(
    ("hue", "chroma", "reads_well"), [(222, 0.09, True), (20, 0.1, True), (0, 0, True), (0, 0.3, False)]
)
def test_a_shortfall_of_contrast_is_found(hue: float, chroma: float, reads_well: bool) -> None:
    assert (rules.contrast_shortfall(hue, chroma) is None) == reads_well
