"""Which competencies do words name? A source that is tagged with one is found by its name, code or definition too."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from django.db import connection

from vakwerk.craft.frameworks import queries as craft
from vakwerk.foundation.models import Academy
from vakwerk.knowledge.search.rules import Group

# So much of a stem stands in every form of a word; what follows may differ ("loslaat", "loslaten").
_SURE: Final = 4
# Finding stems takes long: what has no word that begins so is left out before.
_NAMED: Final = """
SELECT key, ARRAY(SELECT DISTINCT lexeme FROM unnest(to_tsvector('dutch', said) || to_tsvector('english', said)))
FROM craft_competency, LATERAL (
  SELECT knowledge_plain(concat_ws(
    ' ', code, name ->> 'nl', name ->> 'en', definition ->> 'nl', definition ->> 'en')) AS said) AS plain
WHERE academy_id = %s AND framework_id = %s AND said LIKE ANY (%s)
ORDER BY position, id
"""


def with_competencies(groups: Sequence[Group], *, academy: Academy) -> list[Group]:
    """Return groups that a source also fulfils by a tag: a competency that has the word in what it is called."""
    if not groups:
        return []
    framework = craft.adopted_framework() or craft.starter_framework()
    if framework is None:
        return list(groups)
    beginnings = {f"%{stem[:_SURE]}%" for group in groups for stem in (*group.exact, group.beginning) if stem}
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, [academy.pk, framework.pk, sorted(beginnings)])
        named = cursor.fetchall()
    return [
        replace(
            group,
            exact=(*group.exact, *(f":competency:{key}" for key, stems in named if group.fits_any(stems))),
        )
        for group in groups
    ]
