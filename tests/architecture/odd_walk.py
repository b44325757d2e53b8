"""Everything odd that a visitor could send, to every form of every page, as every role."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any, Final
from urllib.parse import urldefrag, urlencode, urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

# A number that a column cannot hold, a day that no calendar has, what is no text, and what programs take for more.
VALUES: Final[Mapping[str, str]] = {
    "nothing": "",
    "space": " \t\u00a0\u200b ",
    "a zero sign": "a\x00b",
    "control signs": "a\x01\x1b[31m\x7f\x9fb",
    "no characters": "a\uffff\ufffe\U0010ffffb",
    "half of a pair": "a\ud800b",
    "turned around": "a\u202eb\u2066c",
    "several lines": "a\r\nBcc: x@x.example\rb\u2028c",
    "a large number": "99999999999999999999",
    "a number beyond 32 bits": "2147483648",
    "a number of five thousand digits": "9" * 5000,
    "less than nothing": "-1",
    "zero": "0",
    "a broken number": "1,5",
    "infinite": "1e999",
    "no number": "NaN",
    "digits of others": "\u0663\u00b2",
    "the first day": "0001-01-01",
    "the last day": "9999-12-31",
    "a day that is not": "2027-02-30",
    "a moment that is not": "2027-03-28T02:30",
    "a moment": "2027-03-01T10:00",
    "a clock": "25:61",
    "long": "x" * 60_000,
    "accents upon accents": "e" + "\u0301" * 400,
    "a picture": "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 90,
    "signs of searching": "% _ \\ & | ! ( ) : * ' \" <->",
    "markup": "<script>alert(1)</script>{{ 7|add:'7' }}{% now 'Y' %}",
    "an address": "x@x.example",
    "a page": "http://[::1:80/\\x",
    "JSON": '{"a": 1e999, "b": "\\ud800", "a": []}',
    "formula": '=cmd|"/c calc"!A0',
}
FILES: Final[Mapping[str, tuple[str, bytes]]] = {
    "empty": ("a.csv", b""),
    "zeros": ("a.csv", bytes(500)),
    "torn": ("a.xlsx", b"PK\x03\x04" + bytes(90)),
    "an open quote": ("a.csv", b'naam;e-mail\n"Jan;x@x\nPiet;y@y\n'),
    "an unknown encoding": ("a.csv", "naam;e-mail\nJörg Smit;x@x.example\n".encode("cp850")),
    "odd texts": ("a\u202e\x01.csv", "naam;e-mail\nA\x01\uffffd Bos;x@x.example\n".encode()),
    "a number that overflows": ("a.json", b'{"CFDocument": {"title": "T", "identifier": 1e999}}'),
    "nested": ("a.json", b'{"CFDocument":' + b"[" * 50_000),
    "no photo": ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(60)),
    "no document": ("a.pdf", b"%PDF-"),
}


@dataclass
class Form:
    """A form as a page draws it: where it is sent, how, and what its boxes hold at first."""

    action: str
    method: str
    boxes: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """The boxes that somebody could fill in otherwise; the token of the form is Django's own."""
        return list(dict.fromkeys(name for name, _value in self.boxes if name != "csrfmiddlewaretoken"))


@dataclass(frozen=True)
class Post:
    """One thing to send: as whom, to where, by which method, with what."""

    who: str
    form: Form
    boxes: Sequence[tuple[str, str]]
    file: tuple[str, str] | None = None
    said: str = ""


class _Forms(HTMLParser):
    """Reads the forms of a page."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.found: list[Form] = []
        self._open: Form | None = None
        self._select = self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            # "#changes" is where on the page to go, and no address.
            action = urldefrag(urljoin(self.address, said.get("action", ""))).url
            self._open = Form(action, said.get("method", "get").lower())
            self.found.append(self._open)
        elif self._open is None or not (name := said.get("name", "")):
            self._option(tag, said)
        elif tag == "input" and said.get("type") == "file":
            self._open.files.append(name)
        elif tag in {"input", "button"}:
            off = said.get("type") in {"radio", "checkbox"} and "checked" not in said
            self._open.boxes.append((name, "" if off else said.get("value", "on")))
        elif tag == "textarea":
            self._open.boxes.append((name, ""))
        elif tag == "select":
            self._select = name

    def _option(self, tag: str, said: dict[str, str]) -> None:
        if tag == "option" and self._open and self._select:
            known = {name for name, _value in self._open.boxes}
            if self._select not in known or "selected" in said:
                self._open.boxes.append((self._select, said.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""


class Walk:
    """Asks and sends as several people, and undoes everything that it did."""

    def __init__(self, clients: Mapping[str, Client]) -> None:
        self.clients = clients
        self.sent = 0
        self.faults: list[str] = []
        self._cookies = {who: client.cookies.output(header="") for who, client in clients.items()}
        for client in clients.values():
            client.raise_request_exception = False

    def ask(self, who: str, address: str) -> Any:
        """Open a page."""
        return self._undone(who, address, lambda client: client.get(address))

    def send(self, post: Post) -> None:
        """Send a form."""
        pairs = [(name, value) for name, value in post.boxes if value or post.said]
        if post.form.method == "get":
            where = f"{post.form.action.partition('?')[0]}?{urlencode(pairs, errors='surrogatepass')}"
            self._undone(post.who, f"{post.form.action} ({post.said})", lambda client: client.get(where))
        elif post.file:
            name, kind = post.file
            data: dict[str, Any] = {one: value.replace("\ud800", "") for one, value in pairs}
            data[name] = SimpleUploadedFile(*FILES[kind])
            self._undone(
                post.who, f"{post.form.action} ({kind})", lambda client: client.post(post.form.action, data)
            )
        else:
            body = urlencode(pairs, errors="surrogatepass")
            kind = "application/x-www-form-urlencoded"
            self._undone(
                post.who,
                f"{post.form.action} ({post.said})",
                lambda client: client.post(post.form.action, body, content_type=kind),
            )

    def _undone(self, who: str, what: str, do: Any) -> Any:
        client = self.clients[who]
        client.cookies = SimpleCookie(self._cookies[who])
        with transaction.atomic():
            answer = do(client)
            transaction.set_rollback(True)
        self.sent += 1
        if answer.status_code >= 500:
            reason = repr(client.exc_info[1])[:300] if getattr(client, "exc_info", None) else ""
            self.faults.append(f"{answer.status_code} {who} {what[:200]} {reason}")
        client.exc_info = None  # type: ignore[attr-defined]  # what the client remembers of a view that failed
        return answer

    def forms(self, who: str, addresses: Sequence[str]) -> list[Form]:
        """Return the forms of these pages, as somebody sees them."""
        found: dict[tuple[str, str, tuple[str, ...]], Form] = {}
        for address in addresses:
            answer = self.ask(who, address)
            if answer.status_code != 200 or not answer.headers.get("Content-Type", "").startswith(
                "text/html"
            ):
                continue
            reader = _Forms(address)
            reader.feed(answer.content.decode())
            for one in reader.found:
                if not one.action.startswith(("http", "//")):
                    key = (re.sub(r"\d+", "0", one.action), one.method, (*one.names, *one.files))
                    found.setdefault(key, one)
        return list(found.values())


def posts_for(who: str, forms: Sequence[Form]) -> Iterator[Post]:
    """Give everything to send: each odd value in each box, in all at once, and each odd file."""
    for form in forms:
        for said, value in VALUES.items():
            yield Post(who, form, [(name, value) for name in form.names], said=f"{said} everywhere")
            for name in form.names if len(form.names) > 1 else ():
                boxes = [(one, value if one == name else first) for one, first in form.boxes]
                yield Post(who, form, boxes, said=f"{said} in {name}")
        for name in form.files:
            for kind in FILES:
                yield Post(who, form, form.boxes, file=(name, kind), said=kind)


def some_of(posts: Sequence[Post], most: int) -> list[Post]:
    """Return a part of it, the same each time: something for every form as everybody, then by lot."""
    lot = random.Random(20)
    by_form: dict[tuple[str, int], list[Post]] = {}
    for post in posts:
        by_form.setdefault((post.who, id(post.form)), []).append(post)
    chosen = [lot.choice(some) for some in by_form.values()]
    files = [post for post in posts if post.file]
    chosen += lot.sample(files, min(len(files), most // 10))
    left = max(0, most - len(chosen))
    return (chosen + lot.sample(posts, min(len(posts), left)))[:most]
