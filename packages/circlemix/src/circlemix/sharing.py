"""Arrays in memory that all processes of this machine see, so that they need not be sent again and again."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

ALIGNED = 64
"""Each array begins at a multiple of this many bytes."""

MEMORY = Path("/dev/shm")  # noqa: S108  the file has a name nobody can guess, and only we may read it
"""Where Linux keeps files in memory; elsewhere, and when it is too small, an ordinary temporary file will do."""


@dataclass(frozen=True)
class Board:
    """What another process needs to know to see the arrays: in which file, and type and shape of each."""

    name: str
    arrays: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def size(self) -> int:
        return max(1, sum(_length(*array) for array in self.arrays))

    def views(self) -> list[Array]:
        """Return the arrays that lie in the file, to read and to write."""
        memory = np.memmap(self.name, np.uint8, "r+")
        found: list[Array] = []
        offset = 0
        for dtype, shape in self.arrays:
            found.append(np.ndarray(shape, np.dtype(dtype), memory, offset))
            offset += _length(dtype, shape)
        return found


def _length(dtype: str, shape: tuple[int, ...]) -> int:
    length = int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize
    return -(-length // ALIGNED) * ALIGNED


class Shared:
    """Arrays put up for others to see, until ``close``."""

    def __init__(self, arrays: Sequence[Array]) -> None:
        kinds = tuple((array.dtype.str, array.shape) for array in arrays)
        size = Board("", kinds).size
        roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 2 * size
        self._file = tempfile.NamedTemporaryFile(dir=MEMORY if roomy else None)  # noqa: SIM115  open until ``close``
        self._file.truncate(size)
        self.board = Board(self._file.name, kinds)
        self.arrays = self.board.views()
        for mine, given in zip(self.arrays, arrays, strict=True):
            mine[...] = given

    def close(self) -> None:
        """Take the arrays down; who is still looking at them keeps them."""
        self.arrays = []
        self._file.close()


_seen: dict[Board, list[Array]] = {}


def seen(board: Board) -> list[Array]:
    """Return the arrays that another process put up. Only the last board is remembered."""
    if board not in _seen:
        _seen.clear()
        _seen[board] = board.views()
    return _seen[board]
