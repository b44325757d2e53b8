"""What does a photo say besides what is seen? Nothing, once it is kept: no place, no moment, no device. No Django.

A photo is written anew out of its pixels, upright and in the colours of the web, so that nothing else can come along.
"""

import io
import struct
import zlib
from typing import TYPE_CHECKING, Final

from vakwerk.craft.evidence.rules import FileRefusal
from vakwerk.foundation import limited
from vakwerk.foundation.refusals import Refused

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS: Final = 50_000_000
"""More takes too much memory; a photo of a phone has twelve to fifty million."""

QUALITY: Final = 92
MEMORY: Final = 1024 * limited.MEGABYTE
"""A photo of the most pixels, turned upright and in other colours, is in memory three times."""
SECONDS: Final = 40

_FORMATS: Final = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


def without_traces(content: bytes, *, kind: str) -> bytes:
    """Return a photo without what is not seen in it; a file of another ``kind`` as it is.

    :raises Refused: when it cannot be read to the end, or has too many pixels.
    """
    if kind not in _FORMATS:
        return content
    try:
        answer = limited.read(written_anew, content, memory=MEMORY, seconds=SECONDS, form=_FORMATS[kind])
    except limited.TooMuchError as error:
        raise Refused(FileRefusal.BROKEN_IMAGE) from error
    if reason := answer.facts.get("refused"):
        raise Refused(FileRefusal(reason))
    return answer.body


def written_anew(content: bytes, /, **options: str) -> limited.Answer:
    """Write a photo anew out of its pixels. Option ``form``: of the photo, as Pillow calls it."""
    from PIL import Image  # noqa: PLC0415 - only the process that reads a photo needs it

    form = options["form"]
    try:
        # A photo of some phones holds more than one picture; the first is the photo.
        with Image.open(io.BytesIO(content), formats=[form]) as photo:
            if photo.width * photo.height > MOST_PIXELS:
                return limited.Answer({"refused": FileRefusal.TOO_MANY_PIXELS.value})
            photo.load()
            return limited.Answer(body=_written(photo, form))
    except Image.DecompressionBombError:
        return limited.Answer({"refused": FileRefusal.TOO_MANY_PIXELS.value})
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error):
        return limited.Answer({"refused": FileRefusal.BROKEN_IMAGE.value})


def _written(photo: "Image", form: str) -> bytes:
    from PIL import ImageOps  # noqa: PLC0415 - see above

    plain = _in_web_colours(ImageOps.exif_transpose(photo))
    # What Pillow read beside the pixels, such as a comment, it would write again.
    plain.info = {name: value for name, value in plain.info.items() if name == "transparency"}
    out = io.BytesIO()
    if form == "PNG":
        plain.save(out, form, optimize=False)
    else:
        plain.save(out, form, quality=QUALITY)
    return out.getvalue()


def _in_web_colours(photo: "Image") -> "Image":
    """Return a photo without a colour profile, which may name the device; its colours stay as they look."""
    from PIL import ImageCms  # noqa: PLC0415 - see above

    profile = photo.info.get("icc_profile")
    mode = "RGBA" if "A" in photo.getbands() else "RGB"
    if profile and photo.mode in {"RGB", "RGBA", "CMYK"}:
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            changed = ImageCms.profileToProfile(photo, given, ImageCms.createProfile("sRGB"), outputMode=mode)
        except (ImageCms.PyCMSError, OSError):
            changed = None
        if changed is not None:
            return changed
    return photo.convert(mode) if photo.mode == "CMYK" else photo
