"""A running Vakwerk for journeys: the real command, with a data directory and a port of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

START_SECONDS = 240


def free_port() -> int:
    """Return a free port on loopback, below the range that the system hands out by itself."""
    for port in range(18_000 + os.getpid() % 2_000, 32_000):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    message = "No port is free between 18000 and 32000."
    raise RuntimeError(message)


@dataclass
class Vakwerk:
    """``vakwerk serve --demo`` as a process. ``address`` is where it listens."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="vakwerk-journey-")))
    port: int = field(default_factory=free_port)
    demo: bool = True
    _process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """What the server said so far."""
        path = self.folder / "serve.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    @property
    def environment(self) -> dict[str, str]:
        """The environment of this Vakwerk: its own data, and nothing of the tests' own database."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "VAKWERK_", "DJANGO_"))}
        return kept | {"VAKWERK_DATA_DIR": str(self.folder / "data"), "PYTHONUNBUFFERED": "1"}

    def command(self, *words: str) -> list[str]:
        """Return a ``vakwerk`` command line."""
        return [sys.executable, "-m", "vakwerk.cli", *words]

    def start(self) -> "Vakwerk":
        """Start and wait for the first answer.

        :raises RuntimeError: with what the server said, when it does not come.
        """
        words = ["serve", "--port", str(self.port), *(["--demo"] if self.demo else [])]
        with (self.folder / "serve.log").open("ab") as log:
            self._process = subprocess.Popen(
                self.command(*words), env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=5):
                    return self
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        message = f"Vakwerk did not start:\n{self.log[-3000:]}"
        raise RuntimeError(message)

    def kill(self) -> None:
        """Kill the serving process at once, as a power cut would; its children must notice by themselves."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End it as an administrator would, and clear away its data."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)
