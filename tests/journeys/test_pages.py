"""Is every page of people, circles and running the house fit for everybody, at a desk and on a phone?"""

import pytest
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
