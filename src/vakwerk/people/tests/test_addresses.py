"""What happens to invitations and accounts when an academy changes somebody's address?"""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from vakwerk.foundation.models import Academy, OutgoingMail
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people import operations, rules
from vakwerk.people.models import Invitation, Person
from vakwerk.people.operations import PersonFacts
from vakwerk.people.rules import Refusal
from vakwerk.people.sign_in import make_link
from vakwerk.people.tests import factories
from vakwerk.people.tests.test_import import taken_over

OLD, NEW = "gast1@x.example", "gast.een@x.example"


def _invite(client: Client, apeldoorn: Academy) -> Person:
    with in_academy(apeldoorn):
        council = factories.organisation("Dorpscoöperatie Ons Erf", "residents")
    given = {"given_name": "Henk", "family_name": "Bos", "email": OLD, "organisation": council.pk}
    assert client.post(reverse("people:guest_new", args=["apeldoorn"]), given).status_code == 302
    with in_academy(apeldoorn):
        return Person.objects.get(invitations__isnull=False)


def _link_in(letter: OutgoingMail) -> str:
    return next(urlsplit(word).path for word in letter.text.split() if "/account/link/" in word)


def _correct(client: Client, person: Person, email: str) -> str:
    address = reverse("people:person_edit", args=["apeldoorn", person.pk])
    form = client.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"email": email}
    answer = client.post(address, sent, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_of_a_guest_whose_address_is_corrected_the_new_address_gets_the_invitation(
    client: Client, apeldoorn: Academy
) -> None:
    henk = _invite(client, apeldoorn)
    page = _correct(client, henk, NEW)
    assert "krijgt de uitnodiging op het nieuwe adres" in page
    with in_academy(apeldoorn):
        first, second = OutgoingMail.objects.order_by("pk")
        assert (first.to, second.to) == (OLD, NEW)
        assert Invitation.objects.get().sent_to == NEW
    old = Client().get(_link_in(first))
    assert old.status_code == 410
    assert "Deze link werkt niet meer" in old.content.decode()
    assert "nieuw/" not in old.content.decode()
    assert Client().post(_link_in(first)).status_code == 410
    browser = Client()
    answer = browser.post(_link_in(second))
    assert answer.headers["Location"] == reverse("people:welcome", args=["apeldoorn"])
    assert browser.get(answer.headers["Location"]).status_code == 200


def test_a_guest_who_was_here_gets_no_second_invitation(client: Client, apeldoorn: Academy) -> None:
    henk = _invite(client, apeldoorn)
    with in_academy(apeldoorn):
        link = _link_in(OutgoingMail.objects.get())
    guest = Client()
    guest.get(guest.post(link).headers["Location"])
    assert "uitnodiging" not in _correct(client, henk, NEW).split("<main", 1)[1].split("</form", 1)[0]
    with in_academy(apeldoorn):
        assert OutgoingMail.objects.count() == 1


def test_of_an_address_that_was_changed_otherwise_the_list_of_guests_gives_a_hint(
    client: Client, apeldoorn: Academy
) -> None:
    henk = _invite(client, apeldoorn)
    with in_academy(apeldoorn):
        facts = PersonFacts(given_name="Henk", family_name="Bos", email=NEW)
        operations.change_person(person=Person.objects.get(pk=henk.pk), facts=facts, by=None)
    assert (
        "naar een eerder adres gestuurd"
        in client.get(reverse("people:guests", args=["apeldoorn"])).content.decode()
    )


def test_an_address_changed_at_import_ends_what_was_mailed_to_the_old_one(
    client: Client, apeldoorn: Academy
) -> None:
    with in_academy(apeldoorn):
        esra = factories.person("Esra", "Kaya", reference="007", email="esra@apeldoorn.example")
        assert esra.account is not None
        before = esra.account
        link = urlsplit(make_link(account=before)).path
    former = Client()
    former.post(urlsplit(make_link(account=before)).path)
    taken_over(
        client, b"personeelsnummer;voornaam;achternaam;e-mail\n007;Esra;Kaya;esra.kaya@apeldoorn.example\n"
    )
    taken_over(client, b"personeelsnummer;voornaam;achternaam;e-mail\n008;Bram;Vos;esra@apeldoorn.example\n")
    with in_academy(apeldoorn):
        esra.refresh_from_db()
        bram = Person.objects.get(reference="008")
        assert esra.account is not None
        assert esra.account.email == "esra.kaya@apeldoorn.example"
        assert bram.account is None
    assert Client().post(link).status_code == 410
    assert former.get("/apeldoorn/mijn-gegevens/logboek/").status_code in {403, 404}
    reader = Client()
    reader.post(urlsplit(make_link(account=before)).path)
    assert reader.get("/apeldoorn/mijn-gegevens/logboek/").status_code == 200
    assert former.get("/account/").status_code == 302
    with in_academy(apeldoorn):
        bram.refresh_from_db()
        assert bram.account == before


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        (" Samira@Apeldoorn.Example ", "samira@apeldoorn.example"),
        ("samira+kring@apeldoorn.example", "samira+kring@apeldoorn.example"),
        ("\u212aarel@apeldoorn.example", "\u212aarel@apeldoorn.example"),
        ("karel@\u0130stanbul.example", "karel@\u0130stanbul.example"),
    ],
)
def test_an_address_is_compared_without_plain_capitals_and_nothing_more(typed: str, known: str) -> None:
    assert rules.mailbox(typed) == known


@pytest.mark.parametrize(
    ("address", "mine", "reason"),
    [
        ("nieuw@x.example", {"oud@x.example"}, None),
        ("oud@x.example", {"oud@x.example"}, Refusal.ADDRESS_IS_YOURS),
        ("nieuw@x.example", {f"{n}@x.example" for n in range(4)}, None),
        ("nieuw@x.example", {f"{n}@x.example" for n in range(5)}, Refusal.TOO_MANY_ADDRESSES),
    ],
)
def test_when_an_address_can_be_added(address: str, mine: set[str], reason: Refusal | None) -> None:
    assert rules.reason_not_to_claim(address, mine=mine) == reason


@pytest.mark.parametrize(
    ("proven", "taken", "reason"),
    [
        (True, False, None),
        (True, True, Refusal.ADDRESS_TAKEN),
        (False, False, Refusal.ADDRESS_UNPROVEN),
        (False, True, Refusal.ADDRESS_UNPROVEN),
    ],
)
def test_when_mail_can_go_to_an_address(proven: bool, taken: bool, reason: Refusal | None) -> None:
    assert rules.reason_not_to_make_primary(proven=proven, taken=taken) == reason


def test_the_address_that_mail_goes_to_stays() -> None:
    assert rules.reason_not_to_remove_address(primary=True) == Refusal.ADDRESS_IN_USE
    assert rules.reason_not_to_remove_address(primary=False) is None


@pytest.mark.parametrize(
    ("open_", "sent_to", "address", "elsewhere"),
    [
        (True, OLD, NEW, True),
        (True, OLD, OLD, False),
        (True, OLD, "", False),
        (False, OLD, NEW, False),
    ],
)
def test_when_an_invitation_went_elsewhere(open_: bool, sent_to: str, address: str, elsewhere: bool) -> None:
    assert rules.invitation_went_elsewhere(open_=open_, sent_to=sent_to, address=address) is elsewhere
