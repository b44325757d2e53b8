"""Ending a search early: asked now and then, many times a second, whether to stop with the best so far."""

from __future__ import annotations

from collections.abc import Callable

Asked = Callable[[], bool]


def never() -> bool:
    """Tell a search to go on until its time or steps are used."""
    return False
