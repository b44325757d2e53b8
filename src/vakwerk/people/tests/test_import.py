"""Does a file of people come in whole, say what is wrong, and change nothing the second time?"""

import re
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from vakwerk.foundation.jobs import run_job
from vakwerk.foundation.models import Academy, Job
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people import operations
from vakwerk.people.intake import operations as intake
from vakwerk.people.intake import writing
from vakwerk.people.intake.views import _in_words
from vakwerk.people.models import (
    Bond,
    ColumnMapping,
    Membership,
    Organisation,
    PeopleImport,
    PeopleImportRow,
    Person,
)
from vakwerk.people.tests import factories

SAMPLE = Path(__file__).parents[4] / "docs" / "tutorials" / "mensen-met-fouten.xlsx"
pytestmark = pytest.mark.django_db


def as_xlsx(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def upload(client: Client, content: bytes, name: str = "mensen.csv") -> Any:
    return client.post(
        reverse("people:imports", args=["apeldoorn"]), {"file": SimpleUploadedFile(name, content)}
    )


def matched(client: Client, content: bytes, name: str = "mensen.csv") -> int:
    """Upload a file, take the columns as recognised, and return the number of the import."""
    answer = upload(client, content, name)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    columns = answer.headers["Location"]
    page = client.get(columns)
    form = page.context["form"]
    chosen = {f"column-{at}": form[f"column-{at}"].value() or "" for at in range(len(form.headers))}
    answer = client.post(columns, {**chosen, "organisation": ""})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return int(answer.headers["Location"].rstrip("/").rpartition("/")[2])


def taken_over(client: Client, content: bytes, name: str = "mensen.csv", *, wrong: str = "") -> PeopleImport:
    """Bring a file from upload to done."""
    number = matched(client, content, name)
    answer = client.post(reverse("people:import", args=["apeldoorn", number]), {"wrong": wrong})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    academy = Academy.objects.get(slug="apeldoorn")
    with in_academy(academy):
        job = Job.objects.latest("pk")
    run_job.call(academy_id=academy.pk, job_id=job.pk)
    with in_academy(academy):
        job.refresh_from_db()
        assert job.state == Job.State.DONE, job.error
        return PeopleImport.objects.get(pk=number)


def counts(client: Client, content: bytes, name: str = "mensen.csv") -> dict[str, int]:
    number = matched(client, content, name)
    with in_academy(Academy.objects.get(slug="apeldoorn")):
        found = PeopleImport.objects.get(pk=number).counts
    return {one: found[one] for one in ("new", "changed", "unchanged", "wrong")}


def problems(academy: Academy) -> dict[int, list[str]]:
    with in_academy(academy):
        rows = PeopleImportRow.objects.filter(outcome="wrong", file=PeopleImport.objects.latest("pk"))
        return {row.number: [problem[1] for problem in row.problems] for row in rows}


LIST = (
    "Personeelsnr;Voornaam;Tussenvoegsel;Achternaam;E-mail;Gemeente;Afdeling;Functie;Leidinggevende;In dienst\r\n"
    "00012;Esra;;Kaya;Esra@Apeldoorn.example;Apeldoorn;Jeugd;jeugdconsulent;Hofman, Marit;1-2-2015\r\n"
    "00013;Marit;;Hofman;marit@apeldoorn.example;Apeldoorn;Jeugd;teamleider;;3 maart 2009\r\n"
    "00014;Tom;van den;Brink;tom@apeldoorn.example;Apeldoorn;Economie;accountmanager;00013;2020-05-06\r\n"
)


def test_a_file_comes_in_from_upload_to_done(client: Client, apeldoorn: Academy) -> None:
    file = taken_over(client, LIST.encode())
    assert (file.state, bytes(file.content)) == (PeopleImport.State.DONE, b"")
    with in_academy(apeldoorn):
        esra = Person.objects.select_related("account").get(reference="00012")
        assert (esra.name, esra.email) == ("Esra Kaya", "esra@apeldoorn.example")
        assert set(esra.roles) == {Role.PARTICIPANT}
        assert esra.account is not None
        assert not esra.account.has_usable_password()
        tom = Person.objects.get(reference="00014")
        assert (tom.family_name, tom.sort_key[:5]) == ("van den Brink", "brink")
        place = Membership.objects.select_related("organisation", "unit").get(person=esra)
        assert (place.organisation.name, place.unit and place.unit.name) == ("Apeldoorn", "Jeugd")
        assert str(place.since) == "2015-02-01"
        bonds = Bond.objects.filter(kind="manager", senior__reference="00013")
        assert set(bonds.values_list("person__reference", "source")) == {
            ("00012", "mensen.csv"),
            ("00014", "mensen.csv"),
        }


def test_the_same_file_again_changes_nothing(client: Client) -> None:
    taken_over(client, LIST.encode())
    assert counts(client, LIST.encode()) == {"new": 0, "changed": 0, "unchanged": 3, "wrong": 0}


def test_a_change_is_shown_as_old_and_new(client: Client) -> None:
    taken_over(client, LIST.encode())
    number = matched(client, LIST.replace("accountmanager", "projectleider").encode())
    page = client.get(
        reverse("people:import", args=["apeldoorn", number]), {"outcome": "changed"}
    ).content.decode()
    assert "accountmanager" in page
    assert "projectleider" in page
    assert "Esra" not in page


def test_an_empty_cell_changes_nothing(client: Client) -> None:
    taken_over(client, LIST.encode())
    assert counts(client, LIST.replace("accountmanager", "").encode())["unchanged"] == 3


def test_leading_zeros_that_a_spreadsheet_took_away_do_not_make_new_people(client: Client) -> None:
    taken_over(client, LIST.encode())
    content = as_xlsx(["Personeelsnummer", "Naam"], [12, "Esra Kaya"], [13, "Hofman, Marit"])
    assert counts(client, content, "lijst.xlsx") == {"new": 0, "changed": 0, "unchanged": 2, "wrong": 0}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_encodings_and_separators_are_detected(
    client: Client, apeldoorn: Academy, encoding: str, delimiter: str
) -> None:
    text = "Nr;Naam;Mail;Functie\n1;José Müller;jose@x.example;coördinator\n2;Zoë van 't Hof;zoe@x.example;café\n"
    taken_over(client, text.replace(";", delimiter).encode(encoding))
    with in_academy(apeldoorn):
        names = set(Person.objects.exclude(reference="").values_list("given_name", "family_name"))
    assert names == {("José", "Müller"), ("Zoë", "van 't Hof")}


def test_an_encoding_that_cannot_be_told_is_asked_and_the_answer_is_kept(
    client: Client, apeldoorn: Academy
) -> None:
    content = "Nr;Naam;Mail\n1;Jörg Smit;jorg@x.example\n".encode("cp850")
    asked = upload(client, content)
    assert asked.status_code == 422
    page = asked.content.decode()
    assert "Jörg Smit" in page
    assert "Jîrg Smit" in page
    held = dict(re.findall(r'name="(held\w*)" value="([^"]*)"', page))
    again = {**held, "encoding": "utf-9"}
    assert client.post(reverse("people:imports", args=["apeldoorn"]), again).status_code == 422
    answer = client.post(reverse("people:imports", args=["apeldoorn"]), {**held, "encoding": "cp850"})
    assert answer.status_code == 302
    with in_academy(apeldoorn):
        file = PeopleImport.objects.get()
        assert file.file_name == "mensen.csv"
        assert "Jörg Smit" in bytes(file.content).decode("utf-8-sig")
    assert "Jörg Smit" in client.get(answer["Location"]).content.decode()


TROUBLES = {
    "an open quote": (b'Naam;E-mail\n"Jan;a@x.example\nPiet;b@x.example\n', "regel 2"),
    "two encodings": ("Naam;E-mail\nZoë;a@x.example\n".encode() + "José;b@x.example\n".encode("cp1252"), "3"),
    "empty": (b"", "leeg"),
    "no rows": (b"Naam;E-mail\n", "rij 1"),
    "no headers": (b"1;jan@x.example\n2;piet@x.example\n", "rij 1"),
    "headers twice": (b"Naam;E-mail;E-mail\nJan;a@x.example;b@x.example\n", "B, C"),
    "old Excel": (b"\xd0\xcf\x11\xe0" + b"x" * 100, ".xlsx"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "CSV"),
    "photo of an iPhone": (b"\x00\x00\x00\x18ftypheic" + b"x" * 100, "CSV"),
    "a cell that is too long": (b"Naam;E-mail\nJan;" + b"x" * 100_001 + b"\n", "kolom B"),
    "broken": (b"PK\x03\x04" + b"x" * 100, "beschadigd"),
}


@pytest.mark.parametrize("what", TROUBLES)
def test_a_file_that_is_no_list_is_refused_with_the_reason_and_the_place(client: Client, what: str) -> None:
    content, words = TROUBLES[what]
    answer = upload(client, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_merged_cells_are_named(client: Client) -> None:
    book = load_workbook(
        BytesIO(as_xlsx(["Naam", "E-mail"], ["Jan", "a@x.example"], ["Piet", "b@x.example"]))
    )
    book.active.merge_cells("A2:A3")  # type: ignore[union-attr]
    file = BytesIO()
    book.save(file)
    assert "A2:A3" in upload(client, file.getvalue(), "x.xlsx").content.decode()


def test_the_sample_file_has_the_faults_it_says(client: Client, apeldoorn: Academy) -> None:
    found = counts(client, SAMPLE.read_bytes(), "mensen-met-fouten.xlsx")
    assert found == {"new": 52, "changed": 0, "unchanged": 0, "wrong": 8}
    assert problems(apeldoorn) == {
        7: ["email_shape"],
        12: ["duplicate_row"],
        19: ["senior_unknown"],
        24: ["date_shape"],
        30: ["no_key"],
        37: ["orientation_unknown"],
        43: ["error_cell"],
        51: ["senior_self"],
    }


def test_what_is_wrong_with_a_row_as_a_whole_names_no_cell(inside: Academy) -> None:
    twice = PeopleImportRow(
        problems=[
            ["", "duplicate_row", "", {"row": 5}],
            ["role", "role_unknown", "trainer", {"part": "trainer"}],
        ]
    )
    assert _in_words(twice) == (
        "Deze persoon staat al in rij 5.; Rol: “trainer” is geen rol. Dit zijn de rollen: academiecoördinator,"
        " gespreksleider, beoordelaar, deelnemer, gast, onderzoeker, lid van de ondernemingsraad, beheerder. (trainer)"
    )


def test_wrong_rows_are_left_out_only_when_asked(client: Client, apeldoorn: Academy) -> None:
    number = matched(client, SAMPLE.read_bytes(), "x.xlsx")
    address = reverse("people:import", args=["apeldoorn", number])
    page = client.get(address).content.decode()
    assert "Vink dit eerst aan." in page
    assert re.search(r'id="wrong-leave-out"\s+aria', page)
    alone = client.get(address, {"outcome": "wrong"}).content.decode()
    assert 'href="?outcome=wrong#rows"' in page
    assert "Floor Bakker" in alone
    assert "Carla Smeets" not in alone
    assert "Laat ze weg, of" in client.post(address, follow=True).content.decode()
    file = taken_over(client, SAMPLE.read_bytes(), "x.xlsx", wrong="leave_out")
    assert file.counts["wrong"] == 8
    with in_academy(apeldoorn):
        assert Person.objects.exclude(reference="").count() == 52


def test_wrong_rows_can_be_downloaded_mended_and_uploaded_again(client: Client, apeldoorn: Academy) -> None:
    file = taken_over(client, SAMPLE.read_bytes(), "x.xlsx", wrong="leave_out")
    wrong = client.get(reverse("people:import_wrong_rows", args=["apeldoorn", file.pk])).content.decode(
        "utf-8-sig"
    )
    assert wrong.count("\n") == 9
    mended = wrong.replace("bilal.visser(at)apeldoorn.example", "gemaakt@apeldoorn.example")
    found = counts(client, mended.encode("utf-8-sig"))
    assert (found["new"], found["wrong"]) == (1, 6)
    # The one that was there twice now gives the person who is in other values.
    assert found["changed"] == 1


@pytest.mark.parametrize(
    ("managers", "wrong"),
    [
        ({"1": "2", "2": "3", "3": ""}, {}),
        ({"1": "2", "2": "1", "3": ""}, {2: "managers_in_circle", 3: "managers_in_circle"}),
        ({"1": "2", "2": "3", "3": "1"}, dict.fromkeys((2, 3, 4), "managers_in_circle")),
        ({"1": "1", "2": "", "3": ""}, {2: "senior_self"}),
        ({"1": "9", "2": "", "3": ""}, {2: "senior_unknown"}),
        ({"1": "Sam Bos", "2": "", "3": ""}, {2: "senior_ambiguous"}),
        ({"1": "Bos, Sam", "2": "x", "3": ""}, {2: "senior_ambiguous", 3: "senior_unknown"}),
        ({"1": "2", "2": "9", "3": ""}, {2: "senior_wrong", 3: "senior_unknown"}),
    ],
)
def test_managers_are_found_or_named(
    client: Client, apeldoorn: Academy, managers: dict[str, str], wrong: dict[int, str]
) -> None:
    names = {"1": "Ada Wit", "2": "Sam Bos", "3": "Sam Bos"}
    rows = "".join(f"{key};{names[key]};p{key}@x.example;{manager}\n" for key, manager in managers.items())
    matched(client, f"Nr;Naam;E-mail;Manager\n{rows}".encode())
    assert {row: reasons[0] for row, reasons in problems(apeldoorn).items()} == wrong


def test_a_manager_who_is_known_already_cannot_end_up_below_their_team(
    client: Client, apeldoorn: Academy
) -> None:
    taken_over(client, LIST.encode())
    matched(client, b"Nr;Naam;Manager\n00013;Marit Hofman;00012\n")
    assert problems(apeldoorn) == {2: ["managers_in_circle"]}


def test_the_people_list_comes_back_unchanged(client: Client) -> None:
    taken_over(client, SAMPLE.read_bytes(), "x.xlsx", wrong="leave_out")
    for kind in ("xlsx", "csv"):
        exported = client.get(reverse("people:persons", args=["apeldoorn"]), {"download": kind}).content
        found = counts(client, exported, f"mensen.{kind}")
        assert found == {"new": 0, "changed": 0, "unchanged": 53, "wrong": 0}


def test_how_columns_were_matched_is_remembered(client: Client, apeldoorn: Academy) -> None:
    answer = upload(client, b"Wie;Waar te vinden\nJan de Vries;jan@x.example\n")
    chosen = {"column-0": "full_name", "column-1": "email", "organisation": ""}
    assert client.post(answer.url, chosen).status_code == 302
    with in_academy(apeldoorn):
        assert ColumnMapping.objects.count() == 1
    for heads in (b"Wie;Waar te vinden", b"WIE;Waar-te-vinden", b"Waar te vinden?;wie"):
        again = upload(client, heads + b"\nPiet Smit;piet@x.example\n")
        form = client.get(again.url).context["form"]
        matched = [form["column-0"].value(), form["column-1"].value()]
        assert matched == (["email", "full_name"] if heads.startswith(b"Waar") else ["full_name", "email"])


def test_a_column_cannot_be_matched_twice(client: Client) -> None:
    answer = upload(client, b"Naam;Mail;Extra\nJan;jan@x.example;x\n")
    sent = {"column-0": "full_name", "column-1": "email", "column-2": "email", "organisation": ""}
    assert client.post(answer.url, sent).status_code == 422


def test_people_who_have_no_organisation_get_the_one_of_the_file(client: Client, apeldoorn: Academy) -> None:
    with in_academy(apeldoorn):
        municipality = factories.organisation("Apeldoorn")
    answer = upload(client, b"Naam;Mail;Afdeling\nJan de Vries;jan@x.example;Jeugd\n")
    sent = {"column-0": "full_name", "column-1": "email", "column-2": "unit"}
    done = client.post(answer.url, {**sent, "organisation": municipality.pk})
    number = int(done.headers["Location"].rstrip("/").rpartition("/")[2])
    client.post(reverse("people:import", args=["apeldoorn", number]))
    with in_academy(apeldoorn):
        job = Job.objects.latest("pk")
    run_job.call(academy_id=apeldoorn.pk, job_id=job.pk)
    with in_academy(apeldoorn):
        assert Membership.objects.select_related("unit").get(person__email="jan@x.example").unit is not None


def test_a_coordinator_cannot_make_an_administrator_or_take_their_address(
    client: Client, apeldoorn: Academy
) -> None:
    with in_academy(apeldoorn):
        factories.person("Ada", "Beheer", roles=(Role.ADMINISTRATOR,), reference="1", email="ada@x.example")
    matched(client, b"Nr;Naam;Mail;Rol\n1;Ada Beheer;evil@x.example;\n2;Eva Kwaad;eva@x.example;beheerder\n")
    assert problems(apeldoorn) == {2: ["administrators_email"], 3: ["role_not_yours"]}


def test_an_import_that_fails_leaves_nothing_and_can_be_tried_again(
    client: Client, apeldoorn: Academy, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = matched(client, LIST.encode())
    client.post(reverse("people:import", args=["apeldoorn", number]))
    with in_academy(apeldoorn):
        job = Job.objects.latest("pk")

    def fails(*args: object, **kwargs: object) -> None:
        message = "the power went out"
        raise OSError(message)

    with monkeypatch.context() as patched:
        patched.setattr(writing, "_bind", fails)
        run_job.call(academy_id=apeldoorn.pk, job_id=job.pk)
    with in_academy(apeldoorn):
        job.refresh_from_db()
        assert job.state == Job.State.FAILED
        assert not Person.objects.exclude(reference="").exists()
        assert not Organisation.objects.exists()
        assert PeopleImport.objects.get(pk=number).state == PeopleImport.State.PREVIEW
    assert client.post(reverse("people:import", args=["apeldoorn", number])).status_code == 302


def test_a_job_that_is_taken_up_again_after_its_worker_died_takes_the_file_over_once(
    client: Client, apeldoorn: Academy
) -> None:
    number = matched(client, LIST.encode())
    client.post(reverse("people:import", args=["apeldoorn", number]))
    with in_academy(apeldoorn):
        job = Job.objects.latest("pk")
        # As a killed worker leaves it: running, with nothing written.
        Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, attempts=1)
    run_job.call(academy_id=apeldoorn.pk, job_id=job.pk)
    run_job.call(academy_id=apeldoorn.pk, job_id=job.pk)
    with in_academy(apeldoorn):
        assert Person.objects.exclude(reference="").count() == 3


def test_an_import_of_another_academy_is_not_found(client: Client, amsterdam: Academy) -> None:
    with in_academy(amsterdam):
        ilse = factories.person("Ilse", "Bonnema", roles=(Role.COORDINATOR,))
        file = intake.bring_file(name="x.csv", content=LIST.encode(), by=ilse)
    for page in ("import", "import_columns", "import_wrong_rows"):
        assert client.get(reverse(f"people:{page}", args=["apeldoorn", file.pk])).status_code == 404
    assert client.post(reverse("people:import_drop", args=["apeldoorn", file.pk])).status_code == 404


def test_the_preview_takes_as_many_queries_for_many_rows(client: Client) -> None:
    def queries(number: int) -> int:
        address = reverse("people:import", args=["apeldoorn", number])
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    many = LIST + "".join(f"9{n:04d};Iemand;;Nummer;n{n}@x.example;;;;;\r\n" for n in range(200))
    assert queries(matched(client, LIST.encode())) == queries(matched(client, many.encode()))


def test_the_template_file_comes_in_once_it_is_filled(client: Client) -> None:
    content = client.get(reverse("people:import_template", args=["apeldoorn"])).content
    book = load_workbook(BytesIO(content))
    page = book.worksheets[0]
    page["A2"], page["B2"], page["D2"], page["E2"] = "0007", "Gea", "Stegeman", "gea@hattem.example"
    file = BytesIO()
    book.save(file)
    assert counts(client, file.getvalue(), "voorbeeld.xlsx")["new"] == 1


def test_somebody_who_left_is_back_when_the_file_names_them(client: Client, apeldoorn: Academy) -> None:

    taken_over(client, LIST.encode())
    with in_academy(apeldoorn):
        operations.leave(
            person=Person.objects.get(reference="00012"),
            on=date(2026, 1, 1),
            by=None,
            now=datetime(2026, 1, 1, 12, tzinfo=UTC),
        )
    taken_over(client, LIST.encode())
    with in_academy(apeldoorn):
        assert Person.objects.get(reference="00012").left_on is None


def test_a_kept_file_that_cannot_be_read_any_more_says_why_and_can_be_thrown_away(
    client: Client, apeldoorn: Academy
) -> None:
    with in_academy(apeldoorn):
        # As it came in before files with two encodings were told apart.
        mixed = "naam;e-mail\nJörg Smit;j@x.example\n".encode() + "Zoë Bos;z@x.example\n".encode("cp1252")
        kept = PeopleImport.objects.create(file_name="oud.csv", content=mixed)
    at = f"/apeldoorn/coordinatie/mensen/inlezen/{kept.pk}/"
    page = client.get(f"{at}kolommen/")
    assert page.status_code == 422
    assert "Het bestand kan niet worden gelezen" in page.content.decode()
    client.post(f"{at}weg/", {"drop": "1"})
    with in_academy(apeldoorn):
        assert not PeopleImport.objects.filter(pk=kept.pk).exists()
