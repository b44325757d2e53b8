"""What went wrong with what was given, and where."""

from __future__ import annotations


class InputError(ValueError):
    """Something given cannot be used. The text names the place and the reason.

    ``where`` is the place in words (``people, category 'discipline'`` or ``circles.xlsx, row 4, column C``),
    ``reason`` what is wrong there.
    """

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(where, reason)
        self.where = where
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


WITHOUT_WORKBOOKS = (
    "is a workbook, which needs two more packages: pip install openpyxl python-calamine; CSV needs none"
)
"""Why a workbook cannot be read or written here."""
