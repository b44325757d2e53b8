"""What may be shown about groups? Chosen by numbers of people, printed as exactly as the answers allow."""

from __future__ import annotations

from cellguard.choosing import choose
from cellguard.printing import print_figures
from cellguard.tables import Published, Tables


def protect(tables: Tables) -> Published:
    """Publish what is wanted of ``tables`` as far as it gives nobody away.

    Three things hold, together with all published earlier. No figure, and no combination of figures, is about fewer
    than ``least`` people. As printed, every answer and the mean of every small named group can still lie anywhere over
    ``width`` of the range. No number of people in a small named group can be worked out.
    """
    keys, withheld = choose(tables)
    return Published(tuple(print_figures(tables, keys)), tuple(withheld))
