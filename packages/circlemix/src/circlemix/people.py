"""Who is to be composed into groups: what we know of each person, and when they can come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from circlemix.errors import InputError

Codes = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Category:
    """A named property with words as values, such as discipline or organisation.

    ``values`` are the different words; ``codes`` has per person the position in ``values``, -1 when unknown.
    """

    values: tuple[str, ...]
    codes: Codes

    @classmethod
    def of(cls, words: Iterable[str | None]) -> Category:
        """Make a category of one word per person; ``None`` and empty text mean unknown."""
        given = [None if word is None or not str(word).strip() else str(word) for word in words]
        values = tuple(sorted({word for word in given if word is not None}))
        position = {word: code for code, word in enumerate(values)}
        return cls(values, np.array([-1 if w is None else position[w] for w in given], dtype=np.int32))

    def __post_init__(self) -> None:
        codes = np.ascontiguousarray(self.codes, dtype=np.int32)
        if codes.ndim != 1:
            raise InputError("category", "one code per person is needed")
        if codes.size and (codes.min() < -1 or codes.max() >= len(self.values)):
            raise InputError("category", "a code lies outside the values")
        codes.setflags(write=False)
        object.__setattr__(self, "codes", codes)
        object.__setattr__(self, "values", tuple(self.values))

    def word(self, person: int) -> str | None:
        """Return the value of a person, ``None`` when unknown."""
        code = int(self.codes[person])
        return None if code < 0 else self.values[code]

    def code_of(self, value: str) -> int:
        """Return the code of a value, -1 when nobody has it."""
        return self.values.index(value) if value in self.values else -1


@dataclass(frozen=True, eq=False)
class People:
    """The n people to compose, in a fixed order; everywhere else a person is their position, 0 … n - 1.

    :param ids: n different texts by which the caller knows them.
    :param labels: n texts for people to read; the ids when left out.
    :param categories: name of a property → :class:`Category` of n codes.
    :param numbers: name of a property → n numbers, ``nan`` when unknown.
    :param slots: n x S booleans, whether person i can come at slot s; ``None`` when time plays no part.
    :param slot_names: S texts; numbered when left out.

    :raises InputError: naming the property or person that does not fit.
    """

    ids: tuple[str, ...]
    labels: tuple[str, ...] = ()
    categories: Mapping[str, Category] = field(default_factory=dict)
    numbers: Mapping[str, Numbers] = field(default_factory=dict)
    slots: Flags | None = None
    slot_names: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        ids: Iterable[object],
        *,
        labels: Iterable[object] = (),
        categories: Mapping[str, Iterable[str | None]] | None = None,
        numbers: Mapping[str, Iterable[float | None]] | None = None,
        slots: npt.ArrayLike | None = None,
        slot_names: Sequence[str] = (),
    ) -> People:
        """Make people of plain lists: one entry per person in each, ``None`` when unknown."""
        return cls(
            ids=tuple(str(each) for each in ids),
            labels=tuple(str(each) for each in labels),
            categories={name: Category.of(words) for name, words in (categories or {}).items()},
            numbers={name: _floats(name, values) for name, values in (numbers or {}).items()},
            slots=None if slots is None else np.array(slots, dtype=np.bool_),
            slot_names=tuple(slot_names),
        )

    def __post_init__(self) -> None:
        ids, labels = tuple(self.ids), tuple(self.labels) or tuple(self.ids)
        if len(set(ids)) != len(ids):
            seen: set[str] = set()
            twice = next(each for each in ids if each in seen or seen.add(each))  # type: ignore[func-returns-value]
            raise InputError("people, ids", f"{twice!r} stands there twice")
        self._expect("people, labels", len(labels))
        for name, category in self.categories.items():
            self._expect(f"people, category {name!r}", len(category.codes))
        numbers = {}
        for name, values in self.numbers.items():
            self._expect(f"people, number {name!r}", len(values))
            if np.isinf(values).any():
                raise InputError(
                    f"people, number {name!r}", f"{ids[int(np.isinf(values).argmax())]!r} is infinite"
                )
            numbers[name] = np.ascontiguousarray(values, dtype=np.float64)
        object.__setattr__(self, "ids", ids)
        object.__setattr__(self, "labels", labels)
        object.__setattr__(self, "numbers", numbers)
        object.__setattr__(self, "slot_names", self._checked_slot_names())

    def _checked_slot_names(self) -> tuple[str, ...]:
        if self.slots is None:
            return ()
        if self.slots.ndim != 2:
            raise InputError("people, slots", "a table of people x slots is needed")
        self._expect("people, slots", self.slots.shape[0])
        names = tuple(self.slot_names) or tuple(str(s + 1) for s in range(self.slots.shape[1]))
        if len(names) != self.slots.shape[1]:
            raise InputError("people, slot names", f"{len(names)} names for {self.slots.shape[1]} slots")
        return names

    def _expect(self, where: str, found: int) -> None:
        if found != len(self.ids):
            raise InputError(where, f"{found} entries for {len(self.ids)} people")

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def position(self) -> Mapping[str, int]:
        """From id to position."""
        return {each: person for person, each in enumerate(self.ids)}

    def at(self, id_: str) -> int:
        """Return the position of an id.

        :raises InputError: when nobody has it.
        """
        try:
            return self.position[id_]
        except KeyError:
            raise InputError("people, ids", f"nobody has id {id_!r}") from None


def _floats(name: str, values: Iterable[float | None]) -> Numbers:
    try:
        return np.array([np.nan if each is None else float(each) for each in values], dtype=np.float64)
    except (TypeError, ValueError) as problem:
        raise InputError(f"people, number {name!r}", str(problem)) from problem
