"""What does the environment say? Reads settings from variables, and secrets from files.

A variable ``NAME`` may also be given as ``NAME_FILE``: the path of a file that holds the value, which is
how container platforms hand over secrets.
"""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

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


def number(name: str, default: int, *, least: int, most: int, what: str = "whole number") -> int:
    """Return ``name`` as a whole number from ``least`` to ``most``.

    :raises ImproperlyConfigured: when it is not one.
    """
    value = text(name, str(default)).strip()
    if not (value.isdecimal() and len(value) < 10 and least <= int(value) <= most):
        message = f"{name} is {value!r}; use a {what} from {least} to {most}."
        raise ImproperlyConfigured(message)
    return int(value)


def port(name: str, default: int) -> int:
    """Return ``name`` as a TCP port.

    :raises ImproperlyConfigured: when it is not one.
    """
    return number(name, default, least=1, most=65535, what="port")


def one_of(name: str, *choices: str) -> str:
    """Return which of some words ``name`` is, however its letters are written; the first when it is not set.

    :raises ImproperlyConfigured: when it is none of them.
    """
    value = text(name, choices[0]).strip()
    for choice in choices:
        if value.lower() == choice.lower():
            return choice
    message = f"{name} is {value!r}; use {', '.join(choices[:-1])} or {choices[-1]}."
    raise ImproperlyConfigured(message)


def matching(name: str, pattern: str, *, default: str = "", example: str) -> str:
    """Return ``name`` if all of it looks like ``pattern``.

    :raises ImproperlyConfigured: when it does not, with an example of what would.
    """
    value = text(name, default).strip()
    if value and not re.fullmatch(pattern, value):
        message = f"{name} is {value!r}; use for example {example}."
        raise ImproperlyConfigured(message)
    return value


def web_address(name: str, default: str = "") -> str:
    """Return ``name`` as the address of a website, without a slash at its end.

    :raises ImproperlyConfigured: when it is not one.
    """
    value = matching(
        name, r"https?://[^\s/?#@]+(/[^\s?#]*)?", default=default, example="https://vakwerk.example"
    )
    try:
        is_right = not value or (bool(urlsplit(value).hostname) and urlsplit(value).port != 0)
    except ValueError:
        is_right = False
    if not is_right:
        message = f"{name} is {value!r}; its port is a number from 1 to 65535."
        raise ImproperlyConfigured(message)
    return value.rstrip("/")


def words(name: str, default: str = "") -> list[str]:
    """Return ``name`` split on commas, without empty pieces."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def data_dir() -> Path:
    """Return where Vakwerk keeps its data."""
    return Path(text("VAKWERK_DATA_DIR", "data")).resolve()
