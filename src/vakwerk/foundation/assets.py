"""Under which address do style, scripts and fonts stand? One that changes with them, so browsers keep them for ever.

The address of every file starts with a mark of all of them together. So a stylesheet finds its fonts beside it, and
no step before the start has to write them out under other names.
"""

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import Final

ROOT: Final = "/static/"
# Whose files pages use too.
_OTHERS: Final = ("django-allauth",)
# Made of the files themselves, here or on another machine.
_COMPRESSED: Final = (".gz", ".br")


def mark_of(package: Path) -> str:
    """Return a short text that changes when a static file of the package, or of those it stands on, does."""
    digest = hashlib.sha256()
    for file in sorted(package.glob("*/static/**/*")):
        if file.is_file() and file.suffix not in _COMPRESSED:
            digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    for other in _OTHERS:
        digest.update(f"{other} {version(other)}\0".encode())
    return digest.hexdigest()[:12]
