"""Whether the command reads what people have, writes what they need, and says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from circlemix.command import main
from circlemix.reading import people_from_frame
from circlemix.tests.terminal import lines_in, run_at_terminal

HEADERS = ["Nummer", "Naam", "Vakgebied", "Organisatie", "Doet mee als", "Leidinggevende", "Momenten"]


def rows() -> list[list[object]]:
    """Return fourteen people in a Dutch file; the first manages the second."""
    people = []
    for k in range(14):
        kind = "inwoner" if k in {5, 6} else "collega"
        people.append(
            [
                k,
                f"Persoon {k}",
                f"vak {k % 5}",
                f"org {k % 4}",
                kind,
                "Persoon 0" if k == 1 else None,
                "di;wo",
            ]
        )
    return people


def workbook(path: Path, content: list[list[object]]) -> Path:
    book = Workbook()
    assert book.active
    book.active.append(HEADERS)
    for row in content:
        book.active.append([None if cell is None else str(cell) for cell in row])
    book.save(path)
    return path


def test_a_workbook_becomes_circles_with_an_explanation(tmp_path: Path) -> None:
    source, target = workbook(tmp_path / "mensen.xlsx", rows()), tmp_path / "kringen.xlsx"
    options = ["--never-one", "kind=inwoner", "--distinct", "discipline:3", "--seconds", "0.3"]
    assert main([str(source), "-o", str(target), *options]) == 0
    book = load_workbook(target)
    circles = {row[1]: row[2] for row in book["Kringen"].iter_rows(min_row=2, values_only=True)}
    assert circles["Persoon 0"] != circles["Persoon 1"]
    assert circles["Persoon 5"] == circles["Persoon 6"]
    told = [row[1] for row in book["Uitleg"].iter_rows(values_only=True)]
    assert "Verschillend in elke kring discipline" in told


def test_a_semicolon_file_in_an_old_encoding_is_read(tmp_path: Path) -> None:
    source = tmp_path / "mensen.csv"
    lines = ["naam;vakgebied", *[f"Zoë {k};vak {k % 3}" for k in range(12)]]
    source.write_bytes("\r\n".join(lines).encode("cp1252"))
    target = tmp_path / "uit.csv"
    assert main([str(source), "-o", str(target), "--size", "6", "--seconds", "0.2"]) == 0
    assert "Zoë 3" in target.read_text("utf-8-sig")


def test_a_number_that_stands_there_twice_is_named_with_row_and_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = rows()
    content[3][0] = 2
    source = workbook(tmp_path / "mensen.xlsx", content)
    assert main([str(source), "-o", str(tmp_path / "uit.xlsx")]) == 2
    assert "mensen.xlsx, row 5, column 'Nummer': '2' stands in row 4 too" in capsys.readouterr().err
    assert not (tmp_path / "uit.xlsx").exists()


def test_no_solution_names_the_rules_that_clash(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = workbook(tmp_path / "mensen.xlsx", rows())
    options = ["--at-least", "kind=partner:1", "--seconds", "0.2", "--language", "en"]
    assert main([str(source), "-o", str(tmp_path / "uit.xlsx"), *options]) == 3
    assert "These rules cannot hold together" in capsys.readouterr().err
    assert (tmp_path / "uit.xlsx").exists()


def test_a_wrong_option_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = workbook(tmp_path / "mensen.xlsx", rows())
    assert main([str(source), "-o", str(tmp_path / "uit.xlsx"), "--size", "veel"]) == 2
    assert "--size" in capsys.readouterr().err


def test_an_interrupt_shows_a_bar_before_and_keeps_the_best_so_far(tmp_path: Path) -> None:
    source, target = workbook(tmp_path / "mensen.xlsx", rows()), tmp_path / "kringen.csv"
    # Otherwise it might find before the interrupt that nothing can be improved.
    session = run_at_terminal(
        "import sys; from circlemix import command; command.Stalled = lambda iterations: command.Seconds(60);"
        "sys.exit(command.main())",
        *(str(source), "-o", str(target), "--seconds", "60"),
        interrupt_at=b"[.",
    )
    assert session.code == 130
    assert "%" in session.shown
    assert lines_in(target) == 15


def test_a_frame_is_read_by_its_columns() -> None:
    class Frame(dict[str, list[object]]):
        columns = ("name", "discipline")

    sheet = people_from_frame(Frame(name=["a", "b"], discipline=["law", None]))
    assert sheet.people.categories["discipline"].word(1) is None
