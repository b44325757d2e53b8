"""May a call open, change and take sign-ups? Truth tables, without a database."""

from dataclasses import replace
from datetime import date, time

import pytest

from vakwerk.circles.models import Round
from vakwerk.circles.rounds import rules
from vakwerk.circles.rounds.rules import (
    Audience,
    Moment,
    PairingRefusal,
    Plan,
    RoundRefusal,
    SignUpRefusal,
)

TODAY = date(2027, 1, 4)
CLOSES = date(2027, 1, 20)
TUESDAY = Moment(date(2027, 2, 2), time(13, 30), time(15, 30), 1)
WEDNESDAY = Moment(date(2027, 2, 3), time(9, 30), time(11, 30), 2)
PLAN = Plan(title="Voorjaarsronde", closes_on=CLOSES, moments=(TUESDAY, WEDNESDAY))


def test_the_steps_name_real_states() -> None:
    states = {state for before, after in rules.TRANSITIONS.values() for state in (*before, after)}
    assert states <= set(Round.State.values)


@pytest.mark.parametrize(
    ("plan", "invited", "reasons"),
    [
        (PLAN, 20, ()),
        (replace(PLAN, moments=()), 20, (RoundRefusal.NO_SLOTS,)),
        (replace(PLAN, closes_on=date(2027, 1, 3)), 20, (RoundRefusal.CLOSING_PAST,)),
        (replace(PLAN, closes_on=TODAY), 20, ()),
        (replace(PLAN, closes_on=TUESDAY.first_date), 20, (RoundRefusal.STARTS_TOO_SOON,)),
        (PLAN, 0, (RoundRefusal.NOBODY_INVITED,)),
        (PLAN, 5, (RoundRefusal.TOO_FEW_INVITED,)),
        (PLAN, 6, ()),
        (replace(PLAN, size_min=9), 20, (RoundRefusal.SIZE_IMPOSSIBLE,)),
        (replace(PLAN, size_min=1), 20, (RoundRefusal.SIZE_IMPOSSIBLE,)),
        (replace(PLAN, min_externals=7), 20, (RoundRefusal.MINIMUM_IMPOSSIBLE,)),
        (replace(PLAN, moments=()), 0, (RoundRefusal.NO_SLOTS, RoundRefusal.NOBODY_INVITED)),
    ],
)
def test_a_call_opens_only_when_it_can_work(
    plan: Plan, invited: int, reasons: tuple[RoundRefusal, ...]
) -> None:
    assert rules.reasons_not_to_open(plan, invited=invited, today=TODAY) == reasons


@pytest.mark.parametrize(
    ("after", "state", "chosen", "signed_up", "left_out", "reason"),
    [
        (PLAN, "open", {1}, 3, 0, None),
        (PLAN, "published", set(), 0, 0, RoundRefusal.WRONG_STATE),
        (replace(PLAN, moments=(WEDNESDAY,)), "open", {1}, 3, 0, RoundRefusal.SLOT_CHOSEN),
        (replace(PLAN, moments=(WEDNESDAY,)), "open", {2}, 3, 0, None),
        (
            replace(PLAN, moments=(replace(TUESDAY, ends_at=time(16)), WEDNESDAY)),
            "open",
            {1},
            3,
            0,
            RoundRefusal.SLOT_CHOSEN,
        ),
        (replace(PLAN, sessions=4), "open", set(), 3, 0, RoundRefusal.RHYTHM_RELIED_ON),
        (replace(PLAN, sessions=4), "open", set(), 0, 0, None),
        (replace(PLAN, weeks_between=2), "draft", set(), 1, 0, RoundRefusal.RHYTHM_RELIED_ON),
        (replace(PLAN, audience=(Audience(1),)), "open", {1}, 3, 1, RoundRefusal.INVITED_SIGNED_UP),
        (replace(PLAN, size_max=2), "open", {1}, 3, 0, RoundRefusal.SIZE_IMPOSSIBLE),
        (replace(PLAN, title="Anders", closes_on=TODAY), "closed", {1, 2}, 3, 0, None),
    ],
)
def test_what_people_rely_on_does_not_change(
    *, after: Plan, state: str, chosen: set[int], signed_up: int, left_out: int, reason: RoundRefusal | None
) -> None:
    answer = rules.reason_not_to_change(
        PLAN, after, state=state, chosen=chosen, signed_up=signed_up, left_out=left_out
    )
    assert answer == reason


@pytest.mark.parametrize(
    ("state", "today", "by_coordinator", "reason"),
    [
        ("draft", TODAY, False, SignUpRefusal.NOT_OPEN_YET),
        ("draft", TODAY, True, SignUpRefusal.NOT_OPEN_YET),
        ("open", TODAY, False, None),
        ("open", CLOSES, False, None),
        ("open", date(2027, 1, 21), False, SignUpRefusal.SIGN_UP_CLOSED),
        ("open", date(2027, 1, 21), True, None),
        ("closed", TODAY, False, SignUpRefusal.SIGN_UP_CLOSED),
        ("closed", TODAY, True, None),
        ("published", TODAY, True, SignUpRefusal.SIGN_UP_CLOSED),
        ("ended", TODAY, True, SignUpRefusal.SIGN_UP_CLOSED),
    ],
)
def test_sign_ups_are_taken_until_the_closing_day(
    state: str, today: date, by_coordinator: bool, reason: SignUpRefusal | None
) -> None:
    answer = rules.takes_sign_ups(state=state, closes_on=CLOSES, today=today, by_coordinator=by_coordinator)
    assert answer == reason


@pytest.mark.parametrize(
    ("invited", "chosen", "reason"),
    [
        (True, {1}, None),
        (True, {1, 2}, None),
        (True, set(), SignUpRefusal.NO_SLOT_CHOSEN),
        (True, {1, 9}, SignUpRefusal.SLOT_NOT_OFFERED),
        (False, {1}, SignUpRefusal.NOT_INVITED),
    ],
)
def test_whoever_is_invited_signs_up_for_offered_moments(
    invited: bool, chosen: set[int], reason: SignUpRefusal | None
) -> None:
    answer = rules.reason_not_to_sign_up(
        state="open", closes_on=CLOSES, today=TODAY, invited=invited, chosen=chosen, offered={1, 2}
    )
    assert answer == reason


@pytest.mark.parametrize(
    ("state", "signed_up", "by_coordinator", "reason"),
    [
        ("open", True, False, None),
        ("open", False, False, SignUpRefusal.NOT_SIGNED_UP),
        ("closed", True, False, SignUpRefusal.SIGN_UP_CLOSED),
        ("closed", True, True, None),
        ("published", True, True, SignUpRefusal.IN_A_CIRCLE),
    ],
)
def test_a_sign_up_is_taken_back_until_the_closing_day(
    state: str, signed_up: bool, by_coordinator: bool, reason: SignUpRefusal | None
) -> None:
    answer = rules.reason_not_to_withdraw(
        state=state, closes_on=CLOSES, today=TODAY, signed_up=signed_up, by_coordinator=by_coordinator
    )
    assert answer == reason


@pytest.mark.parametrize(
    ("state", "one", "other", "together", "bonded", "reason"),
    [
        ("open", 1, 2, True, False, None),
        ("open", 1, 2, True, True, PairingRefusal.BOND),
        ("open", 1, 2, False, True, None),
        ("open", 1, 1, False, False, PairingRefusal.WITH_ONESELF),
        ("open", 1, 9, False, False, PairingRefusal.NOT_BOTH_SIGNED_UP),
        ("published", 1, 2, False, False, PairingRefusal.ROUND_OVER),
    ],
)
def test_two_people_who_signed_up_sit_together_or_apart(
    *, state: str, one: int, other: int, together: bool, bonded: bool, reason: PairingRefusal | None
) -> None:
    answer = rules.reason_not_to_pair(
        state=state, one=one, other=other, signed_up={1, 2}, together=together, bonded=bonded
    )
    assert answer == reason


@pytest.mark.parametrize(
    ("signed", "residents", "alone", "told"),
    [
        (8, 0, 0, []),
        (8, 2, 0, []),
        (8, 1, 0, ["lone_resident"]),
        (2, 0, 0, ["too_few"]),
        (8, 0, 3, ["alone"]),
        (2, 1, 1, ["too_few", "lone_resident", "alone"]),
    ],
)
def test_warnings_tell_of_too_few_people_a_lone_resident_and_whom_nobody_joins(
    *, signed: int, residents: int, alone: int, told: list[str]
) -> None:
    found = rules.warnings_before_composing(signed=signed, residents=residents, alone=alone, size_min=3)
    assert [name for name in ("too_few", "lone_resident", "alone") if getattr(found, name)] == told
    assert bool(found) == bool(told)


def test_a_moment_is_thin_when_it_cannot_fill_a_circle() -> None:
    assert rules.thin_slots({1: 2, 2: 3, 3: 0}, size_min=3) == [1, 3]
