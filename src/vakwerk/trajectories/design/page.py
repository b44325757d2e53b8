"""What does the page of a trajectory show? The grid, the panel and the two sides of knowledge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from vakwerk.craft.frameworks.queries import describable
from vakwerk.craft.frameworks.rules import Gap, Missing
from vakwerk.craft.models import Competency
from vakwerk.trajectories.design import rules
from vakwerk.trajectories.design.proposals import proposals
from vakwerk.trajectories.design.queries import Loaded, LoadedActivity, LoadedGoal
from vakwerk.trajectories.design.rules import INSIDE, OUTSIDE, Design, Fault, Unsound
from vakwerk.trajectories.design.wording import (
    fault_in_words,
    holds_in_words,
    step_in_words,
    tip_in_words,
)
from vakwerk.trajectories.models import Activity, Trajectory

MISSING: dict[Missing, Promise] = {
    Missing.DEFINITION: _("a definition"),
    Missing.LEVELS: _("levels"),
    Missing.INDICATORS: _("behaviour at each level"),
    Missing.ADOPTION: _("adoption by your organisation"),
}


def gaps_in_words(gaps: Sequence[Gap]) -> str:
    """Say what a competency lacks."""
    return ", ".join(str(MISSING[gap.what]) for gap in gaps)


def length_in_words(loaded: Loaded) -> str:
    """Say how long it is: "6 sessions of 2 hours", and in how many weeks."""
    sessions = [one.activity for one in loaded.sessions]
    if not sessions:
        weeks = loaded.trajectory.weeks
        return ngettext("%(count)s week", "%(count)s weeks", weeks) % {"count": weeks}
    said = ngettext("%(count)s session", "%(count)s sessions", len(sessions)) % {"count": len(sessions)}
    lengths = {one.minutes for one in sessions}
    if len(lengths) == 1 and (minutes := lengths.pop()):
        return gettext("%(sessions)s of %(length)s") % {"sessions": said, "length": minutes_in_words(minutes)}
    return said


def minutes_in_words(minutes: int) -> str:
    """Say a length of time in hours where it is whole hours or halves."""
    if minutes % 30 or minutes < 60:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    hours = f"{minutes / 60:g}".replace(".", gettext("."))
    return ngettext("%(hours)s hour", "%(hours)s hours", 1 if minutes == 60 else 2) % {"hours": hours}


def lead(loaded: Loaded) -> str:
    """Say in one sentence how long it is and for whom."""
    for_whom = str(loaded.trajectory.for_whom).strip().rstrip(".")
    length = length_in_words(loaded)
    if not for_whom:
        return f"{length}."
    return gettext("%(length)s, for %(for_whom)s.") % {
        "length": length,
        "for_whom": for_whom[0].lower() + for_whom[1:],
    }


@dataclass(frozen=True)
class Addresses:
    """Where the parts of one trajectory are changed."""

    academy: str
    trajectory_id: int

    def _at(self, name: str, *args: Any) -> str:
        return reverse(f"trajectories:{name}", args=[self.academy, self.trajectory_id, *args])

    def page(self) -> str:
        return self._at("trajectory")

    def head(self, field: str) -> str:
        return f"{self._at('edit_trajectory')}#id_{field}"

    def goal(self, goal_id: int, field: str = "") -> str:
        return f"{self._at('goal', goal_id)}#{f'id_{field}' if field else 'editing'}"

    def new_goal(self) -> str:
        return f"{self._at('new_goal')}#editing"

    def activity(self, activity_id: int, field: str = "") -> str:
        return f"{self._at('activity', activity_id)}#{f'id_{field}' if field else 'editing'}"

    def new_activity(self) -> str:
        return f"{self._at('new_activity')}#editing"

    def knowledge(self, activity_id: int, side: str) -> str:
        return self._at("choose_source", activity_id, side)


_GOAL_FIELDS: Mapping[Unsound, str] = {
    Unsound.GOAL_WITHOUT_WORDS: "text_0",
    Unsound.GOAL_WITHOUT_COMPETENCY: "competency",
    Unsound.GOAL_WITHOUT_LEVEL: "level",
    Unsound.COMPETENCY_NOT_DESCRIBED: "competency",
    Unsound.GOAL_WITHOUT_ACTIVITY: "activities",
    Unsound.GOAL_WITHOUT_PROOF: "proofs",
}
_HEAD_FIELDS: Mapping[Unsound, str] = {
    Unsound.NO_TITLE: "title_0",
    Unsound.NO_FOR_WHOM: "for_whom_0",
    Unsound.LONG_WITHOUT_REASON: "why_long",
}
_SIDES: Mapping[Unsound, str] = {
    Unsound.NOTHING_FROM_INSIDE: INSIDE,
    Unsound.NOTHING_FROM_OUTSIDE: OUTSIDE,
}


class Page:
    """Everything that the page shows of one trajectory, worked out once."""

    def __init__(self, loaded: Loaded, academy: str, *, editing_goal: int = 0) -> None:
        self.loaded = loaded
        self.at = Addresses(academy, loaded.trajectory.pk)
        self.editing_goal = editing_goal
        self.proposed = proposals(loaded)

    def grid(self) -> dict[str, Any]:
        """Return goals by steps, and the two sides of knowledge beneath."""
        activities = self.loaded.activities
        return {
            "columns": [
                {
                    "number": one.number,
                    "title": f"{step_in_words(one.activity, one.number)}: {one.activity.title}",
                    "url": self.at.activity(one.activity.pk),
                }
                for one in activities
            ],
            "goals": [self._goal_row(goal) for goal in self.loaded.goals],
            "sides": [
                self._side_row(INSIDE, _("Knowledge from inside")),
                self._side_row(OUTSIDE, _("Knowledge from outside")),
            ]
            if activities
            else [],
        }

    def _goal_row(self, one: LoadedGoal) -> dict[str, Any]:
        level = (
            gettext("level %(number)s, %(name)s") % {"number": one.goal.level, "name": one.level_name}
            if one.goal.level
            else gettext("no level yet")
        )
        title = one.title or gettext("No words yet")
        return {
            "title": f"{one.number}. {title}",
            "note": level,
            "url": self.at.goal(one.goal.pk),
            "current": one.goal.pk == self.editing_goal,
            "cells": [activity.number in one.activities for activity in self.loaded.activities],
            "proofs": [str(way.text) for way in one.proofs],
            "empty": "" if one.proofs else gettext("Nothing yet. Fill it in"),
            "empty_url": self.at.goal(one.goal.pk, "proofs"),
        }

    def _side_row(self, side: str, label: Promise) -> dict[str, Any]:
        there = self.loaded.design.with_side(side)
        count = gettext("%(count)s of %(of)s") % {"count": there, "of": len(self.loaded.activities)}
        first = self.loaded.activities[0]
        return {
            "title": label,
            "cells": [bool(one.on(side)) for one in self.loaded.activities],
            "count": count,
            "empty": "" if there else gettext("%(count)s. At least 1 needed") % {"count": count},
            "empty_url": self._way_to_side(side)[1]
            if not there
            else self.at.knowledge(first.activity.pk, side),
        }

    def knowledge(self) -> list[dict[str, Any]]:
        """Return what each step draws on, from inside and from outside, with a proposal where nothing is."""
        return [
            {
                "number": one.number,
                "title": str(one.activity.title),
                "kind": one.activity.get_kind_display(),
                "url": self.at.activity(one.activity.pk),
                "sides": [self._side_cell(one, side) for side in (INSIDE, OUTSIDE)],
            }
            for one in self.loaded.activities
        ]

    def _side_cell(self, one: LoadedActivity, side: str) -> dict[str, Any]:
        return {
            "side": side,
            "id": f"kennis-{one.number}-{side}",
            "sources": one.on(side),
            "proposal": self.proposed.get((one.number, side)),
            "choose": self.at.knowledge(one.activity.pk, side),
            "asks_own_case": side == INSIDE and one.activity.asks_own_case and not one.on(side),
            "activity_id": one.activity.pk,
        }

    def panel(self, design: Design | None = None) -> dict[str, Any]:
        """Return what refuses, what holds and one tip. ``design``: as it would be with what is filled in now."""
        design = design or self.loaded.design
        found = rules.faults(design)
        tip = rules.advice(design)
        step = ""
        if tip and tip.number:
            step = step_in_words(self.loaded.activities[tip.number - 1].activity, tip.number)
        return {
            "faults": [self._fault(fault) for fault in found],
            "holds": [
                {
                    "text": holds_in_words(one),
                    "count": gettext("%(count)s of %(of)s") % {"count": one.count, "of": one.of},
                }
                for one in rules.strengths(design)
            ],
            "tip": tip_in_words(tip, step) if tip else "",
            "reason": self._reason(len(found)),
        }

    @staticmethod
    def _reason(count: int) -> str:
        if not count:
            return ""
        return ngettext(
            "You can once the point above is solved. People then find it, and you can plan an edition.",
            "You can once the %(count)s points above are solved. People then find it, and you can plan an edition.",
            count,
        ) % {"count": count}

    def _fault(self, fault: Fault) -> dict[str, str]:
        goal = self._goal_with(fault.number)
        missing = (
            gaps_in_words(goal.gaps) if goal and fault.reason == Unsound.COMPETENCY_NOT_DESCRIBED else ""
        )
        what, why, way = fault_in_words(fault, missing)
        way, url = self._way(fault, way)
        return {"what": what, "why": why, "way": way, "url": url}

    def _goal_with(self, number: int) -> LoadedGoal | None:
        return self.loaded.goals[number - 1] if 0 < number <= len(self.loaded.goals) else None

    def _way(self, fault: Fault, way: str) -> tuple[str, str]:
        """Return what the link to mend it says, and where it goes."""
        if field := _HEAD_FIELDS.get(fault.reason):
            return way, self.at.head(field)
        if side := _SIDES.get(fault.reason):
            said, url = self._way_to_side(side)
            return said or way, url
        if field := _GOAL_FIELDS.get(fault.reason):
            goal = self._goal_with(fault.number)
            return way, self.at.goal(goal.goal.pk, field) if goal else f"#id_{field}"
        if fault.reason == Unsound.ACTIVITY_WITHOUT_TITLE:
            return way, self.at.activity(self.loaded.activities[fault.number - 1].activity.pk, "title_0")
        return way, self.at.new_goal() if fault.reason == Unsound.NO_GOALS else self.at.new_activity()

    def _way_to_side(self, side: str) -> tuple[str, str]:
        """Return the best way to knowledge of a side: a proposal, or choosing it for the first step."""
        for (number, where), source in self.proposed.items():
            if where == side:
                step = step_in_words(self.loaded.activities[number - 1].activity, number).lower()
                said = gettext("Link “%(source)s” to %(step)s") % {"source": source.title, "step": step}
                return said, f"{self.at.page()}#kennis-{number}-{side}"
        first = self.loaded.activities[0]
        return "", self.at.knowledge(first.activity.pk, side)


def state_in_words(trajectory: Trajectory) -> tuple[str, str, str]:
    """Return the icon, the word and the sentence that say where a trajectory stands."""
    return {
        Trajectory.State.DRAFT: ("draft", gettext("Draft."), gettext("Not visible in the catalogue yet.")),
        Trajectory.State.PUBLISHED: (
            "confirmed",
            gettext("Published."),
            gettext("People find it in the catalogue."),
        ),
        Trajectory.State.RETIRED: (
            "stopped",
            gettext("No longer offered."),
            gettext("Editions that are running continue."),
        ),
    }[Trajectory.State(trajectory.state)]


def column_in_words(loaded: Loaded) -> str:
    """Say what the steps are called: sessions where they all are."""
    if all(one.activity.kind == Activity.Kind.SESSION for one in loaded.activities):
        return gettext("Session")
    return gettext("Step")


class Chosen(Protocol):
    """What is chosen in the form of a goal, saved or not."""

    loaded: Loaded

    @property
    def chosen_competency(self) -> Competency | None: ...

    @property
    def chosen_level(self) -> int | None: ...


def goal_help(form: Chosen) -> dict[str, str]:
    """Say beside the form of a goal since when its competency holds, and what its level means."""
    described = form.loaded.described
    framework, competency = described.framework, form.chosen_competency
    adopted = ""
    if framework and framework.adopted_on and competency and competency.framework_id == framework.pk:
        adopted = gettext("Adopted by %(body)s on %(date)s.") % {
            "body": framework.adopted_by,
            "date": date_format(framework.adopted_on),
        }
        if gaps := describable(competency):
            adopted = gettext("Not described well enough yet: %(missing)s is missing.") % {
                "missing": gaps_in_words(gaps)
            }
    level = next((one for one in described.levels if one.number == form.chosen_level), None)
    meaning = [str(part) for part in (level.autonomy, level.complexity) if part] if level else []
    return {
        "described": adopted,
        "level_help": ". ".join(one.rstrip(".") for one in meaning) + "." if meaning else "",
        "level_name": str(described.level_name(form.chosen_level)),
    }
