"""Did a change of the code change a page? Keeps every page of every demo persona, and compares two sets.

    VAKWERK_DATA_DIR=data python tools/rendered_pages.py keep before     # with the code as it was
    VAKWERK_DATA_DIR=data python tools/rendered_pages.py keep after      # with the code as it is, the same database
    python tools/rendered_pages.py compare before after

The database needs the demo academies (``vakwerk demo``) and must not change in between: nothing is written, whatever
asking for a page would have written is undone. White space that nobody sees does not count, nor do the tokens that
are new in every form.
"""

import argparse
import difflib
import json
import os
import re
import sys
from collections import Counter, deque
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urljoin, urlsplit

MOST_OF_A_KIND: Final = 3
"""So many pages of one address pattern are kept for each persona, whichever people or circles they are about."""

# Boxes that start and end a line of text: white space beside their edges is not seen.
_BLOCKS: Final = frozenset(
    """
    html head body title meta link script style main header footer nav section article aside div p h1 h2 h3 h4 h5 h6
    ul ol li dl dt dd table caption thead tbody tfoot tr th td form fieldset legend details summary figure figcaption
    blockquote pre hr select option optgroup textarea datalist dialog svg symbol defs use path rect g
    circle ellipse line polyline polygon lineargradient stop
    """.split()  # noqa: SIM905 - read more easily so
)
_BOX = re.compile(r"</?(?:br|input|label|button|select)\b")
_SHOWN_AS_IT_IS: Final = frozenset({"pre", "textarea", "script"})
_TOKEN = re.compile(r"^[A-Za-z0-9_:.=\-]{24,}$")
_STAMP = re.compile(r"(?<=/static/)[0-9a-f]{12}(?=/)")


def main(words: list[str]) -> int:
    """Keep the pages, or compare two sets; return 1 when they differ."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    acts = parser.add_subparsers(required=True, dest="act")
    keep_ = acts.add_parser("keep", help="ask for all pages and keep them in a folder")
    keep_.add_argument("folder", type=Path)
    keep_.add_argument("--persona", action="append", help="only this one (more than once for more)")
    compare_ = acts.add_parser("compare", help="say which pages of two folders differ, and how")
    compare_.add_argument("before", type=Path)
    compare_.add_argument("after", type=Path)
    compare_.add_argument("--most", type=int, default=20, help="show so many differences (20)")
    asked = parser.parse_args(words)
    if asked.act == "keep":
        return keep(asked.folder, asked.persona)
    return compare(asked.before, asked.after, asked.most)


def keep(folder: Path, only: list[str] | None = None) -> int:
    """Ask for every page of every persona, in both languages, and write each to a file of its own."""
    os.environ["VAKWERK_DEMO"] = "1"
    os.environ.setdefault("VAKWERK_LOG_LEVEL", "ERROR")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vakwerk.settings")
    from vakwerk.commands.setup import prepare_with_tables

    prepare_with_tables()
    import time_machine
    from django.conf import settings

    from vakwerk.demo.personas import PERSONAS

    settings.ALLOWED_HOSTS = ["*"]
    kept: Counter[str] = Counter()
    noon = datetime.now(UTC).replace(hour=11, minute=0, second=0, microsecond=0)
    with time_machine.travel(noon, tick=False):
        for language in ("nl", "en"):
            for persona in (None, *PERSONAS):
                key = persona.key if persona else "nobody"
                if only and key not in only:
                    continue
                for address, status, html in _pages_of(persona, language):
                    into = folder / key / language / _name_of(address)
                    into.parent.mkdir(parents=True, exist_ok=True)
                    into.write_text(f"<!-- {status} {address} -->\n{html}", encoding="utf-8")
                    kept[key] += 1
    for key, many in kept.items():
        sys.stdout.write(f"{key}: {many}\n")
    sys.stdout.write(f"{kept.total()} pages in {folder}\n")
    return 0


def _pages_of(persona: Any, language: str) -> Iterator[tuple[str, int, str]]:
    """Follow the links from the persona's home; a page that is not there (404) counts, a file does not."""
    from django.conf import settings
    from django.db import transaction
    from django.test import Client
    from django.urls import Resolver404, resolve

    from vakwerk.people.models import Account

    client = Client()
    if persona:
        account = Account.objects.get(email=persona.email)
        client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    cookies = client.cookies.output(header="")
    start = f"/{persona.home}/" if persona else "/"
    waiting, seen, of_a_kind = deque([start, "/"]), {start, "/"}, Counter[tuple[str, ...]]()
    while waiting:
        address = waiting.popleft()
        path, _mark, query = address.partition("?")
        try:
            kind = (resolve(path).route, *sorted(name for name, _value in parse_qsl(query)))
        except Resolver404:
            kind = ("",)
        of_a_kind[kind] += 1
        if of_a_kind[kind] > MOST_OF_A_KIND or "logout" in path:
            continue
        client.cookies = SimpleCookie(cookies)
        with transaction.atomic():
            if persona:
                Account.objects.filter(pk=account.pk).update(language=language)
            answer = client.get(address, headers={"accept-language": language})
            transaction.set_rollback(True)
        if "Location" in answer.headers:
            found = [answer.headers["Location"]]
        elif answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            html = answer.content.decode()
            yield address, answer.status_code, html
            found = re.findall(r"<a\b[^>]*?\shref=\"([^\"#]+)", html)
        else:
            continue
        for link in found:
            parts = urlsplit(urljoin(f"http://testserver{address}", link.replace("&amp;", "&")))
            there = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.netloc == "testserver" and there not in seen:
                seen.add(there)
                waiting.append(there)


def _name_of(address: str) -> str:
    said = re.sub(r"[^\w.-]+", "_", address).strip("_")[:80] or "start"
    return f"{said}-{sha256(address.encode()).hexdigest()[:8]}.html"


def compare(before: Path, after: Path, most: int) -> int:
    """Say what differs; 0 when nothing does."""
    names = {side: {str(path.relative_to(side)) for path in side.rglob("*.html")} for side in (before, after)}
    for name in sorted(names[before] ^ names[after]):
        sys.stdout.write(f"only {'before' if name in names[before] else 'after'}: {name}\n")
    differing: dict[str, list[str]] = {}
    for name in sorted(names[before] & names[after]):
        old, new = seen_of((before / name).read_text("utf-8")), seen_of((after / name).read_text("utf-8"))
        if old != new:
            change = [
                line
                for line in difflib.unified_diff(old, new, lineterm="", n=1)
                if not line.startswith(("---", "+++", "@@"))
            ]
            differing.setdefault("\n".join(change), []).append(name)
    for change, where in sorted(differing.items(), key=lambda item: -len(item[1]))[:most]:
        sys.stdout.write(f"\n== {len(where)} pages, such as {where[0]}\n{change[:1500]}\n")
    pages = sum(map(len, differing.values()))
    both = len(names[before] & names[after])
    sys.stdout.write(f"\n{pages} of {both} pages differ, in {len(differing)} ways\n")
    return int(bool(pages) or names[before] != names[after])


def seen_of(html: str) -> list[str]:
    """Return a page as a list of tags and texts, without the white space that nobody sees."""
    reader = _Seen()
    reader.feed(_STAMP.sub("", html))
    reader.close()
    return reader.lines()


class _Seen(HTMLParser):
    """Collects tags and texts; ``lines`` leaves out white space at the edges of blocks."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[tuple[str, str]] = []  # ("block" | "inline" | "text" | "kept", what)
        self._kept = 0
        self._spans: list[bool] = []  # of those open now, whether each says anything

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "span":
            self._spans.append(bool(attrs))
            if not attrs:
                return
        said = []
        given = dict(attrs)
        changes = given.get("type") == "hidden" or given.get("name") == "csrf-token"
        for name, value in attrs:
            words = " ".join((value or "").split())
            if changes and name in ("value", "content") and _TOKEN.match(words):
                words = "…"
            if name == "style":
                words = re.sub(r"([;:,]) ", r"\1", words)
            if words.startswith("{"):
                words = json.dumps(json.loads(words))
            said.append(f'{name}="{words}"' if value is not None else name)
        self._parts.append(("block" if tag in _BLOCKS else "inline", f"<{' '.join([tag, *said])}>"))
        self._kept += tag in _SHOWN_AS_IT_IS

    def handle_endtag(self, tag: str) -> None:
        if tag == "span" and self._spans and not self._spans.pop():
            return
        self._parts.append(("block" if tag in _BLOCKS else "inline", f"</{tag}>"))
        self._kept -= tag in _SHOWN_AS_IT_IS

    def handle_data(self, data: str) -> None:
        self._parts.append(("kept", data) if self._kept else ("text", re.sub(r"[ \t\r\n]+", " ", data)))

    def lines(self) -> list[str]:
        """Join what stands on one line of the page: texts and inline tags between two edges of blocks."""
        lines: list[str] = []
        run = ""
        for kind, what in [*self._parts, ("block", "")]:
            if kind == "block":
                if run.strip():
                    lines.append(_tidy(run))
                run = ""
                lines.append(what)
            elif kind == "kept":
                lines.append(what)
            else:
                run += what
        return [line for line in lines if line]


def _tidy(run: str) -> str:
    """Put the white space among tags before the first of them, and leave it out where it is not seen.

    It is not seen at both ends, nor beside what CSS lays out as a box: a break, a label, a field or a button.
    """
    return re.sub(r"(?: |<[^<>]*>)+", _space_first, run).strip()


def _space_first(among: re.Match[str]) -> str:
    tags = re.sub(r" *(<[^<>]*>) *", r"\1", among[0]).strip()
    at_an_end = among.start() == 0 or among.end() == len(among.string)
    seen = (" " in re.sub(r"<[^<>]*>", "", among[0])) and not at_an_end and not _BOX.search(tags)
    return f" {tags}" if seen else tags


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
