"""Academies and regions for tests. The application may not write those, so a test makes them as the owner does."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from vakwerk.foundation.database import APPLICATION_ROLE, OWNER_ROLE
from vakwerk.foundation.models import Academy, Region


@contextmanager
def as_owner() -> Iterator[None]:
    """Run the block as the owner of the tables, in the transaction of the test."""
    with transaction.atomic():
        _be(OWNER_ROLE)
        yield
        # Whatever breaks the block is rolled back, and the role with it.
        _be(APPLICATION_ROLE)


def _be(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")


def an_academy(slug: str = "apeldoorn", name: str = "Vakhuis Apeldoorn", **facts: Any) -> Academy:
    """Make an academy."""
    with as_owner():
        return Academy.objects.create(slug=slug, name=name, **facts)


def a_region(slug: str, name: str) -> Region:
    """Make a region, or return the one that has this address."""
    with as_owner():
        return Region.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def change(academy: Academy, **facts: Any) -> None:
    """Give an academy other facts, in the database too."""
    for name, value in facts.items():
        setattr(academy, name, value)
    with as_owner():
        academy.save(update_fields=list(facts))
