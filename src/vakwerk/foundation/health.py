"""Is Vakwerk alive, ready, and how busy is it? Answers the machines that watch over it.

A middleware, before all others: a load balancer asks by address instead of by name, and without a session.
"""

import secrets
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django_prometheus.exports import ExportToDjangoView
from django_tasks_db.models import DBTaskResult
from prometheus_client import REGISTRY
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from vakwerk.foundation.work.queries import failures_everywhere
from vakwerk.foundation.worker import living_workers

_LOOPBACK = {"127.0.0.1", "::1"}


class HealthMiddleware:
    """Answer ``/healthz``, ``/readyz`` and ``/metrics``; let everything else through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._answers: dict[str, Callable[[HttpRequest], HttpResponse]] = {
            "/healthz": _alive,
            "/readyz": _ready,
            "/metrics": _metrics,
        }

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self._answers.get(request.path_info)
        return self.get_response(request) if answer is None else answer(request)


def _alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("alive\n", content_type="text/plain")


def _ready(request: HttpRequest) -> HttpResponse:
    found = readiness()
    return JsonResponse(found, status=200 if all(word == "ok" for word in found.values()) else 503)


def readiness() -> dict[str, str]:
    """Return what pages need, each ``ok`` or one word that says what is wrong."""
    try:
        return {
            "database": "ok",
            "migrations": "pending" if pending_migrations() else "ok",
            "worker": "ok" if worker_is_there() else "missing",
        }
    except DatabaseError:
        return {"database": "unreachable", "migrations": "unknown", "worker": "unknown"}


_all_applied = False


def pending_migrations() -> list[str]:
    """Return the migrations that the database lacks; once it has all, it is not asked again."""
    global _all_applied  # noqa: PLW0603 - the files of a running process do not change
    if _all_applied:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return []
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    _all_applied = not plan
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def worker_is_there() -> bool:
    """Tell whether a task worker holds a session with the database."""
    return bool(living_workers())


def _metrics(request: HttpRequest) -> HttpResponse:
    if not _may_read_metrics(request):
        return HttpResponse("Not found\n", status=404, content_type="text/plain")
    response: HttpResponse = ExportToDjangoView(request)
    return response


def _may_read_metrics(request: HttpRequest) -> bool:
    """Tell whether the reader has the token or, where no proxy stands in front, is on this machine."""
    token = settings.METRICS_TOKEN
    if token and secrets.compare_digest(request.headers.get("Authorization", ""), f"Bearer {token}"):
        return True
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    local = request.META.get("REMOTE_ADDR") in _LOOPBACK
    return local and not forwarded and not settings.BEHIND_PROXY


class TaskCollector(Collector):
    """How many tasks wait, run, or have failed, and what of it waits for an administrator: read when asked."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Count the tasks by state."""
        gauge = GaugeMetricFamily("vakwerk_tasks", "Background tasks by state", labels=["state"])
        for state, count in DBTaskResult.objects.values_list("status").annotate(Count("pk")).order_by():
            gauge.add_metric([state.lower()], count)
        yield gauge
        jobs, letters, doubted = _gauges()
        for failures in failures_everywhere():
            jobs.add_metric([failures.academy], failures.jobs)
            letters.add_metric([failures.academy], failures.letters)
            doubted.add_metric([failures.academy], failures.doubted)
        yield from (jobs, letters, doubted)

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Name the figure without asking the database, which is not there yet when this registers."""
        yield GaugeMetricFamily("vakwerk_tasks", "Background tasks by state", labels=["state"])
        yield from _gauges()


def _gauges() -> tuple[GaugeMetricFamily, GaugeMetricFamily, GaugeMetricFamily]:
    return (
        GaugeMetricFamily(
            "vakwerk_jobs_failed", "Jobs that failed and were not done again", labels=["academy"]
        ),
        GaugeMetricFamily("vakwerk_letters_failed", "Letters that were given up", labels=["academy"]),
        GaugeMetricFamily(
            "vakwerk_letters_perhaps_sent",
            "Letters of which nobody knows whether they left",
            labels=["academy"],
        ),
    )


REGISTRY.register(TaskCollector())
