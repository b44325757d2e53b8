"""Do the named questions about people find whom they say, and nobody who is gone?"""

from datetime import UTC, date, datetime

import pytest

from vakwerk.foundation.models import Academy
from vakwerk.foundation.roles import Role
from vakwerk.people import operations, queries
from vakwerk.people.models import Bond, Kind, Membership, Organisation, Person
from vakwerk.people.tests import factories
from vakwerk.people.whereabouts import joins_as, main_place

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def marit(inside: Academy) -> Person:
    return factories.person("Marit", "Hofman", roles=(Role.FACILITATOR, Role.PARTICIPANT))


@pytest.fixture
def esra(inside: Academy, marit: Person, jeroen: Person) -> Person:
    """Somebody whom Marit manages."""
    made = factories.person("Esra", "Kaya", roles=(Role.FACILITATOR,))
    operations.add_bond(person=made, senior=marit, kind=Bond.Kind.MANAGER, by=jeroen)
    return made


def test_who_left_or_was_erased_is_here_no_more_and_has_no_role(marit: Person, esra: Person) -> None:
    tom = factories.person("Tom", "Brink", roles=(Role.FACILITATOR,))
    operations.leave(person=marit, on=TODAY, by=None, now=NOW)
    operations.erase_person(person=esra, now=NOW, today=TODAY, by=None)
    # An erased row without a last day, however it came to be, is nobody.
    Person.objects.filter(pk=esra.pk).update(left_on=None)
    assert list(queries.in_role(Role.FACILITATOR)) == [tom]
    assert {marit, esra}.isdisjoint(queries.here())
    assert marit in queries.people()
    assert esra not in queries.people()
    assert set(queries.with_ids([marit.pk, esra.pk])) == {marit, esra}


def test_somebody_manages_whom_they_have_a_bond_with_as_manager(
    marit: Person, esra: Person, jeroen: Person
) -> None:
    operations.add_bond(person=jeroen, senior=marit, kind=Bond.Kind.ASSESSOR, by=jeroen)
    assert list(queries.managed_by(marit)) == [esra]
    assert list(queries.managers_of(esra)) == [marit]
    assert not queries.managers_of(jeroen)
    assert {(bond.person, bond.senior) for bond in queries.bonds_of([marit.pk])} == {
        (esra, marit),
        (jeroen, marit),
    }
    assert not queries.bonds_of([])
    operations.leave(person=marit, on=TODAY, by=None, now=NOW)
    assert not queries.managers_of(esra)


@pytest.mark.parametrize(
    ("kind", "joins"),
    [
        (Organisation.Kind.MUNICIPALITY, Kind.COLLEAGUE),
        (Organisation.Kind.KNOWLEDGE, Kind.PARTNER),
        (Organisation.Kind.RESIDENTS, Kind.RESIDENT),
        (None, Kind.COLLEAGUE),
    ],
)
def test_people_join_as_their_main_place_says(inside: Academy, kind: str | None, joins: Kind) -> None:
    home = factories.organisation("Home", kind) if kind else None
    one = factories.person("Sam", "Vos", organisation=home)
    factories.person("Jan", "Smit", organisation=factories.organisation("Elsewhere", "company"))
    rows = queries.sortable_by_main_place(queries.with_main_place(queries.here().filter(pk=one.pk)))
    assert [joins_as(row) for row in rows] == [joins]
    for other in Kind:
        assert list(queries.joining_as(rows, other)) == ([one] if other == joins else [])


def test_a_second_place_is_not_the_main_one_and_counts_until_it_ends(inside: Academy) -> None:
    home, club = factories.organisation("Home"), factories.organisation("Club", "residents")
    one = factories.person("Sam", "Vos", organisation=home)
    second = Membership.objects.create(person=one, organisation=club, is_main=False, until=TODAY)
    loaded = queries.with_main_place(queries.here()).get(pk=one.pk)
    place = main_place(loaded)
    assert place is not None
    assert place.organisation == home
    assert list(queries.main_places().filter(person=one)) == [place]
    assert set(queries.places_on(TODAY).filter(person=one)) == {place, second}
    assert set(queries.places_on(date(2026, 11, 25)).filter(person=one)) == {place}
