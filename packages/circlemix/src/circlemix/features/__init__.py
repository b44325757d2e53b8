"""Groups with equal means, from an n x d array of numbers: k-means anticlustering in linear memory.

>>> import numpy as np
>>> from circlemix.features import divide
>>> division = divide(np.random.default_rng(1).normal(size=(1000, 8)), size=8)
>>> division.between_share < 0.002
True
"""

from __future__ import annotations

from circlemix.features.search import Division, divide, sizes_for
from circlemix.features.spreads import with_spreads

__all__ = ["Division", "divide", "sizes_for", "with_spreads"]
