"""Does an assessor decide per behaviour, is a level reached by it, and who gets to see what?"""

import re

import pytest
from django.test import Client

from vakwerk.craft.models import Competency, Evidence, ReachedLevel
from vakwerk.craft.tests.evidence_factories import NOW, behaviour, decided, reached, sent, written
from vakwerk.craft.tests.framework_fixtures import queries_of
from vakwerk.foundation.models import OutgoingMail
from vakwerk.foundation.roles import Role
from vakwerk.people.models import Person
from vakwerk.people.tests import factories as people

TO_ASSESS = "/apeldoorn/beoordelen/"


def _answers(piece: Evidence, *verdicts: str, reason: str = "") -> dict[str, str]:
    found = {}
    for shows, verdict in zip(piece.shows.all(), verdicts, strict=True):
        found[f"verdict_{shows.pk}"] = verdict
        found[f"reason_{shows.pk}"] = reason if verdict != "confirmed" else ""
    return found


def test_two_behaviours_of_the_first_level_make_it_reached(
    esra: Person, marit: Person, marits: Client, connecting: Competency
) -> None:
    piece = sent(written(esra, connecting, shows=behaviour(connecting, level=1)), marit)
    page = marits.get(f"{TO_ASSESS}{piece.pk}/").content.decode()
    assert "Als je alles bevestigt, bereikt Esra Kaya Leerling." in page
    marits.post(f"{TO_ASSESS}{piece.pk}/", _answers(piece, "confirmed", "confirmed"))
    level = ReachedLevel.objects.get()
    assert (level.person, level.level, level.assessor) == (esra, 1, marit)
    assert "je een badge aanvragen" in OutgoingMail.objects.filter(to=esra.email).latest("pk").text


def test_one_confirmed_behaviour_is_not_a_level_yet(
    esra: Person, marit: Person, marits: Client, connecting: Competency
) -> None:
    piece = sent(written(esra, connecting, shows=behaviour(connecting, level=1)), marit)
    marits.post(
        f"{TO_ASSESS}{piece.pk}/", _answers(piece, "confirmed", "refused", reason="Dat deed je collega.")
    )
    piece.refresh_from_db()
    assert piece.state == Evidence.State.CONFIRMED
    assert not ReachedLevel.objects.exists()
    second = sent(written(esra, connecting, shows=behaviour(connecting, level=1)[1:]), marit)
    assert [one.level for one in decided(second, marit, "confirmed")] == [1]


def test_a_higher_level_waits_for_the_lower_unless_the_assessor_says_why(
    esra: Person, marit: Person, marits: Client, connecting: Competency
) -> None:
    piece = sent(written(esra, connecting), marit)
    page = marits.get(f"{TO_ASSESS}{piece.pk}/").content.decode()
    assert "liet het niveau eronder nooit zien" in page
    marits.post(f"{TO_ASSESS}{piece.pk}/", _answers(piece, "confirmed", "confirmed"))
    assert not ReachedLevel.objects.exists()
    # Once the lower level is shown, what was confirmed above it counts.
    reached(esra, connecting, marit)
    assert set(ReachedLevel.objects.values_list("level", flat=True)) == {1, 2}


def test_with_a_reason_the_higher_level_counts_at_once(
    esra: Person, marit: Person, marits: Client, connecting: Competency
) -> None:
    piece = sent(written(esra, connecting), marit)
    answers = {**_answers(piece, "confirmed", "confirmed"), "skipped_reason": "Acht jaar ervaring."}
    marits.post(f"{TO_ASSESS}{piece.pk}/", answers)
    assert ReachedLevel.objects.get().skipped_reason == "Acht jaar ervaring."


@pytest.mark.parametrize("verdict", ["asked_back", "refused"])
def test_a_question_or_a_no_needs_its_reason_and_nothing_typed_is_lost(
    esra: Person, marit: Person, marits: Client, connecting: Competency, verdict: str
) -> None:
    piece = sent(written(esra, connecting), marit)
    answers = _answers(piece, "confirmed", verdict)
    first = piece.shows.all()[0]
    answers[f"reason_{first.pk}"] = "Dit was sterk."
    answer = marits.post(f"{TO_ASSESS}{piece.pk}/", answers)
    assert answer.status_code == 422
    assert "Zeg waarom" in answer.content.decode()
    assert "Dit was sterk." in answer.content.decode()
    piece.refresh_from_db()
    assert piece.state == Evidence.State.WAITING


def test_a_verdict_is_given_once(esra: Person, marit: Person, marits: Client, connecting: Competency) -> None:
    piece = sent(written(esra, connecting), marit)
    decided(piece, marit, "refused")
    page = marits.get(f"{TO_ASSESS}{piece.pk}/").content.decode()
    assert "Geef dit oordeel" not in page
    marits.post(f"{TO_ASSESS}{piece.pk}/", _answers(piece, "confirmed", "confirmed"))
    piece.refresh_from_db()
    assert piece.state == Evidence.State.REFUSED


def test_what_the_assessor_saw_stays_as_it_was(
    esra: Person, marit: Person, esras: Client, marits: Client, connecting: Competency
) -> None:
    piece = sent(written(esra, connecting), marit)
    decided(piece, marit, "refused")
    esras.post(
        f"/apeldoorn/mijn-bewijs/{piece.pk}/wijzigen/",
        {"title": "Gesprek", "situation": "Anders.", "action": "Ook anders."},
    )
    page = marits.get(f"{TO_ASSESS}{piece.pk}/").content.decode()
    assert "Ik deed iets." in page
    assert "Ook anders." not in page
    # A behaviour that was spoken about keeps its place, though nobody ticked it now.
    assert piece.shows.count() == 2


def test_another_assessor_sees_nothing(esra: Person, marit: Person, connecting: Competency) -> None:
    piece = sent(written(esra, connecting), marit)
    other = people.signed_in(people.person("Anneke", "Vos", roles=(Role.ASSESSOR,)))
    assert other.get(f"{TO_ASSESS}{piece.pk}/").status_code == 404
    assert other.post(f"{TO_ASSESS}{piece.pk}/", _answers(piece, "confirmed", "confirmed")).status_code == 404


def test_who_is_no_assessor_is_kept_out(esras: Client) -> None:
    assert esras.get(TO_ASSESS).status_code == 403


def test_the_longest_waiting_comes_first_in_a_constant_number_of_queries(
    esra: Person, lotte: Person, marit: Person, marits: Client, connecting: Competency
) -> None:
    first = sent(written(esra, connecting, title="Eerst"), marit)
    few = queries_of(marits, TO_ASSESS)
    for nth in range(5):
        sent(written(lotte, connecting, title=f"Later {nth}"), marit)
    Evidence.objects.filter(pk=first.pk).update(submitted_at=NOW.replace(year=2020))
    page = marits.get(TO_ASSESS).content.decode()
    assert page.index("Eerst") < page.index("Later")
    assert queries_of(marits, TO_ASSESS) == few


def test_a_coordinator_sees_numbers_from_eight_and_no_names(
    esra: Person, marit: Person, connecting: Competency
) -> None:
    jeroen = people.signed_in(people.person("Jeroen", "Timmer", roles=(Role.COORDINATOR,)))
    sent(written(esra, connecting), marit)
    page = jeroen.get("/apeldoorn/coordinatie/bewijs/").content.decode()
    # Nothing may be shown yet: a sentence says so, and no table of empty cells.
    assert "Nog geen competentie heeft bewijs van 8 mensen." in page
    assert "niet getoond" not in page
    for nth in range(7):
        someone = people.person(f"Lid{nth}", "Jansen")
        someone.joined_at = esra.joined_at
        someone.save(update_fields=["joined_at"])
        sent(written(someone, connecting), marit)
    page = jeroen.get("/apeldoorn/coordinatie/bewijs/").content.decode()
    row = page[page.index(">Verbinden<") :]
    assert re.search(r">\s*8\s*<", row[: row.index("</tr>")])
    assert "niet getoond" in page
    assert "Esra" not in page
    assert "Gesprek" not in page
