"""What does a file say and what would it change? As it is compared, and as that is kept for the page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vakwerk.craft.exchange import queries, rules
from vakwerk.craft.exchange.merging import merged, with_named_levels
from vakwerk.craft.exchange.rules import Fault, Problem, Reading, UnreadableError, Wrong
from vakwerk.craft.frameworks import rules as framework_rules
from vakwerk.craft.frameworks.comparing import Difference, compare
from vakwerk.craft.frameworks.contents import Contents
from vakwerk.craft.frameworks.storing import contents_of
from vakwerk.craft.frameworks.summarising import summary
from vakwerk.craft.models import FrameworkFile
from vakwerk.foundation.sheets.trouble import FileTrouble, Trouble

MOST_PROBLEMS = 200

Found = dict[str, Any]
"""What a page shows of a preview, as JSON."""


@dataclass(frozen=True)
class Preview:
    """What a file says and what it would change. ``after``: what the framework says when it is taken over."""

    reading: Reading
    before: Contents
    after: Contents
    difference: Difference
    changes: int


def preview(
    file: FrameworkFile, *, take_away: bool, read: Callable[[int], None] = lambda items: None
) -> Preview:
    """Say what a file would change. ``take_away``: what the file does not have goes from the draft.

    ``read`` hears how many competencies there are, once they are read and before they are compared.

    :raises UnreadableError: when it is no framework.
    :raises FileTrouble: when it is no table.
    """
    found = queries.read(bytes(file.content), name=file.name)
    read(len(found.contents.competencies))
    if file.into is None:
        before, after = Contents(key="", name={"nl": "", "en": ""}), with_named_levels(found.contents)
    else:
        before = contents_of(file.into)
        after = with_named_levels(
            merged(before, found.contents, is_whole=found.is_whole, take_away=take_away)
        )
    difference = compare(before, after)
    parts = (
        difference.head,
        difference.clusters,
        difference.levels,
        difference.competencies,
        difference.profiles,
    )
    return Preview(found, before, after, difference, sum(len(part) for part in parts))


def kept(found: Preview, *, take_away: bool) -> Found:
    """Return a preview as it can be kept."""
    numbers = {one.number for one in found.after.levels}
    problems = found.reading.problems
    return {
        "take_away": take_away,
        "identifier": found.reading.contents.identifier,
        "changes": found.changes,
        "total": len(found.after.competencies),
        "bare": sum(
            not any(one.definition.values())
            or not numbers
            or not numbers <= {each.level for each in one.indicators}
            for one in found.after.competencies
        ),
        "problems": [[one.where, one.wrong.value, dict(one.facts)] for one in problems[:MOST_PROBLEMS]],
        "problem_count": len(problems),
        "difference": summary(found.before, found.after, found.difference),
    }


def kept_fault(error: UnreadableError | FileTrouble) -> Found:
    """Return why a file cannot be read, as it can be kept."""
    if isinstance(error, UnreadableError):
        return {"fault": error.fault.value, "facts": error.facts}
    return {"trouble": error.trouble.value, "facts": error.facts}


def fault_of(found: Found) -> UnreadableError | FileTrouble | None:
    """Return why a file cannot be read, or ``None`` where it can."""
    if "fault" in found:
        return UnreadableError(Fault(found["fault"]), **found["facts"])
    if "trouble" in found:
        return FileTrouble(Trouble(found["trouble"]), **found["facts"])
    return None


def problems_of(found: Found) -> list[Problem]:
    """Return what is wrong in a file, the first ``MOST_PROBLEMS``."""
    return [Problem(where, Wrong(wrong), facts) for where, wrong, facts in found["problems"]]


def reason_not_to_take_over(file: FrameworkFile, found: Found) -> rules.FileRefusal | None:
    """Tell why a file is not taken over, by what was found in it."""
    state = FrameworkFile.State
    return rules.reason_not_to_take_over(
        is_done=file.state in {state.RUNNING, state.DONE},
        is_looked_at=file.state != state.CHECKING,
        has_draft=file.into is None or framework_rules.reason_not_to_edit(file.into.state) is None,
        changes=found.get("changes", 0),
        competencies=found.get("total", 0),
    )
