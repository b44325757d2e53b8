"""Are sources proposed, kept, reviewed and noted by whom they should, with the reason where not?"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from vakwerk.foundation.models import Academy, AuditEntry, OutgoingMail
from vakwerk.foundation.tenancy import in_academy
from vakwerk.knowledge.models import ListEntry, LocalContext, Source
from vakwerk.knowledge.tests import factories
from vakwerk.people.models import Person
from vakwerk.people.tests import factories as people

FORM = {
    "kind": "article",
    "side": "outside",
    "language": "nl",
    "title": "Waarom gemeenten langs elkaar heen werken",
    "url": "https://universiteit.example/x",
    "summary": "Onderzoek",
}


def page(name: str, *arguments: int) -> str:
    return reverse(f"knowledge:{name}", args=["apeldoorn", *arguments])


@pytest.mark.parametrize(
    "name", ["search", "pairing", "propose", "sources", "new_source", "entries", "reports", "import_sources"]
)
def test_a_coordinator_opens_every_page_of_an_empty_academy(client: Client, name: str) -> None:
    assert client.get(page(name)).status_code == 200


@pytest.mark.parametrize("name", ["sources", "new_source", "entries", "reports", "import_sources"])
def test_colleagues_and_guests_do_not_coordinate(bert: Person, henk: Person, name: str) -> None:
    for person in (bert, henk):
        assert people.signed_in(person).get(page(name)).status_code == 403


def test_a_coordinator_adds_a_source_that_says_what_it_is_good_for(
    client: Client, apeldoorn: Academy, bert: Person
) -> None:
    answer = client.post(
        page("new_source"),
        {**FORM, "developments": ["cuts"], "sizes": ["small"], "owner": "bert wolters", "year": "2026"},
    )
    assert answer.status_code == 302
    with in_academy(apeldoorn):
        made = Source.objects.get()
        assert made.owner == bert
        assert (made.developments, made.sizes, made.year) == (["cuts"], ["small"], 2026)
        assert made.key == "waarom-gemeenten-langs-elkaar-heen-werken"
        assert AuditEntry.objects.filter(action="knowledge.added").count() == 1


def test_a_source_without_anything_to_learn_from_is_refused_with_the_reason(client: Client) -> None:
    answer = client.post(page("new_source"), {**FORM, "url": "", "summary": ""})
    assert answer.status_code == 422
    assert "Anders kan niemand ervan leren" in answer.content.decode()


def test_an_unclear_owner_is_named(client: Client, apeldoorn: Academy, bert: Person) -> None:
    with in_academy(apeldoorn):
        people.person("Bert", "de Jong")
    answer = client.post(page("new_source"), {**FORM, "owner": "bert"})
    assert answer.status_code == 422
    assert "Bert de Jong" in answer.content.decode()


def test_a_colleague_proposes_and_a_coordinator_takes_it_over(
    client: Client, apeldoorn: Academy, bert: Person
) -> None:
    browser = people.signed_in(bert)
    assert browser.post(page("propose"), FORM).status_code == 302
    with in_academy(apeldoorn):
        made = Source.objects.get()
    assert made.state == "proposed"
    assert made.title in browser.get(page("propose")).content.decode()
    assert made.title not in browser.get(page("search")).content.decode()
    assert client.post(page("accept_source", made.pk)).status_code == 302
    assert made.title in browser.get(page("search")).content.decode()
    with in_academy(apeldoorn):
        assert OutgoingMail.objects.get().about_id == bert.pk
    # The second click tells where it stands.
    assert "al besloten" in client.post(page("accept_source", made.pk), follow=True).content.decode()


def test_a_proposal_is_turned_down_with_a_reason_or_not_at_all(
    client: Client, apeldoorn: Academy, bert: Person
) -> None:
    with in_academy(apeldoorn):
        made = factories.proposal(bert)
    assert client.post(page("decline_source", made.pk), {"reason": " "}).status_code == 422
    assert client.post(page("decline_source", made.pk), {"reason": "Mensen staan erin"}).status_code == 302
    assert "Mensen staan erin" in people.signed_in(bert).get(page("propose")).content.decode()
    with in_academy(apeldoorn):
        assert "Mensen staan erin" in OutgoingMail.objects.get().text


def test_who_proposed_takes_it_back_as_long_as_nobody_took_it_over(apeldoorn: Academy, bert: Person) -> None:
    with in_academy(apeldoorn):
        made = factories.proposal(bert)
    people.signed_in(bert).post(page("withdraw_source", made.pk))
    with in_academy(apeldoorn):
        assert not Source.objects.exists()


def test_a_colleague_sees_no_proposal_of_another_and_a_guest_cannot_propose(
    apeldoorn: Academy, bert: Person, esra: Person, henk: Person
) -> None:
    with in_academy(apeldoorn):
        made = factories.proposal(bert)
    assert people.signed_in(esra).get(page("source", made.pk)).status_code == 404
    assert people.signed_in(henk).get(page("propose")).status_code == 403


def test_the_owner_changes_a_source_and_others_do_not(
    apeldoorn: Academy, jeroen: Person, bert: Person, esra: Person
) -> None:
    with in_academy(apeldoorn):
        made = factories.source(jeroen, owner=bert)
    assert people.signed_in(esra).get(page("edit_source", made.pk)).status_code == 403
    browser = people.signed_in(bert)
    assert browser.get(page("edit_source", made.pk)).status_code == 200
    assert browser.post(page("edit_source", made.pk), {**FORM, "owner": bert.email}).status_code == 302
    with in_academy(apeldoorn):
        made.refresh_from_db()
        assert made.title == FORM["title"]
        assert made.owner == bert


def test_what_the_list_no_longer_offers_stays_when_a_source_is_changed(
    client: Client, apeldoorn: Academy, jeroen: Person
) -> None:
    with in_academy(apeldoorn):
        made = factories.source(jeroen, competencies=["oude_competentie"])
    form = client.get(page("edit_source", made.pk)).content.decode()
    assert "oude competentie" in form


def test_a_source_is_looked_at_again(client: Client, apeldoorn: Academy, jeroen: Person) -> None:
    today = timezone.localdate()
    with in_academy(apeldoorn):
        made = factories.source(jeroen, review_on=today - timedelta(days=3))
    assert "Klopt dit nog?" in client.get(page("source", made.pk)).content.decode()
    assert made.title in client.get(page("search"), {"review": "1"}).content.decode()
    client.post(page("review_source", made.pk), {"next_on": (today + timedelta(days=365)).isoformat()})
    assert "Klopt dit nog?" not in client.get(page("source", made.pk)).content.decode()
    assert made.title not in client.get(page("search"), {"review": "1"}).content.decode()


def test_a_source_goes_out_of_the_list_and_comes_back(
    client: Client, apeldoorn: Academy, jeroen: Person, bert: Person
) -> None:
    with in_academy(apeldoorn):
        made = factories.shared(jeroen)
    client.post(page("retire_source", made.pk))
    assert people.signed_in(bert).get(page("source", made.pk)).status_code == 404
    with in_academy(apeldoorn):
        made.refresh_from_db()
        assert made.shared_region_id is None
    client.post(page("retire_source", made.pk), {"back": "1"})
    assert people.signed_in(bert).get(page("source", made.pk)).status_code == 200


def test_who_is_the_person_to_ask_stops_by_themself(apeldoorn: Academy, jeroen: Person, bert: Person) -> None:
    with in_academy(apeldoorn):
        made = factories.source(jeroen, "Bert over loslaten", kind="person", person=bert)
    browser = people.signed_in(bert)
    assert "Wil je dit niet meer?" in browser.get(page("source", made.pk)).content.decode()
    assert browser.post(page("retire_source", made.pk))["Location"] == page("search")
    with in_academy(apeldoorn):
        made.refresh_from_db()
        assert made.retired_at is not None


def test_a_guest_sees_sources_but_no_people(
    apeldoorn: Academy, jeroen: Person, bert: Person, henk: Person
) -> None:
    with in_academy(apeldoorn):
        made = factories.source(jeroen, owner=bert)
        asked = factories.source(jeroen, "Bert over loslaten", kind="person", person=bert)
    browser = people.signed_in(henk)
    assert "Wolters" not in browser.get(page("source", made.pk)).content.decode()
    assert browser.get(page("source", asked.pk)).status_code == 404


def test_a_note_says_what_it_means_here_and_empty_takes_it_away(
    client: Client, apeldoorn: Academy, jeroen: Person, bert: Person
) -> None:
    with in_academy(apeldoorn):
        made = factories.source(jeroen)
    client.post(page("note", made.pk), {"note": "Bij ons anders <b>"})
    shown = client.get(page("source", made.pk)).content.decode()
    assert "Bij ons anders &lt;b&gt;" in shown
    assert people.signed_in(bert).get(page("note", made.pk)).status_code == 403
    client.post(page("note", made.pk), {"note": ""})
    with in_academy(apeldoorn):
        assert LocalContext.objects.get().note == ""


def test_sharing_says_what_crosses_and_what_does_not(
    client: Client, apeldoorn: Academy, jeroen: Person
) -> None:
    with in_academy(apeldoorn):
        made = factories.source(jeroen)
    assert "Wat hier blijft" in client.get(page("share_source", made.pk)).content.decode()
    client.post(page("share_source", made.pk))
    with in_academy(apeldoorn):
        made.refresh_from_db()
        assert made.shared_region == apeldoorn.region
    client.post(page("share_source", made.pk), {"stop": "1"})
    with in_academy(apeldoorn):
        made.refresh_from_db()
        assert made.shared_region is None


def test_an_academy_adds_a_development_and_stops_offering_it(client: Client, apeldoorn: Academy) -> None:
    new = {"list": "development", "name_nl": "Omgevingswet", "name_en": "Planning law"}
    assert client.post(page("entries"), new).status_code == 302
    assert "staat al in de lijst" in client.post(page("entries"), new).content.decode()
    assert "Omgevingswet" in client.get(page("new_source")).content.decode()
    with in_academy(apeldoorn):
        entry = ListEntry.objects.get()
    client.post(page("retire_entry", entry.pk))
    assert "Omgevingswet" not in client.get(page("new_source")).content.decode()


def test_lists_and_the_page_take_as_many_queries_for_many(
    client: Client, apeldoorn: Academy, jeroen: Person, bert: Person
) -> None:
    with in_academy(apeldoorn):
        made = factories.source(jeroen)
        factories.said(jeroen, made, "Ja, @Bert Wolters", to=factories.said(bert, made))
    addresses = (page("sources"), page("source", made.pk))
    for address in addresses:
        client.get(address)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as seen:
            for address in addresses:
                client.get(address)
        counts.append(len(seen))
        with in_academy(apeldoorn):
            for number in range(12):
                factories.source(jeroen, f"Casus {number}", owner=bert)
                first = factories.said(bert, made, f"Zoiets als {number}")
                factories.said(jeroen, made, "Ja", to=first)
    assert counts[0] == counts[1]


@pytest.mark.parametrize("state", ["proposed", "review", "shared", "orphan", "declined", "retired"])
def test_the_coordinators_list_filters_and_downloads(
    client: Client, apeldoorn: Academy, jeroen: Person, bert: Person, state: str
) -> None:
    with in_academy(apeldoorn):
        factories.shared(jeroen, "Casus")
        factories.proposal(bert)
    assert client.get(page("sources"), {"state": state, "q": "a"}).status_code == 200
    assert client.get(page("sources"), {"state": state, "download": "xlsx"}).status_code == 200
