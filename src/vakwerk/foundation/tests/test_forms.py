"""Does every form say what it wants, and what is wrong with what it got?"""

import re
from datetime import date, time

import pytest
from django import forms
from django.utils import translation

from vakwerk.foundation.day_fields import ClockInput, DayInput
from vakwerk.foundation.models import Academy
from vakwerk.foundation.showcase import ExampleForm

WRONG = {"name": "", "email": "jeroen(at)apeldoorn", "size": "2", "kind": "invited"}


@pytest.fixture
def empty() -> str:
    with translation.override("en"):
        return str(ExampleForm())


@pytest.fixture
def wrong() -> str:
    with translation.override("en"):
        return str(ExampleForm(WRONG))


def test_every_control_has_a_label_of_its_own(empty: str) -> None:
    controls = re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', empty)
    assert len(controls) > 10
    for control in controls:
        assert f'for="{control}"' in empty


def test_an_empty_form_shows_no_error_summary(empty: str) -> None:
    assert "vw-error-summary" not in empty
    assert "aria-invalid" not in empty


def test_only_what_is_not_required_is_marked(empty: str) -> None:
    marked = re.findall(r">([^<]+?)\s+<span class=\"vw-optional\">", empty)
    assert marked == [
        "Je e-mailadres",
        "Aanmelden kan tot en met",
        "Waar gaat het over?",
        "Bestand met mensen",
    ]


def test_the_browser_leaves_checking_to_the_server_but_tells_what_is_required(empty: str) -> None:
    assert not re.search(r"<[^>]* required[ >=]", empty)
    assert 'aria-required="true"' in re.search(r'<input[^>]*name="name"[^>]*>', empty).group()  # type: ignore[union-attr]


def test_the_summary_names_every_mistake_and_links_to_its_field(wrong: str) -> None:
    summary = wrong.split('<div class="vw-form">', maxsplit=1)[0]
    assert 'role="alert"' in summary
    for field in ("name", "email", "size", "action", "sessions", "agreed"):
        assert f'href="#id_{field}"' in summary
        assert f'id="id_{field}"' in wrong
    assert "Een ronde op uitnodiging heeft minstens één genodigde nodig." in summary


def test_a_field_with_a_mistake_is_described_by_it_and_by_its_help(wrong: str) -> None:
    control = re.search(r'<input[^>]*name="name"[^>]*>', wrong).group()  # type: ignore[union-attr]
    assert 'aria-invalid="true"' in control
    described = re.search(r'aria-describedby="([^"]+)"', control)
    assert described is not None
    for name in described.group(1).split():
        assert f'id="{name}"' in wrong


def test_a_group_of_choices_is_a_fieldset_described_by_its_mistake(wrong: str) -> None:
    fieldset = re.search(r'<fieldset[^>]*id="id_sessions"[^>]*>', wrong)
    assert fieldset is not None
    assert 'aria-describedby="id_sessions_error id_sessions_helptext"' in fieldset.group()


def test_what_was_filled_in_is_kept(wrong: str) -> None:
    assert 'value="jeroen(at)apeldoorn"' in wrong


def test_an_answer_cannot_bring_its_own_markup() -> None:
    with translation.override("en"):
        shown = str(ExampleForm({**WRONG, "kind": "<script>", "name": '"><script>'}))
    assert "<script>" not in shown


def test_no_form_carries_a_style_attribute(empty: str, wrong: str) -> None:
    assert "style=" not in empty + wrong


@pytest.mark.parametrize("language", ["nl", "en"])
def test_days_and_times_are_written_as_browsers_read_them_whatever_the_language(language: str) -> None:
    with translation.override(language):
        day = DayInput().render("day", date(2027, 3, 1))
        clock = ClockInput().render("starts", time(9, 5, 30))
    assert 'type="date"' in day
    assert 'value="2027-03-01"' in day
    assert 'type="time"' in clock
    assert 'value="09:05"' in clock


class _Empty(forms.Form):
    name = forms.CharField()
    kind = forms.ChoiceField(choices=[("a", "A")])
    academy = forms.ModelChoiceField(Academy.objects.none())
    agreed = forms.BooleanField()
    file = forms.FileField()
    reason = forms.CharField(error_messages={"required": "Give a reason."})


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("en", ["Fill this in.", "Choose something here.", "Tick this first.", "Choose a file first."]),
        ("nl", ["Vul dit in.", "Kies hier iets.", "Vink dit eerst aan.", "Kies eerst een bestand."]),
    ],
)
def test_a_field_left_empty_says_what_to_do(language: str, asked: list[str]) -> None:
    fill_in, choose, tick, choose_file = asked
    with translation.override(language):
        errors = {name: str(said[0]) for name, said in _Empty({}).errors.items()}
    assert errors == {
        "name": fill_in,
        "kind": choose,
        "academy": choose,
        "agreed": tick,
        "file": choose_file,
        "reason": "Give a reason.",
    }


def test_a_field_does_not_repeat_its_label_where_the_answer_goes() -> None:
    class Others(forms.Form):
        password = forms.CharField(widget=forms.PasswordInput(attrs={"placeholder": "Password"}))

    drawn = str(Others())
    assert "placeholder" not in drawn
    assert ">Password" in drawn
