"""What mail goes out about conversations? It names the source and who spoke; what was said stays on the page."""

from collections.abc import Iterable, Mapping

from django.utils import timezone

from vakwerk.knowledge.models import Post, Source
from vakwerk.knowledge.sources.letters import address_of
from vakwerk.people.letters import to_people
from vakwerk.people.models import Person


def tell_mentioned(people: Iterable[Person], *, post: Post, source: Source, by: Person) -> None:
    """Tell people that somebody called them in a conversation."""
    facts = {"by": by, "url": f"{address_of(source)}#bericht-{post.pk}"}
    _post("mentioned", people, source, facts)


def tell_hidden(hidden: Post, source: Source) -> None:
    """Tell who wrote a contribution that it was hidden, and why."""
    if hidden.author is not None:
        facts = {"reason": hidden.hidden_because, "url": address_of(source)}
        _post("hidden", [hidden.author], source, facts)


def _post(template: str, people: Iterable[Person], source: Source, facts: Mapping[str, object]) -> None:
    to_people(
        f"knowledge/conversation/{template}.txt",
        people,
        academy=source.academy,
        now=timezone.now(),
        facts={"source": source, **facts},
    )
