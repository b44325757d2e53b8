"""How is a file of a stranger read without harm to anybody else? In a process of its own, with a limit to its memory.

A reader is a function of a module that knows no Django, so that its process starts in a twentieth of a second. It takes
the bytes of a file and plain options, and returns a fact sheet that JSON can hold, with bytes. Whatever a file makes it
do, the worst is that this process ends.
"""

import contextlib
import importlib
import json
import resource
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

MEGABYTE: Final = 1024 * 1024
AT_ONCE: Final = 2
"""How many files one process has read at the same time; others wait for their turn."""
_PATIENCE: Final = 60.0  # seconds that a file waits for its turn


class TooMuchError(Exception):
    """Reading took more memory or time than it may, or ended the process that read."""


@dataclass(frozen=True)
class Answer:
    """What a reader found: facts, and bytes beside them."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    body: bytes = b""


class Reader(Protocol):
    """What reads a file in the process of its own."""

    def __call__(self, content: bytes, /, **options: Any) -> Answer:
        """Return what stands in a file."""


_turns: Final = threading.BoundedSemaphore(AT_ONCE)


def read(reader: Reader, content: bytes, *, memory: int, seconds: int, **options: Any) -> Answer:
    """Have a reader read a file. ``memory``: bytes of addresses it may take; ``seconds``: of the processor's time.

    :raises TooMuchError: when it takes more, or there is no turn for it within a minute.
    """
    name = f"{reader.__module__}:{reader.__qualname__}"  # type: ignore[attr-defined]  # a function has both
    asked = json.dumps({"reader": name, "options": options, "memory": memory, "seconds": seconds})
    if not _turns.acquire(timeout=_PATIENCE):
        raise TooMuchError(name)
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-m", __name__, asked],
            input=content,
            capture_output=True,
            # Waiting for the processor is no fault of the file.
            timeout=seconds * 4 + 10,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TooMuchError(name) from error
    finally:
        _turns.release()
    if done.returncode:
        raise TooMuchError(name)
    facts, _line, body = done.stdout.partition(b"\n")
    return Answer(json.loads(facts), body)


def main() -> int:
    """Read what stands on standard input as the only argument says, and write the answer to standard output."""
    asked = json.loads(sys.argv[1])
    _limit(memory=asked["memory"], seconds=asked["seconds"])
    module, _colon, name = asked["reader"].partition(":")
    try:
        reader: Reader = getattr(importlib.import_module(module), name)
        answer = reader(sys.stdin.buffer.read(), **asked["options"])
    except (MemoryError, RecursionError):
        return 1
    sys.stdout.buffer.write(json.dumps(answer.facts).encode() + b"\n")
    sys.stdout.buffer.write(answer.body)
    sys.stdout.buffer.flush()
    return 0


def _limit(*, memory: int, seconds: int) -> None:
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        # No pieces of what people bring on the disk when it ends badly.
        (resource.RLIMIT_CORE, 0),
    ):
        # Not every system knows every limit; the time limit of the process that asks stands anyway.
        with contextlib.suppress(ValueError, OSError):
            hard = resource.getrlimit(what)[1]
            resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    sys.exit(main())
