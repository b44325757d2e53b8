"""What a coordinator does with a proposal: drag, choose moment and facilitator, stop the search, print."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey

ROUND = "/apeldoorn/coordinatie/rondes/3/"
PROPOSAL = f"{ROUND}voorstellen/2/"
OPEN_ROUND = "/apeldoorn/coordinatie/rondes/4/"


def test_a_member_is_dragged_and_what_it_changes_is_shown_first(visitor: Visitor) -> None:
    visitor.sign_in_as("Jeroen")
    visitor.go(PROPOSAL)
    page = visitor.page
    # So tall that nothing scrolls between taking hold and letting go.
    page.set_viewport_size({"width": 1280, "height": 3000})
    member = page.locator("[data-drop] [data-drag-item]").first
    person = member.get_attribute("data-drag-item")
    target = page.locator("[data-drop]").nth(1)
    circle = target.get_attribute("data-drop")
    member.drag_to(target)
    expect(page).to_have_url(re.compile(f"person={person}&act=move&circle={circle}"))
    visitor.look_over()
    expect(page.locator("#change")).to_contain_text("Er is nog niets")


@pytest.mark.parametrize("who", ["visitor", "phone"])
def test_moment_and_facilitator_are_chosen_and_taken_back(who: str, request: pytest.FixtureRequest) -> None:
    coordinator: Visitor = request.getfixturevalue(who)
    coordinator.sign_in_as("Jeroen")
    coordinator.go(f"{PROPOSAL}?open=3")
    before = coordinator.page.locator("#circle-3").inner_text()
    coordinator.follow("Kies moment en gespreksleider")
    coordinator.sees("Op deze momenten kan niet iedereen")
    coordinator.page.get_by_label("niemand: de leden doen het om de beurt").check()
    coordinator.press("Bewaar")
    expect(coordinator.page.locator("#circle-3")).to_contain_text("om de beurt")
    coordinator.sees("je koos het moment of de gespreksleider van kring 3")
    coordinator.press("Maak ongedaan")
    coordinator.go(f"{PROPOSAL}?open=3")
    assert coordinator.page.locator("#circle-3").inner_text() == before


def test_the_search_shows_how_far_it_is_and_stops_with_the_best_so_far(visitor: Visitor) -> None:
    visitor.sign_in_as("Jeroen")
    visitor.go(f"{OPEN_ROUND}samenstellen/")
    visitor.press("Stel kringen samen")
    page = visitor.page
    # The line of the wishes grows while one looks.
    expect(page.locator("#progress polyline")).to_have_attribute(
        "points", re.compile(r"\S+ \S+"), timeout=30_000
    )
    page.get_by_role("button", name="Stop en houd de beste tot nu toe").click()
    expect(page).to_have_url(re.compile("/voorstellen/"), timeout=30_000)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kringen samenstellen")
    expect(page.locator(".vw-circle").first).to_be_visible()
    visitor.look_over()


def test_a_proposal_on_paper_has_its_circles_and_no_buttons(visitor: Visitor) -> None:
    visitor.sign_in_as("Jeroen")
    visitor.go(PROPOSAL)
    page = visitor.page
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    for kept in ("h1", "#circle-3 table", "#circle-3 .vw-attention", "#circle-4 .vw-facts"):
        expect(page.locator(kept).first).to_be_visible()
    # What is folded on the screen is open on paper: everybody's name is there.
    for circle in page.locator(".vw-circle").all():
        expect(circle.locator("tbody tr").first).to_be_visible()
    for gone in (".vw-nav", ".vw-footer", ".vw-breadcrumbs", "#move", ".vw-row-actions", ".utrecht-button"):
        for each in page.locator(gone).all():
            expect(each).to_be_hidden()
