"""Which sources does a search find? Decision 0007 says why it asks a table of words, and not a full-text index."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection
from django.db.backends.utils import CursorWrapper

from vakwerk.foundation.models import Academy
from vakwerk.knowledge.search import rules
from vakwerk.knowledge.search.rules import Group, Wanted, Word
from vakwerk.knowledge.search.tagged import with_competencies

# A word found more often than this is taken to be whole; other words that begin so are not looked for.
OFTEN: Final = 200

_STEMS: Final = """
SELECT word.lexeme, tsvector_to_array(to_tsvector('dutch', word.lexeme)),
       tsvector_to_array(to_tsvector('english', word.lexeme))
FROM unnest(to_tsvector('simple', knowledge_plain(%s))) AS word ORDER BY word.positions[1]
"""
_STEMS_OF_MANY: Final = """
SELECT ARRAY(SELECT DISTINCT lexeme FROM unnest(
         to_tsvector('dutch', knowledge_plain(said)) || to_tsvector('english', knowledge_plain(said))))
FROM unnest(%s::text[]) WITH ORDINALITY AS text (said, place) ORDER BY place
"""
_IN_STEP: Final = {
    "enable_nestloop": "off",
    "enable_hashjoin": "off",
    "enable_bitmapscan": "off",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
}
_ALL: Final = Group((":all",), is_trait=True)


@dataclass(frozen=True)
class Hits:
    """What was found: the keys of one page, best first, and how many there are in all.

    ``words``: what was looked for in the text. ``says_nothing``: only words too common to look for were typed.
    """

    ids: list[int]
    count: int
    words: list[Group]
    says_nothing: bool = False


def find(
    wanted: Wanted,
    *,
    academy: Academy,
    guest: bool = False,
    today: date | None = None,
    first: int = 0,
    most: int | None = None,
) -> Hits:
    """Find sources of the academy and those its region shares with it.

    ``today``: needed only for what is to be reviewed. ``first`` and ``most``: which part of them; ``None``: all.
    Of equally good ones the newest first.
    """
    if wanted.text and not any(sign.isalnum() for sign in wanted.text):
        return Hits([], 0, [])
    words = _words(wanted.text, academy) if wanted.text else []
    said_or_tagged = with_competencies(words, academy=academy)
    groups = [*said_or_tagged, *rules.traits_of(wanted, guest=guest)] or [_ALL]
    ours = _Search(groups, "academy_id = %s", [academy.pk])
    arms, parameters = [ours.sql], list(ours.parameters)
    if wanted.review:
        arms[0] += (
            " WHERE g0.source_id IN (SELECT id FROM knowledge_source WHERE academy_id = %s AND review_on <= %s)"
        )
        parameters += [academy.pk, today]
    elif academy.region_id is not None:
        # Asked apart, each by its own index: one question with "or" would use neither.
        shared = _Search(
            groups, "shared_region_id = %s AND academy_id <> %s", [academy.region_id, academy.pk]
        )
        arms.append(shared.sql)
        parameters += shared.parameters
    # Without words nothing is better than anything else: the index has the newest first, and one page is read of it.
    kept, order = (
        ("MATERIALIZED", "score DESC, source_id DESC") if words else ("NOT MATERIALIZED", "source_id DESC")
    )
    with _in_step() as cursor:
        cursor.execute(
            f"WITH hit AS {kept} ({' UNION ALL '.join(arms)})"  # noqa: S608 - made of our own words
            " SELECT (SELECT count(*) FROM hit), page.source_id FROM (VALUES (1)) AS one (row) LEFT JOIN LATERAL"
            f" (SELECT source_id, score FROM hit ORDER BY {order} LIMIT %s OFFSET %s) AS page ON true ORDER BY {order}",
            [*parameters, most, first],
        )
        rows = cursor.fetchall()
    return Hits(
        ids=[row[1] for row in rows if row[1] is not None],
        count=rows[0][0],
        words=words,
        says_nothing=bool(wanted.text) and not words,
    )


class _Search:
    """The query for what is ours, or for what is shared with us, and its values."""

    def __init__(self, groups: list[Group], whose: str, whose_values: list[Any]) -> None:
        self.parameters: list[Any] = []
        self._whose, self._whose_values = whose, whose_values
        parts = [
            f"{'JOIN ' if at else ''}({self._part(group)}) AS g{at}{' USING (source_id)' if at else ''}"
            for at, group in enumerate(groups)
        ]
        score = " + ".join(f"g{at}.score" for at, group in enumerate(groups) if not group.is_trait) or "0"
        self.sql = f"SELECT g0.source_id, {score} AS score FROM {' '.join(parts)}"  # noqa: S608

    def _part(self, group: Group) -> str:
        """Return what finds the sources that have one word or trait, each source once."""
        among = f"FROM knowledge_sourceword WHERE {self._whose}"
        exact = list(group.exact)
        if group.beginning:
            self.parameters += [
                exact,
                *self._whose_values,
                group.beginning,
                group.beginning + rules.LAST_LETTER,
            ]
            rows = (
                "SELECT source_id, CASE WHEN lexeme = ANY (%s) THEN score ELSE (score + 1) / 2 END AS score"
                f" {among} AND lexeme >= %s AND lexeme < %s"
            )
            if others := [one for one in exact if not one.startswith(group.beginning)]:
                self.parameters += [*self._whose_values, others]
                rows += f" UNION ALL SELECT source_id, score {among} AND lexeme = ANY (%s)"
            return f"SELECT source_id, max(score) AS score FROM ({rows}) AS either GROUP BY source_id"  # noqa: S608
        self.parameters += self._whose_values
        if len(exact) == 1:
            self.parameters += exact
            return f"SELECT source_id, score {among} AND lexeme = %s"
        self.parameters.append(exact)
        if group.is_trait:
            return f"SELECT source_id, score {among} AND lexeme = ANY (%s)"
        return f"SELECT source_id, max(score) AS score {among} AND lexeme = ANY (%s) GROUP BY source_id"


@contextmanager
def _in_step() -> Iterator[CursorWrapper]:
    """Have PostgreSQL walk through the words side by side while the block runs.

    The index gives the sources of each word in order, so merging them is cheap at any number. Row-level security
    makes the planner expect far fewer rows than there are, and it would look each one up instead.
    """
    with connection.cursor() as cursor:
        cursor.execute("; ".join(f"SET LOCAL {name} = {value}" for name, value in _IN_STEP.items()))
        yield cursor
        cursor.execute("; ".join(f"RESET {name}" for name in _IN_STEP))


def words_in(text: str) -> list[Word]:
    """Return the words of a text in order, each with its stems, by the functions that made the table of words."""
    with connection.cursor() as cursor:
        cursor.execute(_STEMS, [text])
        return [Word(plain, tuple(dutch), tuple(english)) for plain, dutch, english in cursor.fetchall()]


def stems_in(texts: Sequence[str]) -> list[list[str]]:
    """Return of each text the stems of its words, in Dutch and in English, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_STEMS_OF_MANY, [list(texts)])
        return [stems for (stems,) in cursor.fetchall()]


def _words(text: str, academy: Academy) -> list[Group]:
    """Return what to look for, by the same functions that made the table of words."""
    groups = rules.words_of(words_in(text), ends_open=text[-1].isalnum())
    with connection.cursor() as cursor:
        if groups and groups[-1].beginning:
            cursor.execute(
                "SELECT count(*) FROM (SELECT FROM knowledge_sourceword WHERE academy_id = %s AND lexeme = ANY (%s)"
                " LIMIT %s) AS few",
                [academy.pk, list(groups[-1].exact), OFTEN],
            )
            if cursor.fetchone()[0] >= OFTEN:
                groups[-1] = Group(groups[-1].exact)
    return groups
