"""Is what is over thrown away, and does a rate limit hold over all processes?"""

from datetime import timedelta

import pytest
from allauth.core import ratelimit
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from vakwerk.foundation import tidying, worker
from vakwerk.people.models import Account
from vakwerk.people.sign_in import LINK_KEPT, LINK_LASTS, find_link, make_link

pytestmark = pytest.mark.django_db


def _kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM foundation_cache")
        return int(cursor.fetchone()[0])


def test_what_a_rate_limit_counts_stands_in_the_database_so_every_process_counts_along() -> None:
    request = RequestFactory().post("/account/login/")
    for _ in range(3):
        assert ratelimit.consume(request, action="new_sign_in_link", key="bert@apeldoorn.example")
    assert _kept() > 0
    # Another process: a cache object of its own, that finds the same rows.
    assert isinstance(cache._connections["default"], DatabaseCache)  # type: ignore[attr-defined]
    del cache._connections["default"]  # type: ignore[attr-defined]
    assert not ratelimit.consume(request, action="new_sign_in_link", key="bert@apeldoorn.example")


def test_limits_that_are_over_are_forgotten_and_others_kept() -> None:
    cache.set("over", 1, timeout=60)
    cache.set("running", 1, timeout=7200)
    before = _kept()
    tidying.forget_rate_limits(timezone.now() + timedelta(minutes=5))
    assert _kept() == before - 1
    assert cache.get("running") == 1


def test_old_sign_in_links_are_forgotten_within_the_hour() -> None:
    account = Account.objects.create_user("bert@apeldoorn.example")
    token = make_link(account=account).rstrip("/").rpartition("/")[2]
    now = timezone.now()
    worker.sweep(now=now + LINK_LASTS + timedelta(days=1), tidied=now)
    assert find_link(token) is not None  # it still says why it no longer works
    worker.sweep(now=now + LINK_LASTS + LINK_KEPT + timedelta(days=1), tidied=now)
    assert find_link(token) is None


def test_one_thing_that_fails_keeps_nothing_else_from_going(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[object] = []

    def fail(now: object) -> None:
        message = "no"
        raise RuntimeError(message)

    monkeypatch.setattr(tidying, "_tidiers", [fail, done.append])
    monkeypatch.setattr(connection, "close", lambda: None)
    tidying.tidy(now=timezone.now())
    assert len(done) == 1


def test_tidying_happens_once_an_hour() -> None:
    now = timezone.now()
    assert worker.sweep(now=now, tidied=now - timedelta(minutes=59)) == now - timedelta(minutes=59)
    assert worker.sweep(now=now, tidied=now - timedelta(minutes=61)) == now
