"""Who did what to which object? Writes the audit trail and puts its entries into words.

The trail holds acts of office, and administrators read it. What somebody does for their own learning is kept by
``own_acts``, for nobody but them.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models
from django.utils import formats
from django.utils.functional import Promise

from vakwerk.foundation.models import AuditEntry
from vakwerk.foundation.times import with_plain_spaces

_GAP = re.compile(r"%\(\w+\)[sd]")
_sentences: dict[str, str | Promise] = {}


def describe(sentences: dict[str, str | Promise]) -> None:
    """Teach the audit page the words for actions; each room does so in its ``wording.py``.

    A sentence may have gaps in %-style for the entry's facts: ``_("imported %(rows)s rows")``.
    """
    _sentences.update(sentences)


def known_actions() -> frozenset[str]:
    """Return the actions that have words."""
    return frozenset(_sentences)


def name_of_action(action: str) -> str:
    """Say what kind of act this is, with its gaps left open."""
    return _GAP.sub("…", str(_sentences.get(action, action)))


def in_words(entry: AuditEntry) -> str:
    """Say what an entry means, or its bare action where a room gave no words."""
    return say(_sentences.get(entry.action, entry.action), entry.facts)


def say(sentence: str | Promise, facts: Mapping[str, Any]) -> str:
    """Fill the gaps of a sentence, days as its reader writes them; one that lacks a fact stays as it is."""
    try:
        said: str = str(sentence) % {name: _readable(fact) for name, fact in facts.items()}
    except KeyError:
        return str(sentence)
    return said


def _readable(fact: Any) -> Any:
    try:
        # As JSON keeps a day.
        day = date.fromisoformat(fact) if len(fact) == len("2026-05-09") else None
    except (TypeError, ValueError):
        return fact
    return with_plain_spaces(formats.date_format(day)) if day else fact


def record(
    action: str,
    *,
    by_id: int | None,
    on: models.Model | None = None,
    about_id: int | None = None,
    **facts: Any,
) -> None:
    """Add an entry to the trail of the current academy, in the transaction of the act itself.

    ``by_id``: the person who did it, ``None`` for Vakwerk itself. ``about_id``: the person whom it concerns.
    ``facts``: JSON values, and never what a person wrote or what is confidential.
    """
    AuditEntry.objects.create(
        actor_id=by_id,
        action=action,
        object_type=on._meta.label_lower if on is not None else "",
        object_id=on.pk if on is not None else None,
        about_id=about_id,
        facts=facts,
    )
