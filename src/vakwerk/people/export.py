"""What is known of a person, in every room? Rooms register a function; together they make one file."""

from collections.abc import Callable
from typing import Any

from vakwerk.foundation import own_acts
from vakwerk.foundation.models import OwnAct
from vakwerk.people import queries
from vakwerk.people.models import Bond, Person

_parts: dict[str, Callable[[Person], Any]] = {}


def exports(part: str) -> Callable[[Callable[[Person], Any]], Callable[[Person], Any]]:
    """Register a function that gives what its room knows of a person, as JSON values, under ``part``.

    Import its module in the room's ``AppConfig.ready``. It gives what is about the person, not what others said.
    """

    def register(function: Callable[[Person], Any]) -> Callable[[Person], Any]:
        _parts[part] = function
        return function

    return register


def everything_about(person: Person) -> dict[str, Any]:
    """Return all that every room knows of a person."""
    return {
        part: function(person)
        for part, function in sorted(_parts.items(), key=lambda one: one[0] != "person")
    }


@exports("person")
def _person(person: Person) -> dict[str, Any]:
    """Give what this room knows."""

    def bond(one: Bond, other: Person) -> dict[str, Any]:
        return {"kind": one.kind, "name": other.name, "since": one.since, "source": one.source}

    account = person.account
    return {
        "given_name": person.given_name,
        "surname": person.family_name,
        "email": person.email,
        "phone": person.phone,
        "personnel_number": person.reference,
        "discipline": person.discipline,
        "experience": person.seniority,
        "way_of_governing": person.orientation,
        "joined_at": person.joined_at,
        "left_on": person.left_on,
        "named_in_public_since": person.named_in_public_at,
        "roles": [{"role": one.role, "since": one.since} for one in person.role_assignments.order_by("role")],
        "places": [
            {
                "organisation": one.organisation.name,
                "unit": one.unit.name if one.unit else "",
                "job_title": one.job_title,
                "since": one.since,
                "until": one.until,
            }
            for one in queries.memberships_of(person)
        ],
        "above": [bond(one, one.senior) for one in queries.bonds_above(person)],
        "below": [bond(one, one.person) for one in queries.bonds_below(person)],
        "account": {"email": account.email, "last_sign_in": account.last_login} if account else None,
    }


@exports("what_happened_with_my_learning")
def _own_acts(person: Person) -> list[dict[str, Any]]:
    """Give what happened with somebody's own learning; not what they did for that of others."""
    acts = OwnAct.objects.filter(person_id=person.pk).order_by("at", "id")
    return [
        {"at": one.at, "act": own_acts.in_words(one), "by_oneself": one.actor_id == person.pk} for one in acts
    ]
