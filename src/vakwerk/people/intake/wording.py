"""How does an import say what is wrong, and what a column holds?"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.roles import Role
from vakwerk.people.intake.rules.headers import Field
from vakwerk.people.intake.rules.values import Reason
from vakwerk.people.models import Organisation, Orientation, Seniority

FIELDS: Mapping[str, Promise] = {
    Field.REFERENCE: _("Personnel number"),
    Field.FULL_NAME: _("Full name"),
    Field.GIVEN_NAME: _("Given name"),
    Field.PREFIX: _("Name prefix"),
    Field.FAMILY_NAME: _("Surname"),
    Field.EMAIL: _("E-mail"),
    Field.PHONE: _("Phone"),
    Field.ORGANISATION: _("Organisation"),
    Field.ORGANISATION_KIND: _("Kind of organisation"),
    Field.UNIT: _("Department or team"),
    Field.PARENT_UNIT: _("Directorate"),
    Field.JOB_TITLE: _("Job title"),
    Field.DISCIPLINE: _("Discipline"),
    Field.SENIORITY: _("Experience"),
    Field.ORIENTATION: _("Way of governing"),
    Field.MANAGER: _("Manager"),
    Field.ASSESSOR: _("Assessor"),
    Field.SINCE: _("Start date"),
    Field.ROLE: _("Role"),
    Field.LEFT: _("Left on"),
    "leaves_on": _("Leaves after"),
    "place_ends": _("Place that ends"),
}

REASONS: Mapping[str, Promise] = {
    Reason.NO_NAME: _("There is no name in this row."),
    Reason.NO_GIVEN_NAME: _("There is a surname but no given name."),
    Reason.NO_KEY: _(
        "There is no personnel number and no e-mail address. Without one, this person would be added twice next time."
    ),
    Reason.EMAIL_SHAPE: _("This is not an e-mail address."),
    Reason.PHONE_SHAPE: _("This is not a phone number."),
    Reason.DATE_SHAPE: _("This is not a date. Write for instance 31-12-2026."),
    Reason.DATE_RANGE: _("This date is too far back or ahead."),
    Reason.SENIORITY_UNKNOWN: _("Write a number of years, or: starting, experienced or senior."),
    Reason.ORIENTATION_UNKNOWN: _("Write: traditional, businesslike, networking or responsive."),
    Reason.KIND_UNKNOWN: _(
        "Write: municipality, company, civil-society organisation, client or resident group, or knowledge institution."
    ),
    Reason.ROLE_UNKNOWN: _("“%(part)s” is not a role. The roles are: %(roles)s."),
    Reason.ROLE_NOT_YOURS: _("Only an administrator can give this role."),
    Reason.TOO_LONG: _("This is too long: at most %(limit)s characters."),
    Reason.FORMULA: _("This cell holds a formula. Put its outcome in the cell instead."),
    Reason.DIGITS_LOST: _(
        "A spreadsheet shortened this number, so its last digits are lost. "
        "Format the column as text and enter the number again."
    ),
    Reason.ERROR_CELL: _("The spreadsheet gives an error in this cell."),
    Reason.DUPLICATE_ROW: _("This person is already in row %(row)s."),
    Reason.KEY_CONFLICT: _(
        "The personnel number is of one person and the e-mail address of another: %(name)s."
    ),
    Reason.EMAIL_TAKEN: _("%(name)s has this e-mail address, with personnel number %(reference)s."),
    Reason.ADMINISTRATORS_EMAIL: _(
        "Only an administrator can change the e-mail address of an administrator."
    ),
    Reason.UNIT_WITHOUT_ORGANISATION: _(
        "There is a department or team but no organisation. Add the organisation, or choose one for the whole file."
    ),
    Reason.KIND_DIFFERS: _("%(organisation)s is already known as: %(kind)s."),
    Reason.PARENT_DIFFERS: _("%(unit)s is already known as a part of %(parent)s."),
    Reason.PARENT_SELF: _("%(unit)s would be a part of itself."),
    Reason.SENIOR_UNKNOWN: _(
        "Nobody in this file or in the academy has this number, e-mail address or name."
    ),
    Reason.SENIOR_AMBIGUOUS: _(
        "%(count)s people have this name. Write the personnel number or e-mail address."
    ),
    Reason.SENIOR_SELF: _("Nobody can be their own manager or assessor."),
    Reason.SENIOR_WRONG: _("This person is in row %(row)s, and that row is wrong."),
    Reason.LEFT_BEFORE: _(
        "This person has already left, and the academy does not know them. Leave this row out."
    ),
    Reason.ADMINISTRATOR_LEAVES: _(
        "An administrator cannot leave by a file. Use the page of that person, "
        "so that the academy keeps an administrator. Leave this row out."
    ),
    Reason.MANAGERS_IN_CIRCLE: _("These people would manage each other in a circle."),
}

_CHOICES: Mapping[str, Mapping[str, Any]] = {
    "seniority": dict(Seniority.choices),
    "orientation": dict(Orientation.choices),
    "organisation_kind": dict(Organisation.Kind.choices),
    "kind": dict(Organisation.Kind.choices),
    "role": dict(Role.choices),
}


def problem(reason: str, facts: Mapping[str, Any]) -> str:
    """Say what is wrong with a row."""
    said = {name: value(name, fact) for name, fact in facts.items()}
    return str(REASONS[reason]) % {"roles": ", ".join(str(role.label) for role in Role), **said}


def value(field: str, said: Any) -> str:
    """Say a kept value as people read it; "" becomes the word for nothing."""
    if isinstance(said, list):
        return ", ".join(value(field, one) for one in said) or gettext("nothing")
    if not said:
        return gettext("nothing")
    if field in {"since", "left_on", "leaves_on"}:
        return date_format(date.fromisoformat(str(said)), "j F Y")
    return str(_CHOICES.get(field, {}).get(str(said), said))
