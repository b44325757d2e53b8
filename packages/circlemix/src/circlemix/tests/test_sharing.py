"""Whether arrays put up for other processes are seen there, written there, and gone afterwards."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from circlemix.sharing import Board, Shared, seen


def add_one(board: Board) -> None:
    first, _ = seen(board)
    first += 1


def test_what_another_process_writes_is_seen_here() -> None:
    shared = Shared([np.arange(5, dtype=np.int32), np.zeros((0, 3))])
    with ProcessPoolExecutor(1) as executor:
        executor.submit(add_one, shared.board).result()
    assert shared.arrays[0].tolist() == [1, 2, 3, 4, 5]
    assert shared.arrays[1].shape == (0, 3)
    shared.close()
    assert not Path(shared.board.name).exists()
