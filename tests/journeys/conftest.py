"""What do journeys share? One running demo, a Chromium, and a page that watches for trouble."""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from tests.journeys.running import Vakwerk
from tests.journeys.visitor import Visitor

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def vakwerk() -> Iterator[Vakwerk]:
    """Return a running demo that all journeys of this worker share."""
    running = Vakwerk().start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return the system's Chromium, or Playwright's own where there is none."""
    path = os.environ.get("VAKWERK_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


def _open(browser: Browser, vakwerk: Vakwerk, **how: object) -> BrowserContext:
    context = browser.new_context(
        base_url=vakwerk.address, locale="nl-NL", timezone_id="Europe/Amsterdam", **how
    )  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    return context


@pytest.fixture
def visitor(chromium: Browser, vakwerk: Vakwerk) -> Iterator[Visitor]:
    """Return somebody at a desk, with a wide screen."""
    context = _open(chromium, vakwerk, viewport={"width": 1280, "height": 900})
    yield Visitor(context)
    context.close()


@pytest.fixture
def phone(chromium: Browser, vakwerk: Vakwerk) -> Iterator[Visitor]:
    """Return somebody with a small phone."""
    context = _open(chromium, vakwerk, viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    yield Visitor(context)
    context.close()


@pytest.fixture
def without_javascript(chromium: Browser, vakwerk: Vakwerk) -> Iterator[Visitor]:
    """Return somebody whose browser runs no JavaScript."""
    context = _open(chromium, vakwerk, viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    yield Visitor(context, javascript=False)
    context.close()


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Return a folder for files that a journey uploads or downloads."""
    return tmp_path


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add to a failed journey what its visitors had in front of them."""
    report = yield
    if report.failed and call.when == "call":
        for fixture in getattr(item, "funcargs", {}).values():
            if isinstance(fixture, Visitor):
                report.sections.append((f"in front of the visitor: {fixture.page.url}", fixture.words()))
    return report
