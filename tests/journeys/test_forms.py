"""Is what people type safe? Two coordinators on one form, a session that ended, and four clicks at once."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey

PEOPLE = "/apeldoorn/coordinatie/mensen/"

# Sends the form of the page as often as asked, at the same instant, as a double click without JavaScript would.
AT_ONCE = """async ([times, field]) => {
    const form = [...document.forms].find((one) => one.method === "post" && !one.hasAttribute("action"));
    const bodies = [...Array(times).keys()].map((nth) => {
        const data = new URLSearchParams(new FormData(form));
        if (field) data.set(field, `06-0000000${nth}`);
        return data;
    });
    const answers = await Promise.all(bodies.map((body) =>
        fetch(location.href, { method: "POST", body, credentials: "same-origin" })));
    return answers.map((answer) => [answer.status, new URL(answer.url).pathname]);
}"""


def _change(visitor: Visitor, name: str) -> str:
    """Open the form of a person and return its address."""
    visitor.go(f"{PEOPLE}?q={name}")
    visitor.page.locator("table").get_by_role("link", name=name).first.click()
    visitor.follow("Wijzig")
    return visitor.page.url


def _make_coordinator(visitor: Visitor, name: str) -> None:
    """Give somebody the role; the demo has one coordinator in Apeldoorn."""
    visitor.go(f"{PEOPLE}?q={name}")
    visitor.page.locator("table").get_by_role("link", name=name).first.click()
    visitor.go(f"{visitor.page.url}rollen/")
    visitor.page.get_by_label("Coördinator").check()
    visitor.press("Bewaar")


@pytest.mark.parametrize(
    ("late", "early", "name", "phone"),
    [
        ("visitor", "without_javascript", "Anneke Vos", "055-5801234"),
        ("without_javascript", "visitor", "Gea Stegeman", "038-5804321"),
    ],
)
def test_two_coordinators_on_one_form(
    late: str, early: str, name: str, phone: str, request: pytest.FixtureRequest
) -> None:
    visitor: Visitor = request.getfixturevalue(late)
    other: Visitor = request.getfixturevalue(early)
    visitor.sign_in_as("Jeroen")
    _make_coordinator(visitor, "Marit")
    address = _change(visitor, name)
    other.sign_in_as("Marit")
    other.go(address)
    other.page.get_by_label("Telefoon").fill(phone)
    other.press("Bewaar")

    visitor.page.get_by_label("Vakgebied").fill("Wijkteam")
    visitor.press("Bewaar")
    visitor.sees("Dit is veranderd nadat je het opende")
    visitor.sees("Marit")
    visitor.sees(f"nu “{phone}”")
    expect(visitor.page.get_by_label("Vakgebied")).to_have_value("Wijkteam")
    expect(visitor.page.get_by_label("Telefoon")).to_have_value(phone)
    visitor.press("Bewaar")
    visitor.sees("Bewaard.")
    other.go(address)
    expect(other.page.get_by_label("Telefoon")).to_have_value(phone)
    expect(other.page.get_by_label("Vakgebied")).to_have_value("Wijkteam")


def test_a_clash_is_readable_on_a_phone(phone: Visitor, visitor: Visitor) -> None:
    phone.sign_in_as("Jeroen")
    _make_coordinator(phone, "Marit")
    address = _change(phone, "Esra")
    visitor.sign_in_as("Marit")
    visitor.go(address)
    visitor.page.get_by_label("Telefoon").fill("055-5809999")
    visitor.press("Bewaar")
    phone.page.get_by_label("Telefoon").fill("055-5801111")
    phone.press("Bewaar")
    phone.sees("Van jou is “055-5801111”")


@pytest.mark.parametrize("who", ["visitor", "without_javascript", "phone"])
def test_a_session_that_ended_while_somebody_wrote(who: str, request: pytest.FixtureRequest) -> None:
    writer: Visitor = request.getfixturevalue(who)
    writer.sign_in_as("Bert")
    writer.go("/apeldoorn/mijn-bewijs/")
    writer.follow("Nieuw bewijs")
    writer.follow("Rechtsstatelijk en integer handelen")
    text = f"Wat ik schreef terwijl mijn sessie afliep, als {who}."
    writer.page.get_by_label("Wat ik deed").fill(text)
    writer.page.context.clear_cookies(name=re.compile("^vakwerk_session"))
    writer.press("Bewaar")
    writer.sees("Wat je schreef, blijft twee uur bewaard")

    _sign_in_with_a_code(writer.page, "bert@apeldoorn.example")
    writer.look_over()
    writer.sees("Je was uitgelogd terwijl je schreef")
    expect(writer.page.get_by_label("Wat ik deed")).to_have_value(text)
    writer.press("Bewaar")
    writer.sees(text)


def test_who_signs_in_again_elsewhere_finds_the_text_too(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in_as("Jeroen")
    visitor.go(f"{PEOPLE}nieuw/")
    page.get_by_label("Voornaam").fill("Sjoerdtje")
    elsewhere = page.context.new_page()
    elsewhere.goto("/demo/")
    elsewhere.get_by_role("button", name="Jeroen").click()
    visitor.press("Voeg toe")
    expect(page.get_by_label("Voornaam")).to_have_value("Sjoerdtje")
    visitor.sees("Het is nog niet bewaard")


def test_four_equal_posts_at_once_make_one_person(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in_as("Jeroen")
    visitor.go(f"{PEOPLE}nieuw/")
    page.get_by_label("Voornaam").fill("Vierling")
    page.get_by_label("Achternaam").fill("Eenmalig")
    answers = page.evaluate(AT_ONCE, [4, ""])
    assert answers == [[200, PEOPLE]] * 4
    visitor.go(f"{PEOPLE}?q=Eenmalig")
    assert page.locator("tbody tr").count() == 1


def test_of_four_who_save_at_once_one_passes(visitor: Visitor) -> None:
    visitor.sign_in_as("Jeroen")
    _change(visitor, "Tom")
    statuses = [status for status, _place in visitor.page.evaluate(AT_ONCE, [4, "phone"])]
    assert sorted(statuses) == [200, 409, 409, 409]


def _sign_in_with_a_code(page: Page, email: str) -> None:
    page.get_by_label("E-mailadres").first.fill(email)
    page.get_by_role("button", name="Stuur me een code").first.click()
    found = re.search(
        r"\b([A-Z0-9]{3,4}-[A-Z0-9]{3,4}|[A-Z0-9]{6})\b", page.locator(".vw-messages").inner_text()
    )
    assert found
    page.get_by_label("Code").fill(found.group(1))
    page.get_by_role("button", name="Ga verder").first.click()
