"""How is a publication written down? The same bytes for the same publication."""

from __future__ import annotations

import json
from typing import Any

from cellguard.reading import PUBLISHED, VERSION
from cellguard.tables import Figure, Key, Published


def as_json(published: Published) -> str:
    """Return ``cellguard/published`` as text, a figure a line."""
    figures = [json.dumps(figure_as_data(figure), ensure_ascii=False) for figure in published.figures]
    withheld = [
        json.dumps({**key_as_data(one.key), "reason": one.reason}, ensure_ascii=False)
        for one in published.withheld
    ]
    return (
        f'{{"format": "{PUBLISHED}", "version": {VERSION},\n'
        f' "figures": [{_lines(figures)}],\n "withheld": [{_lines(withheld)}]}}\n'
    )


def _lines(rows: list[str]) -> str:
    return ("\n  " + ",\n  ".join(rows)) if rows else ""


def key_as_data(key: Key) -> dict[str, Any]:
    """Return what a figure is about, as it stands in the file."""
    change = len(key.waves) > 1
    data: dict[str, Any] = {"wave": list(key.waves) if change else key.waves[0]}
    if change:
        data["change"] = True
    return data | {"measure": key.measure, "of": [dict(one) for one in key.of.sets]}


def figure_as_data(figure: Figure) -> dict[str, Any]:
    """Return one figure as it stands in the file."""
    data = key_as_data(figure.key) | {"n": figure.n}
    data["mean"] = figure.low if figure.low == figure.high else {"from": figure.low, "to": figure.high}
    if figure.sd is not None:
        data["sd"] = figure.sd
    return data | {"step": figure.step, "base": list(figure.key.base)}
