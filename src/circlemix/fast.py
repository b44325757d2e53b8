"""Compile kernels that add up long rows: as soon as they are imported, for known types, in any order of addition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])


def fast(signature: str, *, cache: bool = True) -> Callable[[F], F]:
    """Return a decorator that compiles a function; ``function.py_func`` is the same in plain Python.

    With the types given beforehand, compiling happens at import and so never inside a measured or limited search.
    Reordered additions let the processor take sixteen numbers at a time. The kernels make no arrays (``_nrt``).
    """
    compiled: Any = numba.njit
    return cast(
        "Callable[[F], F]",
        compiled(signature, cache=cache, nogil=True, fastmath=True, error_model="numpy", _nrt=False),
    )
