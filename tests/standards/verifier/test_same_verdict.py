"""Does the public check say of a file what another program says of it?

Badges are changed in many ways, and both are asked. Files that programs read in different ways, with one name twice or
bytes after the end, are left to ``craft/badges/tests``: those are refused whatever another program makes of them.
"""

import copy
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.standards.verifier.test_badges import badge, check_files, verifier  # noqa: F401 - fixtures

from vakwerk.craft.badges import checking, operations
from vakwerk.craft.badges.rules import Finding
from vakwerk.craft.models import Badge
from vakwerk.craft.tests import evidence_factories as evidence
from vakwerk.foundation.models import Academy
from vakwerk.people.models import Person

pytestmark = pytest.mark.xdist_group("verifier")

Steps = tuple[str | int, ...]
# What stands in the place of another value, of every type that JSON has.
OTHERS = (
    *(None, True, False, 0, 1, 1.0, -1, 1e3),
    *("", "1", "true", "x", "a:b"),
    *([], {}, [None], [1], {"id": "a:b"}, {"x": 1}),
)
NAMES = (
    "name",
    "description",
    "id",
    "type",
    "@id",
    "@type",
    "extra",
    "@context",
    "proof",
    "validUntil",
    "evidence",
)
HOW_MANY = 400


def places(part: Any, steps: Steps = ()) -> Iterator[Steps]:
    """Return where every value of a document stands."""
    if steps:
        yield steps
    items = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for step, inner in items:
        yield from places(inner, (*steps, step))


def at(document: Any, steps: Steps) -> Any:
    for step in steps:
        document = document[step]
    return document


def replaced(document: Any, steps: Steps, chance: random.Random) -> None:
    at(document, steps[:-1])[steps[-1]] = copy.deepcopy(chance.choice(OTHERS))


def removed(document: Any, steps: Steps, chance: random.Random) -> None:
    del at(document, steps[:-1])[steps[-1]]


def added(document: Any, steps: Steps, chance: random.Random) -> None:
    part = at(document, steps)
    if isinstance(part, dict):
        part.setdefault(chance.choice(NAMES), copy.deepcopy(chance.choice(OTHERS)))
    elif isinstance(part, list):
        part.insert(chance.randint(0, len(part)), copy.deepcopy(chance.choice((*OTHERS, *part))))


def shuffled(document: Any, steps: Steps, chance: random.Random) -> None:
    part = at(document, steps)
    if isinstance(part, list):
        chance.shuffle(part)
    elif isinstance(part, dict):
        names = list(part)
        chance.shuffle(names)
        for name in names:
            part[name] = part.pop(name)


def in_a_set(document: Any, steps: Steps, chance: random.Random) -> None:
    """Put a value in a set of its own, or take a single one out of it: in JSON-LD that often means the same."""
    part, whole = at(document, steps), at(document, steps[:-1])
    whole[steps[-1]] = part[0] if isinstance(part, list) and len(part) == 1 else [part]


def letter_changed(document: Any, steps: Steps, chance: random.Random) -> None:
    part = at(document, steps)
    if isinstance(part, str) and part:
        place = chance.randrange(len(part))
        at(document, steps[:-1])[steps[-1]] = part[:place] + chance.choice("aZ1 é") + part[place + 1 :]


CHANGES: tuple[Callable[[Any, Steps, random.Random], None], ...] = (
    replaced,
    removed,
    added,
    shuffled,
    in_a_set,
    letter_changed,
)


def changed(document: Any, chance: random.Random) -> tuple[str, str]:
    """Return a badge that was changed once, as a file, and in words how."""
    made = copy.deepcopy(document)
    steps = chance.choice(list(places(made)))
    change = chance.choice(CHANGES)
    change(made, steps, chance)
    return json.dumps(made, indent=chance.choice((None, 1))), f"{change.__name__} at {steps}"


def differences(badge: Badge, files: list[tuple[str, str]], verifier: Path) -> list[str]:  # noqa: F811
    badge.refresh_from_db()
    theirs = check_files(verifier, [text for text, _how in files])
    ours = [checking.look_at(badge, text.encode()) for text, _how in files]
    return [
        f"{how}: {mine}, {other['problems']}"
        for (_text, how), mine, other in zip(files, ours, theirs, strict=True)
        if (mine == Finding.VALID) != (other["verified"] and not other["revoked"])
    ]


def every_change(document: Any) -> Iterator[tuple[str, str]]:
    """Return a badge with each kind of change at each place, one at a time."""
    for steps in list(places(document)):
        for change in (removed, in_a_set, shuffled, letter_changed):
            made = copy.deepcopy(document)
            change(made, steps, random.Random(str(steps)))
            yield json.dumps(made), f"{change.__name__} at {steps}"


def test_a_badge_changed_at_any_place_is_judged_as_another_program_judges_it(
    badge: Badge,  # noqa: F811
    verifier: Path,  # noqa: F811
) -> None:
    files = list(every_change(json.loads(badge.credential)))
    assert differences(badge, files, verifier) == []


@pytest.mark.parametrize("seed", [1])
def test_a_changed_badge_is_judged_as_another_program_judges_it(
    badge: Badge,  # noqa: F811
    verifier: Path,  # noqa: F811
    seed: int,
) -> None:
    chance = random.Random(seed)
    kept = json.loads(badge.credential)
    files = [changed(kept, chance) for _ in range(HOW_MANY)]
    assert differences(badge, files, verifier) == []


def test_a_badge_that_was_taken_back_or_signed_with_a_leaked_key_is_judged_the_same(
    badge: Badge,  # noqa: F811
    verifier: Path,  # noqa: F811
    esra: Person,
    academy: Academy,
) -> None:
    unchanged = [(badge.credential, "unchanged")]
    assert differences(badge, unchanged, verifier) == []
    operations.distrust_key(academy=academy, number=badge.key.number, by=esra, now=evidence.NOW)
    assert differences(badge, unchanged, verifier) == []
    other = evidence.badge_for(badge.reached)
    assert differences(other, [(other.credential, "unchanged")], verifier) == []
    operations.revoke(badge=other, by=esra, reason="Op eigen verzoek.", now=evidence.NOW)
    assert differences(other, [(other.credential, "unchanged")], verifier) == []
