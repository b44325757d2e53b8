"""Who is asking, as a person of the academy?"""

from typing import Final

from vakwerk.foundation.access import AcademyRequest, page_for
from vakwerk.foundation.roles import Role
from vakwerk.people.models import Person

KEEPERS: Final = (Role.COORDINATOR, Role.ADMINISTRATOR)
"""Who keeps the people of an academy."""


class PersonRequest(AcademyRequest):
    """A request under an academy's address by one of its people; what ``page_for`` hands to a view."""

    person: Person


__all__ = ["KEEPERS", "PersonRequest", "page_for"]
