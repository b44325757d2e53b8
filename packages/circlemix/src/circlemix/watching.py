"""Show on a terminal how far a search is, and let the first interrupt end it with the best so far."""

from __future__ import annotations

import signal
import sys
import time
from types import FrameType

WIDTH = 30


class Watch:
    """A bar on standard error while a search runs; nothing when that is no terminal. Use as a context."""

    def __init__(self, seconds: float | None) -> None:
        self.seconds = seconds
        self.interrupted = False
        self._begun = time.perf_counter()
        self._drawn = 0.0
        self._best: float | None = None

    def __enter__(self) -> Watch:
        self._before = signal.signal(signal.SIGINT, self._interrupt)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)
        if self._drawn:
            print(file=sys.stderr)

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        """Ask the search to stop; a second time stop at once."""
        if self.interrupted:
            raise KeyboardInterrupt
        self.interrupted = True

    def hear(self, best: float) -> None:
        """Remember the best objective so far."""
        self._best = best

    def asked(self) -> bool:
        """Draw the bar, a few times a second, and tell whether to stop."""
        now = time.perf_counter() - self._begun
        if sys.stderr.isatty() and now - self._drawn > 0.2:
            self._drawn = now
            if self.seconds is None:
                bar = "?" * WIDTH
            else:
                done = round(WIDTH * min(1.0, now / self.seconds))
                bar = "#" * done + "." * (WIDTH - done)
            best = "" if self._best is None else f" {self._best:.2f}"
            print(f"\r[{bar}] {now:.0f} s{best}", end="", file=sys.stderr, flush=True)
        return self.interrupted
