"""What makes a person findable, and who may have which role? Pure: no Django, no clock, no database."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from vakwerk.foundation.refusals import Refusal as FoundationRefusal
from vakwerk.foundation.rules import RoleName

# Dutch order sorts by the main part of the surname: "de Vries" stands under V.
_PREFIXES = (
    "van der|van den|van de|van het|van 't|van ter|van|de la|de le|de|den|der|het|'t|ten|ter|te|op de|op den|op 't|"
    "in de|in den|in 't|in het|uit de|uit den|aan de|aan den|bij de|el|al|la|le|du|von|zu|zur|d'|l'"
)
_PREFIX = re.compile(rf"(?:(?:{_PREFIXES})\s+|(?:d'|l'))+", re.IGNORECASE)


# The same sign to people: what keyboards, phones and word processors write for an apostrophe.
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u201b\u02bc\u02b9\u02bb\u2032\uff07`\u00b4", "'"))


def straight(text: str) -> str:
    """Return ``text`` with a straight apostrophe for every sign that people use as one."""
    return text.translate(_APOSTROPHES)


def search_key(text: str) -> str:
    """Return ``text`` as search compares it: lower case, no accents, single spaces, straight apostrophes."""
    plain = unicodedata.normalize(
        "NFKD", straight(text).replace("ß", "ss").replace("ø", "o").replace("Ø", "O").replace("ł", "l")
    )
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).lower().split())


def sort_key(given_name: str, family_name: str) -> str:
    """Return what lists sort a person by: main part of the surname, given name, prefix."""
    family = " ".join(straight(family_name).split())
    match = _PREFIX.match(family)
    prefix = match.group(0).strip() if match and match.end() < len(family) else ""
    main = family[len(prefix) :].strip() if prefix else family
    return search_key(f"{main}, {given_name} {prefix}")


class JoinsAs(StrEnum):
    """As what somebody takes part; follows from the kind of their organisation."""

    COLLEAGUE = "colleague"
    PARTNER = "partner"
    RESIDENT = "resident"


class BondKind(StrEnum):
    """How somebody stands above another."""

    MANAGER = "manager"
    ASSESSOR = "assessor"
    DECIDES_ON_CASE = "decides_on_case"


class Refusal(FoundationRefusal):
    """Why something about people may not happen."""

    ROLE_NOT_YOURS = "role_not_yours"
    LAST_ADMINISTRATOR = "last_administrator"
    ADMINISTRATORS_EMAIL = "administrators_email"
    EMAIL_TAKEN = "email_taken"
    REFERENCE_TAKEN = "reference_taken"
    ORGANISATION_EXISTS = "organisation_exists"
    ORGANISATION_IN_USE = "organisation_in_use"
    UNIT_EXISTS = "unit_exists"
    UNIT_IN_USE = "unit_in_use"
    UNIT_ELSEWHERE = "unit_elsewhere"
    UNIT_UNDER_ITSELF = "unit_under_itself"
    BOND_WITH_SELF = "bond_with_self"
    BOND_EXISTS = "bond_exists"
    BOND_IN_CIRCLE = "bond_in_circle"
    LAST_DAY_TOO_FAR = "last_day_too_far"
    NO_EMAIL = "no_email"
    ALREADY_HERE = "already_here"
    IS_WITHDRAWN = "is_withdrawn"
    FILE_IS_BUSY = "file_is_busy"
    FILE_HAS_WRONG_ROWS = "file_has_wrong_rows"
    NOTHING_TO_TAKE_OVER = "nothing_to_take_over"
    ADDRESS_TAKEN = "address_taken"
    ADDRESS_IS_YOURS = "address_is_yours"
    ADDRESS_UNPROVEN = "address_unproven"
    ADDRESS_IN_USE = "address_in_use"
    TOO_MANY_ADDRESSES = "too_many_addresses"
    TOO_MANY_MAILS = "too_many_mails"


ADDRESSES_AT_MOST = 5
_CAPITALS = {ord(letter): ord(letter.lower()) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


_ROLES = frozenset(RoleName)
# Which roles somebody may give and take. Nobody else may give or take any.
MAY_GIVE: Mapping[str, frozenset[str]] = {
    RoleName.ADMINISTRATOR: _ROLES,
    RoleName.COORDINATOR: _ROLES - {RoleName.ADMINISTRATOR},
}


def may_give(roles: Collection[str]) -> frozenset[str]:
    """Return the roles that somebody with ``roles`` may give and take."""
    return frozenset().union(*(MAY_GIVE.get(role, frozenset()) for role in roles))


def reason_not_to_set_roles(
    *, by: Collection[str], before: Collection[str], after: Collection[str], other_administrators: int
) -> Refusal | None:
    """Tell why somebody with the roles ``by`` may not turn a person's roles into ``after``.

    ``other_administrators``: how many administrators there are besides this person.
    """
    changed = frozenset(before) ^ frozenset(after)
    if changed - may_give(by):
        return Refusal.ROLE_NOT_YOURS
    if RoleName.ADMINISTRATOR in changed and RoleName.ADMINISTRATOR in before and not other_administrators:
        return Refusal.LAST_ADMINISTRATOR
    return None


def reason_not_to_let_go(
    *, by: Collection[str], of: Collection[str], themself: bool, other_administrators: int
) -> Refusal | None:
    """Tell why a person may not leave or be erased. ``of``: their roles; ``themself``: they do it themself."""
    if RoleName.ADMINISTRATOR in of:
        if not other_administrators:
            return Refusal.LAST_ADMINISTRATOR
        if not themself and RoleName.ADMINISTRATOR not in by:
            return Refusal.ROLE_NOT_YOURS
    return None


# Nobody's last day is known longer before; a day further back is a typing mistake.
MOST_DAYS_AHEAD: Final = 730
MOST_DAYS_BACK: Final = 40 * 366


def reason_not_to_leave_on(day: date, *, today: date) -> Refusal | None:
    """Tell why a day cannot be the last day of somebody, or ``None`` if it can."""
    away = (day - today).days
    return None if -MOST_DAYS_BACK <= away <= MOST_DAYS_AHEAD else Refusal.LAST_DAY_TOO_FAR


def reason_not_to_change_email(*, by: Collection[str], of: Collection[str]) -> Refusal | None:
    """Tell why an address may not change: who has an administrator's address can sign in as them."""
    if RoleName.ADMINISTRATOR in of and RoleName.ADMINISTRATOR not in by:
        return Refusal.ADMINISTRATORS_EMAIL
    return None


def reason_not_to_bond(
    *, person: int, senior: int, already: bool, is_manager: bool, managers: Mapping[int, Collection[int]]
) -> Refusal | None:
    """Tell why ``senior`` cannot stand above ``person``. ``managers``: person to the managers they have."""
    if person == senior:
        return Refusal.BOND_WITH_SELF
    if already:
        return Refusal.BOND_EXISTS
    if is_manager and person in above(senior, managers):
        return Refusal.BOND_IN_CIRCLE
    return None


def above(person: int, parents: Mapping[int, Collection[int]]) -> set[int]:
    """Return everybody who stands above ``person``, at any height."""
    found: set[int] = set()
    waiting = [person]
    while waiting:
        for one in parents.get(waiting.pop(), ()):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found


def reason_not_to_place_unit(
    *, unit: int | None, parent: int | None, parents: Mapping[int, Collection[int]]
) -> Refusal | None:
    """Tell why a unit cannot be a part of ``parent``: it would be a part of itself."""
    if unit is not None and parent is not None and (unit == parent or unit in above(parent, parents)):
        return Refusal.UNIT_UNDER_ITSELF
    return None


def mailbox(email: str) -> str:
    """Return an e-mail address as it is compared: without spaces around it, and without plain capitals.

    Nothing else is made equal. The sign for kelvin or a dotless i becomes an ordinary letter in ``str.lower`` or in
    a database, and would then stand for the mailbox of somebody else.
    """
    return email.strip().translate(_CAPITALS)


def reason_not_to_claim(address: str, *, mine: Collection[str]) -> Refusal | None:
    """Tell why an account cannot have one more address. ``mine``: those it has, proven or not."""
    if address in mine:
        return Refusal.ADDRESS_IS_YOURS
    return Refusal.TOO_MANY_ADDRESSES if len(mine) >= ADDRESSES_AT_MOST else None


def reason_not_to_make_primary(*, proven: bool, taken: bool) -> Refusal | None:
    """Tell why mail cannot go to an address from now on. ``taken``: another account was made for it."""
    if not proven:
        return Refusal.ADDRESS_UNPROVEN
    return Refusal.ADDRESS_TAKEN if taken else None


def reason_not_to_remove_address(*, primary: bool) -> Refusal | None:
    """Tell why an address stays: mail goes to it."""
    return Refusal.ADDRESS_IN_USE if primary else None


def invitation_went_elsewhere(*, open_: bool, sent_to: str, address: str) -> bool:
    """Tell whether somebody still waits for an invitation that went to an address which is no longer theirs."""
    return open_ and bool(address) and sent_to != address
