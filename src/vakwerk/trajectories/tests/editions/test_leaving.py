"""Does leaving the academy free places in editions, for whoever waits, without a letter to who left?"""

from vakwerk.foundation.models import OutgoingMail
from vakwerk.people import departures, operations
from vakwerk.people.models import Handover, Person
from vakwerk.trajectories.editions import operations as editions
from vakwerk.trajectories.enrolment import operations as enrolment
from vakwerk.trajectories.models import Enrolment, Trainer
from vakwerk.trajectories.tests.edition_factories import (
    NOW,
    enrol_all,
    held_edition,
    make_people,
    open_edition,
)
from vakwerk.trajectories.tests.letters_written import letters_written

State = Enrolment.State


def test_a_place_goes_to_the_first_who_waits_and_only_they_get_a_letter(jeroen: Person) -> None:
    esra, tom, sam = make_people(3)
    edition = open_edition(capacity=1)
    enrol_all(edition, [esra, tom, sam])
    letters_written()
    # A letter that the worker did not write yet.
    from vakwerk.trajectories.enrolment.letters import tell

    tell("enrolled", edition=edition, people=[esra.pk])
    operations.leave(person=esra, on=NOW.date(), by=jeroen, now=NOW)
    edition.refresh_from_db()
    assert (edition.taken, edition.waiting) == (1, 1)
    states = dict(Enrolment.objects.values_list("person_id", "state"))
    assert states == {esra.pk: State.WITHDRAWN, tom.pk: State.ENROLLED, sam.pk: State.WAITING}
    # One letter, and one for each of the three sessions.
    assert {one.to for one in letters_written()} == {tom.email}


def test_asking_and_waiting_end_too_and_what_was_followed_stays(jeroen: Person) -> None:
    (esra,) = make_people(1)
    held = held_edition([esra], now=NOW)
    asked = open_edition(needs_approval=True)
    enrol_all(asked, [esra])
    operations.leave(person=esra, on=NOW.date(), by=jeroen, now=NOW)
    states = dict(Enrolment.objects.values_list("edition_id", "state"))
    assert states == {held.pk: State.ENROLLED, asked.pk: State.WITHDRAWN}


def test_who_leads_an_edition_leaves_a_task_and_trainers_hear_who_left(jeroen: Person) -> None:
    esra, tom = make_people(2)
    edition = open_edition()
    editions.set_trainers(edition=edition, people=[tom], names=[], by=jeroen, now=NOW)
    enrol_all(edition, [esra])
    letters_written()
    OutgoingMail.objects.all().delete()
    operations.leave(person=esra, on=NOW.date(), by=jeroen, now=NOW)
    assert {one.to for one in OutgoingMail.objects.all()} == {jeroen.email, tom.email}
    operations.leave(person=tom, on=NOW.date(), by=jeroen, now=NOW)
    assert not Trainer.objects.exists()
    assert Handover.objects.get().kind == "trajectories.leads"


def test_the_words_before_say_who_the_place_goes_to(jeroen: Person) -> None:
    esra, tom = make_people(2)
    edition = open_edition(capacity=1)
    enrol_all(edition, [esra, tom])
    enrolment.promote(edition)
    (tie,) = departures.ties_of([esra.pk])
    assert departures.in_words(tie.kind, tie.facts).after == "de plek gaat naar de enige die wacht"
