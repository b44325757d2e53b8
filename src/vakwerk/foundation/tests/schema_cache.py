"""How do tests get their tables without migrating anew? From a dump of what the same migrations made before."""

import fcntl
import hashlib
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from vakwerk.foundation import embedded

_ROOT = Path(__file__).resolve().parents[4]
_FOLDER = _ROOT / ".pytest_cache" / "vakwerk-schema"
# What decides how the tables look: the migrations, the mechanisms they call, and the versions of the libraries.
_SOURCES = ("src/vakwerk/*/migrations/*.py", "src/vakwerk/foundation/*.py", "uv.lock")


def fingerprint() -> str:
    """Return a name that changes as soon as migrating could give other tables."""
    mark = hashlib.sha256()
    for pattern in _SOURCES:
        for path in sorted(_ROOT.glob(pattern)):
            mark.update(path.relative_to(_ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return mark.hexdigest()[:20]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Have the workers of one run take turns, so that only the first migrates."""
    _FOLDER.mkdir(parents=True, exist_ok=True)
    with (_FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _program(name: str, *words: str) -> None:
    subprocess.run([str(embedded.programs() / name), *words], check=True, stdout=subprocess.DEVNULL)


def fill(url: str, migrate: Callable[[], None]) -> None:
    """Give the empty database at ``url`` its tables: from the dump, or by ``migrate``, which leaves a dump behind.

    ``url`` is that of a superuser: the tables keep their owner and the rights on them.
    """
    dump = _FOLDER / f"{fingerprint()}.dump"
    with _one_at_a_time():
        if not dump.exists():
            migrate()
            new = dump.with_suffix(f".{os.getpid()}")
            _program("pg_dump", "--format=custom", f"--file={new}", url)
            for old in _FOLDER.glob("*.dump"):
                old.unlink()
            new.replace(dump)
            return
    _program("pg_restore", "--exit-on-error", f"--dbname={url}", str(dump))
