"""Does every reason why not have words, in both languages, and only once?"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import override

from vakwerk.foundation import refusals
from vakwerk.foundation.refusals import Refusal, Refused

SOURCES = Path(refusals.__file__).parents[1]
# What is said of a design part by part, with why it matters and what to do, instead of in one sentence.
SAID_OTHERWISE = {"Unsound"}


def _lists(base: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for found in base.__subclasses__():
        if found.__module__.startswith("vakwerk.") and found.__name__ not in SAID_OTHERWISE:
            yield found
        yield from _lists(found)


def test_every_reason_has_words_and_words_have_a_reason() -> None:
    reasons = {reason for found in _lists() for reason in found}
    assert len(reasons) > 250
    assert set(refusals.sentences()) == reasons


@pytest.mark.parametrize("reason", list(refusals.sentences()), ids=str)
def test_a_reason_is_said_in_the_language_of_the_reader(reason: Refusal) -> None:
    sentence = refusals.sentences()[reason]
    if callable(sentence):
        return
    said = []
    for language in ("nl", "en"):
        with override(language):
            said.append(str(sentence))
    assert said[0] != said[1]


def test_no_reason_is_described_twice() -> None:
    """In one list the last words would win, and readers would get those of another reason."""
    for path in SOURCES.rglob("wording.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "refusals.describe":
                (sentences,) = node.args
                assert isinstance(sentences, ast.Dict)
                reasons = [ast.unparse(key) for key in sentences.keys if key is not None]
                assert len(reasons) == len(sentences.keys), f"{path} takes words over from elsewhere"
                assert len(reasons) == len(set(reasons)), f"{path} describes a reason twice"


class _Seat(Refusal):
    BUSY = "busy"
    FULL = "full"


class _Facilitator(Refusal):
    BUSY = "busy"


@pytest.fixture
def described(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "_words", {})
    refusals.describe(
        {
            _Seat.BUSY: "Sits elsewhere.",
            _Seat.FULL: "There is room for %(most)s.",
            _Facilitator.BUSY: lambda facts: f"Leads {facts['what']}.",
        },
        most=8,
    )


@pytest.mark.usefixtures("described")
def test_reasons_with_one_name_keep_their_own_words() -> None:
    assert refusals.say(_Seat.BUSY) == "Sits elsewhere."
    assert refusals.say(_Facilitator.BUSY, what="circle 2") == "Leads circle 2."
    with pytest.raises(ValueError, match="twice"):
        refusals.describe({_Seat.BUSY: "Is busy."})


@pytest.mark.usefixtures("described")
def test_facts_fill_the_gaps_and_say_whom_it_is_about() -> None:
    assert refusals.say(None) == ""
    assert refusals.say(_Seat.FULL) == "There is room for 8."
    assert refusals.say(Refused(_Seat.FULL, {"most": 6})) == "There is room for 6."
    assert refusals.say(Refused(_Seat.BUSY, {"about": "Femke de Wit"})) == "Femke de Wit: Sits elsewhere."
