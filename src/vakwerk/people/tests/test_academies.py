"""How does an academy begin?"""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from vakwerk.foundation.models import Academy
from vakwerk.foundation.refusals import Refusal, Refused
from vakwerk.foundation.roles import Role
from vakwerk.foundation.rules import AcademyRefusal
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.founding import an_academy, as_owner
from vakwerk.people import rules
from vakwerk.people.models import Person
from vakwerk.people.operations.academies import found_academy
from vakwerk.people.operations.persons import PersonFacts

pytestmark = pytest.mark.django_db

CORA = PersonFacts(given_name="Cora", family_name="Dinator", email="cora@epe.example")


def _found(slug: str = "epe", administrator: PersonFacts = CORA) -> tuple[Academy, str]:
    """Found an academy as ``vakwerk academy add`` does."""
    with as_owner():
        return found_academy(slug=slug, name="Leerhuis", municipality="Epe", administrator=administrator)


def test_a_new_academy_has_an_administrator_who_also_coordinates() -> None:
    academy, _ = _found()
    with in_academy(academy):
        person = Person.objects.get()
        assert person.roles == {Role.ADMINISTRATOR, Role.COORDINATOR}
        assert person.memberships.get().organisation.name == "Epe"


def test_the_first_link_opens_the_academy(client: Client) -> None:
    _, link = _found()
    answer = client.post(urlsplit(link).path)
    assert (answer.status_code, answer["Location"]) == (302, "/epe/")
    assert client.get("/epe/beheer/academie/").status_code == 200


@pytest.mark.parametrize(
    ("slug", "administrator", "reason"),
    [
        ("Epe", CORA, AcademyRefusal.SLUG_SHAPE),
        ("static", CORA, AcademyRefusal.SLUG_RESERVED),
        ("taken", CORA, AcademyRefusal.SLUG_TAKEN),
        ("epe", PersonFacts(given_name="Cora"), rules.Refusal.NO_EMAIL),
    ],
)
def test_an_academy_that_cannot_be_is_refused_and_leaves_nothing(
    slug: str, administrator: PersonFacts, reason: Refusal
) -> None:
    an_academy(slug="taken", name="First")
    with pytest.raises(Refused) as refused:
        _found(slug, administrator)
    assert refused.value.reason == reason
    assert Academy.objects.count() == 1
