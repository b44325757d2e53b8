"""Whose name does a reader of the catalogue see? People of the academy everybody's; others only with consent.

Outside the academy a partner or resident is named only if they said so themselves. A name that a coordinator typed
belongs to nobody who could, so it is left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from vakwerk.foundation.bilingual import Bilingual
from vakwerk.knowledge.models import Source
from vakwerk.people import queries as people
from vakwerk.people.rules import search_key
from vakwerk.trajectories.models import ActivitySource, Trainer

# What a coordinator writes that everybody may read; what an activity draws on is said or left out as a whole.
_WRITTEN: Final = (
    "title", "summary", "for_whom", "text", "description", "name", "place", "cost_note", "own_title"
)  # fmt: skip
_WORD: Final = re.compile(r"\w[\w'’\-]*|['’]\w[\w'’\-]*")

Words = tuple[str, ...]
Word = tuple[str, tuple[int, int]]


@dataclass(frozen=True)
class Naming:
    """What one reader may read. ``nameable``: ids of people, ``None``: everybody; ``unnamed``: names left out."""

    nameable: frozenset[int] | None = None
    unnamed: frozenset[Words] = frozenset()

    @classmethod
    def outside(cls, trajectories: Iterable[Any], editions: Iterable[Any]) -> "Naming":
        """Return what everybody may read of trajectories and editions that were loaded whole, in two queries.

        In what was loaded the names are left out at once, wherever somebody wrote them.
        """
        links = [link for one in trajectories for link in _links(one)]
        editions = list(editions)
        ids = {one.person_id for edition in editions for one in edition.trainers.all() if one.person_id}
        ids |= {link.source.person_id for link in links if link.source and link.source.person_id}
        naming = cls._of([*_parts(trajectories, editions), *links], ids)
        naming._leave_out(_parts(trajectories, editions))
        return naming

    @classmethod
    def of_list(cls, entries: Iterable[Any]) -> "Naming":
        """Return the same for the entries of a list, which show only their trajectory and editions ahead."""
        parts = [part for entry in entries for part in (entry.trajectory, *entry.trajectory.ahead)]
        naming = cls._of(parts, set())
        naming._leave_out(parts)
        return naming

    @classmethod
    def _of(cls, parts: Iterable[Any], ids: set[int]) -> "Naming":
        said = " | ".join(text for part in parts for text in _texts(part))
        names = (tuple(word for word, _at in _words(name)) for name in people.unnamed_in_public(said))
        nameable = people.nameable_in_public(ids) if ids else ()
        return cls(frozenset(nameable), frozenset(name for name in names if len(name) > 1))

    def _leave_out(self, parts: Iterable[Any]) -> None:
        if not self.unnamed:
            return
        for part in parts:
            for name in _written(part):
                setattr(part, name, self._without_names(getattr(part, name)))

    def _without_names(self, said: Any) -> Any:
        if isinstance(said, Bilingual):
            texts = {}
            for language, text in said.items():
                with translation.override(language):
                    texts[language] = self._without_names(text)
            return Bilingual(texts)
        for first, last in reversed(list(self._named_in(said))):
            said = said[:first] + _("somebody who is not named here") + said[last:]
        return said

    def _named_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Give where names that are left out begin and end in a text, as search compares them."""
        words = _words(text)
        longest = max((len(name) for name in self.unnamed), default=0)
        at = 0
        while at < len(words):
            for length in range(longest, 1, -1):
                some = words[at : at + length]
                if len(some) == length and self.unnamed.intersection(_meant(some)):
                    yield some[0][1][0], some[-1][1][1]
                    at += length - 1
                    break
            at += 1

    def may_name(self, person_id: int | None) -> bool:
        return self.nameable is None or person_id in self.nameable

    def leaders(self, trainers: Iterable[Trainer]) -> list[str]:
        """Return who leads, by name; of those who are not named only that they are there, once."""
        every = list(trainers)
        named = [one.name for one in every if self.may_name(one.person_id)]
        return named if len(named) == len(every) else [*named, _("somebody who is not named here")]

    def knowledge(self, link: ActivitySource) -> str:
        """Return what or who an activity draws on."""
        text = str(link.source.title if link.source else link.text)
        return _("a person who is not named here") if self._hides(link, text) else text

    def _hides(self, link: ActivitySource, text: str) -> bool:
        if self.nameable is None:
            return False
        source = link.source
        if source is not None and source.kind == Source.Kind.PERSON and not self.may_name(source.person_id):
            return True
        return any(self._named_in(text))


EVERYBODY = Naming()


def _links(trajectory: Any) -> list[ActivitySource]:
    return [link for activity in trajectory.activities.all() for link in activity.source_links.all()]


def _parts(trajectories: Iterable[Any], editions: Iterable[Any]) -> Iterator[Any]:
    """Give everything of them that has texts of its own."""
    for one in trajectories:
        yield one
        for goal in one.goals.all():
            yield goal
            yield from goal.proof_ways.all()
        yield from one.activities.all()
    for edition in editions:
        yield edition
        for session in edition.sessions.all():
            yield session
            if session.activity:
                yield session.activity


def _written(part: Any) -> Iterator[str]:
    unread = part.get_deferred_fields()
    known = {field.name for field in part._meta.concrete_fields}
    return (name for name in _WRITTEN if name in known and name not in unread)


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, ActivitySource) and part.source:
        part = part.source
    for name in _written(part):
        said = getattr(part, name)
        yield from said.values() if isinstance(said, Bilingual) else [said]


def _meant(words: Sequence[Word]) -> Iterator[Words]:
    """Give the names that words can mean: the last may be a genitive."""
    *first, last = (word for word, _at in words)
    for ending in ("", "s", "'s"):
        if last.endswith(ending):
            yield (*first, last.removesuffix(ending))


def _words(text: str) -> list[Word]:
    """Return the words of a text as search compares them, each with where it stands."""
    return [(search_key(found[0]).strip("'-"), found.span()) for found in _WORD.finditer(text)]
