"""What is there from inside and from outside for a goal, here? And which side is missing?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from vakwerk.foundation.models import Academy
from vakwerk.foundation.tenancy import current_academy_id
from vakwerk.knowledge.models import LocalContext, Side, Source
from vakwerk.knowledge.search import queries as search
from vakwerk.knowledge.search.rules import Wanted
from vakwerk.knowledge.sources import queries as sources

MOST: Final = 12


@dataclass(frozen=True)
class Context:
    """For where knowledge is looked for. ``size``: a size class; ``field``: a policy field; "" for any.

    ``guest``: whether a guest looks, who does not find people to ask.
    """

    size: str = ""
    field: str = ""
    guest: bool = False


@dataclass(frozen=True)
class Pairing:
    """What there is on both sides. ``notes``: what this academy notes with them, by the key of the source.

    ``missing``: the sides of which there is nothing. ``inside_count`` and ``outside_count``: in all.
    """

    competency: str
    context: Context
    inside: Sequence[Source]
    outside: Sequence[Source]
    inside_count: int
    outside_count: int
    notes: dict[int, LocalContext]

    @property
    def missing(self) -> list[Side]:
        """The sides of which there is nothing, inside first."""
        counts = ((Side.INSIDE, self.inside_count), (Side.OUTSIDE, self.outside_count))
        return [side for side, count in counts if not count]


def pairing_for(competency: str, context: Context | None = None, *, most: int = MOST) -> Pairing:
    """Return sources from inside and outside for a competency, by its key in the framework, in a context.

    Newest first, at most ``most`` of each side. What names no size or field fits all. Own sources and what the
    region shares. Takes six queries, whatever there is.
    """
    context = context or Context()
    academy = Academy.objects.get(pk=current_academy_id())
    inside = _side(Side.INSIDE, competency, context, academy, most)
    outside = _side(Side.OUTSIDE, competency, context, academy, most)
    found = {source.pk: source for source in sources.in_order([*inside.ids, *outside.ids])}
    return Pairing(
        competency=competency,
        context=context,
        inside=[found[key] for key in inside.ids if key in found],
        outside=[found[key] for key in outside.ids if key in found],
        inside_count=inside.count,
        outside_count=outside.count,
        notes=sources.noted(list(found)),
    )


def sides_for(competencies: Collection[str], context: Context | None = None) -> dict[str, tuple[int, int]]:
    """Count the sources from inside and outside for competencies, by key: what is there, and what is missing."""
    context = context or Context()
    academy = Academy.objects.get(pk=current_academy_id())
    return {
        key: (
            _side(Side.INSIDE, key, context, academy, 0).count,
            _side(Side.OUTSIDE, key, context, academy, 0).count,
        )
        for key in competencies
    }


def _side(side: Side, competency: str, context: Context, academy: Academy, most: int) -> search.Hits:
    wanted = Wanted(side=side.value, competency=competency, size=context.size, field=context.field)
    return search.find(wanted, academy=academy, guest=context.guest, most=most)
