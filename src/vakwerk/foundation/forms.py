"""How every form looks: labels, help, errors and marking, without a word in the forms themselves."""

from typing import Any, Final

from django import forms
from django.forms.fields import InvalidJSONInput
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation import strict_json, text

CHECKBOX: Final = (
    "utrecht-checkbox utrecht-checkbox--custom utrecht-checkbox--html-input utrecht-custom-checkbox"
)
TEXTBOX: Final = "utrecht-textbox utrecht-textbox--html-input"
CLASSES: Final = {
    "django/forms/widgets/textarea.html": "utrecht-textarea utrecht-textarea--html-textarea",
    "django/forms/widgets/select.html": "utrecht-select utrecht-select--html-select",
    "django/forms/widgets/checkbox.html": CHECKBOX,
    "django/forms/widgets/hidden.html": "",
    "django/forms/widgets/multiple_hidden.html": "",
    "django/forms/widgets/splitdatetime.html": "",
}
OWN: Final = {
    "django/forms/widgets/radio.html": "vakwerk/forms/choices.html",
    "django/forms/widgets/checkbox_select.html": "vakwerk/forms/choices.html",
    "django/forms/widgets/clearable_file_input.html": "vakwerk/forms/file.html",
}
GROUPS: Final = frozenset({"django/forms/widgets/radio.html", "django/forms/widgets/checkbox_select.html"})

# What a field that stays empty asks for; the usual "this field is required" helps nobody further.
WANTED: Final = (
    (forms.Field, _("Fill this in.")),
    (forms.ChoiceField, _("Choose something here.")),
    (forms.ModelChoiceField, _("Choose something here.")),
    (forms.BooleanField, _("Tick this first.")),
    (forms.FileField, _("Choose a file first.")),
)


def ask_for_what_is_wanted() -> None:
    """Let every form say what to do with a field that was left empty, also a form that others made."""
    for kind, words in WANTED:
        kind.default_error_messages = {**kind.default_error_messages, "required": words}


MOST_NUMBER: Final = 2**31 - 1
"""The most that a column for whole numbers holds."""


def take_only_text() -> None:
    """Let every field of every form, also of a form that others made, take text and numbers that can be kept.

    What a box of one line holds becomes one line. A password is left as it was typed: only its digest is kept.
    """
    of_text, of_numbers = forms.CharField.to_python, forms.IntegerField.to_python

    def to_text(field: forms.CharField, value: Any) -> Any:
        if isinstance(value, str) and not isinstance(field.widget, forms.PasswordInput):
            several = isinstance(field.widget, forms.Textarea)
            cleaned = text.only_text(value) if several else _on_one_line(field, value)
            # An untouched text keeps its kind: a lazy one stays lazy.
            value = value if cleaned == value else cleaned
        return of_text(field, value)

    def to_number(field: forms.IntegerField, value: Any) -> Any:
        number = of_numbers(field, value)
        if number is not None and abs(number) > MOST_NUMBER and type(field) is forms.IntegerField:
            raise forms.ValidationError(_("This number is too large."), code="too_large")
        return number

    of_json, shown_json = forms.JSONField.to_python, forms.JSONField.bound_data

    def to_json(field: forms.JSONField, value: Any) -> Any:
        if isinstance(value, str) and value and not _is_strict(value):
            raise forms.ValidationError(field.error_messages["invalid"], code="invalid", params={"value": ""})
        return of_json(field, value)

    def shown(field: forms.JSONField, data: Any, initial: Any) -> Any:
        # Shown again as it was typed: in it half of a pair is written out, which no page could hold otherwise.
        wrong = isinstance(data, str) and data and not _is_strict(data)
        return InvalidJSONInput(data) if wrong else shown_json(field, data, initial)

    forms.JSONField.to_python = to_json  # type: ignore[assignment, method-assign]
    forms.JSONField.bound_data = shown  # type: ignore[assignment, method-assign]
    forms.CharField.to_python = to_text  # type: ignore[assignment, method-assign]  # for the fields of others too
    forms.IntegerField.to_python = to_number  # type: ignore[assignment, method-assign]


def _is_strict(written: str) -> bool:
    try:
        strict_json.loads(written.encode(errors="replace"))
    except strict_json.JsonError:
        return False
    return True


def _on_one_line(field: forms.CharField, value: str) -> str:
    # What a page hides in a form is its own, and may need the spaces that it has.
    return text.only_text(value) if isinstance(field.widget, forms.HiddenInput) else text.one_line(value)


class VakwerkRenderer(DjangoTemplates):
    """Render forms, fields and widgets in the style of Vakwerk.

    The browser's own check would show one message at a time, in the browser's language; so ``required``
    becomes ``aria-required`` and the server answers with a summary of everything that is amiss.
    """

    form_template_name = "vakwerk/forms/form.html"
    formset_template_name = "vakwerk/forms/formset.html"
    field_template_name = "vakwerk/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if "widget" in context:
            context = {**context, "widget": _dressed(template_name, context["widget"])}
        return super().render(OWN.get(template_name, template_name), context, request)


def _dressed(template_name: str, widget: dict[str, Any]) -> dict[str, Any]:
    attrs = dict(widget.get("attrs") or {})
    # Forms of others repeat the label inside the field, where it looks like an answer.
    attrs.pop("placeholder", None)
    needed = attrs.pop("required", False) or widget.get("required", False)
    if needed and template_name not in GROUPS and widget.get("type") not in ("radio", "hidden"):
        attrs.setdefault("aria-required", "true")
    if classes := CLASSES.get(template_name, "" if template_name in GROUPS else TEXTBOX):
        attrs["class"] = f"{classes} {attrs.get('class', '')}".strip()
    # The boxes of a widget of several are drawn by its template, without passing here.
    boxes = [_dressed(box["template_name"], box) for box in widget.get("subwidgets", ())]
    return {**widget, "attrs": attrs, "required": False, "subwidgets": boxes}
