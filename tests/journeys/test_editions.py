"""From a date in the catalogue to looking back: what a participant and a coordinator do with an edition."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
EDITIONS = "/apeldoorn/coordinatie/uitvoeringen/"
OFFER = "/apeldoorn/aanbod/"
TITLE = "Maatwerk binnen de wet"
NAME = "proef van vandaag"


def plan_for_today(visitor: Visitor) -> str:
    """Plan and open an edition with one seat that begins in a few minutes; return its address."""
    starts = datetime.now(AMSTERDAM) + timedelta(minutes=10)
    ends = min(starts + timedelta(hours=2), starts.replace(hour=23, minute=59))
    visitor.go(f"{EDITIONS}nieuw/")
    visitor.follow(TITLE)
    page = visitor.page
    page.get_by_label("Naam van deze uitvoering").fill(NAME)
    page.get_by_label("Plekken", exact=True).fill("1")
    page.get_by_label("Plaats en zaal").fill("Vakhuis, zaal 9")
    visitor.press("Ga door naar de datums")
    plan_session(visitor, starts, ends)
    week = timedelta(days=7)
    while "Zonder datum" in visitor.words():
        # Every session of the trajectory gets a date before people can enrol.
        visitor.follow("Plan een bijeenkomst")
        starts, ends = starts + week, ends + week
        plan_session(visitor, starts, ends)
    visitor.follow("Open de inschrijving")
    visitor.press("Open de inschrijving")
    visitor.sees("Mensen kunnen zich nu inschrijven.")
    return page.url


def plan_session(visitor: Visitor, starts: datetime, ends: datetime) -> None:
    """Give the session that is proposed a date."""
    page = visitor.page
    page.get_by_label("Dag", exact=True).fill(f"{starts:%Y-%m-%d}")
    page.get_by_label("Van", exact=True).fill(f"{starts:%H:%M}")
    page.get_by_label("Tot", exact=True).fill(f"{ends:%H:%M}")
    visitor.press("Plan deze", exact=True)
    if page.get_by_role("button", name="Plan hem toch").count():
        # On a weekend or a public holiday it asks first.
        visitor.press("Plan hem toch")


def enrol(visitor: Visitor, button: str) -> None:
    """Find the edition in the catalogue and enrol, or come on the waiting list."""
    visitor.go(f"{OFFER}?q=maatwerk")
    visitor.follow(TITLE)
    row = visitor.page.locator("li", has_text=NAME).last
    row.get_by_role("link", name=button).click()
    visitor.look_over()
    visitor.press(button)


def test_a_place_is_waited_for_taken_and_used(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in_as("Word Jeroen")
    edition = plan_for_today(visitor)

    visitor.sign_in_as("Word Lotte")
    enrol(visitor, "Schrijf je in")
    visitor.sees("Je bent ingeschreven.")

    visitor.sign_in_as("Word Tom")
    enrol(visitor, "Kom op de wachtlijst")
    visitor.sees("nummer 1 op de wachtlijst")
    mine = page.url

    visitor.sign_in_as("Word Lotte")
    visitor.go(mine)
    visitor.follow("Geef mijn plek op")
    visitor.press("Geef mijn plek op")
    visitor.sees("Je bent niet meer ingeschreven.")

    visitor.sign_in_as("Word Jeroen")
    visitor.go(edition)
    visitor.follow("Wie was er")
    visitor.follow("Laat de code zien op een scherm")
    visitor.press("Laat de code zien")
    code = page.locator(".vw-screen-code").inner_text().split()[-1]

    visitor.sign_in_as("Word Tom")
    visitor.go(mine)
    visitor.sees("Je bent ingeschreven.")
    visitor.go("/apeldoorn/aanwezig/")
    page.get_by_label("Code op het scherm").fill("XXXXX")
    visitor.press("Ik ben er")
    visitor.sees("Deze code staat nu nergens op een scherm.")
    page.get_by_label("Code op het scherm").fill(code.lower())
    visitor.press("Ik ben er")
    visitor.sees("je was er")


def test_a_participant_looks_back(visitor: Visitor) -> None:
    visitor.sign_in_as("Word Tom")
    visitor.go(f"{OFFER}mijn/")
    visitor.page.locator("main").get_by_role("link", name="Leren loslaten").first.click()
    visitor.look_over()
    visitor.follow("Kijk terug")
    visitor.page.get_by_role("radio", name="grotendeels").first.check()
    visitor.page.get_by_label("Wat kan beter?").fill("Meer tijd om te oefenen.")
    visitor.press("Verstuur")
    visitor.sees("Niemand kan zien wat jij antwoordde.")
    expect(visitor.page.get_by_role("link", name="Kijk terug")).to_have_count(0)


def test_a_coordinator_changes_a_date_and_calls_an_edition_off(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in_as("Word Jeroen")
    visitor.go(f"{EDITIONS}?q=online")
    visitor.follow("Leren loslaten")
    visitor.follow("Wijzigen", exact=False)
    page.get_by_label("Van", exact=True).fill("10:15")
    page.get_by_label("Tot", exact=True).fill("12:15")
    visitor.press("Laat zien wat er verandert")
    visitor.sees("Er is nog niets bewaard.")
    visitor.press("Wijzig het en laat het iedereen weten")
    visitor.sees("De bijeenkomst is gewijzigd.")
    visitor.sees("10.15")
    visitor.follow("Deelnemers")
    visitor.press("Keur goed")
    visitor.sees("heeft een plek en krijgt bericht")
    visitor.follow("Overzicht")
    visitor.follow("Laat de uitvoering vervallen")
    page.get_by_label("Waarom").fill("De trainer is ziek.")
    visitor.press("Laat vervallen en laat het iedereen weten")
    visitor.sees("Gaat niet door.")


def test_pages_of_editions_work_on_a_small_phone(phone: Visitor) -> None:
    phone.sign_in_as("Word Esra")
    for address in (OFFER, f"{OFFER}?level=2&seats=free", f"{OFFER}mijn/", "/apeldoorn/aanwezig/"):
        phone.go(address)
    phone.go(OFFER)
    phone.follow("Verbinden met ruggengraat")
    phone.follow("Bekijk je uitvoering")
    phone.follow("Ik kan niet komen")
    phone.press("Ik kan niet komen")
    phone.sees("Je hebt je afgemeld.")
    phone.press("Ik kan toch komen")
    assert re.search(r"Ik kan niet komen", phone.words())


def test_pages_of_the_coordinator_are_in_order(visitor: Visitor) -> None:
    visitor.sign_in_as("Word Jeroen")
    visitor.go(EDITIONS)
    visitor.follow("Ondernemen met rugdekking")
    for name in ("Deelnemers", "Plekken", "Terugblik"):
        visitor.page.get_by_role("navigation", name="Onderdelen").get_by_role("link", name=name).click()
        visitor.look_over()
    for address in ("aanbod/", "inlezen/", "nieuw/"):
        visitor.go(EDITIONS + address)
