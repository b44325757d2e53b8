"""Can a workbook take more than it may? Each of these is refused in words, by a process that may end badly."""

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from vakwerk.foundation import limited
from vakwerk.foundation.sheets import reading, workbooks
from vakwerk.foundation.sheets.trouble import FileTrouble, Trouble

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ROWS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>naam</t></is></c><c r="B1" t="inlineStr"><is><t>mail</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>Esra</t></is></c><c r="B2" t="inlineStr"><is><t>esra</t></is></c></row>'
)


def recognise(head: str) -> str | None:
    """Know two heads."""
    return head if head in {"naam", "mail"} else None


def packed(sheet: str, **parts: str | bytes) -> bytes:
    """Return a workbook of one sheet with this XML; parts by name, with "__" for a slash."""
    made, file = io.BytesIO(), io.BytesIO()
    book = Workbook()
    book.create_sheet("Blad1").append(["text"])
    del book["Sheet"]
    book.save(made)
    own: dict[str, str | bytes] = {"xl/worksheets/sheet1.xml": sheet}
    own |= {f"{name.replace('__', '/')}.xml": content for name, content in parts.items()}
    with zipfile.ZipFile(made) as given, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in given.namelist():
            archive.writestr(name, own.pop(name, given.read(name)))
        for name, content in own.items():
            archive.writestr(name, content)
    return file.getvalue()


def of_rows(rows: str, after: str = "") -> bytes:
    """Return a workbook with these rows."""
    return packed(f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>")


def refused(content: bytes) -> FileTrouble:
    """Return why a file is not read."""
    with pytest.raises(FileTrouble) as caught:
        reading.read(content, recognise=recognise)
    return caught.value


def billion_laughs() -> bytes:
    lines = ['<!ENTITY a0 "ha">', *(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))]
    return packed(
        f"<!DOCTYPE x [{''.join(lines)}]><worksheet {MAIN}><sheetData>{ROWS}<x>&a11;</x></sheetData></worksheet>"
    )


def outside() -> bytes:
    return packed(
        f'<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet {MAIN}><sheetData>{ROWS}</sheetData></worksheet>'
    )


def two_parts_of_one_name() -> bytes:
    file = io.BytesIO(of_rows(ROWS))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("XL/worksheets/Sheet1.xml", "<worksheet/>")
    return file.getvalue()


def full_of_zeros() -> bytes:
    return packed(
        f"<worksheet {MAIN}><sheetData>{ROWS}</sheetData></worksheet>", xl__media__x=bytes(210_000_000)
    )


def nested() -> bytes:
    return packed(f"<worksheet {MAIN}><sheetData>{ROWS}</sheetData>{'<a>' * 2_000_000}")


def with_a_text_of_a_million_everywhere() -> bytes:
    cells = "".join(
        f'<c r="A{row}" t="s"><v>0</v></c><c r="B{row}" t="s"><v>0</v></c>' for row in range(3, 9000)
    )
    rows = ROWS + f'<row r="3">{cells}</row>'
    return packed(
        f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>",
        xl__sharedStrings=f"<sst {MAIN}><si><t>{'x' * 1_000_000}</t></si></sst>",
    )


def that_lies_about_its_size() -> bytes:
    content = of_rows(ROWS + " " * 5_000_000)
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/worksheets/sheet1.xml"))
    return content[: at + 24] + (100).to_bytes(4, "little") + content[at + 28 :]


HARMFUL: dict[str, tuple[Callable[[], bytes], set[Trouble]]] = {
    "a far cell": (
        lambda: of_rows(ROWS + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        {Trouble.FAR_CELL},
    ),
    "a far cell in single quotes": (
        lambda: of_rows(ROWS + "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"),
        {Trouble.FAR_CELL},
    ),
    "a far cell with spaces around its address": (
        lambda: of_rows(ROWS + '<row r="1048576"><c\n r = "XFD1048576"><v>1</v></c></row>'),
        {Trouble.FAR_CELL},
    ),
    "a far cell with a prefix": (
        lambda: packed(
            f'<x:worksheet {MAIN.replace("xmlns", "xmlns:x")}><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c>'
            '</x:row><x:row r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
        ),
        {Trouble.FAR_CELL},
    ),
    "a far cell whose address is written in entities": (
        lambda: of_rows(ROWS + '<row r="1048576"><c r="&#88;FD1048576"><v>1</v></c></row>'),
        {Trouble.FAR_CELL},
    ),
    "an address that no spreadsheet knows": (
        lambda: of_rows(ROWS + '<row r="3"><c r="ZZZZ99999999"><v>1</v></c></row>'),
        {Trouble.BROKEN},
    ),
    "entities within entities": (billion_laughs, {Trouble.BROKEN}),
    "an entity from outside": (outside, {Trouble.BROKEN}),
    "two parts of one name": (two_parts_of_one_name, {Trouble.BROKEN}),
    "much once unpacked": (full_of_zeros, {Trouble.BOMB}),
    "elements within elements": (nested, {Trouble.BROKEN, Trouble.TOO_MUCH}),
    "one long text in many cells": (with_a_text_of_a_million_everywhere, {Trouble.TOO_MUCH}),
    "a part that is larger than it says": (that_lies_about_its_size, {Trouble.BROKEN, Trouble.TOO_MUCH}),
}


def test_the_workbook_around_the_harm_is_one_that_is_read() -> None:
    assert reading.read(of_rows(ROWS), recognise=recognise).rows == [(2, ["Esra", "esra"])]


@pytest.mark.parametrize("what", HARMFUL)
def test_a_workbook_that_would_take_too_much_is_refused(what: str) -> None:
    make, expected = HARMFUL[what]
    assert refused(make()).trouble in expected


def test_every_harmful_workbook_is_said_in_words_that_stand_by_themselves() -> None:
    from vakwerk.foundation.sheets.wording import trouble

    found = refused(HARMFUL["a far cell"][0]())
    assert "XFD1048576" in trouble(found)
    for one in (Trouble.TOO_MUCH, Trouble.BROKEN):
        assert "%(" not in trouble(FileTrouble(one))


@pytest.mark.parametrize(
    ("part", "form"),
    [
        ("xl/workbook.bin", ".xlsb"),
        ("content.xml", ".ods"),
        ("Index/Document.iwa", "Numbers"),
        ("word/document.xml", "Word"),
    ],
)
def test_a_file_of_another_program_is_called_by_its_name(part: str, form: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(part, "x")
    found = refused(file.getvalue())
    assert found.trouble is Trouble.OTHER_FORM
    assert form in found.facts["form"]


def test_a_list_whose_columns_are_formatted_to_the_last_row_is_read() -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["naam", "mail"])
    page.append(["Esra", "esra@apeldoorn.example"])
    page["H1048576"].fill = PatternFill("solid", fgColor="FFFF00")
    file = io.BytesIO()
    book.save(file)
    table = reading.read(file.getvalue(), recognise=recognise)
    assert table.rows == [(2, ["Esra", "esra@apeldoorn.example"])]


def test_a_workbook_of_many_sheets_is_read_by_the_one_with_heads() -> None:
    book = Workbook()
    for number in range(30):
        book.create_sheet(f"uitleg {number}").append(["zo vul je dit in"])
    page = book.create_sheet("lijst")
    page.append(["naam", "mail"])
    page.append(["Esra", "esra@apeldoorn.example"])
    file = io.BytesIO()
    book.save(file)
    table = reading.read(file.getvalue(), recognise=recognise)
    assert (table.name, len(table.names)) == ("lijst", 32)
    assert table.rows == [(2, ["Esra", "esra@apeldoorn.example"])]


def test_formulas_without_an_outcome_and_errors_are_seen_however_they_are_written() -> None:
    rows = (
        ROWS + "<row r='3'><c r='A3' t='e'><f>1/0</f><v>#DIV/0!</v></c><c r='B3'><f>B2</f><v>x</v></c></row>"
        "<row r='4'><c r='A4'><f>B1&amp;B2</f></c><c r='B4'><f t='shared' si='0'/><v></v></c></row>"
    )
    found = refused(of_rows(rows))
    assert (found.trouble, found.facts["cells"]) == (Trouble.FORMULAS, "A4, B4")
    table = reading.read(of_rows(rows.partition("<row r='4'>")[0]), recognise=recognise)
    assert table.rows[1][1][0] == "#DIV/0!"


@settings(max_examples=40, derandomize=True)
@given(data=st.binary(max_size=400), where=st.integers(0, 3000))
def test_a_workbook_with_any_bytes_in_it_is_read_or_refused(data: bytes, where: int) -> None:
    content = of_rows(ROWS)
    where %= len(content)
    torn = content[:where] + data + content[where + len(data) :]
    # In this process: what would end it counts as a fault here.
    answer = workbooks.read(torn, sheets=None, most_rows=100)
    assert answer.body or answer.facts["trouble"] in set(Trouble)


def takes_all_memory(content: bytes, /, **_options: str) -> limited.Answer:
    """Ask for more than anybody has."""
    return limited.Answer(body=content * 10**9)


def takes_for_ever(_content: bytes, /, **_options: str) -> limited.Answer:
    """Never end."""
    while True:
        pass


def test_a_reader_that_takes_too_much_ends_by_itself() -> None:
    for reader in (takes_all_memory, takes_for_ever):
        with pytest.raises(limited.TooMuchError):
            limited.read(reader, b"x" * 1000, memory=200 * limited.MEGABYTE, seconds=1)
