"""Who did what to which object? Writes the audit trail and puts its entries into words.

The trail holds acts of office, and administrators read it. What somebody does for their own learning is kept by
``own_acts``, for nobody but them.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol, TypeAlias, overload

from django.db import models
from django.utils import formats
from django.utils.functional import Promise

from vakwerk.foundation.bilingual import LANGUAGES, Bilingual
from vakwerk.foundation.models import AuditEntry
from vakwerk.foundation.times import with_plain_spaces

_GAP = re.compile(r"%\(\w+\)[sd]")
_sentences: dict[str, str | Promise] = {}


class Numbered(Protocol):
    """Whatever is kept under a number, as a person is."""

    @property
    def pk(self) -> int: ...


# A person, or only their number where a row or a job knows no more; ``None``: Vakwerk itself, or nobody.
Whom: TypeAlias = Numbered | int | None


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
    """Fill the gaps of a sentence, texts and days in its reader's language; one that lacks a fact stays as it is."""
    try:
        said: str = str(sentence) % {name: _readable(fact) for name, fact in facts.items()}
    except KeyError:
        return str(sentence)
    return said


def _readable(fact: Any) -> Any:
    if isinstance(fact, dict) and fact.keys() == set(LANGUAGES):
        return Bilingual(fact)
    try:
        # As JSON keeps a day.
        day = date.fromisoformat(fact) if len(fact) == len("2026-05-09") else None
    except (TypeError, ValueError):
        return fact
    return with_plain_spaces(formats.date_format(day)) if day else fact


@overload
def number_of(whom: Numbered | int) -> int: ...
@overload
def number_of(whom: Whom) -> int | None: ...
def number_of(whom: Whom) -> int | None:
    """Return the number under which a person is kept, ``None`` for nobody."""
    return whom if whom is None or isinstance(whom, int) else whom.pk


def entry(
    action: str, *, by: Whom, on: models.Model | None = None, about: Whom = None, **facts: Any
) -> AuditEntry:
    """Return an entry of ``record`` that is not kept yet, for acts on many rows at once."""
    return AuditEntry(
        actor_id=number_of(by),
        action=action,
        object_type=on._meta.label_lower if on is not None else "",
        object_id=on.pk if on is not None else None,
        about_id=number_of(about),
        facts=facts,
    )


def record(
    action: str, *, by: Whom, on: models.Model | None = None, about: Whom = None, **facts: Any
) -> None:
    """Add an entry to the trail of the current academy, in the transaction of the act itself.

    ``by``: the person who did it, ``None`` for Vakwerk itself. ``about``: the person whom it concerns. ``facts``:
    JSON values, a text in two languages whole, and never what a person wrote or what is confidential.
    """
    entry(action, by=by, on=on, about=about, **facts).save(force_insert=True)
