"""Where is a person: on which page, and in which place of an organisation? What lists of people have in common."""

from django.urls import reverse

from vakwerk.people.models import Membership, Person


def address(one: Person) -> str:
    """Return the page of a person."""
    return reverse("people:person", args=[one.academy.slug, one.pk])


def main_place(person: Person) -> Membership | None:
    """Return the place that lists show; ``person`` comes from ``queries.people_with_place``."""
    places: list[Membership] = getattr(person, "main_places", [])
    return places[0] if places else None
