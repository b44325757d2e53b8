"""Does ``vakwerk compose`` do what it says, and say what it cannot do?"""

import csv
from pathlib import Path

import openpyxl
import pytest

from circlemix.command import BAD_INPUT, DONE, NO_SOLUTION, main

HEADERS = ["Nummer", "Naam", "Vakgebied", "Organisatie", "Doet mee als", "Momenten", "Leidinggevende"]


def _people(number: int = 14) -> list[list[object]]:
    kinds = ["inwoner", "inwoner", "partner", *["collega"] * (number - 3)]
    return [
        [at + 1, f"Persoon {at + 1}", "abcdef"[at % 6], "XYZ"[at % 3], kinds[at], "di 13.30; wo 9.30", None]
        for at in range(number)
    ]


def _file(folder: Path, rows: list[list[object]], headers: list[str] | None = None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [headers or HEADERS, *rows]:
        sheet.append(row)
    path = folder / "mensen.xlsx"
    book.save(path)
    return path


def _groups(path: Path) -> dict[str, int]:
    book = openpyxl.load_workbook(path)
    rows = list(book["Kringen"].iter_rows(values_only=True, min_row=2))
    return {str(row[3]): int(row[0]) for row in rows}  # type: ignore[arg-type]


def test_people_from_a_workbook_become_groups_that_keep_the_rules(tmp_path: Path) -> None:
    rows = _people()
    rows[4][6] = "Persoon 6"
    out = tmp_path / "uit.xlsx"
    words = [str(_file(tmp_path, rows)), "--size", "7", "--seconds", "1", "--quiet", "-o", str(out)]
    assert main(words) == DONE
    groups = _groups(out)
    assert groups["Persoon 5"] != groups["Persoon 6"]
    assert groups["Persoon 1"] == groups["Persoon 2"]
    assert sorted(groups.values()) == [1] * 7 + [2] * 7


def test_the_workbook_explains_wishes_rules_and_groups(tmp_path: Path) -> None:
    out = tmp_path / "uit.xlsx"
    main([str(_file(tmp_path, _people())), "--size", "7", "--seconds", "1", "--quiet", "-o", str(out)])
    book = openpyxl.load_workbook(out)
    said = {str(row[0]) for row in book["Uitleg"].iter_rows(values_only=True)}
    assert {"wensen, gemiddeld", "regel: size", "regel: count"} <= said
    assert {row[1] for row in book["Per kring"].iter_rows(values_only=True, min_row=2)} >= {"discipline"}


def test_semicolons_and_english_headers_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    lines = ["Name;Discipline", *(f"P{at};{'abc'[at % 3]}" for at in range(12))]
    path.write_text("\n".join(lines), encoding="cp1252")
    out = tmp_path / "out.csv"
    assert main([str(path), "--size", "6", "--seconds", "1", "--quiet", "-o", str(out)]) == DONE
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file, delimiter=";"))) == 13


@pytest.mark.parametrize(
    ("rows", "headers", "said"),
    [
        ([], None, "nobody"),
        ([["1", "A"], ["1", "B"]], ["Nummer", "Naam"], "'1' is person 1 already"),
        ([["x"]], ["Vakgebied"], "no column is called"),
        ([["A", "B"]], ["Naam", "Name"], "two columns say"),
        ([["A", "zeven"]], ["Naam", "Kring"], "no number from 1"),
        ([[None, "law"]], ["Naam", "Vakgebied"], "row 2"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_and_where(
    rows: list[list[object]],
    headers: list[str] | None,
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([str(_file(tmp_path, rows, headers)), "--quiet", "-o", str(tmp_path / "o.csv")]) == BAD_INPUT
    assert said in capsys.readouterr().err


def test_rules_that_clash_are_named_and_the_best_attempt_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "uit.csv"
    words = [str(_file(tmp_path, _people(13))), "--size", "7", "--seconds", "1", "--quiet", "-o", str(out)]
    assert main(words) == NO_SOLUTION
    assert "cannot hold together: size" in capsys.readouterr().err
    assert out.exists()
