"""Where do the files of evidence lie? In the data directory, by academy, outside anything a web server shows."""

import os
import uuid
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from vakwerk.craft.models import EvidenceFile
from vakwerk.foundation.tenancy import current_academy_id


def path_of(key: uuid.UUID) -> Path:
    """Return where a file of the current academy lies."""
    return Path(settings.DATA_DIR) / "files" / str(current_academy_id()) / "evidence" / str(key)


def write(content: bytes) -> uuid.UUID:
    """Keep content under a new key; on the disk before the row that names it, never half."""
    key = uuid.uuid4()
    target = path_of(key)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = target.with_suffix(".half")
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
