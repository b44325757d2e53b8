"""What do the pages of this room ask?"""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.day_fields import DayField
from vakwerk.foundation.roles import Role
from vakwerk.people.models import Bond, Membership, Organisation, Orientation, Person, Seniority, Unit
from vakwerk.people.operations import PersonFacts

_UNKNOWN = [("", _("not known"))]


class PersonForm(forms.Form):
    """What is known of a person themself."""

    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(
        label=_("Surname"), max_length=120, required=False, help_text=_("With its prefix: de Vries.")
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        help_text=_("Whoever reads mail at this address can sign in. Without an address, a person cannot."),
    )
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    reference = forms.CharField(
        label=_("Personnel number"),
        max_length=60,
        required=False,
        help_text=_("A file of people recognises a person by this number."),
    )
    discipline = forms.CharField(label=_("Discipline"), max_length=80, required=False)
    seniority = forms.ChoiceField(
        label=_("Experience"), choices=[*_UNKNOWN, *Seniority.choices], required=False
    )
    orientation = forms.ChoiceField(
        label=_("Way of governing"),
        choices=[*_UNKNOWN, *Orientation.choices],
        required=False,
        help_text=_("What goes with the job, never what somebody answered in a questionnaire."),
    )

    @classmethod
    def initial_of(cls, person: Person) -> dict[str, Any]:
        """Return what the form shows of a person."""
        return {name: getattr(person, name) for name in PersonFacts.__dataclass_fields__}

    def facts(self) -> PersonFacts:
        """Return what was filled in."""
        return PersonFacts(**{name: self.cleaned_data[name] for name in PersonFacts.__dataclass_fields__})


class _PlaceFields(forms.Form):
    """Where somebody belongs."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=_("choose")
    )
    unit = forms.ChoiceField(label=_("Department or team"), required=False)
    job_title = forms.CharField(label=_("Job title"), max_length=120, required=False)
    since = DayField(label=_("Since"), required=False, past_is_usual=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.all()  # type: ignore[attr-defined]
        groups: dict[str, list[tuple[str, str]]] = {}
        for unit in Unit.objects.select_related("organisation").order_by("organisation__name", "name"):
            groups.setdefault(unit.organisation.name, []).append((str(unit.pk), unit.name))
        self.fields["unit"].choices = [("", _("none")), *groups.items()]  # type: ignore[attr-defined]

    def place(self) -> dict[str, Any]:
        """Return what was filled in, as operations take it."""
        unit = self.cleaned_data["unit"]
        return {
            "organisation": self.cleaned_data["organisation"],
            "unit": Unit.objects.filter(pk=unit).first() if unit else None,
            "job_title": self.cleaned_data["job_title"],
            "since": self.cleaned_data["since"],
        }


class AddPersonForm(PersonForm, _PlaceFields):
    """A new person, with a place."""

    field_order = ("given_name", "family_name", "email", "organisation", "unit", "job_title", "since")
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), required=False, empty_label=_("none")
    )


class PlaceForm(_PlaceFields):
    """One place of a person."""

    is_main = forms.BooleanField(label=_("Show this place in lists"), required=False, initial=True)

    @classmethod
    def initial_of(cls, membership: Membership) -> dict[str, Any]:
        """Return what the form shows of a place."""
        return {
            "organisation": membership.organisation_id,
            "unit": membership.unit_id or "",
            "job_title": membership.job_title,
            "since": membership.since,
            "is_main": membership.is_main,
        }


class RolesForm(forms.Form):
    """What a person may do in the academy. Roles that are not the asker's to give stay as they are."""

    roles = forms.MultipleChoiceField(label=_("Roles"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, may_give: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(value, label) for value, label in Role.choices if value in may_give]
        self.fields["roles"].choices = choices  # type: ignore[attr-defined]


class BondForm(forms.Form):
    """Who stands above a person. The people to choose from come from a search."""

    kind = forms.ChoiceField(label=_("Role"), choices=Bond.Kind.choices, widget=forms.RadioSelect)
    senior = forms.ChoiceField(label=_("Who"), widget=forms.RadioSelect)
    since = DayField(label=_("Since"), required=False, past_is_usual=True)

    def __init__(self, *args: Any, found: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["senior"].choices = [(str(one.pk), _described(one)) for one in found]  # type: ignore[attr-defined]


def _described(person: Person) -> str:
    places = getattr(person, "main_places", None)
    if not places:
        return person.name
    words = ", ".join(part for part in (places[0].job_title, places[0].organisation.name) if part)
    return f"{person.name} ({words})"


# The choice of leaving altogether, beside the places of somebody who has more than one.
EVERYWHERE = "all"


class LeaveForm(forms.Form):
    """On which day a person leaves; with more than one place also: all of the academy, or one place.

    ``shown``: what the page said that leaving does. What became different meanwhile is shown first.
    """

    what = forms.ChoiceField(label=_("What ends"), widget=forms.RadioSelect, initial=EVERYWHERE)
    day = DayField(
        label=_("Last day"),
        past_is_usual=True,
        help_text=_("Today or earlier: it happens at once. Later: in the night after that day."),
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, places: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = timezone.localdate()
        if len(places) < 2:
            del self.fields["what"]
            return
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            (EVERYWHERE, _("everything: the person leaves the academy")),
            *(
                (
                    str(place.pk),
                    _("only the place at %(organisation)s") % {"organisation": place.organisation.name},
                )
                for place in places
            ),
        ]

    def place(self, places: list[Membership]) -> Membership | None:
        """Return the one place that ends, ``None`` when the person leaves altogether."""
        chosen = self.cleaned_data.get("what", EVERYWHERE)
        return next((place for place in places if str(place.pk) == chosen), None)


class EraseForm(forms.Form):
    """A yes to what cannot be undone."""

    sure = forms.BooleanField(label=_("Yes, erase everything. I know that this cannot be undone."))


class OrganisationForm(forms.Form):
    """An organisation."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(
        label=_("Kind of organisation"),
        choices=Organisation.Kind.choices,
        widget=forms.RadioSelect,
        help_text=_("Decides how its people join in: as colleague, partner or resident."),
    )


class UnitForm(forms.Form):
    """A unit of an organisation."""

    name = forms.CharField(label=_("Name"), max_length=120)
    parent = forms.ChoiceField(label=_("Part of"), required=False)

    def __init__(
        self, *args: Any, organisation: Organisation, unit: Unit | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        others = organisation.units.exclude(pk=unit.pk if unit else 0)
        whole = [("", _("the organisation itself"))]
        self.fields["parent"].choices = [*whole, *((str(one.pk), one.name) for one in others)]  # type: ignore[attr-defined]

    def chosen_parent(self) -> Unit | None:
        """Return the unit it is a part of."""
        chosen = self.cleaned_data["parent"]
        return Unit.objects.filter(pk=chosen).first() if chosen else None
