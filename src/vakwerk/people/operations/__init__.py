"""What people do with people. Each function is one transaction; this is the door for other rooms."""

from vakwerk.people.operations.accounts import give_account, give_accounts, recognise_account
from vakwerk.people.operations.bonds import add_bond, end_bond
from vakwerk.people.operations.leaving import (
    come_back,
    erase_person,
    is_handed_over,
    leave,
    leave_now,
    settle_handover,
    settle_handovers,
)
from vakwerk.people.operations.naming import allow_public_name
from vakwerk.people.operations.persons import PersonFacts, add_person, change_person
from vakwerk.people.operations.places import (
    add_organisation,
    add_unit,
    change_organisation,
    change_unit,
    end_membership,
    place_person,
    remove_organisation,
    remove_unit,
)
from vakwerk.people.operations.roles import set_roles

__all__ = [
    "PersonFacts",
    "add_bond",
    "add_organisation",
    "add_person",
    "add_unit",
    "allow_public_name",
    "change_organisation",
    "change_person",
    "change_unit",
    "come_back",
    "end_bond",
    "end_membership",
    "erase_person",
    "give_account",
    "give_accounts",
    "is_handed_over",
    "leave",
    "leave_now",
    "place_person",
    "recognise_account",
    "remove_organisation",
    "remove_unit",
    "set_roles",
    "settle_handover",
    "settle_handovers",
]
