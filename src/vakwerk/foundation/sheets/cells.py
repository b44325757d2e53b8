"""What can a cell hold, and what does it say? Pure: no Django, no database."""

from datetime import date, datetime

Cell = str | float | int | bool | date | datetime | None


def said(cell: Cell) -> str:
    """Return a cell as text; spreadsheets keep a whole number as a broken one."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
