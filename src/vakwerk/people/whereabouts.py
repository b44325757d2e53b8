"""Where is a person: on which page, and in which place of an organisation? What lists of people have in common."""

from django.urls import reverse

from vakwerk.people import models
from vakwerk.people.models import Kind, Membership, Person


def address(one: Person) -> str:
    """Return the page of a person."""
    return reverse("people:person", args=[one.academy.slug, one.pk])


def main_place(person: Person) -> Membership | None:
    """Return the place that lists show; ``person`` was loaded by ``queries.with_main_place``."""
    places: list[Membership] = getattr(person, "main_places", [])
    return places[0] if places else None


def joins_as(person: Person) -> Kind:
    """Return as what a person joins in; ``person`` was loaded by ``queries.with_main_place``."""
    place = main_place(person)
    return models.joins_as(place.organisation.kind if place else None)
