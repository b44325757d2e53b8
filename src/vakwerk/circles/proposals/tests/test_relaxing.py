"""What a coordinator can do when not all rules can hold: each button of that page, and when it refuses."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from vakwerk.circles.composing.tests.rounds import Made, make_round, propose
from vakwerk.circles.models import Proposal, Round, SignUp
from vakwerk.foundation.models import Academy, AuditEntry, Job, OutgoingMail
from vakwerk.foundation.tenancy import in_academy

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Made:
    academy = Academy.objects.create(slug="apeldoorn", name="Vakhuis Apeldoorn")
    with in_academy(academy):
        made = make_round()
        propose(made, (0, 2, 3, 4, 5, 6), (1, 7, 8, 9, 10, 11))
        return made


def _press(made: Made, data: dict[str, Any]) -> str:
    visitor = Client(headers={"accept-language": "en"})
    visitor.force_login(made.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = visitor.post(reverse("circles:relax", args=["apeldoorn", made.round.pk, 1]), data)
    assert answer.status_code == 302
    location: str = answer.headers["Location"]
    with in_academy(made.academy):
        made.round.refresh_from_db()
    return location


def _set(made: Made, **facts: Any) -> None:
    with in_academy(made.academy):
        Round.objects.filter(pk=made.round.pk).update(**facts)


@pytest.mark.parametrize(
    ("relaxation", "field", "before", "after"),
    [
        ("smaller", "size_min", 5, 4),
        ("larger", "size_max", 7, 8),
        ("fewer_disciplines", "min_disciplines", 3, 2),
        ("fewer_organisations", "min_organisations", 2, 1),
        ("fewer_externals", "min_externals", 1, 0),
    ],
)
def test_a_rule_becomes_one_step_softer_and_the_round_is_composed_again(
    made: Made, *, relaxation: str, field: str, before: int, after: int
) -> None:
    _set(made, **{field: before})
    location = _press(made, {"relaxation": relaxation})
    assert getattr(made.round, field) == after
    with in_academy(made.academy):
        job = Job.objects.get()
        assert location == reverse("circles:composing", args=["apeldoorn", made.round.pk, job.pk])
        assert job.arguments["start_id"] == Proposal.objects.get().pk
        told = AuditEntry.objects.get(action="circles.rule_relaxed")
        assert told.facts == {"rule": field, "value": after}
        assert told.actor_id == made.coordinator.pk


@pytest.mark.parametrize(
    ("relaxation", "field", "value"),
    [
        ("smaller", "size_min", 2),
        ("larger", "size_max", 15),
        ("fewer_disciplines", "min_disciplines", 1),
        ("fewer_organisations", "min_organisations", 1),
        ("fewer_externals", "min_externals", 0),
    ],
)
def test_a_rule_that_can_go_no_further_stays_and_nothing_starts(
    made: Made, *, relaxation: str, field: str, value: int
) -> None:
    _set(made, **{field: value})
    location = _press(made, {"relaxation": relaxation})
    assert location == reverse("circles:clash", args=["apeldoorn", made.round.pk, 1])
    assert getattr(made.round, field) == value
    with in_academy(made.academy):
        assert not Job.objects.exists()


def test_people_may_be_left_waiting(made: Made) -> None:
    _press(made, {"waiting": "3"})
    with in_academy(made.academy):
        assert Job.objects.get().arguments["waiting"] == 3
    assert (made.round.size_min, made.round.size_max) == (5, 7)


def test_while_the_round_is_being_composed_its_rules_stay(made: Made) -> None:
    _press(made, {"waiting": "1"})
    location = _press(made, {"relaxation": "smaller"})
    assert location == reverse("circles:clash", args=["apeldoorn", made.round.pk, 1])
    assert made.round.size_min == 5
    with in_academy(made.academy):
        assert Job.objects.count() == 1
        assert not AuditEntry.objects.filter(action="circles.rule_relaxed").exists()


@pytest.mark.parametrize(
    "data", [{"relaxation": "smaller"}, {"waiting": "1"}, {"ask": "1"}, {"relaxation": "no_bonds"}, {}]
)
def test_a_published_round_and_a_button_that_is_not_there_change_nothing(
    made: Made, data: dict[str, str]
) -> None:
    _set(made, state=Round.State.PUBLISHED)
    assert _press(made, data) == reverse("circles:clash", args=["apeldoorn", made.round.pk, 1])
    assert made.round.size_min == 5
    with in_academy(made.academy):
        assert not Job.objects.exists()
        assert not OutgoingMail.objects.exists()


def test_only_who_signed_up_and_stayed_is_asked_for_more_moments(made: Made) -> None:
    gea, nadia, withdrew = made.people[2], made.people[3], made.people[4]
    with in_academy(made.academy):
        SignUp.objects.filter(person=withdrew).update(state=SignUp.State.WITHDRAWN)
    asked = f"{gea.pk},{nadia.pk},{withdrew.pk},{made.coordinator.pk},999999,x"
    assert _press(made, {"ask": asked}) == reverse("circles:clash", args=["apeldoorn", made.round.pk, 1])
    with in_academy(made.academy):
        letters = OutgoingMail.objects.all()
        assert {letter.to for letter in letters} == {gea.email, nadia.email}
        assert all("Jeroen Timmer" in letter.text for letter in letters)
        assert AuditEntry.objects.get(action="circles.asked_for_moments").facts["count"] == 2
        assert not Job.objects.exists()
