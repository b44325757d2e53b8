"""Does a moment of today read as people of that language write it?"""

from datetime import UTC, datetime

import pytest
from django.utils import timezone, translation

from vakwerk.circles.composing import wording

AT = datetime(2026, 3, 2, 8, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "vandaag om 9.05\N{NO-BREAK SPACE}uur"), ("en", "today at 09:05")]
)
def test_an_hour_of_today_follows_the_language(language: str, words: str) -> None:
    with translation.override(language), timezone.override("Europe/Amsterdam"):
        assert wording.time_ago(AT, AT.date()) == words
