"""Dissimilarities between people from what is known of them: numbers and categories, weighted, some of it missing."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from circlemix.errors import InputError
from circlemix.matrix.problem import F64
from circlemix.people import People


def gower(people: People, weights: Mapping[str, float] | None = None) -> F64:
    """Return how much every two people differ, from 0 to 1 (n by n; Gower 1971).

    Two values of a category differ or not; two numbers by their distance as a part of the largest there is. What is not
    known of both does not count. Two people of whom nothing is known together differ as much as people do on average.

    :param weights: of each category or number by name; those left out do not count. ``None``: all alike.
    :raises InputError: for a name that does not exist, a weight that is not more than 0, or no weights at all.
    """
    names = [*people.categories, *people.numbers]
    weights = dict.fromkeys(names, 1.0) if weights is None else weights
    if not weights:
        raise InputError("weights", "there is nothing to tell people apart by")
    count = len(people)
    total, counted = np.zeros((count, count)), np.zeros((count, count))
    for name, weight in weights.items():
        if name not in names:
            raise InputError("weights", f"there is no category or number {name!r}")
        if not 0 < weight < float("inf"):
            raise InputError("weights", f"{weight} of {name!r} is not more than 0")
        differ, known = _in_category(people, name) if name in people.categories else _in_number(people, name)
        both = weight * (known[:, None] & known)
        total += both * differ
        counted += both
    means = np.divide(total, counted, out=np.zeros_like(total), where=counted > 0)
    pairs = ~np.eye(count, dtype=np.bool_) & (counted > 0)
    unknown = counted == 0
    means[unknown] = means[pairs].mean() if pairs.any() else 0.0
    np.fill_diagonal(means, 0.0)
    return means


def _in_category(people: People, name: str) -> tuple[F64, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    codes = people.categories[name].codes
    return (codes[:, None] != codes).astype(np.float64), codes >= 0


def _in_number(people: People, name: str) -> tuple[F64, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    values = people.numbers[name]
    known = ~np.isnan(values)
    filled = np.where(known, values, 0.0)
    reach = float(np.ptp(values[known])) if known.any() else 0.0
    return np.abs(filled[:, None] - filled) / (reach or 1.0), known
