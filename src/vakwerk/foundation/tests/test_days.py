"""Which days and times can be meant, and what does a form say of those that cannot?"""

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from django import forms
from django.http import QueryDict
from django.utils import timezone, translation

import vakwerk
from vakwerk.foundation import days
from vakwerk.foundation.day_fields import DayField, SpanForm
from vakwerk.foundation.days import ClockFault, DayFault

TODAY = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 30, 9, tzinfo=UTC))
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("day", "clock", "fault"),
    [
        (date(2027, 3, 28), time(1, 59), None),
        (date(2027, 3, 28), time(2, 0), ClockFault.MISSING),
        (date(2027, 3, 28), time(2, 30), ClockFault.MISSING),
        (date(2027, 3, 28), time(3, 0), None),
        (date(2027, 10, 31), time(1, 59), None),
        (date(2027, 10, 31), time(2, 0), ClockFault.TWICE),
        (date(2027, 10, 31), time(2, 59), ClockFault.TWICE),
        (date(2027, 10, 31), time(3, 0), None),
        (date(2027, 3, 27), time(2, 30), None),
        (date(9999, 12, 31), time(23, 59), None),
    ],
)
def test_a_time_that_does_not_exist_or_exists_twice_is_told(
    day: date, clock: time, fault: ClockFault | None
) -> None:
    assert days.clock_fault(day, clock) == fault


@pytest.mark.parametrize(
    ("day", "past_is_usual", "fault"),
    [
        (date(2031, 11, 30), False, None),
        (date(2032, 6, 1), False, DayFault.FAR),
        (date(2099, 12, 31), False, DayFault.FAR),
        (date(2100, 1, 1), False, DayFault.IMPOSSIBLE),
        (date(9999, 12, 31), True, DayFault.IMPOSSIBLE),
        (date(26, 11, 30), True, DayFault.IMPOSSIBLE),
        (date(2020, 1, 1), False, DayFault.FAR),
        (date(2020, 1, 1), True, None),
    ],
)
def test_a_far_day_is_odd_and_some_are_impossible(
    day: date, *, past_is_usual: bool, fault: DayFault | None
) -> None:
    assert days.day_fault(day, today=TODAY, past_is_usual=past_is_usual) == fault


def test_a_span_never_ends_before_it_begins_also_when_clocks_change() -> None:
    starts, ends = days.span(date(2027, 3, 28), time(2, 30), time(3, 15))
    assert starts < ends
    assert days.span(date(2027, 7, 1), time(9), time(11)) == (
        datetime(2027, 7, 1, 9, tzinfo=days.AMSTERDAM),
        datetime(2027, 7, 1, 11, tzinfo=days.AMSTERDAM),
    )


class DayForm(forms.Form):
    on = DayField(label="On")


def _filled(day: str, *, sure: bool = False, before: date | None = None) -> DayForm:
    data = QueryDict(f"on={day}" + ("&on_sure=on" if sure else ""))
    return DayForm(data, initial={"on": before} if before else None)


def test_a_far_day_is_asked_once_with_a_box_below_it() -> None:
    form = _filled("2035-03-01")
    assert not form.is_valid()
    assert "more than five years from now" in form.errors["on"][0]
    page = str(form)
    assert 'name="on_sure"' in page
    assert "Yes, 1\N{NO-BREAK SPACE}March\N{NO-BREAK SPACE}2035 is right</label>" in page
    again = _filled("2035-03-01", sure=True)
    assert again.is_valid()
    assert 'id="id_on_sure"' in str(again), "it stays ticked where the form is shown once more"


def test_a_near_day_and_one_that_stays_as_it_was_are_not_asked() -> None:
    near = _filled("2027-03-01")
    assert near.is_valid()
    assert "on_sure" not in str(near)
    assert _filled("2035-03-01", before=date(2035, 3, 1)).is_valid()


@pytest.mark.parametrize("day", ["9999-12-31", "0026-11-30", "2207-01-01"])
def test_an_impossible_year_is_refused_however_sure_somebody_is(day: str) -> None:
    form = _filled(day, sure=True, before=date.fromisoformat(day))
    assert form.errors["on"] == ["This year cannot be right. Check it."]


@pytest.mark.parametrize(
    ("starts", "ends", "wrong"),
    [("02:30", "03:15", ["starts"]), ("01:30", "02:30", ["ends"]), ("01:00", "03:00", [])],
)
def test_a_form_names_the_time_that_does_not_exist(starts: str, ends: str, wrong: list[str]) -> None:
    form = SpanForm({"day": "2027-03-28", "starts": starts, "ends": ends})
    assert list(form.errors) == wrong
    if wrong:
        assert "does not exist on that day" in form.errors[wrong[0]][0]


def test_no_form_asks_a_day_or_time_in_another_way_and_nothing_else_makes_moments_of_them() -> None:
    source = Path(vakwerk.__file__).parent
    bare = {"DateField", "TimeField", "DateTimeField", "SplitDateTimeField", "DateInput", "TimeInput"}
    found = set()
    for path in source.rglob("*.py"):
        name = path.relative_to(source).as_posix()
        if name.startswith(("foundation/day", "demo/")) or {"tests", "migrations"} & set(path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = node.func.value
                of_forms = isinstance(owner, ast.Name) and owner.id == "forms" and node.func.attr in bare
                if of_forms or node.func.attr == "combine":
                    found.add(f"{name}:{node.lineno}")
    assert found == set()
