"""Is this data directory free? One Vakwerk serves it at a time, and says so to the second.

What a killed one left still serves until the next is ready to, which stands in line so that they know.
"""

import fcntl
import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PATIENCE = 3.0  # seconds in which the processes of a killed Vakwerk end when they are asked to
_LAST_PATIENCE = 10.0  # seconds after which we give up, also after ending them


class InUseError(RuntimeError):
    """Another Vakwerk serves this data directory."""


@contextmanager
def sole_use(data_dir: Path, *, address: str, first: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the data directory while the block runs.

    The processes forked inside the block hold it too, so it comes free when the last of them has ended.
    ``first``: what takes long, and is done while those of a killed Vakwerk still serve; then they are ended.

    :raises InUseError: when another Vakwerk holds it; the message names its process and address.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    with _in_line(data_dir):
        # Not before our turn: whoever takes over ends all that have it open.
        file = os.open(data_dir / "serve.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if not _lock(file):
                _refuse_if_it_lives(file, data_dir)
                if first:
                    first()
                _take_over(file, data_dir)
            os.ftruncate(file, 0)
            os.pwrite(file, json.dumps({"pid": os.getpid(), "address": address}).encode(), 0)
        except BaseException:
            os.close(file)
            raise
    try:
        yield
    finally:
        os.close(file)


@contextmanager
def _in_line(data_dir: Path) -> Iterator[None]:
    """Be the one that comes next; others that want to wait for their turn."""
    line = os.open(data_dir / "next.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(line, fcntl.LOCK_EX)
        yield
    finally:
        os.close(line)


def somebody_is_next(data_dir: Path) -> bool:
    """Tell whether a Vakwerk is on its way to serve this data directory."""
    return _is_locked(data_dir / "next.lock")


def address_in(data_dir: Path) -> str:
    """Return where this data directory is served, or was served last; empty when it never was."""
    try:
        found = json.loads((data_dir / "serve.lock").read_text(encoding="utf-8") or "{}")
    except (OSError, ValueError):
        return ""
    address = str(found.get("address", ""))
    return address if address.startswith(("http://", "https://")) else ""


def is_served(data_dir: Path) -> bool:
    """Tell whether a Vakwerk serves this data directory now."""
    return _is_locked(data_dir / "serve.lock")


def _is_locked(path: Path) -> bool:
    try:
        file = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        # Shared, so that two who look at once do not take each other for its holder.
        return not _lock(file, fcntl.LOCK_SH)
    finally:
        os.close(file)


def _lock(file: int, kind: int = fcntl.LOCK_EX) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _refuse_if_it_lives(file: int, data_dir: Path, *, or_after: bool = False) -> None:
    holder = json.loads(os.pread(file, 1000, 0) or b"{}")
    if or_after or _is_alive(holder.get("pid")):
        message = (
            f"Vakwerk already serves {data_dir} at {holder.get('address', 'an unknown address')}"
            f" (process {holder.get('pid', 'unknown')}). Stop that one first,"
            " or set VAKWERK_DATA_DIR to another folder."
        )
        raise InUseError(message)


def _take_over(file: int, data_dir: Path) -> None:
    """End what a killed Vakwerk left running, and hold its data directory.

    What it left may get no turn to end by itself on a machine that is too busy.
    """
    began = time.monotonic()
    _send(signal.SIGTERM, data_dir / "serve.lock")
    killed = False
    while not _lock(file):
        waited = time.monotonic() - began
        _refuse_if_it_lives(file, data_dir, or_after=waited > _LAST_PATIENCE)
        if waited > _PATIENCE and not killed:
            _send(signal.SIGKILL, data_dir / "serve.lock")
            killed = True
        time.sleep(0.05)


def _send(number: int, lock: Path) -> None:
    """Send a signal to all who hold a lock, but not to ourselves."""
    import psutil  # type: ignore[import-untyped]  # noqa: PLC0415 - see _is_alive

    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.pid != os.getpid() and any(one.path == str(lock) for one in process.open_files()):
                process.send_signal(number)


def _is_alive(pid: int | None) -> bool:
    """Tell whether the process runs; not when it is dead and its parent has not noticed yet."""
    if pid is None:
        return False
    import psutil  # noqa: PLC0415 - takes long to load, and those of a killed Vakwerk must know soon that we come

    with suppress(psutil.NoSuchProcess):
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    return False
