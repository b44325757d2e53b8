"""What do learning needs know of a person, and what of it goes when the person is erased?"""

from typing import Any

from vakwerk.people.erasure import erases
from vakwerk.people.export import exports
from vakwerk.people.models import Person
from vakwerk.trajectories.models import LearningNeed, UnitNeed
from vakwerk.trajectories.needs.queries import needs_of


@exports("learning_needs")
def known_of(person: Person) -> list[dict[str, Any]]:
    """Give what somebody said they want to learn."""
    return [
        {
            "competency": one.competency,
            "level": one.level,
            "development": one.development,
            "dilemma": one.need.dilemma,
            "state": one.need.state,
            "said_at": one.need.made_at,
            "ended_at": one.need.ended_at,
        }
        for one in needs_of(person, with_ended=True)
        if isinstance(one.need, LearningNeed)
    ]


@erases
def erase(person: Person) -> None:
    """Delete somebody's needs; numbers they entered for a team stay, without who entered them."""
    LearningNeed.objects.filter(person=person).delete()
    UnitNeed.objects.filter(made_by=person).update(made_by=None)
