"""What does a coordinator fill in for an edition?"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.day_fields import DayField, SpanForm
from vakwerk.people.models import Organisation, Person
from vakwerk.trajectories.editions.operations import Moment, Terms
from vakwerk.trajectories.models import Activity, Edition, EditionSession, MemberSeats


class EuroField(forms.CharField):
    """An amount of money, written as people do: 125 or 12,50. Gives euro cents."""

    def to_python(self, value: Any) -> Any:
        text = str(value or "").replace("€", "").replace("\N{NO-BREAK SPACE}", "").strip()
        if not text:
            return 0
        found = re.fullmatch(r"(\d{1,6})(?:[.,](\d{1,2}))?", text)
        if not found:
            raise forms.ValidationError(_("Write an amount in euros, for instance 125 or 12,50."))
        return int(Decimal(f"{found[1]}.{found[2] or '0'}") * 100)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return f"{value // 100}" if value % 100 == 0 else f"{value // 100},{value % 100:02}"
        return value


class TermsForm(forms.Form):
    """The conditions of an edition."""

    name = forms.CharField(
        label=_("Name of this edition"),
        max_length=80,
        required=False,
        help_text=_("To tell editions apart, for instance: autumn 2027, Tuesdays."),
    )
    form = forms.ChoiceField(label=_("Where"), widget=forms.RadioSelect, choices=Edition.Form.choices)
    place = forms.CharField(label=_("Place and room"), max_length=200, required=False)
    online_url = forms.URLField(
        label=_("Link to the online room"), max_length=500, required=False, assume_scheme="https"
    )
    enrol_until = DayField(
        label=_("Enrol until"),
        required=False,
        help_text=_("The last day. Empty: until it begins."),
    )
    needs_approval = forms.BooleanField(label=_("A coordinator approves each enrolment"), required=False)
    guests_welcome = forms.BooleanField(label=_("Guests may enrol too"), required=False)
    is_mandatory = forms.BooleanField(
        label=_("This is mandatory training"),
        required=False,
        help_text=_(
            "By law it is then free for whoever takes part, and working time: on weekdays between 8.00 and 18.00."
            " Managers see whether their people came."
        ),
    )
    mandatory_for = forms.TypedChoiceField(
        label=_("Mandatory for"), coerce=int, empty_value=None, required=False
    )
    cost = EuroField(label=_("Costs for one person, in euros"), required=False)
    paid_by = forms.ChoiceField(label=_("Who pays"), widget=forms.RadioSelect, choices=Edition.Payer.choices)
    cost_note = forms.CharField(
        label=_("About the costs"),
        max_length=300,
        required=False,
        help_text=_("For instance what is included. Vakwerk handles no payments."),
    )

    def __init__(self, *args: Any, units: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["mandatory_for"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("not for one team in particular")), *units]

    @property
    def terms(self) -> Terms:
        """What was filled in."""
        given = dict(self.cleaned_data)
        unit = given.pop("mandatory_for")
        given = {name: value for name, value in given.items() if name in Terms.__dataclass_fields__}
        return Terms(**given, mandatory_for_id=unit if given["is_mandatory"] else None)

    @property
    def shown(self) -> str:
        """Write down what was filled in, so that only what was shown is done."""
        return hashlib.sha256(repr(self.terms).encode()).hexdigest()[:32]


class NewEditionForm(TermsForm):
    """The conditions of a new edition, and how many people can take part."""

    capacity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=2000, initial=16)

    field_order = ("name", "capacity")


def initial_of(edition: Edition) -> dict[str, Any]:
    """Return what the form shows of an edition at first."""
    shown = {name: getattr(edition, name) for name in TermsForm.base_fields if name != "mandatory_for"}
    return {**shown, "mandatory_for": edition.mandatory_for_id}


class SessionForm(SpanForm):
    """When and where a session is, and what it is about."""

    activity = forms.TypedChoiceField(
        label=_("Part of the trajectory"), coerce=int, empty_value=None, required=False
    )
    title = forms.CharField(label=_("Or what else it is about"), max_length=160, required=False)
    place = forms.CharField(
        label=_("Place and room"),
        max_length=200,
        required=False,
        help_text=_("Empty: where the edition is."),
    )

    field_order = ("activity", "title", "day", "starts", "ends", "place")

    def __init__(self, *args: Any, activities: Sequence[Activity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.activities = {one.pk: one for one in activities}
        field = self.fields["activity"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("none of these")), *((one.pk, str(one.title)) for one in activities)]

    @property
    def moment(self) -> Moment:
        """What was filled in."""
        given = self.cleaned_data
        title = given["title"]
        return Moment(
            self.starts_at,
            self.ends_at,
            given["place"],
            self.activities.get(given["activity"] or 0),
            Bilingual(nl=title) if title else None,
        )

    @property
    def shown(self) -> str:
        """Write down what was filled in, so that only what was shown is done."""
        one = self.moment
        activity = one.activity.pk if one.activity else ""
        return (
            f"{one.starts_at.isoformat()} {one.ends_at.isoformat()} {activity} {one.title or ''} {one.place}"
        )


def initial_of_session(session: EditionSession) -> dict[str, Any]:
    """Return what the form shows of a session at first."""
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return {
        "activity": session.activity_id,
        "title": session.own_title.in_language("nl"),
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "place": session.place,
    }


class SeatsForm(forms.Form):
    """How many people can take part, and which seats are kept for whom.

    Organisations with kept seats have a field, and so have others while there are few. Of many, one at a time is
    chosen from a list of all.
    """

    FEW = 60

    capacity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=2000)
    another = forms.TypedChoiceField(
        label=_("Another organisation"), coerce=int, empty_value=None, required=False
    )
    another_seats = forms.IntegerField(
        label=_("Seats for that organisation"), min_value=0, max_value=2000, required=False
    )

    def __init__(
        self, *args: Any, organisations: Sequence[Organisation], kept: Sequence[MemberSeats], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        now = {one.organisation_id: one.seats for one in kept}
        self.organisations = [one for one in organisations if one.pk in now or len(organisations) <= self.FEW]
        for one in self.organisations:
            self.fields[f"kept_{one.pk}"] = forms.IntegerField(
                label=one.name, min_value=0, max_value=2000, required=False, initial=now.get(one.pk)
            )
        shown = {one.pk for one in self.organisations}
        rest = [(one.pk, one.name) for one in organisations if one.pk not in shown]
        if rest:
            another = self.fields["another"]
            assert isinstance(another, forms.TypedChoiceField)
            another.choices = [("", _("none")), *rest]
        else:
            del self.fields["another"], self.fields["another_seats"]

    @property
    def kept(self) -> list[tuple[int, int]]:
        """Which organisation has how many seats kept, of those that are in the form."""
        found = [(one.pk, self.cleaned_data[f"kept_{one.pk}"] or 0) for one in self.organisations]
        if another := self.cleaned_data.get("another"):
            found.append((another, self.cleaned_data["another_seats"] or 0))
        return found

    @property
    def kept_fields(self) -> list[forms.BoundField]:
        """The fields of organisations."""
        return [self[f"kept_{one.pk}"] for one in self.organisations]


class TrainersForm(forms.Form):
    """Who leads an edition."""

    people = forms.TypedMultipleChoiceField(
        label=_("From the academy"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    names = forms.CharField(
        label=_("From elsewhere"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One name on a line."),
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {one.pk: one for one in people}
        field = self.fields["people"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(one.pk, one.name) for one in people]

    @property
    def chosen(self) -> list[Person]:
        """Who was ticked."""
        return [self.known[pk] for pk in self.cleaned_data["people"]]

    @property
    def named(self) -> list[str]:
        """The names that were written."""
        return list(self.cleaned_data["names"].splitlines())
