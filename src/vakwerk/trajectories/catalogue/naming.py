"""Whose name does a reader of the catalogue see? People of the academy everybody's; others only with consent.

Outside the academy a partner or resident is named only if they said so themselves. A name that a coordinator typed
belongs to nobody who could, so it is left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from vakwerk.knowledge.models import Source
from vakwerk.people import queries as people
from vakwerk.trajectories.models import ActivitySource, Edition, Trainer


@dataclass(frozen=True)
class Naming:
    """What one reader may read. ``nameable``: ids of people, ``None``: everybody; ``unnamed``: names left out."""

    nameable: frozenset[int] | None = None
    unnamed: tuple[str, ...] = ()

    @classmethod
    def outside(cls, trajectories: Iterable[Any], editions: Iterable[Edition]) -> "Naming":
        """Return what everybody may read of trajectories and editions that were loaded whole, in two queries."""
        trainers = (trainer for edition in editions for trainer in edition.trainers.all())
        ids = {trainer.person_id for trainer in trainers if trainer.person_id}
        for link in (link for one in trajectories for link in _links(one)):
            if link.source and link.source.person_id:
                ids.add(link.source.person_id)
        names = (name.casefold() for name in people.unnamed_in_public())
        return cls(frozenset(people.nameable_in_public(ids)), tuple(names))

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
        return any(name in text.casefold() for name in self.unnamed)


EVERYBODY = Naming()


def _links(trajectory: Any) -> list[ActivitySource]:
    return [link for activity in trajectory.activities.all() for link in activity.source_links.all()]
