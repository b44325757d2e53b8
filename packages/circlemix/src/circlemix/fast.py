"""Compile kernels as soon as they are imported, for known types, and keep them for the next time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])


def fast(signature: str, *, cache: bool = True, any_order: bool = True) -> Callable[[F], F]:
    """Return a decorator that compiles a function; ``function.py_func`` is the same in plain Python.

    With the types given beforehand, compiling happens at import and so never inside a measured or limited search.
    Kernels make no arrays, so numba need not count references to the ones they get (``_nrt``).

    :param any_order: additions may be reordered, which lets the processor take sixteen numbers at a time.
    """
    options = {"nogil": True, "fastmath": any_order, "error_model": "numpy", "_nrt": False}

    def compiled(function: F) -> F:
        njit: Any = numba.njit
        try:
            return cast("F", njit(signature, cache=cache, **options)(function))
        except RuntimeError:
            # Nowhere to keep it: neither beside the source nor in the user's own folder may we write.
            return cast("F", njit(signature, **options)(function))

    return compiled
