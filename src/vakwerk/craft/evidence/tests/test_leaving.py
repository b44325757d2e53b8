"""What becomes of evidence when its assessor, its writer, or who was asked about it leaves?"""

from django.utils import timezone

from vakwerk.craft.models import AskedResponse, Competency, Evidence
from vakwerk.craft.tests.evidence_factories import asked, decided, sent, written
from vakwerk.foundation.models import OutgoingMail
from vakwerk.people import departures, operations
from vakwerk.people.models import Bond, Handover, Person


def _leaves(person: Person) -> None:
    operations.leave(person=person, on=timezone.localdate(), by=None, now=timezone.now())


def test_evidence_of_an_assessor_who_leaves_goes_back_to_its_writer(
    esra: Person, marit: Person, connecting: Competency
) -> None:
    piece = sent(written(esra, connecting), marit)
    OutgoingMail.objects.all().delete()
    _leaves(marit)
    piece.refresh_from_db()
    assert piece.state == Evidence.State.WITHDRAWN
    assert not piece.submissions.filter(ended_at=None).exists()
    assert not Bond.objects.exists()
    letter = OutgoingMail.objects.get(to=esra.email)
    assert "Kies een andere beoordelaar" in letter.subject
    assert not Handover.objects.filter(kind="craft.assesses").exists()


def test_the_tie_of_an_assessor_does_not_tell_whether_anything_is_with_them(
    esra: Person, marit: Person, connecting: Competency
) -> None:
    before = departures.ties_of([marit.pk])
    sent(written(esra, connecting), marit)
    assert departures.ties_of([marit.pk]) == before
    (tie,) = before
    assert (tie.kind, tie.facts, tie.hears) == ("craft.assesses", {}, frozenset())


def test_evidence_of_who_leaves_waits_for_nobody_and_what_was_confirmed_stays(
    esra: Person, marit: Person, connecting: Competency
) -> None:
    done = sent(written(esra, connecting), marit)
    decided(done, marit, "confirmed")
    waiting = sent(written(esra, connecting), marit)
    _leaves(esra)
    assert Evidence.objects.get(pk=done.pk).state == Evidence.State.CONFIRMED
    assert Evidence.objects.get(pk=waiting.pk).state == Evidence.State.WITHDRAWN
    assert departures.ties_of([esra.pk]) == []


def test_requests_for_a_response_are_withdrawn(esra: Person, lotte: Person, connecting: Competency) -> None:
    asked(written(esra, connecting), email=lotte.email, relation="colleague", name=lotte.name)
    _leaves(lotte)
    response = AskedResponse.objects.get()
    assert (response.state, response.email) == (AskedResponse.State.WITHDRAWN, "")
