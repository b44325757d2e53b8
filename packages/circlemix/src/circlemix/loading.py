"""Load compiled kernels before a clock starts, and without what they do not use."""

from __future__ import annotations

import sys
from importlib import import_module


def load_kernels(module: str) -> None:
    """Import kernels, and so compile them, or load them compiled.

    numba loads scipy where that is installed, for linear algebra that no kernel uses; without, we start sooner. Only
    for commands: other code that runs in the same process may want that.
    """
    hidden = "scipy" not in sys.modules
    if hidden:
        sys.modules["scipy"] = None  # type: ignore[assignment]  # None is how an import is made to fail
    try:
        import_module(module)
    finally:
        if hidden:
            del sys.modules["scipy"]
