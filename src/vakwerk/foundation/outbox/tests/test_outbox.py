"""Who reads the mail that was sent, and what of it?"""

import re

import pytest
from django.utils import timezone
from pytest_django import Settings

from vakwerk.foundation.models import OutgoingMail
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.factories import House, a_house
from vakwerk.foundation.writing.rules import without_secrets

TOKEN = "nlGbYp3Xj0q9tH7mZc5vWd2sKe8rUf4a"
TEXT = f"Dag Bert,\n\nMeld je aan: http://localhost/account/link/{TOKEN}/\n\n<b>geen opmaak</b>\n"


@pytest.fixture
def house(db: None) -> House:
    return a_house()


def _mail(house: House, **facts: object) -> str:
    with in_academy(house.academy):
        usual = {"to": "bert@apeldoorn.example", "subject": "Je uitnodiging", "text": TEXT}
        mail = OutgoingMail.objects.create(**{**usual, **facts})
    return f"/apeldoorn/beheer/post/{mail.pk}/"


def test_an_administrator_reads_a_mail_without_the_secret_in_it(house: House) -> None:
    page = house.client(house.jeroen).get(_mail(house)).content.decode()
    assert "Dag Bert" in page
    assert TOKEN not in page
    assert "<b>geen opmaak" not in page


def test_in_the_demo_everybody_reads_it_and_can_use_the_link(house: House, settings: Settings) -> None:
    settings.DEMO = True
    page = house.client(house.bert).get(_mail(house)).content.decode()
    assert f'/account/link/{TOKEN}/"' in page


@pytest.mark.parametrize("written", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:8100"])
def test_a_letter_of_the_demo_leads_to_the_port_that_is_open_now(
    house: House, settings: Settings, written: str
) -> None:
    settings.DEMO, settings.BASE_URL = True, "http://127.0.0.1:9123"
    address = _mail(house, text=f"{written}/apeldoorn/ en http://127.0.0.10/x en https://vng.example/")
    page = house.client(house.bert).get(address).content.decode()
    assert 'href="http://127.0.0.1:9123/apeldoorn/"' in page
    assert 'href="http://127.0.0.10/x"' in page
    assert 'href="https://vng.example/"' in page


def test_outside_the_demo_only_an_administrator_reads_mail(house: House) -> None:
    address = _mail(house)
    for person in (house.ilse, house.bert):
        for path in (address, f"{address}agenda/", "/apeldoorn/beheer/post/"):
            assert house.client(person).get(path).status_code == 403


def test_the_list_says_what_did_not_arrive(house: House) -> None:
    _mail(house, state=OutgoingMail.State.FAILED, error="Mailbox full")
    page = house.client(house.jeroen).get("/apeldoorn/beheer/post/").content.decode()
    assert "Mailbox full" in page
    assert "1 mail" in page
    assert (
        "Niets past"
        in house.client(house.jeroen).get("/apeldoorn/beheer/post/", {"q": "esra"}).content.decode()
    )


def test_the_calendar_that_went_along_can_be_opened(house: House) -> None:
    address = _mail(house, calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    answer = house.client(house.jeroen).get(f"{address}agenda/")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert answer.content.startswith(b"BEGIN:VCALENDAR")
    assert house.client(house.jeroen).get(f"{_mail(house)}agenda/").status_code == 404


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"x /account/link/{TOKEN}/ y", "x /account/link/…/ y"),
        (f"/account/link/{TOKEN}/\n/account/link/{TOKEN}/", "/account/link/…/\n/account/link/…/"),
        (f"/apeldoorn/reactie/{TOKEN}/", "/apeldoorn/reactie/…/"),
        ("/account/link-verstuurd/", "/account/link-verstuurd/"),
        ("no link at all", "no link at all"),
    ],
)
def test_the_secret_of_a_link_is_left_out(text: str, left: str) -> None:
    assert without_secrets(text) == left


def test_a_mail_is_shown_as_its_reader_sees_it_where_nothing_can_run(house: House) -> None:
    address = f"{_mail(house)}opmaak/"
    answer = house.client(house.jeroen).get(address)
    page = answer.content.decode()
    assert "&lt;b&gt;geen opmaak" in page
    assert TOKEN not in page
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox" in policy
    assert house.client(house.ilse).get(address).status_code == 403


def test_a_mail_that_was_given_up_is_sent_again_with_one_button(house: House) -> None:
    address = _mail(house, state=OutgoingMail.State.FAILED, error="Mailbox full", attempts=8)
    client = house.client(house.jeroen)
    assert f'action="{address}opnieuw/"' in client.get(address).content.decode()
    answer = client.post(f"{address}opnieuw/", follow=True).content.decode()
    assert "De mail wordt opnieuw verstuurd." in answer
    with in_academy(house.academy):
        mail = OutgoingMail.objects.get()
        assert (mail.state, mail.attempts, mail.error) == (OutgoingMail.State.WAITING, 0, "")
    assert house.client(house.ilse).post(f"{address}opnieuw/").status_code == 403


def test_letters_about_somebodys_own_learning_are_in_no_list_and_can_be_sent_again_unseen(
    house: House,
) -> None:
    failed = OutgoingMail.State.FAILED
    address = _mail(house, is_personal=True, state=failed, subject="Je bewijs is beoordeeld", error="Vol")
    client = house.client(house.jeroen)
    page = client.get("/apeldoorn/beheer/post/").content.decode()
    assert "Je bewijs is beoordeeld" not in page
    assert "bert@apeldoorn.example" not in page
    assert "Sommige berichten over het eigen leren" in page
    for path in (address, f"{address}opmaak/", f"{address}agenda/"):
        assert client.get(path).status_code == 404
    assert "beoordeeld" not in client.get("/apeldoorn/beheer/post/?download=csv").content.decode()
    assert client.post("/apeldoorn/beheer/post/eigen-leren-mislukt/").status_code == 302
    with in_academy(house.academy):
        assert OutgoingMail.objects.get().state == OutgoingMail.State.WAITING
    assert house.client(house.bert).post("/apeldoorn/beheer/post/eigen-leren-mislukt/").status_code == 403


def _seen(page: str) -> str:
    found: list[str] = re.findall(r'name="vw_seen" value="([^"]+)"', page)
    return found[-1]


@pytest.mark.parametrize(
    ("button", "state", "said"),
    [
        ("opnieuw", OutgoingMail.State.WAITING, "De mail wordt opnieuw verstuurd."),
        ("aangekomen", OutgoingMail.State.SENT, "De mail telt nu als verstuurd."),
    ],
)
def test_an_administrator_settles_a_mail_that_perhaps_was_sent(
    house: House, button: str, state: str, said: str
) -> None:
    address = _mail(house, state=OutgoingMail.State.PERHAPS, attempts=1, sent_at=timezone.now())
    client = house.client(house.jeroen)
    assert (
        "Het is niet zeker of 1 mail is aangekomen" in client.get("/apeldoorn/beheer/post/").content.decode()
    )
    page = client.get(address).content.decode()
    assert "Vraag aan bert@apeldoorn.example of de mail is aangekomen" in page
    assert house.client(house.ilse).post(f"{address}{button}/").status_code == 403
    answer = client.post(f"{address}{button}/", {"vw_seen": _seen(page)}, follow=True).content.decode()
    assert said in answer
    with in_academy(house.academy):
        mail = OutgoingMail.objects.get()
        assert mail.state == state
        # Whoever gets it must be able to use its link; once it arrived nobody else may.
        assert (TOKEN in mail.text) == (button == "opnieuw")
    # The other button of the page that is still open in another window does nothing any more.
    other = {"opnieuw": "aangekomen", "aangekomen": "opnieuw"}[button]
    answer = client.post(f"{address}{other}/", {"vw_seen": _seen(page)}, follow=True).content.decode()
    assert "Dit is veranderd nadat je de pagina opende" in answer
    with in_academy(house.academy):
        assert OutgoingMail.objects.get().state == state
    assert (
        "Het is niet zeker of 1 mail is aangekomen"
        not in client.get("/apeldoorn/beheer/post/").content.decode()
    )


@pytest.mark.parametrize(
    ("button", "state"), [("again", OutgoingMail.State.WAITING), ("arrived", OutgoingMail.State.SENT)]
)
def test_letters_about_own_learning_that_perhaps_were_sent_are_settled_unseen(
    house: House, button: str, state: str
) -> None:
    for _n in range(2):
        _mail(house, is_personal=True, state=OutgoingMail.State.PERHAPS)
    client = house.client(house.jeroen)
    page = client.get("/apeldoorn/beheer/post/").content.decode()
    assert "bert@apeldoorn.example" not in page
    address = "/apeldoorn/beheer/post/eigen-leren-onzeker/"
    assert client.post(address, {button: "1", "vw_seen": _seen(page)}).status_code == 302
    with in_academy(house.academy):
        assert {mail.state for mail in OutgoingMail.objects.all()} == {state}
    assert house.client(house.ilse).post(address).status_code == 403
