"""Is this data directory free? One Vakwerk serves it at a time, and says so to the second."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # it tells no types

_PATIENCE = 5.0  # seconds in which the processes of a killed Vakwerk end by themselves
_LAST_PATIENCE = 10.0  # seconds after which we give up, also after ending them


class InUseError(RuntimeError):
    """Another Vakwerk serves this data directory."""


@contextmanager
def sole_use(data_dir: Path, *, address: str) -> Iterator[None]:
    """Hold the data directory while the block runs.

    The processes forked inside the block hold it too, so it comes free when the last of them has ended.

    :raises InUseError: when another Vakwerk holds it; the message names its process and address.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    file = os.open(data_dir / "serve.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(file, data_dir)
        os.ftruncate(file, 0)
        os.pwrite(file, json.dumps({"pid": os.getpid(), "address": address}).encode(), 0)
        yield
    finally:
        os.close(file)


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
    try:
        file = os.open(data_dir / "serve.lock", os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    return False


def _lock(file: int, data_dir: Path) -> None:
    began = time.monotonic()
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = json.loads(os.pread(file, 1000, 0) or b"{}")
            waited = time.monotonic() - began
            if _is_alive(holder.get("pid")) or waited > _LAST_PATIENCE:
                message = (
                    f"Vakwerk already serves {data_dir} at {holder.get('address', 'an unknown address')}"
                    f" (process {holder.get('pid', 'unknown')}). Stop that one first,"
                    " or set VAKWERK_DATA_DIR to another folder."
                )
                raise InUseError(message) from None
            if waited > _PATIENCE:
                _end_who_hold(data_dir / "serve.lock")
            time.sleep(0.1)
        else:
            return


def _end_who_hold(lock: Path) -> None:
    """End what a killed Vakwerk left running, and what got no turn to notice it on a machine that is too busy."""
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.pid != os.getpid() and any(one.path == str(lock) for one in process.open_files()):
                process.kill()


def _is_alive(pid: int | None) -> bool:
    """Tell whether the process runs; not when it is dead and its parent has not noticed yet."""
    if pid is None:
        return False
    with suppress(psutil.NoSuchProcess):
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    return False
