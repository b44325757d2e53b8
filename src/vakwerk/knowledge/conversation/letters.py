"""What mail goes out about conversations? It names the source and who spoke; what was said stays on the page."""

from collections.abc import Iterable, Mapping

from django.utils import translation

from vakwerk.foundation.mail import Letter, letter_from, post
from vakwerk.knowledge.models import Post, Source
from vakwerk.knowledge.sources.letters import address_of
from vakwerk.people.letters import language_of
from vakwerk.people.models import Person


def tell_mentioned(people: Iterable[Person], *, post: Post, source: Source, by: Person) -> None:
    """Tell people that somebody called them in a conversation."""
    facts = {"by": by, "url": f"{address_of(source)}#bericht-{post.pk}"}
    _post("mentioned", people, source, facts)


def tell_hidden(hidden: Post, source: Source) -> None:
    """Tell who wrote a contribution that it was hidden, and why."""
    if hidden.author is not None and hidden.author.left_on is None:
        facts = {"reason": hidden.hidden_because, "url": address_of(source)}
        _post("hidden", [hidden.author], source, facts)


def _post(template: str, people: Iterable[Person], source: Source, facts: Mapping[str, object]) -> None:
    letters: list[Letter] = []
    for person in people:
        with translation.override(language_of(person)):
            letters.append(
                letter_from(
                    f"knowledge/conversation/{template}.txt",
                    {"to": person, "source": source, **facts},
                    academy=source.academy,
                    to=person.email,
                    about_id=person.pk,
                )
            )
    post(letters)
