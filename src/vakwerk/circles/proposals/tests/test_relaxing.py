"""What a coordinator can do when not all rules can hold: each button of that page, and when it refuses."""

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from vakwerk.circles.composing import operations
from vakwerk.circles.composing.job import compose_round
from vakwerk.circles.composing.tests.rounds import Made, make_round, propose
from vakwerk.circles.models import Pairing, Proposal, Round, SignUp, SignUpSlot
from vakwerk.foundation.jobs import Work
from vakwerk.foundation.models import AuditEntry, Job, OutgoingMail
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.founding import an_academy
from vakwerk.people.models import Account, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Made:
    academy = an_academy()
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
        assert not Job.objects.filter(is_quiet=False).exists()


def test_somebody_is_asked_in_their_own_language_and_for_what_they_can_still_do(made: Made) -> None:
    gea, nadia = made.people[2], made.people[3]
    with in_academy(made.academy):
        Person.objects.filter(pk=nadia.pk).update(
            account=Account.objects.create(email=nadia.email, language="en")
        )
    # Signing up is over: they cannot add moments themselves any more.
    _set(made, state=Round.State.CLOSED)
    _press(made, {"ask": f"{gea.pk},{nadia.pk}"})
    with in_academy(made.academy):
        dutch, english = (OutgoingMail.objects.get(to=one.email).text for one in (gea, nadia))
        assert "Dag Gea," in dutch
        assert "Hello Nadia," in english
        slot = made.round.slots.first()
        assert slot is not None
        with translation.override("nl"):
            assert date_format(slot.first_date, "j F") in dutch
        assert "Schrijf het naar" in dutch
        assert reverse("circles:call", args=["apeldoorn", made.round.pk]) not in dutch
        OutgoingMail.objects.all().delete()
    _set(made, state=Round.State.OPEN, closes_on=timezone.localdate())
    _press(made, {"ask": str(gea.pk)})
    with in_academy(made.academy):
        assert reverse("circles:call", args=["apeldoorn", made.round.pk]) in OutgoingMail.objects.get().text


def _compose(made: Made, language: str) -> str:
    """Compose the round as it is, and return what the page of the clash says, without its markup."""
    with in_academy(made.academy):
        Proposal.objects.all().delete()
        job = operations.start_composing(round_=made.round, by=made.coordinator, title="t")
        Job.objects.update(state=Job.State.RUNNING)
    compose_round(Work(job, academy_id=made.academy.pk), **job.arguments)
    visitor = Client(headers={"accept-language": language})
    visitor.force_login(made.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = visitor.get(reverse("circles:clash", args=["apeldoorn", made.round.pk, 1])).content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def test_the_fewest_rules_to_let_go_of_are_named_and_proven(made: Made) -> None:
    with in_academy(made.academy):
        joke, tom = made.people[4], made.people[6]
        for person in (joke, tom):
            SignUpSlot.objects.filter(sign_up__person=person).delete()
    said = _compose(made, "en")
    assert (
        "Without these 2 rules, all others can be kept. It is proven that dropping fewer rules is not enough."
        in said
    )
    assert "Perhaps" not in said
    gone = said.partition("What would have to be dropped")[2].partition("What you can do")[0]
    assert f"The moments of {joke.name}." in gone
    assert f"The moments of {tom.name}." in gone


def test_it_is_proven_in_dutch_too_and_a_bond_that_would_have_to_go_is_said_to_stay(made: Made) -> None:
    femke, kwame, gea, nadia = made.people[:4]
    with in_academy(made.academy):
        for one, other in ((femke, kwame), (gea, nadia)):
            Pairing.objects.create(round=made.round, person=one, other=other, kind=Pairing.Kind.TOGETHER)
    said = _compose(made, "nl")
    gone = said.partition("Wat zou moeten vervallen")[2].partition("Wat je kunt doen")[0]
    assert "Zonder deze ene regel kunnen alle andere samen." in gone
    assert "Het is bewezen dat het met minder regels niet lukt." in gone
    assert femke.name in gone
    assert kwame.name in gone
    assert gea.name not in gone
    # Either of the two rules would do; only the bond is not the coordinator's to let go of.
    assert ("Vakwerk laat deze regel nooit los." in gone) is ("Afgesproken is" not in gone)


def test_it_says_so_when_only_the_best_found_is_known(made: Made) -> None:
    with in_academy(made.academy):
        clash = {
            "kind": "search",
            "proved": False,
            "rules": [],
            "relax": [
                {"rule": "apart", "people": [made.people[0].pk, made.people[1].pk], "reason": "manager"}
            ],
            "fewest": False,
        }
        Proposal.objects.update(scores={"clash": clash})
    visitor = Client(headers={"accept-language": "en"})
    visitor.force_login(made.account, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = visitor.get(reverse("circles:clash", args=["apeldoorn", made.round.pk, 1])).content.decode()
    said = " ".join(html.unescape(page).split())
    assert "This is the best that was found. Perhaps dropping fewer rules is enough." in said
    assert "proven" not in said
    assert "Vakwerk never relaxes this rule. One of them can wait." in said
