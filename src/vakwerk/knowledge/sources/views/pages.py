"""What do these pages share? Where a source is."""

from django.urls import reverse

from vakwerk.knowledge.models import Source
from vakwerk.people.access import PersonRequest


def address(request: PersonRequest, source: Source) -> str:
    """Return the page of a source in the academy where one is."""
    return reverse("knowledge:source", args=[request.academy.slug, source.pk])
