"""What does a cell say? Turns cells into values, or says what is wrong with them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from vakwerk.foundation.sheets.cells import Cell, has_lost_digits, line
from vakwerk.foundation.sheets.heads import plain
from vakwerk.foundation.text import one_line
from vakwerk.people.intake.rules.headers import Field


class Reason(StrEnum):
    """What can be wrong with a row."""

    NO_NAME = "no_name"
    NO_GIVEN_NAME = "no_given_name"
    NO_KEY = "no_key"
    EMAIL_SHAPE = "email_shape"
    PHONE_SHAPE = "phone_shape"
    DATE_SHAPE = "date_shape"
    DATE_RANGE = "date_range"
    SENIORITY_UNKNOWN = "seniority_unknown"
    ORIENTATION_UNKNOWN = "orientation_unknown"
    KIND_UNKNOWN = "kind_unknown"
    ROLE_UNKNOWN = "role_unknown"
    ROLE_NOT_YOURS = "role_not_yours"
    TOO_LONG = "too_long"
    FORMULA = "formula"
    DIGITS_LOST = "digits_lost"
    ERROR_CELL = "error_cell"
    DUPLICATE_ROW = "duplicate_row"
    KEY_CONFLICT = "key_conflict"
    EMAIL_TAKEN = "email_taken"
    ADMINISTRATORS_EMAIL = "administrators_email"
    UNIT_WITHOUT_ORGANISATION = "unit_without_organisation"
    KIND_DIFFERS = "kind_differs"
    PARENT_DIFFERS = "parent_differs"
    PARENT_SELF = "parent_self"
    SENIOR_UNKNOWN = "senior_unknown"
    SENIOR_AMBIGUOUS = "senior_ambiguous"
    SENIOR_SELF = "senior_self"
    SENIOR_WRONG = "senior_wrong"
    MANAGERS_IN_CIRCLE = "managers_in_circle"
    LEFT_BEFORE = "left_before"
    ADMINISTRATOR_LEAVES = "administrator_leaves"


class WrongValue(Exception):
    """A cell cannot be used, and this is why."""

    def __init__(self, reason: Reason, **facts: Any) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.facts = facts


@dataclass(frozen=True)
class Vocabulary:
    """Words for choices, in every language; keys as ``heads.plain`` gives them."""

    seniority: Mapping[str, str] = dataclass_field(default_factory=dict)
    orientation: Mapping[str, str] = dataclass_field(default_factory=dict)
    kind: Mapping[str, str] = dataclass_field(default_factory=dict)
    role: Mapping[str, str] = dataclass_field(default_factory=dict)


_EMAIL = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+\Z"
)
_PHONE = re.compile(r"\+?[0-9 ()./-]{6,}\Z")
_ISO_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?\Z")
_DUTCH_DATE = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?: .*)?\Z")
_WORDS_DATE = re.compile(r"(\d{1,2})[- .]*([a-zé]+)[- .']*(\d{4}|\d{2})\Z")
_MONTHS = {
    "jan": 1, "feb": 2, "mrt": 3, "maa": 3, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7,
    "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_FIRST_DAY = date(1940, 1, 1)
_EXCEL_DAY_0 = date(1899, 12, 30)
_YEARS = re.compile(
    r"(?:ruim|bijna|ca\.?|about|over|>|<)?\s*(\d{1,2})(?:[.,]\d+)?\s*(?:\+|jaar|jaren|jr\.?|years?|yrs?)?\s*\Z"
)
_ERRORS = frozenset(
    {
        "#REF!",
        "#N/A",
        "#NAME?",
        "#VALUE!",
        "#DIV/0!",
        "#NULL!",
        "#NUM!",
        "#VERW!",
        "#N/B",
        "#NAAM?",
        "#WAARDE!",
    }
)


def text(cell: Cell) -> str:
    """Return what a cell says, in one line.

    :raises WrongValue: for a formula or an error of the spreadsheet.
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        said = one_line(cell)
        # Our own CSV writes an apostrophe before what a spreadsheet would take for a formula.
        if len(said) > 1 and said[0] == "'" and said[1] in "=+-@":
            return said[1:]
        if said.startswith("="):
            raise WrongValue(Reason.FORMULA)
        if said.startswith("#") and said.upper() in _ERRORS:
            raise WrongValue(Reason.ERROR_CELL)
        return said
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else line(cell)


def email(said: str) -> str:
    """Return an address in lower case."""
    address = said.lower().removeprefix("mailto:").strip("<> ;,")
    if not _EMAIL.match(address) or ".." in address or len(address) > 254:
        raise WrongValue(Reason.EMAIL_SHAPE)
    return address


def reference(said: str) -> str:
    """Return a personnel number; of one in powers of ten the last digits are gone."""
    if has_lost_digits(said):
        raise WrongValue(Reason.DIGITS_LOST)
    return said


def phone(said: str) -> str:
    """Return a number; one of nine digits got its leading zero from a spreadsheet taken away."""
    if has_lost_digits(said):
        raise WrongValue(Reason.DIGITS_LOST)
    number = re.sub(r"\s*(?:tel|mob)[.:]?\s*", "", said, flags=re.IGNORECASE)
    if not _PHONE.match(number) or len(number) > 30:
        raise WrongValue(Reason.PHONE_SHAPE)
    return f"0{number}" if re.fullmatch(r"[1-9]\d{8}", number) else number


def day(cell: Cell, said: str, *, today: date) -> date:
    """Return a date, from a date cell, the number of a day as spreadsheets count, or words."""
    found = _day(cell, said)
    if not _FIRST_DAY <= found <= today.replace(month=12, day=31) + timedelta(days=730):
        raise WrongValue(Reason.DATE_RANGE)
    return found


def _day(cell: Cell, said: str) -> date:
    if isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell
    found: date | None = None
    try:
        if re.fullmatch(r"\d{5}", said):
            found = _EXCEL_DAY_0 + timedelta(days=int(said))
        elif re.fullmatch(r"(19|20)\d{6}", said):
            found = date(int(said[:4]), int(said[4:6]), int(said[6:]))
        elif parts := _ISO_DATE.match(said):
            found = date(int(parts[1]), int(parts[2]), int(parts[3]))
        elif parts := _DUTCH_DATE.match(said):
            found = date(_year(parts[3]), int(parts[2]), int(parts[1]))
        elif (parts := _WORDS_DATE.match(said.lower())) and parts[2][:3] in _MONTHS:
            found = date(_year(parts[3]), _MONTHS[parts[2][:3]], int(parts[1]))
    except (ValueError, OverflowError) as error:
        raise WrongValue(Reason.DATE_SHAPE) from error
    if found is None:
        raise WrongValue(Reason.DATE_SHAPE)
    return found


def _year(said: str) -> int:
    if len(said) == 4:
        return int(said)
    return int(said) + (2000 if int(said) < 50 else 1900)


def choice(field: Field, said: str, words: Vocabulary) -> str:
    """Return the choice that a cell names; for experience also from a number of years."""
    known, reason = {
        Field.SENIORITY: (words.seniority, Reason.SENIORITY_UNKNOWN),
        Field.ORIENTATION: (words.orientation, Reason.ORIENTATION_UNKNOWN),
        Field.ORGANISATION_KIND: (words.kind, Reason.KIND_UNKNOWN),
    }[field]
    if found := known.get(plain(said)):
        return found
    if field is Field.SENIORITY and (years := _YEARS.match(said.lower())):
        number = int(years[1])
        return "starting" if number < 3 else "experienced" if number <= 10 else "senior"
    raise WrongValue(reason)


def roles(said: str, words: Vocabulary) -> frozenset[str]:
    """Return the roles that a cell names, with commas, semicolons or slashes between."""
    found = set()
    for one in re.split(r"[,;/]", said):
        if not one.strip():
            continue
        if (role := words.role.get(plain(one))) is None:
            raise WrongValue(Reason.ROLE_UNKNOWN, part=one.strip())
        found.add(role)
    return frozenset(found)
