"""Does an answer belong to the text it was given on, and does the assessor see what changed since?"""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from vakwerk.craft.evidence import operations, versions
from vakwerk.craft.evidence.operations import Texts
from vakwerk.craft.models import AskedResponse, Competency, Evidence, EvidenceIndicator
from vakwerk.craft.tests.evidence_factories import asked, behaviour, sent, written
from vakwerk.foundation.models import OutgoingMail
from vakwerk.people.models import Person

MINE = "/apeldoorn/mijn-bewijs/"


def _answered(piece: Evidence) -> tuple[AskedResponse, str]:
    response, token = asked(piece)
    seen = {one.indicator_id: "clearly" for one in piece.shows.all()}
    operations.respond(response=response, seen=seen, words="Ik was erbij.", now=timezone.now())
    return response, token


def _rewritten(piece: Evidence, connecting: Competency, **other: str) -> None:
    texts = {name: getattr(piece, name) for name in ("title", "situation", "action", "effect", "learned")}
    operations.change(
        evidence=piece,
        texts=Texts(**{**texts, **other}),
        indicators=behaviour(connecting),
        now=timezone.now(),
    )


def _plain(page: str) -> str:
    return re.sub(r"\s+", " ", page)


def test_an_assessor_sees_that_the_text_changed_after_an_answer_and_which_words(
    esra: Person, marit: Person, marits: Client, connecting: Competency
) -> None:
    piece = written(esra, connecting)
    _answered(piece)
    _rewritten(piece, connecting, action="Ik deed alles alleen.")
    sent(piece, marit)
    page = _plain(marits.get(f"/apeldoorn/beoordelen/{piece.pk}/").content.decode())
    assert "De tekst veranderde na het antwoord van Henk Oosterveld, inwoner" in page
    assert re.search(r"<del\s*><span\s+class=\"vw-hidden\"\s*>weggehaald: </span>iets</del>", page)
    assert re.search(r"<ins\s*><span\s+class=\"vw-hidden\"\s*>toegevoegd: </span>alles alleen</ins>", page)
    assert "Vraag het opnieuw" not in page


def test_an_answer_on_the_same_text_says_nothing_of_changes(
    esra: Person, marit: Person, marits: Client, connecting: Competency
) -> None:
    piece = written(esra, connecting)
    _answered(piece)
    # What a respondent does not read may change.
    _rewritten(piece, connecting, learned="Ik leerde nog iets.")
    sent(piece, marit)
    assert "De tekst veranderde" not in marits.get(f"/apeldoorn/beoordelen/{piece.pk}/").content.decode()


def test_the_writer_sees_it_too_and_can_ask_the_same_person_again(
    esra: Person, esras: Client, connecting: Competency
) -> None:
    piece = written(esra, connecting)
    first, _token = _answered(piece)
    fields = {"name": "Henk", "email": "henk@onserf.example", "relation": "resident", "language": "nl"}
    assert "al gevraagd" in esras.post(f"{MINE}{piece.pk}/reactie-vragen/", fields).content.decode()
    _rewritten(piece, connecting, situation="Iets heel anders.")
    page = esras.get(f"{MINE}{piece.pk}/").content.decode()
    assert f"{MINE}{piece.pk}/reactie-vragen/?opnieuw={first.pk}" in page
    again = esras.get(f"{MINE}{piece.pk}/reactie-vragen/?opnieuw={first.pk}").content.decode()
    assert 'value="Henk Oosterveld"' in again
    assert esras.post(f"{MINE}{piece.pk}/reactie-vragen/", fields).status_code == 302
    assert list(AskedResponse.objects.values_list("state", flat=True)) == ["given", "open"]
    # Twice on one text stays too much.
    assert "al gevraagd" in esras.post(f"{MINE}{piece.pk}/reactie-vragen/", fields).content.decode()


def test_whoever_answers_on_a_text_that_changed_meanwhile_reads_it_first(
    esra: Person, connecting: Competency
) -> None:
    piece = written(esra, connecting)
    response, token = asked(piece)
    visitor, address = Client(), f"/apeldoorn/reactie/{token}/"
    read = _hidden(visitor.get(address).content.decode())
    answers: dict[str, Any] = {f"seen_{one.indicator_id}": "partly" for one in _shows(piece)}
    _rewritten(piece, connecting, effect="Het werd ruzie.")
    late = visitor.post(address, {**answers, "words": "Goed gedaan.", "read": read})
    page = late.content.decode()
    assert late.status_code == 409
    assert "De tekst is veranderd terwijl je las" in page
    assert "Het werd ruzie." in page
    assert "Goed gedaan." in page
    response.refresh_from_db()
    assert response.state == AskedResponse.State.OPEN
    assert visitor.post(address, {**answers, "words": "Toch niet.", "read": _hidden(page)}).status_code == 200
    response.refresh_from_db()
    assert response.state == AskedResponse.State.GIVEN
    assert response.texts["effect"] == "Het werd ruzie."


def test_an_answer_that_is_erased_takes_its_text_along(esra: Person, connecting: Competency) -> None:
    response, _token = _answered(written(esra, connecting))
    operations.erase_response(response=response, now=timezone.now())
    response.refresh_from_db()
    assert response.texts == {}


def test_of_an_answer_from_before_texts_were_kept_the_page_says_that_it_is_not_known(
    esra: Person, esras: Client, connecting: Competency
) -> None:
    piece = written(esra, connecting)
    _answered(piece)
    AskedResponse.objects.update(texts={})
    assert "niet vastgelegd" in esras.get(f"{MINE}{piece.pk}/").content.decode()


@pytest.mark.parametrize(
    ("before", "now", "runs"),
    [
        (
            "Ik deed iets.",
            "Ik deed niets.",
            [("was", "Ik deed "), ("gone", "iets"), ("came", "niets"), ("was", ".")],
        ),
        ("", "Nieuw.", [("came", "Nieuw.")]),
        ("Weg ermee", "", [("gone", "Weg ermee")]),
        ("a\r\nb", "a\nb", None),
    ],
)
def test_words_that_came_in_and_went_out_are_told_apart(
    before: str, now: str, runs: list[tuple[str, str]] | None
) -> None:
    found = versions.changed_since({"action": before}, {"action": now})
    assert [[(one.kind, one.text) for one in each.runs] for each in found] == ([runs] if runs else [])


def test_a_text_that_is_no_text_of_words_keeps_nobody_waiting() -> None:
    before, now = "a b " * 750, "b a a " * 500
    (found,) = versions.changed_since({"action": before}, {"action": now})
    assert [one.kind for one in found.runs] == ["gone", "came"]


def _hidden(page: str) -> str:
    found = re.search(r'name="read" value="(\w+)"', page)
    assert found
    return found[1]


def _shows(piece: Evidence) -> list[EvidenceIndicator]:
    return list(piece.shows.all())


def test_letters_of_a_second_question_go_out(esra: Person, connecting: Competency) -> None:
    piece = written(esra, connecting)
    _answered(piece)
    _rewritten(piece, connecting, effect="Anders.")
    asked(piece)
    assert OutgoingMail.objects.filter(to="henk@onserf.example").count() == 2
