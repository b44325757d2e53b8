"""What does a coordinator fill in for a round?"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from vakwerk.circles.models import Aim, Round, Slot, Weight, default_aims
from vakwerk.circles.rounds import rules
from vakwerk.foundation import days
from vakwerk.foundation.day_fields import ClockField, DayField, clock_fault_in_words
from vakwerk.foundation.holiday_names import holiday_name
from vakwerk.foundation.holidays import holiday_on
from vakwerk.foundation.text import number_in, numbers_in

EXTRA_ROWS = 2
MOMENTS = "moment"
MOST_MOMENTS = 40


class RoundForm(forms.Form):
    """Everything of a round but its moments."""

    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("For instance: Spring round 2027"))
    purpose = forms.CharField(
        label=_("What it is about"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("People read this before they sign up. Write what it asks of them and what it brings."),
    )
    scope = forms.ChoiceField(
        label=_("Who may join"),
        widget=forms.RadioSelect,
        initial="all",
        choices=[
            ("all", _("everybody in this academy")),
            ("some", _("only the organisations and units I choose")),
        ],
    )
    audience = forms.MultipleChoiceField(label=_("Organisations and units"), required=False)
    closes_on = DayField(label=_("Sign up until"), help_text=_("The last day on which people can sign up."))
    sessions = forms.IntegerField(label=_("Number of sessions"), min_value=1, max_value=24, initial=6)
    weeks_between = forms.IntegerField(
        label=_("Weeks between sessions"), min_value=1, max_value=26, initial=6
    )
    place = forms.CharField(
        label=_("Location"),
        required=False,
        max_length=200,
        help_text=_("A circle can get a location of its own later."),
    )
    size_min = forms.IntegerField(label=_("Smallest circle"), min_value=2, max_value=30, initial=6)
    size_max = forms.IntegerField(label=_("Largest circle"), min_value=2, max_value=30, initial=8)
    min_externals = forms.IntegerField(
        label=_("Partners and residents, at least"), min_value=0, max_value=30, initial=0
    )
    min_disciplines = forms.IntegerField(
        label=_("Disciplines, at least"), min_value=0, max_value=30, initial=3
    )
    min_organisations = forms.IntegerField(
        label=_("Organisations, at least"), min_value=0, max_value=30, initial=2
    )

    def __init__(
        self, *args: Any, places: Sequence[tuple[str, str]], signed_up: int = 0, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        audience = self.fields["audience"]
        assert isinstance(audience, forms.MultipleChoiceField)
        audience.choices = list(places)
        for aim in Aim:
            self.fields[f"aim_{aim}"] = forms.ChoiceField(
                label=aim.label, choices=Weight.choices, widget=forms.RadioSelect
            )
        if signed_up:
            for name in ("sessions", "weeks_between"):
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("scope") == "some" and not data.get("audience"):
            self.add_error("audience", _("Choose at least one organisation or unit."))
        if (data.get("size_max") or 99) < (data.get("size_min") or 0):
            self.add_error("size_max", _("This is smaller than the smallest circle."))
        return data

    def plan(self, moments: Sequence[rules.Moment]) -> rules.Plan:
        """Return what was filled in as the rules know it."""
        data = self.cleaned_data
        names = (
            "title closes_on purpose sessions weeks_between place"
            " size_min size_max min_externals min_disciplines min_organisations"
        )
        return rules.Plan(
            moments=moments,
            audience=audience_from(data["audience"]) if data["scope"] == "some" else (),
            aims={aim.value: data[f"aim_{aim}"] for aim in Aim},
            **{name: data[name] for name in names.split()},
        )


def audience_from(values: Sequence[str]) -> list[rules.Audience]:
    """Read ``o-12`` (a whole organisation) and ``u-12-34`` (a unit of it); what is not that is left out."""
    found = []
    for value in values:
        kind, *parts = value.split("-")
        ids = numbers_in(parts)
        if kind == "o" and len(ids) == len(parts) == 1:
            found.append(rules.Audience(ids[0]))
        elif kind == "u" and len(ids) == len(parts) == 2:
            found.append(rules.Audience(ids[0], ids[1]))
    whole = {one.organisation_id for one in found if one.unit_id is None}
    return [one for one in found if one.unit_id is None or one.organisation_id not in whole]


def initial_of(round_: Round | None) -> dict[str, Any]:
    """Return what the form shows at first; ``None``: a new round."""
    if round_ is None:
        return {f"aim_{aim}": weight for aim, weight in default_aims().items()}
    audience = [
        f"u-{one.organisation_id}-{one.unit_id}" if one.unit_id else f"o-{one.organisation_id}"
        for one in round_.audience.all()
    ]
    plain = (name for name in RoundForm.base_fields if name not in {"scope", "audience"})
    return {
        **{name: getattr(round_, name) for name in plain},
        "scope": "some" if audience else "all",
        "audience": audience,
        **{f"aim_{aim}": round_.aims.get(aim.value, Weight.SOME) for aim in Aim},
    }


def rows_of(slots: Iterable[Slot]) -> list[dict[str, Any]]:
    """Return the moments of a round as rows of the form."""
    return [
        {
            "slot_id": slot.pk,
            "first_date": slot.first_date,
            "starts_at": slot.starts_at,
            "ends_at": slot.ends_at,
        }
        for slot in slots
    ]


def with_more_rows(data: QueryDict) -> QueryDict:
    """Return a form as somebody typed it, with room for more moments."""
    more = data.copy()
    rows = number_in(data.get(f"{MOMENTS}-TOTAL_FORMS", ""), digits=3) or 0
    more[f"{MOMENTS}-TOTAL_FORMS"] = str(min(rows + EXTRA_ROWS, MOST_MOMENTS))
    return more


class MomentForm(forms.Form):
    """One row of the moments; a row left empty counts for nothing. ``chosen``: how many rely on it."""

    chosen = 0

    slot_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    first_date = DayField(label=_("First session"), required=False)
    starts_at = ClockField(label=_("From"), required=False)
    ends_at = ClockField(label=_("Until"), required=False)
    remove = forms.BooleanField(label=_("remove"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        values = [data.get(name) for name in ("first_date", "starts_at", "ends_at")]
        if data.get("remove") or not any(values):
            return data
        if not all(values) and not self.errors:
            self.add_error("first_date", _("Fill in the day and both times, or leave the row empty."))
        elif all(values) and data["ends_at"] <= data["starts_at"]:
            self.add_error("ends_at", _("The end comes before the start."))
        elif all(values):
            self._check_clocks(data)
            self._check_holiday(data["first_date"])
        return data

    def _check_holiday(self, day: date) -> None:
        # A day that was saved before stays, since people may have chosen it; its first session is a week later.
        if day != self.initial.get("first_date") and (holiday := holiday_on(day)):
            message = _("That day is a public holiday: %(holiday)s. Choose another day.")
            self.add_error("first_date", message % {"holiday": holiday_name(holiday)})

    def _check_clocks(self, data: dict[str, Any]) -> None:
        # Of a series some session may fall on the Sunday on which the clocks change.
        for name in ("starts_at", "ends_at"):
            if fault := days.clock_fault_some_week(data["first_date"], data[name]):
                self.add_error(name, clock_fault_in_words(fault))

    @property
    def moment(self) -> rules.Moment | None:
        """Return the moment, or ``None`` for a row that is empty or taken away."""
        data = self.cleaned_data
        if data.get("remove") or not data.get("first_date"):
            return None
        return rules.Moment(data["first_date"], data["starts_at"], data["ends_at"], data.get("slot_id"))


class _Moments(forms.BaseFormSet[MomentForm]):
    """All moments of a round; no two begin at once."""

    def clean(self) -> None:
        seen: set[tuple[Any, Any]] = set()
        for form in self.forms:
            if form.errors or not (moment := form.moment):
                continue
            if (moment.first_date, moment.starts_at) in seen:
                form.add_error("first_date", _("This moment is in the list twice."))
            seen.add((moment.first_date, moment.starts_at))

    @property
    def moments(self) -> list[rules.Moment]:
        """Return what was filled in, earliest first."""
        found = [moment for form in self.forms if (moment := form.moment)]
        return sorted(found, key=lambda moment: (moment.first_date, moment.starts_at))


MomentFormSet = cast(
    "Callable[..., _Moments]",
    forms.formset_factory(
        MomentForm, formset=_Moments, extra=EXTRA_ROWS, absolute_max=MOST_MOMENTS, max_num=MOST_MOMENTS
    ),
)
