"""When is a badge made, taken back, let again, or believed? Truth tables without a database."""

from itertools import product

import pytest

from vakwerk.craft.badges import rules
from vakwerk.craft.badges.rules import BadgeRefusal, Finding

ABOUT_ISSUING = {
    "is_own": True,
    "has_believed_one": False,
    "withheld": False,
    "has_email": True,
    "with_name": False,
}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, None),
        ({"is_own": False}, BadgeRefusal.NOT_YOURS),
        ({"has_believed_one": True}, BadgeRefusal.HAS_ONE),
        ({"withheld": True}, BadgeRefusal.WITHHELD),
        ({"withheld": True, "has_believed_one": True}, BadgeRefusal.WITHHELD),
        ({"has_email": False}, BadgeRefusal.NOTHING_TO_KNOW_YOU_BY),
        ({"has_email": False, "with_name": True}, None),
    ],
)
def test_when_a_badge_is_made(change: dict[str, bool], reason: BadgeRefusal | None) -> None:
    assert rules.reason_not_to_issue(**{**ABOUT_ISSUING, **change}) == reason


@pytest.mark.parametrize(
    ("withheld", "reason", "refusal"),
    [
        (True, "Fout hersteld.", None),
        (True, " ", BadgeRefusal.NO_REASON),
        (False, "Fout hersteld.", BadgeRefusal.NOT_WITHHELD),
    ],
)
def test_when_it_is_lifted(withheld: bool, reason: str, refusal: BadgeRefusal | None) -> None:
    assert rules.reason_not_to_lift(withheld=withheld, reason=reason) == refusal


@pytest.mark.parametrize(
    ("known", "distrusted", "refusal"),
    [
        (True, False, None),
        (True, True, BadgeRefusal.DISTRUSTED_ALREADY),
        (False, False, BadgeRefusal.KEY_UNKNOWN),
    ],
)
def test_when_a_key_is_declared_leaked(known: bool, distrusted: bool, refusal: BadgeRefusal | None) -> None:
    assert rules.reason_not_to_distrust(known=known, distrusted=distrusted) == refusal


def test_only_what_is_signed_not_taken_back_and_not_leaked_is_valid() -> None:
    for signed, revoked, distrusted in product((True, False), repeat=3):
        found = rules.finding(signed=signed, revoked=revoked, distrusted=distrusted)
        assert (found == Finding.VALID) == (signed and not revoked and not distrusted)
