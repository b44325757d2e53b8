"""How do two that change the same thing take turns, where there is no row to lock?"""

from django.db import connection

from vakwerk.foundation.tenancy import current_academy_id


def take_turns(about: str) -> None:
    """Let whoever in this academy changes the same wait until this transaction is over, and then see what it did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [current_academy_id(), about])
