"""What may be shown about groups, so that nobody can work out a person?

>>> from cellguard import protect, tables_from
>>> published = protect(tables_from({
...     "format": "cellguard/tables", "version": 1, "measures": {"room": {"min": 1, "max": 7}},
...     "breakdowns": [["town"]],
...     "people": [{"id": f"p{i}", "waves": {"spring": {"in": {"town": "Hattem"}, "answers": {"room": 3 + i % 3}}}}
...                for i in range(9)],
...     "wanted": [{"wave": "spring", "measure": "room", "by": ["town"]}],
... }))
>>> published.figures[0].n, published.figures[0].low
(9, 4.0)
"""

from cellguard.checking import Leak, leaks
from cellguard.errors import InputError
from cellguard.protecting import protect
from cellguard.reading import published_from, tables_from
from cellguard.tables import (
    Family,
    Figure,
    Group,
    Key,
    Measure,
    Published,
    Request,
    Tables,
    Wave,
    Withheld,
)
from cellguard.writing import as_json

__all__ = [
    "Family",
    "Figure",
    "Group",
    "InputError",
    "Key",
    "Leak",
    "Measure",
    "Published",
    "Request",
    "Tables",
    "Wave",
    "Withheld",
    "as_json",
    "leaks",
    "protect",
    "published_from",
    "tables_from",
]
