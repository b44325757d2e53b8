"""Does the shell around every page work for everybody: by mouse, by keyboard, on a phone, without JavaScript?"""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey

COMPONENTS = "/componenten/"


@pytest.mark.parametrize("who", ["visitor", "phone", "without_javascript"])
def test_every_shared_piece_works_for_everybody(who: str, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(who).go(COMPONENTS)


def test_the_first_tab_leads_past_the_menu(visitor: Visitor) -> None:
    visitor.go("/")
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.get_by_role("link", name="Ga naar de inhoud")).to_be_focused()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("main")).to_be_focused()


@pytest.mark.parametrize("who", ["visitor", "without_javascript"])
def test_the_other_language_is_one_press_away_and_stays(who: str, request: pytest.FixtureRequest) -> None:
    reader: Visitor = request.getfixturevalue(who)
    reader.go(COMPONENTS)
    expect(reader.page.locator("html")).to_have_attribute("lang", "nl")
    reader.press("English")
    assert reader.page.url.endswith(COMPONENTS)
    expect(reader.page.locator("html")).to_have_attribute("lang", "en")
    reader.go("/hulp/")
    expect(reader.page.locator("html")).to_have_attribute("lang", "en")
    reader.press("Nederlands")


def test_the_menu_on_a_phone_opens_and_closes_by_keyboard(phone: Visitor) -> None:
    phone.go("/")
    menu = phone.page.locator("summary", has_text="Menu")
    menu.focus()
    phone.page.keyboard.press("Enter")
    expect(phone.page.locator(".vw-menu__panel")).to_be_visible()
    phone.page.keyboard.press("Tab")
    phone.page.keyboard.press("Escape")
    expect(phone.page.locator(".vw-menu__panel")).to_be_hidden()
    expect(menu).to_be_focused()


def test_the_menu_opens_without_javascript(without_javascript: Visitor) -> None:
    page = without_javascript.page
    page.set_viewport_size({"width": 320, "height": 640})
    without_javascript.go("/")
    page.locator("summary", has_text="Menu").click()
    expect(page.locator(".vw-menu__panel")).to_be_visible()


def test_a_page_opens_in_a_dialog_and_gives_the_focus_back(visitor: Visitor) -> None:
    visitor.go(COMPONENTS)
    link = visitor.page.get_by_role("link", name="Open hulp in een venster")
    link.click()
    dialog = visitor.page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", level=1)).to_be_focused()
    visitor.look_over()
    visitor.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()


def test_without_javascript_the_dialog_is_its_own_page(without_javascript: Visitor) -> None:
    without_javascript.go(COMPONENTS)
    without_javascript.follow("Open hulp in een venster")
    assert without_javascript.page.url.endswith("/hulp/")


def test_mistakes_are_told_first_and_lead_to_their_field(visitor: Visitor) -> None:
    visitor.go(COMPONENTS)
    summary = visitor.page.locator(".vw-error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Mensen per kring").click()
    expect(visitor.page.locator("#fout_size")).to_be_focused()


def test_dragging_a_name_sends_the_form_that_the_keyboard_uses(visitor: Visitor) -> None:
    visitor.go(COMPONENTS)
    visitor.page.drag_and_drop('[data-drag-item="rik"]', '[data-drop="4"]')
    expect(visitor.page).to_have_url(re.compile(r"item=rik&target=4"))


def test_a_place_that_refuses_takes_nothing(visitor: Visitor) -> None:
    visitor.go(COMPONENTS)
    visitor.page.drag_and_drop('[data-drag-item="nadia"]', '[data-drop="3"]')
    assert "item=" not in visitor.page.url


def test_a_page_that_is_not_there_helps_on(visitor: Visitor) -> None:
    visitor.go("/bestaat-niet/")
    visitor.sees("Pagina niet gevonden")
    visitor.follow("Ga naar de eerste pagina")
