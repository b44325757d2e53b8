"""How is a framework written as rows? One for each indicator; a competency without any has one row.

Pure: no Django, no clock, no database.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from vakwerk.craft.exchange.table_terms import COLUMNS
from vakwerk.craft.frameworks.contents import Contents, Described, Text

# A file guards what a spreadsheet would take for a formula with one apostrophe; a text that begins so gets another.
_GUARDED: Final = re.compile(r"'+[=+\-@\t\r]")


def rows(contents: Contents, *, guarded: bool) -> Iterator[list[Any]]:
    """Return the rows of a framework. ``guarded``: for CSV, where an apostrophe guards."""
    clusters = {one.key: one.name for one in contents.clusters}
    levels = {one.number: one for one in contents.levels}
    for one in contents.competencies:
        about = _about(one, clusters.get(one.cluster))
        if not one.indicators:
            yield _cells(about, guarded=guarded)
        for each in one.indicators:
            step = levels.get(each.level)
            yield _cells(
                {
                    **about,
                    "level": each.level,
                    **_both("guild", step.guild_name if step else None),
                    **_both("neutral", step.neutral_name if step else None),
                    "indicator_key": each.key,
                    **_both("text", each.text),
                },
                guarded=guarded,
            )


def _about(one: Described, cluster: Text | None) -> dict[str, Any]:
    return {
        **_both("cluster", cluster),
        "key": one.key,
        "code": one.code,
        **_both("name", one.name),
        **_both("definition", one.definition),
        **_both("why", one.why),
        **_both("pitfall", one.pitfall),
        "counterweights": ", ".join(one.counterweights),
        "parent": one.parent,
    }


def _both(name: str, text: Text | None) -> dict[str, str]:
    return {f"{name}_{language}": (text or {}).get(language, "") for language in ("nl", "en")}


def _cells(values: dict[str, Any], *, guarded: bool) -> list[Any]:
    cells = [values.get(field, "") for field in COLUMNS]
    if guarded:
        cells = [f"'{one}" if isinstance(one, str) and _GUARDED.match(one) else one for one in cells]
    return cells


def unguarded(text: str) -> str:
    """Take away the apostrophe with which a CSV file guards a cell."""
    return text[1:] if _GUARDED.match(text) else text
