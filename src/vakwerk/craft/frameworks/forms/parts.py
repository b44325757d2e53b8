"""What does a coordinator fill in for the parts of a framework?"""

from collections.abc import Callable, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from vakwerk.craft.frameworks import rules
from vakwerk.craft.frameworks.contents import Step
from vakwerk.craft.frameworks.operations import CompetencyFacts
from vakwerk.craft.models import Cluster, Competency, Level
from vakwerk.foundation.bilingual import Bilingual, BilingualFormField

LEVELS = "niveau"


class CompetencyForm(forms.Form):
    """Everything of a competency but its indicators."""

    name = BilingualFormField(label=_("Name"), max_length=300)
    definition = BilingualFormField(
        label=_("Definition"),
        max_length=2000,
        long=True,
        required=False,
        help_text=_("What somebody who is good at it does, in one or two sentences. Needed for assessment."),
    )
    why = BilingualFormField(label=_("Why it matters"), max_length=2000, long=True, required=False)
    pitfall = BilingualFormField(
        label=_("Pitfall"),
        max_length=1000,
        long=True,
        required=False,
        help_text=_("What it becomes when there is too much of it."),
    )
    counterweights = forms.TypedMultipleChoiceField(
        label=_("Counterweights"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "vw-choices--columns"}),
        help_text=_("Competencies that keep this one in balance."),
    )
    cluster = forms.TypedChoiceField(label=_("Cluster"), coerce=int, empty_value=None, required=False)
    code = forms.CharField(
        label=_("Code"), required=False, max_length=40, help_text=_("A short mark, for instance C11.")
    )

    def __init__(
        self,
        *args: Any,
        clusters: Sequence[Cluster],
        others: Sequence[Competency],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._clusters = {one.pk: one for one in clusters}
        self._others = {one.pk: one for one in others}
        cluster, weights = self.fields["cluster"], self.fields["counterweights"]
        assert isinstance(cluster, forms.ChoiceField)
        assert isinstance(weights, forms.ChoiceField)
        cluster.choices = [("", _("no cluster")), *((one.pk, str(one.name)) for one in clusters)]
        weights.choices = [(one.pk, str(one.name)) for one in others]
        if not clusters:
            del self.fields["cluster"]
        if not others:
            del self.fields["counterweights"]

    def facts(self) -> CompetencyFacts:
        """Return what was filled in."""
        data = self.cleaned_data
        return CompetencyFacts(
            name=data["name"],
            definition=data["definition"],
            why=data["why"],
            pitfall=data["pitfall"],
            code=data["code"],
            cluster=self._clusters.get(data.get("cluster") or 0),
            counterweights=[self._others[pk] for pk in data.get("counterweights", ())],
        )


def competency_initial(competency: Competency) -> dict[str, Any]:
    """Return what the form shows at first."""
    return {
        **{name: getattr(competency, name) for name in ("name", "definition", "why", "pitfall", "code")},
        "cluster": competency.cluster_id,
        "counterweights": [one.other_id for one in competency.counterweights.all()],
    }


class IndicatorForm(forms.Form):
    """Behaviour that can be seen, and at which level."""

    text = BilingualFormField(
        label=_("Behaviour"),
        max_length=600,
        long=True,
        help_text=_("Start with a verb. Write what somebody else can see, not what somebody is."),
    )
    level = forms.TypedChoiceField(label=_("Level"), coerce=int)

    def __init__(self, *args: Any, levels: Sequence[tuple[int, Bilingual]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["level"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(number, f"{number}. {name}") for number, name in levels]


class ClusterForm(forms.Form):
    """What a cluster is called."""

    name = BilingualFormField(label=_("Name"), max_length=200)
    description = BilingualFormField(label=_("Description"), max_length=2000, long=True, required=False)


class LevelForm(forms.Form):
    """One level, with both its names."""

    guild_name = BilingualFormField(label=_("Guild name"), max_length=80, required=False)
    neutral_name = BilingualFormField(label=_("Neutral name"), max_length=80, required=False)
    autonomy = BilingualFormField(label=_("Autonomy"), max_length=300, required=False)
    complexity = BilingualFormField(label=_("Situations"), max_length=300, required=False)
    scope = BilingualFormField(label=_("Reach"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if any(data.values()) and not (data.get("guild_name") or data.get("neutral_name")):
            self.add_error("guild_name", _("Give the level a name, in Dutch at least."))
        return data


class _Levels(forms.BaseFormSet[LevelForm]):
    """All levels of a framework, lowest first; what is left empty at the end is no level."""

    def clean(self) -> None:
        filled = [any(form.cleaned_data.values()) for form in self.forms if form.is_valid()]
        if True in filled and False in filled[: len(filled) - filled[::-1].index(True)]:
            raise forms.ValidationError(
                _("A level in between is empty. Fill it in, or move the others down.")
            )

    def steps(self, keys: dict[int, str]) -> list[Step]:
        """Return the levels as filled in. ``keys``: of the levels that are there already."""
        filled = [form.cleaned_data for form in self.forms if any(form.cleaned_data.values())]
        return [
            Step(number, keys.get(number, f"level-{number}"), **data)
            for number, data in enumerate(filled, start=1)
        ]


LevelFormSet = cast(
    "Callable[..., _Levels]",
    forms.formset_factory(
        LevelForm, formset=_Levels, extra=1, max_num=rules.MOST_LEVELS, absolute_max=rules.MOST_LEVELS
    ),
)


def level_rows(levels: Sequence[Level]) -> list[dict[str, Any]]:
    """Return the levels of a framework as rows of the form."""
    return [{name: getattr(one, name) for name in LevelForm.base_fields} for one in levels]
