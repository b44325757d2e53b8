"""Retake the pictures of the first tutorial: ``python tools/tutorial_pictures.py``.

Walks the tutorial in a real browser, from an empty academy to published circles, against a Vakwerk of its
own. When a step no longer works this stops there, so the tutorial cannot quietly become untrue.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.journeys.conftest import CHROMIUM_FLAGS  # noqa: E402 - after the path is known
from tests.journeys.running import Vakwerk  # noqa: E402
from tests.journeys.test_circles import AMSTERDAM, SAMPLE, mended  # noqa: E402

PICTURES = ROOT / "docs/images/tutorial"


def main() -> int:
    """Walk the tutorial and write its pictures; return 0."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    vakwerk = Vakwerk(demo=False).start()
    try:
        link = _found_academy(vakwerk)
        with sync_playwright() as playwright:
            path = shutil.which("chromium") or shutil.which("chromium-browser")
            browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
            page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="nl-NL")
            _walk(page, link, vakwerk.address, vakwerk.folder)
            browser.close()
    finally:
        vakwerk.stop()
    return 0


def _found_academy(vakwerk: Vakwerk) -> str:
    words = ["academy", "add", "apeldoorn", "Vakhuis Apeldoorn", "--municipality", "Apeldoorn"]
    person = ["--email", "jeroen@apeldoorn.example", "--given-name", "Jeroen", "--surname", "Timmer"]
    environment = vakwerk.environment | {"VAKWERK_BASE_URL": vakwerk.address}
    said = subprocess.run(
        vakwerk.command(*words, *person), env=environment, capture_output=True, text=True, check=True
    )
    return said.stdout.split()[-1]


def _walk(page: Page, link: str, address: str, folder: Path) -> None:
    def take(name: str) -> None:
        page.wait_for_load_state()
        page.screenshot(path=PICTURES / f"{name}.png", full_page=False)
        sys.stdout.write(f"{name}.png\n")

    page.goto(link)
    take("1-aanmelden")
    page.locator("main button").first.click()
    page.goto(f"{address}/apeldoorn/coordinatie/")
    take("2-leeg")
    _import(page, address, folder, take)
    _call(page, address, take)
    _compose(page, take)


def _import(page: Page, address: str, folder: Path, take: Callable[[str], None]) -> None:
    for file, name in [(SAMPLE, "3-fouten"), (mended(SAMPLE, folder), "4-klaar-om-over-te-nemen")]:
        page.goto(f"{address}/apeldoorn/coordinatie/mensen/inlezen/")
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="Stuur dit bestand in").click()
        page.get_by_role("button", name="Bekijk wat verandert").click()
        take(name)
    page.get_by_role("button", name=re.compile("^Neem .* rijen over")).click()
    page.get_by_role("link", name="Bekijk het resultaat").click(timeout=60_000)
    page.goto(f"{address}/apeldoorn/coordinatie/mensen/")
    take("5-mensen")


def _call(page: Page, address: str, take: Callable[[str], None]) -> None:
    page.goto(f"{address}/apeldoorn/coordinatie/rondes/nieuw/")
    page.get_by_label("Titel").fill("Voorjaarsronde")
    page.locator("[name=purpose]").fill("Wat botst er in je werk, en hoe ga je daarmee om?")
    today = datetime.now(AMSTERDAM).date()
    page.locator("[name=closes_on]").fill(str(today + timedelta(days=14)))
    first = today + timedelta(days=40)
    first += timedelta(days=(1 - first.weekday()) % 7)  # a Tuesday
    for index in range(2):
        page.locator(f"[name=moment-{index}-first_date]").fill(str(first + timedelta(days=index)))
        page.locator(f"[name=moment-{index}-starts_at]").fill("13:30")
        page.locator(f"[name=moment-{index}-ends_at]").fill("15:30")
    # The sample file has people of one municipality only.
    page.locator("[name=min_organisations]").fill("1")
    take("6-nieuwe-ronde")
    page.get_by_role("button", name="Bewaar").click()
    round_address = page.url
    page.get_by_role("button", name="Open de ronde").click()
    page.goto(f"{round_address}aanmeldingen/toevoegen/")
    for box in page.locator("[name=person], [name=slots]").all():
        box.check()
    page.get_by_role("button", name="Meld ze aan").click()
    take("7-aanmeldingen")
    page.goto(round_address)
    page.get_by_role("button", name="Sluit het aanmelden nu").click()
    page.goto(f"{round_address}samenstellen/")


def _compose(page: Page, take: Callable[[str], None]) -> None:
    page.get_by_role("button", name="Stel kringen samen").click()
    # Once the search has something to show.
    page.locator("#progress progress[value]").wait_for(timeout=60_000)
    take("8-zoeken")
    page.wait_for_url(re.compile("/voorstellen/"), timeout=120_000)
    take("9-voorstel")
    publish = re.compile("^Publiceer")
    page.get_by_role("link", name=publish).or_(page.get_by_role("button", name=publish)).first.click()
    take("10-publiceren")
    page.get_by_role("button", name=publish).first.click()
    take("11-gepubliceerd")


if __name__ == "__main__":
    raise SystemExit(main())
