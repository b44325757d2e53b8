"""How do several processes live and die as one? Forks them, starts what dies again, and ends them together.

Forking after Django is loaded lets the processes share its memory, and start at once.
"""

import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType

import structlog

log = structlog.get_logger(__name__)

LONGEST_PAUSE = 30.0
SOON = 5.0  # seconds; a child that dies sooner than this after its start makes the next pause longer
_AFTER_PARENT = 3.0  # seconds that a child whose parent was killed gets to finish what it is doing
_UNTIL_NEXT = 6.0  # seconds in which the next Vakwerk must be on its way, after this one was killed
_LOOK_EVERY = 0.5

# Its other end is open in the supervisor only: all processes of a family hear in the same instant that it is gone.
_lifeline: list[int] = []
_followers: list[Callable[[], bool]] = []


@dataclass
class Child:
    """One process of the family. ``main`` runs in it; the process ends when it returns."""

    name: str
    main: Callable[[], None]
    pid: int | None = None
    started: float = 0.0
    start_again_at: float = 0.0
    soon_dead: int = 0


class Supervisor:
    """Keeps children running until told to end.

    ``grace``: seconds the children get to end by themselves before they are killed.
    ``is_followed``: tells, when this was killed outright, whether another is on its way to take its place, and
    will end the children when it can.
    """

    def __init__(
        self,
        children: list[Child],
        *,
        grace: float = 10.0,
        is_followed: Callable[[], bool] = lambda: False,
    ) -> None:
        self.children = children
        self.grace = grace
        self.ending = False
        _followers[:] = [is_followed]

    def run(self) -> None:
        """Start all children, and return when SIGTERM or SIGINT has ended them."""
        read, write = os.pipe()
        os.set_blocking(write, False)
        _lifeline[:] = os.pipe()
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        while not self.ending:
            now = time.monotonic()
            for child in self.children:
                self._notice_death(child, now)
                if child.pid is None and now >= child.start_again_at:
                    self._start(child)
            _bury_orphans(self.children)
            # Signals wake it: a death is noticed at once, and nothing runs while all is well.
            waiting = [child.start_again_at - now for child in self.children if child.pid is None]
            select.select([read], [], [], max(0.05, min([*waiting, 60.0])))
            os.read(read, 512) if select.select([read], [], [], 0)[0] else None
        self._end_children()

    def _end(self, number: int, frame: FrameType | None) -> None:
        self.ending = True

    def _start(self, child: Child) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        child.started = time.monotonic()
        parent = os.getpid()
        child.pid = os.fork()
        if child.pid:
            return
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            os.close(_lifeline.pop())
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
                signal.signal(number, signal.SIG_DFL)
            end_with_parent(parent)
            child.main()
            code = 0
        except SystemExit as ending:
            code = ending.code if isinstance(ending.code, int) else 1
        except BaseException:
            log.exception("process.failed", process=child.name)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            # Not sys.exit: the parent's farewells, such as stopping the database, are not ours.
            os._exit(code)

    def _notice_death(self, child: Child, now: float) -> None:
        if child.pid is None:
            return
        pid, status = os.waitpid(child.pid, os.WNOHANG)
        if not pid:
            return
        child.soon_dead = child.soon_dead + 1 if now - child.started < SOON else 0
        pause = min(LONGEST_PAUSE, 2.0**child.soon_dead - 1)
        child.pid, child.start_again_at = None, now + pause
        log.error(
            "process.died",
            process=child.name,
            status=os.waitstatus_to_exitcode(status),
            again_in_seconds=pause,
        )

    def _end_children(self) -> None:
        for child in self._living():
            os.kill(child.pid or 0, signal.SIGTERM)
        patience = time.monotonic() + self.grace
        while self._living() and time.monotonic() < patience:
            time.sleep(0.02)
        for child in self._living():
            log.warning("process.killed", process=child.name, after_seconds=self.grace)
            os.kill(child.pid or 0, signal.SIGKILL)
            os.waitpid(child.pid or 0, 0)

    def _living(self) -> list[Child]:
        for child in self.children:
            if child.pid is not None and os.waitpid(child.pid, os.WNOHANG)[0]:
                child.pid = None
        return [child for child in self.children if child.pid is not None]


def _bury_orphans(children: list[Child]) -> None:
    """Take leave of the dead that nobody else will, as process 1 of a container: they would pass for living."""
    if os.getpid() != 1:
        return
    own = {child.pid for child in children}
    while (dead := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)) and dead.si_pid not in own:
        os.waitpid(dead.si_pid, 0)


def end_with_parent(parent: int) -> None:
    """End this process soon after process ``parent`` or the supervisor is gone, also when that was killed outright.

    The lifeline tells at once that the supervisor is gone, to children of children too; for a parent between
    them a thread looks every half second, which works wherever there are processes. Where the supervisor is gone
    and another takes its place, this goes on until that one ends it: visitors notice nothing.
    """

    def watch() -> None:
        while os.getppid() == parent and not _supervisor_is_gone():
            pass
        if _supervisor_is_gone():
            _go_on_until_the_next()
        with suppress(ProcessLookupError):
            os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_AFTER_PARENT)
        os._exit(1)

    threading.Thread(target=watch, name="end-with-parent", daemon=True).start()


def _go_on_until_the_next() -> None:
    until = time.monotonic() + _UNTIL_NEXT
    while time.monotonic() < until or any(is_followed() for is_followed in _followers):
        time.sleep(_LOOK_EVERY)


def _supervisor_is_gone() -> bool:
    """Wait a while, or until the supervisor is gone."""
    return bool(select.select(_lifeline, [], [], _LOOK_EVERY)[0])
