"""Which combinations of figures come down to a few people? Linear algebra, exact.

Figures are rows over columns; a column belongs to people who cannot be told apart by any figure. Numbers are counted
modulo a large prime: a combination that vanishes there but not among fractions is as good as impossible, and would only
make a publication stricter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

PRIME = (1 << 61) - 1
MOST_NODES = 3000
"""After so many steps a search gives up, and the figure counts as unsafe."""

Row = dict[int, int]
"""Column to coefficient, without zeros."""


def fraction(top: int, bottom: int) -> int:
    """Return ``top / bottom`` as a number modulo the prime."""
    return top * pow(bottom, -1, PRIME) % PRIME


def _minus(row: Row, times: int, other: Mapping[int, int]) -> Row:
    """Return ``row - times * other``."""
    left = dict(row)
    for column, value in other.items():
        rest = (left.get(column, 0) - times * value) % PRIME
        if rest:
            left[column] = rest
        else:
            left.pop(column, None)
    return left


class Span:
    """All that can be worked out from the figures shown so far.

    ``owner[c]``: which people column ``c`` belongs to; ``weight[owner]``: how many they are. Rows are kept reduced:
    each has a column of its own, its pivot, on which all others are zero. Pivots are taken from the largest groups
    first, so a row whose pivot belongs to fewer than ``least`` people has no column of a larger group at all.
    """

    def __init__(self, owner: Sequence[int], weight: Sequence[int], least: int) -> None:
        self._owner, self._weight, self._least = owner, weight, least
        self._rows: dict[int, Row] = {}
        self._having: dict[int, set[int]] = {}

    def reduced(self, row: Row) -> Row:
        """Return what ``row`` tells beyond the figures shown: nothing where it is empty."""
        left = dict(row)
        for column, value in row.items():
            known = self._rows.get(column)
            if known is None:
                continue
            for other, factor in known.items():
                rest = (left.get(other, 0) - value * factor) % PRIME
                if rest:
                    left[other] = rest
                else:
                    left.pop(other, None)
        return left

    def add(self, reduced: Row) -> None:
        """Count a reduced row among what is shown."""
        if not reduced:
            return
        weight, owner = self._weight, self._owner
        pivot = max(reduced, key=lambda column: (weight[owner[column]], -column))
        scale = pow(reduced[pivot], -1, PRIME)
        new = {column: value * scale % PRIME for column, value in reduced.items()}
        for other in self._having.pop(pivot, ()):
            row = self._rows[other]
            times = row.pop(pivot)
            for column, value in new.items():
                if column == pivot:
                    continue
                rest = (row.get(column, 0) - times * value) % PRIME
                if rest:
                    row[column] = rest
                    self._having.setdefault(column, set()).add(other)
                elif column in row:
                    del row[column]
                    self._having[column].discard(other)
        self._rows[pivot] = new
        for column in new:
            if column != pivot:
                self._having.setdefault(column, set()).add(pivot)

    def gives_away(self, reduced: Row) -> bool:
        """Tell whether ``reduced``, with any combination of what is shown, comes down to too few people."""
        if not reduced:
            return False
        fixed = {self._owner[column] for column in reduced if not self._using(column)}
        if sum(self._weight[owner] for owner in fixed) >= self._least:
            return False
        rows = self._around(reduced)
        if rows is None:
            return False
        return _Search(self._owner, self._weight).finds(reduced, rows, self._least - 1)

    def _around(self, reduced: Row) -> list[Row] | None:
        """Return the rows that could cancel a part of ``reduced``, and the rows that could cancel a part of those.

        ``None``: a column of a large group is left that no row can cancel.
        """
        taken: set[int] = set()
        waiting = list(reduced)
        for column in reduced:
            if self._weight[self._owner[column]] >= self._least:
                return None
        while waiting:
            column = waiting.pop()
            for pivot in self._using(column):
                if pivot not in taken:
                    taken.add(pivot)
                    waiting.extend(self._rows[pivot])
        return [self._rows[pivot] for pivot in sorted(taken)]

    def _using(self, column: int) -> list[int]:
        """Return the rows that can cancel ``column`` without bringing in a large group: their pivot is a small one."""
        return [
            pivot for pivot in self._having.get(column, ()) if self._weight[self._owner[pivot]] < self._least
        ]


class _Search:
    """Looks for a combination about few people: each column is made zero by a row, or its people are paid for."""

    def __init__(self, owner: Sequence[int], weight: Sequence[int]) -> None:
        self._owner, self._weight = owner, weight
        self._nodes = 0

    def finds(self, word: Row, rows: list[Row], budget: int) -> bool:
        """Tell whether ``word`` plus some combination of ``rows`` is about at most ``budget`` people."""
        free = {column for column in (*word, *(c for row in rows for c in row)) if not self._cost(column)}
        return self._look(_without(word, free), [_without(row, free) for row in rows], budget)

    def _cost(self, column: int) -> int:
        return self._weight[self._owner[column]]

    def _look(self, word: Row, rows: list[Row], budget: int) -> bool:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            return True
        owners = {self._owner[column] for column in word}
        if sum(self._weight[owner] for owner in owners) <= budget:
            return True
        touched: dict[int, int] = {}
        for row in rows:
            for column in row:
                touched[column] = touched.get(column, 0) + 1
        fixed = {self._owner[column] for column in word if column not in touched}
        price = sum(self._weight[owner] for owner in fixed)
        if price > budget:
            return False
        if fixed:
            return self._pay(word, rows, budget - price, fixed)
        column = max(word, key=lambda c: (self._cost(c), -touched[c], -c))
        return self._cancel(word, rows, budget, column) or (
            self._cost(column) <= budget
            and self._pay(word, rows, budget - self._cost(column), {self._owner[column]})
        )

    def _cancel(self, word: Row, rows: list[Row], budget: int, column: int) -> bool:
        """Go on with the combinations that are zero on ``column``."""
        using = min((row for row in rows if column in row), key=len)
        inverse = pow(using[column], -1, PRIME)
        left = [
            _minus(row, row[column] * inverse % PRIME, using) if column in row else row
            for row in rows
            if row is not using
        ]
        return self._look(_minus(word, word[column] * inverse % PRIME, using), left, budget)

    def _pay(self, word: Row, rows: list[Row], budget: int, owners: set[int]) -> bool:
        """Go on without the columns of ``owners``."""
        paid = {c for c in (*word, *(c for row in rows for c in row)) if self._owner[c] in owners}
        return self._look(_without(word, paid), [_without(row, paid) for row in rows], budget)


def _without(row: Row, columns: set[int]) -> Row:
    return {column: value for column, value in row.items() if column not in columns} if columns else row
