"""Who is asking, as a person of the academy?"""

from vakwerk.foundation.access import AcademyRequest, page_for
from vakwerk.people.models import Person


class PersonRequest(AcademyRequest):
    """A request under an academy's address by one of its people; what ``page_for`` hands to a view."""

    person: Person


__all__ = ["PersonRequest", "page_for"]
