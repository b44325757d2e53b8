"""Where is something half made? In a hidden folder beside where it will be, which the next run clears up if need be."""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = ".vakwerk-half-"


@contextmanager
def workplace(parent: Path) -> Iterator[Path]:
    """Give a folder in ``parent`` that is gone after the block, and remove those that killed runs left there.

    A run that lives holds a lock on its folder, so that another does not clear it up.
    """
    clear_up(parent)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
    try:
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clear_up(parent: Path) -> None:
    """Remove what killed runs left in a folder."""
    for folder in parent.glob(f"{_PREFIX}*"):
        try:
            with (folder / "lock").open() as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except FileNotFoundError:
            pass  # killed before it could lock, or just made: a run that loses it here says so and can be repeated
        except OSError:
            continue  # it lives, or is somebody else's
        shutil.rmtree(folder, ignore_errors=True)
