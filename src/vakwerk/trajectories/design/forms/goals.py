"""What is filled in for a learning goal?"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vakwerk.craft.models import Competency, Indicator
from vakwerk.foundation.bilingual import Bilingual, BilingualFormField
from vakwerk.foundation.text import number_in
from vakwerk.trajectories.design import queries, rules
from vakwerk.trajectories.design.operations import GoalWish, ProofWish
from vakwerk.trajectories.design.queries import Describing, Loaded, LoadedGoal

COLUMNS = "vw-choices--columns"


class GoalForm(forms.Form):
    """A goal: the verb, the competency and level it leads to, where it is practised and how it is shown.

    Nothing but the Dutch words is required, so that half a goal can be kept; the panel says what is missing.
    """

    competency = forms.ChoiceField(label=_("Competency"), required=False)
    level = forms.TypedChoiceField(label=_("Level at the end"), required=False, coerce=int, empty_value=None)
    text = BilingualFormField(
        label=_("What can somebody do afterwards?"),
        max_length=400,
        long=True,
        help_text=_("Start with a verb: you choose, you explain, you agree."),
    )
    activities = forms.MultipleChoiceField(
        label=_("Which steps practise this?"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": COLUMNS}),
    )
    proofs = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    own = BilingualFormField(label=_("Something else, namely"), max_length=240, required=False)

    def __init__(self, *args: Any, loaded: Loaded, goal: LoadedGoal | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.loaded, self.goal = loaded, goal
        for name in ("competency", "level", "activities"):
            # Half a goal can be kept, but none of these is a free choice: the panel asks for them.
            self.fields[name].unmarked = True  # type: ignore[attr-defined]  # read by forms/optional.html
        described = loaded.described
        _choices(self, "competency", [("", _("Choose a competency")), *_competencies(described, goal)])
        _choices(self, "level", [("", _("Choose a level")), *_levels(described)])
        _choices(
            self,
            "activities",
            [(str(one.activity.pk), f"{one.number}. {one.activity.title}") for one in loaded.activities],
        )
        self.suggestions = queries.indicators_of(self.chosen_competency, self.chosen_level)
        self.kept = [one for one in (goal.proofs if goal else ()) if not self._is_suggested(one.indicator_id)]
        _choices(
            self,
            "proofs",
            [
                *((f"i{one.pk}", str(one.text)) for one in self.suggestions),
                *((f"w{one.pk}", str(one.text)) for one in self.kept),
            ],
        )

    def _is_suggested(self, indicator_id: int | None) -> bool:
        return any(one.pk == indicator_id for one in self.suggestions)

    @property
    def chosen_competency(self) -> Competency | None:
        """The competency that is chosen now, saved or not."""
        key = self["competency"].value()
        found = self.loaded.described.competencies.get(key or "")
        if found is None and self.goal and self.goal.competency and self.goal.competency.key == key:
            return self.goal.competency
        return found

    @property
    def chosen_level(self) -> int | None:
        """The level that is chosen now, saved or not."""
        return number_in(str(self["level"].value() or ""), digits=3)

    def chosen_proofs(self) -> int:
        """Count the ways to show it that are chosen now, saved or not."""
        offered = {f"i{one.pk}" for one in self.suggestions} | {f"w{one.pk}" for one in self.kept}
        ticked = {str(value) for value in (self["proofs"].value() or [])} & offered
        own = self.data.get("own_nl", "") if self.is_bound else ""
        return len(ticked) + bool(str(own).strip())

    def facts(self) -> rules.GoalFacts:
        """Return the goal as it is filled in now, for the panel."""
        competency = self.chosen_competency
        known = {str(one.activity.pk) for one in self.loaded.activities}
        text = self["text"].value() or {}
        dutch = (
            text[0] if isinstance(text, list) and text else (text.get("nl") if isinstance(text, dict) else "")
        )
        return rules.GoalFacts(
            number=self.goal.number if self.goal else len(self.loaded.goals) + 1,
            has_words=bool(str(dutch or "").strip()),
            has_competency=competency is not None,
            has_level=self.chosen_level is not None,
            is_described=competency is not None and not queries.gaps_of(competency),
            activities=len(known & {str(value) for value in (self["activities"].value() or [])}),
            proofs=self.chosen_proofs(),
        )

    def wish(self) -> GoalWish:
        """Return what was filled in."""
        data = self.cleaned_data
        indicators = {f"i{one.pk}": one for one in self.suggestions}
        kept = {f"w{one.pk}": one for one in self.kept}
        proofs = [
            ProofWish(_as_proof(indicators[value]), indicators[value])
            for value in data["proofs"]
            if value in indicators
        ]
        proofs += [
            ProofWish(kept[value].text, kept[value].indicator) for value in data["proofs"] if value in kept
        ]
        if data["own"]:
            proofs.append(ProofWish(data["own"]))
        chosen = set(data["activities"])
        return GoalWish(
            text=data["text"],
            competency=self.chosen_competency,
            level=data["level"],
            activities=[one.activity for one in self.loaded.activities if str(one.activity.pk) in chosen],
            proofs=proofs,
        )


def _as_proof(indicator: Indicator) -> Bilingual:
    return Bilingual({language: words[:400] for language, words in indicator.text.items()})


def initial_of(goal: LoadedGoal, loaded: Loaded) -> dict[str, Any]:
    """Return what the form shows of a goal that is there."""
    return {
        "text": goal.goal.text,
        "competency": goal.competency.key if goal.competency else "",
        "level": goal.goal.level or "",
        "activities": [str(one.activity.pk) for one in loaded.activities if one.number in goal.activities],
        "proofs": [
            value
            for one in goal.proofs
            for value in (f"i{one.indicator_id}" if one.indicator_id else "", f"w{one.pk}")
            if value
        ],
    }


def _competencies(described: Describing, goal: LoadedGoal | None) -> list[tuple[str, str]]:
    found = [(one.key, str(one.name)) for one in described.competencies.values()]
    if goal and goal.competency and goal.competency.key not in described.competencies:
        found.append((goal.competency.key, str(goal.competency.name)))
    return found


def _levels(described: Describing) -> Sequence[tuple[int, str]]:
    return [(one.number, f"{one.number}. {described.names[one.number]}") for one in described.levels]


def _choices(form: forms.Form, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
