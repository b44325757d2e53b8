"""What does a row of a catalogue say, and what is wrong with it? Pure: no Django, no clock, no database."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Final

from vakwerk.foundation import days
from vakwerk.foundation.sheets.cells import Cell, has_lost_digits, line, said
from vakwerk.foundation.sheets.heads import letter, plain
from vakwerk.foundation.text import one_line

MOST_ROWS: Final = 5_000
MOST_CENTS: Final = 99_999_999
"""As much as a page takes: six digits before the comma."""


class Field(StrEnum):
    """What a column can hold. The value is the head in the file to fill in."""

    KEY = "sleutel"
    TITLE = "titel"
    TITLE_EN = "titel_en"
    SUMMARY = "samenvatting"
    SUMMARY_EN = "samenvatting_en"
    FOR_WHOM = "voor_wie"
    FOR_WHOM_EN = "voor_wie_en"
    WEEKS = "weken"
    SESSIONS_NEEDED = "bijeenkomsten_nodig"
    PROOFS_NEEDED = "bewijs_nodig"
    PUBLIC = "openbaar"
    GOALS = "leerdoelen"
    ACTIVITIES = "activiteiten"
    INSIDE = "kennis_van_binnen"
    OUTSIDE = "kennis_van_buiten"
    EDITION = "uitvoering"
    NAME = "naam_uitvoering"
    STATE = "stand"
    MOMENTS = "bijeenkomsten"
    FORM = "vorm"
    PLACE = "plaats"
    LINK = "link"
    SEATS = "plekken"
    UNTIL = "inschrijven_tot"
    APPROVAL = "met_goedkeuring"
    GUESTS = "gasten_welkom"
    MANDATORY = "verplicht"
    COST = "kosten"
    PAID_BY = "wie_betaalt"
    COST_NOTE = "over_de_kosten"
    TRAINERS = "trainers"


# Other words that people put above a column, as heads are compared.
ALSO: Final[Mapping[Field, frozenset[str]]] = {
    Field.KEY: frozenset({"traject", "code", "cursuscode", "trajectcode", "key", "trajectory", "trainingscode"}),
    Field.TITLE: frozenset({"naam", "cursus", "training", "title", "name", "course", "naamtraining", "cursusnaam"}),
    Field.TITLE_EN: frozenset({"titelengels", "titleen", "englishtitle"}),
    Field.SUMMARY: frozenset({"omschrijving", "beschrijving", "inhoud", "summary", "description", "kort"}),
    Field.FOR_WHOM: frozenset({"doelgroep", "audience", "forwhom", "targetgroup"}),
    Field.WEEKS: frozenset({"duurinweken", "doorlooptijd", "weeks", "aantalweken"}),
    Field.GOALS: frozenset({"doelen", "leerdoel", "goals", "learninggoals"}),
    Field.ACTIVITIES: frozenset({"programma", "onderdelen", "activities", "programme"}),
    Field.EDITION: frozenset({"editie", "uitvoeringscode", "edition", "groepscode", "startcode"}),
    Field.NAME: frozenset({"editienaam", "groep", "editionname"}),
    Field.STATE: frozenset({"status", "state"}),
    Field.MOMENTS: frozenset({"data", "datum", "datums", "dates", "date", "sessies", "sessions", "startdatum"}),
    Field.FORM: frozenset({"form", "lesvorm"}),
    Field.PLACE: frozenset({"locatie", "zaal", "place", "location", "room"}),
    Field.LINK: frozenset({"url", "onlinelink"}),
    Field.SEATS: frozenset({"plaatsen", "capaciteit", "maximum", "maxdeelnemers", "seats", "capacity"}),
    Field.UNTIL: frozenset({"inschrijventotenmet", "sluitingsdatum", "enroluntil", "deadline"}),
    Field.COST: frozenset({"prijs", "kostenperpersoon", "price", "cost", "costs"}),
    Field.TRAINERS: frozenset({"trainer", "docent", "docenten", "trainersnamen", "teacher"}),
}  # fmt: skip
_BY_HEAD: Final = {plain(one.value): one for one in Field} | {
    word: one for one, words in ALSO.items() for word in words
}
# What an edition takes: one of these filled makes a row about an edition too.
OF_EDITION: Final = frozenset({Field.EDITION, Field.MOMENTS, Field.SEATS, Field.NAME, Field.STATE})


class Wrong(StrEnum):
    """What can be wrong with a cell or a row."""

    NO_TITLE = "no_title"
    TOO_LONG = "too_long"
    NO_NUMBER = "no_number"
    NUMBER_RANGE = "number_range"
    NO_YES_NO = "no_yes_no"
    NO_DATE = "no_date"
    NO_MOMENT = "no_moment"
    IMPOSSIBLE_DAY = "impossible_day"
    MISSING_TIME = "missing_time"
    TIME_TWICE = "time_twice"
    NO_MONEY = "no_money"
    NO_CHOICE = "no_choice"
    NO_KEY = "no_key"
    DIGITS_LOST = "digits_lost"
    UNKNOWN_TRAJECTORY = "unknown_trajectory"
    TWICE = "twice"
    NO_LINK = "no_link"
    MANDATORY_COSTS = "mandatory_costs"
    MANDATORY_HOURS = "mandatory_hours"
    OVERLAPS = "overlaps"
    IS_RUNNING = "is_running"
    REFUSED = "refused"


@dataclass(frozen=True)
class Problem:
    """Something wrong: in which column, why, and what stands there."""

    column: str
    wrong: Wrong
    value: str = ""


@dataclass
class Row:
    """One row as it was understood. ``values``: what it says, for fields that are not empty."""

    number: int
    sheet: str
    values: dict[Field, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def says_edition(self) -> bool:
        """Whether it says anything about an edition."""
        return bool(OF_EDITION & set(self.values))


def recognise(head: str) -> Field | None:
    """Return what a head means, or ``None``."""
    return _BY_HEAD.get(plain(head))


def understand(number: int, cells: Sequence[Cell], heads: Sequence[str], *, sheet: str = "") -> Row:
    """Read one row; what cannot be read becomes a problem that names its column."""
    row = Row(number, sheet)
    for at, head in enumerate(heads):
        known = recognise(head)
        cell = cells[at] if at < len(cells) else None
        if known is None or not said(cell):
            continue
        try:
            row.values[known] = _READERS.get(known, _text)(cell)
        except _BadCellError as error:
            row.problems.append(Problem(f"{letter(at)} ({head})", error.wrong, said(cell)[:80]))
    return row


class _BadCellError(ValueError):
    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.value)
        self.wrong = wrong


def _text(cell: Cell, most: int = 2000) -> str:
    text = said(cell)
    if len(text) > most:
        raise _BadCellError(Wrong.TOO_LONG)
    return text


def _short(most: int) -> Callable[[Cell], str]:
    return lambda cell: _text(cell, most)


def _line(most: int) -> Callable[[Cell], str]:
    return lambda cell: _text(line(cell), most)


def _key(cell: Cell) -> str:
    if has_lost_digits(text := _text(line(cell), 80)):
        raise _BadCellError(Wrong.DIGITS_LOST)
    return text


def _number(least: int, most: int) -> Callable[[Cell], int]:
    """Return what reads a number, within what a page takes for the same."""

    def read(cell: Cell) -> int:
        found = re.match(r"-?\d{1,18}", said(cell))
        if not found:
            raise _BadCellError(Wrong.NO_NUMBER)
        number = int(found[0])
        if not least <= number <= most:
            raise _BadCellError(Wrong.NUMBER_RANGE)
        return number

    return read


def _yes(cell: Cell) -> bool:
    text = said(cell).lower()
    if text in {"ja", "yes", "j", "y", "x", "1", "true", "waar"}:
        return True
    if text in {"nee", "no", "n", "0", "false", "onwaar", "-"}:
        return False
    raise _BadCellError(Wrong.NO_YES_NO)


_DAY = r"(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}))"
_DATE: Final = re.compile(_DAY)
_MOMENT: Final = re.compile(
    _DAY + r"[T ,]*(?:om |van )?(\d{1,2})[:.](\d{2})(?::\d{2})?(?: *uur)?"
    r"(?:\s*(?:-|\u2013|tot|until)\s*(\d{1,2})[:.](\d{2}))?",
    re.IGNORECASE,
)


def _day_of(found: Sequence[str | None]) -> date:
    try:
        if found[0]:
            return date(int(found[0]), int(found[1] or 0), int(found[2] or 0))
        return date(int(found[5] or 0), int(found[4] or 0), int(found[3] or 0))
    except ValueError as error:
        raise _BadCellError(Wrong.NO_DATE) from error


def _date(cell: Cell) -> date:
    day = _any_date(cell)
    if not days.EARLIEST <= day <= days.LATEST:
        raise _BadCellError(Wrong.IMPOSSIBLE_DAY)
    return day


def _any_date(cell: Cell) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = _DATE.search(said(cell))
    if not found:
        raise _BadCellError(Wrong.NO_DATE)
    return _day_of(found.groups())


def _moments(cell: Cell) -> list[tuple[datetime, datetime]]:
    """Read dates with hours, parted by ";": 2027-02-02 13:30-15:30; without an end a session takes two hours."""
    if isinstance(cell, datetime):
        return [_between(cell.date(), cell.time(), _two_hours_later(cell.time()))]
    moments = []
    for part in re.split(r"[;\n]", said(cell)):
        if not part.strip():
            continue
        found = _MOMENT.search(part)
        if not found:
            raise _BadCellError(Wrong.NO_MOMENT)
        groups = found.groups()
        day = _day_of(groups[:6])
        try:
            starts = time(int(groups[6]), int(groups[7]))
            ends = time(int(groups[8]), int(groups[9])) if groups[8] else _two_hours_later(starts)
        except ValueError as error:
            raise _BadCellError(Wrong.NO_MOMENT) from error
        moments.append(_between(day, starts, ends))
    return sorted(moments)


_CLOCKS: Final = {
    days.ClockFault.MISSING: Wrong.MISSING_TIME,
    days.ClockFault.TWICE: Wrong.TIME_TWICE,
}


def _between(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    day = _date(day)
    for clock in (starts, ends):
        if fault := days.clock_fault(day, clock):
            raise _BadCellError(_CLOCKS[fault])
    if ends <= starts:
        raise _BadCellError(Wrong.NO_MOMENT)
    return days.at(day, starts), days.at(day, ends)


def _two_hours_later(starts: time) -> time:
    return time(min(starts.hour + 2, 23), starts.minute if starts.hour < 22 else 59)


def _money(cell: Cell) -> int:
    cents = _cents(cell)
    if not 0 <= cents <= MOST_CENTS:
        raise _BadCellError(Wrong.NO_MONEY)
    return cents


def _cents(cell: Cell) -> int:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return round(cell * 100) if math.isfinite(cell) else -1
    found = re.fullmatch(r"€?\s*(\d{1,3}(?:\.\d{3})*|\d{1,6})(?:[.,](\d{1,2}))?\s*(?:,-)?", said(cell))
    if not found:
        raise _BadCellError(Wrong.NO_MONEY)
    return int(found[1].replace(".", "")) * 100 + int((found[2] or "0").ljust(2, "0"))


def _choice(words: Mapping[str, str]) -> Callable[[Cell], str]:
    def read(cell: Cell) -> str:
        found = words.get(said(cell).lower()) or words.get(plain(said(cell)))
        if found is None:
            raise _BadCellError(Wrong.NO_CHOICE)
        return found

    return read


def _list(cell: Cell) -> list[str]:
    return [text for part in re.split(r"[;\n]", said(cell)) if (text := one_line(part))]


def _link(cell: Cell) -> str:
    text = said(cell)
    if not re.fullmatch(r"https?://\S{3,480}", text):
        raise _BadCellError(Wrong.NO_LINK)
    return text


FORMS: Final = {
    "on_place": "on_place", "onplace": "on_place", "oplocatie": "on_place", "locatie": "on_place",
    "fysiek": "on_place", "klassikaal": "on_place", "online": "online", "webinar": "online", "both": "both",
    "beide": "both", "hybride": "both", "hybrid": "both",
}  # fmt: skip
STATES: Final = {
    "planned": "planned", "gepland": "planned", "inplanning": "planned", "concept": "planned", "open": "open",
    "openvoorinschrijving": "open", "closed": "closed", "gesloten": "closed", "vol": "closed",
    "completed": "completed", "afgerond": "completed", "klaar": "completed", "cancelled": "cancelled",
    "geannuleerd": "cancelled", "vervallen": "cancelled",
}  # fmt: skip
PAYERS: Final = {
    "academy": "academy", "academie": "academy", "deacademie": "academy", "organisation": "organisation",
    "organisatie": "organisation", "werkgever": "organisation", "afdeling": "organisation",
    "participant": "participant", "deelnemer": "participant", "zelf": "participant",
}  # fmt: skip
_READERS: Final[Mapping[Field, Callable[[Cell], Any]]] = {
    Field.KEY: _key,
    Field.TITLE: _line(160),
    Field.TITLE_EN: _line(160),
    Field.SUMMARY: _short(600),
    Field.SUMMARY_EN: _short(600),
    Field.FOR_WHOM: _short(400),
    Field.FOR_WHOM_EN: _short(400),
    Field.WEEKS: _number(1, 104),
    Field.SESSIONS_NEEDED: _number(1, 100),
    Field.PROOFS_NEEDED: _yes,
    Field.PUBLIC: _yes,
    Field.GOALS: _list,
    Field.ACTIVITIES: _list,
    Field.INSIDE: _list,
    Field.OUTSIDE: _list,
    Field.EDITION: _key,
    Field.NAME: _line(80),
    Field.STATE: _choice(STATES),
    Field.MOMENTS: _moments,
    Field.FORM: _choice(FORMS),
    Field.PLACE: _line(200),
    Field.LINK: _link,
    Field.SEATS: _number(1, 2000),
    Field.UNTIL: _date,
    Field.APPROVAL: _yes,
    Field.GUESTS: _yes,
    Field.MANDATORY: _yes,
    Field.COST: _money,
    Field.PAID_BY: _choice(PAYERS),
    Field.COST_NOTE: _short(300),
    Field.TRAINERS: _list,
}
GOAL: Final = re.compile(r"(?P<text>.+?)\s*\((?P<competency>[^(),]+),\s*(?P<level>\d)\)\s*\Z")
