"""What does a draft say once a file was taken into it?

Pure: no Django, no clock, no database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from vakwerk.craft.frameworks.contents import Behaviour, Contents, Described, Group, Step, Text


def merged(there: Contents, new: Contents, *, is_whole: bool, take_away: bool) -> Contents:
    """Return a draft with what a file says in it.

    ``is_whole``: the file says all that there is to say of a competency. A table does not: what it has no
    column for, and an empty cell, leave what was there. ``take_away``: what the file does not have goes.
    """
    known = there.by_key
    cluster_keys = _clusters(there, new)
    fresh = {
        one.key: _competency(known.get(one.key), one, cluster_keys, is_whole=is_whole, take_away=take_away)
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
    # A table may name a level by its number only.
    return replace(
        was,
        guild_name=_filled(was.guild_name, now.guild_name),
        neutral_name=_filled(was.neutral_name, now.neutral_name),
    )


def _filled(was: Text | None, now: Text) -> Text:
    """Return a text, with what was there in a language that is now left empty."""
    return {language: now.get(language) or (was or {}).get(language, "") for language in ("nl", "en")}


def _competency(
    was: Described | None,
    now: Described,
    cluster_keys: Mapping[str, str],
    *,
    is_whole: bool,
    take_away: bool,
) -> Described:
    now = replace(now, cluster=cluster_keys.get(now.cluster, now.cluster))
    if was is None:
        return now
    if not is_whole:
        now = replace(
            now,
            name=_filled(was.name, now.name),
            definition=_filled(was.definition, now.definition),
            why=_filled(was.why, now.why),
            pitfall=_filled(was.pitfall, now.pitfall),
            code=now.code or was.code,
            cluster=now.cluster or was.cluster,
            parent=now.parent or was.parent,
            counterweights=now.counterweights or was.counterweights,
            foreign=was.foreign,
        )
    return replace(
        now,
        identifier=now.identifier or was.identifier,
        affinity=now.affinity or was.affinity,
        indicators=_behaviour(was.indicators, now.indicators, is_whole=is_whole, take_away=take_away),
    )


def _behaviour(
    there: Sequence[Behaviour], new: Sequence[Behaviour], *, is_whole: bool, take_away: bool
) -> list[Behaviour]:
    by_key = {one.key: one for one in there}
    by_text = {(one.level, text): one for one in there for text in one.text.values() if text}
    found: dict[str, Behaviour] = {}
    for each in new:
        said = next(
            (by_text[each.level, text] for text in each.text.values() if (each.level, text) in by_text), None
        )
        was = by_key.get(each.key) or (None if is_whole else said)
        one = each
        if was is not None:
            one = replace(
                each,
                key=was.key,
                text=one.text if is_whole else _filled(was.text, one.text),
                identifier=one.identifier or was.identifier,
                foreign=one.foreign or was.foreign,
            )
        found[one.key] = one
    if take_away:
        return list(found.values())
    stayed = [found.pop(one.key, one) for one in there]
    return [*stayed, *found.values()]


def with_named_levels(contents: Contents) -> Contents:
    """Give a level that a table only numbers a name."""
    return replace(contents, levels=[_named(one) for one in contents.levels])


def _named(one: Step) -> Step:
    if any([*one.guild_name.values(), *one.neutral_name.values()]):
        return one
    return replace(one, guild_name={"nl": f"Niveau {one.number}", "en": f"Level {one.number}"})
