"""Do the pages of people, organisations and guests show what they should, and only to whom they should?"""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from vakwerk.foundation.models import Academy, Job, OutgoingMail
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people import operations
from vakwerk.people.guests import operations as guests
from vakwerk.people.models import Account, Bond, Invitation, Organisation, Person, RoleAssignment
from vakwerk.people.tests import factories


@pytest.fixture
def esra(apeldoorn: Academy, jeroen: Person) -> Person:
    with in_academy(apeldoorn):
        municipality = factories.organisation("Apeldoorn")
        operations.add_unit(organisation=municipality, name="Jeugd", by=None)
        one = factories.person(
            "Esra", "Kaya", organisation=municipality, job_title="jeugdconsulent", reference="007"
        )
        operations.add_bond(person=one, senior=jeroen, kind="manager", by=None, source="personeelsgegevens")
        return one


LISTS = (
    "persons",
    "organisations",
    "guests",
    "imports",
    "person_new",
    "organisation_new",
    "guest_new",
    "my_data",
)


@pytest.mark.parametrize("page", LISTS)
def test_a_coordinator_opens_every_page(client: Client, esra: Person, page: str) -> None:
    assert client.get(reverse(f"people:{page}", args=["apeldoorn"])).status_code == 200


@pytest.mark.parametrize("page", [one for one in LISTS if one != "my_data"])
def test_a_participant_opens_none_of_the_coordinators_pages(esra: Person, page: str) -> None:
    answer = factories.signed_in(esra).get(reverse(f"people:{page}", args=["apeldoorn"]))
    assert answer.status_code == 403


OF_ONE = ("person", "person_edit", "person_roles", "person_leave", "person_erase", "place_new", "bond_new")


@pytest.mark.parametrize("page", OF_ONE)
def test_the_pages_of_one_person_open(client: Client, esra: Person, page: str) -> None:
    answer = client.get(reverse(f"people:{page}", args=["apeldoorn", esra.pk]), {"q": "jeroen"})
    assert answer.status_code == 200
    assert "Esra Kaya" in answer.content.decode()


@pytest.mark.parametrize("page", OF_ONE)
def test_a_person_of_another_academy_is_not_found(client: Client, amsterdam: Academy, page: str) -> None:
    with in_academy(amsterdam):
        samira = factories.person("Samira", "El Idrissi")
    assert client.get(reverse(f"people:{page}", args=["apeldoorn", samira.pk])).status_code == 404


@pytest.mark.parametrize("address", ["/apeldoorn/bestaat-niet/", "/bestaat-niet/"])
def test_a_page_that_is_not_there_offers_to_sign_in_only_to_who_is_not(client: Client, address: str) -> None:
    offer = "sommige pagina’s zie je pas daarna"
    assert offer not in client.get(address).content.decode()
    client.logout()
    assert offer in client.get(address).content.decode()


@pytest.mark.parametrize(("name", "home"), [("people:my_public_name", "/apeldoorn/"), ("set_language", "/")])
def test_an_address_that_only_takes_in_a_form_says_so(client: Client, name: str, home: str) -> None:
    answer = client.get(reverse(name, args=["apeldoorn"] if ":" in name else []))
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    page = answer.content.decode()
    assert "Deze pagina kun je niet los openen" in page
    assert f'href="{home}"' in page


def test_who_decides_on_a_case_is_said_in_a_sentence_that_reads(
    client: Client, esra: Person, jeroen: Person
) -> None:
    with in_academy(esra.academy):
        Bond.objects.update(kind=Bond.Kind.DECIDES_ON_CASE)
    yours = factories.signed_in(esra).get(reverse("people:my_data", args=["apeldoorn"])).content.decode()
    assert re.search(r"<small\s*>\s*beslist over je zaak", yours)
    theirs = client.get(reverse("people:person", args=["apeldoorn", jeroen.pk])).content.decode()
    assert re.search(r"<small\s*>\s*beslist over hun zaak", theirs)


def test_a_new_person_is_named_first(client: Client) -> None:
    page = client.get(reverse("people:person_new", args=["apeldoorn"])).content.decode()
    order = [page.index(f'name="{field}"') for field in ("given_name", "email", "organisation", "phone")]
    assert order == sorted(order)


def test_another_academys_coordinator_gets_nothing(client: Client, amsterdam: Academy) -> None:
    for page in LISTS:
        assert client.get(reverse(f"people:{page}", args=["amsterdam"])).status_code == 404


def test_a_person_page_says_who_stands_above_and_where_that_is_known_from(
    client: Client, esra: Person
) -> None:
    page = client.get(reverse("people:person", args=["apeldoorn", esra.pk])).content.decode()
    assert "Jeroen Timmer" in page
    assert "personeelsgegevens" in page


def test_adding_a_person_gives_an_account(client: Client, esra: Person) -> None:
    answer = client.post(
        reverse("people:person_new", args=["apeldoorn"]),
        {"given_name": "Tom", "family_name": "Brinkman", "email": "Tom@X.example"},
    )
    assert answer.status_code == 302
    with in_academy(esra.academy):
        tom = Person.objects.select_related("account").get(given_name="Tom")
        assert tom.account is not None
        assert tom.account.email == "tom@x.example"
        assert tom.roles == {Role.PARTICIPANT}


def test_a_second_person_with_an_address_is_refused_with_the_name(client: Client, esra: Person) -> None:
    answer = client.post(
        reverse("people:person_new", args=["apeldoorn"]), {"given_name": "E", "email": esra.email.upper()}
    )
    assert answer.status_code == 422
    assert "Esra Kaya" in answer.content.decode()


def test_the_list_finds_people_by_name_without_accents_and_by_number(client: Client, esra: Person) -> None:
    address = reverse("people:persons", args=["apeldoorn"])
    for text in ("kaya esra", "007", "ésra"):
        page = client.get(address, {"q": text}).content.decode()
        assert "Esra Kaya" in page
        assert "jeroen@" not in page
    assert "Esra Kaya" not in client.get(address, {"q": "niemand"}).content.decode()


def test_the_list_takes_as_many_queries_for_many_people(client: Client, esra: Person) -> None:
    address = reverse("people:persons", args=["apeldoorn"])
    client.get(address)  # the first visit of a session writes more
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    with in_academy(esra.academy):
        organisation = esra.memberships.get().organisation
        for number in range(60):
            factories.person("Iemand", f"Nummer {number}", organisation=organisation)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_can_be_downloaded(client: Client, esra: Person, kind: str) -> None:
    answer = client.get(reverse("people:persons", args=["apeldoorn"]), {"download": kind})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f'.{kind}"')


def test_a_bond_is_found_by_search_and_kept(client: Client, esra: Person, apeldoorn: Academy) -> None:
    with in_academy(apeldoorn):
        marit = factories.person("Marit", "Hofman")
    answer = client.post(
        reverse("people:bond_new", args=["apeldoorn", esra.pk]) + "?q=hofman",
        {"kind": "assessor", "senior": marit.pk},
    )
    assert answer.status_code == 302
    with in_academy(apeldoorn):
        assert Bond.objects.filter(person=esra, senior=marit, kind="assessor").exists()


def test_a_bond_goes_only_after_a_page_that_says_what_that_means(
    client: Client, esra: Person, apeldoorn: Academy
) -> None:
    with in_academy(apeldoorn):
        bond = Bond.objects.get(person=esra)
    person = reverse("people:person", args=["apeldoorn", esra.pk])
    confirm = reverse("people:bond_end", args=["apeldoorn", esra.pk, bond.pk])
    # A link leads there: nothing on the page of the person removes it at once, with JavaScript or without.
    page = client.get(person).content.decode()
    assert f'href="{confirm}"' in page
    assert f'action="{confirm}"' not in page
    page = client.get(confirm).content.decode()
    assert "Jeroen Timmer" in page
    assert "Esra Kaya" in page
    assert f'href="{person}"' in page
    with in_academy(apeldoorn):
        assert Bond.objects.filter(pk=bond.pk).exists()
    assert client.post(confirm).headers["Location"] == person
    with in_academy(apeldoorn):
        assert not Bond.objects.filter(pk=bond.pk).exists()


def test_the_bond_of_another_person_is_not_found_under_this_one(
    client: Client, esra: Person, jeroen: Person, apeldoorn: Academy
) -> None:
    with in_academy(apeldoorn):
        bond = Bond.objects.get(person=esra)
    assert client.get(reverse("people:bond_end", args=["apeldoorn", jeroen.pk, bond.pk])).status_code == 404


def test_a_manager_cannot_be_put_below_their_own_team_member(
    client: Client, esra: Person, jeroen: Person
) -> None:
    answer = client.post(
        reverse("people:bond_new", args=["apeldoorn", jeroen.pk]) + "?q=kaya",
        {"kind": "manager", "senior": esra.pk},
    )
    assert answer.status_code == 422
    assert "Esra Kaya" in answer.content.decode()


def test_who_left_cannot_come_in_and_can_come_back(client: Client, esra: Person) -> None:
    leave = reverse("people:person_leave", args=["apeldoorn", esra.pk])
    browser = factories.signed_in(esra)
    assert client.post(leave, {"day": "2026-11-01"}).status_code == 302
    assert browser.get(reverse("people:my_data", args=["apeldoorn"])).status_code == 404
    assert client.post(leave, {"back": "yes"}).status_code == 302
    assert browser.get(reverse("people:my_data", args=["apeldoorn"])).status_code == 200


def test_a_person_takes_their_data_along(esra: Person) -> None:
    answer = factories.signed_in(esra).get(reverse("people:take_my_data", args=["apeldoorn"]))
    about = answer.json()["person"]
    assert about["surname"] == "Kaya"
    assert about["above"][0]["name"] == "Jeroen Timmer"
    assert about["places"][0]["organisation"] == "Apeldoorn"


def test_a_person_erases_themself_and_is_gone(esra: Person) -> None:
    browser = factories.signed_in(esra)
    address = reverse("people:erase_me", args=["apeldoorn"])
    assert browser.post(address, {}).status_code == 422
    assert browser.post(address, {"sure": "on"}).status_code == 302
    with in_academy(esra.academy):
        row = Person.objects.get(pk=esra.pk)
        assert (row.given_name, row.email, row.account) == ("", "", None)
        assert not row.memberships.exists()
    assert not Account.objects.filter(email=esra.email).exists()


def test_an_account_that_another_academy_knows_survives_an_erasure(esra: Person, amsterdam: Academy) -> None:
    with in_academy(amsterdam):
        other = factories.person("Esra", "Kaya", email=esra.email)
    assert other.account_id == esra.account_id
    factories.signed_in(esra).post(reverse("people:erase_me", args=["apeldoorn"]), {"sure": "on"})
    with in_academy(amsterdam):
        assert Person.objects.get(pk=other.pk).account_id == other.account_id


def test_a_guest_is_invited_reminded_and_no_longer_expected(client: Client, apeldoorn: Academy) -> None:
    with in_academy(apeldoorn):
        council = factories.organisation("Cliëntenraad Sociaal", "residents")
    new = reverse("people:guest_new", args=["apeldoorn"])
    sent = {
        "given_name": "Meryem",
        "family_name": "Aydin",
        "email": "meryem@x.example",
        "organisation": council.pk,
    }
    assert client.post(new, sent).status_code == 302
    with in_academy(apeldoorn):
        invitation = Invitation.objects.select_related("person").get()
        assert invitation.person.roles == {Role.GUEST}
        letter = OutgoingMail.objects.get()
        assert letter.to == "meryem@x.example"
    assert client.post(new, sent).status_code == 422
    assert client.post(reverse("people:guest_again", args=["apeldoorn", invitation.pk])).status_code == 302
    with in_academy(apeldoorn):
        assert OutgoingMail.objects.count() == 2
    browser = factories.signed_in(invitation.person)
    welcome = browser.get(reverse("people:welcome", args=["apeldoorn"]))
    assert "Jeroen Timmer" in welcome.content.decode()
    assert client.get(reverse("people:guests", args=["apeldoorn"])).status_code == 200
    withdraw = reverse("people:guest_withdraw", args=["apeldoorn", invitation.pk])
    assert client.get(withdraw).status_code == 200
    assert client.post(withdraw).status_code == 302
    assert browser.get(reverse("people:welcome", args=["apeldoorn"])).status_code == 404
    assert client.post(new, sent).status_code == 302


def test_the_link_of_an_invitation_signs_the_guest_in_on_the_welcome_page(
    client: Client, apeldoorn: Academy
) -> None:
    with in_academy(apeldoorn):
        council = factories.organisation("Dorpscoöperatie Ons Erf", "residents")
    client.post(
        reverse("people:guest_new", args=["apeldoorn"]),
        {"given_name": "Henk", "email": "henk@x.example", "organisation": council.pk},
    )
    with in_academy(apeldoorn):
        text = OutgoingMail.objects.get().text
    link = next(line for line in text.splitlines() if line.startswith("http"))
    assert "/apeldoorn/" not in link


@pytest.mark.parametrize(("page", "first"), [("person_new", "geen"), ("guest_new", "kies")])
def test_an_organisation_not_chosen_yet_reads_as_a_word(client: Client, page: str, first: str) -> None:
    shown = client.get(reverse(f"people:{page}", args=["apeldoorn"])).content.decode()
    assert f'<option value="" selected>{first}</option>' in shown
    assert "---" not in shown


def test_the_trail_of_a_new_organisation_does_not_say_that_it_changes(client: Client) -> None:
    shown = client.get(reverse("people:organisation_new", args=["apeldoorn"])).content.decode()
    assert '<span aria-current="page">Voeg een organisatie toe</span>' in shown


def test_an_organisation_with_people_cannot_be_removed(client: Client, esra: Person) -> None:
    with in_academy(esra.academy):
        organisation = esra.memberships.get().organisation
    edit = reverse("people:organisation_edit", args=["apeldoorn", organisation.pk])
    client.post(edit, {"remove": "yes"})
    assert client.get(reverse("people:organisation", args=["apeldoorn", organisation.pk])).status_code == 200


def test_a_guest_whose_language_is_unknown_is_written_to_in_dutch(inside: Academy, jeroen: Person) -> None:
    with translation.override("en"):
        guests.invite_guest(
            given_name="Gast", family_name="Vos", email="gast@x.example", by=jeroen,
            organisation=Organisation.objects.create(name="Buurt", kind=Organisation.Kind.RESIDENTS),
        )  # fmt: skip
    assert OutgoingMail.objects.get(to="gast@x.example").language == "nl"


def test_a_coordinator_reads_that_only_an_administrator_sees_outgoing_mail(client: Client) -> None:
    answer = client.get(reverse("foundation:outbox", args=["apeldoorn"]))
    assert answer.status_code == 403
    assert "Alleen een beheerder mag dit." in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "said"), [(Role.ADMINISTRATOR, "wie de server"), (None, "Vertel de beheerder")]
)
def test_an_administrator_is_not_told_to_tell_the_administrator(
    client: Client, inside: Academy, jeroen: Person, role: Role | None, said: str
) -> None:
    if role:
        RoleAssignment.objects.create(person=jeroen, role=role)
    job = Job.objects.create(kind="x", title="Tellen", state=Job.State.FAILED)
    page = client.get(reverse("foundation:job", args=["apeldoorn", job.pk])).content.decode()
    assert said in page
