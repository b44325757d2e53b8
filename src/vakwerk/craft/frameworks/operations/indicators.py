"""How does an indicator of a draft change?"""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from vakwerk.craft.frameworks.operations.shared import draft, record, touch
from vakwerk.craft.models import Competency, Indicator
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.ordering import swapped
from vakwerk.people.models import Person

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@transaction.atomic
def add_indicator(
    *, competency: Competency, level: int, text: Bilingual, by: Person | None, now: datetime
) -> Indicator:
    """Add behaviour that can be seen, at the end of a level.

    :raises Refused: when the framework is no draft.
    """
    framework = draft(competency.framework)
    taken = set(competency.indicators.values_list("key", flat=True))
    last = competency.indicators.filter(level=level).aggregate(last=Max("position"))["last"]
    made = Indicator.objects.create(
        competency=competency,
        level=level,
        key=_free_key(f"{competency.code or competency.key[:60]}.{level}", taken),
        text=text,
        position=0 if last is None else last + 1,
    )
    touch(competency, framework=framework, now=now)
    record("indicator_added", framework=framework, by=by, competency=competency.name)
    return made


def _free_key(base: str, taken: set[str]) -> str:
    letters = (f"{base}.{letter}" for letter in _LETTERS)
    return next((key for key in letters if key not in taken), f"{base}.{len(taken) + 1}")


@transaction.atomic
def change_indicator(
    *, indicator: Indicator, level: int, text: Bilingual, by: Person | None, now: datetime
) -> Indicator:
    """Change what an indicator says, or the level it belongs to.

    :raises Refused: when the framework is no draft.
    """
    competency = indicator.competency
    framework = draft(competency.framework)
    if (indicator.level, indicator.text) != (level, text):
        indicator.level, indicator.text = level, text
        indicator.save(update_fields=["level", "text"])
        touch(competency, framework=framework, now=now)
        record("indicator_changed", framework=framework, by=by, competency=competency.name)
    return indicator


@transaction.atomic
def delete_indicator(*, indicator: Indicator, by: Person | None, now: datetime) -> None:
    """Take an indicator out of a draft.

    :raises Refused: when the framework is no draft.
    """
    competency = indicator.competency
    framework = draft(competency.framework)
    indicator.delete()
    touch(competency, framework=framework, now=now)
    record("indicator_deleted", framework=framework, by=by, competency=competency.name)


@transaction.atomic
def move_indicator(*, indicator: Indicator, up: bool, by: Person | None) -> None:
    """Let an indicator change places with its neighbour at the same level.

    :raises Refused: when the framework is no draft.
    """
    competency = indicator.competency
    framework = draft(competency.framework)
    siblings = list(competency.indicators.filter(level=indicator.level))
    Indicator.objects.bulk_update(swapped(siblings, indicator, up=up), ["position"])
    record("indicator_moved", framework=framework, by=by, competency=competency.name)
