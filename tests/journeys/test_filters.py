"""Do the filters of a list fold on a phone only, with the keyboard and without JavaScript too?"""

import pytest
from playwright.sync_api import expect
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey

PEOPLE = "/apeldoorn/coordinatie/mensen/"
LISTS = [PEOPLE, "/apeldoorn/aanbod/", "/apeldoorn/kennis/"]


def test_on_a_phone_filters_are_folded_until_one_is_chosen(phone: Visitor) -> None:
    phone.sign_in_as("Jeroen")
    page = phone.page
    fields = page.locator(".vw-filters select")
    for address in LISTS:
        phone.go(address)
        expect(fields.first).to_be_hidden()
    phone.go(PEOPLE)
    summary = page.locator(".vw-filters summary")
    expect(summary).to_have_text("Filters")
    summary.focus()
    page.keyboard.press("Enter")
    expect(fields.first).to_be_visible()
    phone.look_over()
    page.keyboard.press("Tab")
    expect(fields.first).to_be_focused()
    fields.nth(1).select_option(index=1)
    phone.press("Toon")
    expect(summary).to_have_text("1 filter gekozen")
    expect(fields.first).to_be_visible()


def test_at_a_desk_filters_are_plain_fields_that_the_keyboard_reaches(visitor: Visitor) -> None:
    visitor.sign_in_as("Jeroen")
    page = visitor.page
    for address in LISTS:
        visitor.go(address)
        fields = page.locator(".vw-filters select")
        expect(page.locator(".vw-filters summary")).to_be_hidden()
        expect(fields.first).to_be_visible()
        page.locator("input[type=search]").first.focus()
        page.keyboard.press("Tab")
        expect(fields.first).to_be_focused()
        tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
        boxes = [node for node in tree if node.get("role", {}).get("value") == "combobox"]
        assert len(boxes) >= fields.count()


def test_without_javascript_filters_show_at_a_desk_and_open_on_a_phone(
    without_javascript: Visitor,
) -> None:
    without_javascript.sign_in_as("Jeroen")
    page = without_javascript.page
    without_javascript.go(PEOPLE)
    fields = page.locator(".vw-filters select")
    expect(fields.first).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 640})
    expect(fields.first).to_be_hidden()
    page.locator(".vw-filters summary").click()
    expect(fields.first).to_be_visible()
    fields.nth(1).select_option(index=1)
    without_javascript.press("Toon")
    expect(page.locator(".vw-filters summary")).to_have_text("1 filter gekozen")
