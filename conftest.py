"""What do all tests share? The database of vakwerk.foundation.tests.database, and a language that does not leak."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from vakwerk.foundation.tests.database import django_db_setup

__all__ = ["django_db_setup"]


@pytest.fixture(autouse=True)
def forget_the_language_of_the_last_page() -> Iterator[None]:
    """A page leaves its language on the thread, where the next test would find it."""
    yield
    translation.deactivate()
