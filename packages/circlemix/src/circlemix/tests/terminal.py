"""Run a command as at a terminal, for tests of what it shows there and of how it is stopped."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Session:
    """What a command left behind."""

    code: int
    shown: str
    output: str


def run_at_terminal(code: str, *words: str, interrupt_at: bytes | None = None) -> Session:
    """Run Python code with arguments; standard error is a terminal.

    :param interrupt_at: press Ctrl-C once this is shown.
    """
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", code, *words], stdout=subprocess.PIPE, stderr=theirs, text=True
    ) as process:
        os.close(theirs)
        shown = b""
        while piece := _read(ours):
            shown += piece
            if interrupt_at is not None and interrupt_at in shown:
                process.send_signal(signal.SIGINT)
                interrupt_at = None
        output, _ = process.communicate()
    os.close(ours)
    return Session(process.returncode, shown.decode(), output)


def _read(terminal: int) -> bytes:
    """Return what is shown next, nothing at the end: Linux then reports an error."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


def lines_in(file: Path) -> int:
    return len(file.read_text("utf-8-sig").splitlines())
