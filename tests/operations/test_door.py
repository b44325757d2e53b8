"""Does the door hand a request over as WSGI says, and ask the system for as many connections as fit?"""

import asyncio
import io
import resource
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest

from vakwerk.commands import door as door_module
from vakwerk.commands.door import Door, environ_of
from vakwerk.commands.web import MOST_CONNECTIONS, room_for_connections


class Headers(list[tuple[str, str]]):
    """Headers as granian gives them: a name may come more than once."""

    def items(self) -> list[tuple[str, str]]:
        return self


def environ(*headers: tuple[str, str], **facts: str) -> dict[str, Any]:
    scope = {
        "http_version": "1.1", "server": "127.0.0.1:8000", "client": "192.0.2.7:40000", "scheme": "http",
        "method": "POST", "path": "/", "query_string": "", "authority": None,
    }  # fmt: skip
    return environ_of(
        SimpleNamespace(headers=Headers(headers), **{**scope, **facts}), io.BytesIO(b"naam=Jan")
    )  # type: ignore[arg-type]  # as much of a scope as is read


def test_a_request_is_told_as_wsgi_says() -> None:
    told = environ(
        ("content-type", "text/plain"), ("content-length", "8"), ("host", "x"), path="/é/", query_string="a=1"
    )
    assert told["PATH_INFO"].encode("latin-1").decode() == "/é/"
    assert (told["CONTENT_TYPE"], told["CONTENT_LENGTH"], told["HTTP_HOST"]) == ("text/plain", "8", "x")
    assert (told["REMOTE_ADDR"], told["SERVER_NAME"], told["SERVER_PORT"]) == (
        "192.0.2.7",
        "127.0.0.1",
        "8000",
    )
    assert told["wsgi.input"].read() == b"naam=Jan"


def test_an_address_of_six_is_told_without_its_brackets() -> None:
    assert environ(client="[2001:db8::7]:40000")["REMOTE_ADDR"] == "2001:db8::7"


def test_a_header_with_an_underscore_does_not_pass_for_the_one_of_the_proxy() -> None:
    assert environ(("x_forwarded_proto", "https"), ("x-forwarded-for", "192.0.2.9")).get(
        "HTTP_X_FORWARDED_PROTO", "none"
    ) == "none"  # fmt: skip


def test_cookies_that_come_apart_are_put_together() -> None:
    told = environ(("cookie", "a=1"), ("cookie", "b=2"), ("accept", "x"), ("accept", "y"))
    assert (told["HTTP_COOKIE"], told["HTTP_ACCEPT"]) == ("a=1; b=2", "x,y")


class Visitor:
    """Sends what it has, halts until it may go on, and sends the rest."""

    def __init__(self, *parts: bytes, go_on: asyncio.Event | None = None) -> None:
        self.parts, self.go_on, self.status = list(parts), go_on, 0

    def __aiter__(self) -> "Visitor":
        return self

    async def __anext__(self) -> bytes:
        if len(self.parts) == 1 and self.go_on:
            await self.go_on.wait()
        if not self.parts:
            raise StopAsyncIteration
        return self.parts.pop(0)

    def response_bytes(self, status: int, _headers: object, _body: bytes) -> None:
        self.status = status

    async def comes(self, door: Door) -> int:
        size = sum(map(len, self.parts))
        headers = {"content-length": str(size)}
        facts = {"http_version": "1.1", "server": "x:80", "client": "192.0.2.7:1", "scheme": "http",
                 "method": "POST", "path": "/", "query_string": "", "authority": None}  # fmt: skip
        await door(SimpleNamespace(headers=headers, **facts), self)  # type: ignore[arg-type]  # see above
        return self.status


def test_nobody_fills_the_disk_by_sending_and_small_forms_still_come_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(door_module, "MOST_ON_DISK", 1_000_000)

    def page(_environ: object, start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [b""]

    async def visits() -> list[int]:
        door, go_on = Door(page, threads=2), asyncio.Event()
        first = asyncio.create_task(Visitor(bytes(900_000), bytes(10), go_on=go_on).comes(door))
        await asyncio.sleep(0.05)
        while_it_waits = [await Visitor(bytes(size)).comes(door) for size in (900_000, 50_000)]
        go_on.set()
        return [*while_it_waits, await first, await Visitor(bytes(900_000)).comes(door)]

    # In a thread of its own: journeys leave their browser's event loop open in this one.
    with ThreadPoolExecutor(1) as beside:
        assert beside.submit(asyncio.run, visits()).result() == [503, 200, 200, 200]


@pytest.mark.parametrize(
    ("soft", "hard", "fit"),
    [
        (1024, 524_288, MOST_CONNECTIONS),
        (1024, 4096, 3896),
        (1024, resource.RLIM_INFINITY, MOST_CONNECTIONS),
        (256, 1024, 824),
    ],
    ids=["as systemd has it", "as an old Linux has it", "without an end", "too few"],
)
def test_as_many_connections_as_files_are_allowed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, soft: int, hard: int, fit: int
) -> None:
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _what: (soft, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda _what, limits: asked.append(limits))
    assert room_for_connections() == fit
    assert asked == [(fit + 200, hard)]
    assert ("LimitNOFILE" in caplog.text) == (fit < 2000)
