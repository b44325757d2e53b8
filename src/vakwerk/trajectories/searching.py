"""Which trajectories have the words that somebody looks for? By their stems, as knowledge does."""

from typing import Final

from django.db.models import Q

from vakwerk.knowledge.search import queries as knowledge
from vakwerk.knowledge.search.rules import Word
from vakwerk.people.rules import search_key

MOST_WORDS: Final = 8


def conditions(text: str) -> list[tuple[str, Q]]:
    """Return each word to look for, with what a catalogue entry that has it must fulfil.

    Of signs only, no entry has any; words that are in nearly every text count only where there are no others.
    """
    if not text.strip():
        return []
    words = knowledge.words_in(text)
    telling = [word for word in words if word.dutch and word.english] or words
    if not telling:
        return [(text, Q(pk__in=()))]
    return [(word.plain, _has(word)) for word in telling[:MOST_WORDS]]


def _has(word: Word) -> Q:
    # A part of a word counts too: in Dutch one word is often made of several.
    found = Q(search_key__contains=search_key(word.plain))
    for stem in {*word.dutch, *word.english}:
        found |= Q(stems__contains=f" {stem} ")
    return found
