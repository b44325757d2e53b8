"""Is a new visitor served while very many others hold a connection, or send and read as slowly as they can?"""

import resource
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from tests.operations.house import House

pytestmark = pytest.mark.xdist_group("operations")

IDLE = 2_000
HALF = 40  # ten times as many as there are threads
SOON = 2.0  # seconds, on a machine that does much else

HEAD = (
    b"POST /account/login/ HTTP/1.1\r\nHost: localhost\r\nCookie: vakwerk_csrf=" + b"a" * 32 + b"\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n"
)


@pytest.fixture(scope="module")
def house(migrated: House) -> Iterator[House]:
    migrated.serve()
    yield migrated
    migrated.end()


@pytest.fixture(autouse=True)
def enough_files() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, IDLE + 500), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@contextmanager
def visitors(house: House, number: int, *, sends: bytes) -> Iterator[list[socket.socket]]:
    """Have many connect at once, send something, and stay."""
    with ExitStack() as open_:
        yield [open_.enter_context(visitor(house, sends)) for _ in range(number)]


@contextmanager
def visitor(house: House, sends: bytes) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", house.port), timeout=10) as one:
        one.sendall(sends)
        yield one


def seconds_for(visit: Callable[[], tuple[int, str]]) -> float:
    began = time.monotonic()
    status, _body = visit()
    assert status == 200
    return time.monotonic() - began


def test_two_thousand_idle_connections_keep_nobody_out(house: House) -> None:
    with visitors(house, IDLE, sends=b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n") as idle:
        assert all(one.recv(4096).startswith(b"HTTP/1.1 200") for one in idle)
        assert seconds_for(lambda: house.get("/account/login/")) < SOON


@pytest.mark.parametrize(
    "half",
    [b"", b"GET /account/login/ HTTP/1.1\r\nHost: loc", HEAD + b"Content-Length: 100000\r\n\r\nlogin=jeroen"],
    ids=["that say nothing", "with half a head", "with half a form"],
)
def test_half_sent_requests_keep_nobody_out(house: House, half: bytes) -> None:
    with visitors(house, HALF, sends=half):
        time.sleep(0.5)  # for all of them to have reached a thread, if that is where they go
        assert seconds_for(lambda: house.get("/account/login/")) < SOON


def test_visitors_who_do_not_read_their_answer_keep_nobody_out(house: House) -> None:
    many = (
        b"GET /account/login/ HTTP/1.1\r\nHost: localhost\r\n\r\n" * 40
    )  # more than the buffers between hold
    with visitors(house, HALF, sends=many):
        seconds = [seconds_for(lambda: house.get("/healthz")) for _ in range(3)]
    # The pages they asked for are made first: what matters is that this ends.
    assert seconds[-1] < 5


def test_a_form_of_which_half_arrived_is_not_taken_for_a_whole_one(house: House) -> None:
    def posts() -> int:
        return sum(event.get("method") == "POST" for event in house.events())

    before = posts()
    with visitor(house, HEAD + b"Content-Length: 100\r\n\r\nlogin=jeroen"):
        pass
    with visitor(house, HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nlog") as one:
        assert one.recv(4096).startswith(b"HTTP/1.1 411")
    with visitor(house, HEAD + b"Content-Length: 12\r\n\r\nlogin=jeroen") as one:
        assert one.recv(4096).startswith(b"HTTP/1.1 403")  # whole, and without its token
    house.wait_for(lambda: posts() > before)
    assert posts() == before + 1


def test_more_than_any_page_takes_is_refused_before_it_is_sent(house: House) -> None:
    with visitor(house, HEAD + b"Content-Length: 100000000\r\n\r\n") as one:
        answer = one.recv(4096)
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"64 MB" in answer
