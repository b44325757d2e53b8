"""Who may say what they need, and which counts may be shown? Pure: no Django, no clock, no database."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from vakwerk.foundation.refusals import Refusal
from vakwerk.foundation.rules import RoleName
from vakwerk.trajectories.rules import NeedState

LEAST: Final = 8
"""The smallest number of people that is ever shown. Source: domain reference, part 3, point 9."""


class NeedRefusal(Refusal):
    """Why something may not happen with a learning need."""

    GUESTS_SAY_NONE = "need_guests_say_none"
    SAID_ALREADY = "need_said_already"
    NOT_OPEN = "need_not_open"
    STILL_OPEN = "need_still_open"
    NOTHING_DESCRIBED = "need_nothing_described"
    UNKNOWN_COMPETENCY = "need_unknown_competency"
    UNKNOWN_LEVEL = "need_unknown_level"
    UNKNOWN_DEVELOPMENT = "need_unknown_development"
    NOT_YOUR_UNIT = "need_not_your_unit"
    MORE_THAN_UNIT = "need_more_than_unit"


def may_say(roles: Collection[str]) -> bool:
    """Tell whether somebody says here what they need: everybody but guests does."""
    return bool(set(roles) - {RoleName.GUEST})


def reason_not_to_say(
    *,
    competency: str,
    level: int,
    development: str,
    competencies: Collection[str],
    levels: Collection[int],
    developments: Collection[str],
    said: Collection[str],
) -> NeedRefusal | None:
    """Tell why a need cannot be said like this.

    ``said``: the competencies of which the same person or unit has an open need already.
    """
    if not competencies:
        return NeedRefusal.NOTHING_DESCRIBED
    if competency not in competencies:
        return NeedRefusal.UNKNOWN_COMPETENCY
    if level not in levels:
        return NeedRefusal.UNKNOWN_LEVEL
    if development and development not in developments:
        return NeedRefusal.UNKNOWN_DEVELOPMENT
    return NeedRefusal.SAID_ALREADY if competency in said else None


def reason_not_to_end(state: str) -> NeedRefusal | None:
    """Tell why a need is not withdrawn or met: it is over already."""
    return None if state == NeedState.OPEN else NeedRefusal.NOT_OPEN


def reason_not_to_reopen(*, state: str, said_again: bool) -> NeedRefusal | None:
    """Tell why a need that ended does not come back. ``said_again``: a newer one took its place."""
    if state == NeedState.OPEN:
        return NeedRefusal.STILL_OPEN
    return NeedRefusal.SAID_ALREADY if said_again else None


def reason_not_to_enter(
    *, roles: Collection[str], leads: bool, people: int, in_unit: int
) -> NeedRefusal | None:
    """Tell why somebody may not enter what a unit needs: who leads it does, and coordinators."""
    if RoleName.COORDINATOR not in roles and not leads:
        return NeedRefusal.NOT_YOUR_UNIT
    return NeedRefusal.MORE_THAN_UNIT if people > in_unit else None


@dataclass(frozen=True)
class Count:
    """How many people, and the parts that together are all of them."""

    key: str
    people: int
    parts: tuple["Count", ...] = ()


@dataclass(frozen=True)
class Shown:
    """What may be shown of a count: ``None`` for fewer than ``LEAST``, or for what would give such away.

    ``parts``: those that may be shown. ``rest``: how many people the other parts are together, ``None`` when
    there are no others. Which parts those are is not said, nor how many of them there are.
    """

    key: str
    people: int | None
    parts: tuple["Shown", ...] = ()
    rest: int | None = None


def shown(count: Count, *, least: int = LEAST) -> Shown:
    """Tell what may be shown of a count and its parts, so that nothing below ``least`` can be worked out.

    A part of fewer people is held back. What is held back can be had by taking what is shown from the whole, so
    that has to be at least two parts and at least ``least`` people: if not, the smallest part that could be
    shown is held back too, until it is so. Nothing is shown below a part that is held back. A part without
    anybody is about nobody and is left out.

    ``count.parts`` must add up to ``count.people``, with nobody in two parts. Several ways to divide the same
    whole may each be shown like this; ways that cross each other may not.
    """
    if count.people < least:
        return Shown(count.key, None)
    parts = [one for one in count.parts if one.people]
    held = _held_back(parts, least)
    return Shown(
        key=count.key,
        people=count.people,
        parts=tuple(shown(one, least=least) for one in parts if one not in held),
        rest=sum(one.people for one in held) if held else None,
    )


def _held_back(parts: Sequence[Count], least: int) -> list[Count]:
    held = [one for one in parts if one.people < least]
    # The smallest first, and of equal ones the first by key, so that looking twice tells nothing new.
    others = sorted((one for one in parts if one.people >= least), key=lambda one: (one.people, one.key))
    while held and others and (len(held) < 2 or sum(one.people for one in held) < least):
        held.append(others.pop(0))
    return held
