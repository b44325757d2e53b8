"""Which texts of a page are in the other language? Judged by the catalogues of all rooms."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final, Literal

import yaml
from babel.messages.pofile import read_po
from openpyxl import load_workbook

import vakwerk

Language = Literal["nl", "en"]

# What other journeys load while this one walks: its heads and cells stay as somebody wrote them.
_LOADED: Final = Path(__file__).parents[2] / "docs/tutorials/mensen-met-fouten.xlsx"
_SAID_ALOUD: Final = ("aria-label", "placeholder", "title", "alt")
_SILENT: Final = frozenset({"script", "style", "template"})
_WITHOUT_END: Final = frozenset(
    {"br", "hr", "img", "input", "link", "meta", "rect", "circle", "line", "path", "use"}
)
_WORDS: Final = re.compile(r"\s+")
# One word may be a name or a title that somebody chose: "Wonen", "Waarom". Two are a text of ours.
_SHORTEST: Final = 2


@cache
def texts_of(language: Language) -> frozenset[str]:
    """Return the texts that only this language has, those with gaps apart."""
    texts: dict[Language, set[str]] = {"nl": set(), "en": set()}
    house = Path(vakwerk.__file__).parent
    for path in house.glob("**/locale/nl/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="nl"):
                english, dutch = message.id, message.string
                texts["en"].update([english] if isinstance(english, str) else english)
                texts["nl"].update([dutch] if isinstance(dutch, str) else dutch)
    other = texts["en" if language == "nl" else "nl"]
    only = {_WORDS.sub(" ", text).strip() for text in texts[language] - other if "%(" not in text}
    # What people of the demo wrote stays in their language, such as what their work is called.
    written = {
        text
        for path in house.glob("demo/content/*.yaml")
        for text in _texts(yaml.safe_load(path.read_text()))
    }
    written.update(
        str(cell)
        for sheet in load_workbook(_LOADED, read_only=True)
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    )
    return frozenset(text for text in only - written if len(text.split()) >= _SHORTEST)


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict | list):
        for part in content.values() if isinstance(content, dict) else content:
            yield from _texts(part)


def said_in(language: Language, page: str) -> list[str]:
    """Return what a page in the other language says in this one; a part that is marked as being so is no fault."""
    reader = _Reader()
    reader.feed(page)
    return sorted(texts_of(language).intersection(reader.said))


class _Reader(HTMLParser):
    """Gathers what is said on a page, by eye or aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.said: set[str] = set()
        # The elements around, and whether what is in them is to be left out.
        self._around: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter an element."""
        given = dict(attrs)
        if not self._is_out:
            self.said.update(
                _WORDS.sub(" ", given[name] or "").strip() for name in _SAID_ALOUD if name in given
            )
        if tag not in _WITHOUT_END:
            is_marked = "lang" in given and tag != "html"
            self._around.append((tag, self._is_out or is_marked or tag in _SILENT))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, and those inside it that were not closed."""
        while any(name == tag for name, _out in self._around):
            if self._around.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        """Hear a text."""
        if not self._is_out:
            self.said.add(_WORDS.sub(" ", data).strip())

    @property
    def _is_out(self) -> bool:
        return bool(self._around) and self._around[-1][1]
