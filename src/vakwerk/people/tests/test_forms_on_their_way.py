"""Is what people type overwritten, doubled or lost? Two coordinators, two clicks, and a session that ended."""

import re

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from vakwerk.foundation.models import Academy, KeptForm, SentForm
from vakwerk.foundation.posting import drawn, kept, once, stale
from vakwerk.foundation.roles import Role
from vakwerk.foundation.templatetags import posting
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people.guests import operations as guests
from vakwerk.people.models import Invitation, Organisation, Person
from vakwerk.people.tests import factories
from vakwerk.people.tests.browsing import fields_of, open_form

NEW = {"given_name": "Sanne", "family_name": "Brink"}
SIGN_IN = "/account/login/"
FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def fatma(apeldoorn: Academy) -> Person:
    with in_academy(apeldoorn):
        return factories.person("Fatma", "Yilmaz", roles=(Role.COORDINATOR,))


@pytest.fixture
def pieter(apeldoorn: Academy) -> Person:
    with in_academy(apeldoorn):
        return factories.person("Pieter", "Vos", phone="")


@pytest.fixture
def hers(fatma: Person) -> Client:
    return factories.signed_in(fatma)


@pytest.fixture
def address(pieter: Person) -> str:
    return reverse("people:person_edit", args=["apeldoorn", pieter.pk])


def _now(person: Person) -> Person:
    with in_academy(person.academy):
        return Person.objects.get(pk=person.pk)


class TestTwoWhoChangeOneThing:
    def test_the_second_hears_who_changed_what_and_nothing_is_overwritten(
        self, client: Client, hers: Client, pieter: Person, address: str
    ) -> None:
        mine = open_form(client, address)
        hers.post(address, {**open_form(hers, address), "phone": "06-12345678"})
        answer = client.post(address, {**mine, "discipline": "Zorg"})
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "Fatma Yilmaz" in page
        assert "06-12345678" in page
        assert _now(pieter).phone == "06-12345678"
        assert _now(pieter).discipline == ""

    def test_what_they_did_not_touch_is_brought_up_to_date_and_what_they_typed_stays(
        self, client: Client, hers: Client, pieter: Person, address: str
    ) -> None:
        mine = open_form(client, address)
        hers.post(address, {**open_form(hers, address), "phone": "06-12345678"})
        again = fields_of(client.post(address, {**mine, "discipline": "Zorg"}))
        assert again["phone"] == ["06-12345678"]
        assert again["discipline"] == ["Zorg"]
        assert client.post(address, again).status_code == 302
        assert (_now(pieter).phone, _now(pieter).discipline) == ("06-12345678", "Zorg")

    def test_of_one_field_the_second_sees_both_and_may_choose_their_own(
        self, client: Client, hers: Client, pieter: Person, address: str
    ) -> None:
        mine = open_form(client, address)
        hers.post(address, {**open_form(hers, address), "phone": "06-12345678"})
        answer = client.post(address, {**mine, "phone": "055-5801234"})
        page = answer.content.decode()
        assert "nu “06-12345678”" in page
        assert "Van jou is “055-5801234”" in page
        assert client.post(address, fields_of(answer)).status_code == 302
        assert _now(pieter).phone == "055-5801234"

    def test_a_third_change_between_is_told_again(
        self, client: Client, hers: Client, pieter: Person, address: str
    ) -> None:
        mine = open_form(client, address)
        hers.post(address, {**open_form(hers, address), "phone": "06-12345678"})
        again = fields_of(client.post(address, {**mine, "discipline": "Zorg"}))
        hers.post(address, {**open_form(hers, address), "phone": "06-87654321"})
        assert client.post(address, again).status_code == 409

    def test_the_same_change_by_both_is_no_clash(self, client: Client, hers: Client, address: str) -> None:
        mine = open_form(client, address)
        hers.post(address, {**open_form(hers, address), "phone": "06-12345678"})
        assert client.post(address, {**mine, "phone": "06-12345678"}).status_code == 302

    def test_a_change_that_this_form_does_not_show_is_no_clash(
        self, client: Client, hers: Client, pieter: Person, address: str
    ) -> None:
        mine = open_form(client, address)
        roles = reverse("people:person_roles", args=["apeldoorn", pieter.pk])
        hers.post(roles, {**open_form(hers, roles), "roles": ["participant", "assessor"]})
        assert client.post(address, {**mine, "discipline": "Zorg"}).status_code == 302

    def test_a_form_that_was_wrong_first_still_knows_what_it_was_drawn_from(
        self, client: Client, hers: Client, address: str
    ) -> None:
        mine = open_form(client, address)
        wrong = client.post(address, {**mine, "given_name": "", "family_name": ""})
        assert wrong.status_code == 422
        hers.post(address, {**open_form(hers, address), "phone": "06-12345678"})
        assert client.post(address, {**fields_of(wrong), "given_name": "Piet"}).status_code == 409

    def test_ones_own_other_window_is_told_as_such(self, client: Client, address: str) -> None:
        mine = open_form(client, address)
        client.post(address, {**open_form(client, address), "phone": "06-12345678"})
        assert "zelf" in client.post(address, {**mine, "discipline": "Zorg"}).content.decode()

    @pytest.mark.parametrize("left_out", [None, "made-up"])
    def test_a_form_that_does_not_say_what_it_showed_counts_as_old(
        self, client: Client, address: str, pieter: Person, left_out: str | None
    ) -> None:
        mine = {name: value for name, value in open_form(client, address).items() if name != drawn.NAME}
        made = {**mine, "phone": "06-1"} | ({drawn.NAME: left_out} if left_out else {})
        answer = client.post(address, made)
        assert answer.status_code == 409
        assert "06-1" in answer.content.decode()
        assert _now(pieter).phone != "06-1"
        assert client.post(address, fields_of(answer)).status_code == 302
        assert _now(pieter).phone == "06-1"

    def test_a_page_that_asks_for_a_yes_is_shown_anew(
        self, client: Client, hers: Client, pieter: Person
    ) -> None:
        with in_academy(pieter.academy):
            senior = factories.person("Dirk", "Baas")
            bond = pieter.bonds_above.create(senior=senior, kind="manager")
        end = reverse("people:bond_end", args=["apeldoorn", pieter.pk, bond.pk])
        mine = open_form(client, end)
        with in_academy(pieter.academy):
            bond.source = "changed"
            bond.save()
        answer = client.post(end, mine)
        assert answer.status_code == 409
        assert client.post(end, fields_of(answer)).status_code == 302

    @pytest.mark.parametrize("left_out", [None, "made-up"])
    def test_whoever_leaves_out_what_a_page_asked_is_asked(
        self, client: Client, pieter: Person, left_out: str | None
    ) -> None:
        with in_academy(pieter.academy):
            bond = pieter.bonds_above.create(senior=factories.person("Dirk", "Baas"), kind="manager")
        end = reverse("people:bond_end", args=["apeldoorn", pieter.pk, bond.pk])
        mine = open_form(client, end)
        made = {name: value for name, value in mine.items() if name != drawn.NAME}
        answer = client.post(end, made | ({drawn.NAME: [left_out]} if left_out else {}))
        assert answer.status_code == 409
        with in_academy(pieter.academy):
            assert pieter.bonds_above.filter(pk=bond.pk).exists()
        assert client.post(end, fields_of(answer)).status_code == 302

    def test_two_addresses_that_change_one_person_take_turns(
        self, client: Client, pieter: Person, address: str
    ) -> None:
        asked = stale.said_to_change(RequestFactory().post(address, open_form(client, address)))
        button = str(posting.seen(pieter))
        elsewhere = RequestFactory().post("/elsewhere/", {stale.SEEN: button.split('value="')[1][:-2]})
        assert asked == stale.said_to_change(elsewhere) == f"people.person:{pieter.pk}"

    def test_what_is_changed_between_reading_and_saving_is_seen(self, pieter: Person) -> None:
        with in_academy(pieter.academy):
            read = Person.objects.get(pk=pieter.pk)
            assert stale.hold(read)
            Person.objects.filter(pk=pieter.pk).update(phone="06-12345678")
            assert not stale.hold(read)
            assert stale.hold(_now(pieter))


def test_a_form_that_changes_nothing_stored_says_no_more_than_it_has_to(
    client: Client, fatma: Person
) -> None:
    page = client.get(reverse("people:person_new", args=["apeldoorn"])).content.decode()
    (field, *_others) = re.findall(f'name="{drawn.NAME}" value="([^"]+)"', page)
    # A page may have a button in each of hundreds of rows.
    assert len(field) < 80


class TestTheSameFormTwice:
    def test_one_thing_comes_of_it_and_both_lead_there(self, client: Client, inside: Academy) -> None:
        new = reverse("people:person_new", args=["apeldoorn"])
        form = {**open_form(client, new), **NEW}
        first, second = client.post(new, form), client.post(new, form)
        assert second.status_code == 302
        assert second.headers["Location"] == first.headers["Location"]
        assert Person.objects.filter(family_name="Brink").count() == 1

    def test_it_is_no_different_with_htmx(self, client: Client, inside: Academy) -> None:
        address = reverse("people:person_new", args=["apeldoorn"])
        form = {**open_form(client, address), **NEW}
        first, second = (client.post(address, form, headers={"HX-Request": "true"}) for _nth in range(2))
        assert first["Location"] == second["Location"]
        assert Person.objects.filter(family_name="Brink").count() == 1

    def test_the_page_drawn_anew_makes_another(self, client: Client, inside: Academy) -> None:
        new = reverse("people:person_new", args=["apeldoorn"])
        for _nth in range(2):
            client.post(new, {**open_form(client, new), **NEW})
        assert Person.objects.filter(family_name="Brink").count() == 2

    def test_what_was_refused_may_be_sent_again(self, client: Client, inside: Academy) -> None:
        new = reverse("people:person_new", args=["apeldoorn"])
        form = {**open_form(client, new), "given_name": "", "family_name": ""}
        assert client.post(new, form).status_code == client.post(new, form).status_code == 422

    def test_it_is_forgotten_after_a_day(self, client: Client, inside: Academy) -> None:
        new = reverse("people:person_new", args=["apeldoorn"])
        client.post(new, {**open_form(client, new), **NEW})
        assert SentForm.objects.count() == 1
        once.forget(timezone.now())
        assert SentForm.objects.count() == 1
        once.forget(timezone.now() + once.LASTS)
        assert SentForm.objects.count() == 0


class TestASessionThatEnded:
    @pytest.fixture
    def form(self, client: Client, address: str) -> dict[str, list[str]]:
        """Somebody wrote; then their session ended."""
        return {**open_form(client, address), "discipline": ["Wijkverpleging"]}

    def test_after_signing_in_the_text_is_there_and_not_saved(
        self, client: Client, jeroen: Person, pieter: Person, address: str, form: dict[str, list[str]]
    ) -> None:
        client.logout()
        answer = client.post(address, form, headers=FROM_HERE)
        assert answer.headers["Location"].startswith(SIGN_IN)
        assert "bewaard" in client.get(answer.headers["Location"]).content.decode()
        client.force_login(jeroen.account, backend=factories.BACKEND)  # type: ignore[arg-type]
        back = client.get(address)
        assert fields_of(back)["discipline"] == ["Wijkverpleging"]
        assert _now(pieter).discipline == ""
        assert client.post(address, fields_of(back)).status_code == 302
        assert _now(pieter).discipline == "Wijkverpleging"
        assert kept.COOKIE in client.cookies
        with in_academy(pieter.academy):
            assert not KeptForm.objects.exists()

    def test_a_button_that_was_pressed_too_late_leads_back_and_says_that_nothing_was_done(
        self, client: Client, jeroen: Person, form: dict[str, list[str]]
    ) -> None:
        page = reverse("people:my_data", args=["apeldoorn"])
        address = reverse("people:my_public_name", args=["apeldoorn"])
        pressed = {drawn.NAME: form[drawn.NAME], "allowed": "yes"}
        client.logout()
        answer = client.post(address, pressed, headers={**FROM_HERE, "Referer": f"http://testserver{page}"})
        assert "Je was uitgelogd." in client.get(answer.headers["Location"]).content.decode()
        client.force_login(jeroen.account, backend=factories.BACKEND)  # type: ignore[arg-type]
        back = client.get(address)
        assert back.headers["Location"] == page
        said = client.get(page).content.decode()
        assert "Er is niets veranderd: doe het opnieuw." in said
        assert "terwijl je schreef" not in said
        assert _now(jeroen).named_in_public_at is None

    def test_nobody_else_sees_it(
        self, client: Client, fatma: Person, address: str, form: dict[str, list[str]]
    ) -> None:
        client.logout()
        client.post(address, form, headers=FROM_HERE)
        client.force_login(fatma.account, backend=factories.BACKEND)  # type: ignore[arg-type]
        assert "Wijkverpleging" not in client.get(address).content.decode()

    def test_the_database_alone_does_not_tell_what_was_written(
        self, client: Client, jeroen: Person, address: str, form: dict[str, list[str]]
    ) -> None:
        client.logout()
        client.post(address, form, headers=FROM_HERE)
        with in_academy(jeroen.academy):
            assert b"Wijkverpleging" not in bytes(KeptForm.objects.get().text)
        assert "Wijkverpleging" not in factories.signed_in(jeroen).get(address).content.decode()

    def test_what_another_site_sends_is_not_kept(
        self, client: Client, jeroen: Person, address: str, form: dict[str, list[str]]
    ) -> None:
        client.logout()
        client.post(address, form, headers={"Sec-Fetch-Site": "cross-site"})
        with in_academy(jeroen.academy):
            assert not KeptForm.objects.exists()

    def test_it_is_gone_after_two_hours(
        self, client: Client, jeroen: Person, address: str, form: dict[str, list[str]]
    ) -> None:
        client.logout()
        client.post(address, form, headers=FROM_HERE)
        kept.forget_old(timezone.now() + kept.LASTS)
        with in_academy(jeroen.academy):
            assert not KeptForm.objects.exists()

    def test_it_can_be_thrown_away(
        self, client: Client, jeroen: Person, address: str, form: dict[str, list[str]]
    ) -> None:
        client.logout()
        client.post(address, form, headers=FROM_HERE)
        client.force_login(jeroen.account, backend=factories.BACKEND)  # type: ignore[arg-type]
        gone = client.post(reverse("foundation:throw_away_kept", args=["apeldoorn"]), {"back": address})
        assert gone.headers["Location"] == address
        assert "Wijkverpleging" not in client.get(address).content.decode()

    def test_a_page_elsewhere_leads_to_it(
        self, client: Client, jeroen: Person, address: str, form: dict[str, list[str]]
    ) -> None:
        client.logout()
        client.post(address, form, headers=FROM_HERE)
        client.force_login(jeroen.account, backend=factories.BACKEND)  # type: ignore[arg-type]
        assert (
            f'href="{address}"' in client.get(reverse("people:persons", args=["apeldoorn"])).content.decode()
        )

    def test_who_changed_it_meanwhile_is_told_with_it(
        self, client: Client, jeroen: Person, hers: Client, address: str, form: dict[str, list[str]]
    ) -> None:
        client.logout()
        client.post(address, form, headers=FROM_HERE)
        hers.post(address, {**open_form(hers, address), "phone": "06-12345678"})
        client.force_login(jeroen.account, backend=factories.BACKEND)  # type: ignore[arg-type]
        page = client.get(address)
        assert "Fatma Yilmaz" in page.content.decode()
        assert fields_of(page)["phone"] == ["06-12345678"]

    def test_it_stays_when_sending_it_again_is_refused(
        self, client: Client, jeroen: Person, pieter: Person, form: dict[str, list[str]]
    ) -> None:
        with in_academy(pieter.academy):
            guest = guests.invite_guest(
                given_name="Gast", family_name="Vos", email="gast@x.example", by=jeroen,
                organisation=Organisation.objects.create(name="Buurt", kind=Organisation.Kind.RESIDENTS),
            )  # fmt: skip
            Invitation.objects.filter(pk=guest.pk).update(withdrawn_at=timezone.now())
        again = reverse("people:guest_again", args=["apeldoorn", guest.pk])
        client.logout()
        client.post(again, form, headers=FROM_HERE)
        client.force_login(jeroen.account, backend=factories.BACKEND)  # type: ignore[arg-type]
        assert client.post(again, form).status_code == 302
        with in_academy(pieter.academy):
            assert KeptForm.objects.filter(path=again).exists()

    def test_a_token_of_before_signing_in_again_leads_back_to_the_form(
        self, jeroen: Person, address: str
    ) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(jeroen.account, backend=factories.BACKEND)  # type: ignore[arg-type]
        form = {**open_form(strict, address), "discipline": ["Wijkverpleging"]}
        strict.cookies["vakwerk_csrf"] = "a" * 32
        answer = strict.post(address, form, headers=FROM_HERE)
        assert answer.status_code == 302
        assert fields_of(strict.get(address))["discipline"] == ["Wijkverpleging"]

    def test_a_token_of_another_account_shows_nothing_of_it(
        self, jeroen: Person, fatma: Person, address: str
    ) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(jeroen.account, backend=factories.BACKEND)  # type: ignore[arg-type]
        form = {**open_form(strict, address), "discipline": ["Wijkverpleging"]}
        strict.force_login(fatma.account, backend=factories.BACKEND)  # type: ignore[arg-type]
        strict.cookies["vakwerk_csrf"] = "a" * 32
        answer = strict.post(address, form, headers=FROM_HERE, follow=True)
        assert "een ander account" in answer.content.decode()
        assert "Wijkverpleging" not in strict.get(address).content.decode()
