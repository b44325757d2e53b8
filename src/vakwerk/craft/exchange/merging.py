"""What does a draft say once a file was taken into it?

Pure: no Django, no clock, no database.
"""

from collections.abc import Mapping
from dataclasses import replace

from vakwerk.craft.frameworks.contents import Contents, Described, Group, Step, Text


def merged(there: Contents, new: Contents, *, is_whole: bool, take_away: bool) -> Contents:
    """Return a draft with what a file says in it.

    ``is_whole``: the file says all that there is to say of a competency; a table leaves out what it has no
    column for. ``take_away``: what the file does not have goes from the draft.
    """
    known = there.by_key
    cluster_keys = _clusters(there, new)
    fresh = {
        one.key: _competency(known.get(one.key), one, cluster_keys, is_whole=is_whole)
        for one in new.competencies
    }
    competencies = list(fresh.values())
    if not take_away:
        stayed = [fresh.get(one.key, one) for one in there.competencies]
        competencies = [*stayed, *(one for key, one in fresh.items() if key not in known)]
    in_use = {one.cluster for one in competencies}
    clusters = {one.key: one for one in there.clusters}
    clusters |= {
        cluster_keys[one.key]: _cluster(clusters.get(cluster_keys[one.key]), one, cluster_keys[one.key])
        for one in new.clusters
    }
    levels = {one.number: one for one in there.levels}
    levels |= {one.number: _level(levels.get(one.number), one, is_whole=is_whole) for one in new.levels}
    return replace(
        there,
        name=new.name if is_whole else there.name,
        description=new.description if is_whole else there.description,
        licence=(new.licence if is_whole else "") or there.licence,
        source=(new.source if is_whole else "") or there.source,
        clusters=[one for key, one in clusters.items() if not take_away or key in in_use],
        levels=[levels[number] for number in sorted(levels)],
        competencies=competencies,
        profiles=there.profiles or new.profiles,
        foreign={**there.foreign, **new.foreign},
    )


def _clusters(there: Contents, new: Contents) -> Mapping[str, str]:
    """Return under which key each cluster of a file is kept: that of one with the same key or name."""
    by_name: dict[str, str] = {}
    for one in there.clusters:
        for text in one.name.values():
            if text:
                by_name.setdefault(text, one.key)
    keys = {one.key for one in there.clusters}
    return {
        one.key: one.key if one.key in keys else _first(one.name, by_name) or one.key for one in new.clusters
    }


def _first(name: Text, by_name: Mapping[str, str]) -> str:
    return next((by_name[text] for text in name.values() if text in by_name), "")


def _cluster(was: Group | None, now: Group, key: str) -> Group:
    description = now.description if any(now.description.values()) or was is None else was.description
    return Group(key, _filled(was.name if was else None, now.name), description)


def _level(was: Step | None, now: Step, *, is_whole: bool) -> Step:
    if was is None or is_whole:
        return now
    return replace(
        was,
        guild_name=_filled(was.guild_name, now.guild_name),
        neutral_name=_filled(was.neutral_name, now.neutral_name),
    )


def _filled(was: Text | None, now: Text) -> Text:
    """Return a text, with what was there in a language that is now left empty."""
    return {language: now.get(language) or (was or {}).get(language, "") for language in ("nl", "en")}


def _competency(
    was: Described | None, now: Described, cluster_keys: Mapping[str, str], *, is_whole: bool
) -> Described:
    now = replace(now, cluster=cluster_keys.get(now.cluster, now.cluster))
    if was is None:
        return now
    indicators = {one.key: one for one in was.indicators}
    return replace(
        now,
        identifier=now.identifier or was.identifier,
        affinity=now.affinity or was.affinity,
        foreign=now.foreign if is_whole else was.foreign,
        indicators=[
            replace(
                one,
                identifier=one.identifier
                or (indicators[one.key].identifier if one.key in indicators else ""),
                foreign=one.foreign or (indicators[one.key].foreign if one.key in indicators else {}),
            )
            for one in now.indicators
        ],
    )
