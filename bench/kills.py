"""Does Vakwerk lose, halve or double anything when its processes are killed at random moments?

Serves the demo's academy from a database of its own, with a mail server that remembers every letter, and 60 times kills
one of web, worker, postmaster and supervisor outright while people are imported, enrol, are published circles to, or a
backup is written. Whoever starts a service again does so here too: only the supervisor is started by this script.

Ends with 1 when anything was lost, half done or done twice, or visitors waited longer than was promised. A whole run
writes its section; one with fewer kills (``--times``) only prints it.
"""

import argparse
import atexit
import json
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
import urllib.request
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import psutil

from report import write_section

TIMES = 60
MOST_SECONDS = 660.0  # after which no more is killed
PROMISE = 15.0  # seconds in which Vakwerk serves again
HOPELESS = 300.0  # seconds after which we look no longer
PORT = int(os.environ.get("VAKWERK_BENCH_PORT", "18766"))
VICTIMS = ("web", "worker", "postmaster", "supervisor")
LATEST = 1.5  # seconds after the act began, at most, that the kill comes
WATCHED = 3.0  # seconds after a kill, at least, in which pages are asked for
IMPORTED, ENROLLED, PUBLISHED = 100, 8, 24

Letter = tuple[str, str, str]
"""What tells one letter from another: to whom, what it says, and which calendar entries go with it."""


class Postbox(socketserver.ThreadingTCPServer):
    """A mail server that takes everything and remembers every letter as it came."""

    allow_reuse_address = daemon_threads = True
    letters: Counter[Letter] = Counter()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            to = ""
            with suppress(ConnectionError):
                while line := self.rfile.readline():
                    word = line[:4].upper()
                    if word == b"RCPT":
                        to = line.decode().partition("<")[2].partition(">")[0]
                    if word == b"DATA":
                        self.wfile.write(b"354 go on\r\n")
                        if (text := self._text()) is None:
                            return
                        Postbox.letters[_came(to, text)] += 1
                    self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")

        def _text(self) -> bytes | None:
            """Return a whole letter; ``None`` when its sender is gone before its end, as a mail server judges."""
            lines = []
            while line := self.rfile.readline():
                if line == b".\r\n":
                    return b"".join(lines)
                lines.append(line.removeprefix(b"."))
            return None


def _came(to: str, text: bytes) -> Letter:
    message = message_from_bytes(text, EmailMessage, policy=policy.default)
    plain = message.get_body(["plain"])
    calendar = next((part for part in message.iter_attachments()), None)
    entries = calendar.get_content() if calendar else ""
    return letter_of(
        to, plain.get_content() if plain else "", entries if isinstance(entries, str) else entries.decode()
    )


def letter_of(to: str, text: str, calendar: str) -> Letter:
    """Return what tells a letter from every other, as it was kept or as it came."""
    from vakwerk.foundation.writing.rules import without_secrets

    unfolded = calendar.replace("\r\n", "\n").replace("\n ", "")
    entries = [line for line in unfolded.splitlines() if line.startswith(("UID:", "SEQUENCE:", "METHOD:"))]
    return to, " ".join(without_secrets(text).split()), " ".join(sorted(entries))


@dataclass
class Seen:
    """What came of one kill. ``seconds``: how long nothing was served; ``faults``: what was lost, half or twice."""

    act: str
    victim: str
    seconds: float = 0.0
    acknowledged: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass
class Letters:
    """What became of all letters that were kept."""

    kept: int
    came: int
    doubted: int
    faults: list[str]


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
        if victim == "supervisor":
            self.process.kill()
            self.process.wait()
            self.process = self._start()
            return
        until(lambda: self._try_to_kill(victim))

    def _try_to_kill(self, victim: str) -> bool:
        with suppress(OSError, IndexError, ValueError, psutil.Error):
            if victim == "postmaster":
                file = self.folder / "data/postgres/postmaster.pid"
                psutil.Process(int(file.read_text().split()[0])).kill()
                return True
            children = psutil.Process(self.process.pid).children()
            if len(children) < len(("database", "web", "worker")):
                return False
            web = max(children, key=lambda one: len(one.children()))
            if victim == "web":
                random.choice([web, *web.children()]).kill()
                return True
            # The keeper of the database has fewer threads than the worker.
            worker = max(set(children) - {web}, key=lambda one: one.num_threads())
            if worker.num_threads() > 2:
                worker.kill()
                return True
        return False

    def longest_wait(self) -> float:
        """Ask for pages until the one that serves now is the one that should; return the longest time without any."""
        began = last = time.monotonic()
        longest = 0.0
        while True:
            if self.serves():
                now = time.monotonic()
                longest, last = max(longest, now - last), now
                if now - began > WATCHED and self._has_taken_over():
                    return longest
            if time.monotonic() - last > HOPELESS:
                message = f"nothing is served for {HOPELESS:.0f} seconds: see {self.folder / 'serve.log'}"
                raise RuntimeError(message)
            time.sleep(0.05)

    def _has_taken_over(self) -> bool:
        with suppress(OSError, ValueError, psutil.Error):
            holder = json.loads((self.folder / "data/serve.lock").read_text())["pid"]
            return holder == self.process.pid and len(psutil.Process(holder).children()) >= 3
        return False

    def serves(self) -> bool:
        """Tell whether a page comes, and all that pages need is there."""
        here = f"http://127.0.0.1:{PORT}"
        return _status(f"{here}/account/login/") == _status(f"{here}/readyz") == 200


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


def main() -> int:
    """Kill, look and write the section; 1 when anything was not as it must be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=TIMES, help="how often to kill")
    parser.add_argument("--filled", help="a data directory with the demo in it, not open: saves the filling")
    options = parser.parse_args()
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
    if options.filled:
        subprocess.run(["/bin/cp", "-a", options.filled, str(folder / "data")], check=True)
    for words in (["migrate", "--quiet"], *([] if options.filled else [["demo"]])):
        subprocess.run([sys.executable, "-m", "vakwerk.cli", *words], check=True)
    from vakwerk.commands.setup import prepare

    prepare()
    from kills_acts import forget_earlier_letters, letters

    forget_earlier_letters()
    folder.chmod(0o755)
    served = Served(environment, folder)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    seen: list[Seen] = []
    try:
        served.longest_wait()
        # Ctrl-C or SIGTERM ends it early, with the figures of what was killed until then.
        with suppress(KeyboardInterrupt):
            _kill_again_and_again(served, seen, options.times)
        found = letters(Postbox.letters)
    finally:
        served.process.send_signal(signal.SIGTERM)
        served.process.wait(60)
    section = _section(seen, found)
    if len(seen) >= TIMES:
        write_section("kills", section)
    else:
        sys.stdout.write(f"{section}\n")
    faults = [*found.faults, *(f"{one.act}, {one.victim}: {fault}" for one in seen for fault in one.faults)]
    faults += [f"{one.act}, {one.victim}: {one.seconds:.1f} s" for one in seen if one.seconds > PROMISE]
    sys.stdout.write("".join(f"NOT AS IT MUST BE: {fault}\n" for fault in faults))
    return 1 if faults or len(seen) < options.times else 0


def _kill_again_and_again(served: Served, seen: list[Seen], times: int) -> None:
    from kills_acts import ACTS, close_all

    began = time.monotonic()
    for nth in range(times):
        if time.monotonic() - began > MOST_SECONDS:
            sys.stdout.write(f"No time is left: {nth} kills instead of {times}.\n")
            return
        act = list(ACTS)[nth % len(ACTS)]
        victim = VICTIMS[nth // len(ACTS) % len(VICTIMS)]
        one = Seen(act, victim)
        doing = ACTS[act](nth, one, served.folder)
        thread = threading.Thread(target=doing.act)
        thread.start()
        time.sleep(random.uniform(0, LATEST))
        served.kill(victim)
        one.seconds = served.longest_wait()
        thread.join()
        doing.look()
        close_all()
        seen.append(one)
        sys.stdout.write(
            f"{nth + 1:>3} {act:<10} {victim:<10} {one.seconds:5.1f} s {one.acknowledged:>3} kept {one.faults}\n"
        )
        sys.stdout.flush()


def until(condition: Callable[[], bool], seconds: float = HOPELESS) -> None:
    """Wait until ``condition()`` holds.

    :raises RuntimeError: when it does not.
    """
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > seconds:
            message = "what should happen does not"
            raise RuntimeError(message)
        time.sleep(0.1)


def _section(seen: list[Seen], letters: Letters) -> str:
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
    return f"""## Killed {len(seen)} times

`bench/kills.py`: one of four processes is killed outright at a random moment, up to {LATEST} s after {IMPORTED} people
began to come in, {ENROLLED} people enrolled over HTTP, circles of {PUBLISHED} were published, or a backup was begun;
in turn. Only a killed supervisor is started again by the script. Pages are asked for all the time until whatever was
killed is there again; "not served" is the longest time without one. "Acknowledged": enrolments that were answered as
kept, imports and publications accepted, and backups that said they were whole. The machine had a load of
{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores at the end.

| killed | times | not served, median | at most (promise: {PROMISE:.0f} s) | acknowledged | lost, half done or twice |
|---|---:|---:|---:|---:|---:|
{lines}

Of {letters.kept} letters that were kept, {letters.came} came to a mail server that remembers each, and
{letters.doubted} stand in the outbox as perhaps sent, for an administrator to settle. Lost, unsent or twice:
{len(letters.faults)}.
"""


if __name__ == "__main__":
    raise SystemExit(main())
