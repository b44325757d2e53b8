"""Are the keys of names that stand in a database filled anew, in every academy, and only those?"""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from vakwerk.foundation.models import Academy
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people.models import Person
from vakwerk.people.tests import factories

NAME = "0010_find_names_by_any_apostrophe"
SIGNS = "\u2018\u2019\u201b\u02bc\u02b9\u02bb\u2032\uff07`\u00b4"


@pytest.fixture
def before(apeldoorn: Academy, amsterdam: Academy) -> list[Person]:
    """Return people of two academies as the code of before kept them: names in order by the sign as it is written."""
    made = []
    for academy in (apeldoorn, amsterdam):
        with in_academy(academy):
            for nth, sign in enumerate(SIGNS):
                person = factories.person("Ro\u0301za", f"{sign}t Hart {nth}")
                old = f"{sign}t hart {nth}, roza"
                Person.objects.filter(pk=person.pk).update(sort_key=old, search_key=old)
                made.append(person)
    return made


def _run(direction: str) -> None:
    (operation,) = import_module(f"vakwerk.people.migrations.{NAME}").Migration.operations
    state = MigrationLoader(connection).project_state(("people", NAME))
    with connection.schema_editor() as editor:
        getattr(operation, f"database_{direction}")("people", editor, state, state)


def _keys(person: Person) -> tuple[str, str]:
    with in_academy(person.academy):
        now = Person.objects.get(pk=person.pk)
    return now.sort_key, now.search_key


def test_names_that_are_kept_get_the_keys_that_new_ones_get(before: list[Person]) -> None:
    _run("forwards")
    for person in before:
        # Made by the operations of now, so it has the keys of now.
        assert _keys(person) == (person.sort_key, person.search_key)
        assert not set(SIGNS) & set("".join(_keys(person)))


def test_names_without_such_a_sign_are_left_alone(before: list[Person], apeldoorn: Academy) -> None:
    with in_academy(apeldoorn):
        other = factories.person("Esra", "Kaya")
        Person.objects.filter(pk=other.pk).update(sort_key="as it was")
    _run("forwards")
    assert _keys(other)[0] == "as it was"


def test_going_back_leaves_keys_with_which_people_are_found(before: list[Person]) -> None:
    _run("forwards")
    kept = [_keys(person) for person in before]
    _run("backwards")
    assert [_keys(person) for person in before] == kept
    _run("forwards")
    assert [_keys(person) for person in before] == kept
