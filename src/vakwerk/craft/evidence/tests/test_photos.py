"""Does a photo lose what is not seen in it, and stay as it looks?"""

import io
import struct
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, ImageCms, PngImagePlugin

from vakwerk.craft.evidence import photos, storage
from vakwerk.craft.evidence.rules import FileRefusal
from vakwerk.craft.models import Competency
from vakwerk.craft.tests.evidence_factories import PDF, written
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person

MINE = "/apeldoorn/mijn-bewijs/"
JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
MOVING = {"loop", "background", "timestamp", "duration"}
"""What Pillow says of every WebP, also of one that stands still."""
RED, BLUE = (200, 30, 30), (30, 30, 200)


def _picture() -> Image.Image:
    """Return a picture that is red at the left and blue at the right, wider than high."""
    made = Image.new("RGB", (64, 32), RED)
    made.paste(BLUE, (32, 0, 64, 32))
    return made


def _exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F], exif[0x0110] = "Maker of phones", "Device 12"
    exif.get_ifd(0x8769)[0x9003] = "2026:11:24 09:30:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 12.0, 40.0), 3: "E", 4: (5.0, 57.0, 50.0)})
    return exif


def jpeg(**more: Any) -> bytes:
    """Return a photo as a phone writes it, with place, moment, device, comment and more."""
    out = io.BytesIO()
    usual = {"exif": _exif(), "comment": b"from the garden", "xmp": b"<x:xmpmeta>Apeldoorn</x:xmpmeta>"}
    _picture().save(out, "JPEG", quality=95, **{**usual, **more})
    return out.getvalue()


def png() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "from the garden")
    info.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>Apeldoorn</x:xmpmeta>")
    out = io.BytesIO()
    _picture().save(out, "PNG", pnginfo=info, exif=_exif())
    return out.getvalue()


def webp(**more: Any) -> bytes:
    """Return a photo as a browser or a phone writes it; ``more`` as Pillow takes it."""
    out = io.BytesIO()
    xmp = b"<x:xmpmeta>from the garden in Apeldoorn</x:xmpmeta>"
    _picture().save(out, "WEBP", **{"quality": 95, "exif": _exif(), "xmp": xmp, **more})
    return out.getvalue()


def near(found: Any, wanted: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 25 for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize(
    ("content", "kind"), [(jpeg(), JPEG), (png(), PNG), (webp(), WEBP)], ids=["jpeg", "png", "webp"]
)
def test_place_moment_device_and_comments_go(content: bytes, kind: str) -> None:
    traces = (b"Device 12", b"Maker of phones", b"2026:11:24", b"from the garden", b"Apeldoorn")
    assert all(trace in content for trace in traces)
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)
    kept = photos.without_traces(content + b"Device 12 after the end", kind=kind)
    assert not any(trace in kept for trace in traces)
    with Image.open(io.BytesIO(kept)) as photo:
        assert (photo.format, photo.size) == (kind.rpartition("/")[2].upper(), (64, 32))
        assert not dict(photo.getexif())
        assert photo.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", *MOVING}
        assert near(photo.getpixel((4, 16)), RED)
        assert near(photo.getpixel((60, 16)), BLUE)


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [(1, (64, 32), (4, 16)), (3, (64, 32), (60, 16)), (6, (32, 64), (16, 4)), (8, (32, 64), (16, 60))],
)
def test_a_photo_stands_upright_before_its_orientation_goes(
    orientation: int, size: tuple[int, int], red_at: tuple[int, int]
) -> None:
    kept = photos.without_traces(jpeg(exif=_exif(orientation)), kind=JPEG)
    with Image.open(io.BytesIO(kept)) as photo:
        assert photo.size == size
        assert near(photo.getpixel(red_at), RED)


def test_a_colour_profile_goes_and_a_broken_one_does_no_harm() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for one in (profile, b"no profile at all"):
        kept = photos.without_traces(jpeg(icc_profile=one), kind=JPEG)
        with Image.open(io.BytesIO(kept)) as photo:
            assert "icc_profile" not in photo.info
            assert near(photo.getpixel((4, 16)), RED)


def test_of_a_photo_that_holds_more_pictures_the_first_is_kept() -> None:
    out = io.BytesIO()
    second = Image.new("RGB", (64, 32), BLUE)
    _picture().save(out, "MPO", save_all=True, append_images=[second], exif=_exif())
    with Image.open(io.BytesIO(photos.without_traces(out.getvalue(), kind=JPEG))) as photo:
        assert (photo.format, getattr(photo, "n_frames", 1)) == ("JPEG", 1)
        assert near(photo.getpixel((4, 16)), RED)


def test_of_a_webp_that_moves_the_first_picture_is_kept_upright_and_without_profile() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    second = Image.new("RGB", (64, 32), BLUE)
    moving = webp(save_all=True, append_images=[second], exif=_exif(6), icc_profile=profile)
    with Image.open(io.BytesIO(photos.without_traces(moving, kind=WEBP))) as photo:
        assert (photo.format, getattr(photo, "n_frames", 1), photo.size) == ("WEBP", 1, (32, 64))
        assert "icc_profile" not in photo.info
        assert near(photo.convert("RGB").getpixel((16, 4)), RED)


def test_a_webp_keeps_what_is_seen_through_it() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (64, 32), (*RED, 90)).save(out, "WEBP", lossless=True)
    with Image.open(io.BytesIO(photos.without_traces(out.getvalue(), kind=WEBP))) as photo:
        assert photo.mode == "RGBA"
        assert photo.getpixel((4, 4))[3] == 90  # type: ignore[index]


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_grey_photos_and_those_for_print_are_kept_too(mode: str) -> None:
    out = io.BytesIO()
    _picture().convert(mode).save(out, "JPEG")
    with Image.open(io.BytesIO(photos.without_traces(out.getvalue(), kind=JPEG))) as photo:
        assert photo.mode == {"L": "L", "CMYK": "RGB"}[mode]


@pytest.mark.parametrize("mode", ["1", "P", "LA", "RGBA", "I;16"])
def test_every_kind_of_png_keeps_what_is_seen(mode: str) -> None:
    out = io.BytesIO()
    given = Image.new(mode, (8, 8)) if mode == "I;16" else _picture().convert(mode)
    given.save(out, "PNG", **({"transparency": 0} if mode == "P" else {}))
    with Image.open(io.BytesIO(photos.without_traces(out.getvalue(), kind=PNG))) as photo:
        assert photo.mode == mode
        assert photo.info.get("transparency") == (0 if mode == "P" else None)


def test_other_files_stay_as_they_are() -> None:
    assert photos.without_traces(PDF, kind="application/pdf") == PDF


def _huge() -> bytes:
    """Return a small file that says it is a picture of ten thousand by ten thousand."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 10_000, 10_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\x00" * 1000))


def _huge_webp() -> bytes:
    """Return a small file that moves on a canvas that says it is ten thousand by ten thousand."""
    small = bytearray(webp(save_all=True, append_images=[Image.new("RGB", (64, 32), BLUE)]))
    assert small[12:16] == b"VP8X"
    small[24:30] = (9_999).to_bytes(3, "little") * 2
    return bytes(small)


BROKEN = [
    ("half.jpg", jpeg()[: len(jpeg()) // 2], "is beschadigd"),
    ("kop.jpg", b"\xff\xd8\xff\xe0", "is beschadigd"),
    ("half.png", png()[:-40], "is beschadigd"),
    ("kop.png", b"\x89PNG\r\n\x1a\n123", "is beschadigd"),
    ("gif.png", b"\x89PNG\r\n\x1a\nGIF89a", "is beschadigd"),
    ("half.webp", webp()[: len(webp()) // 2], "is beschadigd"),
    ("kop.webp", b"RIFF\x04\x00\x00\x00WEBP", "is beschadigd"),
    ("groot.webp", _huge_webp(), "meer dan 50 miljoen beeldpunten"),
    ("groot.png", _huge(), "meer dan 50 miljoen beeldpunten"),
]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda one: one[0])
def test_a_broken_photo_is_refused_with_its_reason_and_nothing_is_kept(
    esra: Person, esras: Client, connecting: Competency, broken: tuple[str, bytes, str]
) -> None:
    name, content, said = broken
    piece = written(esra, connecting)
    answer = esras.post(f"{MINE}{piece.pk}/bestand/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert f"{name} {said}" in answer.content.decode().replace("heeft ", "")
    assert not piece.files.exists()
    assert not storage.folder().exists()


@pytest.mark.parametrize(
    "given", [("foto.jpg", jpeg(), JPEG), ("FOTO.WEBP", webp(), WEBP)], ids=lambda one: one[0]
)
def test_a_photo_is_kept_without_traces_and_opens_so(
    esra: Person, esras: Client, connecting: Competency, given: tuple[str, bytes, str]
) -> None:
    name, photo, kind = given
    piece = written(esra, connecting)
    assert "niet waar, wanneer en waarmee" in esras.get(f"{MINE}{piece.pk}/bestand/").content.decode()
    esras.post(f"{MINE}{piece.pk}/bestand/", {"file": SimpleUploadedFile(name, photo)})
    file = piece.files.get()
    answer = esras.get(f"{MINE}bestanden/{file.pk}/")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (kind, "nosniff")
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    content = answer.content
    assert b"Device 12" not in content
    assert content == storage.read(file)
    assert file.size == len(content)


def test_too_many_pixels_is_a_reason_of_its_own() -> None:
    with pytest.raises(Refused) as refused:
        photos.without_traces(_huge(), kind=PNG)
    assert refused.value.reason == FileRefusal.TOO_MANY_PIXELS
