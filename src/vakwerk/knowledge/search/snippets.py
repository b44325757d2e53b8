"""Where in a source do the words stand? Asked only for the sources of one page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from vakwerk.knowledge.search.rules import Group

# Letters for private use mark the words, since what stands between them is escaped afterwards.
_ON, _OFF = "\ue000", "\ue001"
# Longer texts are read so far: finding the best piece takes as long as the text is.
READ: Final = 6000
# By so many letters at its ends a piece is known to be the whole.
EDGE: Final = 12

_SQL: Final = f"""
SELECT id, ts_headline(config, translate(title, '{_ON}{_OFF}', ''), wanted, 'HighlightAll=true, {{marks}}'),
       ts_headline(config, translate(told, '{_ON}{_OFF}', ''), wanted,
                   'MaxFragments=2, MaxWords=26, MinWords=12, FragmentDelimiter=" … ", {{marks}}'),
       left(told, {EDGE}), right(told, {EDGE})
FROM knowledge_source,
     LATERAL (SELECT CASE language WHEN 'en' THEN 'english'::regconfig ELSE 'dutch'::regconfig END AS config,
                     left(concat_ws(' … ', nullif(summary, ''), nullif(body, '')), {READ}) AS told,
                     %s::tsquery AS wanted) AS piece
WHERE id = ANY (%s)
""".replace("{marks}", f'StartSel="{_ON}", StopSel="{_OFF}"')  # noqa: S608 - made of our own words


@dataclass(frozen=True)
class Snippet:
    """A title and a piece of a text, with the words that were looked for in ``<mark>``."""

    title: SafeString
    text: SafeString


def snippets(ids: Sequence[int], words: Iterable[Group]) -> Mapping[int, Snippet]:
    """Return for sources where the words stand; safe to put in a page as they are."""
    if not ids or not (wanted := _query(words)):
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [wanted, list(ids)])
        return {
            key: Snippet(_marked(title), _marked(_with_edges(text, begins, ends)))
            for key, title, text, begins, ends in cursor.fetchall()
        }


def _with_edges(text: str, begins: str, ends: str) -> str:
    """Say where a piece leaves out what stands before or after it."""
    plain = text.replace(_ON, "").replace(_OFF, "")
    before = "" if plain.startswith(begins.strip()[:EDGE]) or not plain else "… "
    after = "" if plain.endswith(ends.strip()[-EDGE:]) or not plain else " …"
    return f"{before}{text}{after}"


def _marked(text: str) -> SafeString:
    return mark_safe(escape(text).replace(_ON, "<mark>").replace(_OFF, "</mark>"))  # noqa: S308 - escaped first


def _query(words: Iterable[Group]) -> str:
    """Return the words as PostgreSQL writes a text query: any of them."""
    terms = []
    for group in words:
        # In the text itself a plural in -ies is not made single, as in the table of words.
        terms += [_quoted(one) + (":*" if one.endswith("ie") else "") for one in group.exact]
        if group.beginning:
            terms.append(f"{_quoted(group.beginning)}:*")
    return " | ".join(dict.fromkeys(terms))


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
