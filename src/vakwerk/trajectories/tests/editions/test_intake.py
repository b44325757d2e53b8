"""Does a catalogue come in whole, and out and in again without a difference?"""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from vakwerk.foundation.models import Academy
from vakwerk.people.models import Person
from vakwerk.trajectories.catalogue import leaving, queries
from vakwerk.trajectories.intake import operations, plans, rules
from vakwerk.trajectories.intake.rules import Field, Wrong
from vakwerk.trajectories.models import CatalogueImport, Edition, Trajectory
from vakwerk.trajectories.tests.edition_factories import make_competency, make_trajectory, open_edition

ALL = "/apeldoorn/coordinatie/uitvoeringen/inlezen/"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CSV = """\
code;cursus;omschrijving;bijeenkomsten;locatie;maximum;prijs;wie betaalt;docent;verplicht;doelen
luisteren;Luisteren;Hoor wat er staat;2027-02-02 13:30-15:30; Zaal 1;12;12,50;organisatie;Ada Bos;nee;Je hoort (C99, 2)
luisteren;;;16-2-2027 9.00 uur;;;;;;;
vragen;Vragen;;2027-02-30 13:30;;veel;gratis;;;misschien;
;;Zonder naam;;;;;;;;
avond;In de avond;;2027-02-02 19:00-21:00;;;;;;ja;
"""


def plans_of(text: str) -> list[plans.Plan]:
    return plans.plans_for(plans.read(text.encode()), now=timezone.now())


@pytest.mark.parametrize(
    ("cell", "moments"),
    [
        ("2027-02-02 13:30-15:30", [("2027-02-02T13:30", "2027-02-02T15:30")]),
        ("2-2-2027 13.30 uur", [("2027-02-02T13:30", "2027-02-02T15:30")]),
        (
            "16/2/2027 9:00 \u2013 12:00; 2-2-2027 van 9.00 tot 12.00",
            [("2027-02-02T09:00", "2027-02-02T12:00"), ("2027-02-16T09:00", "2027-02-16T12:00")],
        ),
        # A spreadsheet knows no time zones.
        (datetime(2027, 2, 2, 9), [("2027-02-02T09:00", "2027-02-02T11:00")]),  # noqa: DTZ001 - as it comes
        ("2027-02-30 13:30", None),
        ("binnenkort", None),
        ("2027-02-02 15:30-13:30", None),
    ],
)
def test_dates_are_read_as_people_write_them(cell: Any, moments: Any) -> None:
    row = rules.understand(2, [cell], ["data"])
    if moments is None:
        assert [one.column for one in row.problems] == ["A (data)"]
        return
    found = row.values[Field.MOMENTS]
    assert [(f"{start:%Y-%m-%dT%H:%M}", f"{end:%Y-%m-%dT%H:%M}") for start, end in found] == moments


@pytest.mark.parametrize(
    ("cell", "wrong"),
    [
        ("2027-03-28 02:30-04:00", Wrong.MISSING_TIME),
        ("2027-03-28 01:30-02:30", Wrong.MISSING_TIME),
        ("2027-10-31 02:15", Wrong.TIME_TWICE),
        (datetime(2027, 3, 28, 2, 30), Wrong.MISSING_TIME),  # noqa: DTZ001 - as it comes
        ("9999-12-31 13:30", Wrong.IMPOSSIBLE_DAY),
        (datetime(9999, 12, 31, 9), Wrong.IMPOSSIBLE_DAY),  # noqa: DTZ001 - as it comes
    ],
)
def test_times_that_do_not_exist_and_impossible_years_are_told_by_row(cell: Any, wrong: Wrong) -> None:
    (problem,) = rules.understand(2, [cell], ["data"]).problems
    assert (problem.column, problem.wrong) == ("A (data)", wrong)


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("weken", [0, "99999", -8, 105]),
        ("bijeenkomsten_nodig", ["99999", 0]),
        ("plekken", ["99999", 0, 2001, "-3"]),
        ("kosten", [-5.0, 1e20, float("inf"), float("nan"), 10_000_000, "999.999.999.999", "-5"]),
    ],
)
def test_a_number_that_a_page_would_refuse_is_told_by_column(head: str, cells: list[Any]) -> None:
    for cell in cells:
        row = rules.understand(2, ["Luisteren", cell], ["titel", head])
        assert not row.values.keys() - {Field.TITLE}, cell
        (problem,) = row.problems
        assert problem.column == f"B ({head})"
        assert problem.wrong in {Wrong.NUMBER_RANGE, Wrong.NO_NUMBER, Wrong.NO_MONEY}


@pytest.mark.parametrize(("cell", "cents"), [(12.5, 1250), ("1.250,50", 125_050), (999_999.99, 99_999_999)])
def test_an_amount_is_read_as_it_is_written(cell: Any, cents: int) -> None:
    assert rules.understand(2, ["A", cell], ["titel", "kosten"]).values[Field.COST] == cents


@pytest.mark.django_db
def test_a_day_more_than_five_years_off_is_asked_once(
    academy: Academy, jeroen: Person, browser: Callable[[Person], Client]
) -> None:
    far = "code;cursus;uitvoering;bijeenkomsten\nver;Ver weg;ver-1;2077-02-02 13:30-15:30\n"
    (plan,) = plans_of(far)
    assert (plan.outcome, plan.far) == ("new", [date(2077, 2, 2)])
    client = browser(jeroen)
    at = client.post(ALL, {"file": SimpleUploadedFile("a.csv", far.encode())}).url  # type: ignore[attr-defined]
    page = client.get(at).content.decode()
    assert "rij 2, Ver weg: 2 februari 2077" in " ".join(page.split())
    refused = client.post(at, follow=True).content.decode()
    assert "Controleer de dagen die ver weg zijn" in refused
    assert not Edition.objects.filter(key="ver-1").exists()
    client.post(at, {"sure": "1"})
    assert Edition.objects.get(key="ver-1").sessions.count() == 1
    # What stands there already is not asked again.
    (again,) = plans_of(far.replace("Ver weg", "Verder weg"))
    assert (again.outcome, again.far) == ("changed", [])


@pytest.mark.parametrize(
    ("cell", "cents"),
    [("12,50", 1250), ("€ 125", 12500), ("1.250,-", 125000), (99.5, 9950), ("gratis", None)],
)
def test_amounts_are_read_as_people_write_them(cell: Any, cents: int | None) -> None:
    assert rules.understand(2, [cell], ["kosten"]).values.get(Field.COST) == cents


@pytest.mark.django_db
def test_every_row_says_what_it_is_and_what_is_wrong(academy: Academy) -> None:
    found = plans_of(CSV)
    assert [plan.outcome for plan in found] == ["new", "new", "wrong", "wrong", "wrong"]
    assert [(one.column, one.wrong) for one in found[2].row.problems] == [
        ("D (bijeenkomsten)", Wrong.NO_DATE),
        ("F (maximum)", Wrong.NO_NUMBER),
        ("G (prijs)", Wrong.NO_MONEY),
        ("J (verplicht)", Wrong.NO_YES_NO),
    ]
    assert found[3].row.problems[0].wrong is Wrong.NO_KEY
    assert found[4].row.problems[0].wrong is Wrong.MANDATORY_HOURS


@pytest.mark.django_db
def test_a_file_is_taken_over_once_and_can_come_again(academy: Academy, jeroen: Person) -> None:
    now = timezone.now()
    make_competency("Luisteren")
    file = operations.keep_file(name="aanbod.csv", content=CSV.encode(), by=jeroen)
    counts = operations.take_over(file=file, by=jeroen, now=now)
    assert counts == {"new": 2, "wrong": 3}
    made = Trajectory.objects.get(key="luisteren")
    assert made.state == "draft"
    assert made.title.in_language("nl") == "Luisteren"
    assert [goal.text.in_language("nl") for goal in made.goals.all()] == ["Je hoort"]
    first, second = Edition.objects.order_by("starts_at")
    assert (first.place, first.capacity, first.cost, first.paid_by) == ("Zaal 1", 12, 1250, "organisation")
    assert first.state == "planned"
    assert [one.name for one in first.trainers.all()] == ["Ada Bos"]
    assert second.starts_at == datetime(2027, 2, 16, 9, tzinfo=AMSTERDAM)
    assert [plan.outcome for plan in plans_of(CSV)][:2] == ["unchanged", "unchanged"]
    # A file that was taken over does nothing more.
    assert operations.take_over(file=file, by=jeroen, now=now) == counts
    assert Edition.objects.count() == 2


@pytest.mark.django_db
def test_what_goes_out_comes_in_again_unchanged(academy: Academy, jeroen: Person) -> None:
    trajectory = make_trajectory(competency=make_competency())
    open_edition(trajectory, by=jeroen, now=datetime(2027, 1, 1, tzinfo=AMSTERDAM), cost=1250)
    content = leaving.as_workbook(queries.everything())
    found = plans.plans_for(plans.read(content), now=timezone.now())
    assert [(plan.row.sheet, plan.outcome, plan.row.problems) for plan in found] == [
        ("leertrajecten", "unchanged", []),
        ("uitvoeringen", "unchanged", []),
    ]


@pytest.mark.django_db
def test_a_changed_date_moves_the_session(academy: Academy, jeroen: Person) -> None:
    edition = open_edition(by=jeroen, now=datetime(2027, 1, 1, tzinfo=AMSTERDAM))
    text = f"sleutel;uitvoering;bijeenkomsten;plekken\nloslaten;{edition.key};2027-02-03 10:00-12:00;25\n"
    plan = plans_of(text)[0]
    assert plan.outcome == "changed"
    assert {field for field, _before, _after in plan.changes} == {"bijeenkomsten", "plekken"}
    file = operations.keep_file(name="x.csv", content=text.encode(), by=jeroen)
    operations.take_over(file=file, by=jeroen, now=datetime(2027, 1, 4, tzinfo=AMSTERDAM))
    edition.refresh_from_db()
    held = edition.sessions.filter(is_cancelled=False)
    assert [one.starts_at for one in held] == [datetime(2027, 2, 3, 10, tzinfo=AMSTERDAM)]
    assert edition.sessions.filter(is_cancelled=True).count() == 2
    assert edition.capacity == 25


@pytest.mark.django_db
def test_nothing_is_taken_over_when_one_row_is_refused_after_all(academy: Academy, jeroen: Person) -> None:
    edition = open_edition(by=jeroen, now=datetime(2027, 1, 1, tzinfo=AMSTERDAM), capacity=3)
    Edition.objects.update(taken=3)
    text = f"sleutel;titel;uitvoering;plekken\nnieuw;Nieuw;;9\nloslaten;;{edition.key};1\n"
    file = operations.keep_file(name="x.csv", content=text.encode(), by=jeroen)
    with pytest.raises(operations.NotTakenOverError) as error:
        operations.take_over(file=file, by=jeroen, now=timezone.now())
    assert error.value.plan.row.number == 3
    assert not Trajectory.objects.filter(key="nieuw").exists()
    file.refresh_from_db()
    assert file.state == CatalogueImport.State.PREVIEW


@pytest.mark.django_db
def test_the_pages_show_rows_and_take_them_over(
    browser: Callable[[Person], Client], academy: Academy, jeroen: Person
) -> None:
    client = browser(jeroen)
    start = "/apeldoorn/coordinatie/uitvoeringen/inlezen/"
    assert client.get(start).status_code == 200
    for kind in ("csv", "xlsx"):
        assert client.get(f"{start}voorbeeld/{kind}/").status_code == 200
    answer = client.post(start, {"file": SimpleUploadedFile("aanbod.csv", CSV.encode())})
    page = client.get(answer.headers["Location"])
    assert "D (bijeenkomsten)" in page.content.decode()
    assert client.post(answer.headers["Location"]).status_code == 302
    assert "overgenomen" in client.get(answer.headers["Location"]).content.decode()
    broken = client.post(start, {"file": SimpleUploadedFile("kapot.xlsx", b"PK\x03\x04kapot")})
    assert broken.status_code == 422


@pytest.mark.django_db
def test_the_example_can_come_in_as_it_is(
    browser: Callable[[Person], Client], academy: Academy, jeroen: Person
) -> None:
    answer = browser(jeroen).get("/apeldoorn/coordinatie/uitvoeringen/inlezen/voorbeeld/xlsx/")
    assert openpyxl.load_workbook(BytesIO(answer.content)).sheetnames[0] == "aanbod"
    found = plans.plans_for(plans.read(answer.content), now=timezone.now())
    assert [(plan.outcome, plan.row.problems) for plan in found] == [("new", [])]
    assert found[0].row.values[Field.MOMENTS][0][0].date() == date(2027, 2, 2)


@pytest.mark.django_db
def test_a_kept_file_that_cannot_be_read_any_more_says_why_and_can_be_thrown_away(
    academy: Academy, jeroen: Person, browser: Callable[[Person], Client]
) -> None:
    client = browser(jeroen)
    kept = CatalogueImport.objects.create(file_name="oud.csv", content=b'titel;weken\n"Open;4\n')
    page = client.get(f"{ALL}{kept.pk}/")
    assert page.status_code == 422
    assert "aanhalingsteken" in page.content.decode()
    client.post(f"{ALL}{kept.pk}/weg/", {"drop": "1"})
    kept.refresh_from_db()
    assert kept.state == CatalogueImport.State.DROPPED
