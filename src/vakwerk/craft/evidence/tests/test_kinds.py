"""Is a file what its name says?"""

import io
import zipfile
from typing import Any

import pytest

from vakwerk.craft.evidence import kinds
from vakwerk.craft.evidence.rules import FileRefusal


def office(*names: str, mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


PNG = b"\x89PNG\r\n\x1a\n123"
WEBP = b"RIFF\x04\x00\x00\x00WEBP"
WORD = office("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("brief.pdf", b"%PDF-1.4 x", None),
        ("BRIEF.PDF", b"%PDF-1.4 x", None),
        ("brief.pdf", b"<html>", FileRefusal.OTHER_CONTENT),
        ("foto.png", PNG, None),
        ("foto.jpg", PNG, FileRefusal.OTHER_CONTENT),
        ("foto.jpg", b"\xff\xd8\xff\xe0", None),
        ("foto.webp", WEBP, None),
        ("foto.webp", PNG, FileRefusal.OTHER_CONTENT),
        ("foto.webp", b"RIFF\x04\x00\x00\x00WAVE", FileRefusal.OTHER_CONTENT),
        ("foto.jpg", WEBP, FileRefusal.OTHER_CONTENT),
        ("los.txt", "één".encode(), None),
        ("los.txt", "één".encode("cp1252"), None),
        ("los.txt", "“Zoë’s” – €".encode("cp1252"), None),
        ("los.txt", "één".encode("utf-16"), None),
        ("los.txt", b"regel\r\n\tregel\f", None),
        ("los.txt", b"\x00\x01", FileRefusal.OTHER_CONTENT),
        ("los.txt", b"MZ\x90\x00\x03", FileRefusal.OTHER_CONTENT),
        ("los.txt", b"\xff\xfe\x00\xd8x", FileRefusal.OTHER_CONTENT),
        ("foto.HEIC", b"\x00\x00\x00\x18ftypheic", FileRefusal.APPLE_PHOTO),
        ("foto.jpg", b"\x00\x00\x00\x18ftypheic", FileRefusal.APPLE_PHOTO),
        ("foto.jpeg", b"\x00\x00\x00\x24ftypmif1\x00\x00\x00\x00mif1heic", FileRefusal.APPLE_PHOTO),
        ("brief.docx", WORD, None),
        ("brief.xlsx", WORD, FileRefusal.OTHER_CONTENT),
        (
            "brief.docx",
            office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            FileRefusal.OTHER_CONTENT,
        ),
        ("brief.odt", office("content.xml", mimetype=kinds.KINDS["odt"]), None),
        ("brief.odt", office("content.xml"), FileRefusal.OTHER_CONTENT),
        ("brief.docx", b"PK\x03\x04 no zip", FileRefusal.OTHER_CONTENT),
        ("pagina.html", b"<html>", FileRefusal.UNKNOWN_KIND),
        ("plaatje.svg", b"<svg/>", FileRefusal.UNKNOWN_KIND),
        ("zonder", b"x", FileRefusal.UNKNOWN_KIND),
        ("leeg.pdf", b"", FileRefusal.EMPTY),
        ("groot.pdf", b"%PDF-" + b"x" * kinds.MOST_BYTES, FileRefusal.TOO_BIG),
    ],
)
def test_the_content_decides(name: str, content: bytes, reason: Any) -> None:
    assert kinds.reason_not_to_take(name, content) == reason


def test_a_browser_offers_what_is_kept_and_no_photo_of_apple() -> None:
    offered = set(kinds.ACCEPT.split(","))
    assert {".pdf", ".jpg", ".txt"} <= offered
    assert not offered & {".heic", ".heif"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\map\\brief.pdf", "brief.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ('a"b\r\n.pdf', "ab.pdf"),
        ("x" * 300 + ".pdf", "x" * 110 + ".pdf"),
    ],
)
def test_a_name_is_made_safe(given: str, kept: str) -> None:
    assert kinds.clean_name(given) == kept
