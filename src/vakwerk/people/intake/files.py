"""What stands in a file of people? The reader of all rooms, with the heads that this one knows."""

from vakwerk.foundation.sheets import reading
from vakwerk.foundation.sheets.reading import MOST_BYTES, Sheet
from vakwerk.people.intake.rules import headers

__all__ = ["MOST_BYTES", "Sheet", "read"]


def read(content: bytes, *, sheet: str = "") -> Sheet:
    """Read a file of people. ``sheet``: which sheet of a workbook; "" for the first that has people.

    :raises FileTrouble: when it is no table of people.
    """
    return reading.read(content, sheet=sheet, recognise=headers.recognise)
