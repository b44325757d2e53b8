"""How does a request come in? Whole, before a thread is given to it; its answer leaves after the thread is free.

The threads that make pages are few. A visitor whose half-sent form or slow reading held one of them could, with three
like them, keep everybody out. So an event loop, which waits for any number of visitors at once, takes a request in to
its last byte and sends the answer; a thread has it only while Vakwerk itself is at work.
"""

import asyncio
import errno
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from wsgiref.types import WSGIApplication

import structlog
from granian.rsgi import (  # type: ignore[attr-defined]  # its types do not say that it exports them
    HTTPProtocol,
    ProtocolClosed,
    ProtocolError,
    Scope,
)

log = structlog.get_logger(__name__)

Headers = list[tuple[str, str]]
Answer = tuple[int, Headers, bytes]

MOST_BYTES = 64 * 1024 * 1024  # no page takes a file of a third of this
MOST_ON_DISK = 1024 * 1024 * 1024  # of all requests at once, so that nobody fills the disk by sending
_IN_MEMORY = 256 * 1024  # bytes of a request; what is longer waits on disk
_SILENCE = 30.0  # seconds without a byte of what was announced
_LONGEST = 900.0  # seconds for a whole request

# Outside Django, so without its languages: both at once.
_TOO_LATE = "Je verzoek kwam niet helemaal aan. Probeer het opnieuw.\nYour request did not arrive in full. Try again.\n"
_TOO_LARGE = "Dit is te groot: meer dan {0} MB.\nThis is too large: over {0} MB.\n".format(
    MOST_BYTES // 1024**2
)
_TOO_MUCH = (
    "Er wordt nu te veel tegelijk naar Vakwerk gestuurd. Probeer het over een kwartier opnieuw.\n"
    "Too much is being sent to Vakwerk at once. Try again in a quarter of an hour.\n"
)
_NO_LENGTH = "Stuur de lengte van je verzoek mee.\nSend the length of your request (Content-Length).\n"
_NO_ROOM = (
    "De schijf van Vakwerk is vol. Wat je stuurde is niet bewaard. Vertel het de beheerder van je academie.\n"
    "Vakwerk's disk is full. What you sent was not saved. Tell the administrator of your academy.\n"
)
_FAILED = "Er ging iets mis aan onze kant.\nSomething went wrong on our side.\n"


class TooLargeError(Exception):
    """A request is longer than Vakwerk takes in."""


class TooMuchAtOnceError(Exception):
    """All requests that are coming in take as much of the disk as they may."""


class LengthMissingError(Exception):
    """A request does not say how long it is, so nobody could tell a half one from a whole one."""


class CutOffError(Exception):
    """A request ended before all that it announced had come: half a form must not pass for a whole one."""


_REFUSED: dict[type[Exception], tuple[int, str]] = {
    TooLargeError: (413, _TOO_LARGE),
    TooMuchAtOnceError: (503, _TOO_MUCH),
    LengthMissingError: (411, _NO_LENGTH),
}


class Door:
    """Lets requests in to a WSGI application, of which ``threads`` are at work at once."""

    def __init__(self, application: WSGIApplication, *, threads: int) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._on_disk = 0

    async def __call__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Answer one request; granian calls this."""
        taken = 0

        def take(size: int) -> None:
            nonlocal taken
            if self._on_disk + size > MOST_ON_DISK:
                raise TooMuchAtOnceError
            self._on_disk += size
            taken += size

        try:
            answer = await self._answer_to(scope, protocol, take)
        finally:
            self._on_disk -= taken
        if answer is not None:
            protocol.response_bytes(*answer)

    async def _answer_to(
        self, scope: Scope, protocol: HTTPProtocol, take: Callable[[int], None]
    ) -> Answer | None:
        """Take a request in and have it answered; ``None`` when its visitor has gone."""
        try:
            body = await _whole_body(scope, protocol, take)
        except (CutOffError, ProtocolClosed, ProtocolError):
            return None
        except OSError as error:  # TimeoutError is one, too
            return _why_not_kept(error)
        except (TooLargeError, TooMuchAtOnceError, LengthMissingError) as error:
            return _plainly(*_REFUSED[type(error)])
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._answer, scope, body)

    def _answer(self, scope: Scope, body: IO[bytes] | None) -> Answer:
        """Run the application to the end of its answer, in this thread."""
        try:
            with body or SpooledTemporaryFile() as whole:
                return _run(self._application, environ_of(scope, whole))
        except Exception:
            # Django answers for what fails in it: this is what fails around it.
            log.exception("request.failed")
            return _plainly(500, _FAILED)


def _run(application: WSGIApplication, environ: dict[str, Any]) -> Answer:
    began: list[tuple[int, Headers]] = []

    def start_response(status: str, headers: Headers, exc_info: object = None) -> Any:
        began[:] = [(int(status.partition(" ")[0]), headers)]

    parts: Iterable[bytes] = application(environ, start_response)
    try:
        whole = b"".join(parts)
    finally:
        # Where Django gives its database connection back, which belongs to this thread.
        getattr(parts, "close", lambda: None)()
    status, headers = began[0]
    return status, headers, whole


async def _whole_body(scope: Scope, protocol: HTTPProtocol, take: Callable[[int], None]) -> IO[bytes] | None:
    """Take in what comes after the headers, to its end; ``None`` where nothing does.

    ``take``: called with how many bytes go to disk, before they do.

    :raises TimeoutError: when it stops coming, or never ends.
    :raises TooLargeError: when it will be longer than ``MOST_BYTES``.
    :raises TooMuchAtOnceError: when all requests together take too much of the disk.
    :raises LengthMissingError: when it does not say how long it is.
    :raises CutOffError: when the visitor went halfway.
    :raises OSError: when it cannot be put aside.
    """
    announced = scope.headers.get("content-length")
    if announced is None:
        if "transfer-encoding" in scope.headers:
            raise LengthMissingError
        return None
    if int(announced) > MOST_BYTES:
        raise TooLargeError
    body = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the thread that reads it closes it
    try:
        async with asyncio.timeout(_LONGEST):
            parts = aiter(protocol)
            while (part := await asyncio.wait_for(anext(parts, b""), _SILENCE)) != b"":
                if body.tell() + len(part) > _IN_MEMORY:
                    take(len(part))
                body.write(part)
        if body.tell() < int(announced):
            raise CutOffError
    except BaseException:
        body.close()
        raise
    return body


def environ_of(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    """Return what WSGI (PEP 3333) tells an application of a request."""
    host, _colon, port = scope.server.rpartition(":")
    body.seek(0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if scope.authority:
        environ["HTTP_HOST"] = scope.authority
    for name, value in scope.headers.items():
        # An underscore would pass for a hyphen: a visitor's X_Forwarded_Proto for the proxy's own header.
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        key = key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"
        between = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{between}{value}" if key in environ else value
    return environ


def _why_not_kept(error: OSError) -> Answer:
    if isinstance(error, TimeoutError):
        return _plainly(408, _TOO_LATE)
    log.error("request.not_kept", exc_info=error)
    return _plainly(507, _NO_ROOM) if error.errno == errno.ENOSPC else _plainly(500, _FAILED)


def _plainly(status: int, text: str) -> Answer:
    # What this visitor sends after it would be taken for a new request.
    headers = [("content-type", "text/plain; charset=utf-8"), ("connection", "close")]
    return status, headers, text.encode()
