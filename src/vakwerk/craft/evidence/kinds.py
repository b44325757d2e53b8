"""What kind of file is this? Its name says something, its content decides. Pure: no Django.

Only kinds that open without running anything: no web pages, no programs, no office files with macros.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from vakwerk.craft.evidence.rules import FileRefusal

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_UNPACKED: Final = 200 * 1024 * 1024

_OOXML: Final = "application/vnd.openxmlformats-officedocument."
_ODF: Final = "application/vnd.oasis.opendocument."
KINDS: Final[Mapping[str, str]] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "txt": "text/plain",
    "docx": _OOXML + "wordprocessingml.document",
    "xlsx": _OOXML + "spreadsheetml.sheet",
    "pptx": _OOXML + "presentationml.presentation",
    "odt": _ODF + "text",
    "ods": _ODF + "spreadsheet",
    "odp": _ODF + "presentation",
}
"""By the end of the name: which media type the content must have."""
APPLE_PHOTOS: Final = frozenset({"heic", "heif", "hif"})
"""What an iPhone makes unless it is told otherwise; few other programs show it."""
_APPLE_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"})

ACCEPT: Final = ",".join(f".{end}" for end in KINDS)
"""What a browser offers to choose. An iPhone makes a JPEG of its photo where this names no HEIC."""

_PART: Final[Mapping[str, str]] = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
}

# Signs that no editor writes: a program, or a picture, has them in its first line.
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def ending(name: str) -> str:
    """Return how a name ends, in lower case without the dot."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower().lstrip(".")


def clean_name(name: str) -> str:
    """Return a name that is safe to keep and to offer: no folders, no control characters, at most 120 long."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(one for one in bare if one.isprintable() and one not in '"<>|:*?').strip(" .")
    stem, dot, end = shown.rpartition(".")
    return f"{stem[:110]}{dot}{end[:9]}" if dot else shown[:120]


def reason_not_to_take(name: str, content: bytes) -> FileRefusal | None:
    """Tell why a file is not taken, or ``None`` if it is what its name says."""
    # Some programs pass such a photo on under the name of a JPEG.
    if ending(name) in APPLE_PHOTOS or (content[4:8] == b"ftyp" and content[8:12] in _APPLE_BRANDS):
        return FileRefusal.APPLE_PHOTO
    if ending(name) not in KINDS:
        return FileRefusal.UNKNOWN_KIND
    if not content:
        return FileRefusal.EMPTY
    if len(content) > MOST_BYTES:
        return FileRefusal.TOO_BIG
    return None if _is(ending(name), content) else FileRefusal.OTHER_CONTENT


def _is(end: str, content: bytes) -> bool:
    if end == "pdf":
        return content.startswith(b"%PDF-")
    if end == "png":
        return content.startswith(b"\x89PNG\r\n\x1a\n")
    if end in {"jpg", "jpeg"}:
        return content.startswith(b"\xff\xd8\xff")
    if end == "webp":
        return content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    if end == "txt":
        return _is_text(content)
    return _is_office(end, content)


def _is_text(content: bytes) -> bool:
    """Tell whether a file is plain text, in UTF-8, in UTF-16 with its mark, or as Windows used to write it."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-16":
            return False
        text = content.decode("latin-1")
    return not _NO_TEXT.search(text)


def _is_office(end: str, content: bytes) -> bool:
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _holds_a_document(end, archive)
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, OSError, RuntimeError, EOFError):
        return False


def _holds_a_document(end: str, archive: zipfile.ZipFile) -> bool:
    names = set(archive.namelist())
    if sum(one.file_size for one in archive.infolist()) > MOST_UNPACKED:
        return False
    if any("vbaproject" in one.lower() or one.startswith("Basic/") for one in names):
        return False  # macros
    if end in _PART:
        return _PART[end] in names and "[Content_Types].xml" in names
    if "mimetype" not in names:
        return False
    with archive.open("mimetype") as part:
        return part.read(100).decode().strip() == KINDS[end]
