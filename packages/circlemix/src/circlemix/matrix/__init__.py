"""Groups as diverse as can be from dissimilarities between pairs: the maximally diverse grouping problem.

>>> from circlemix.matrix import divide, generate
>>> division = divide(generate("RanInt", 30, equal=True, seed=1), steps=20_000)
>>> len(division.groups)
30
"""

from __future__ import annotations

from circlemix.matrix.attributes import gower
from circlemix.matrix.division import Division, divide
from circlemix.matrix.families import generate
from circlemix.matrix.mdgplib import read_mdgplib, write_mdgplib
from circlemix.matrix.plain import read_matrix, write_matrix
from circlemix.matrix.problem import Problem

__all__ = [
    "Division",
    "Problem",
    "divide",
    "generate",
    "gower",
    "read_matrix",
    "read_mdgplib",
    "write_matrix",
    "write_mdgplib",
]
