"""A circle that empties and fills again: what the coordinator sees, who hears of it, and what calendars do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, expect
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey

COORDINATION = "/apeldoorn/coordinatie/"
POST = "/apeldoorn/beheer/post/"
ROUND = "Najaarsronde"


def test_leave_and_refill_a_circle(visitor: Visitor) -> None:
    coordinator = visitor
    coordinator.sign_in_as("Jeroen")
    circle = _address_of(coordinator, "Kring 1")

    # A member leaves the organisation; another gives up only the circle.
    with _new_mail(coordinator) as mail:
        _have_leave(coordinator, "Ravi", "Kring 1")
    assert "Ravi Kalloe is weg" in mail.subjects("jeroen@apeldoorn.example")
    assert "Ravi Kalloe is weg" in mail.subjects("anneke@vos.example")
    assert not mail.subjects("ravi@samendichtbij.example")
    with _new_mail(coordinator) as mail:
        coordinator.go(circle)
        _row(coordinator, "Wendy Smit").get_by_role("link", name="haal uit de kring").click()
        coordinator.look_over()
        coordinator.page.locator("main form button").first.click()
        coordinator.look_over()
    assert mail.methods("wendy@driebruggen.example") == {"CANCEL"}

    # The page of the circle has a free place, and says who fits by every rule. In the other circle a member decides
    # about a case of the same person, and the page says that too.
    coordinator.go(f"{_address_of(coordinator, 'Kring 2')}plaats/")
    expect(_row(coordinator, "Gerrit Boks")).to_contain_text("beslist")
    coordinator.go(circle)
    coordinator.sees("1 vrije plek")
    coordinator.sees("Gerrit Boks")
    coordinator.follow("Geef iemand een plek")
    with _new_mail(coordinator) as mail:
        _row(coordinator, "Gerrit Boks").get_by_role("button", name="Geef de plek").click()
        coordinator.look_over()
        coordinator.sees("Gerrit Boks heeft de plek en kreeg bericht.")
    assert mail.methods("gerrit@onserf.example") == {"REQUEST"}
    assert "Een nieuw lid in kring 1" in mail.subjects("anneke@vos.example")

    # Taken back, with a place in calendars again.
    with _new_mail(coordinator) as mail:
        coordinator.go(circle)
        coordinator.page.get_by_role("link", name=re.compile("neem terug.*Wendy", re.IGNORECASE)).click()
        coordinator.look_over()
        coordinator.press("Neem terug")
        coordinator.sees("Wendy Smit zit weer in de kring")
    assert mail.methods("wendy@driebruggen.example") == {"REQUEST"}

    # What happens from now on reaches the members of now, and nobody who left.
    with _new_mail(coordinator) as mail:
        _move_last_session(coordinator, circle)
    assert mail.methods("gerrit@onserf.example") == mail.methods("wendy@driebruggen.example") == {"REQUEST"}
    assert not mail.subjects("ravi@samendichtbij.example")


def test_residents_take_places_together_in_a_circle_that_has_none(without_javascript: Visitor) -> None:
    coordinator = without_javascript
    coordinator.sign_in_as("Jeroen")
    circle = _address_of(coordinator, "Kring 2")
    coordinator.go(f"{circle}plaats/")
    # One resident alone may not come; the page says with whom it can be done.
    joke = _row(coordinator, "Joke Lammers")
    expect(joke).to_contain_text("Zou de enige inwoner in deze kring zijn.")
    expect(joke).to_contain_text("Samen met Tineke Mulder kan het wel.")
    with _new_mail(coordinator) as mail:
        joke.get_by_role("button", name="Geef ze samen een plek").click()
        coordinator.look_over()
        coordinator.sees("Joke Lammers, Tineke Mulder hebben een plek en kregen bericht.")
    assert mail.methods("joke@onserf.example") == mail.methods("tineke@clientenraad.example") == {"REQUEST"}


class NewMail:
    """The letters that were written meanwhile, by the address they go to."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.before = self._highest()

    def _highest(self) -> int:
        self.visitor.page.goto(POST)
        link = self.visitor.page.locator("tbody a").first
        return int(re.findall(r"\d+", link.get_attribute("href") or "")[-1])

    def _to(self, address: str) -> Iterator[tuple[str, str]]:
        self.visitor.page.goto(f"{POST}?q={address}")
        for link in self.visitor.page.locator("tbody a").all():
            path = link.get_attribute("href") or ""
            if int(re.findall(r"\d+", path)[-1]) > self.before:
                yield link.inner_text(), path

    def subjects(self, address: str) -> list[str]:
        """Return what is written to an address."""
        return [subject for subject, _path in self._to(address)]

    def methods(self, address: str) -> set[str]:
        """Return what the letters to an address do in a calendar."""
        found = set()
        for path in [path for _subject, path in self._to(address)]:
            answer = self.visitor.page.request.get(f"{path}agenda/")
            if answer.ok:
                found |= set(re.findall(r"^METHOD:(\w+)", answer.text(), re.MULTILINE))
        return found


@contextmanager
def _new_mail(visitor: Visitor) -> Iterator[NewMail]:
    here = visitor.page.url
    mail = NewMail(visitor)
    visitor.page.goto(here)
    yield mail


def _address_of(visitor: Visitor, circle: str) -> str:
    """Return where a circle of the running round is looked after."""
    visitor.go(f"{COORDINATION}rondes/")
    visitor.follow(ROUND)
    visitor.follow("Bekijk de kringen")
    visitor.page.get_by_role("link", name=circle, exact=True).first.click()
    visitor.look_over()
    return visitor.page.url.partition("?")[0]


def _row(visitor: Visitor, name: str) -> Locator:
    return visitor.page.locator("tr", has=visitor.page.get_by_role("rowheader", name=name))


def _have_leave(visitor: Visitor, name: str, circle: str) -> None:
    """Have a person leave the academy today; the page says before that a place comes free."""
    visitor.go(f"{COORDINATION}mensen/?q={name}")
    visitor.page.locator("table").get_by_role("link", name=name).first.click()
    visitor.follow("Deze persoon vertrekt")
    expect(visitor.page.get_by_role("table", name="Dit eindigt")).to_contain_text(circle)
    visitor.press("Deze persoon vertrekt")
    visitor.sees("kan niet meer inloggen")


def _move_last_session(visitor: Visitor, circle: str) -> None:
    visitor.go(circle)
    visitor.page.get_by_role("link", name=re.compile("^wijzig")).last.click()
    visitor.look_over()
    day = visitor.page.get_by_label("Dag", exact=True)
    moved = datetime.fromisoformat(day.input_value()).astimezone(ZoneInfo("UTC")) + timedelta(days=8)
    day.fill(f"{moved:%Y-%m-%d}")
    visitor.press("Laat zien wat er verandert")
    visitor.press("Wijzig het en laat het iedereen weten")
