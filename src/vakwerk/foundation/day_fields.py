"""How are a day and a time asked? By these fields alone, so that none lets a typing mistake through.

A day far from today is asked once: a box to tick appears below it. Whoever leaves such a day as it was before is
not asked again.
"""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vakwerk.foundation import days
from vakwerk.foundation.days import ClockFault, DayFault

_SURE = "_sure"
CLOCK_FAULTS = {
    ClockFault.MISSING: gettext_lazy(
        "This time does not exist on that day: the clocks go forward. Choose a time before 2.00 or from 3.00 on."
    ),
    ClockFault.TWICE: gettext_lazy(
        "This time occurs twice on that day: the clocks go back. Choose a time before 2.00 or from 3.00 on."
    ),
}


def clock_fault_in_words(fault: ClockFault) -> str:
    """Say why a time cannot be chosen."""
    return str(CLOCK_FAULTS[fault])


class TypedDay(str):
    """A day as somebody typed it. ``is_sure``: they ticked that a far day is right."""

    __slots__ = ("is_sure",)
    is_sure: bool


class DayInput(forms.DateInput):
    """A day in the browser's own way of choosing one, with a box below it where the day is far off."""

    input_type = "date"
    template_name = "vakwerk/forms/day.html"
    past_is_usual = False

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        if typed is None:
            return None
        day = TypedDay(typed)
        day.is_sure = bool(data.get(f"{name}{_SURE}"))
        return day

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        day = _read(value) if isinstance(value, TypedDay) else None
        if day and self.fault_of(day) is DayFault.FAR:
            context["widget"]["sure"] = {
                "name": f"{name}{_SURE}",
                "label": _("Yes, %(day)s is right") % {"day": date_format(day)},
                "is_ticked": value.is_sure,
            }
        return context

    def fault_of(self, day: date) -> DayFault | None:
        """Tell what is odd about a day, or ``None``."""
        return days.day_fault(day, today=timezone.localdate(), past_is_usual=self.past_is_usual)


def _read(typed: str) -> date | None:
    try:
        day: date | None = forms.DateField(required=False).to_python(typed)
    except forms.ValidationError:
        return None
    return day


class DayField(forms.DateField):
    """A day. ``past_is_usual``: it may well lie years back, so that only a far future is asked about."""

    widget = DayInput
    default_error_messages = {
        "impossible": gettext_lazy("This year cannot be right. Check it."),
        "far": gettext_lazy(
            "%(day)s is more than five years from now. If that is right, tick the box below the day."
        ),
    }

    def __init__(self, *, past_is_usual: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.past_is_usual = past_is_usual
        if isinstance(self.widget, DayInput):
            self.widget.past_is_usual = past_is_usual
        self._before: date | None = None

    def get_bound_field(self, form: Any, field_name: str) -> forms.BoundField:
        before = form.get_initial_for_field(self, field_name)
        self._before = before if isinstance(before, date) else None
        return super().get_bound_field(form, field_name)

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if not isinstance(day, date):
            return day
        fault = days.day_fault(day, today=timezone.localdate(), past_is_usual=self.past_is_usual)
        if fault is DayFault.IMPOSSIBLE:
            raise forms.ValidationError(self.error_messages["impossible"], code="impossible")
        if fault is DayFault.FAR and day != self._before and not getattr(value, "is_sure", False):
            raise forms.ValidationError(
                self.error_messages["far"], code="far", params={"day": date_format(day)}
            )
        return day


class ClockInput(forms.TimeInput):
    """A time in the browser's own way of choosing one."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class ClockField(forms.TimeField):
    """A time of the day. Whether it exists on a certain day is for ``SpanForm``, or ``days.clock_fault``."""

    widget = ClockInput


class SpanForm(forms.Form):
    """From when until when something is, on one day in Amsterdam."""

    day = DayField(label=gettext_lazy("Day"))
    starts = ClockField(label=gettext_lazy("From"))
    ends = ClockField(label=gettext_lazy("Until"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name in ("starts", "ends"):
            if data.get("day") and data.get(name) and (fault := days.clock_fault(data["day"], data[name])):
                self.add_error(name, clock_fault_in_words(fault))
        return data

    @property
    def starts_at(self) -> datetime:
        """When it begins."""
        return days.at(self.cleaned_data["day"], self.cleaned_data["starts"])

    @property
    def ends_at(self) -> datetime:
        """When it ends."""
        return days.at(self.cleaned_data["day"], self.cleaned_data["ends"])
