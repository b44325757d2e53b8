"""How does a query name a thousand rows? In one parameter, not in a thousand."""

from collections.abc import Iterable

from django.db.models.expressions import RawSQL


def one_of(ids: Iterable[int]) -> RawSQL:
    """Return ids for ``…__in=``: one array, that costs Django and PostgreSQL nothing to read.

    A thousand in a list are a thousand parameters, which take five milliseconds to write down.
    """
    return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])
