"""When is a verdict whole, what does it make of a piece, and when is a level reached?

Pure: no Django, no clock, no database.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from vakwerk.craft.rules import EvidenceState, Outcome
from vakwerk.foundation.refusals import Refusal

INDICATORS_FOR_LEVEL: Final = 2
"""How many behaviours of a level must be confirmed. Source: domain reference, part 2, rules for use."""

SMALLEST_GROUP: Final = 8
"""Below this many people no number is shown. Source: domain reference, part 3."""


class VerdictRefusal(Refusal):
    """Why a verdict is not taken."""

    NOT_WAITING = "verdict_not_waiting"
    NOT_YOURS = "verdict_not_yours"
    INCOMPLETE = "verdict_incomplete"
    NO_REASON = "verdict_no_reason"


@dataclass(frozen=True)
class Verdict:
    """What an assessor says of one behaviour. ``reason``: needed unless it is confirmed."""

    verdict: str
    reason: str = ""


def reason_not_to_decide(*, state: str, is_assessor_of_it: bool) -> VerdictRefusal | None:
    """Tell why somebody gives no verdict on a piece."""
    if not is_assessor_of_it:
        return VerdictRefusal.NOT_YOURS
    return None if state == EvidenceState.WAITING else VerdictRefusal.NOT_WAITING


def reason_not_to_take(
    verdicts: Mapping[int, Verdict], *, open_ones: Collection[int]
) -> VerdictRefusal | None:
    """Tell why verdicts are not whole. ``open_ones``: the behaviours of the piece that are not confirmed yet."""
    if set(verdicts) != set(open_ones):
        return VerdictRefusal.INCOMPLETE
    if any(one.verdict != Outcome.CONFIRMED and not one.reason.strip() for one in verdicts.values()):
        return VerdictRefusal.NO_REASON
    return None


def outcome(verdicts: Iterable[str]) -> str:
    """Tell what verdicts make of a piece: a question goes first, then what was confirmed counts."""
    given = set(verdicts)
    if Outcome.ASKED_BACK in given:
        return Outcome.ASKED_BACK
    return Outcome.CONFIRMED if Outcome.CONFIRMED in given else Outcome.REFUSED


@dataclass(frozen=True)
class Levels:
    """``new``: levels that are reached now; ``skipping``: those of them above one that was never shown.

    ``held``: levels with enough that wait, since one below was never shown.
    """

    new: tuple[int, ...]
    skipping: tuple[int, ...]
    held: tuple[int, ...]


def levels_reached(
    confirmed: Mapping[int, int], *, levels: Iterable[int], had: Collection[int], with_reason: bool
) -> Levels:
    """Tell which levels are reached with what is confirmed.

    ``confirmed``: how many different behaviours, by level. ``had``: what was reached before.
    ``with_reason``: the assessor says why a level counts though a lower one was not shown; without it, it
    waits. What lies below a level that was reached counts as shown.
    """
    top = max(had, default=0)
    new: list[int] = []
    skipping: list[int] = []
    held: list[int] = []
    skipped = False
    for level in sorted(levels):
        if level <= top:
            continue
        if confirmed.get(level, 0) < INDICATORS_FOR_LEVEL:
            skipped = True
        elif skipped and not with_reason:
            held.append(level)
        else:
            new.append(level)
            skipping += [level] if skipped else []
            skipped = False
    return Levels(tuple(new), tuple(skipping), tuple(held))


def may_show(count: int, *, of: int) -> bool:
    """Tell whether a number of people may be shown, also when it is subtracted from the number it is part of."""
    rest = of - count
    return count >= SMALLEST_GROUP and (rest == 0 or rest >= SMALLEST_GROUP)
