"""Who does not assess somebody? Who meets with them in a circle now, as a member or as its facilitator."""

from vakwerk.circles.models import Circle, Round, Seat
from vakwerk.circles.published import queries
from vakwerk.craft.evidence.apart import keeps_apart
from vakwerk.people.models import Person


@keeps_apart
def who_meets_with(person: Person) -> set[int]:
    """Return the ids of those who meet with somebody in a circle of a round that runs."""
    circles = (
        queries.circles_for(person)
        .filter(proposal__round__state=Round.State.PUBLISHED)
        .order_by()
        .values_list("pk", flat=True)
    )
    ids = list(circles)
    found = set(Seat.objects.filter(circle__in=ids, left_at=None).values_list("person_id", flat=True))
    found |= set(
        Circle.objects.filter(pk__in=ids)
        .exclude(facilitator=None)
        .order_by()
        .values_list("facilitator_id", flat=True)
    )
    return found - {person.pk}
