"""Can a circle that meets be filled again, merged or called off, by every rule, with letters and calendars?"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from vakwerk.circles.models import Circle, Pairing, Proposal, Round, Seat, SignUp
from vakwerk.circles.published import operations as published
from vakwerk.circles.published import queries
from vakwerk.circles.published.rules import FacilitatorRefusal, SeatRefusal
from vakwerk.circles.refilling import operations
from vakwerk.circles.refilling.rules import (
    Around,
    Company,
    RefillRefusal,
    reason_not_to_call_off_round,
    reason_not_to_merge,
)
from vakwerk.circles.rounds import operations as rounds
from vakwerk.circles.rounds.rules import PairingRefusal
from vakwerk.circles.tests.factories import (
    NOW,
    make_organisation,
    make_people,
    make_person,
    open_round,
    published_circle,
    sign_everybody_up,
)
from vakwerk.craft.evidence import ties
from vakwerk.foundation import refusals
from vakwerk.foundation.models import OutgoingMail
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.roles import Role
from vakwerk.people import operations as people
from vakwerk.people.models import Organisation, Person

LATER = datetime(2027, 2, 10, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))
HERE = Company(1, 9, "published", frozenset({1, 2, 3}))
THERE = Company(2, 9, "published", frozenset({4, 5}))
FREE = Around(size_max=6)


@pytest.mark.parametrize(
    ("into", "other", "around", "reason"),
    [
        (HERE, THERE, FREE, None),
        (HERE, HERE, FREE, RefillRefusal.SAME_CIRCLE),
        (HERE, Company(2, 8, "published", frozenset({4})), FREE, RefillRefusal.OTHER_ROUND),
        (HERE, Company(2, 9, "ended", frozenset({4})), FREE, RefillRefusal.IS_OVER),
        (
            Company(1, 9, "published", frozenset({1}), sessions_ahead=0),
            THERE,
            FREE,
            RefillRefusal.NO_SESSIONS_AHEAD,
        ),
        (HERE, THERE, Around(size_max=4), RefillRefusal.TOO_MANY),
        (HERE, THERE, Around(size_max=6, bonds=[frozenset({1, 4})]), RefillRefusal.BOND),
        (HERE, THERE, Around(size_max=6, bonds=[frozenset({1, 7})]), None),
        (HERE, THERE, Around(size_max=6, apart=[frozenset({3, 5})]), RefillRefusal.KEPT_APART),
        (HERE, THERE, Around(size_max=6, facilitator_id=5), RefillRefusal.FACILITATOR_SITS),
        (
            HERE,
            THERE,
            Around(size_max=6, facilitator_id=8, facilitator_bonded={2}),
            RefillRefusal.FACILITATOR_BOND,
        ),
        (HERE, THERE, Around(size_max=6, facilitator_id=8, busy={8}), RefillRefusal.FACILITATOR_BUSY),
        (
            HERE,
            THERE,
            Around(size_max=6, facilitator_id=8, may_facilitate=False),
            RefillRefusal.NOT_A_FACILITATOR,
        ),
        (HERE, THERE, Around(size_max=6, busy={5}), RefillRefusal.BUSY),
        (HERE, THERE, Around(size_max=6, busy={1}), None),
        (Company(1, 9, "published", HERE.members, frozenset({1})), THERE, FREE, RefillRefusal.LONE_RESIDENT),
        (
            Company(1, 9, "published", HERE.members, frozenset({1})),
            Company(2, 9, "published", THERE.members, frozenset({4})),
            FREE,
            None,
        ),
    ],
)
def test_two_circles_become_one_when_every_rule_holds_for_both_together(
    into: Company, other: Company, around: Around, reason: RefillRefusal | None
) -> None:
    assert reason_not_to_merge(into, other, around) == reason


@pytest.mark.parametrize(
    ("state", "again", "held", "reason"),
    [
        ("published", False, 3, None),
        ("published", True, 0, None),
        ("published", True, 1, RefillRefusal.BEGAN),
        ("open", False, 0, None),
        ("open", True, 0, RefillRefusal.NOT_RUNNING),
        ("draft", False, 0, RefillRefusal.NOT_RUNNING),
        ("ended", False, 0, RefillRefusal.NOT_RUNNING),
    ],
)
def test_a_round_is_called_off_while_it_runs_and_made_anew_before_it_began(
    state: str, again: bool, held: int, reason: RefillRefusal | None
) -> None:
    assert reason_not_to_call_off_round(state=state, again=again, sessions_held=held) == reason


@pytest.fixture
def sam(jeroen: Person) -> Person:
    return make_person("Samira", "el Idrissi", Role.FACILITATOR)


def two_circles(
    jeroen: Person, sam: Person, members: list[Person], *, first: int = 3
) -> tuple[Circle, Circle]:
    """Publish a round of two circles at two moments; Samira facilitates the second."""
    round_ = open_round(jeroen, size_max=8, size_min=2, min_disciplines=1, min_organisations=1)
    slots = sign_everybody_up(round_, members)
    round_ = rounds.close_round(round_=round_, by=jeroen, now=NOW)
    proposal = Proposal.objects.create(round=round_, number=1)
    one = Circle.objects.create(proposal=proposal, number=1, slot=slots[0])
    other = Circle.objects.create(proposal=proposal, number=2, slot=slots[1], facilitator=sam)
    Seat.objects.bulk_create(
        Seat(proposal=proposal, circle=one if nth < first else other, person=person)
        for nth, person in enumerate(members)
    )
    published.publish_round(proposal=proposal, by=jeroen, now=NOW + timedelta(days=17))
    return one, other


def methods(who: Person) -> list[str]:
    """Return what the calendar letters to a person did, in order."""
    found = OutgoingMail.objects.filter(to=who.email).exclude(calendar="").order_by("pk")
    return list(found.values_list("calendar_method", flat=True))


def test_who_left_is_taken_back_with_the_sessions_still_to_come(jeroen: Person) -> None:
    members = make_people(4)
    circle = published_circle(jeroen, members)
    seat = published.leave_circle(circle=circle, person=members[0], by=jeroen, now=LATER)
    OutgoingMail.objects.all().delete()
    operations.take_back(circle=circle, seat=seat, by=jeroen, now=LATER)
    assert members[0].pk in queries.member_ids(circle)
    assert SignUp.objects.get(person=members[0]).state == SignUp.State.SIGNED
    assert methods(members[0]) == ["REQUEST", "REQUEST"]
    # That they were away stays known, but nobody is asked to take back who sits there.
    assert Seat.objects.filter(person=members[0]).count() == 2
    assert queries.left_seats(circle) == []
    published.leave_circle(circle=circle, person=members[0], by=jeroen, now=LATER)
    assert len(queries.left_seats(circle)) == 1


def test_who_left_the_academy_or_sits_again_is_not_taken_back(jeroen: Person) -> None:
    members = make_people(4)
    circle = published_circle(jeroen, members)
    seat = published.leave_circle(circle=circle, person=members[0], by=jeroen, now=LATER)
    operations.take_back(circle=circle, seat=seat, by=jeroen, now=LATER)
    assert operations.reason_not_to_take_back(circle, seat, now=LATER) == RefillRefusal.NOT_LEFT
    people.leave_now(people={members[1].pk: LATER.date()}, by=None, now=LATER)
    gone = Seat.objects.get(person=members[1])
    assert operations.reason_not_to_take_back(circle, gone, now=LATER) == SeatRefusal.LEFT_THE_ACADEMY


def test_a_person_who_never_signed_up_joins_a_circle_that_meets(jeroen: Person, sam: Person) -> None:
    circle = published_circle(jeroen, make_people(4), facilitator=sam)
    late = make_person("Late", "Komer", organisation=make_organisation("Hattem"))
    OutgoingMail.objects.all().delete()
    operations.sign_up_later(circle=circle, people=[late], by=jeroen, now=LATER)
    assert SignUp.objects.get(person=late).slots.get().slot_id == circle.slot_id
    assert methods(late) == ["REQUEST", "REQUEST"]
    assert OutgoingMail.objects.filter(to=sam.email).exists()


def test_what_somebody_who_waits_answered_before_stays(jeroen: Person) -> None:
    *members, waits = make_people(5)
    circle = published_circle(jeroen, members, waiting=[waits])
    before = SignUp.objects.get(person=waits)
    SignUp.objects.filter(pk=before.pk).update(brings="Ervaring met schulden", wishes="Een lift")
    chosen = set(before.slots.values_list("slot_id", flat=True))
    rounds.sign_up_for_circle(
        round_=circle.proposal.round, person=waits, slot_id=circle.slot_id, by=jeroen, now=LATER
    )
    before.refresh_from_db()
    assert (before.brings, before.wishes) == ("Ervaring met schulden", "Een lift")
    assert set(before.slots.values_list("slot_id", flat=True)) == {*chosen, circle.slot_id}


def test_signing_up_later_keeps_every_rule(jeroen: Person) -> None:
    members = make_people(4)
    circle = published_circle(jeroen, members)
    boss = make_person("Baas", "Bos", organisation=make_organisation("Hattem"))
    people.add_bond(person=members[0], senior=boss, kind="manager", by=jeroen)
    group = make_organisation("Buurtcomité", Organisation.Kind.RESIDENTS)
    lone = make_person("Bewoner", "Bos", organisation=group)
    nowhere = make_person("Nergens", "Bos")
    asked = [boss, lone, nowhere, members[0]]
    reasons = operations.reasons_not_to_sign_up_later(circle, asked, now=LATER)
    found = {one.given_name: (reasons[one.pk] or [None])[0] for one in asked}
    assert found == {
        "Baas": SeatRefusal.BOND,
        "Bewoner": SeatRefusal.LONE_RESIDENT,
        "Nergens": RefillRefusal.NOT_INVITED,
        "Lid0": SeatRefusal.HAS_A_SEAT,
    }
    over = LATER + timedelta(days=400)
    late = make_person("Late", "Komer", organisation=make_organisation("Hattem"))
    reasons = operations.reasons_not_to_sign_up_later(circle, [late], now=over)
    assert reasons[late.pk] == (SeatRefusal.NO_SESSIONS_AHEAD, late)


def test_a_merged_circle_goes_on_in_the_other_and_keeps_what_was_held(jeroen: Person, sam: Person) -> None:
    members = make_people(5)
    into, other = two_circles(jeroen, sam, members)
    OutgoingMail.objects.all().delete()
    operations.merge(into=into, other=other, facilitator=sam, by=jeroen, now=LATER)
    other.refresh_from_db()
    into.refresh_from_db()
    assert queries.member_ids(into) == {one.pk for one in members}
    assert (other.merged_into, into.facilitator) == (into, sam)
    assert list(other.sessions.order_by("number").values_list("is_cancelled", flat=True)) == [
        False,
        True,
        True,
    ]
    # Two sessions leave a calendar, two come in; the others only read who joins.
    assert methods(members[4]) == ["CANCEL", "CANCEL", "REQUEST", "REQUEST"]
    assert methods(members[0]) == []
    assert OutgoingMail.objects.filter(to=members[0].email).count() == 1


def test_a_merge_that_breaks_a_rule_changes_nothing(jeroen: Person, sam: Person) -> None:
    members = make_people(5)
    into, other = two_circles(jeroen, sam, members)
    people.add_bond(person=members[0], senior=members[4], kind="manager", by=jeroen)
    with pytest.raises(Refused) as refused:
        operations.merge(into=into, other=other, facilitator=None, by=jeroen, now=LATER)
    assert refused.value.reason == RefillRefusal.BOND
    assert len(queries.member_ids(other)) == 2


def test_a_merge_gives_no_facilitator_two_circles_at_one_moment(jeroen: Person, sam: Person) -> None:
    members = make_people(5)
    into, other = two_circles(jeroen, sam, members)
    rob = make_person("Rob", "Vos", Role.FACILITATOR)
    third = Circle.objects.create(proposal=into.proposal, number=3, slot=into.slot, facilitator=rob)
    for session in into.sessions.all():
        third.sessions.create(number=session.number, starts_at=session.starts_at, ends_at=session.ends_at)
    reason = operations.reason_not_to_merge(into, other, facilitator=rob, now=LATER)
    assert reason == RefillRefusal.FACILITATOR_BUSY
    third.sessions.update(is_cancelled=True)
    assert operations.reason_not_to_merge(into, other, facilitator=rob, now=LATER) is None
    people.set_roles(person=rob, roles={Role.PARTICIPANT}, by=None)
    reason = operations.reason_not_to_merge(into, other, facilitator=rob, now=LATER)
    assert reason == RefillRefusal.NOT_A_FACILITATOR


@pytest.mark.parametrize(("stays", "state"), [(True, SignUp.State.SIGNED), (False, SignUp.State.WITHDRAWN)])
def test_a_circle_that_is_called_off_leaves_calendars_and_says_what_is_next(
    jeroen: Person, sam: Person, browser: Callable[[Person], Client], stays: bool, state: str
) -> None:
    members = make_people(5)
    into, other = two_circles(jeroen, sam, members)
    OutgoingMail.objects.all().delete()
    operations.call_off_circle(circle=other, stay_signed_up=stays, by=jeroen, now=LATER)
    assert methods(members[4]) == ["CANCEL", "CANCEL"]
    assert methods(sam) == ["CANCEL", "CANCEL"]
    assert SignUp.objects.get(person=members[4]).state == state
    letter = OutgoingMail.objects.filter(to=members[4].email).order_by("pk").first()
    assert letter
    assert ("Je blijft aangemeld" in letter.text) is stays
    # Its page says that nobody is in it any more, and why nobody can join.
    page = browser(jeroen).get(reverse("circles:manage_circle", args=[other.academy.slug, other.pk]))
    said = page.content.decode()
    assert "Er zit niemand meer in deze kring." in said
    assert "Deze kring komt niet meer bijeen." in said
    assert "0 leden" not in said
    # It can be given no seat, no facilitator and no end a second time.
    other.refresh_from_db()
    assert published.reason_not_to_seat(other, members[4], now=LATER) == SeatRefusal.ROUND_ENDED
    with pytest.raises(Refused):
        operations.call_off_circle(circle=other, stay_signed_up=stays, by=jeroen, now=LATER)
    if stays:
        assert published.reason_not_to_seat(into, members[4], now=LATER) is None


def test_a_round_that_is_called_off_before_it_began_is_composed_anew(jeroen: Person, sam: Person) -> None:
    members = make_people(5)
    into, _other = two_circles(jeroen, sam, members)
    round_ = into.proposal.round
    operations.call_off_round(round_=round_, again=True, by=jeroen, now=NOW + timedelta(days=18))
    round_.refresh_from_db()
    assert round_.state == Round.State.CLOSED
    assert SignUp.objects.filter(state=SignUp.State.SIGNED).count() == 5
    assert not queries.circles_of_round(round_).exists()
    # A new proposal can be published beside the one that was called off.
    proposal = Proposal.objects.create(round=round_, number=2)
    slot = round_.slots.first()
    circle = Circle.objects.create(proposal=proposal, number=3, slot=slot)
    Seat.objects.bulk_create(Seat(proposal=proposal, circle=circle, person=one) for one in members)
    published.publish_round(proposal=proposal, by=jeroen, now=NOW + timedelta(days=19))
    assert len(queries.member_ids(circle)) == 5


def test_a_round_that_is_called_off_for_good_tells_those_who_wait_too(jeroen: Person) -> None:
    everybody = make_people(5)
    circle = published_circle(jeroen, everybody[:4], waiting=everybody[4:])
    OutgoingMail.objects.all().delete()
    operations.call_off_round(round_=circle.proposal.round, again=False, by=jeroen, now=LATER)
    assert {one.to for one in OutgoingMail.objects.all()} == {one.email for one in everybody}
    assert not SignUp.objects.filter(state=SignUp.State.SIGNED).exists()
    assert Round.objects.get().state == Round.State.ENDED


def test_an_open_round_is_called_off_and_whoever_signed_up_reads_it(jeroen: Person) -> None:
    everybody = make_people(3)
    round_ = open_round(jeroen)
    sign_everybody_up(round_, everybody)
    operations.call_off_round(round_=round_, again=False, by=jeroen, now=NOW)
    assert {one.to for one in OutgoingMail.objects.all()} == {one.email for one in everybody}


def test_the_pages_show_the_change_and_do_it(
    jeroen: Person, sam: Person, browser: Callable[[Person], Client]
) -> None:
    members = make_people(5)
    into, other = two_circles(jeroen, sam, members)
    with time_machine.travel(LATER):
        client = browser(jeroen)
        # Let go, and taken back.
        here = [into.academy.slug, into.pk]
        client.post(reverse("circles:let_go", args=[*here, members[0].pk]))
        seat = Seat.objects.get(person=members[0])
        page = client.get(reverse("circles:take_back", args=[*here, seat.pk])).content.decode()
        assert "Lid0 Jansen" in page
        client.post(reverse("circles:take_back", args=[*here, seat.pk]))
        assert members[0].pk in queries.member_ids(into)
        # Signed up later, found by name.
        late = make_person("Late", "Komer", organisation=make_organisation("Hattem"))
        address = reverse("circles:sign_up_later", args=here)
        assert "Late Komer" in client.get(address, {"q": "komer"}).content.decode()
        client.post(address, {"person": late.pk})
        assert late.pk in queries.member_ids(into)
        assert client.post(address, {"person": "9" * 30}).status_code == 404
        # Merged: first what changes, then done.
        address = reverse("circles:merge_circles", args=here)
        chosen = {"other": other.pk, "facilitator": sam.pk}
        shown = client.post(address, chosen)
        assert 'id="changes-title"' in shown.content.decode()
        assert len(queries.member_ids(other)) == 2
        client.post(address, {**chosen, "shown": f"{other.pk}-{sam.pk}"})
        assert not queries.member_ids(other)
        page = client.get(
            reverse("circles:manage_circle", args=[into.academy.slug, other.pk])
        ).content.decode()
        assert "De kring gaat verder in kring 1" in page
        # Called off, circle and round.
        address = reverse("circles:call_off_circle", args=here)
        assert client.get(address).status_code == 200
        client.post(address, {"then": "wait"})
        assert not queries.member_ids(into)
        address = reverse("circles:call_off_round", args=[into.academy.slug, into.proposal.round_id])
        assert "again" not in client.get(address).context["form"].fields["then"].choices[0]
        client.post(address, {"then": "over"})
        assert Round.objects.get().state == Round.State.ENDED


def test_a_reason_of_one_rule_is_never_said_in_the_words_of_another() -> None:
    bonds = [SeatRefusal.BOND, FacilitatorRefusal.BOND, RefillRefusal.BOND, PairingRefusal.BOND]
    assert len({refusals.say(bond) for bond in bonds}) == 4


@pytest.mark.parametrize("page", ["call_off_circle", "open_seat", "sign_up_later"])
def test_a_page_that_told_of_other_members_does_nothing(
    jeroen: Person, browser: Callable[[Person], Client], page: str
) -> None:
    members = make_people(5)
    circle = published_circle(jeroen, members[:4])
    slug = circle.academy.slug
    with time_machine.travel(LATER, tick=False):
        rounds_of = circle.proposal.round
        waits = members[4]
        if page == "open_seat":
            rounds.sign_up_for_circle(
                round_=rounds_of, person=waits, slot_id=circle.slot_id, by=jeroen, now=LATER
            )
        visitor = browser(jeroen)
        where = reverse(f"circles:{page}", args=[slug, circle.pk])
        shown = visitor.get(where, {"q": waits.name}).content.decode()
        hidden = dict(re.findall(r'type="hidden" name="(vw_\w+)" value="([^"]*)"', shown))
        assert hidden
        published.leave_circle(circle=circle, person=members[0], by=jeroen, now=LATER)
        answer = visitor.post(where, {**hidden, "then": "over", "person": str(waits.pk)})
        assert answer.status_code in {302, 409}
        circle.refresh_from_db()
        assert circle.closed_at is None
        assert queries.member_ids(circle) == {one.pk for one in members[1:4]}


def test_who_leaves_a_circle_reads_which_rule_it_breaks_and_so_do_those_who_hear(
    jeroen: Person, sam: Person, browser: Callable[[Person], Client]
) -> None:
    members = make_people(3)
    circle = published_circle(jeroen, members, facilitator=sam)
    with time_machine.travel(LATER, tick=False):
        page = browser(members[0]).get(reverse("circles:leave_circle", args=[circle.academy.slug, circle.pk]))
        assert "2 leden, minstens 3 nodig" in page.content.decode()
        OutgoingMail.objects.all().delete()
        published.leave_circle(circle=circle, person=members[0], by=members[0], now=LATER)
    for hears in (jeroen, sam):
        assert "2 leden, minstens 3 nodig" in OutgoingMail.objects.get(to=hears.email).text


def residents(count: int) -> list[Person]:
    group = make_organisation("Buurtcomité", Organisation.Kind.RESIDENTS)
    return [make_person(f"Bewoner{nth}", "Bos", organisation=group) for nth in range(count)]


def test_two_residents_take_places_in_one_act_that_neither_may_take_alone(
    jeroen: Person, sam: Person, browser: Callable[[Person], Client]
) -> None:
    one, other = residents(2)
    circle = published_circle(jeroen, make_people(3), waiting=[one, other], facilitator=sam)
    address = reverse("circles:open_seat", args=[circle.academy.slug, circle.pk])
    with time_machine.travel(LATER, tick=False):
        client = browser(jeroen)
        page = client.get(address).content.decode()
        assert "Samen met Bewoner1 Bos kan het wel." in page
        # Each of its forms can be sent.
        assert page.count('method="post"') == page.count("csrfmiddlewaretoken")
        OutgoingMail.objects.all().delete()
        client.post(address, {"person": str(one.pk)})
        assert len(queries.member_ids(circle)) == 3
        client.post(address, {"person": [str(one.pk), str(other.pk)]})
    assert queries.member_ids(circle) >= {one.pk, other.pk}
    assert methods(one) == methods(other) == ["REQUEST", "REQUEST"]
    assert "Bewoner0 Bos, Bewoner1 Bos" in OutgoingMail.objects.get(to=sam.email).text


def test_a_pair_of_which_one_breaks_a_rule_changes_nothing_and_says_who(
    jeroen: Person, browser: Callable[[Person], Client]
) -> None:
    one, other = residents(2)
    members = make_people(3)
    circle = published_circle(jeroen, members, waiting=[one, other])
    people.add_bond(person=other, senior=members[0], kind="decides_on_case", by=jeroen)
    with pytest.raises(Refused) as refused:
        published.seat_together(circle=circle, people=[one, other], by=jeroen, now=LATER)
    assert (refused.value.reason, refused.value.facts) == (SeatRefusal.BOND, {"about": other.name})
    assert queries.member_ids(circle) == {one.pk for one in members}
    with time_machine.travel(LATER, tick=False):
        address = reverse("circles:open_seat", args=[circle.academy.slug, circle.pk])
        answer = browser(jeroen).post(address, {"person": f"{one.pk},{other.pk}"}, follow=True)
    assert f"{other.name}: " in answer.content.decode()


def test_two_residents_who_never_signed_up_join_together(
    jeroen: Person, browser: Callable[[Person], Client]
) -> None:
    one, other = residents(2)
    circle = published_circle(jeroen, make_people(3))
    address = reverse("circles:sign_up_later", args=[circle.academy.slug, circle.pk])
    with time_machine.travel(LATER, tick=False):
        client = browser(jeroen)
        page = client.get(address, {"q": "bewoner0"}).content.decode()
        assert f'href="?with={one.pk}"' in page
        page = client.get(address, {"q": "bewoner", "with": str(one.pk)}).content.decode()
        assert "Geef ze samen een plek" in page
        assert f'value="{one.pk}" type="submit"' not in page
        client.post(address, {"person": other.pk, "with": one.pk})
    assert queries.member_ids(circle) >= {one.pk, other.pk}


def test_who_must_sit_with_somebody_joins_with_them_or_not_at_all(jeroen: Person) -> None:
    everybody = make_people(5)
    circle = published_circle(jeroen, everybody[:3], waiting=everybody[3:])
    one, other = everybody[3:]
    Pairing.objects.create(
        round=circle.proposal.round, person=one, other=other, kind=Pairing.Kind.TOGETHER, reason="mantelzorg"
    )
    assert published.reason_not_to_seat(circle, one, now=LATER) == SeatRefusal.WITHOUT_THE_OTHER
    assert published.reason_not_to_seat_together(circle, [one, other], now=LATER) is None
    # Once the other withdrew there is nobody to sit with.
    SignUp.objects.filter(person=other).update(state=SignUp.State.WITHDRAWN)
    assert published.reason_not_to_seat(circle, one, now=LATER) is None


def test_a_merge_keeps_writer_and_assessor_apart(
    jeroen: Person, sam: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    members = make_people(5)
    into, other = two_circles(jeroen, sam, members)
    # Evidence is of another room, which says only who reads whose.
    monkeypatch.setattr(ties, "around", lambda _people: {(members[0].pk, members[4].pk)})
    reason = operations.reason_not_to_merge(into, other, facilitator=None, now=LATER)
    assert reason == RefillRefusal.BOND


def test_many_who_wait_cost_no_more_queries(
    jeroen: Person, browser: Callable[[Person], Client], django_assert_max_num_queries: Any
) -> None:
    everybody = make_people(24)
    circle = published_circle(jeroen, everybody[:3], waiting=[*everybody[3:], *residents(8)])
    address = reverse("circles:open_seat", args=[circle.academy.slug, circle.pk])
    with time_machine.travel(LATER, tick=False):
        client = browser(jeroen)
        client.get(address)
        with django_assert_max_num_queries(60):
            assert client.get(address).status_code == 200


def test_who_left_after_the_page_was_drawn_gets_no_place(jeroen: Person) -> None:
    everybody = make_people(5)
    circle = published_circle(jeroen, everybody[:3], waiting=everybody[3:])
    as_shown = everybody[3]
    people.leave_now(people={as_shown.pk: LATER.date()}, by=None, now=LATER)
    assert as_shown.left_on is None
    with pytest.raises(Refused):
        published.seat_together(circle=circle, people=[as_shown], by=jeroen, now=LATER)
    with pytest.raises(Refused):
        operations.sign_up_later(circle=circle, people=[as_shown], by=jeroen, now=LATER)
    assert as_shown.pk not in queries.member_ids(circle)
