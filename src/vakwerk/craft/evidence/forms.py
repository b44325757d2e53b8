"""What does somebody fill in to write evidence, to ask about it, or to answer?"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vakwerk.craft.evidence.kinds import ACCEPT
from vakwerk.craft.evidence.operations import Texts
from vakwerk.craft.evidence.wording import RELATIONS
from vakwerk.craft.models import Competency, EvidenceIndicator, Indicator, ResponseAnswer
from vakwerk.people.models import Person


def _long(label: Any, help_text: Any, *, rows: int = 5, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=3000,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class EvidenceForm(forms.Form):
    """A short piece in four parts, and the behaviour that it shows."""

    title = forms.CharField(
        label=_("Title"), max_length=160, help_text=_("Short, so that you recognise it. No names of others.")
    )
    situation = _long(_("The situation"), _("What was going on, for whom, and what made it hard?"))
    action = _long(_("What I did"), _("What did you do or say yourself, and why so?"))
    effect = _long(_("The effect"), _("What happened then? How do you know?"), rows=4)
    learned = _long(_("What I learned"), _("What would you do again, and what not?"), rows=4)
    indicators = forms.TypedMultipleChoiceField(
        label=_("Which behaviour does this show?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One or two is enough. An assessor looks at each of them separately."),
    )

    def __init__(self, *args: Any, competency: Competency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["indicators"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = grouped(competency)
        if not field.choices:
            del self.fields["indicators"]

    @property
    def texts(self) -> Texts:
        """What was written."""
        return Texts(
            **{
                name: self.cleaned_data[name].strip()
                for name in ("title", "situation", "action", "effect", "learned")
            }
        )

    def chosen(self, competency: Competency) -> list[Indicator]:
        """Return the behaviours that were ticked."""
        wanted = set(self.cleaned_data.get("indicators", []))
        return [one for one in competency.indicators.all() if one.pk in wanted]


def grouped(competency: Competency) -> list[tuple[str, list[tuple[int, str]]]]:
    """Return the behaviours of a competency to choose from, by level."""
    naming = competency.framework.level_naming
    found = []
    for level in competency.framework.levels.all():
        ones = [(one.pk, str(one.text)) for one in competency.indicators.all() if one.level == level.number]
        if ones:
            found.append((str(level.called(naming)), ones))
    return found


class SendForm(forms.Form):
    """To whom a piece goes, and what is answered to the question before."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What do you answer, or what did you add? Your assessor reads this first."),
    )
    assessor = forms.TypedChoiceField(
        label=_("Who assesses this?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who assesses this.")},
    )

    def __init__(self, *args: Any, assessors: Sequence[Person], answers: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assessor"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(one.pk, one.name) for one in assessors]
        if not answers:
            del self.fields["answer"]


class FileForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        max_length=200,
        help_text=_(
            "PDF, PNG, JPG, WebP, text or an office document without macros, at most 10 MB. No data of others. "
            "Of a photo, Vakwerk keeps only what is seen: not where, when and with what it was taken. "
            "Other files stay as they are."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": _("Choose a file first.")},
    )


class AskForm(forms.Form):
    """Who is asked what they saw."""

    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("Used for this one mail. It is erased once there is an answer."),
    )
    relation = forms.ChoiceField(
        label=_("Who is this?"), choices=list(RELATIONS.items()), widget=forms.RadioSelect
    )
    language = forms.ChoiceField(
        label=_("Language of the mail"),
        choices=[("nl", "Nederlands"), ("en", "English")],
        widget=forms.RadioSelect,
        initial="nl",
    )
    message = forms.CharField(
        label=_("A few words of your own"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For instance which day it was. It is in the mail."),
    )


class ResponseForm(forms.Form):
    """What somebody saw, behaviour by behaviour, and in words."""

    words = forms.CharField(
        label=_("Do you want to say more?"),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What did you notice? What could be better?"),
    )
    read = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, shows: Sequence[EvidenceIndicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = self.fields.pop("words")
        for one in shows:
            self.fields[f"seen_{one.indicator_id}"] = forms.ChoiceField(
                label=str(one.indicator.text),
                choices=ResponseAnswer.Seen.choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose an answer. “I cannot say” is one too.")},
            )
        self.fields["words"] = words
        self._ids = [one.indicator_id for one in shows]

    @property
    def seen(self) -> dict[int, str]:
        """What was answered, by the id of the indicator."""
        return {one: self.cleaned_data[f"seen_{one}"] for one in self._ids}


class ShareForm(forms.Form):
    """With which manager something is shared."""

    reader = forms.TypedChoiceField(
        label=_("Who may read this?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who may read this.")},
    )

    def __init__(self, *args: Any, managers: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reader"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(one.pk, one.name) for one in managers]
