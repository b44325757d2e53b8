"""How are pages served? By granian, which runs the WSGI application in processes of its own."""

import gc
import os
from typing import Any

from vakwerk.commands.supervisor import end_with_parent

SESSION_NAME = "vakwerk web"


def serve_pages(host: str, port: int, processes: int, threads: int) -> None:
    """Serve until SIGTERM."""
    from granian import Granian  # noqa: PLC0415 - a binary that no other command needs
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    os.environ["PGAPPNAME"] = SESSION_NAME
    server = Granian(
        "vakwerk.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        # More requests than threads wait their turn here; beyond this they wait in the socket's queue.
        backpressure=threads * 4,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
        process_name=None,
    )
    server.serve(target_loader=load_application)


def load_application(target: str) -> Any:
    """Return the WSGI application; runs in each web process, which must not outlive its parent."""
    end_with_parent(os.getppid())
    look_for_garbage_less()
    from vakwerk.wsgi import application  # noqa: PLC0415

    return application


def look_for_garbage_less() -> None:
    """Look for cycles after a page or so, not many times within one: that took a fourteenth of its time."""
    gc.set_threshold(50_000, 20, 100)
