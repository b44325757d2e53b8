"""Somebody looks for knowledge, says what it means here and talks about it; a guest stays outside until let in."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey

KNOWLEDGE = "/apeldoorn/kennis/"
KEEPING = "/apeldoorn/coordinatie/kennis/"
CASE = "Wie zat er niet aan tafel?"


def _open(visitor: Visitor, title: str) -> None:
    visitor.go(f"{KNOWLEDGE}?q={title}")
    visitor.page.get_by_role("link", name=title).first.click()
    visitor.look_over()


@pytest.mark.parametrize("who", ["visitor", "phone", "without_javascript"])
def test_somebody_searches_filters_and_reads(who: str, request: pytest.FixtureRequest) -> None:
    somebody: Visitor = request.getfixturevalue(who)
    somebody.sign_in_as("Esra")
    page = somebody.page
    somebody.go(KNOWLEDGE)
    page.get_by_label("Zoek in titels en teksten").fill("gesprekken")
    somebody.press("Zoek", exact=True)
    # Another form of the word, in the title of one and the text of another.
    expect(page.locator("mark").first).to_be_visible()
    somebody.sees("Nee uitleggen aan de keukentafel")
    if who == "phone":
        # Folded away there while none is chosen.
        page.locator(".vw-filters summary").click()
    page.get_by_label("Van binnen of buiten").select_option(label="buiten")
    somebody.press("Zoek", exact=True)
    assert "Nee uitleggen aan de keukentafel" not in somebody.words()
    somebody.follow("Luisteren in het klantgesprek")
    somebody.sees("stroomland.example")
    somebody.go(f"{KNOWLEDGE}?q=zeppelin")
    somebody.sees("Niets past bij deze zoekvraag")


def test_a_coordinator_says_what_it_means_here_and_shares_it(visitor: Visitor) -> None:
    visitor.sign_in_as("Jeroen")
    _open(visitor, "Nee uitleggen aan de keukentafel")
    visitor.follow("schrijf het op")
    visitor.page.get_by_label("Wat betekent dit hier?").fill("Doe dit hier met de wijkconsulent erbij.")
    visitor.press("Bewaar")
    visitor.sees("Doe dit hier met de wijkconsulent erbij.")
    visitor.follow("Deel het met de regio")
    visitor.sees("Wat hier blijft")
    visitor.press("Deel het")
    visitor.sees("Gedeeld met Leerregio IJssel en Veluwe")

    visitor.sign_in_as("Ilse")
    visitor.go("/amsterdam/kennis/?q=keukentafel+aanbouw")
    visitor.follow("Nee uitleggen aan de keukentafel")
    visitor.sees("Gedeeld door Vakhuis Apeldoorn")
    for secret in ("wijkconsulent", "Bert Wolters"):
        assert secret not in visitor.words()


def test_people_talk_and_a_coordinator_hides_with_a_reason(visitor: Visitor, phone: Visitor) -> None:
    phone.sign_in_as("Esra")
    _open(phone, CASE)
    phone.page.get_by_label("Wat wil je zeggen?").fill("@Bert Wolters, hoe deden jullie dit met de kerk?")
    phone.press("Plaats je bijdrage")
    phone.sees("Bert Wolters krijgt er mail over")

    visitor.sign_in_as("Bert")
    _open(visitor, CASE)
    visitor.page.get_by_role("link", name=re.compile("^Antwoord")).first.click()
    visitor.look_over()
    visitor.page.get_by_label("Je antwoord").fill("Wij belden gewoon aan.")
    visitor.press("Plaats je bijdrage")
    visitor.page.get_by_role("link", name=re.compile("^Wijzig")).first.click()
    visitor.page.get_by_label("Wat wil je zeggen?").fill("Wij belden aan, met soep.")
    visitor.press("Bewaar")
    visitor.follow("gewijzigd")
    visitor.sees("Wij belden gewoon aan.")
    _open(visitor, CASE)
    visitor.page.get_by_role("link", name=re.compile("^Meld")).first.click()
    visitor.look_over()
    visitor.page.get_by_label("Wat is er mis mee?").fill("Dit staat op de verkeerde plek.")
    visitor.press("Meld")

    visitor.sign_in_as("Jeroen")
    visitor.go(f"{KEEPING}meldingen/")
    visitor.sees("Dit staat op de verkeerde plek.")
    visitor.follow("Verberg het, met een reden")
    visitor.page.get_by_label("Reden").fill("Stel de vraag in de kring.")
    visitor.press("Verberg")
    _open(phone, CASE)
    phone.sees("Stel de vraag in de kring.")


def test_a_guest_stays_out_of_a_conversation_until_it_is_opened(phone: Visitor) -> None:
    phone.sign_in_as("Henk")
    _open(phone, "De sleutel van het dorpshuis")
    phone.sees("Dit gesprek is voor collega's van de academie.")
    assert "verzekering keek vooral" not in phone.words()
    _open(phone, "De dorpscoöperatie vertelt")
    phone.page.get_by_label("Wat wil je zeggen?").fill("Kom gerust langs.")
    phone.press("Plaats je bijdrage")
    phone.sees("Kom gerust langs.")
    assert "Gea Stegeman" not in phone.words()


def test_a_colleague_proposes_and_a_coordinator_takes_it_over(
    visitor: Visitor, without_javascript: Visitor
) -> None:
    without_javascript.sign_in_as("Tom")
    page = without_javascript.page
    without_javascript.go(f"{KNOWLEDGE}voorstellen/")
    page.get_by_label("Titel").fill("De bakker over de straat")
    page.get_by_label("buiten", exact=True).check()
    page.get_by_label("In het kort").fill("Een ondernemer vertelt wat hij elke ochtend ziet.")
    without_javascript.press("Stel voor")
    without_javascript.sees("Wacht op een coördinator")

    visitor.sign_in_as("Jeroen")
    visitor.go(f"{KEEPING}?state=proposed")
    visitor.follow("De bakker over de straat")
    visitor.press("Zet het in de lijst")
    visitor.go(f"{KNOWLEDGE}?q=bakker+straat")
    visitor.sees("De bakker over de straat")


PAGES = [
    f"{KNOWLEDGE}binnen-en-buiten/?competency=performing&level=2",
    f"{KNOWLEDGE}binnen-en-buiten/",
    f"{KNOWLEDGE}?side=inside&size=small",
    KEEPING,
    f"{KEEPING}nieuw/",
    f"{KEEPING}lijsten/",
    f"{KEEPING}inlezen/",
]


@pytest.mark.parametrize("screen", ["visitor", "phone"])
def test_every_page_works_wide_and_narrow_in_both_languages(
    screen: str, request: pytest.FixtureRequest
) -> None:
    somebody: Visitor = request.getfixturevalue(screen)
    somebody.sign_in_as("Jeroen")
    for address in PAGES:
        somebody.go(address)
    somebody.go(PAGES[0])
    somebody.sees("Kennis van binnen ontbreekt")
    somebody.press("English")
    somebody.sees("Knowledge from inside is missing")
    for address in PAGES:
        somebody.go(address)
    # The language stays with the account, which other journeys use too.
    somebody.press("Nederlands")
    somebody.sees("Kennis")
