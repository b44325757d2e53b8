"""Is every page of people, circles and running the house fit for everybody, at a desk and on a phone?"""

import pytest
from playwright.sync_api import expect
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey

COORDINATION = "/apeldoorn/coordinatie/"
# Where a coordinator who also administers comes, and what leads on from there: a part of an address to follow.
PAGES = [
    ("mensen/", "coordinatie/mensen/"),
    ("mensen/nieuw/", ""),
    ("mensen/gasten/", ""),
    ("mensen/gasten/nieuw/", ""),
    ("mensen/inlezen/", ""),
    ("organisaties/", "coordinatie/organisaties/"),
    ("rondes/", ""),
    ("rondes/2/", ""),
    ("rondes/2/aanmeldingen/", ""),
    ("rondes/3/samen-of-apart/", ""),
    ("rondes/2/kringen/", "coordinatie/kringen/"),
    ("", ""),
]
MANAGED = ["", "academie/", "logboek/", "post/", "taken/"]
MINE = ["", "kringen/", "mijn-agenda/", "mijn-gegevens/", "mijn-gegevens/logboek/", "mijn-gegevens/wissen/"]


@pytest.mark.parametrize("who", ["visitor", "phone"])
def test_the_pages_of_coordination_work_for_everybody(who: str, request: pytest.FixtureRequest) -> None:
    coordinator: Visitor = request.getfixturevalue(who)
    coordinator.sign_in_as("Jeroen")
    for address, leads_to in PAGES:
        coordinator.go(f"{COORDINATION}{address}")
        if leads_to:
            for further in _numbered(coordinator, leads_to)[:2]:
                coordinator.go(further)


@pytest.mark.parametrize("who", ["visitor", "phone"])
def test_the_pages_of_running_the_house_work_for_everybody(who: str, request: pytest.FixtureRequest) -> None:
    administrator: Visitor = request.getfixturevalue(who)
    administrator.sign_in_as("Jeroen")
    for address in MANAGED:
        administrator.go(f"/apeldoorn/beheer/{address}")
    administrator.go("/apeldoorn/beheer/post/")
    administrator.go(_numbered(administrator, "beheer/post/")[0])


@pytest.mark.parametrize("who", ["visitor", "phone"])
def test_the_pages_of_a_member_work_for_everybody(who: str, request: pytest.FixtureRequest) -> None:
    member: Visitor = request.getfixturevalue(who)
    member.sign_in_as("Esra")
    for address in MINE:
        member.go(f"/apeldoorn/{address}")
    member.go("/apeldoorn/mijn-agenda/")
    # Whoever comes first makes the address, which is shown once; who comes next ends it.
    member.page.locator("main form button").first.click()
    member.look_over()
    member.go("/apeldoorn/mijn-agenda/")
    member.go("/apeldoorn/kringen/")
    circle = _numbered(member, "/kringen/")[0]
    for part in ("", "verlaten/"):
        member.go(f"{circle}{part}")


@pytest.mark.parametrize("who", ["visitor", "phone"])
def test_a_session_shows_what_changes_before_it_does(who: str, request: pytest.FixtureRequest) -> None:
    coordinator: Visitor = request.getfixturevalue(who)
    coordinator.sign_in_as("Jeroen")
    coordinator.go(f"{COORDINATION}rondes/2/kringen/")
    circle = _numbered(coordinator, "coordinatie/kringen/")[0]
    for part in ("gespreksleider/", "plaats/"):
        coordinator.go(f"{circle}{part}")
    coordinator.go(circle)
    coordinator.follow("wijzig")
    coordinator.page.get_by_label("Plaats").fill("Stadhuis, kamer 4")
    coordinator.press("Laat zien wat er verandert")
    coordinator.sees("Er is nog niets")
    coordinator.sees("mensen krijgen bericht")


def test_a_stacked_table_sorts_by_a_form_on_a_phone(phone: Visitor) -> None:
    phone.sign_in_as("Jeroen")
    phone.go(f"{COORDINATION}organisaties/")
    first = phone.page.locator("tbody tr").first
    assert "Amsterdam" in first.inner_text()
    phone.page.get_by_label("Sorteer op").select_option(label="Naam, aflopend")
    phone.page.wait_for_url("**order=-name**")
    phone.look_over()
    assert "Zorgaanbieder" in phone.page.locator("tbody tr").first.inner_text()


def _numbered(visitor: Visitor, part: str) -> list[str]:
    """Return the addresses on this page that lead to one thing: those that end in a number."""
    found = visitor.page.locator(f"main a[href*='{part}']").evaluate_all(
        "links => links.map(link => link.pathname)"
    )
    return [address for address in dict.fromkeys(found) if address.rstrip("/").rpartition("/")[2].isdecimal()]


@pytest.mark.parametrize(
    ("answer", "said"),
    [(500, "Er is niets bewaard."), (None, "Er kwam geen antwoord.")],
    ids=["the server fails", "the connection is lost"],
)
def test_a_request_that_comes_to_nothing_is_told_and_what_was_typed_stays(
    visitor: Visitor, answer: int | None, said: str
) -> None:
    visitor.sign_in_as("Jeroen")
    page = visitor.page
    page.goto("/apeldoorn/")
    # A form as htmx sends it, on any page.
    page.evaluate(
        """() => {
            const form = Object.assign(document.createElement("form"), { method: "post" });
            form.innerHTML = '<label>Tekst <input name="text" value="veel werk"></label><button>Bewaar</button>';
            form.setAttribute("hx-post", "/apeldoorn/weg/");
            document.querySelector("main").append(form);
            htmx.process(form);
        }"""
    )
    page.route("**/weg/", lambda route: route.fulfill(status=answer) if answer else route.abort())
    page.get_by_role("button", name="Bewaar").click()
    told = page.get_by_role("alertdialog", name="Dit is niet gelukt")
    expect(told).to_be_visible()
    expect(told).to_contain_text(said)
    expect(told.get_by_role("button")).to_be_focused()
    # Htmx itself notes in the console that it got no answer.
    visitor.trouble.clear()
    visitor.look_over()
    page.keyboard.press("Enter")
    expect(told).to_be_hidden()
    expect(page.get_by_role("button", name="Bewaar")).to_be_focused()
    expect(page.get_by_label("Tekst")).to_have_value("veel werk")


def test_without_a_connection_a_form_stays_on_its_page(visitor: Visitor) -> None:
    visitor.sign_in_as("Jeroen")
    page = visitor.page
    page.goto("/apeldoorn/beheer/academie/")
    page.locator("#id_subtitle").fill("Leren van elkaar")
    page.context.set_offline(True)
    page.locator("main form button[type=submit]").first.click()
    told = page.get_by_role("alertdialog", name="Dit is niet gelukt")
    expect(told).to_contain_text("Er is niets bewaard.")
    page.keyboard.press("Escape")
    expect(page.locator("#id_subtitle")).to_have_value("Leren van elkaar")
    page.context.set_offline(False)
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("alertdialog")).to_have_count(0)
