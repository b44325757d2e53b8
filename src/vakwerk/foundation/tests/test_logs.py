"""Is every line of the log one JSON object that a log server understands, and that tells on nobody?"""

import json
import os
import subprocess
import sys
from typing import Any

SAYS = """
import logging
import django, structlog
django.setup()
structlog.get_logger("vakwerk.test").info("job.done", job_id=3, seconds=1.5)
logging.getLogger("some.library").warning("took %s tries\\nand a second line", 2)
logging.getLogger("django.request").error("Internal Server Error: %s", "/account/link/secret/")
from django.middleware.csrf import CsrfViewMiddleware
from django.test import RequestFactory
form = RequestFactory().post("/account/link/secret/")
CsrfViewMiddleware(lambda _request: None).process_view(form, lambda _request: None, (), {})
logging.getLogger("django.security.SuspiciousOperation").error("Odd: %s", "/account/link/secret/")
try:
    {}["nothing"]
except KeyError:
    structlog.get_logger("vakwerk.test").exception("job.failed", job_id=4)
logging.getLogger("vakwerk.test").debug("too small to keep")
"""


def _lines(log_format: str) -> list[str]:
    surroundings = {
        **os.environ, "VAKWERK_LOG_FORMAT": log_format, "DJANGO_SETTINGS_MODULE": "vakwerk.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", SAYS], env=surroundings, capture_output=True, text=True, check=True
    )
    return done.stderr.splitlines()


def test_every_line_is_one_json_object_with_time_level_and_event() -> None:
    events: list[dict[str, Any]] = [json.loads(line) for line in _lines("json")]
    assert [event["event"] for event in events] == [
        "job.done", "took 2 tries\nand a second line", "request.failed", "request.refused", "request.refused",
        "job.failed",
    ]  # fmt: skip
    assert [event["level"] for event in events] == ["info", "warning", "error", "warning", "error", "error"]
    assert all(event["timestamp"].endswith("Z") and event["logger"] for event in events)
    assert (events[0]["job_id"], events[0]["seconds"]) == (3, 1.5)
    assert "secret" not in str(events)
    # A traceback stays on the line of its event.
    assert "KeyError: 'nothing'" in events[-1]["exception"]


def test_for_people_the_log_is_text_without_paths_too() -> None:
    lines = _lines("text")
    assert any("job.done" in line and "job_id=3" in line for line in lines)
    assert not any("secret" in line for line in lines)
