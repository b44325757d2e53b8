"""What does the environment say? Reads settings from variables, and secrets from files.

A variable ``NAME`` may also be given as ``NAME_FILE``: the path of a file that holds the value, which is
how container platforms hand over secrets.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """Return the value of ``name``, or of the file ``NAME_FILE`` points to.

    :raises ImproperlyConfigured: when the file cannot be read.
    """
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            message = f"{name}_FILE points to {path}, which cannot be read: {error.strerror}."
            raise ImproperlyConfigured(message) from error
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    """Return whether ``name`` is switched on.

    :raises ImproperlyConfigured: when the value is neither yes nor no.
    """
    value = text(name, str(default)).strip().lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    message = f"{name} is {value!r}; use 1 or 0."
    raise ImproperlyConfigured(message)


def number(name: str, default: int) -> int:
    """Return ``name`` as a whole number.

    :raises ImproperlyConfigured: when it is not one.
    """
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        message = f"{name} is {value!r}; use a whole number."
        raise ImproperlyConfigured(message) from error


def port(name: str, default: int) -> int:
    """Return ``name`` as a TCP port.

    :raises ImproperlyConfigured: when it is not one.
    """
    value = number(name, default)
    if not 1 <= value <= 65535:
        message = f"{name} is {value}; use a port from 1 to 65535."
        raise ImproperlyConfigured(message)
    return value


def words(name: str, default: str = "") -> list[str]:
    """Return ``name`` split on commas, without empty pieces."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def data_dir() -> Path:
    """Return where Vakwerk keeps its data."""
    return Path(text("VAKWERK_DATA_DIR", "data")).resolve()
