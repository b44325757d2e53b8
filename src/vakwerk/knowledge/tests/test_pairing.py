"""Do inside and outside stand beside each other for a goal and context, with the missing side named?"""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from vakwerk.craft.frameworks import operations as craft
from vakwerk.foundation.models import Academy
from vakwerk.foundation.tenancy import in_academy
from vakwerk.knowledge import queries
from vakwerk.knowledge.models import Side
from vakwerk.knowledge.tests import factories
from vakwerk.people.models import Person


def test_both_sides_for_this_context_and_the_missing_one(inside: Academy, jeroen: Person) -> None:
    small = factories.source(jeroen, "Voor klein", competencies=["lawful"], sizes=["small"])
    every = factories.source(jeroen, "Voor elk", competencies=["lawful"])
    factories.source(jeroen, "Over iets anders", competencies=["connecting"])
    found = queries.pairing_for("lawful", queries.Context(size="small"))
    assert list(found.inside) == [every, small]
    assert found.missing == [Side.OUTSIDE]
    large = queries.pairing_for("lawful", queries.Context(size="large"))
    assert list(large.inside) == [every]
    outside = factories.source(jeroen, "Boek", side="outside", kind="book", competencies=["lawful"])
    assert queries.pairing_for("lawful").missing == []
    assert list(queries.pairing_for("lawful").outside) == [outside]
    assert queries.sides_for(["lawful", "connecting", "performing"]) == {
        "lawful": (2, 1),
        "connecting": (1, 0),
        "performing": (0, 0),
    }


def test_what_the_region_shares_counts(
    apeldoorn: Academy, jeroen: Person, amsterdam: Academy, ilse: Person
) -> None:
    with in_academy(apeldoorn):
        factories.shared(jeroen, "Gedeeld", competencies=["lawful"])
    with in_academy(amsterdam):
        assert queries.pairing_for("lawful").inside_count == 1


def test_a_guest_is_paired_with_no_person(inside: Academy, jeroen: Person, bert: Person) -> None:
    factories.source(jeroen, "Bert", kind="person", person=bert, competencies=["lawful"])
    assert queries.pairing_for("lawful", queries.Context(guest=True)).inside_count == 0
    assert queries.pairing_for("lawful").inside_count == 1


def test_the_page_shows_the_goal_with_what_is_missing(
    client: Client, apeldoorn: Academy, jeroen: Person
) -> None:
    with in_academy(apeldoorn):
        craft.add_starter(by=jeroen, now=timezone.now())
        factories.source(jeroen, "Een eigen casus", competencies=["lawful"])
    address = reverse("knowledge:pairing", args=["apeldoorn"])
    shown = client.get(address, {"competency": "lawful", "level": "2"}).content.decode()
    assert "niveau 2, Gezel" in shown
    assert "Een eigen casus" in shown
    assert "Kennis van buiten ontbreekt" in shown
    assert "Kennis van binnen ontbreekt" not in shown
    with CaptureQueriesContext(connection) as few:
        client.get(address, {"competency": "lawful"})
    with in_academy(apeldoorn):
        for number in range(9):
            factories.source(jeroen, f"Casus {number}", competencies=["lawful"], side="outside")
    with CaptureQueriesContext(connection) as many:
        client.get(address, {"competency": "lawful"})
    assert len(many) == len(few)
    assert client.get(address, {"competency": "<x>", "level": "99", "size": "'"}).status_code == 200
