"""Do people talk under a source as agreed: calls, changes that stay visible, reports, hiding, and guests kept out?"""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from vakwerk.foundation.models import Academy, AuditEntry, OutgoingMail
from vakwerk.foundation.tenancy import in_academy
from vakwerk.knowledge.conversation import operations
from vakwerk.knowledge.models import Mention, Post, PostReport, Source
from vakwerk.knowledge.sources import operations as sources
from vakwerk.knowledge.tests import factories
from vakwerk.people.models import Person
from vakwerk.people.tests import factories as people


def page(name: str, *arguments: int) -> str:
    return reverse(f"knowledge:{name}", args=["apeldoorn", *arguments])


@pytest.fixture
def source(apeldoorn: Academy, jeroen: Person) -> Source:
    with in_academy(apeldoorn):
        return factories.source(jeroen)


@pytest.fixture
def post(apeldoorn: Academy, source: Source, bert: Person) -> Post:
    with in_academy(apeldoorn):
        return factories.said(bert, source, "Dit hielp ons op dinsdag.")


def test_who_is_called_gets_mail_without_what_was_said(
    apeldoorn: Academy, source: Source, bert: Person, esra: Person
) -> None:
    answer = people.signed_in(bert).post(
        page("say", source.pk), {"text": "Dag @Esra Kaya, wat deed jij in maart?"}, follow=True
    )
    shown = answer.content.decode()
    assert "<strong>@Esra Kaya</strong>" in shown
    assert "Esra Kaya krijgt er mail over" in shown
    with in_academy(apeldoorn):
        letter = OutgoingMail.objects.get()
        assert letter.to == esra.email
        assert "maart" not in letter.text
        assert f"/kennis/{source.pk}/#bericht-" in letter.text


def test_a_name_of_nobody_or_of_several_is_told_and_mails_nobody(
    apeldoorn: Academy, source: Source, bert: Person, esra: Person
) -> None:
    with in_academy(apeldoorn):
        people.person("Esra", "Demir")
    shown = (
        people.signed_in(bert)
        .post(page("say", source.pk), {"text": "@Esra en @Niemand"}, follow=True)
        .content.decode()
    )
    assert "@esra” is niet duidelijk" in shown
    assert "@niemand” is niet duidelijk" in shown
    with in_academy(apeldoorn):
        assert not OutgoingMail.objects.exists()


def test_a_guest_is_not_called_into_a_closed_conversation(
    apeldoorn: Academy, source: Source, bert: Person, henk: Person, jeroen: Person
) -> None:
    with in_academy(apeldoorn):
        factories.said(bert, source, "@Henk Oosterveld, kom erbij")
        assert not Mention.objects.exists()
        operations.open_to_guests(source=source, is_open=True, by=jeroen)
        factories.said(bert, source, "@Henk Oosterveld, kom erbij")
        assert Mention.objects.get().person == henk


def test_answers_stand_one_level_deep(apeldoorn: Academy, source: Source, post: Post, esra: Person) -> None:
    with in_academy(apeldoorn):
        answer = factories.said(esra, source, "Bij ons ook", to=post)
        below = factories.said(esra, source, "En nu weer", to=answer)
        assert below.parent == post


def test_a_change_stays_visible(
    apeldoorn: Academy, source: Source, post: Post, bert: Person, esra: Person
) -> None:
    people.signed_in(bert).post(page("change_post", post.pk), {"text": "Dit hielp ons op woensdag."})
    browser = people.signed_in(esra)
    shown = browser.get(page("source", source.pk)).content.decode()
    assert "woensdag" in shown
    assert "dinsdag" not in shown
    assert "dinsdag" in browser.get(page("post_history", post.pk)).content.decode()


def test_a_change_mails_only_who_is_newly_called(
    apeldoorn: Academy, source: Source, bert: Person, esra: Person, jeroen: Person
) -> None:
    with in_academy(apeldoorn):
        first = factories.said(bert, source, "@Esra Kaya?")
        operations.change(
            post=first, source=source, text="@Esra Kaya en @Jeroen Timmer?", by=bert, now=timezone.now()
        )
        assert set(OutgoingMail.objects.values_list("about_id", flat=True)) == {esra.pk, jeroen.pk}
        assert OutgoingMail.objects.count() == 2


@pytest.mark.parametrize("name", ["change_post", "delete_post"])
def test_nobody_changes_or_deletes_what_another_said(
    post: Post, esra: Person, client: Client, name: str
) -> None:
    assert people.signed_in(esra).get(page(name, post.pk)).status_code == 403
    assert client.post(page(name, post.pk), {"text": "x"}).status_code == 403


def test_what_is_deleted_goes_with_its_history_and_answers_stay(
    apeldoorn: Academy, source: Source, post: Post, bert: Person, esra: Person
) -> None:
    with in_academy(apeldoorn):
        factories.said(esra, source, "Bij ons ook", to=post)
    browser = people.signed_in(bert)
    browser.post(page("change_post", post.pk), {"text": "Anders"})
    browser.post(page("delete_post", post.pk))
    shown = browser.get(page("source", source.pk)).content.decode()
    assert "Bij ons ook" in shown
    assert "dinsdag" not in shown
    with in_academy(apeldoorn):
        post.refresh_from_db()
        assert post.text == ""
        assert not post.versions.exists()
    assert browser.get(page("post_history", post.pk)).status_code == 404


def test_a_report_reaches_the_coordinator_who_hides_it_with_a_reason(
    client: Client, apeldoorn: Academy, post: Post, esra: Person, bert: Person
) -> None:
    browser = people.signed_in(esra)
    source_page = page("source", post.local.source_id)
    assert browser.post(page("report_post", post.pk), {"reason": "Kwetsend"}).status_code == 302
    assert browser.get(page("report_post", post.pk)).status_code == 403
    listed = client.get(page("reports")).content.decode()
    assert "Kwetsend" in listed
    assert "dinsdag" in listed
    assert client.post(page("hide_post", post.pk), {"reason": ""}).status_code == 422
    client.post(page("hide_post", post.pk), {"reason": "Gaat over iemand"})
    shown = browser.get(source_page).content.decode()
    assert "Gaat over iemand" in shown
    assert "dinsdag" not in shown
    assert browser.get(page("post_history", post.pk)).status_code == 404
    assert "dinsdag" in people.signed_in(bert).get(source_page).content.decode()
    with in_academy(apeldoorn):
        assert PostReport.objects.get().outcome == "hidden"
        assert AuditEntry.objects.filter(action="knowledge.hidden", about_id=bert.pk).count() == 1
        assert "Gaat over iemand" in OutgoingMail.objects.get(about_id=bert.pk).text
    client.post(page("show_post", post.pk))
    assert "dinsdag" in browser.get(source_page).content.decode()


def test_a_report_can_be_settled_without_hiding(
    client: Client, apeldoorn: Academy, post: Post, esra: Person
) -> None:
    people.signed_in(esra).post(page("report_post", post.pk), {"reason": "Hoort dit hier?"})
    client.post(page("leave_post", post.pk))
    with in_academy(apeldoorn):
        assert PostReport.objects.get().outcome == "kept"
    assert "Er wacht geen melding" in client.get(page("reports")).content.decode()


def test_a_guest_neither_reads_nor_writes_until_it_is_opened(
    client: Client, source: Source, post: Post, henk: Person
) -> None:
    browser = people.signed_in(henk)
    shown = browser.get(page("source", source.pk)).content.decode()
    assert "dinsdag" not in shown
    assert "Dit gesprek is voor collega" in shown
    for name, key in (
        ("say", source.pk),
        ("answer", post.pk),
        ("report_post", post.pk),
        ("post_history", post.pk),
    ):
        assert browser.get(page(name, key)).status_code == 404
    assert browser.post(page("say", source.pk), {"text": "Hallo"}).status_code == 404
    client.post(page("guests", source.pk), {"open": "1"})
    assert "dinsdag" in browser.get(page("source", source.pk)).content.decode()
    assert browser.post(page("say", source.pk), {"text": "Hallo"}).status_code == 302
    client.post(page("guests", source.pk), {"close": "1"})
    assert "Hallo" not in browser.get(page("source", source.pk)).content.decode()


def test_a_guest_opens_no_conversation(source: Source, henk: Person, bert: Person) -> None:
    for person in (henk, bert):
        assert people.signed_in(person).post(page("guests", source.pk), {"open": "1"}).status_code == 403


def test_another_academy_finds_no_contribution(post: Post, ilse: Person) -> None:
    browser = people.signed_in(ilse)
    for name in ("answer", "change_post", "delete_post", "post_history", "report_post", "hide_post"):
        assert browser.get(reverse(f"knowledge:{name}", args=["amsterdam", post.pk])).status_code == 404


def test_what_people_write_is_shown_as_text(apeldoorn: Academy, source: Source, bert: Person) -> None:
    browser = people.signed_in(bert)
    browser.post(
        page("say", source.pk),
        {"text": "<script>x</script> https://a.example/?b=1&c=2 @Bert Wolters\n\nTwee"},
    )
    shown = browser.get(page("source", source.pk)).content.decode()
    assert "<script>x" not in shown
    assert 'href="https://a.example/?b=1&amp;c=2" rel="nofollow"' in shown
    assert "<strong>@Bert Wolters</strong>" in shown
    assert "<p>Twee</p>" in shown


def test_a_report_can_be_settled_when_its_source_is_shared_no_longer(
    apeldoorn: Academy, amsterdam: Academy, jeroen: Person, ilse: Person
) -> None:
    with in_academy(apeldoorn):
        shared = factories.shared(jeroen)
    with in_academy(amsterdam):
        samira = people.person("Samira", "El Idrissi", email="samira@amsterdam.example")
        post = factories.said(samira, shared, "Hier gezegd")
        operations.report(post=post, reason="Hoort dit hier?", by=ilse, now=timezone.now())
    with in_academy(apeldoorn):
        sources.stop_sharing(source=shared, by=jeroen, now=timezone.now())
    browser = people.signed_in(ilse)
    listed = browser.get(reverse("knowledge:reports", args=["amsterdam"])).content.decode()
    assert "niet meer wordt gedeeld" in listed
    assert "Verberg het" not in listed
    browser.post(reverse("knowledge:leave_post", args=["amsterdam", post.pk]))
    with in_academy(amsterdam):
        assert PostReport.objects.get().outcome == "kept"
