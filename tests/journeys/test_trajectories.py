"""A trajectory that is not sound, made sound by what the panel says, and published; with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey

LIST = "/apeldoorn/coordinatie/leertrajecten/"


def test_a_coordinator_mends_what_the_panel_says_and_publishes(visitor: Visitor) -> None:
    visitor.sign_in_as("Jeroen")
    page = visitor.page
    visitor.go(LIST)
    visitor.follow("Samenwerken in de regio")
    panel = page.locator("#panel")
    expect(panel).to_contain_text("Publiceren kan nog niet")
    expect(panel).to_contain_text("Er is geen kennis van buiten: 0 van 6.")
    expect(panel).to_contain_text("Leerdoel 2 heeft geen bewijs.")
    expect(panel.get_by_role("button", name="Publiceer het traject")).to_be_disabled()

    panel.get_by_role("link", name="Kies een manier bij leerdoel 2").click()
    visitor.look_over()
    assert page.url.endswith("#id_proofs")
    page.get_by_label("Kiest het moment van een stap bewust").check()
    # The panel answers before anything is saved.
    expect(panel).not_to_contain_text("Leerdoel 2 heeft geen bewijs.")
    expect(panel).to_contain_text("Dat is nog niet bewaard")
    visitor.look_over()
    visitor.press("Bewaar leerdoel 2")
    expect(panel).not_to_contain_text("Leerdoel 2 heeft geen bewijs.")

    panel.get_by_role("link", name=re.compile("^Koppel “")).click()
    assert re.search(r"#kennis-\d+-outside$", page.url)
    page.locator(f"[id='{page.url.split('#')[1]}']").get_by_role("button").first.click()
    visitor.look_over()
    expect(panel).to_contain_text("Klaar om te publiceren")
    visitor.press("Publiceer het traject")
    visitor.sees("Het leertraject is gepubliceerd")
    expect(panel).to_contain_text("Kennis van buiten")

    # What people can choose stays sound: the one source from outside cannot be taken away.
    page.get_by_role("table", name="Kennis van binnen en van buiten").get_by_role(
        "button", name=re.compile("^Haal ")
    ).last.scroll_into_view_if_needed()
    visitor.follow("2. Strategisch denken en handelen")
    page.get_by_label("Kiest het moment van een stap bewust").uncheck()
    visitor.press("Bewaar leerdoel 2")
    visitor.sees("moet blijven kloppen")


def test_a_trajectory_is_made_from_nothing_without_javascript(without_javascript: Visitor) -> None:
    visitor = without_javascript
    visitor.sign_in_as("Ilse")
    page = visitor.page
    visitor.go("/amsterdam/coordinatie/leertrajecten/nieuw/")
    page.locator("[name=title_nl]").fill("Eerst luisteren")
    page.locator("[name=for_whom_nl]").fill("Medewerkers van Sociaal")
    visitor.press("Bewaar")
    visitor.sees("Er is geen leerdoel.")

    visitor.follow("Voeg een stap toe")
    page.locator("[name=title_nl]").fill("Aan de keukentafel")
    page.locator("[name=minutes]").fill("120")
    visitor.press("Bewaar de stap")

    page.locator("#panel").get_by_role("link", name="Voeg een leerdoel toe").click()
    page.get_by_label("Competentie").select_option(label="Verbinden")
    page.get_by_label("Niveau aan het eind").select_option(index=2)
    page.locator("[name=text_nl]").fill("Je leidt een gesprek waarin ieder aan het woord komt.")
    page.get_by_label("1. Aan de keukentafel").check()
    visitor.press("Kijk opnieuw na")
    # The proposals of the chosen competency are there, and nothing that was typed is lost.
    expect(page.locator("[name=text_nl]")).to_have_value(
        "Je leidt een gesprek waarin ieder aan het woord komt."
    )
    page.locator("#ways").get_by_role("checkbox").first.check()
    visitor.press("Bewaar het leerdoel")

    for side in ("binnen", "buiten"):
        page.locator("#panel").get_by_role(
            "link", name=re.compile(f"bron van {side}|^Koppel “")
        ).first.click()
        if "#kennis" in page.url:
            page.locator(f"[id='{page.url.split('#')[1]}']").get_by_role("button").first.click()
        else:
            page.locator("[name=text_nl]").fill(f"Iemand van {side}")
            visitor.press("Koppel dit aan de stap")
    visitor.sees("Klaar om te publiceren")
    visitor.press("Publiceer het traject")
    visitor.sees("Het leertraject is gepubliceerd")


def test_needs_are_numbers_and_an_update_is_taken_over_in_part(visitor: Visitor) -> None:
    visitor.sign_in_as("Ilse")
    page = visitor.page
    visitor.go("/amsterdam/coordinatie/leerbehoeften/")
    visitor.sees("niet getoond, minder dan 8")
    visitor.follow("Verbinden", exact=True)
    visitor.go("/amsterdam/coordinatie/regio/")
    visitor.sees("Er is een nieuwe versie")
    visitor.follow("Bekijk wat verschilt")
    page.get_by_label("neem over").first.check()
    visitor.press("Bewaar deze keuzes")
    visitor.sees("1 onderdeel is overgenomen")
    visitor.go("/amsterdam/leerbehoeften/nieuw/")


@pytest.mark.parametrize(
    "address",
    [
        LIST,
        f"{LIST}1/",
        f"{LIST}1/delen/",
        "/apeldoorn/coordinatie/leerbehoeften/",
        "/apeldoorn/leerbehoeften/",
    ],
)
def test_a_small_phone_shows_it_all(phone: Visitor, address: str) -> None:
    phone.sign_in_as("Jeroen")
    phone.go(address)
