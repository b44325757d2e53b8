"""Compile the kernels when they are first used, and keep them for the next time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])


def kernel(function: F) -> F:
    """Compile a function to machine code; ``function.py_func`` is the same in plain Python.

    Kernels make no arrays, so numba need not count references to the ones they get (``_nrt``).
    """
    compiled: Any = numba.njit
    return cast("F", compiled(cache=True, nogil=True, error_model="numpy", _nrt=False)(function))
