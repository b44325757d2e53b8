"""Equal spreads: groups whose squares have equal means are spread alike."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def with_spreads(x: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return columns as large as each other, and beside them their squares (k-plus anticlustering, Papenberg 2024).

    Groups with equal means of these have equal means and equal spreads of the columns given.
    """
    array = np.asarray(x, np.float64)
    scaled = _scaled(array)
    return np.hstack([scaled, _scaled(scaled**2)])


def _scaled(array: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    spread = array.std(axis=0)
    scaled: npt.NDArray[np.float64] = (array - array.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return scaled
