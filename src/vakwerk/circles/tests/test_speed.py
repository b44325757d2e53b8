"""Does a page ask as much of the database with many rows as with few?"""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from vakwerk.circles.models import Pairing, Round, SignUp, SignUpSlot
from vakwerk.circles.rounds import counts, operations, queries
from vakwerk.circles.tests.factories import (
    NOW,
    make_organisation,
    make_people,
    make_person,
    open_round,
    sign_everybody_up,
)
from vakwerk.people.models import Kind, Organisation, Person

Browser = Callable[[Person], Client]


def test_the_list_of_sign_ups_counts_moments_kinds_and_whom_nobody_joins(
    jeroen: Person, browser: Browser
) -> None:
    people = make_people(5)
    resident = make_person("Els", "Bos", organisation=make_organisation("Erf", Organisation.Kind.RESIDENTS))
    homeless = make_person("Tom", "Vos")
    round_ = open_round(jeroen)
    tuesday, wednesday = round_.slots.all()
    answers = [operations.Answer(one, [tuesday.pk]) for one in people]
    operations.sign_up_many(round_=round_, answers=answers, by=None, now=NOW)
    operations.sign_up_many(
        round_=round_, answers=[operations.Answer(resident, [wednesday.pk])], by=None, now=NOW
    )
    SignUpSlot.objects.create(sign_up=SignUp.objects.create(round=round_, person=homeless), slot=wednesday)
    operations.withdraw(sign_up=SignUp.objects.get(person=people[0]), by=None, now=NOW)

    assert [slot.chosen for slot in counts.slots_with_counts(round_)] == [4, 2]
    organisations = counts.signed_per_organisation(round_, signed=6)
    assert sum(one.people for one in organisations) == 6
    assert counts.count_by_kind(organisations) == {Kind.COLLEAGUE: 5, Kind.PARTNER: 0, Kind.RESIDENT: 1}
    alone = counts.people_alone(round_, full=[tuesday.pk], thin=[wednesday.pk])
    assert set(alone) == {resident, homeless}
    assert not counts.people_alone(round_, full=[tuesday.pk, wednesday.pk], thin=[])

    here = f"/apeldoorn/coordinatie/rondes/{round_.pk}/aanmeldingen/"
    page = browser(jeroen).get(here)
    assert set(page.context["alone"]) == {resident, homeless}
    listed = browser(jeroen).get(f"{here}?kind=colleague")
    names = {row.object.person for row in listed.context["table"].rows}
    assert names == {*people[1:], homeless}


@pytest.mark.parametrize("address", ["", "aanmeldingen/", "aanmeldingen/toevoegen/", "samen-of-apart/"])
def test_a_round_with_many_sign_ups_takes_no_more_queries(
    jeroen: Person, browser: Browser, address: str
) -> None:
    people = make_people(24)
    round_ = open_round(jeroen)
    sign_everybody_up(round_, people[:4])
    _pair(round_, people[:4])
    page, here = browser(jeroen), f"/apeldoorn/coordinatie/rondes/{round_.pk}/{address}"
    assert page.get(here).status_code == 200
    with CaptureQueriesContext(connection) as few:
        page.get(here)
    sign_everybody_up(round_, people[4:16])
    _pair(round_, people[4:16])
    with CaptureQueriesContext(connection) as many:
        page.get(here)
    assert len(many) == len(few) <= 26


def _pair(round_: Round, people: list[Person]) -> None:
    Pairing.objects.bulk_create(
        Pairing(round=round_, person=one, other=other, kind=Pairing.Kind.APART)
        for one, other in zip(people[::2], people[1::2], strict=True)
    )
    assert queries.signed_up_ids(round_)
