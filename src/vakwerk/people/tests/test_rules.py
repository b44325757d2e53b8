"""Who may give which role, who may go, and what a name, header or cell means. Without a database."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vakwerk.foundation.roles import Role
from vakwerk.foundation.sheets.cells import Cell
from vakwerk.foundation.sheets.heads import plain
from vakwerk.people import rules
from vakwerk.people.intake import files
from vakwerk.people.intake.rules import headers, names, plan, rows, values
from vakwerk.people.intake.rules.facts import Academy, Known, Outcome, Planned
from vakwerk.people.intake.rules.headers import Field
from vakwerk.people.intake.rules.values import Reason, Vocabulary, WrongValue
from vakwerk.people.rules import Refusal

A, C, P = Role.ADMINISTRATOR, Role.COORDINATOR, Role.PARTICIPANT
TODAY = date(2026, 11, 24)


def test_the_rules_know_every_role() -> None:
    assert rules.may_give([A]) == set(Role.values)


@pytest.mark.parametrize(
    ("by", "before", "after", "others", "refusal"),
    [
        ([A], [], [A], 1, None),
        ([A], [A], [], 1, None),
        ([A], [A], [], 0, Refusal.LAST_ADMINISTRATOR),
        ([A], [A, P], [A], 0, None),
        ([A], [P], [C, P], 1, None),
        ([C], [P], [C, P], 1, None),
        ([C], [C], [P], 1, None),
        ([C], [], [A], 1, Refusal.ROLE_NOT_YOURS),
        ([C], [A], [], 1, Refusal.ROLE_NOT_YOURS),
        ([C], [A], [A, P], 0, None),
        ([P], [], [P], 1, Refusal.ROLE_NOT_YOURS),
        ([], [P], [], 1, Refusal.ROLE_NOT_YOURS),
        ([P], [P], [P], 0, None),
    ],
)
def test_who_may_give_and_take_which_roles(
    by: list[Role], before: list[Role], after: list[Role], others: int, refusal: Refusal | None
) -> None:
    found = rules.reason_not_to_set_roles(by=by, before=before, after=after, other_administrators=others)
    assert found == refusal


@pytest.mark.parametrize(
    ("by", "of", "themself", "others", "refusal"),
    [
        ([C], [P], False, 1, None),
        ([P], [P], True, 1, None),
        ([C], [A], False, 1, Refusal.ROLE_NOT_YOURS),
        ([A], [A], False, 1, None),
        ([A], [A], True, 1, None),
        ([A], [A], True, 0, Refusal.LAST_ADMINISTRATOR),
        ([C], [A], False, 0, Refusal.LAST_ADMINISTRATOR),
    ],
)
def test_the_last_administrator_cannot_leave_or_be_erased(
    by: list[Role], of: list[Role], themself: bool, others: int, refusal: Refusal | None
) -> None:
    assert rules.reason_not_to_let_go(by=by, of=of, themself=themself, other_administrators=others) == refusal


@pytest.mark.parametrize(
    ("by", "of", "refusal"),
    [([C], [P], None), ([C], [A], Refusal.ADMINISTRATORS_EMAIL), ([A], [A], None), ([C], [C], None)],
)
def test_only_an_administrator_changes_an_administrators_address(
    by: list[Role], of: list[Role], refusal: Refusal | None
) -> None:
    assert rules.reason_not_to_change_email(by=by, of=of) == refusal


@pytest.mark.parametrize(
    ("person", "senior", "already", "is_manager", "refusal"),
    [
        (1, 1, False, True, Refusal.BOND_WITH_SELF),
        (1, 2, True, True, Refusal.BOND_EXISTS),
        (3, 1, False, True, Refusal.BOND_IN_CIRCLE),
        (2, 1, False, True, Refusal.BOND_IN_CIRCLE),
        (3, 1, False, False, None),
        (1, 4, False, True, None),
    ],
)
def test_who_can_stand_above_whom(
    person: int, senior: int, already: bool, is_manager: bool, refusal: Refusal | None
) -> None:
    managers = {1: {2}, 2: {3}}
    found = rules.reason_not_to_bond(
        person=person, senior=senior, already=already, is_manager=is_manager, managers=managers
    )
    assert found == refusal


@pytest.mark.parametrize(
    ("full", "given", "family"),
    [
        ("Jan de Vries", "Jan", "de Vries"),
        ("de Vries, Jan", "Jan", "de Vries"),
        ("Vries, Jan de", "Jan", "de Vries"),
        ("Vries, de, Jan", "Jan", "de Vries"),
        ("Anna Maria Jansen", "Anna Maria", "Jansen"),
        ("Samira El Idrissi", "Samira", "El Idrissi"),
        ("Wim in 't Veld", "Wim", "in 't Veld"),
        ("J.P. op de Beek", "J.P.", "op de Beek"),
        ("Mevr. A. van der Berg", "A.", "van der Berg"),
        ("Anna Smit - Jansen", "Anna", "Smit - Jansen"),
        ("Cher", "Cher", ""),
        ("", "", ""),
    ],
)
def test_a_full_name_falls_apart_as_people_mean_it(full: str, given: str, family: str) -> None:
    assert names.split(full) == (given, family)


@pytest.mark.parametrize(
    ("family", "prefix", "whole"),
    [
        ("Vries", "de", "de Vries"),
        ("Vries, de", "", "de Vries"),
        ("de Vries", "de", "de Vries"),
        ("Ancona", "d'", "d'Ancona"),
        ("Berg", "", "Berg"),
    ],
)
def test_a_prefix_goes_before_the_surname(family: str, prefix: str, whole: str) -> None:
    assert names.surname(family, prefix) == whole


@given(
    st.sampled_from(
        [(field, word.strip()) for field, words in headers.SYNONYMS.items() for word in words.split(",")]
    ),
    st.sampled_from([str.upper, str.title, lambda text: f"  {text}  ", lambda text: text.replace(" ", "_")]),
)
def test_every_header_is_recognised_however_it_is_written(synonym: tuple[Field, str], write: object) -> None:
    field, word = synonym
    assert callable(write)
    assert headers.recognise(write(word)) == field


def test_no_header_means_two_things() -> None:
    meanings: dict[str, set[Field]] = {}
    for field, words in headers.SYNONYMS.items():
        for word in words.split(","):
            meanings.setdefault(plain(word), set()).add(field)
    assert [word for word, fields in meanings.items() if len(fields) > 1] == []


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("31-12-2020", date(2020, 12, 31)),
        ("1/2/2015", date(2015, 2, 1)),
        ("2015-02-01", date(2015, 2, 1)),
        ("3 maart 2009", date(2009, 3, 3)),
        ("1 mei '98", date(1998, 5, 1)),
        ("20200506", date(2020, 5, 6)),
        (44927.0, date(2023, 1, 1)),
        (datetime(2020, 1, 2), date(2020, 1, 2)),  # noqa: DTZ001 - as a spreadsheet gives it
    ],
)
def test_dates_are_read_in_many_shapes(cell: Cell, day: date) -> None:
    assert values.day(cell, values.text(cell), today=TODAY) == day


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("31-02-2020", Reason.DATE_SHAPE),
        ("binnenkort", Reason.DATE_SHAPE),
        ("1-1-1820", Reason.DATE_RANGE),
    ],
)
def test_what_is_no_date_is_refused(said: str, reason: Reason) -> None:
    with pytest.raises(WrongValue) as wrong:
        values.day(said, said, today=TODAY)
    assert wrong.value.reason is reason


@pytest.mark.parametrize(
    ("said", "found"),
    [("2", "starting"), ("3 jaar", "experienced"), ("10", "experienced"), ("ruim 12 jaar", "senior")],
)
def test_experience_is_read_from_years(said: str, found: str) -> None:
    assert values.choice(Field.SENIORITY, said, Vocabulary()) == found


def test_experience_in_unknown_words_is_refused() -> None:
    with pytest.raises(WrongValue, match="seniority_unknown"):
        values.choice(Field.SENIORITY, "veel", Vocabulary())


@pytest.mark.parametrize("said", ["612345678", "06 12345678", "+31 6 12 34 56 78", "tel. 055-1234567"])
def test_phone_numbers_may_be_written_in_many_ways(said: str) -> None:
    assert values.phone(said).startswith(("0", "+"))


def test_a_formula_and_our_own_guard_are_told_apart() -> None:
    assert values.text("'+31612345678") == "+31612345678"
    with pytest.raises(WrongValue):
        values.text("=HYPERLINK(1)")


_word = st.text(st.characters(codec="cp1252", categories=["Lu", "Ll"]), min_size=1, max_size=12)


@given(
    st.lists(st.tuples(_word, _word), min_size=1, max_size=20),
    st.sampled_from([";", ",", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_as_csv_is_read_back(
    people: list[tuple[str, str]], delimiter: str, encoding: str
) -> None:
    lines = [f"Voornaam{delimiter}Achternaam", *(delimiter.join(one) for one in people)]
    sheet = files.read("\r\n".join(lines).encode(encoding))
    assert list(sheet.headers) == ["Voornaam", "Achternaam"]
    assert [tuple(cells) for _number, cells in sheet.rows] == people


def known(number: int, **more: object) -> Known:
    return Known(id=number, given_name=f"N{number}", reference=str(number), **more)  # type: ignore[arg-type]


def planned(academy: Academy, **cells: str) -> Planned:
    columns = [(at, Field(name)) for at, name in enumerate(cells)]
    row = rows.read(2, list(cells.values()), columns, Vocabulary(), today=TODAY)
    assert row is not None
    return plan.make([row], academy).rows[0]


def academy(*people: Known) -> Academy:
    return Academy(people=people, organisations={}, units={}, may_give=set(Role.values))


@pytest.mark.parametrize(
    ("cells", "outcome"),
    [
        ({"reference": "1", "given_name": "N1"}, Outcome.UNCHANGED),
        ({"reference": "1", "given_name": "Ander"}, Outcome.CHANGED),
        ({"reference": "0001", "given_name": "N1"}, Outcome.UNCHANGED),
        ({"reference": "7", "given_name": "Nieuw"}, Outcome.NEW),
        ({"email": "b@x.example", "given_name": "N2"}, Outcome.UNCHANGED),
        ({"reference": "1", "email": "b@x.example", "given_name": "N1"}, Outcome.WRONG),
        ({"reference": "9", "email": "b@x.example", "given_name": "N2"}, Outcome.WRONG),
        ({"given_name": "Zonder"}, Outcome.WRONG),
    ],
)
def test_a_row_finds_its_person_by_number_or_else_by_address(cells: dict[str, str], outcome: Outcome) -> None:
    assert planned(academy(known(1), known(2, email="b@x.example")), **cells).outcome is outcome


APOSTROPHES = "'\u2018\u2019\u201b\u02bc\u2032\uff07`\u00b4"


@pytest.mark.parametrize("sign", APOSTROPHES)
def test_every_sign_for_an_apostrophe_finds_and_sorts_as_the_straight_one(sign: str) -> None:
    assert rules.search_key(f"Jan {sign}t Zand") == rules.search_key("Jan 't Zand")
    assert rules.sort_key("Gerard", f"{sign}t Hooft") == "hooft, gerard 't"
    assert rules.sort_key("Anna", f"d{sign}Ancona") == rules.sort_key("Anna", "d'Ancona")
    assert names.split(f"Wim in {sign}t Veld") == ("Wim", f"in {sign}t Veld")
    assert names.split(f"{sign}t Zand, Jan") == ("Jan", f"{sign}t Zand")
