"""What is filled in for a learning need?"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vakwerk.people.models import Unit
from vakwerk.trajectories.needs.operations import NeedWish
from vakwerk.trajectories.needs.queries import Choosable


class NeedForm(forms.Form):
    """What, to which level, and why."""

    competency = forms.ChoiceField(label=_("What do you want to learn?"))
    level = forms.TypedChoiceField(
        label=_("To which level?"), coerce=int, help_text=_("It is a wish. Nobody judges you by it.")
    )
    development = forms.ChoiceField(
        label=_("What makes it needed?"),
        required=False,
        help_text=_("Only the number of people per development is shown."),
    )
    dilemma = forms.CharField(
        label=_("In what situation do you need it?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only you can read this. No coordinator, no manager."),
    )

    def __init__(self, *args: Any, known: Choosable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(
            self,
            "competency",
            [
                ("", _("Choose a competency")),
                *((key, str(one.name)) for key, one in known.competencies.items()),
            ],
        )
        _choices(
            self,
            "level",
            [("", _("Choose a level")), *((one, known.level_name(one)) for one in known.levels)],
        )
        _choices(self, "development", [("", _("nothing in particular")), *known.developments])

    def wish(self) -> NeedWish:
        """Return what was filled in."""
        return NeedWish(
            **{name: self.cleaned_data[name] for name in self.fields if name in NeedWish.__dataclass_fields__}
        )


class UnitNeedForm(NeedForm):
    """What a team needs: a number of people, no names."""

    dilemma = None  # type: ignore[assignment]  # a team has no situation of its own in words
    unit = forms.TypedChoiceField(label=_("Which team?"), coerce=int)
    people = forms.IntegerField(
        label=_("For how many people?"),
        min_value=1,
        max_value=100_000,
        help_text=_("A number, no names. Fewer than 8 is never shown to others."),
    )
    field_order = ("unit", "competency", "level", "people", "development")

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competency"].label = _("What does the team need to learn?")
        self.fields["level"].help_text = ""
        self.units = {one.pk: one for one in units}
        named = [(key, f"{one.organisation.name}: {one.name}") for key, one in self.units.items()]
        _choices(self, "unit", [("", _("Choose a team")), *named])


def _choices(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
