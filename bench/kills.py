"""Does Vakwerk lose, halve or double anything when its processes are killed at random moments?

Serves the demo's academy from a database of its own, with a mail server that counts, and 60 times kills one of web,
worker, postmaster and supervisor outright while people are imported, enrol, are published circles to, or a backup is
written. Whoever starts a service again does so here too: only the supervisor is started by this script.
"""

import atexit
import os
import random
import shutil
import signal
import socketserver
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from report import write_section

TIMES = int(os.environ.get("VAKWERK_BENCH_KILLS", "60"))
PORT = int(os.environ.get("VAKWERK_BENCH_PORT", "18766"))
VICTIMS = ("web", "worker", "postmaster", "supervisor")
LATEST = 1.5  # seconds after the act began, at most, that the kill comes
IMPORTED, ENROLLED, PUBLISHED = 100, 8, 24


class Postbox(socketserver.ThreadingTCPServer):
    """A mail server that takes everything and remembers every letter as it came."""

    allow_reuse_address = daemon_threads = True
    letters: Counter[tuple[str, bytes]] = Counter()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            to = ""
            while line := self.rfile.readline():
                word = line[:4].upper()
                if word == b"RCPT":
                    to = line.decode().partition("<")[2].partition(">")[0]
                if word == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    text = b"".join(iter(self.rfile.readline, b".\r\n"))
                    subject = next(part for part in text.split(b"\r\n") if part.startswith(b"Subject:"))
                    Postbox.letters[to, subject + _body(text)] += 1
                self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")


def _body(text: bytes) -> bytes:
    """Return a letter without what is new each time it is built."""
    changing = (b"Date:", b"Message-ID:", b"Content-Type: multipart", b"--==", b"DTSTAMP")
    return b"".join(line for line in text.splitlines() if not line.startswith(changing))


@dataclass
class Seen:
    """What came of one kill. ``faults``: what was lost, half done or done twice."""

    act: str
    victim: str
    seconds: float = 0.0
    acknowledged: int = 0
    faults: list[str] = field(default_factory=list)


class Served:
    """A ``vakwerk serve`` that is killed, and started again as systemd would."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.environment, self.folder = environment, folder
        self.process = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        words = [sys.executable, "-m", "vakwerk.cli", "serve", "--port", str(PORT)]
        with (self.folder / "serve.log").open("ab") as log:
            return subprocess.Popen(words, env=self.environment, stdout=log, stderr=log)

    def kill(self, victim: str) -> None:
        """Kill one outright; a second ``vakwerk serve`` follows at once where it was the first."""
        if victim == "postmaster":
            os.kill(
                int((self.folder / "data/postgres/postmaster.pid").read_text().split()[0]), signal.SIGKILL
            )
            return
        if victim == "supervisor":
            self.process.kill()
            self.process.wait()
            self.process = self._start()
            return
        _until(lambda: len(psutil.Process(self.process.pid).children()) >= len(("database", "web", "worker")))
        children = psutil.Process(self.process.pid).children()
        web = max(children, key=lambda one: len(one.children()))
        if victim == "web":
            random.choice([web, *web.children()]).kill()
            return
        # The keeper of the database has fewer threads than the worker.
        max(set(children) - {web}, key=lambda one: one.num_threads()).kill()

    def serves(self) -> bool:
        """Tell whether a page comes, and all that pages need is there."""
        return (
            _status(f"http://127.0.0.1:{PORT}/account/login/")
            == _status(f"http://127.0.0.1:{PORT}/readyz")
            == 200
        )


def _status(address: str, data: bytes | None = None, cookie: str = "") -> int:
    headers = {"Cookie": cookie} if cookie else {}
    request = urllib.request.Request(address, data=data, headers=headers)  # noqa: S310 - our own
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


class _Stay(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer: what was sent was kept."""

    def redirect_request(self, *_: Any) -> None:
        return None


def main() -> None:
    """Kill, look and write the section."""
    folder = Path(tempfile.mkdtemp(prefix="kills-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    postbox = Postbox(("127.0.0.1", 0), Postbox.Handler)
    threading.Thread(target=postbox.serve_forever, daemon=True).start()
    os.environ |= {
        "VAKWERK_DATA_DIR": str(folder / "data"), "VAKWERK_LOG_LEVEL": "WARNING",
        "VAKWERK_EMAIL_HOST": "127.0.0.1", "VAKWERK_EMAIL_PORT": str(postbox.server_address[1]),
        "DJANGO_SETTINGS_MODULE": "vakwerk.settings", "VAKWERK_BASE_URL": f"http://127.0.0.1:{PORT}",
    }  # fmt: skip
    environment = dict(os.environ)
    if filled := os.environ.get("VAKWERK_BENCH_FILLED"):
        # A data directory with the demo in it, of a Vakwerk that is not open: saves the filling.
        subprocess.run(["/bin/cp", "-a", filled, str(folder / "data")], check=True)
    else:
        for words in (["migrate", "--quiet"], ["demo"]):
            subprocess.run([sys.executable, "-m", "vakwerk.cli", *words], check=True)
    from vakwerk.commands.setup import prepare

    prepare()
    from kills_acts import ACTS, close_all

    folder.chmod(0o755)
    served = Served(environment, folder)
    _until(served.serves)
    seen = []
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # Ctrl-C or SIGTERM ends it early, with the figures of what was killed until then.
    with suppress(KeyboardInterrupt):
        for nth in range(TIMES):
            act = list(ACTS)[nth % len(ACTS)]
            victim = VICTIMS[nth // len(ACTS) % len(VICTIMS)]
            one = Seen(act, victim)
            seen.append(one)
            doing = ACTS[act](nth, one, folder)
            thread = threading.Thread(target=doing.act)
            thread.start()
            time.sleep(random.uniform(0, LATEST))
            served.kill(victim)
            killed = time.monotonic()
            _until(served.serves)
            one.seconds = time.monotonic() - killed
            thread.join()
            doing.look()
            close_all()
            sys.stdout.write(
                f"{nth + 1:>3} {act:<10} {victim:<10} {one.seconds:5.1f} s {one.acknowledged:>3} kept {one.faults}\n"
            )
            sys.stdout.flush()
    served.process.send_signal(signal.SIGTERM)
    served.process.wait(30)
    twice = sum(times - 1 for times in Postbox.letters.values() if times > 1)
    _write(seen, twice)


def _until(condition: Callable[[], bool], seconds: float = 120) -> float:
    """Wait until ``condition()`` holds, and return how long that took."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > seconds:
            message = "it is not served again"
            raise RuntimeError(message)
        time.sleep(0.1)
    return time.monotonic() - began


def _write(seen: list[Seen], twice: int) -> None:
    rows = []
    for victim in VICTIMS:
        of = [one for one in seen if one.victim == victim]
        if of:
            waits = [one.seconds for one in of]
            rows.append(
                f"| {victim} | {len(of)} | {statistics.median(waits):.1f} s | {max(waits):.1f} s"
                f" | {sum(one.acknowledged for one in of)} | {sum(len(one.faults) for one in of)} |"
            )
    lines = "\n".join(rows)
    write_section(
        "kills",
        f"""## Killed {len(seen)} times

`bench/kills.py`: one of four processes is killed outright at a random moment, up to {LATEST} s after {IMPORTED} people
began to come in, {ENROLLED} people enrolled over HTTP, circles of {PUBLISHED} were published, or a backup was begun;
in turn. Only a killed supervisor is started again by the script. "Acknowledged": enrolments that were answered as kept,
imports and publications accepted, and backups that said they were whole. Letters went to a mail server that counts:
{sum(Postbox.letters.values())} came, {twice} of them twice. The machine had a load of {os.getloadavg()[0]:.1f} on
{os.cpu_count()} cores at the end.

| killed | times | serves again, median | at most (promise: 15 s) | acknowledged | lost, half done or twice |
|---|---:|---:|---:|---:|---:|
{lines}
""",
    )


if __name__ == "__main__":
    main()
