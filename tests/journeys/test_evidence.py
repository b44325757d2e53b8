"""From something at work to a badge that anybody can check: writer, resident, assessor, and whoever gets the badge."""

import re
from pathlib import Path

import pytest
from tests.journeys.running import Vakwerk
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey

MINE = "/apeldoorn/mijn-bewijs/"
BEHAVIOUR = ("Past de juiste regel toe", "Vraagt om hulp bij twijfel")


def test_a_piece_becomes_a_level_and_a_badge(visitor: Visitor, phone: Visitor, sample: Path) -> None:
    address = _write(visitor)
    link = _ask_a_resident(visitor, address)
    _answer(phone, link)

    visitor.go(address)
    visitor.sees("Dat weet ik nog goed.")
    visitor.follow("Stuur het in")
    visitor.page.get_by_label("Anneke Vos").check()
    visitor.press("Stuur het in")
    visitor.sees("Ingestuurd.")

    _assess(visitor)

    visitor.sign_in_as("Bert")
    visitor.go("/apeldoorn/mijn-groei/")
    visitor.sees("Anneke Vos, beoordelaar")
    badge = _take_badge(visitor, sample)

    # Whoever gets the badge has no account.
    phone.go(badge)
    phone.sees("Deze badge is geldig")
    phone.page.locator("input[type=file]").set_input_files(sample / "badge.json")
    phone.press("Controleer het bestand")
    phone.sees("Het bestand is de badge zoals hij is ondertekend.")
    changed = (sample / "badge.json").read_text(encoding="utf-8").replace("Leerling", "Leermeester")
    (sample / "anders.json").write_text(changed, encoding="utf-8")
    phone.page.locator("input[type=file]").set_input_files(sample / "anders.json")
    phone.press("Controleer het bestand")
    phone.sees("Dit is niet zoals de academie het ondertekende")
    phone.follow("Over de academie die ondertekent")
    phone.sees("key-1")


def _write(visitor: Visitor) -> str:
    """Write and save a piece as Bert, and return its address."""
    visitor.sign_in_as("Bert")
    visitor.go(MINE)
    visitor.follow("Nieuw bewijs")
    visitor.sees("Niemand kan op deze competentie worden beoordeeld")
    visitor.follow("Rechtsstatelijk en integer handelen")
    page = visitor.page
    page.get_by_label("Wat ik deed").fill("Ik heb de bevoegdheid nagezocht en gevraagd.")
    visitor.press("Bewaar")
    visitor.sees("Ik heb de bevoegdheid nagezocht en gevraagd.")
    page.get_by_label("Titel").fill("De schutting van de buurman")
    page.get_by_label("De situatie").fill("Twee buren, één schutting, en een regel uit 1996.")
    for text in BEHAVIOUR:
        page.get_by_label(re.compile(text)).check()
    visitor.press("Bewaar")
    visitor.sees("Bewaard als concept. Alleen jij ziet het.")
    return page.url


def _ask_a_resident(visitor: Visitor, address: str) -> str:
    """Ask Henk by mail, and return the link that he gets."""
    visitor.follow("Vraag een reactie")
    page = visitor.page
    page.get_by_label("Naam").fill("Henk Oosterveld")
    page.get_by_label("E-mailadres").fill("henk@onserf.example")
    page.get_by_label("inwoner").check()
    visitor.press("Stuur de mail")
    visitor.sees("Henk Oosterveld krijgt een mail met een link.")
    page.goto("/apeldoorn/beheer/post/")
    page.get_by_role("link", name="Bert Wolters vraagt wat jij zag").first.click()
    page.wait_for_load_state()
    found = re.search(r"/apeldoorn/reactie/[\w-]+/", visitor.words())
    assert found, visitor.words()
    visitor.go(address)
    return found.group()


def _answer(phone: Visitor, link: str) -> None:
    """Answer on a small phone, without an account."""
    phone.go(link)
    phone.sees("Bert Wolters vraagt wat jij zag")
    phone.sees("Je hebt geen account nodig.")
    first, second = (phone.page.get_by_role("group", name=re.compile(text)) for text in BEHAVIOUR)
    first.get_by_label("duidelijk gezien").check()
    phone.page.get_by_label("Wil je meer zeggen?").fill("Dat weet ik nog goed.")
    phone.press("Stuur mijn antwoord")
    phone.sees("Kies een antwoord.")
    second.get_by_label("dat kan ik niet zeggen").check()
    phone.press("Stuur mijn antwoord")
    phone.sees("Dank je voor je antwoord")
    phone.go(link)
    phone.sees("Dank je voor je antwoord")


def _assess(visitor: Visitor) -> None:
    """Confirm both behaviours as Anneke."""
    visitor.sign_in_as("Anneke")
    visitor.go("/apeldoorn/beoordelen/")
    visitor.follow("De schutting van de buurman")
    visitor.sees("Henk Oosterveld, inwoner")
    visitor.sees("Als je alles bevestigt, bereikt Bert Wolters Leerling.")
    for group in visitor.page.get_by_label("Dit bevestig ik").all():
        group.check()
    visitor.press("Geef dit oordeel")
    visitor.sees("Bert Wolters bereikt Leerling")


def _take_badge(visitor: Visitor, sample: Path) -> str:
    """Ask for a badge as Bert, save its file, and return its public page."""
    visitor.follow("Mijn badges")
    visitor.follow("Vraag een badge aan")
    visitor.page.get_by_label("Zet mijn naam erin").check()
    visitor.press("Onderteken mijn badge")
    visitor.sees("Je badge is er.")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Badge (JSON)").click()
    download.value.save_as(sample / "badge.json")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Certificaat (PDF)").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    return str(visitor.page.get_by_role("link", name="Openbare pagina").get_attribute("href"))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("who", ["visitor", "phone"])
def test_every_page_of_evidence_reads_well(
    who: str, language: str, vakwerk: Vakwerk, request: pytest.FixtureRequest
) -> None:
    one: Visitor = request.getfixturevalue(who)
    one.page.context.add_cookies([{"name": "vakwerk_language", "value": language, "url": vakwerk.address}])
    one.sign_in_as("Esra")
    one.go(MINE)
    pieces = [str(link.get_attribute("href")) for link in one.page.locator(".vw-evidence a").all()]
    assert len(pieces) >= 5
    for address in pieces:
        one.go(address)
    waiting = pieces[1]
    for address in (f"{waiting}reactie-vragen/", f"{waiting}terugtrekken/", f"{pieces[0]}insturen/"):
        one.go(address)
    for address in (
        f"{pieces[0]}wijzigen/",
        f"{pieces[0]}bestand/",
        f"{pieces[0]}delen/",
        f"{pieces[3]}verwijderen/",
    ):
        one.go(address)
    for address in (
        "mijn-groei/",
        "mijn-groei/inschatten/",
        "mijn-badges/",
        "gedeeld-met-mij/",
        "badges/uitgever/",
    ):
        one.go(f"/apeldoorn/{address}")
    one.sign_in_as("Jeroen")
    for address in ("bewijs/", "badges/", "badges/sleutel/", "badges/intrekken/"):
        one.go(f"/apeldoorn/coordinatie/{address}")
    one.sign_in_as("Dirk")
    one.go("/apeldoorn/gedeeld-met-mij/")
    one.page.locator("main ul a").first.click()
    one.look_over()
