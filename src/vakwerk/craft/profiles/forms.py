"""What does a coordinator fill in for a role profile?"""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vakwerk.craft.models import Competency, RoleProfile
from vakwerk.craft.profiles import rules
from vakwerk.craft.profiles.operations import ProfileFacts
from vakwerk.foundation import refusals
from vakwerk.foundation.bilingual import Bilingual, BilingualFormField


class ProfileForm(forms.Form):
    """Name, code, and a level for each competency that is chosen."""

    name = BilingualFormField(label=_("Name"), max_length=200, help_text=_("For instance: Area manager"))
    hr21_code = forms.CharField(
        label=_("HR21 code"),
        required=False,
        max_length=20,
        help_text=_("Only the code. The descriptions of HR21 are licensed and are not kept here."),
    )

    def __init__(
        self,
        *args: Any,
        competencies: Sequence[Competency],
        levels: Sequence[tuple[int, Bilingual]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._competencies = competencies
        self._levels = [number for number, _name in levels]
        choices = [("", _("not included")), *((number, f"{number}. {name}") for number, name in levels)]
        for one in competencies:
            self.fields[f"level_{one.pk}"] = forms.TypedChoiceField(
                label=str(one.name), choices=choices, coerce=int, empty_value=None, required=False
            )

    def rows(self) -> Iterator[tuple[Competency, forms.BoundField]]:
        """Return each competency with the field for its level."""
        for one in self._competencies:
            yield one, self[f"level_{one.pk}"]

    def clean_hr21_code(self) -> str:
        code = rules.hr21_code(self.cleaned_data["hr21_code"])
        if reason := rules.reason_against_code(code):
            raise forms.ValidationError(refusals.say(reason))
        return code

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for reason in rules.reasons_against_targets(self._targets(data), levels=self._levels):
            self.add_error(None, refusals.say(reason))
        return data

    def _targets(self, data: dict[str, Any]) -> dict[int, int]:
        return {
            one.pk: level for one in self._competencies if (level := data.get(f"level_{one.pk}")) is not None
        }

    def facts(self) -> ProfileFacts:
        """Return what was filled in."""
        data = self.cleaned_data
        return ProfileFacts(name=data["name"], hr21_code=data["hr21_code"], targets=self._targets(data))


def initial_of(profile: RoleProfile) -> dict[str, Any]:
    """Return what the form shows at first."""
    return {
        "name": profile.name,
        "hr21_code": profile.hr21_code,
        **{f"level_{one.competency_id}": one.level for one in profile.targets.all()},
    }


class PersonForm(forms.Form):
    """Which role profiles somebody has."""

    profiles = forms.TypedMultipleChoiceField(
        label=_("Role profiles"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, profiles: Sequence[RoleProfile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["profiles"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.pk, str(one.name)) for one in profiles]

    def chosen(self) -> list[int]:
        """Return the numbers of the role profiles that are ticked."""
        return list(self.cleaned_data["profiles"])
