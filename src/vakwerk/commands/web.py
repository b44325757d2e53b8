"""How are pages served? By granian, which runs the application in processes of its own."""

import gc
import os
import resource
from typing import Any

import structlog

from vakwerk.commands.supervisor import end_with_parent

log = structlog.get_logger(__name__)

SESSION_NAME = "vakwerk web"

# Connections, not requests: a browser keeps six open while its reader thinks. More wait in the socket's queue.
MOST_CONNECTIONS = 10_000
_FEWEST_CONNECTIONS = 2_000  # with fewer, a training day for a whole municipality could fill it
_OTHER_FILES = 200  # that a web process has open beside them: code, database, uploads


def serve_pages(host: str, port: int, processes: int, threads: int) -> None:
    """Serve until SIGTERM."""
    from granian import Granian  # noqa: PLC0415 - a binary that no other command needs
    from granian.constants import HTTPModes, Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    os.environ["PGAPPNAME"] = SESSION_NAME

    def load_application(target: str) -> Any:
        return _application(threads)

    server = Granian(
        "vakwerk.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=processes,
        http=HTTPModes.http1,
        websockets=False,
        backlog=1024,
        backpressure=room_for_connections(),
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
        process_name=None,
    )
    server.serve(target_loader=load_application)


def _application(threads: int) -> Any:
    """Return the application with its door; runs in each web process, which must not outlive its parent."""
    end_with_parent(os.getppid())
    look_for_garbage_less()
    from vakwerk.commands.door import Door  # noqa: PLC0415 - needs granian
    from vakwerk.wsgi import application  # noqa: PLC0415

    return Door(application, threads=threads)


def room_for_connections() -> int:
    """Have the system allow this process as many open files as it needs, and return for how many connections.

    Without that limit in mind a process would run out of files in the middle of a page.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + _OTHER_FILES
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
        except (OSError, ValueError):  # macOS has a limit of its own below what it says
            allowed = soft
    fit = max(1, allowed - _OTHER_FILES)
    if fit < _FEWEST_CONNECTIONS:
        log.warning(
            "web.few_connections", at_once=fit, advice="raise the hard limit of open files (LimitNOFILE)"
        )
    return fit


def look_for_garbage_less() -> None:
    """Look for cycles after a page or so, not many times within one: that took a fourteenth of its time."""
    gc.set_threshold(50_000, 20, 100)
