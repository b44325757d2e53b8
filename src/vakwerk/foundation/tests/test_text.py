"""Does only text come in, whichever way? Rules without a database, then the door itself."""

from typing import Any

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from vakwerk.foundation.bilingual import BilingualFormField
from vakwerk.foundation.middleware import TextMiddleware
from vakwerk.foundation.sheets.cells import has_lost_digits, line, said
from vakwerk.foundation.text import is_path, is_text, number_in, numbers_in, one_line, only_text, paragraphs

ANY = st.text(st.characters(), max_size=60)


@given(ANY)
def test_what_is_let_in_can_be_kept_written_to_xml_and_sent(text: str) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    for cleaned in (only_text(text), paragraphs(text), one_line(text)):
        assert is_text(cleaned)
        assert "\x00" not in cleaned
        cleaned.encode("utf-8")
        assert not ILLEGAL_CHARACTERS_RE.search(cleaned)
        assert not any(0xFDD0 <= ord(c) <= 0xFDEF or ord(c) & 0xFFFE == 0xFFFE for c in cleaned)


@given(ANY)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    for rule in (only_text, paragraphs, one_line):
        assert rule(rule(text)) == rule(text)


@given(ANY)
def test_one_line_is_one_line_for_every_reader(text: str) -> None:
    cleaned = one_line(text)
    assert len(cleaned.splitlines()) <= 1
    assert cleaned == cleaned.strip()
    assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\t")


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("Los\rlaten", "Los laten"),
        ("Los\r\nlaten", "Los laten"),
        ("a\u2028b\x85c", "a b c"),
        ("Jan\u202eneJ", "JanneJ"),
        ("Zoë \u00a0 van 't Hof", "Zoë van 't Hof"),
        ("A\uffffd", "Ad"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),
    ],
)
def test_a_name_keeps_its_letters_and_loses_what_is_none(given_: str, kept: str) -> None:
    assert one_line(given_) == kept


@pytest.mark.parametrize(
    "path", ["/a/\x00/", "/a/\uffff/", "/a/b\nc/", "/a/99999999999999999999/", "/a/\ufffd/"]
)
def test_an_address_with_what_is_no_text_or_no_number_is_none_of_ours(path: str) -> None:
    assert not is_path(path)


def test_a_long_name_of_digits_is_an_address_where_it_is_not_a_number() -> None:
    assert is_path("/a/123456789012345678/")
    assert is_path("/a/2026-12345678901234567890/")


def through(request: HttpRequest) -> HttpRequest:
    """Return a request as a view gets it."""
    seen: list[HttpRequest] = []

    def view(given_: HttpRequest) -> HttpResponse:
        seen.append(given_)
        return HttpResponse()

    TextMiddleware(view)(request)
    return seen[0]


def test_no_view_sees_what_is_no_text_in_addresses_forms_files_and_headers() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("a.csv", b"x")
    request = RequestFactory().post(
        "/x/?q=a%00b%EF%BF%BF",
        {"a\x00": "b\x00\uffff\r\nc", "file": file},
        headers={"User-Agent": "B\x00\x1b[1m"},
    )
    request.FILES.getlist("file")[0].name = "a\u202e\x01\n.csv"
    seen = through(request)
    assert seen.GET.dict() == {"q": "ab"}
    assert seen.POST.dict() == {"a": "b\r\nc"}
    assert seen.FILES.getlist("file")[0].name == "a .csv"
    assert seen.META["HTTP_USER_AGENT"] == "B[1m"


def test_an_address_of_no_text_becomes_one_that_is_not_there() -> None:
    assert through(RequestFactory().get("/a/%00/")).path_info == "/-/"


class _Form(forms.Form):
    name = forms.CharField()
    story = forms.CharField(widget=forms.Textarea)
    email = forms.EmailField()
    password = forms.CharField(widget=forms.PasswordInput, strip=False)
    title = BilingualFormField()
    more = BilingualFormField(long=True)
    number = forms.IntegerField()


def filled_in(**said_: Any) -> _Form:
    """Return a form with usual answers, but for these."""
    usual = {
        "name": "Bo", "story": "x", "email": "bo@x.example", "password": "geheim", "title_nl": "a", "title_en": "b",
        "more_nl": "a", "more_en": "b", "number": "3",
    }  # fmt: skip
    return _Form({**usual, **said_})


def test_a_box_of_one_line_holds_one_line_and_a_text_keeps_its_own() -> None:
    form = filled_in(
        name=" Bo\r\nBcc: x\u202e ",
        story="een\r\n\r\ntwee\x0b",
        title_nl="a\nb",
        more_nl="a\nb",
        password=" a\tb ",
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["name"] == "Bo Bcc: x"
    assert form.cleaned_data["story"] == "een\r\n\r\ntwee"
    assert form.cleaned_data["title"]["nl"] == "a b"
    assert form.cleaned_data["more"]["nl"] == "a\nb"
    assert form.cleaned_data["password"] == " a\tb "


@pytest.mark.parametrize("number", ["99999999999999999999", "2147483648", "-2147483649", "9" * 400])
def test_a_number_that_no_column_holds_is_refused_at_the_door(number: str) -> None:
    assert "number" in filled_in(number=number).errors


class _JsonForm(forms.Form):
    credential = forms.JSONField(widget=forms.HiddenInput)


@pytest.mark.parametrize(
    "written", ['{"a": "\\ud800"}', '{"a": 1e999}', '{"a": "\\u0000"}', "[" * 5000, "nee"]
)
def test_json_in_a_form_that_cannot_be_kept_is_refused_and_shown_again(written: str) -> None:
    form = _JsonForm({"credential": written})
    assert "credential" in form.errors
    str(form).encode("utf-8")


def test_json_in_a_form_that_can_be_kept_is_read() -> None:
    form = _JsonForm({"credential": '{"a": [1, "é"]}'})
    assert form.is_valid()
    assert form.cleaned_data == {"credential": {"a": [1, "é"]}}


def test_cells_are_cleaned_as_forms_are() -> None:
    assert said(" een\r\ntwee\x01\uffff ") == "een\ntwee"
    assert line("Los\rlaten") == "Los laten"
    assert said(12.0) == "12"
    assert has_lost_digits(said(123456789012345680000.0))


@pytest.mark.parametrize(
    ("text", "lost"), [("1.23457E+11", True), ("1,2E+05", True), ("123457", False), ("E5", False)]
)
def test_a_number_in_powers_of_ten_has_lost_its_digits(text: str, lost: bool) -> None:
    assert has_lost_digits(text) == lost


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), ("007", 7), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("9" * 5000, None),
        ("", None), (" 1", None), ("-1", None), ("1.0", None), ("\u0663", None), ("\u00b2", None),
    ],
)  # fmt: skip
def test_a_number_is_read_only_where_a_column_could_hold_it(text: str, number: int | None) -> None:
    assert number_in(text) == number
    assert numbers_in(["3", text, "4"]) == ([3, 4] if number is None else [3, number, 4])


def test_a_number_can_be_kept_shorter() -> None:
    assert [number_in(text, digits=2) for text in ("99", "100")] == [99, None]
