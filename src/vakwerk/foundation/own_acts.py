"""What happened with somebody's own learning? Kept for nobody but them.

Drafts, evidence, needs, levels and badges are no acts of office: the audit trail, which administrators read, says
nothing about them. What an assessor does stands here too, since it tells who handed something in.
"""

from typing import Any

from django.db import models
from django.utils.functional import Promise

from vakwerk.foundation import audit
from vakwerk.foundation.models import OwnAct

_sentences: dict[str, str | Promise] = {}


def describe(sentences: dict[str, str | Promise]) -> None:
    """Teach the page of one's own acts the words for actions; each room does so in its ``wording.py``."""
    _sentences.update(sentences)


def known_actions() -> frozenset[str]:
    """Return the actions that have words."""
    return frozenset(_sentences)


def in_words(act: OwnAct) -> str:
    """Say what an act means, or its bare action where a room gave no words."""
    return audit.say(_sentences.get(act.action, act.action), act.facts)


def keep(
    action: str, *, of: audit.Numbered | int, by: audit.Whom, on: models.Model | None = None, **facts: Any
) -> None:
    """Keep an act for the person whose learning it is, in the transaction of the act itself.

    ``of``: that person; ``by``: who did it, ``None`` for Vakwerk itself or somebody without an account.
    ``facts``: JSON values, a text in two languages whole, and never what a person wrote.
    """
    OwnAct.objects.create(
        action=action,
        person_id=audit.number_of(of),
        actor_id=audit.number_of(by),
        object_type=on._meta.label_lower if on is not None else "",
        object_id=on.pk if on is not None else None,
        facts=facts,
    )


def forget(person_id: int) -> None:
    """Erase what was kept for a person, and that they did something for another."""
    OwnAct.objects.filter(person_id=person_id).delete()
    OwnAct.objects.filter(actor_id=person_id).update(actor_id=None)
