"""How does a trajectory come about and change as a whole?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person
from vakwerk.trajectories.design import queries, rules, undoing
from vakwerk.trajectories.design.document import document_of, write
from vakwerk.trajectories.design.operations.shared import changing, record
from vakwerk.trajectories.models import Trajectory
from vakwerk.trajectories.models.design import new_key


@dataclass(frozen=True)
class Head:
    """What is said of a trajectory as a whole. ``sessions_needed``: ``None`` for all."""

    title: Bilingual
    summary: Bilingual
    for_whom: Bilingual
    weeks: int = 8
    why_long: str = ""
    is_public: bool = False
    sessions_needed: int | None = None
    proofs_needed: bool = False


@transaction.atomic
def make_trajectory(*, head: Head, by: Person | None, key: str = "") -> Trajectory:
    """Make a trajectory in draft."""
    trajectory = Trajectory(key=_free_key(key or head.title.in_language("nl")), owner=by)
    _fill(trajectory, head)
    trajectory.save()
    record("trajectory_made", trajectory, by=by)
    return trajectory


def change_trajectory(*, trajectory: Trajectory, head: Head, by: Person | None) -> Trajectory:
    """Change what is said of a trajectory as a whole.

    :raises Refused: when it is published and would no longer be sound.
    """
    with changing(trajectory, "trajectory_changed", by=by) as changed:
        _fill(changed, head)
        changed.save()
    return changed


def _fill(trajectory: Trajectory, head: Head) -> None:
    for name in head.__dataclass_fields__:
        setattr(trajectory, name, getattr(head, name))


@transaction.atomic
def copy_trajectory(*, trajectory: Trajectory, title: Bilingual, by: Person | None) -> Trajectory:
    """Make a draft that is the same but for its title. What is given or shared of the original stays with it."""
    copied = Trajectory(key=_free_key(title.in_language("nl")), owner=by, title=title)
    copied.save()
    write(copied, {**with_new_keys(document_of(trajectory)), "title": dict(title)})
    record("trajectory_copied", copied, by=by, original=trajectory.title)
    return copied


def rewrite(
    *,
    trajectory: Trajectory,
    document: dict[str, Any],
    act: str,
    by: Person | None,
    beside: Mapping[str, Any] | None = None,
    **facts: Any,
) -> Trajectory:
    """Make a trajectory what a document says, as one change that can be taken back.

    ``beside``: what ``undoing`` needs to take back the rest of the act.

    :raises Refused: when it is published and would no longer be sound.
    """
    with changing(trajectory, act, by=by, beside=beside, **facts) as changed:
        write(changed, document)
    return changed


@transaction.atomic
def undo(*, trajectory: Trajectory, by: Person | None) -> Trajectory:
    """Take back the last change.

    :raises Refused: when there is none to take back, or it would leave a published trajectory unsound.
    """
    trajectory = queries.locked(trajectory)
    last = queries.last_revision(trajectory)
    if last is None:
        raise Refused(rules.DesignRefusal.NOTHING_TO_UNDO)
    act, content, beside = last.act, last.content, last.beside
    last.delete()
    with changing(trajectory, "change_undone", by=by, undone=act) as changed:
        write(changed, content)
    changed.revisions.order_by("-id")[0].delete()
    undoing.run(act, changed, beside)
    return changed


def with_new_keys(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document whose parts have keys of their own."""
    fresh = {goal["key"]: new_key() for goal in document["goals"]}
    goals = [
        {**goal, "key": fresh[goal["key"]], "proofs": [{**one, "key": new_key()} for one in goal["proofs"]]}
        for goal in document["goals"]
    ]
    activities = [
        {
            **activity,
            "key": new_key(),
            "goals": [fresh[key] for key in activity["goals"] if key in fresh],
            "sources": [{**one, "key": new_key()} for one in activity["sources"]],
        }
        for activity in document["activities"]
    ]
    return {**document, "goals": goals, "activities": activities}


def _free_key(wanted: str) -> str:
    base = slugify(wanted)[:70].strip("-") or "leertraject"
    key, number = base, 1
    while queries.key_is_taken(key):
        number += 1
        key = f"{base}-{number}"
    return key
