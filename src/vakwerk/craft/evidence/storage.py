"""Where do the files of evidence lie? In the data directory, by academy, outside anything a web server shows."""

import os
import uuid
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

import structlog
from django.conf import settings
from django.db import transaction

from vakwerk.craft.models import EvidenceFile
from vakwerk.foundation.models import Academy
from vakwerk.foundation.tenancy import current_academy_id, in_academy
from vakwerk.foundation.tidying import every_hour

log = structlog.get_logger(__name__)

SPARED: Final = timedelta(days=1)
"""How long a file that no row names is left alone: an upload writes it before its row is kept."""

_HALF: Final = ".half"
_AT_ONCE: Final = 1000


def folder() -> Path:
    """Return where the files of the current academy lie."""
    return Path(settings.DATA_DIR) / "files" / str(current_academy_id()) / "evidence"


def path_of(key: uuid.UUID) -> Path:
    """Return where a file of the current academy lies."""
    return folder() / str(key)


def write(content: bytes) -> uuid.UUID:
    """Keep content under a new key; on the disk before the row that names it, never half."""
    key = uuid.uuid4()
    target = path_of(key)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = target.with_suffix(_HALF)
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    half.replace(target)
    return key


def read(file: EvidenceFile) -> bytes:
    """Return what a file holds.

    :raises FileNotFoundError: when the disk has lost it.
    """
    return path_of(file.key).read_bytes()


def remove_after_commit(file: EvidenceFile) -> None:
    """Remove a file from the disk once its row is gone for good."""
    path = path_of(file.key)
    transaction.on_commit(partial(path.unlink, missing_ok=True))


@every_hour
def sweep(now: datetime) -> None:
    """Remove files that a crash left on the disk before the row that names them was kept."""
    for academy_id in Academy.objects.values_list("pk", flat=True):
        with in_academy(academy_id):
            old = _written_before(now - SPARED)
            count = 0
            while some := list(islice(old, _AT_ONCE)):
                count += _remove_unnamed(some)
        if count:
            log.info("evidence.swept", academy_id=academy_id, files=count)


def _written_before(moment: datetime) -> Iterator[Path]:
    try:
        entries = os.scandir(folder())
    except FileNotFoundError:
        return
    with entries:
        for entry in entries:
            path = Path(entry.path)
            # It may go while somebody looks, as its owner throws it away.
            with suppress(FileNotFoundError):
                if path.lstat().st_mtime < moment.timestamp():
                    yield path


def _remove_unnamed(paths: Sequence[Path]) -> int:
    """Remove the files that no row names, and those half written; what is not named by a key is not ours."""
    keys = {path: key for path in paths if (key := _key_of(path))}
    named = set(EvidenceFile.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    gone = [path for path, key in keys.items() if path.suffix == _HALF or key not in named]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _key_of(path: Path) -> uuid.UUID | None:
    if path.suffix not in {"", _HALF}:
        return None
    try:
        return uuid.UUID(path.stem)
    except ValueError:
        return None
