"""What lets Vakwerk down from outside? A full disk, a place that cannot be written to, a database that is not there."""

import errno
import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import psycopg
from psycopg_pool import PoolTimeout

_ROOM_TO_START = 20 * 1024 * 1024  # bytes; with less PostgreSQL cannot even write what it is about to do
_DISK_FULL = {errno.ENOSPC, errno.EDQUOT}
_SERVER_WENT = ("08", "57P0")  # classes of SQLSTATE: a connection that broke, a server that stops or starts
_TOO_MANY = "53300"


class Fault(StrEnum):
    """What is wrong with the place that Vakwerk lives in."""

    DISK_FULL = "disk_full"
    READ_ONLY = "read_only"
    NO_FOLDER = "no_folder"
    NO_DATABASE = "no_database"


def fault_of(error: BaseException | None, *, place: Path) -> Fault | None:
    """Return what let ``error`` happen, or ``None`` when it is Vakwerk's own doing.

    ``place``: the data directory, where an embedded database keeps its files.
    """
    for one in _with_causes(error):
        if isinstance(one, OSError) and one.errno in _DISK_FULL:
            return Fault.DISK_FULL
        if isinstance(one, OSError) and (one.errno == errno.EROFS or _may_not(one, place)):
            return Fault.READ_ONLY
        if isinstance(one, OSError) and _is_no_folder(one, place):
            return Fault.NO_FOLDER
        if isinstance(one, psycopg.Error) and (fault := _of_database(one)):
            # A server that died of it can no longer say so.
            return (fault_of_place(place) or fault) if fault is Fault.NO_DATABASE else fault
    return fault_of_place(place) if error is not None and _is_about_processes(error) else None


def fault_of_place(place: Path) -> Fault | None:
    """Look at the data directory itself."""
    try:
        there = os.statvfs(place)
        if there.f_flag & os.ST_RDONLY or not os.access(place, os.W_OK):
            return Fault.READ_ONLY
    except OSError:
        return None
    return Fault.DISK_FULL if there.f_bavail * there.f_frsize < _ROOM_TO_START else None


def in_words(fault: Fault, place: Path) -> str:
    """Say it to an administrator, in one line."""
    return {
        Fault.DISK_FULL: f"the disk of {place} is full. Make room; nothing that was saved is lost.",
        Fault.READ_ONLY: f"{place} cannot be written to. Give this user the right to, or mount it to be written.",
        Fault.NO_FOLDER: f"{place} is no folder and cannot become one. Set VAKWERK_DATA_DIR to another place.",
        Fault.NO_DATABASE: "the database does not answer. Look whether its server runs.",
    }[fault]


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _may_not(error: OSError, place: Path) -> bool:
    return isinstance(error, PermissionError) and str(error.filename or "").startswith(str(place))


def _is_no_folder(error: OSError, place: Path) -> bool:
    """Tell whether the data directory could not be made: a file is in its way, or nothing can be made there."""
    could_not = isinstance(error, FileExistsError | NotADirectoryError | FileNotFoundError)
    return could_not and not place.is_dir() and str(place).startswith(str(error.filename or " "))


def _of_database(error: psycopg.Error) -> Fault | None:
    said = str(error)
    if error.sqlstate == psycopg.errors.DiskFull.sqlstate or os.strerror(errno.ENOSPC) in said:
        return Fault.DISK_FULL
    if error.sqlstate == psycopg.errors.ReadOnlySqlTransaction.sqlstate or os.strerror(errno.EROFS) in said:
        return Fault.READ_ONLY
    went = error.sqlstate is None and isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    state = error.sqlstate or ""
    if went or isinstance(error, PoolTimeout) or state.startswith(_SERVER_WENT) or state == _TOO_MANY:
        return Fault.NO_DATABASE
    return None


def _is_about_processes(error: BaseException) -> bool:
    """Tell whether a program of PostgreSQL failed, which tells its reason only in its log."""
    return type(error).__module__ == "subprocess"
