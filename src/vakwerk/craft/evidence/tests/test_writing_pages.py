"""Does somebody write, keep, send in and take back evidence, and does nobody else see it?"""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from vakwerk.craft.evidence import storage, ties
from vakwerk.craft.frameworks import operations as versions
from vakwerk.craft.models import Competency, Evidence
from vakwerk.craft.tests import framework_factories as frameworks
from vakwerk.craft.tests.evidence_factories import NOW, PDF, behaviour, decided, sent, written
from vakwerk.craft.tests.framework_fixtures import queries_of
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.models import Academy, OutgoingMail
from vakwerk.foundation.roles import Role
from vakwerk.people.export import everything_about
from vakwerk.people.models import Bond, Person
from vakwerk.people.operations import erase_person
from vakwerk.people.tests import factories as people

MINE = "/apeldoorn/mijn-bewijs/"


def test_a_new_piece_is_a_draft_that_only_its_writer_sees(
    esra: Person, esras: Client, marits: Client, connecting: Competency
) -> None:
    one = behaviour(connecting)[0]
    answer = esras.post(
        f"{MINE}nieuw/{connecting.pk}/", {"title": "Gesprek", "situation": "x", "indicators": [one.pk]}
    )
    made = Evidence.objects.get()
    assert answer["Location"] == f"{MINE}{made.pk}/"
    assert made.state == Evidence.State.DRAFT
    assert [shows.indicator for shows in made.shows.all()] == [one]
    assert "Alleen jij ziet dit" in esras.get(MINE).content.decode()
    assert marits.get(f"{MINE}{made.pk}/").status_code == 404
    assert marits.get(f"/apeldoorn/beoordelen/{made.pk}/").status_code == 404


def test_nothing_typed_is_lost_when_something_is_missing(esras: Client, connecting: Competency) -> None:
    answer = esras.post(f"{MINE}nieuw/{connecting.pk}/", {"title": "", "action": "Wat ik lang typte."})
    assert answer.status_code == 422
    assert "Wat ik lang typte." in answer.content.decode()
    assert not Evidence.objects.exists()


def test_a_piece_goes_to_an_assessor_who_hears_of_it(
    esra: Person, marit: Person, esras: Client, marits: Client, connecting: Competency
) -> None:
    piece = written(esra, connecting)
    page = esras.get(f"{MINE}{piece.pk}/insturen/").content.decode()
    assert "Marit Hofman" in page
    assert "nooit samen in een kring" in page
    esras.post(f"{MINE}{piece.pk}/insturen/", {"assessor": marit.pk})
    piece.refresh_from_db()
    assert piece.state == Evidence.State.WAITING
    assert ties.around([esra.pk]) == {(esra.pk, marit.pk)}
    assert not esra.bonds_above.exists()
    mail = OutgoingMail.objects.get(to=marit.email)
    assert f"/apeldoorn/beoordelen/{piece.pk}/" in mail.text
    assert "Ik deed iets." not in mail.text
    assert "Gesprek" in marits.get("/apeldoorn/beoordelen/").content.decode()


def test_a_piece_that_is_being_read_stays_as_it_is(
    esra: Person, marit: Person, esras: Client, connecting: Competency
) -> None:
    piece = sent(written(esra, connecting), marit)
    answer = esras.post(f"{MINE}{piece.pk}/wijzigen/", {"title": "Anders"}, follow=True)
    assert "Je beoordelaar leest dit nu" in answer.content.decode()
    assert esras.post(f"{MINE}{piece.pk}/verwijderen/", follow=True).status_code == 200
    piece.refresh_from_db()
    assert piece.title == "Gesprek"


def test_what_is_taken_back_is_closed_to_the_assessor_and_no_longer_kept_from_their_circle(
    esra: Person, marit: Person, esras: Client, marits: Client, connecting: Competency
) -> None:
    piece = sent(written(esra, connecting), marit)
    esras.post(f"{MINE}{piece.pk}/terugtrekken/")
    piece.refresh_from_db()
    assert piece.state == Evidence.State.WITHDRAWN
    assert marits.get(f"/apeldoorn/beoordelen/{piece.pk}/").status_code == 404
    assert ties.around([esra.pk, marit.pk]) == set()


def test_a_question_is_answered_with_the_piece_that_was_changed(
    esra: Person, marit: Person, esras: Client, marits: Client, connecting: Competency
) -> None:
    piece = sent(written(esra, connecting), marit)
    decided(piece, marit, "asked_back")
    page = esras.get(f"{MINE}{piece.pk}/insturen/").content.decode()
    assert "Wat deed jij zelf?" in page
    assert esras.post(f"{MINE}{piece.pk}/insturen/", {"assessor": marit.pk}).status_code == 422
    esras.post(f"{MINE}{piece.pk}/insturen/", {"assessor": marit.pk, "answer": "Ik vroeg door."})
    assert "Ik vroeg door." in marits.get(f"/apeldoorn/beoordelen/{piece.pk}/").content.decode()
    assert piece.submissions.count() == 2


def test_a_manager_is_never_among_the_assessors(
    esra: Person, marit: Person, esras: Client, connecting: Competency
) -> None:
    Bond.objects.create(person=esra, senior=marit, kind=Bond.Kind.MANAGER)
    piece = written(esra, connecting)
    page = esras.get(f"{MINE}{piece.pk}/insturen/").content.decode()
    assert "Er is niemand die dit kan beoordelen" in page
    assert esras.post(f"{MINE}{piece.pk}/insturen/", {"assessor": marit.pk}).status_code == 422


def test_nobody_is_assessed_on_what_is_not_described(esra: Person, esras: Client, academy: Academy) -> None:
    draft = frameworks.own_draft(now=NOW - timedelta(days=60))
    bare = frameworks.incomplete(draft)
    frameworks.adopted(draft, on=(NOW - timedelta(days=60)).date(), now=NOW - timedelta(days=60))
    page = esras.get(f"{MINE}nieuw/{bare.pk}/").content.decode()
    assert "niet goed genoeg omschreven" in page or "Niemand kan op deze competentie" in page
    piece = written(esra, bare, shows=[])
    page = esras.get(f"{MINE}{piece.pk}/").content.decode()
    assert "Dit ontbreekt:" in page
    assert 'aria-disabled="true"' in page
    answer = esras.get(f"{MINE}{piece.pk}/insturen/")
    assert answer.status_code == 302


def test_nobody_is_assessed_before_they_could_read_for_fourteen_days(
    esra: Person, marit: Person, esras: Client, connecting: Competency
) -> None:
    esra.joined_at = NOW - timedelta(days=3)
    esra.save(update_fields=["joined_at"])
    piece = written(esra, connecting)
    page = esras.get(f"{MINE}{piece.pk}/").content.decode()
    assert "14 dagen" in page
    assert "Je kunt bewijs insturen vanaf" in page
    esras.post(f"{MINE}{piece.pk}/insturen/", {"assessor": marit.pk})
    piece.refresh_from_db()
    assert piece.state == Evidence.State.DRAFT


def test_the_coordinator_gets_the_way_to_mend_it(academy: Academy) -> None:
    jeroen = people.person("Jeroen", "Timmer", roles=(Role.COORDINATOR,))
    draft = frameworks.own_draft()
    bare = frameworks.incomplete(draft)
    frameworks.adopted(draft)
    page = people.signed_in(jeroen).get(f"{MINE}nieuw/{bare.pk}/").content.decode()
    assert f"/apeldoorn/coordinatie/raamwerken/{draft.pk}/competenties/{bare.pk}/" in page


def test_a_file_opens_for_who_may_see_only_to_save(
    esra: Person, marit: Person, esras: Client, marits: Client, connecting: Competency
) -> None:
    piece = written(esra, connecting)
    upload = SimpleUploadedFile("brief.pdf", PDF, content_type="text/html")
    esras.post(f"{MINE}{piece.pk}/bestand/", {"file": upload})
    file = piece.files.get()
    address = f"{MINE}bestanden/{file.pk}/"
    got = esras.get(address)
    assert got.content == PDF
    assert got["Content-Type"] == "application/pdf"
    assert got["Content-Disposition"] == 'attachment; filename="brief.pdf"'
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got["Content-Security-Policy"]
    assert marits.get(address).status_code == 404
    sent(piece, marit)
    assert marits.get(address).content == PDF
    assert marits.post(f"{address}weg/").status_code == 404
    stranger = people.signed_in(people.person("Tom", "Brinkman"))
    assert stranger.get(address).status_code == 404


WRONG = [
    ("brief.pdf", b"<html><script>", "is niet wat de naam zegt"),
    ("pagina.html", b"<html>", "is geen soort bestand dat Vakwerk bewaart"),
    ("leeg.pdf", b"", "is leeg"),
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda one: one[0])
def test_a_wrong_file_is_refused_with_its_reason(
    esra: Person, esras: Client, connecting: Competency, wrong: tuple[str, bytes, str]
) -> None:
    name, content, said = wrong
    piece = written(esra, connecting)
    answer = esras.post(f"{MINE}{piece.pk}/bestand/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not piece.files.exists()


def test_a_file_goes_from_the_disk_with_its_piece(
    esra: Person, esras: Client, connecting: Competency, django_capture_on_commit_callbacks: object
) -> None:
    piece = written(esra, connecting)
    esras.post(f"{MINE}{piece.pk}/bestand/", {"file": SimpleUploadedFile("brief.pdf", PDF)})
    path = storage.path_of(piece.files.get().key)
    assert path.read_bytes() == PDF
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # pytest-django's fixture
        esras.post(f"{MINE}{piece.pk}/verwijderen/")
    assert not path.exists()
    assert not Evidence.objects.exists()


def test_everything_goes_when_somebody_is_erased(
    esra: Person,
    marit: Person,
    esras: Client,
    connecting: Competency,
    django_capture_on_commit_callbacks: object,
) -> None:
    piece = written(esra, connecting)
    esras.post(f"{MINE}{piece.pk}/bestand/", {"file": SimpleUploadedFile("brief.pdf", PDF)})
    path = storage.path_of(piece.files.get().key)
    sent(piece, marit)
    decided(piece, marit, "confirmed", skipped_reason="Zichtbaar.")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # pytest-django's fixture
        erase_person(person=esra, now=NOW, today=NOW.date(), by=None)
    assert not Evidence.objects.exists()
    assert not path.exists()


def test_somebody_takes_all_of_it_along(esra: Person, marit: Person, connecting: Competency) -> None:
    piece = sent(written(esra, connecting), marit)
    decided(piece, marit, "asked_back")
    (known,) = everything_about(esra)["evidence"]["evidence"]
    assert known["action"] == "Ik deed iets."
    assert known["submissions"][0]["verdicts"][0]["reason"] == "Wat deed jij zelf?"


def test_a_list_takes_the_same_queries_however_long_it_is(
    esra: Person, marit: Person, esras: Client, connecting: Competency
) -> None:
    sent(written(esra, connecting), marit)
    few = queries_of(esras, MINE)
    for nth in range(6):
        piece = sent(written(esra, connecting, title=f"Stuk {nth}"), marit)
        decided(piece, marit, "asked_back")
    assert queries_of(esras, MINE) == few


def test_a_draft_comes_along_to_the_next_version(
    esra: Person, marit: Person, esras: Client, connecting: Competency
) -> None:
    piece = written(esra, connecting)
    first, second = behaviour(connecting)
    draft = versions.new_version(framework=connecting.framework, by=None, now=NOW)
    there = frameworks.competency(draft)
    changed = there.indicators.get(key=second.key)
    versions.change_indicator(
        indicator=changed, level=2, text=Bilingual(nl="Anders.", en="Otherwise."), by=None, now=NOW
    )
    frameworks.adopted(draft, on=NOW.date(), now=NOW)
    page = esras.get(f"{MINE}{piece.pk}/").content.decode()
    assert "Neem het mee" in page
    esras.post(f"{MINE}{piece.pk}/meenemen/")
    piece = Evidence.objects.get()
    assert piece.competency == there
    assert [one.indicator.key for one in piece.shows.all()] == [first.key]
    assert "Neem het mee" not in esras.get(f"{MINE}{piece.pk}/").content.decode()


def test_what_was_sent_stays_on_its_version_and_can_be_answered(
    esra: Person, marit: Person, esras: Client, connecting: Competency
) -> None:
    piece = sent(written(esra, connecting), marit)
    decided(piece, marit, "asked_back")
    draft = versions.new_version(framework=connecting.framework, by=None, now=NOW)
    frameworks.adopted(draft, on=NOW.date(), now=NOW)
    assert "Neem het mee" not in esras.get(f"{MINE}{piece.pk}/").content.decode()
    esras.post(f"{MINE}{piece.pk}/insturen/", {"assessor": marit.pk, "answer": "Zo."})
    piece.refresh_from_db()
    assert (piece.state, piece.competency) == (Evidence.State.WAITING, connecting)


@pytest.mark.parametrize("said", ["<html><script>alert(1)</script></html>", "<svg onload='alert(1)'/>"])
def test_a_page_that_calls_itself_a_text_is_never_opened_as_a_page(
    esra: Person, esras: Client, connecting: Competency, said: str
) -> None:
    piece = written(esra, connecting)
    upload = SimpleUploadedFile("brief.txt", said.encode(), content_type="text/html")
    esras.post(f"{MINE}{piece.pk}/bestand/", {"file": upload})
    got = esras.get(f"{MINE}bestanden/{piece.files.get().pk}/")
    assert got.content == said.encode()
    assert got["Content-Type"].startswith("text/plain")
    assert got["Content-Disposition"] == 'attachment; filename="brief.txt"'
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got["Content-Security-Policy"]
