"""What is filled in for a step of a trajectory, and for the knowledge it draws on?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.bilingual import BilingualFormField
from vakwerk.trajectories.design.operations import ActivityWish
from vakwerk.trajectories.design.queries import Loaded, LoadedActivity
from vakwerk.trajectories.models import Activity

WEB = (Activity.Kind.E_LEARNING,)


class ActivityForm(forms.Form):
    """A step: what kind, what happens, and which goals it works on."""

    kind = forms.ChoiceField(label=_("What kind of step is it?"), choices=Activity.Kind.choices)
    title = BilingualFormField(label=_("Title"), max_length=160)
    description = BilingualFormField(label=_("What happens"), max_length=2000, long=True, required=False)
    minutes = forms.IntegerField(label=_("How long, in minutes"), min_value=5, max_value=6000, required=False)
    url = forms.URLField(
        label=_("Address on the web"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Of what people read or follow there. An e-learning needs one."),
    )
    goals = forms.MultipleChoiceField(
        label=_("Which learning goals does it work on?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, loaded: Loaded, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.loaded = loaded
        goals = self.fields["goals"]
        assert isinstance(goals, forms.ChoiceField)
        goals.choices = [(str(one.goal.pk), f"{one.number}. {one.title}") for one in loaded.goals]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") in WEB and not data.get("url") and "url" not in self.errors:
            self.add_error("url", _("Where is the e-learning? Fill in its address."))
        return data

    def wish(self) -> ActivityWish:
        """Return what was filled in."""
        data = self.cleaned_data
        chosen = set(data["goals"])
        return ActivityWish(
            title=data["title"],
            kind=data["kind"],
            description=data["description"],
            minutes=data["minutes"],
            url=data["url"],
            goals=[one.goal for one in self.loaded.goals if str(one.goal.pk) in chosen],
        )


def initial_of(one: LoadedActivity) -> dict[str, Any]:
    """Return what the form shows of an activity that is there."""
    activity = one.activity
    return {
        **{name: getattr(activity, name) for name in ("kind", "title", "description", "minutes", "url")},
        "goals": [str(pk) for pk in one.goal_ids],
    }


class OwnWordsForm(forms.Form):
    """Knowledge that is kept nowhere: a colleague, a case, a partner, in a few words."""

    text = BilingualFormField(
        label=_("What or who is it?"),
        max_length=240,
        help_text=_("For instance: own cases from three municipalities."),
    )
