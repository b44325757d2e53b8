"""What mail goes out about sources?"""

from django.utils import timezone

from vakwerk.knowledge.models import Source
from vakwerk.people.letters import address, to_people
from vakwerk.people.models import Person


def tell_proposer(source: Source, by: Person) -> None:
    """Tell who proposed a source what became of it, unless they decided themself."""
    to = source.owner
    if to is None or to.pk == by.pk:
        return
    facts = {"source": source, "by": by, "url": address_of(source)}
    to_people("knowledge/sources/decided.txt", [to], academy=source.academy, now=timezone.now(), facts=facts)


def address_of(source: Source) -> str:
    """Return the whole address of a source's page."""
    return address("knowledge:source", source.academy, source.pk)
