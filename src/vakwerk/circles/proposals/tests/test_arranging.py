"""When a circle of a proposal meets and who facilitates it, through the addresses."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from vakwerk.circles.composing.tests.rounds import Made, make_round, propose
from vakwerk.circles.models import Circle, Proposal, Rearrangement, SignUpSlot
from vakwerk.foundation.models import AuditEntry
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.founding import an_academy
from vakwerk.people.models import Bond, Person, RoleAssignment

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# Femke (0) and Kwame (1) in different circles: no rule is broken.
ONE, OTHER = (0, 2, 3, 4, 5, 6), (1, 7, 8, 9, 10, 11)


@pytest.fixture
def made() -> Made:
    academy = an_academy()
    with in_academy(academy):
        return make_round()


@pytest.fixture
def visitor(made: Made) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(made.account, backend=BACKEND)
    return client


@pytest.fixture
def proposal(made: Made) -> Proposal:
    with in_academy(made.academy):
        return propose(made, ONE, OTHER)


@pytest.fixture
def anneke(made: Made) -> Person:
    with in_academy(made.academy):
        person = Person.objects.create(given_name="Anneke", family_name="Vos")
        RoleAssignment.objects.create(person=person, role=Role.FACILITATOR)
    return person


@pytest.fixture
def circle(made: Made, proposal: Proposal) -> Callable[[int], Circle]:
    def found(number: int) -> Circle:
        with in_academy(made.academy):
            return Circle.objects.get(proposal=proposal, number=number)

    return found


def address(circle: Circle) -> str:
    proposal = circle.proposal
    return reverse(
        "circles:arrange_circle", args=["apeldoorn", proposal.round_id, proposal.number, circle.pk]
    )


def test_moment_and_facilitator_are_chosen_and_taken_back_exactly(
    made: Made, visitor: Client, circle: Callable[[int], Circle], anneke: Person
) -> None:
    third = circle(3)
    with in_academy(made.academy):
        where = address(third)
        page = reverse("circles:undo_rearrangement", args=["apeldoorn", made.round.pk, third.proposal.number])
    assert third.slot_id == made.slots[0].pk
    answer = visitor.post(where, {"slot": made.slots[1].pk, "facilitator": anneke.pk})
    assert answer.status_code == 302
    third = circle(3)
    assert (third.slot_id, third.facilitator_id) == (made.slots[1].pk, anneke.pk)
    shown = visitor.get(answer.headers["Location"]).content.decode()
    assert "you chose moment or facilitator of circle 3." in shown
    with in_academy(made.academy):
        assert AuditEntry.objects.filter(action="circles.circle_arranged", about_id=anneke.pk).exists()
    visitor.post(page)
    third = circle(3)
    assert (third.slot_id, third.facilitator_id) == (made.slots[0].pk, None)


def test_a_moment_at_which_somebody_cannot_come_is_not_offered_and_refused(
    made: Made, visitor: Client, circle: Callable[[int], Circle]
) -> None:
    third = circle(3)
    with in_academy(made.academy):
        where = address(third)
        SignUpSlot.objects.filter(sign_up__person=made.people[2], slot=made.slots[1]).delete()
    assert "Cannot come then: Gea Stegeman." in visitor.get(where).content.decode()
    answer = visitor.post(where, {"slot": made.slots[1].pk, "facilitator": 0})
    assert answer.status_code == 422
    assert circle(3).slot_id == made.slots[0].pk


def test_a_facilitator_with_a_bond_is_named_with_the_reason_and_refused(
    made: Made, visitor: Client, circle: Callable[[int], Circle], anneke: Person
) -> None:
    third = circle(3)
    with in_academy(made.academy):
        where = address(third)
        Bond.objects.create(person=made.people[2], senior=anneke, kind="assessor")
    page = visitor.get(where).content.decode()
    assert "Manages, assesses or decides about a member, or the other way round." in page
    assert visitor.post(where, {"slot": made.slots[0].pk, "facilitator": anneke.pk}).status_code == 422
    assert circle(3).facilitator_id is None


def test_nobody_facilitates_two_circles_at_one_moment(
    made: Made, visitor: Client, circle: Callable[[int], Circle], anneke: Person
) -> None:
    third, fourth = circle(3), circle(4)
    with in_academy(made.academy):
        Circle.objects.filter(pk=fourth.pk).update(facilitator=anneke)
        where = address(third)
    answer = visitor.post(where, {"slot": fourth.slot_id, "facilitator": anneke.pk})
    assert "Has another circle at that moment." in answer.content.decode()
    assert circle(3).facilitator_id is None
    assert visitor.post(where, {"slot": third.slot_id, "facilitator": anneke.pk}).status_code == 302


def test_saving_the_same_keeps_no_change(
    made: Made, visitor: Client, circle: Callable[[int], Circle]
) -> None:
    third = circle(3)
    with in_academy(made.academy):
        where = address(third)
    assert visitor.post(where, {"slot": third.slot_id, "facilitator": 0}).status_code == 302
    with in_academy(made.academy):
        assert not Rearrangement.objects.exists()


def test_a_published_circle_is_changed_elsewhere(
    made: Made, visitor: Client, circle: Callable[[int], Circle], anneke: Person, proposal: Proposal
) -> None:
    third = circle(3)
    with in_academy(made.academy):
        where = address(third)
        Proposal.objects.update(state=Proposal.State.PUBLISHED)
    assert "Change the circle itself instead." in visitor.get(where).content.decode()
    visitor.post(where, {"slot": made.slots[1].pk, "facilitator": anneke.pk})
    assert circle(3).slot_id == made.slots[0].pk


def test_the_circle_of_another_proposal_is_not_found(
    made: Made, visitor: Client, circle: Callable[[int], Circle], proposal: Proposal
) -> None:
    third = circle(3)
    with in_academy(made.academy):
        other = propose(made, OTHER, ONE)
    where = reverse("circles:arrange_circle", args=["apeldoorn", made.round.pk, other.number, third.pk])
    assert visitor.get(where).status_code == 404
