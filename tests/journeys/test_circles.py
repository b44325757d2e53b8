"""From a file of people to a circle that its members see: the main job, as a municipality does it."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SAMPLE = Path(__file__).parents[2] / "docs/tutorials/mensen-met-fouten.xlsx"
COORDINATION = "/apeldoorn/coordinatie/"
COMPOSING_MILLISECONDS = 60_000
MOST_CIRCLES = 53 // 6  # of everybody who signs up, at the least size: not all can be that small


def mended(file: Path, folder: Path) -> Path:
    """Return a copy of the sample file with every fault put right, as a coordinator would in a sheet."""
    book = openpyxl.load_workbook(file)
    sheet = book.active
    assert sheet is not None
    column = {cell.value: cell.column for cell in sheet[1]}
    for row, header, value in [
        (7, "E-mailadres", "bilal.visser@apeldoorn.example"),
        (19, "Leidinggevende", None),
        (24, "In dienst sinds", "28-02-2019"),
        (30, "Personeelsnr.", "009930"),
        (37, "Vorm van sturing", "klassiek"),
        (43, "Vakgebied", "jeugd"),
        (51, "Leidinggevende", None),
    ]:
        sheet.cell(row, column[header]).value = value
    sheet.delete_rows(12)
    mended = folder / "mensen.xlsx"
    book.save(mended)
    return mended


def test_a_file_with_faults_ismended_and_taken_over(visitor: Visitor, sample: Path) -> None:
    visitor.sign_in_as("Jeroen")
    page = visitor.page
    _upload(visitor, SAMPLE)
    visitor.sees("31 februari 2019")
    visitor.sees("Deze persoon staat al in rij 11")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download de foute rijen").click()
    assert "M. van Onbekend" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    visitor.press("Gooi dit bestand weg")

    _upload(visitor, mended(SAMPLE, sample))
    visitor.press("Neem 59 rijen over")
    result = page.get_by_role("link", name="Bekijk het resultaat")
    result.click(timeout=30_000)
    visitor.look_over()
    visitor.go(f"{COORDINATION}mensen/?q=Carla+Smeets")
    visitor.sees("1 persoon")

    _upload(visitor, mended(SAMPLE, sample))
    expect(page.locator("main")).to_contain_text("Ongewijzigd")
    expect(page.get_by_role("button", name=re.compile("Neem .* rijen over"))).to_have_count(0)


def _upload(visitor: Visitor, file: Path) -> None:
    visitor.go(f"{COORDINATION}mensen/inlezen/")
    visitor.page.locator("input[type=file]").set_input_files(file)
    visitor.press("Stuur dit bestand in")
    visitor.press("Bekijk wat verandert")


@pytest.mark.parametrize("who", ["visitor", "without_javascript"])
def test_from_a_call_to_a_circle_that_its_members_see(
    who: str, phone: Visitor, request: pytest.FixtureRequest
) -> None:
    coordinator: Visitor = request.getfixturevalue(who)
    coordinator.sign_in_as("Jeroen")
    title = f"Proefronde van {who}"
    round_address = _open_round(coordinator, title)

    # A participant at a desk, and a resident with a small phone.
    _join(phone, "Henk", title)
    _join(phone, "Meryem", title)
    _join(phone, "Bert", title)

    _sign_up_a_page_of_people(coordinator, round_address)
    coordinator.go(round_address)
    coordinator.press("Sluit het aanmelden nu")
    _compose(coordinator, round_address)
    _move_and_take_back(coordinator)
    _publish(coordinator)

    phone.sign_in_as("Henk")
    phone.go("/apeldoorn/kringen/")
    phone.sees(title)


def _open_round(coordinator: Visitor, title: str) -> str:
    page = coordinator.page
    coordinator.go(f"{COORDINATION}rondes/nieuw/")
    page.get_by_label("Titel").fill(title)
    today = datetime.now(AMSTERDAM).date()
    page.locator("[name=closes_on]").fill(str(today + timedelta(days=5)))
    for index in range(2):
        page.locator(f"[name=moment-{index}-first_date]").fill(str(today + timedelta(days=40 + index)))
        page.locator(f"[name=moment-{index}-starts_at]").fill("09:30")
        page.locator(f"[name=moment-{index}-ends_at]").fill("11:30")
    coordinator.press("Bewaar")
    address = page.url
    coordinator.press("Open de ronde")
    coordinator.sees("Sluit het aanmelden nu")
    return address


def _join(person: Visitor, name: str, title: str) -> None:
    person.sign_in_as(name)
    person.go("/apeldoorn/kringen/")
    person.follow(title)
    person.follow("Meld je aan")
    for moment in person.page.locator("[name=slots]").all():
        moment.check()
    person.press("Meld je aan")
    person.sees("Je bent aangemeld")


def _sign_up_a_page_of_people(coordinator: Visitor, round_address: str) -> None:
    page = coordinator.page
    coordinator.go(f"{round_address}aanmeldingen/toevoegen/")
    for person in page.locator("[name=person]").all():
        person.check()
    for moment in page.locator("[name=slots]").all():
        moment.check()
    coordinator.press("Meld ze aan")
    coordinator.sees("53")


def _compose(coordinator: Visitor, round_address: str) -> None:
    page = coordinator.page
    coordinator.go(f"{round_address}samenstellen/")
    coordinator.press("Stel kringen samen")
    # Without JavaScript one looks again by hand; with it the page does so itself.
    result = page.get_by_role("link", name=re.compile("voorstel", re.IGNORECASE))
    for _ in range(COMPOSING_MILLISECONDS // 1_000):
        if "/voorstellen/" in page.url or result.count():
            break
        page.wait_for_timeout(1_000)
        if not coordinator.has_javascript:
            page.reload()
    if "/voorstellen/" not in page.url:
        result.first.click()
    coordinator.look_over()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kringen samenstellen")
    coordinator.sees("alle harde regels gehaald")


def _move_and_take_back(coordinator: Visitor) -> None:
    """Let somebody wait whose circle can do without them, and take that back."""
    page = coordinator.page
    reasons = []
    for address in list(_movers(page)):
        page.goto(address)
        page.get_by_label("Laten wachten op de volgende ronde").check()
        page.get_by_role("button", name="Laat zien wat er verandert").click()
        expect(page.locator("#change")).to_contain_text("Er is nog niets bewaard")
        confirm = page.locator("#change button")
        if confirm.get_attribute("aria-disabled") is None:
            break
        # The reason stands beside the button that cannot be pressed.
        reasons.append(page.locator("#move-button-reason").inner_text())
        assert reasons[-1]
    else:
        pytest.fail(f"Nobody can wait: {sorted(set(reasons))}")
    coordinator.look_over()
    confirm.click()
    coordinator.look_over()
    coordinator.press("Maak ongedaan")


def _movers(page: Page) -> Iterator[str]:
    """Give where each member of each circle is moved; only a circle that is open shows its members."""
    proposal = page.url.partition("?")[0].partition("#")[0]
    for number in range(1, MOST_CIRCLES + 1):
        page.goto(f"{proposal}?open={number}")
        for link in page.get_by_role("link", name=re.compile("^verplaats")).all():
            yield urljoin(proposal, link.get_attribute("href"))


def _publish(coordinator: Visitor) -> None:
    page = coordinator.page
    page.get_by_role("link", name=re.compile(r"^Publiceer")).or_(
        page.get_by_role("button", name=re.compile(r"^Publiceer"))
    ).first.click()
    coordinator.look_over()
    page.get_by_role("button", name=re.compile(r"^Publiceer")).first.click()
    coordinator.look_over()
