"""What does somebody say of themself?"""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from vakwerk.craft.growth import rules
from vakwerk.craft.models import Competency, SelfEstimate
from vakwerk.foundation import own_acts
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person


@transaction.atomic
def estimate(*, person: Person, levels: Mapping[Competency, int], today: date) -> None:
    """Keep where somebody thinks they stand; a second time on one day replaces the first.

    :raises Refused: when a framework knows no such level.
    """
    for competency, level in levels.items():
        known = {one.number for one in competency.framework.levels.all()}
        if reason := rules.reason_not_to_estimate(level, levels=known):
            raise Refused(reason)
        SelfEstimate.objects.update_or_create(
            person=person, competency=competency, on=today, defaults={"level": level}
        )
    own_acts.keep("craft.estimated", of=person, by=person, count=len(levels))
