"""Keep the Dutch of every room complete, without GNU gettext.

    python tools/translations.py update [room …]    find the texts in code and templates
    python tools/translations.py compile [room …]   write the .mo files that Django reads, where a .po is newer
    python tools/translations.py check [room …]     fail on a text without good Dutch

The Dutch of all rooms becomes one catalogue, so one English text has one Dutch text everywhere.

A room is a folder of src/vakwerk with an apps.py; everything else there belongs to the house, whose texts are
in src/vakwerk/locale. Texts are written in English, so only Dutch has a file.
"""

import argparse
import ast
import io
import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "vakwerk"
HOUSE = "house"
LANGUAGE = "nl"
TEMPLATE_SUFFIXES = {".html", ".txt"}
KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# Nothing that changes from day to day, so that two branches seldom clash here.
HEADERS = [
    ("Project-Id-Version", "Vakwerk"),
    ("Language", LANGUAGE),
    ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Transfer-Encoding", "8bit"),
]
# %(name)s, %s and {name}, but not %% and {{.
_PLACEHOLDER = re.compile(r"%\(\w+\)[.\d]*[sdifg]|(?<!%)%[sdifg]|(?<!\{)\{\w*\}(?!\})")


class _Catalog(Catalog):
    """A catalog whose header never changes."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return HEADERS


def rooms() -> list[str]:
    """Return the rooms that have texts of their own, and the house around them."""
    return [*sorted(path.parent.name for path in PACKAGE.glob("*/apps.py")), HOUSE]


def folder(room: str) -> Path:
    """Return where the Dutch of ``room`` is kept."""
    return (PACKAGE if room == HOUSE else PACKAGE / room) / "locale" / LANGUAGE / "LC_MESSAGES"


def _sources(room: str) -> Iterator[Path]:
    top = PACKAGE if room == HOUSE else PACKAGE / room
    others = {PACKAGE / other for other in rooms() if other != HOUSE} if room == HOUSE else set()
    for path in sorted(top.rglob("*")):
        parts = path.relative_to(top).parts
        if others.intersection(path.parents) or {"tests", "migrations"}.intersection(parts):
            continue
        if path.suffix == ".py" or (path.suffix in TEMPLATE_SUFFIXES and "templates" in parts):
            yield path


def _code(path: Path) -> bytes:
    """Return ``path`` as Python; a template becomes lines of gettext calls."""
    from django.utils.translation.template import templatize  # a wheel is built without Django

    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text.encode()
    # Templates indent as they like, Python's tokenizer does not let them.
    return "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines()).encode()


def extracted(room: str) -> Catalog:
    """Return all texts of ``room``, with the files in which they stand."""
    catalog = _Catalog(locale=LANGUAGE)
    for path in _sources(room):
        place = path.relative_to(PACKAGE).as_posix()
        for line, function, found, comments in extract_python(
            io.BytesIO(_code(path)), KEYWORDS, ["Translators"], {"encoding": "utf-8"}
        ):
            text, context = _message(str(function), found)
            if text:
                notes = list(comments or "")
                catalog.add(text, locations=[(place, line)], auto_comments=notes, context=context)
    return catalog


def _message(function: str, found: object) -> tuple[str | tuple[str, ...] | None, str | None]:
    """Pick the text (or singular and plural) and the context out of a call's arguments."""
    arguments = [found] if isinstance(found, str) else list(found) if isinstance(found, (list, tuple)) else []
    places = KEYWORDS.get(function) or (1,)
    context: str | None = None
    texts: list[str] = []
    for place in places:
        position = place[0] if isinstance(place, tuple) else place
        value = arguments[position - 1] if len(arguments) >= position else None
        if not isinstance(value, str):
            return None, None  # worked out while running: nothing to find here
        if isinstance(place, tuple):
            context = value
        else:
            texts.append(value)
    return (texts[0] if len(texts) == 1 else tuple(texts)), context


def _read(room: str) -> Catalog:
    path = folder(room) / "django.po"
    if not path.exists():
        return _Catalog(locale=LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _key(message: Message) -> tuple[str | None, str]:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def write(path: Path, content: bytes) -> None:
    """Replace a file in one go, whoever else does so at the same moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    temporary.write_bytes(content)
    temporary.replace(path)


def is_older(made: Path, source: Path) -> bool:
    """Tell whether a file is not there, or older than what it is made of."""
    return not made.exists() or made.stat().st_mtime_ns < source.stat().st_mtime_ns


def update(room: str, *, tidy: bool) -> str:
    """Bring the .po of ``room`` in line with its code; say how it stands."""
    texts, old = extracted(room), _read(room)
    translations = {_key(message): message for message in [*old.obsolete.values(), *_messages(old)]}
    new = _Catalog(locale=LANGUAGE)
    for text in _messages(texts):
        before = translations.pop(_key(text), None)
        string = before.string if before else None
        # A text that got or lost its plural needs new words.
        if string and isinstance(string, str) != isinstance(text.id, str):
            string = None
        new.add(
            text.id,
            string or "",
            locations=text.locations,
            flags=before.flags if before else (),
            auto_comments=text.auto_comments,
            user_comments=before.user_comments if before else (),
            context=text.context,
        )
    if not tidy:
        new.obsolete.update({_key(old)[1]: old for old in translations.values() if old.string})
    if not _messages(new) and not new.obsolete:
        return f"{room}: no texts"
    buffer = io.BytesIO()
    write_po(buffer, new, width=110, omit_header=True, sort_by_file=True, include_lineno=False)
    head = "".join(f'"{name}: {value}\\n"\n' for name, value in HEADERS)
    path = folder(room) / "django.po"
    content = f'msgid ""\nmsgstr ""\n{head}\n'.encode() + buffer.getvalue().rstrip() + b"\n"
    if not path.exists() or path.read_bytes() != content:
        write(path, content)
    missing = sum(not _is_complete(message) for message in _messages(new))
    return f"{room}: {len(_messages(new))} texts, {missing} without Dutch, {len(new.obsolete)} no longer used"


def compiled(catalog: Catalog) -> bytes:
    """Return the .mo of a catalog, the same bytes for the same texts."""
    fixed = _Catalog(locale=LANGUAGE)
    for message in _messages(catalog):
        if not message.fuzzy and _is_complete(message):
            fixed.add(message.id, message.string, context=message.context)
    buffer = io.BytesIO()
    write_mo(buffer, fixed)
    return buffer.getvalue()


def compile_room(room: str, *, again: bool = False) -> str:
    """Write the .mo of ``room`` if it is older than the .po, or if it is wanted ``again``."""
    source, target = folder(room) / "django.po", folder(room) / "django.mo"
    if not source.exists():
        return f"{room}: no texts"
    if not again and not is_older(target, source):
        return f"{room}: nothing changed"
    catalog = _read(room)
    write(target, compiled(catalog))
    return f"{room}: {len(_messages(catalog))} texts compiled"


def _strings(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, (tuple, list)) else ()


def _is_complete(message: Message) -> bool:
    strings = _strings(message.string)
    return bool(strings) and all(strings)


def _placeholder_fault(message: Message) -> str | None:
    """Say which placeholders of a translated text differ, or ``None``.

    A singular may leave its number out: "one day" for "%(count)s day".
    """
    ids, strings = _strings(message.id), _strings(message.string)
    wanted = [sorted(_PLACEHOLDER.findall(text)) for text in ids]
    got = [sorted(_PLACEHOLDER.findall(text)) for text in strings]
    if len(ids) == 1:
        return None if wanted == got else f"{wanted[0]} in English, {got[0]} in Dutch"
    if got[-1] != wanted[-1] or not set(got[0]) <= set(wanted[0]) | set(wanted[-1]):
        return f"{wanted} in English, {got} in Dutch"
    return None


def faults(room: str) -> Iterator[str]:
    """Say what is wrong with the Dutch of ``room``, each with the file and the text."""
    texts, catalog = extracted(room), _read(room)
    place = (folder(room) / "django.po").relative_to(ROOT)
    known = {_key(message): message for message in _messages(catalog)}
    for text in _messages(texts):
        message = known.pop(_key(text), None)
        where = ", ".join(sorted({name for name, _ in text.locations}))
        if message is None or message.id != text.id or not _is_complete(message):
            yield f"{place}: no Dutch for {text.id!r} ({where})"
        elif message.fuzzy:
            yield f"{place}: the Dutch is marked fuzzy for {text.id!r} ({where})"
        elif fault := _placeholder_fault(message):
            yield f"{place}: placeholders differ in {text.id!r}: {fault}"
    for message in [*known.values(), *catalog.obsolete.values()]:
        yield f"{place}: no longer used: {message.id!r} (update --tidy removes it)"
    for path in _sources(room):
        if path.suffix == ".py":
            for line in inside_f_strings(path.read_text(encoding="utf-8")):
                yield f"{path.relative_to(ROOT)}:{line}: a text inside an f-string, which Python 3.11 does not find"


def inside_f_strings(source: str) -> Iterator[int]:
    """Yield the lines on which a text to translate stands inside an f-string."""
    for whole in ast.walk(ast.parse(source)):
        for node in ast.walk(whole) if isinstance(whole, ast.JoinedStr) else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
                yield node.lineno


def said_twice() -> Iterator[str]:
    """Say which text has other Dutch in one room than in another: on the pages only one of the two is left."""
    dutch: dict[tuple[str | None, str], dict[str, tuple[str, ...]]] = {}
    for room in rooms():
        for message in _messages(_read(room)):
            # Django keeps a text with a plural apart from the same text without one.
            if _is_complete(message):
                key = (message.context, repr(message.id))
                dutch.setdefault(key, {})[room] = _strings(message.string)
    for (_context, text), by_room in dutch.items():
        if len(set(by_room.values())) > 1:
            words = "; ".join(f"{room} says {strings[0]!r}" for room, strings in by_room.items())
            yield f"{text} has different Dutch: {words}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 1 when a check fails."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["update", "compile", "check"])
    parser.add_argument("rooms", nargs="*", choices=[*rooms(), []], metavar="room", help=", ".join(rooms()))
    parser.add_argument("--tidy", action="store_true", help="with update: forget translations no longer used")
    options = parser.parse_args(arguments)
    wrong = 0
    for room in options.rooms or rooms():
        if options.command == "update":
            print(update(room, tidy=options.tidy))
        elif options.command == "compile":
            print(compile_room(room))
        else:
            for fault in faults(room):
                wrong += 1
                print(fault)
    if options.command == "check" and not options.rooms:
        for fault in said_twice():
            wrong += 1
            print(fault)
    if wrong:
        print(f"\n{wrong} to mend", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
