"""Why can a command not do its work? One line for whoever typed it, instead of a traceback."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from vakwerk import environment
from vakwerk.foundation.database import django_settings

CANNOT_START = 1
NEEDS_MIGRATING = 4
SECONDS_TO_ANSWER = 10


class CannotStartError(RuntimeError):
    """A command cannot do its work; the message says why and what to do. ``exit_code``: what it ends with."""

    def __init__(self, message: str, *, exit_code: int = CANNOT_START) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def database_unreachable(error: Exception) -> CannotStartError:
    """Say that the database does not answer, and what the driver has to say about it."""
    said = " ".join(str(error).split()).rstrip(".?")
    return CannotStartError(
        f"the database does not answer: {said}. Look whether the server runs and DATABASE_URL is right."
    )


def only_the_owner() -> CannotStartError:
    """Say that the connected role is not the one that owns the tables."""
    return CannotStartError(
        "only the role that owns the tables may do this. Set DATABASE_OWNER_URL;"
        " docs/how-to/use-your-own-postgresql.md says which roles there are."
    )


def explained(error: Exception) -> CannotStartError | None:
    """Return what to say about an error; ``None`` when it is a fault in Vakwerk, whose traceback helps."""
    if isinstance(error, CannotStartError):
        return error
    if isinstance(error, ImproperlyConfigured):
        return CannotStartError(f"{error} See docs/reference/settings.md.")
    from vakwerk.foundation import embedded, faults  # noqa: PLC0415 - vakwerk serve loads them while the database starts

    if isinstance(error, embedded.EmbeddedError):
        return CannotStartError(str(error))
    place = Path(environment.text("VAKWERK_DATA_DIR", "data")).resolve()
    fault = faults.fault_of(error, place=place)
    if fault is faults.Fault.NO_DATABASE:
        return database_unreachable(reason_not_to_connect() or error)
    return CannotStartError(faults.in_words(fault, place)) if fault else None


def reason_not_to_connect() -> Exception | None:
    """Return why no connection can be made; a pool of connections only says that it waited in vain.

    :raises ImproperlyConfigured: when the address cannot be that of a database.
    """
    import psycopg  # noqa: PLC0415 - vakwerk serve loads it while the database starts

    url = environment.text("DATABASE_URL")
    django_settings(url)
    try:
        psycopg.connect(url, connect_timeout=SECONDS_TO_ANSWER).close()
    except psycopg.Error as reason:
        return reason
    return None
