"""What is known of somebody for one competency: where they stand, what is to show, and how it went."""

from dataclasses import dataclass, field
from datetime import date

from vakwerk.craft.assessment.rules import INDICATORS_FOR_LEVEL
from vakwerk.craft.growth.picture import Ladder, Picture, ladder, over_time
from vakwerk.craft.models import Competency, ReachedLevel, SelfEstimate
from vakwerk.foundation.bilingual import Bilingual


@dataclass(frozen=True)
class Step:
    """One level of a ladder. ``done``: at or below where the person stands."""

    number: int
    name: Bilingual
    done: bool
    is_now: bool
    is_target: bool


@dataclass
class Standing:
    """Where somebody stands for one competency.

    ``now``: the level, 0 for none; ``is_estimate``: only the person says so. ``to_show``: the next level to
    show evidence for, ``None`` when the target is reached. ``confirmed``, of ``needed``: how many different
    behaviours of that level are confirmed. ``waiting`` and ``asked_back``: pieces for that level.
    """

    competency: Competency
    steps: list[Step]
    now: int
    is_estimate: bool
    target: int | None
    to_show: int | None
    confirmed: int
    waiting: int
    asked_back: int
    goal: str = ""
    reached: list[ReachedLevel] = field(default_factory=list)
    estimates: list[SelfEstimate] = field(default_factory=list)
    needed: int = INDICATORS_FOR_LEVEL

    @property
    def to_show_name(self) -> Bilingual | None:
        """What the next level is called."""
        return next((one.name for one in self.steps if one.number == self.to_show), None)

    @property
    def target_name(self) -> Bilingual | None:
        """What the target is called."""
        return next((one.name for one in self.steps if one.number == self.target), None)

    @property
    def ladder(self) -> Ladder:
        """The standing as a picture."""
        return ladder(
            [one.number for one in self.steps],
            [str(one.name) for one in self.steps],
            now=self.now,
            is_estimate=self.is_estimate,
            target=self.target,
            confirmed=self.confirmed,
            needed=self.needed,
        )

    def over_time(self, today: date) -> Picture | None:
        """Return how it went as a picture, or ``None`` while there is nothing to draw."""
        return over_time(
            [one.number for one in self.steps],
            [str(one.name) for one in self.steps],
            reached=[(one.on, one.level) for one in self.reached],
            estimates=[(one.on, one.level) for one in self.estimates],
            target=self.target,
            today=today,
        )

    @property
    def history(self) -> list[tuple[date, str, ReachedLevel | None]]:
        """What happened, first first: the day, the level, and what was confirmed; ``None``: an estimate."""
        names = {one.number: str(one.name) for one in self.steps}
        found: list[tuple[date, str, ReachedLevel | None]] = [
            (one.on, names.get(one.level, str(one.level)), one) for one in self.reached
        ]
        found += [(one.on, names.get(one.level, ""), None) for one in self.estimates]
        return sorted(found, key=lambda one: one[0])

    @property
    def estimated_on(self) -> date | None:
        """When the person last said where they stand."""
        return self.estimates[-1].on if self.estimates else None
