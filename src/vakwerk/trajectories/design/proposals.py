"""Which knowledge could fill the empty side of a step? Proposals out of the knowledge room, for its goals."""

from collections.abc import Iterable, Mapping

from vakwerk.foundation.models import Academy
from vakwerk.knowledge.models import Source
from vakwerk.knowledge.pairing.queries import pairing_for
from vakwerk.knowledge.search import queries as search
from vakwerk.knowledge.search.rules import Wanted
from vakwerk.knowledge.sources import queries as sources
from vakwerk.trajectories.design import rules
from vakwerk.trajectories.design.queries import Loaded, LoadedActivity

LOOKED_AT = 12
FOUND_AT_ONCE = 20
SIDES = (rules.INSIDE, rules.OUTSIDE)


def proposals(loaded: Loaded) -> Mapping[tuple[int, str], Source]:
    """Return a source for each side of a step that has none, by the step's number and side; each only once."""
    lacking = [
        (one, side) for one in loaded.activities for side in SIDES if one.goal_ids and not one.on(side)
    ]
    used = _used(loaded)
    offered = {key: _sides(key) for key in {key for one, _ in lacking for key in _competencies(loaded, one)}}
    found = {}
    for one, side in lacking:
        for source in (source for key in _competencies(loaded, one) for source in offered[key][side]):
            if source.pk not in used:
                found[one.number, side] = source
                used.add(source.pk)
                break
    return found


def fitting(loaded: Loaded, activity: LoadedActivity, side: str) -> list[Source]:
    """Return sources of a side that fit the goals of a step, without those it has."""
    there = {source.pk for one in activity.sources if (source := one.source)}
    found = {
        source.pk: source
        for key in _competencies(loaded, activity)
        for source in _sides(key)[side]
        if source.pk not in there
    }
    return list(found.values())[:LOOKED_AT]


def searched(text: str, side: str, academy: Academy) -> tuple[list[Source], int]:
    """Return sources of a side that say this, and how many there are in all."""
    hits = search.find(Wanted(text=text, side=side), academy=academy, guest=False, most=FOUND_AT_ONCE)
    return sources.in_order(hits.ids), hits.count


def _sides(competency: str) -> dict[str, list[Source]]:
    pairing = pairing_for(competency, most=LOOKED_AT)
    return {rules.INSIDE: list(pairing.inside), rules.OUTSIDE: list(pairing.outside)}


def _competencies(loaded: Loaded, activity: LoadedActivity) -> list[str]:
    return [one.competency.key for one in loaded.goals if one.goal.pk in activity.goal_ids and one.competency]


def _used(loaded: Loaded) -> set[int]:
    links: Iterable[int | None] = (
        key
        for activity in loaded.activities
        for one in activity.sources
        for key in (one.link.source_id, one.link.shared_source_id)
    )
    return {key for key in links if key}
