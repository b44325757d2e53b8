"""What mail goes out about sources?"""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from vakwerk.foundation.mail import letter_from, post
from vakwerk.knowledge.models import Source
from vakwerk.people.letters import language_of
from vakwerk.people.models import Person


def tell_proposer(source: Source, by: Person) -> None:
    """Tell who proposed a source what became of it, unless they decided themself."""
    to = source.owner
    if to is None or to.pk == by.pk or to.left_on or not to.email:
        return
    with translation.override(language_of(to)):
        post(
            [
                letter_from(
                    "knowledge/sources/decided.txt",
                    {"source": source, "to": to, "by": by, "url": address_of(source)},
                    academy=source.academy,
                    to=to.email,
                    about_id=to.pk,
                )
            ]
        )


def address_of(source: Source) -> str:
    """Return the whole address of a source's page."""
    return settings.BASE_URL + reverse("knowledge:source", args=[source.academy.slug, source.pk])
