"""What do all tests share? A database, a moment at which they happen, and a language that does not leak."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import translation
from hypothesis import HealthCheck, settings

from vakwerk.foundation.tests.database import django_db_setup

__all__ = ["django_db_setup"]

# An ordinary Tuesday morning, weeks from holidays and from the change of the clock.
MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
# What starts Vakwerk as a process of its own happens when it happens.
IN_OUR_TIME = ("tests/journeys", "tests/operations")

# How long an example takes tells how busy the machine is, not whether the code is right.
settings.register_profile("vakwerk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("vakwerk")


def pytest_configure(config: pytest.Config) -> None:
    """Build what git does not keep, once, whoever started the tests."""
    if not hasattr(config, "workerinput"):
        tool = Path(__file__).parent / "tools" / "built_files.py"
        subprocess.run([sys.executable, tool], check=True)


@pytest.fixture(autouse=True)
def at_one_moment(request: pytest.FixtureRequest) -> Iterator[None]:
    """Have every test begin at the same moment, from which time goes on: what passes today passes next year."""
    if request.node.nodeid.startswith(IN_OUR_TIME):
        yield
        return
    with time_machine.travel(MOMENT):
        yield


@pytest.fixture(autouse=True)
def mail_about_signing_in_leaves_before_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test reads its mail right away, so no other thread sends it."""

    class AtOnce:
        def submit(self, act: Callable[..., object], *arguments: object) -> None:
            act(*arguments)

    monkeypatch.setattr("vakwerk.people.adapters.LEAVING", AtOnce())


@pytest.fixture(autouse=True)
def forget_the_language_of_the_last_page() -> Iterator[None]:
    """A page leaves its language on the thread, where the next test would find it."""
    yield
    translation.deactivate()
