"""What crosses to a region, and how do a template and its variant differ? Pure: no Django, no clock, no database.

A document is what ``design.document`` writes. A part of it has a path, such as ``goal/<key>/text``.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from vakwerk.foundation.refusals import Refusal

Document = dict[str, Any]

HEAD: Final = ("title", "summary", "for_whom", "weeks", "why_long", "sessions_needed", "proofs_needed")
GOAL: Final[Mapping[str, tuple[str, ...]]] = {"text": ("text",), "competency": ("competency", "level")}
STEP: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("title",),
    "description": ("description",),
    "form": ("kind", "minutes", "url"),
    "own_case": ("asks_own_case",),
    "goals": ("goals",),
}
LISTS: Final[Mapping[str, str]] = {"goal": "goals", "step": "activities"}
BELOW: Final[Mapping[str, tuple[str, str]]] = {"goal": ("proof", "proofs"), "step": ("source", "sources")}
OUTSIDE: Final = "outside"
LONGEST_NAME: Final = 6


class RegionRefusal(Refusal):
    """Why something is not shared with a region, or not taken over."""

    NO_REGION = "region_none"
    UNSOUND = "region_unsound"
    NAMES_PEOPLE = "region_names_people"
    NOTHING_NEW = "region_nothing_new"
    NOT_SHARED = "region_not_shared"
    OWN_TEMPLATE = "region_own_template"
    ADOPTED_ALREADY = "region_adopted_already"
    NO_VARIANT = "region_no_variant"
    TEMPLATE_GONE = "region_template_gone"


def reason_not_to_share(
    *, has_region: bool, faults: int, names: Collection[str], is_new: bool
) -> RegionRefusal | None:
    """Tell why a trajectory is not shared. ``names``: of people of the academy that its texts say."""
    if not has_region:
        return RegionRefusal.NO_REGION
    if faults:
        return RegionRefusal.UNSOUND
    if names:
        return RegionRefusal.NAMES_PEOPLE
    return None if is_new else RegionRefusal.NOTHING_NEW


def reason_not_to_adopt(*, is_ours: bool, is_shared: bool, adopted: bool) -> RegionRefusal | None:
    """Tell why an academy does not take a template over."""
    if not is_shared:
        return RegionRefusal.NOT_SHARED
    if is_ours:
        return RegionRefusal.OWN_TEMPLATE
    return RegionRefusal.ADOPTED_ALREADY if adopted else None


def reason_not_to_update(*, is_variant: bool, is_shared: bool) -> RegionRefusal | None:
    """Tell why nothing of a template is taken over into a trajectory."""
    if not is_variant:
        return RegionRefusal.NO_VARIANT
    return None if is_shared else RegionRefusal.TEMPLATE_GONE


def without_people(document: Document, *, stays: Collection[str]) -> Document:
    """Return what crosses to a region of a document: words and keys, and no knowledge from inside.

    Knowledge from inside stays at home; its step then asks for a case or a colleague of one's own. ``stays``: keys
    of knowledge from outside that stays too, since it is a person to ask.
    """
    crossing = deepcopy(document)
    for step in crossing["activities"]:
        inside = any(one["side"] != OUTSIDE for one in step["sources"])
        step["asks_own_case"] = bool(step.get("asks_own_case")) or inside
        step["sources"] = [
            {"key": one["key"], "side": OUTSIDE, "text": one["text"], "source_key": one.get("source_key", "")}
            for one in step["sources"]
            if one["side"] == OUTSIDE and one["key"] not in stays
        ]
    return crossing


def texts_of(document: Document) -> Iterator[str]:
    """Give every text of a document in which somebody could have written a name."""
    for value in _values(document):
        if isinstance(value, str):
            yield value


def _values(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        for one in value.values():
            yield from _values(one)
    elif isinstance(value, list):
        for one in value:
            yield from _values(one)
    else:
        yield value


def names_in(texts: Iterable[str], names: Collection[str]) -> list[str]:
    """Find full names in texts. ``names``: of two words or more, in lower case; a first name alone says nobody."""
    known = {name for name in names if " " in name}
    found: dict[str, None] = {}
    for text in texts:
        words = "".join(c if c.isalnum() or c in "-'’" else " " for c in text).lower().split()
        for start in range(len(words)):
            for length in range(2, LONGEST_NAME + 1):
                said = " ".join(words[start : start + length])
                if said in known:
                    found[said] = None
    return list(found)


class Change(StrEnum):
    """Who changed a part since it was taken over."""

    HERE = "here"
    TEMPLATE = "template"
    BOTH = "both"


@dataclass(frozen=True)
class Difference:
    """A part that is not the same here and in the template. ``None``: it is not there.

    ``place``: the goal or step that it belongs to, to call it by its words.
    """

    path: str
    change: Change
    here: Any
    template: Any

    @property
    def can_be_taken(self) -> bool:
        """Whether the template says something new about it."""
        return self.change != Change.HERE


def parts_of(document: Document) -> dict[str, Any]:
    """Return every part of a document by its path. ``goal/<key>`` alone says that the goal is there."""
    parts: dict[str, Any] = {name: document.get(name) for name in HEAD}
    parts["order"] = [step["key"] for step in document["activities"]]
    for kind, fields in (("goal", GOAL), ("step", STEP)):
        word, below = BELOW[kind]
        for one in document[LISTS[kind]]:
            here = f"{kind}/{one['key']}"
            parts[here] = True
            for name, columns in fields.items():
                parts[f"{here}/{name}"] = [one.get(column) for column in columns]
            for entry in one[below]:
                parts[f"{here}/{word}/{entry['key']}"] = {
                    "text": entry["text"],
                    "side": entry.get("side", ""),
                }
    return parts


def differences(*, base: Document, here: Document, template: Document) -> list[Difference]:
    """Compare a variant with the newest template, part by part; ``base``: the template as it was taken over.

    Of a goal or step that is only on one side, its own parts are not listed apart.
    """
    old, mine, theirs = parts_of(base), parts_of(here), parts_of(template)
    found = []
    hidden: set[str] = set()
    for path in sorted(
        old.keys() | mine.keys() | theirs.keys(), key=lambda one: _place(one, theirs, mine, old)
    ):
        if any(path.startswith(f"{parent}/") for parent in hidden):
            continue
        was, is_here, is_there = old.get(path), mine.get(path), theirs.get(path)
        if path == "order":
            was, is_here, is_there = _common_orders(was, is_here, is_there)
        if is_whole(path) and (is_here is None or is_there is None):
            hidden.add(path)
        if is_here == is_there:
            continue
        change = Change.HERE if is_there == was else Change.TEMPLATE if is_here == was else Change.BOTH
        found.append(Difference(path, change, is_here, is_there))
    return found


def is_whole(path: str) -> bool:
    """Tell whether a path is of a whole goal or step."""
    return path.count("/") == 1


def _place(path: str, *documents: Mapping[str, Any]) -> tuple[int, int]:
    """Order parts as the documents have them: the template first, then what is only here."""
    for number, parts in enumerate(documents):
        if path in parts:
            return (number if path.count("/") else 0, list(parts).index(path))
    return (len(documents), 0)


def _common_orders(*orders: Any) -> list[list[str]]:
    common = set.intersection(*(set(one or ()) for one in orders))
    return [[key for key in one or () if key in common] for one in orders]


def taken_over(document: Document, template: Document, paths: Collection[str]) -> Document:
    """Return a document with these parts as the template has them; all else, and what was added, stays."""
    result = deepcopy(document)
    # Whole goals and steps first: their parts may be asked for as well.
    for path in sorted(paths, key=lambda one: (one == "order", one.count("/"))):
        if path in HEAD:
            result[path] = deepcopy(template.get(path))
        elif path == "order":
            _reorder(result, [one["key"] for one in template["activities"]])
        else:
            _take(result, template, path.split("/"))
    known = {goal["key"] for goal in result["goals"]}
    for step in result["activities"]:
        step["goals"] = [key for key in step["goals"] if key in known]
    return result


def _reorder(document: Document, order: Sequence[str]) -> None:
    places = {key: place for place, key in enumerate(order)}
    known = iter(
        sorted(
            (one for one in document["activities"] if one["key"] in places),
            key=lambda one: places[one["key"]],
        )
    )
    # What was added here keeps its place in the row.
    document["activities"] = [next(known) if one["key"] in places else one for one in document["activities"]]


def _take(result: Document, template: Document, path: Sequence[str]) -> None:
    kind, key, *rest = path
    theirs = _with_key(template[LISTS[kind]], key)
    mine = _with_key(result[LISTS[kind]], key)
    if not rest:
        _replace(result[LISTS[kind]], key, theirs, template[LISTS[kind]])
    elif mine is None or theirs is None:
        return
    elif len(rest) == 1:
        _take_field(mine, theirs, kind, rest[0], template)
    else:
        below = BELOW[kind][1]
        _replace(mine[below], rest[1], _with_key(theirs[below], rest[1]), theirs[below])


def _take_field(mine: Document, theirs: Document, kind: str, name: str, template: Document) -> None:
    for column in (GOAL if kind == "goal" else STEP)[name]:
        value = deepcopy(theirs.get(column))
        if column == "goals":
            # Goals that were added here stay tied.
            known = {goal["key"] for goal in template["goals"]}
            value = [*theirs["goals"], *(key for key in mine["goals"] if key not in known)]
        mine[column] = value
    if name == "competency":
        mine["competency_name"] = theirs.get("competency_name", {})


def _replace(rows: list[Document], key: str, row: Document | None, order: Sequence[Document]) -> None:
    place = next((nth for nth, one in enumerate(rows) if one["key"] == key), None)
    if row is None:
        if place is not None:
            del rows[place]
    elif place is not None:
        rows[place] = {**rows[place], **deepcopy(row)}
    else:
        # After what comes before it in the template, so that a new step stands where it belongs.
        before = [one["key"] for one in order[: [one["key"] for one in order].index(key)]]
        after = max((nth + 1 for nth, one in enumerate(rows) if one["key"] in before), default=0)
        rows.insert(after, deepcopy(row))


def _with_key(rows: Iterable[Document], key: str) -> Document | None:
    return next((one for one in rows if one["key"] == key), None)
