"""Compile the search before anybody waits for it: ``python -m vakwerk.circles.composing.warming``.

The worker runs it as a program of its own: what it compiles stays on disk, and the memory that takes goes with it.
"""

import fcntl
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from pathlib import Path

from vakwerk import environment
from vakwerk.circles.rules import PairingKind
from vakwerk.people.rules import BondKind, JoinsAs

MODULE = __name__ if __name__ != "__main__" else "vakwerk.circles.composing.warming"


def keep_compiled() -> None:
    """Keep compiled code beside the data where the package's own folder cannot be written, as in containers.

    Not in a folder that others can write: what lies there is run.
    """
    import circlemix  # noqa: PLC0415 - only its place is needed here

    package = Path(circlemix.__file__).parent
    if not os.access(package, os.W_OK):
        folder = Path(environment.text("VAKWERK_DATA_DIR", "data")).resolve() / "compiled"
        os.environ.setdefault("NUMBA_CACHE_DIR", str(folder))


@contextmanager
def alone() -> Iterator[bool]:
    """Tell whether no other process of this user warms up now; while the block runs none begins.

    A worker that is killed leaves its own behind, and a next worker comes at once.
    """
    path = Path(tempfile.gettempdir()) / f"vakwerk-warming-{os.geteuid()}.lock"
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(file)


def main() -> int:
    """Compose a dozen people with every kind of rule there is, unless another process is at it; return 0."""
    os.nice(10)  # whoever opens a page goes first
    keep_compiled()
    with alone() as is_first:
        if is_first:
            _compose()
    return 0


def _compose() -> None:
    from circlemix import Seconds, compose  # noqa: PLC0415 - numba loads here, after its folder is chosen
    from vakwerk.circles.composing.board import (  # noqa: PLC0415
        Board,
        Crowd,
        Encounter,
        Member,
        Moment,
        Terms,
        Tie,
    )

    kinds = (JoinsAs.COLLEAGUE, JoinsAs.COLLEAGUE, JoinsAs.PARTNER, JoinsAs.RESIDENT)
    members = tuple(
        Member(
            person_id=number,
            name=f"{number}",
            given_name=f"{number}",
            sort_key=f"{number}",
            work="",
            organisation=f"{number % 3}",
            kind=kinds[number % 4],
            discipline=f"{number % 4}",
            seniority=f"{number % 2}",
            orientation=f"{number % 3}",
            slot_ids=frozenset({1, 2}),
        )
        for number in range(12)
    )
    board = Board(
        terms=Terms(3, 5, 1, 2, 2, dict.fromkeys(("disciplines", "organisations", "comparable"), "much")),
        crowd=Crowd(
            members=members,
            moments=tuple(Moment(slot, date(2027, 1, slot), time(9), time(11)) for slot in (1, 2)),
            ties=(Tie(0, 1, BondKind.MANAGER), Tie(2, 3, PairingKind.APART), Tie(4, 5, PairingKind.TOGETHER)),
            encounters=(Encounter(6, 7, ""),),
        ),
    )
    compose(board.crowd.people, board.wishes(waiting=0, locked={8: 0}), stop=Seconds(0.2), seed=0)


if __name__ == "__main__":
    sys.exit(main())
