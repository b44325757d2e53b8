"""What does a page ask to bring a table in? A file, and where its letters can be read in more ways, which is right."""

import base64
import binascii
import zlib
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.sheets import reading
from vakwerk.foundation.sheets.trouble import FileTrouble, Trouble
from vakwerk.foundation.sheets.wording import ENCODINGS, trouble

ACCEPT: Final = ".csv,.txt,.xlsx"
_MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """A file that somebody brought; a text in an encoding that was asked about is in UTF-8 by now."""

    name: str
    content: bytes


class TableFileForm(forms.Form):
    """A file with a table. A page that uses it needs nothing more: the form asks and remembers by itself.

    A browser gives a file only once, so while the encoding is asked the page holds the file itself.
    """

    most_bytes: ClassVar[int] = reading.MOST_BYTES

    file = forms.FileField(label=_("File"), widget=forms.FileInput(attrs={"accept": ACCEPT}))
    held = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    held_name = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and self.data.get("held"):
            self.fields["file"].required = bool(self.files)
            self.fields["encoding"] = forms.ChoiceField(
                required=not self.files, choices=list(ENCODINGS.items()), widget=forms.HiddenInput
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a file that is too large, and one that the page held and that came back otherwise."""
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if file and file.size > self.most_bytes:
            self.add_error("file", _too_big(self.most_bytes))
        elif not file and cleaned.get("held"):
            cleaned["content"] = _let_go(cleaned["held"], self.most_bytes)
            if cleaned["content"] is None:
                self.add_error("file", _("Choose the file again."))
        return cleaned

    def upload(self) -> Upload:
        """Return the file of a form that is valid.

        :raises FileTrouble: when it is not in the encoding that was chosen.
        """
        cleaned = self.cleaned_data
        if file := cleaned.get("file"):
            return Upload(file.name, file.read())
        text = reading.as_utf_8(cleaned["content"], encoding=cleaned["encoding"])
        return Upload(cleaned["held_name"], text)

    def refusal(self, found: FileTrouble) -> forms.ValidationError:
        """Return what is wrong with the file; where its encoding cannot be told, ask for it and hold the file."""
        if found.trouble is not Trouble.ENCODING:
            return forms.ValidationError({"file": trouble(found)})
        upload = self.cleaned_data["file"]
        upload.seek(0)
        data: dict[str, Any] = {name: self.data[name] for name in self.data}
        data["held"] = _hold(upload.read())
        data["held_name"] = upload.name
        data.pop("encoding", None)
        self.data = data
        self.fields["file"].required = False
        self.fields["file"].label = _("Another file")
        choices = [(name, f"{ENCODINGS[name]}: {' / '.join(lines)}") for name, lines in found.facts["ways"]]
        self.fields["encoding"] = forms.ChoiceField(
            label=_("The names are right like this"), choices=choices, widget=forms.RadioSelect
        )
        self.order_fields(["encoding"])
        return forms.ValidationError({"encoding": trouble(found)})


def _too_big(most: int) -> str:
    return trouble(FileTrouble(Trouble.TOO_BIG, limit=most // _MEGABYTE))


def _hold(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content)).decode("ascii")


def _let_go(held: str, most: int) -> bytes | None:
    """Return the file that a page held, or ``None`` when it is no file of at most so many bytes."""
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(base64.b64decode(held, validate=True), most)
    except (binascii.Error, ValueError, zlib.error):
        return None
    return content if unpacking.eof and content else None
