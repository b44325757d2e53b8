"""How does a text exist in two languages at once? As one value that knows both, shown in the reader's own."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("nl", "en")


class Bilingual(dict[str, str]):
    """A text in Dutch and English. ``str()`` gives the reader's language, or the other where it is missing."""

    def __init__(self, texts: Mapping[str, str] | None = None, /, **by_language: str) -> None:
        given = {**(texts or {}), **by_language}
        super().__init__({language: (given.get(language) or "").strip() for language in LANGUAGES})

    def __str__(self) -> str:
        return self.in_language(get_language())

    def __bool__(self) -> bool:
        return any(self.values())

    def __hash__(self) -> int:  # type: ignore[override]  # a value, though it stands on a dict
        return hash(tuple(sorted(self.items())))

    def in_language(self, language: str | None) -> str:
        """Return the text in ``language``, or in the other one where it is missing."""
        wanted = (language or "nl")[:2]
        return self.get(wanted) or next((text for text in self.values() if text), "")

    @property
    def missing(self) -> tuple[str, ...]:
        """The languages that have no text."""
        return tuple(language for language in LANGUAGES if not self.get(language))


class BilingualFormWidget(forms.MultiWidget):
    """Two boxes, Dutch and English, that together are one text."""

    template_name = "vakwerk/forms/bilingual.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, long: bool = False) -> None:
        box: type[forms.Widget] = forms.Textarea if long else forms.TextInput
        size = {"rows": 4} if long else {}
        super().__init__({language: box(attrs={"lang": language, **size}) for language in LANGUAGES}, attrs)

    def decompress(self, value: Any) -> list[str]:
        return [(value or {}).get(language, "") for language in LANGUAGES]


class BilingualFormField(forms.MultiValueField):
    """A form field for a text in two languages; Dutch is needed where the field is, English may follow later."""

    def __init__(self, *, max_length: int | None = None, long: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", BilingualFormWidget(long=long))
        required = kwargs.pop("required", True)
        parts = [
            forms.CharField(
                required=required and language == "nl",
                max_length=max_length,
                strip=True,
                widget=forms.Textarea if long else forms.TextInput,
            )
            for language in LANGUAGES
        ]
        super().__init__(parts, required=required, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> Bilingual:
        return Bilingual(dict(zip(LANGUAGES, data_list or ["", ""], strict=True)))


class BilingualField(models.JSONField):
    """A column with a text in two languages."""

    def __init__(self, *args: Any, max_length: int = 200, long: bool = False, **kwargs: Any) -> None:
        self.text_length = max_length
        self.long = long
        kwargs.setdefault("default", Bilingual)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["max_length"] = self.text_length
        if self.long:
            kwargs["long"] = True
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Bilingual | None:
        plain = super().from_db_value(value, expression, connection)
        return None if plain is None else Bilingual(plain)

    def to_python(self, value: Any) -> Any:
        return Bilingual(value) if isinstance(value, dict) else super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        return dict(value) if isinstance(value, dict) else value

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        if not self.blank and not value:
            raise ValidationError(_("Fill this in, in Dutch at least."))
        if any(len(text) > self.text_length for text in (value or {}).values()):
            raise ValidationError(
                _("This is longer than %(limit)s characters."), params={"limit": self.text_length}
            )

    def formfield(self, **kwargs: Any) -> Any:
        return BilingualFormField(
            label=self.verbose_name,
            required=not self.blank,
            help_text=self.help_text,
            max_length=self.text_length,
            long=self.long,
        )
