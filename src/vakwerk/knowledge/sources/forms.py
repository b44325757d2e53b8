"""What do the pages of sources ask?"""

from dataclasses import fields as fields_of
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.bilingual import BilingualFormField
from vakwerk.foundation.day_fields import DayField
from vakwerk.knowledge.models import ListEntry, Side, Source
from vakwerk.knowledge.sources.operations import SourceFacts
from vakwerk.knowledge.sources.vocabulary import Lists
from vakwerk.people import queries as people
from vakwerk.people.models import Person

Parts = tuple[tuple[str | Promise, tuple[str, ...]], ...]
_COLUMNS = {"class": "vw-choices--columns"}


class PersonField(forms.CharField):
    """Somebody of the academy, by name or e-mail address; whoever it is must be clear."""

    default_error_messages = {
        "nobody": _("Nobody in the academy has this name or e-mail address."),
        "several": _("More people fit: %(names)s. Write the whole name or the e-mail address."),
    }

    def prepare_value(self, value: Any) -> Any:
        return (value.email or value.name) if isinstance(value, Person) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Person):
            return value
        text = super().to_python(value)
        if not text:
            return None
        found = people.people_like(text, limit=6)
        exact = [one for one in found if text.casefold() in {one.email.casefold(), one.name.casefold()}]
        if len(exact or found) == 1:
            return (exact or found)[0]
        if not found:
            raise forms.ValidationError(self.error_messages["nobody"], code="nobody")
        names = ", ".join(one.name for one in found[:5])
        raise forms.ValidationError(self.error_messages["several"], code="several", params={"names": names})

    def run_validators(self, value: Any) -> None:
        """Check nothing more: who was found is in the academy."""


class SourceForm(forms.Form):
    """A source. ``parts`` says which fields stand together."""

    kind = forms.ChoiceField(label=_("What kind"), choices=Source.Kind.choices)
    side = forms.ChoiceField(
        label=_("From inside or outside"),
        choices=Side.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Inside is a colleague or a case of your own. Outside is a university, a partner or a resident."
        ),
    )
    language = forms.ChoiceField(label=_("Language"), choices=[("nl", _("Dutch")), ("en", _("English"))])
    title = forms.CharField(label=_("Title"), max_length=240)
    author = forms.CharField(
        label=_("Made by"),
        max_length=240,
        required=False,
        help_text=_("As named in the book or article."),
    )
    person = PersonField(
        label=_("Who to ask"),
        required=False,
        help_text=_("Only for a person to ask: name or e-mail address. Ask first whether they want to."),
    )
    url = forms.URLField(label=_("Address on the web"), max_length=500, required=False, assume_scheme="https")
    summary = forms.CharField(
        label=_("In short"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What can people learn from it? Two or three sentences."),
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=40_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("For a case or article of your own. An empty line starts a new paragraph."),
    )
    year = forms.IntegerField(label=_("Year"), min_value=1500, max_value=2100, required=False)
    minutes = forms.IntegerField(
        label=_("How many minutes it takes"), min_value=1, max_value=9999, required=False
    )
    competencies = forms.MultipleChoiceField(
        label=_("Competencies"), required=False, widget=forms.CheckboxSelectMultiple(attrs=_COLUMNS)
    )
    developments = forms.MultipleChoiceField(
        label=_("Developments"), required=False, widget=forms.CheckboxSelectMultiple(attrs=_COLUMNS)
    )
    governance_models = forms.MultipleChoiceField(
        label=_("Ways of governing"), required=False, widget=forms.CheckboxSelectMultiple(attrs=_COLUMNS)
    )
    sizes = forms.MultipleChoiceField(
        label=_("Size of the municipality"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=_COLUMNS),
        help_text=_("Choose nothing if it fits every size."),
    )
    policy_fields = forms.MultipleChoiceField(
        label=_("Policy fields"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=_COLUMNS),
        help_text=_("Choose nothing if it fits every field."),
    )
    owner = PersonField(
        label=_("Who keeps it up to date"), required=False, help_text=_("Name or e-mail address. Empty: you.")
    )
    licence = forms.CharField(
        label=_("Licence"),
        max_length=80,
        required=False,
        help_text=_("For instance CC BY 4.0, or: all rights reserved."),
    )
    review_on = DayField(label=_("Review it on"), required=False)

    PARTS: Parts = (
        (
            _("What it is"),
            ("kind", "side", "title", "language", "author", "year", "minutes", "person", "url"),
        ),
        (_("What it tells"), ("summary", "body")),
        (_("What it is good for"), ("competencies", "developments", "governance_models")),
        (_("For which context"), ("sizes", "policy_fields")),
        (_("Upkeep"), ("owner", "licence", "review_on")),
    )

    def __init__(self, *args: Any, lists: Lists, source: Source | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, trait in TRAITS.items():
            choices = list(lists.choices[trait])
            offered = {key for key, _label in choices}
            # What it says already stays, even if the list no longer offers it.
            kept = [key for key in getattr(source, name, ()) if key not in offered]
            self.fields[name].choices = [*choices, *((key, lists.label(trait, key)) for key in kept)]  # type: ignore[attr-defined]
            if not self.fields[name].choices:  # type: ignore[attr-defined]
                del self.fields[name]

    @property
    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields as they stand together on the page."""
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in self.PARTS]

    @classmethod
    def initial_of(cls, source: Source) -> dict[str, Any]:
        """Return what the form shows of a source."""
        return {one.name: getattr(source, one.name) for one in fields_of(SourceFacts)}

    def facts(self) -> SourceFacts:
        """Return what was filled in."""
        given = {
            one.name: self.cleaned_data[one.name]
            for one in fields_of(SourceFacts)
            if one.name in self.cleaned_data
        }
        return SourceFacts(**given)


TRAITS = {
    "competencies": "competency",
    "developments": "development",
    "governance_models": "governance",
    "sizes": "size",
    "policy_fields": "field",
}


class ProposalForm(SourceForm):
    """What a colleague says of a source they propose; a coordinator adds the rest."""

    PARTS: Parts = (
        (_("What it is"), ("kind", "side", "title", "language", "author", "person", "url")),
        (_("What it tells"), ("summary", "body")),
        (_("What it is good for"), ("competencies",)),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = {name for _title, names in self.PARTS for name in names}
        for name in [name for name in self.fields if name not in shown]:
            del self.fields[name]


class NoteForm(forms.Form):
    """What a source means here."""

    note = forms.CharField(
        label=_("What does this mean here?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("For colleagues of this academy only. Empty removes the note."),
    )


class ReasonForm(forms.Form):
    """Why a proposal is not taken over."""

    reason = forms.CharField(
        label=_("Why not"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever proposed it gets to read this."),
    )


class ReviewForm(forms.Form):
    """When to look at a source again."""

    next_on = DayField(label=_("Review it on"))


class EntryForm(forms.Form):
    """A development or policy field that the academy adds."""

    list = forms.ChoiceField(
        label=_("To which list"), choices=ListEntry.List.choices, widget=forms.RadioSelect
    )
    name = BilingualFormField(label=_("Name"), max_length=120)
