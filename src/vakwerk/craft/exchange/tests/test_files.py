"""Does a file come in by way of a preview, into a draft or as a framework of its own, also when it is large?"""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks_db.models import DBTaskResult

from vakwerk.craft.exchange import case_writing, operations, queries
from vakwerk.craft.exchange.merging import merged
from vakwerk.craft.exchange.tests import foreign
from vakwerk.craft.frameworks import queries as frameworks
from vakwerk.craft.frameworks.comparing import compare
from vakwerk.craft.frameworks.rules import Missing
from vakwerk.craft.frameworks.storing import contents_of
from vakwerk.craft.models import Framework, FrameworkFile
from vakwerk.craft.profiles import operations as profiles
from vakwerk.craft.tests.framework_factories import NOW, TODAY, own_draft, profile
from vakwerk.foundation.jobs import run_job
from vakwerk.foundation.models import Academy, Job
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people.models import Person

IMPORT = "/apeldoorn/coordinatie/raamwerken/inlezen/"


def upload(content: bytes, name: str = "elders.json", **more: Any) -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content), **more}


def brought(package: dict[str, Any], by: Person, into: Framework | None = None) -> FrameworkFile:
    return operations.bring_file(
        name="elders.json", content=json.dumps(package).encode(), into=into, by=by, now=NOW
    )


def looked_at(file: FrameworkFile) -> FrameworkFile:
    """Have a large file looked at, as the worker does."""
    job = queries.job_of(file)
    assert job is not None
    run_job.func(academy_id=file.academy.pk, job_id=job.pk)
    return FrameworkFile.objects.get(pk=file.pk)


def test_a_foreign_framework_of_a_thousand_items_goes_through_the_database_unharmed(
    academy: Academy, jeroen: Person
) -> None:
    package = foreign.package(1_200)
    made = operations.take_over(file=brought(package, jeroen), take_away=False, by=jeroen, now=NOW)
    assert isinstance(made, Framework)
    assert made.competencies.count() == 1_200
    again = case_writing.package(contents_of(made), queries.edition_of(made, academy, language="nl"))
    assert again["CFDocument"] == package["CFDocument"]
    assert again["CFDefinitions"] == package["CFDefinitions"]
    assert again["CFRubrics"] == package["CFRubrics"]
    for name in ("CFItems", "CFAssociations"):
        before = {one["identifier"]: one for one in package[name]}
        after = {one["identifier"]: one for one in again[name]}
        assert before.keys() == after.keys()
        for identifier, one in before.items():
            assert after[identifier] == one


def test_a_foreign_framework_is_not_usable_for_assessment_and_says_so_per_competency(
    jeroen: Person, coordinator: Client
) -> None:
    made = operations.take_over(
        file=brought(foreign.package(12), jeroen), take_away=False, by=jeroen, now=NOW
    )
    assert isinstance(made, Framework)
    assert made.state == Framework.State.DRAFT
    for one in frameworks.competencies_of(made):
        assert {gap.what for gap in frameworks.describable(one)} >= {Missing.LEVELS, Missing.ADOPTION}
    page = coordinator.get(f"/apeldoorn/coordinatie/raamwerken/{made.pk}/").content.decode()
    assert page.count("Het raamwerk heeft geen niveaus.") == 12


def test_a_large_file_becomes_a_job_that_can_be_followed(
    academy: Academy, jeroen: Person, coordinator: Client
) -> None:
    file = looked_at(brought(foreign.package(operations.MOST_AT_ONCE + 1), jeroen))
    answer = coordinator.post(f"{IMPORT}{file.pk}/overnemen/")
    job = Job.objects.get(kind=queries.TAKE_OVER)
    assert answer.headers["Location"] == f"/apeldoorn/beheer/taken/{job.pk}/"
    assert coordinator.get(f"{IMPORT}{file.pk}/").status_code == 200
    assert DBTaskResult.objects.count() == 2
    run_job.func(academy_id=academy.pk, job_id=job.pk)
    with in_academy(academy):
        job.refresh_from_db()
        assert job.state == Job.State.DONE
        made = Framework.objects.get(state=Framework.State.DRAFT)
        assert job.result_url == f"/apeldoorn/coordinatie/raamwerken/{made.pk}/"
        assert made.competencies.count() == operations.MOST_AT_ONCE + 1


def test_the_preview_says_what_is_new_changed_and_wrong_before_anything_changes(
    jeroen: Person, coordinator: Client
) -> None:
    draft = own_draft(jeroen)
    head = "sleutel;competentie (nl);omschrijving (nl);niveau;gedrag (nl)\n"
    rows = "lawful;Rechtmatig handelen;Anders;;\nnieuw;Iets nieuws;Is nieuw;1;Doet het\n;;zonder naam;;\n"
    answer = coordinator.post(IMPORT, upload((head + rows).encode(), "tabel.csv", into=draft.pk))
    file = FrameworkFile.objects.get()
    assert answer.headers["Location"] == f"{IMPORT}{file.pk}/"
    before = contents_of(draft)
    page = coordinator.get(answer.headers["Location"]).content.decode()
    assert "Iets nieuws" in page
    assert "Rechtmatig handelen" in page
    assert "rij 4, competentie (nl)" in page
    assert "De competentie heeft geen naam. De rij wordt overgeslagen." in page
    assert compare(before, contents_of(draft)).is_empty
    coordinator.post(f"{IMPORT}{file.pk}/overnemen/")
    after = contents_of(draft).by_key
    assert after["lawful"].definition["nl"] == "Anders"
    assert after["nieuw"].indicators[0].text["nl"] == "Doet het"
    assert len(after) == 11


def test_taking_a_file_into_a_draft_keeps_who_has_its_role_profiles(jeroen: Person, esra: Person) -> None:
    draft = own_draft(jeroen)
    own = profile(draft)
    profiles.give_profile(profile=own, people=[esra], by=jeroen, today=TODAY)
    package = case_writing.package(
        contents_of(draft), case_writing.Edition("draft", 1, "x", "2027-01-01T00:00:00+00:00")
    )
    package["CFDocument"]["extensions"]["vakwerk"]["name"]["nl"] = "Anders genoemd"
    operations.take_over(file=brought(package, jeroen, draft), take_away=False, by=jeroen, now=NOW)
    draft.refresh_from_db()
    assert str(draft.name) == "Anders genoemd"
    assert [one.profile.key for one in esra.role_profiles.all()] == [own.key]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b'{"CFDocument": {,', "x.json", "Kijk bij regel 1, teken 17"),
        (
            b'{"CFDocument": {"title": "T", "identifier": "x"}}',
            "x.json",
            "CFDocument.identifier moet een UUID zijn",
        ),
        (b"%PDF-1.7 en meer", "x.pdf", "geen CSV"),
        (b"niveau;gedrag (nl)\n1;Doet iets\n", "x.csv", "Geen kolom zegt hoe een competentie heet"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_is_not_kept(
    coordinator: Client, content: bytes, name: str, said: str
) -> None:
    answer = coordinator.post(IMPORT, upload(content, name))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not FrameworkFile.objects.exists()


def test_a_file_that_changes_nothing_is_refused_with_the_reason(jeroen: Person, coordinator: Client) -> None:
    draft = own_draft(jeroen)
    package = case_writing.package(
        contents_of(draft), case_writing.Edition("draft", 1, "x", "2027-01-01T00:00:00+00:00")
    )
    file = brought(package, jeroen, draft)
    page = coordinator.get(f"{IMPORT}{file.pk}/").content.decode()
    assert "Er is niets om over te nemen" in page
    coordinator.post(f"{IMPORT}{file.pk}/overnemen/")
    file.refresh_from_db()
    assert file.state == FrameworkFile.State.WAITING
    coordinator.post(f"{IMPORT}{file.pk}/overnemen/", {"weggooien": "1"})
    assert not FrameworkFile.objects.exists()


@pytest.mark.parametrize("address", ["case/nl/", "case/en/", "tabel/csv/", "tabel/xlsx/"])
def test_a_framework_leaves_as_a_file_that_comes_in_again(
    jeroen: Person, coordinator: Client, address: str
) -> None:
    draft = own_draft(jeroen)
    answer = coordinator.get(f"/apeldoorn/coordinatie/raamwerken/{draft.pk}/{address}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    found = queries.read(answer.content, name="terug")
    assert not found.problems
    there = contents_of(draft)
    after = merged(there, found.contents, is_whole=found.is_whole, take_away=True)
    assert compare(there, after).competencies == []


def test_exporting_something_else_is_not_found(jeroen: Person, coordinator: Client) -> None:
    draft = own_draft(jeroen)
    assert draft.competencies.exists()
    for address in ("case/fr/", "tabel/pdf/"):
        assert coordinator.get(f"/apeldoorn/coordinatie/raamwerken/{draft.pk}/{address}").status_code == 404


def test_a_file_of_a_framework_that_is_here_says_so_and_is_not_kept_once_taken_over(
    jeroen: Person, coordinator: Client
) -> None:
    package = foreign.package(8)
    first = brought(package, jeroen)
    made = operations.take_over(file=first, take_away=False, by=jeroen, now=NOW)
    assert isinstance(made, Framework)
    first.refresh_from_db()
    assert bytes(first.content) == b""
    assert coordinator.get(f"{IMPORT}{first.pk}/").status_code == 200
    again = brought(package, jeroen)
    page = coordinator.get(f"{IMPORT}{again.pk}/").content.decode()
    assert "Dit raamwerk is hier al" in page
    assert f"/apeldoorn/coordinatie/raamwerken/{made.pk}/" in page


def test_what_stands_under_a_competency_is_shown_a_page_at_a_time(
    jeroen: Person, coordinator: Client
) -> None:
    root = "11111111-1111-4111-8111-111111111111"
    package = foreign.package(70)
    package["CFItems"].append({"identifier": root, "fullStatement": "Alles"})
    for one in package["CFAssociations"]:
        if one["associationType"] == "isChildOf":
            one["destinationNodeURI"]["identifier"] = root
    made = operations.take_over(file=brought(package, jeroen), take_away=False, by=jeroen, now=NOW)
    assert isinstance(made, Framework)
    top = made.competencies.get(parent=None)
    address = f"/apeldoorn/coordinatie/raamwerken/{made.pk}/competenties/{top.pk}/"
    page = coordinator.get(address).content.decode()
    assert page.count("/competenties/") < 75
    assert "?page=2" in page
    assert (
        "Onder deze competentie vallen andere" in coordinator.get(f"{address}verwijderen/").content.decode()
    )
    coordinator.post(f"{address}verwijderen/")
    assert made.competencies.filter(pk=top.pk).exists()


ODD = "Los\x01\x1blaten\uffff"


@pytest.mark.parametrize("address", ["case/nl/", "case/en/", "tabel/csv/", "tabel/xlsx/"])
def test_rows_from_before_anything_kept_out_what_is_no_text_leave_as_a_file_that_comes_in_again(
    jeroen: Person, coordinator: Client, address: str
) -> None:
    draft = own_draft(jeroen)
    texts = {"nl": ODD, "en": ODD}
    # As somebody could have written it before: past every form.
    Framework.objects.filter(pk=draft.pk).update(name=texts, foreign={ODD: [ODD, 1, None]})
    one = draft.competencies.get(key="lawful")
    draft.competencies.filter(pk=one.pk).update(name=texts, definition=texts, code=ODD)
    one.indicators.update(text=texts)
    answer = coordinator.get(f"/apeldoorn/coordinatie/raamwerken/{draft.pk}/{address}")
    assert answer.status_code == 200
    found = queries.read(answer.content, name="terug")
    assert not found.problems
    lawful = found.contents.by_key["lawful"]
    assert {lawful.name["nl"], lawful.definition["nl"], lawful.code} == {"Loslaten"}
    assert {each.text["nl"] for each in lawful.indicators} == {"Loslaten"}
    assert len(found.contents.competencies) == draft.competencies.count()
