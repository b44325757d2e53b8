"""Make the sample file with faults that the first tutorial mends: ``python tools/sample_people.py [file]``.

All people are made up. The faults are the ones that real lists have; ``FAULTS`` names them with their row.
"""

import random
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Font

HERE: Final = Path(__file__).resolve().parent.parent
FILE: Final = HERE / "docs" / "tutorials" / "mensen-met-fouten.xlsx"
HEADERS: Final = (
    "Personeelsnr.", "Naam", "E-mailadres", "Gemeente", "Soort organisatie", "Afdeling", "Functie", "Vakgebied",
    "Jaren ervaring", "Vorm van sturing", "Leidinggevende", "In dienst sinds",
)  # fmt: skip
# Row as the spreadsheet shows it, and what is wrong there.
FAULTS: Final = {
    7: "email_shape",
    12: "duplicate_row",
    19: "senior_unknown",
    24: "date_shape",
    30: "no_key",
    37: "orientation_unknown",
    43: "formula_error",
    51: "senior_self",
}
_GIVEN: Final = (
    "Aafke", "Bilal", "Carla", "Daan", "Elif", "Floor", "Gijs", "Hanneke", "Idris", "Janneke", "Kees", "Lieke",
    "Mo", "Nienke", "Oscar", "Petra", "Rachid", "Saskia", "Teun", "Ümit", "Vera", "Wouter", "Xandra", "Yara",
)  # fmt: skip
_FAMILY: Final = (
    "Bakker", "van den Berg", "Çelik", "Dijkstra", "van Es", "Faber", "de Groot", "Hendriks", "in 't Hout", "Jansen",
    "Kuipers", "van der Laan", "Mulder", "Nijhuis", "Özdemir", "Post", "Rietveld", "Smeets", "ten Thije", "Visser",
)  # fmt: skip
_WORK: Final = (
    ("Vergunningen", "vergunningverlener", "vergunningen", "klassiek"),
    ("Jeugd", "jeugdconsulent", "jeugd", "netwerkend"),
    ("Werk en Inkomen", "klantmanager", "werk en inkomen", "bedrijfsmatig"),
    ("Economie", "accountmanager", "economie", "netwerkend"),
    ("Wijkontwikkeling", "gebiedsmanager", "wijk", "responsief"),
)


def rows() -> list[list[Any]]:
    """Return sixty rows, the faults not yet in them."""
    chance = random.Random(20261124)  # noqa: S311 - the same file every time, nothing secret
    names = [f"{given} {family}" for given in _GIVEN for family in _FAMILY]
    chance.shuffle(names)
    made: list[list[Any]] = []
    for number, name in enumerate(names[:60]):
        unit, title, discipline, governing = _WORK[number % len(_WORK)]
        leads = number < len(_WORK)
        local = name.lower().replace(" ", ".").replace("'", "").translate(str.maketrans("üçö", "uco"))
        made.append(
            [
                f"{1200 + number:06d}",
                _shuffled(name) if number % 7 == 3 else name,
                f"{local}@apeldoorn.example",
                "Apeldoorn",
                "gemeente",
                unit,
                f"teamleider {discipline}" if leads else title,
                discipline,
                chance.randint(0, 31),
                governing,
                "" if leads else f"{1200 + number % len(_WORK):06d}",
                date(1995, 1, 1) + timedelta(days=chance.randint(0, 11_000)),
            ]
        )
    return made


def _shuffled(name: str) -> str:
    """Write a name as some lists do: surname first."""
    given, _, family = name.partition(" ")
    return f"{family}, {given}"


def spoil(made: list[list[Any]]) -> None:
    """Put the faults in. Row 1 holds the headers, so the first person stands in row 2."""
    made[7 - 2][2] = "bilal.visser(at)apeldoorn.example"
    made[12 - 2][:3] = made[11 - 2][:3]
    made[19 - 2][10] = "M. van Onbekend"
    made[24 - 2][11] = "31 februari 2019"
    made[30 - 2][0] = made[30 - 2][2] = ""
    made[37 - 2][9] = "autonoom"
    made[43 - 2][7] = "#N/A"
    made[51 - 2][10] = made[51 - 2][0]


def write(file: Path) -> None:
    """Write the workbook."""
    made = rows()
    spoil(made)
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Medewerkers"
    page.append(list(HEADERS))
    for row in made:
        page.append(row)
    for cell in page[1]:
        cell.font = Font(bold=True)
    for letter in "ABCDEFGHIJKL":
        page.column_dimensions[letter].width = 20
    page.freeze_panes = "A2"
    file.parent.mkdir(parents=True, exist_ok=True)
    book.save(file)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else FILE
    write(target)
    print(f"{target}: 60 people, {len(FAULTS)} rows with a fault")
