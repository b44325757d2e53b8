"""Which CSV files are read, which are asked about, and which are refused, on which line?"""

import csv
import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vakwerk.foundation.sheets import reading
from vakwerk.foundation.sheets.encodings import text_of
from vakwerk.foundation.sheets.reading import as_utf_8
from vakwerk.foundation.sheets.trouble import FileTrouble, Trouble
from vakwerk.foundation.sheets.wording import trouble

HEAD = "nr;naam;mail\n"


def recognise(head: str) -> str | None:
    """Know three heads."""
    return head if head in {"nr", "naam", "mail"} else None


def rows(content: str | bytes) -> list[list[object]]:
    """Return the cells of every row below the heads."""
    given = content.encode() if isinstance(content, str) else content
    return [list(cells) for _number, cells in reading.read(given, recognise=recognise).rows]


def refused(content: str | bytes) -> FileTrouble:
    """Return why a file is not read."""
    with pytest.raises(FileTrouble) as caught:
        rows(content)
    return caught.value


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (HEAD + '1;"Jan;jan@x\n2;Piet;piet@x\n3;Kim;kim@x\n', 2),
        (HEAD + '1;Jan;jan@x\n2;"Piet;piet@x\n3;"Kim";kim@x\n', 3),
        (HEAD + '1;Jan;jan@x\n2;"Piet;piet@x\n3;Kim";kim@x\n', 3),
        (HEAD + '1;"Jan" de Boer;jan@x\n', 2),
        (HEAD + '1;Jan;"jan@x\n', 2),
        (HEAD + '1;"een\ntwee";jan@x\n2;"Piet;piet@x\n', 4),
        ('naam;mail\n"Jan;jan@x\nPiet;piet@x\n";kim@x;\n', 2),
    ],
)
def test_an_open_quote_is_refused_with_the_line_on_which_its_row_begins(content: str, line: int) -> None:
    found = refused(content)
    assert (found.trouble, found.facts["line"]) == (Trouble.OPEN_QUOTE, line)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (HEAD + '1;"een\ntwee; drie";jan@x\n', [["1", "een\ntwee; drie", "jan@x"]]),
        (HEAD + '1;"de ""Boer""";jan@x\n', [["1", 'de "Boer"', "jan@x"]]),
        (HEAD + '1;5" scherm;jan@x\n', [["1", '5" scherm', "jan@x"]]),
        (HEAD + '="0012";Jan;jan@x\n', [["0012", "Jan", "jan@x"]]),
        (HEAD + '"=""0012""";Jan;jan@x\n', [["0012", "Jan", "jan@x"]]),
        (HEAD + "=1+1;Jan;jan@x\n", [["=1+1", "Jan", "jan@x"]]),
        ("sep=,\nnr,naam,mail\n1,Jan,jan@x\n", [["1", "Jan", "jan@x"]]),
        ('naam;mail\n"een\ntwee";jan@x\n', [["een\ntwee", "jan@x"]]),
    ],
)
def test_cells_with_quotes_and_line_breaks_that_are_closed_are_read(
    content: str, expected: list[list[str]]
) -> None:
    assert rows(content) == expected


def test_one_zero_does_not_make_a_text_of_two_bytes_a_letter() -> None:
    assert text_of((HEAD + "1;J\x00an;jan@x\n").encode()) == HEAD + "1;J\x00an;jan@x\n"


NAMES = [
    "Zoë Müller",
    "Daniël Crèvecœur",
    "’t Hooft",
    "José Ibáñez",
    "Ruud ‘Aap’ Boer",
    "Ångström",
    "naïef – ja",
]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_names_read_right_in_what_tells_itself_and_in_what_windows_writes(encoding: str) -> None:
    content = HEAD + "".join(f"{nr};{name};x@x\n" for nr, name in enumerate(NAMES))
    if encoding in {"utf-16-le", "utf-16-be"}:
        assert not content.encode(encoding).startswith((b"\xff\xfe", b"\xfe\xff"))
    assert [cells[1] for cells in rows(content.encode(encoding))] == NAMES


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_older_encodings_are_recognised_by_names_that_could_be_nothing_else(encoding: str) -> None:
    names = ["René", "Zoë de Boer", "José"]
    content = HEAD + "".join(f"{nr};{name};x@x\n" for nr, name in enumerate(names))
    assert [cells[1] for cells in rows(content.encode(encoding))] == names


def test_an_encoding_that_cannot_be_told_is_asked_with_the_lines_both_ways() -> None:
    found = refused((HEAD + "1;Jörg;x@x\n2;Kim;y@x\n").encode("cp850"))
    assert found.trouble is Trouble.ENCODING
    assert found.facts["row"] == 2
    ways = dict(found.facts["ways"])
    assert ways["cp850"] == ["1;Jörg;x@x"]
    assert ways["mac_roman"] == ["1;Jîrg;x@x"]


def test_a_file_that_somebody_told_about_says_of_itself_what_it_is() -> None:
    content = (HEAD + "1;Jörg;x@x\n").encode("cp850")
    kept = as_utf_8(content, encoding="cp850")
    assert rows(kept) == [["1", "Jörg", "x@x"]]


@pytest.mark.parametrize(
    ("first", "second"), [("utf-8", "cp1252"), ("cp1252", "utf-8"), ("utf-8", "mac_roman")]
)
def test_two_encodings_in_one_file_are_refused_with_the_rows(first: str, second: str) -> None:
    content = HEAD.encode() + "1;Zoë;x@x\n".encode(first) * 3 + "2;Müller;x@x\n".encode(second)
    found = refused(content)
    assert (found.trouble, found.facts["rows"]) == (Trouble.MIXED_ENCODINGS, "5")


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe" + "nr;naam\n1;J".encode("utf-16-le") + b"\x00\xd8x\x00",
        b"\xff\xfe" + "nr;naam\n1;Jan".encode("utf-16-le") + b"\x00",
        b"\xef\xbb\xbfnr;naam\n1;J\xe9\n",
    ],
)
def test_what_is_no_text_in_its_own_encoding_is_refused_with_its_row(content: bytes) -> None:
    found = refused(content)
    assert (found.trouble, found.facts["row"]) == (Trouble.NO_TEXT, 2)


@settings(max_examples=150)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    table, trouble = read_or_refused(content.replace(b"PK", b""))
    assert trouble in set(Trouble) if trouble else table


CELL = st.text(
    st.characters(exclude_categories=["C", "Z"], include_characters=' ;,"\n'), min_size=1, max_size=12
)


@settings(max_examples=150)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6))
def test_what_a_csv_writer_writes_is_read_back_or_refused_and_never_changed(table: list[list[str]]) -> None:
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows([["nr", "naam", "mail"], *table])
    found, why = read_or_refused(file.getvalue().encode())
    if why:
        # Cells that hold a delimiter for every column on several lines look like rows that a quote pulled in.
        assert why in {Trouble.OPEN_QUOTE, Trouble.NO_ROWS}
        assert any("\n" in cell or not cell.strip() for row in table for cell in row)
    else:
        assert found == [row for row in table if any(cell.strip() for cell in row)]


NAME = st.from_regex(r"\A[A-ZÉÖÅ][a-zéèëïöüçñœ]{2,8}( d[’']|-| )[A-ZÉÖÅ][a-zéèëïöüçñœ]{2,8}\Z")


@settings(max_examples=150)
@given(st.lists(NAME, min_size=1, max_size=5))
def test_a_name_in_windows_letters_is_read_right_or_asked_with_the_right_one_among_the_ways(
    names: list[str],
) -> None:
    content = "\n".join(names).encode("cp1252")
    try:
        found = text_of(content)
    except FileTrouble as why:
        found = next(iter(dict(why.facts["ways"])["cp1252"]))
        assert found in names
    else:
        assert found == "\n".join(names)


def read_or_refused(content: bytes) -> tuple[list[list[object]], Trouble | None]:
    """Return the rows of a file, and why it is not read."""
    try:
        return rows(content), None
    except FileTrouble as why:
        return [], why.trouble


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (HEAD + "1;" + "x" * 100_001 + ";jan@x\n", 2, "B"),
        (HEAD + '1;"een\ntwee";jan@x\n2;Piet;"' + "x\n" * 60_000 + '"\n', 4, "C"),
        ("nr;naam;" + "x" * 200_000 + "\n1;Jan;jan@x\n", 1, "C"),
    ],
)
def test_a_cell_that_is_too_long_is_called_so_with_its_line_and_column(
    content: str, line: int, column: str
) -> None:
    found = refused(content)
    assert found.trouble is Trouble.LONG_CELL
    assert (found.facts["line"], found.facts["column"]) == (line, column)
    assert column in trouble(found)
    # As long as a cell may be, it is read.
    assert rows(HEAD + "1;" + "x" * 100_000 + ";jan@x\n")


def test_a_long_file_below_an_open_quote_is_still_an_open_quote() -> None:
    found = refused(HEAD + '1;"Jan;jan@x\n' + "2;Piet;piet@x\n" * 20_000)
    assert (found.trouble, found.facts["line"]) == (Trouble.OPEN_QUOTE, 2)


@pytest.mark.parametrize(
    "line",
    ["x" * 5_000_000, ";" * 1_000_000, '"' + "x;" * 1_000_000, '""' * 1_000_000],
    ids=["one cell", "a million cells", "an open quote", "only quotes"],
)
def test_one_very_long_line_is_refused_in_no_time(line: str) -> None:
    began = time.process_time()
    refused(f"{HEAD}{line}\n")
    assert time.process_time() - began < 5
