"""Whether the command reads what people have, writes what they need, and says what is wrong."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import PatternFill

from circlemix.command import main
from circlemix.reading import people_from_frame, read_people
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


@pytest.mark.parametrize(
    ("missing", "names"),
    [("python_calamine", ("mensen.xlsx", "uit.csv")), ("openpyxl", ("mensen.csv", "uit.xlsx"))],
)
def test_without_the_packages_for_workbooks_the_command_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], missing: str,
    names: tuple[str, str],
) -> None:  # fmt: skip
    workbook(tmp_path / "mensen.xlsx", rows())
    (tmp_path / "mensen.csv").write_text("naam\nann\nbo\n")
    monkeypatch.setitem(sys.modules, missing, None)
    source, target = (str(tmp_path / name) for name in names)
    assert main([source, "-o", target, "--seconds", "0.2"]) == 2
    assert "pip install openpyxl python-calamine" in capsys.readouterr().err


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
    options = ["--at-least", "kind=inwoner:2", "--seconds", "0.2", "--language", "en"]
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


@pytest.mark.parametrize(
    "options",
    [
        ["--seconds", "nan"],
        ["--seconds", "inf"],
        ["--seconds", "-1"],
        ["--seconds", "0"],
        ["--seconds", "1e9"],
        ["--seed", "-1"],
        ["--seed", "99999999999"],
        ["--circles", "99999999999"],
        ["--circles", "15"],
        ["--circles", "0"],
        ["--waiting", "-1"],
        ["--per-slot", "0"],
        ["--size", "99999999999999999999"],
        ["--size", "9" * 5000],
        ["--size", "0"],
        ["--distinct", "discipline:99999999999999999999"],
        ["--at-least", "kind=inwoner:99999999999"],
        ["--never-one", "kind=marsmannetje"],
        ["--never-one", "kind=,"],
        ["--at-most", "hobby=tuin:1"],
        ["--mix", "discipline=nan"],
        ["--nonsense"],
    ],
)
def test_an_option_that_cannot_be_used_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    source, target = workbook(tmp_path / "mensen.xlsx", rows()), tmp_path / "uit.csv"
    try:
        code = main([str(source), "-o", str(target), *options])
    except SystemExit as over:
        code = int(over.code or 0)
    said = capsys.readouterr().err
    assert code == 2
    assert len(said.strip().splitlines()) == 1
    assert not target.exists()


@pytest.mark.parametrize(("source", "target"), [("mensen.doc", "uit.csv"), ("mensen.csv", "uit.pdf")])
def test_a_file_that_ends_otherwise_is_refused_before_the_search(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], source: str, target: str
) -> None:
    (tmp_path / source).write_text("naam\nBo\nAd\n")
    assert main([str(tmp_path / source), "-o", str(tmp_path / target)]) == 2
    assert "must end in" in capsys.readouterr().err


@pytest.mark.parametrize("rule", ["kind=resident", "soort=Inwoner", "doet mee als=inwoners|klant"])
def test_dutch_and_english_words_of_a_rule_mean_the_same(tmp_path: Path, rule: str) -> None:
    source, target = workbook(tmp_path / "mensen.xlsx", rows()), tmp_path / "uit.xlsx"
    assert (
        main([str(source), "-o", str(target), "--never-one", rule.partition("|")[0], "--seconds", "0.2"]) == 0
    )
    circles = {
        row[1]: row[2] for row in load_workbook(target)["Kringen"].iter_rows(min_row=2, values_only=True)
    }
    assert circles["Persoon 5"] == circles["Persoon 6"]


@pytest.mark.parametrize("between", [",", ";", "|", "\n", " , "])
def test_lists_are_split_on_whatever_people_write_between(between: str) -> None:
    class Frame(dict[str, list[object]]):
        columns = ("name", "momenten", "apart")

    names: list[object] = ["Bos, An", "Ad", "Bo"]
    told = Frame(
        name=names, momenten=[f"di{between}wo", "di", "wo"], apart=[f"Ad{between}Bo", "Bos, An", None]
    )
    sheet = people_from_frame(told)
    assert sheet.people.slot_names == ("di", "wo")
    pairs = set(zip(sheet.apart.first.tolist(), sheet.apart.second.tolist(), strict=True))
    assert {frozenset(pair) for pair in pairs} == {frozenset({0, 1}), frozenset({0, 2})}


def test_csv_is_guarded_against_formulas_and_a_workbook_keeps_texts_as_they_are(tmp_path: Path) -> None:
    names = ["=1+1", "+2", "-3", "@som", *[f"Bo {nth}" for nth in range(4)]]
    (tmp_path / "in.csv").write_text("\n".join(["naam", *names]))
    source, out = str(tmp_path / "in.csv"), tmp_path
    for name in ("uit.csv", "uit.xlsx"):
        assert main([source, "-o", str(out / name), "--size", "4", "--seconds", "0.2"]) == 0
    lines = (out / "uit.csv").read_text("utf-8-sig").splitlines()[1:]
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in lines for cell in line.split(";"))
    book = load_workbook(out / "uit.xlsx")["Kringen"]
    written = {row[1].value: row[1].data_type for row in book.iter_rows(min_row=2)}
    assert written == dict.fromkeys(names, "s")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('naam;vak\nBo;a\n"Ad;b\nAn;c\n', ["row 3", "not closed"]),
        ('naam;vak\nBo;a\n"Ad;b\nAn";c;\nEd;d\n', ["row 3", "not closed"]),
        ('naam;vak;team\nBo;a;x\nAd;b;"y\nAn;c;z\nKim;d;w";\nEd;a;x\n', ["row 3", "not closed"]),
        ("naam;vak\nBo;a\nAd;" + "x" * 150_000 + "\nAn;c\n", ["row 3, column 2", "more than 100000"]),
        ("naam;vak\nBo;a\nA\x00d;b\n", ["row 3", "no text"]),
        ("naam;vak\nBo;a\nAd\uffff;b\n", ["row 3", "no text"]),
        ("naam;vak\nZoë;a\nJosé;b\n".encode() + b"Andr\xe9;b\n", ["two ways", ": 4."]),
        (b"\xef\xbb\xbfnaam;vak\nBo;a\nAndr\xe9;b\n", ["row 3", "UTF-8"]),
        (b"naam;vak\nBo;a\nAndr\x81;b\n", ["row 3", "UTF-8"]),
    ],
)
def test_a_text_that_cannot_be_read_in_one_way_is_refused_with_its_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | bytes, said: list[str]
) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert main([str(source), "-o", str(tmp_path / "uit.csv")]) == 2
    shown = capsys.readouterr().err
    assert len(shown.splitlines()) == 1
    assert all(word in shown for word in said), shown


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_names_read_right_in_what_says_itself_how_it_was_saved(tmp_path: Path, encoding: str) -> None:
    source = tmp_path / "in.csv"
    names = ["Zoë Müller", '"Ruud ""Aap""\nBoer"', "José", '="0012"']
    source.write_bytes("\n".join(["naam;vak", *(f"{name};a" for name in names)]).encode(encoding))
    read = read_people(source).people.labels
    assert list(read) == ["Zoë Müller", 'Ruud "Aap"\nBoer', "José", "0012"]


@pytest.mark.parametrize(("quote", "cell"), [('"', "AZ200000"), ("'", "AZ200000"), ("'", "XFD1048576")])
def test_a_far_cell_is_named_before_the_memory_is_full(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], quote: str, cell: str
) -> None:
    source = workbook(tmp_path / "mensen.xlsx", rows())
    row = re.sub(r"\D", "", cell)
    far = f'<row r="{row}"><c r="{cell}" t="str"><v>x</v></c></row></sheetData>'.replace('"', quote)
    with ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(source, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part.replace(b"</sheetData>", far.encode()))
    assert main([str(source), "-o", str(tmp_path / "uit.csv")]) == 2
    assert f"row {row}, column" in capsys.readouterr().err


def test_a_list_whose_columns_are_coloured_to_the_last_row_is_read(tmp_path: Path) -> None:
    source = workbook(tmp_path / "mensen.xlsx", rows())
    book = load_workbook(source)
    book["Sheet"]["XFD1048576"].fill = PatternFill("solid", fgColor="FFFF00")
    book.save(source)
    assert len(read_people(source).people) == 14
