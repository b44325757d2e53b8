"""A Vakwerk on the command line: the real command, with a data directory and a port of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil


def free_port() -> int:
    """Return a free port below those that the system hands out by itself."""
    for port in range(20_000 + os.getpid() % 5_000, 32_000):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    message = "no port is free"
    raise RuntimeError(message)


@dataclass
class House:
    """One data directory. ``served``: the process of ``vakwerk serve``, while there is one.

    ``settings``: what its environment says beside the data directory.
    """

    folder: Path
    port: int
    settings: dict[str, str] = field(default_factory=dict)
    served: "subprocess.Popen[bytes] | None" = None

    @property
    def log(self) -> str:
        return (self.folder / "serve.log").read_text(encoding="utf-8")

    def environment(self, folder: Path | None = None) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "VAKWERK_", "DJANGO_"))}
        ours = {"VAKWERK_DATA_DIR": str(folder or self.folder / "data"), "VAKWERK_LOG_FORMAT": "json"}
        return kept | ours | self.settings

    def vakwerk(self, *words: str, folder: Path | None = None) -> "subprocess.CompletedProcess[str]":
        """Run one command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "vakwerk.cli", *words],
            env=self.environment(folder), capture_output=True, text=True, check=False, timeout=240,
        )  # fmt: skip

    def serve(self) -> None:
        """Start serving, and wait until it is ready."""
        self.begin_to_serve()
        self.wait_until_served()

    def wait_until_served(self) -> None:
        """Wait until what serves is the one that was started last: one that was killed serves on for a while."""
        self.wait_for(lambda: self._is_holder() and self.get("/readyz")[0] == 200)

    def _is_holder(self) -> bool:
        with suppress(OSError, ValueError):
            holder = json.loads((self.folder / "data" / "serve.lock").read_text(encoding="utf-8"))
            return self.served is not None and holder["pid"] == self.served.pid
        return False

    def begin_to_serve(self) -> None:
        """Start serving, and wait for nothing."""
        with (self.folder / "serve.log").open("wb") as log:
            self.served = subprocess.Popen(
                [sys.executable, "-m", "vakwerk.cli", "serve", "--port", str(self.port)],
                env=self.environment(), stdout=log, stderr=log,
            )  # fmt: skip

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Return status and body; status 0 when nobody answers."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def children(self) -> list[psutil.Process]:
        """Return the processes of the family, without the first."""
        assert self.served
        return psutil.Process(self.served.pid).children(recursive=True)

    def worker(self) -> psutil.Process:
        """Return the task worker: the last child, which has none itself."""
        assert self.served
        return max(psutil.Process(self.served.pid).children(), key=lambda child: child.pid)

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal to ``vakwerk serve`` and return its exit code."""
        assert self.served
        self.served.send_signal(number)
        return self.served.wait(timeout=90)

    def close(self) -> None:
        """End what still runs, also after a test that failed: the next one starts from nothing."""
        if self.served and self.served.poll() is None:
            self.end()

    def database_runs(self) -> bool:
        """Tell whether the embedded PostgreSQL runs."""
        file = self.folder / "data" / "postgres" / "postmaster.pid"
        return file.exists() and psutil.pid_exists(int(file.read_text().split()[0]))

    def postmaster(self) -> psutil.Process:
        """Return the first process of the embedded PostgreSQL."""
        return psutil.Process(int(self._pid_file()[0]))

    def superuser_url(self, name: str = "vakwerk") -> str:
        """Return the URL of a database in the embedded server, past all policies."""
        return f"postgresql://postgres@/{name}?host={self._pid_file()[4]}"

    def _pid_file(self) -> list[str]:
        return (self.folder / "data" / "postgres" / "postmaster.pid").read_text().splitlines()

    def wait_for(self, condition: Callable[[], bool], seconds: float = 180) -> None:
        """Wait until ``condition()`` holds.

        :raises AssertionError: with the log when it does not.
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if condition():
                return
            if self.served and self.served.poll() not in {None, -signal.SIGKILL}:
                break
            time.sleep(0.05)
        raise AssertionError(self.log)

    def events(self) -> list[dict[str, object]]:
        """Return the log's JSON lines."""
        return [json.loads(line) for line in self.log.splitlines() if line.startswith("{")]
