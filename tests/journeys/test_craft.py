"""From the starter framework to what everybody reads: how a coordinator describes craft, and adopts it."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey

FRAMEWORKS = "/amsterdam/coordinatie/raamwerken/"
CRAFT = "/amsterdam/vakmanschap/"


def test_a_coordinator_adapts_the_starter_adopts_it_and_everybody_reads_it(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in_as("Ilse")
    visitor.go(FRAMEWORKS)
    visitor.follow("Begin een ander raamwerk")
    page.get_by_role("group", name="Naam").get_by_label("Nederlands").fill("Vakmanschap in de stad")
    visitor.press("Maak het concept")
    visitor.sees("Een concept: alleen coördinatoren zien het.")
    framework = page.url

    _adds_a_competency(visitor)
    page.goto(framework)
    visitor.sees("1 nog niet")
    visitor.follow("Wat er anders is")
    visitor.sees("Vergeleken met “Nieuw vakmanschap voor de lokale ambtenaar”")
    expect(page.locator("section", has_text="Luisteren").first).to_contain_text("toegevoegd")

    page.goto(framework)
    visitor.follow("Stel vast")
    visitor.sees("1 competentie is niet volledig beschreven")
    visitor.press("Stel vast", exact=True)
    expect(page.get_by_role("alert").first).to_contain_text("Wie besloot")
    page.get_by_label("Wie besloot").fill("directieteam")
    page.get_by_label("Ik weet dat deze versie hierna niet meer verandert").check()
    visitor.press("Stel vast", exact=True)
    visitor.sees("Dit geldt nu.")
    visitor.sees("Maak een nieuwe versie")

    _reads_it(visitor)
    _brings_the_old_one_back(visitor)


def _adds_a_competency(visitor: Visitor) -> None:
    page = visitor.page
    visitor.follow("Voeg een competentie toe")
    visitor.press("Bewaar")
    expect(page.locator(".vw-error-summary")).to_contain_text("Naam")
    for field, dutch, english in [
        ("Naam", "Luisteren", "Listening"),
        ("Omschrijving", "Hoort wat iemand bedoelt.", "Hears what somebody means."),
        ("Valkuil", "Alleen maar luisteren.", "Only listening."),
    ]:
        group = page.get_by_role("group", name=re.compile(f"^{field}"))
        group.get_by_label("Nederlands").fill(dutch)
        group.get_by_label("English").fill(english)
    page.get_by_label("Presteren en waarmaken").check()
    visitor.press("Bewaar")
    visitor.sees("Op de niveaus Leerling, Gezel, Meester en Leermeester is geen gedrag beschreven.")
    page.get_by_role("link", name="Voeg gedrag toe Leerling").click()
    visitor.look_over()
    page.get_by_role("group", name="Gedrag").get_by_label("Nederlands").fill("Vat samen wat iemand zei.")
    visitor.press("Bewaar")
    visitor.sees("Op de niveaus Gezel, Meester en Leermeester is geen gedrag beschreven.")


def _reads_it(visitor: Visitor) -> None:
    visitor.sign_in_as("Samira")
    visitor.go(CRAFT)
    visitor.sees("Vakmanschap in de stad")
    visitor.sees("Je rolprofiel")
    visitor.follow("Luisteren")
    visitor.sees("Op deze competentie kan niemand worden beoordeeld")
    visitor.sees("Alleen maar luisteren.")
    visitor.go(CRAFT)
    visitor.follow("Eerdere versies")
    visitor.sees("Geldt niet meer")


def _brings_the_old_one_back(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in_as("Ilse")
    visitor.go(FRAMEWORKS)
    page.get_by_role("row", name="Vakmanschap aan het Water").get_by_role("link").first.click()
    visitor.press("Maak een nieuwe versie")
    visitor.follow("Stel vast")
    page.get_by_label("Wie besloot").fill("directieteam")
    page.get_by_label("Ik weet dat deze versie hierna niet meer verandert").check()
    visitor.press("Stel vast", exact=True)
    visitor.go(CRAFT)
    visitor.sees("Vakmanschap aan het Water")


def test_a_framework_of_others_comes_in_with_what_is_wrong_named_by_its_place(
    visitor: Visitor, sample: Path
) -> None:
    page = visitor.page
    file = sample / "elders.json"
    package = {
        "CFDocument": {
            "identifier": "5e1b3f3e-6b7e-4c0e-9a53-0d7a1d6b9c55",
            "title": "Digitale vaardigheden",
            "language": "nl",
        },
        "CFItems": [
            {"identifier": "11111111-1111-4111-8111-111111111111", "fullStatement": "Beschermt gegevens"},
            {"identifier": "11111111-1111-4111-8111-111111111112"},
        ],
    }
    visitor.sign_in_as("Jeroen")
    visitor.go("/apeldoorn/coordinatie/raamwerken/inlezen/")
    file.write_text('{"CFDocument": {,', encoding="utf-8")
    page.locator("input[type=file]").set_input_files(file)
    visitor.press("Bekijk wat het doet")
    visitor.sees("Kijk bij regel 1, teken 17")
    file.write_text(json.dumps(package), encoding="utf-8")
    page.locator("input[type=file]").set_input_files(file)
    visitor.press("Bekijk wat het doet")
    visitor.sees("CFItems[1].fullStatement")
    visitor.sees("1 competentie is nog niet bruikbaar om op te beoordelen")
    visitor.press("Neem het over")
    visitor.sees("Het concept staat klaar, met 1 competentie.")
    visitor.sees("Er is geen omschrijving.")
    visitor.follow("Verwijder dit concept")
    visitor.press("Verwijder dit concept")


def test_a_role_profile_is_given_to_everybody_with_a_job_title(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in_as("Jeroen")
    visitor.go("/apeldoorn/coordinatie/rolprofielen/")
    visitor.follow("Teamleider")
    visitor.follow("Geef het aan mensen")
    page.get_by_label("Functie").select_option("controller")
    visitor.press("Toon")
    page.on("dialog", lambda dialog: dialog.accept())
    visitor.press("Geef het aan alle")
    visitor.sees("hebben dit rolprofiel er nu bij.")
    visitor.go("/apeldoorn/coordinatie/rolprofielen/")


def test_craft_reads_well_on_a_small_phone_in_english(phone: Visitor) -> None:
    phone.sign_in_as("Bert")
    phone.go("/apeldoorn/vakmanschap/")
    phone.page.get_by_role("button", name="English").first.click()
    phone.look_over()
    phone.sees("Craft in Apeldoorn")
    phone.follow("Innovative")
    phone.sees("Nobody can be assessed on this competency")
    # The choice of a language stays with the account, and other journeys speak Dutch.
    phone.page.get_by_role("button", name="Nederlands").first.click()
    phone.sees("Op deze competentie kan niemand worden beoordeeld")
