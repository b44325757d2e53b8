"""What do other rooms ask of knowledge? The one door; what stands behind it may move.

Templates to include: ``knowledge/pairing.html`` with ``pairing=…`` (see ``pairing_for``).
"""

from collections.abc import Sequence

from vakwerk.foundation.models import Academy
from vakwerk.foundation.tenancy import current_academy_id
from vakwerk.knowledge.models import Side, Source
from vakwerk.knowledge.pairing.queries import Context, Pairing, pairing_for, sides_for
from vakwerk.knowledge.search import queries as search
from vakwerk.knowledge.search.rules import Wanted, cleaned
from vakwerk.knowledge.sources import queries as sources
from vakwerk.knowledge.sources import rules
from vakwerk.knowledge.sources.queries import source_for
from vakwerk.knowledge.sources.vocabulary import Choices, lists
from vakwerk.people.models import Person

__all__ = [
    "Context",
    "Pairing",
    "developments",
    "pairing_for",
    "policy_fields",
    "sides_for",
    "source_choices",
    "source_for",
    "sources_by_id",
    "sources_for",
]


def sources_for(
    person: Person, *, text: str = "", competency: str = "", side: str = "", most: int = 20
) -> list[Source]:
    """Return sources to choose from that somebody may see, best first: own ones and what the region shares.

    ``competency``: its key in the framework; ``side``: a ``Side``; "" for any.
    """
    wanted = Wanted(text=cleaned(text), competency=competency, side=side)
    academy = Academy.objects.get(pk=current_academy_id())
    found = search.find(wanted, academy=academy, guest=rules.is_guest(person.roles), most=most)
    return sources.in_order(found.ids)


def source_choices(
    person: Person, *, text: str = "", competency: str = "", most: int = 50
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return choices for a form, in two groups: from inside and from outside."""
    found = sources_for(person, text=text, competency=competency, most=most)
    return [
        (str(side.label), [(str(one.pk), one.title) for one in found if one.side == side]) for side in Side
    ]


def sources_by_id(ids: Sequence[int]) -> dict[int, Source]:
    """Return sources by key, as far as this academy may read them: own ones and what the region shares."""
    return {one.pk: one for one in sources.in_order(ids)}


def developments() -> Choices:
    """Return the developments that can be chosen here, as key and words."""
    return lists().choices["development"]


def policy_fields() -> Choices:
    """Return the policy fields that can be chosen here, as key and words."""
    return lists().choices["field"]
