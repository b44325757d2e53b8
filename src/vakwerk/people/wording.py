"""How does this room say why not, and what happened?"""

from django.utils.translation import gettext_lazy as _

from vakwerk.foundation import audit, refusals
from vakwerk.people.rules import Refusal

refusals.describe(
    {
        Refusal.ROLE_NOT_YOURS: _(
            "Only an administrator can do this to an administrator, or give that role."
        ),
        Refusal.LAST_ADMINISTRATOR: _(
            "This is the last administrator. Make somebody else administrator first, or nobody can manage the academy."
        ),
        Refusal.ADMINISTRATORS_EMAIL: _(
            "Only an administrator can change the e-mail address of an administrator. Whoever reads that mail can"
            " sign in."
        ),
        Refusal.EMAIL_TAKEN: _("%(name)s already has this e-mail address."),
        Refusal.REFERENCE_TAKEN: _("%(name)s already has this personnel number."),
        Refusal.ORGANISATION_EXISTS: _("There is already an organisation called %(name)s."),
        Refusal.ORGANISATION_IN_USE: _(
            "Not while people belong, or belonged, to it (%(count)s). Give them another organisation first."
        ),
        Refusal.UNIT_EXISTS: _("This organisation already has a unit called %(name)s."),
        Refusal.UNIT_IN_USE: _("Not while it has people or parts (%(count)s). Move those first."),
        Refusal.UNIT_ELSEWHERE: _("That unit belongs to another organisation."),
        Refusal.UNIT_UNDER_ITSELF: _("A unit cannot be a part of itself or of one of its own parts."),
        Refusal.BOND_WITH_SELF: _("Choose somebody else: nobody can be their own manager or assessor."),
        Refusal.BOND_EXISTS: _("This is already known."),
        Refusal.BOND_IN_CIRCLE: _("%(name)s already works under this person, directly or further down."),
        Refusal.LAST_DAY_TOO_FAR: _(
            "This day is too far back or ahead. Enter a day within two years from now."
        ),
        Refusal.NO_EMAIL: _("There is no e-mail address to send an invitation to."),
        Refusal.ALREADY_HERE: _("%(name)s already takes part with this e-mail address."),
        Refusal.IS_WITHDRAWN: _("The invitation was withdrawn."),
        Refusal.FILE_IS_BUSY: _("Vakwerk is working on this file, or is done with it."),
        Refusal.FILE_HAS_WRONG_ROWS: _(
            "%(count)s rows are wrong. Leave them out, or correct the file and upload it again."
        ),
        Refusal.NOTHING_TO_TAKE_OVER: _("No row of this file is new or changed."),
        Refusal.ADDRESS_TAKEN: _(
            "This address has an account of its own. Sign in with that address instead."
        ),
        Refusal.ADDRESS_IS_YOURS: _("This address is already in your list."),
        Refusal.ADDRESS_UNPROVEN: _("Confirm this address first, with the link that we mailed to it."),
        Refusal.ADDRESS_IN_USE: _("We send mail to this address. Choose another one for that first."),
        Refusal.TOO_MANY_ADDRESSES: _("You cannot have more addresses. Remove one first."),
        Refusal.TOO_MANY_MAILS: _(
            "This address gets no more mail today: it was asked for too often. Look for our last mail, also in your"
            " spam folder. Or use a browser in which you signed in before, or try again tomorrow."
        ),
    }
)


audit.describe(
    {
        "people.academy_founded": _("founded the academy"),
        "people.added": _("added a person"),
        "people.changed": _("changed the data of a person"),
        "people.recognised": _("was recognised by their e-mail address"),
        "people.placed": _("gave a person a place in an organisation"),
        "people.place_ended": _("ended a place in an organisation"),
        "people.role_given": _("gave a role: %(role)s"),
        "people.role_taken": _("removed a role: %(role)s"),
        "people.bond_added": _("noted who manages, assesses or decides about a person"),
        "people.public_name_allowed": _("let everybody read their name where they teach"),
        "people.public_name_taken_back": _("no longer let everybody read their name"),
        "people.bond_ended": _("removed who manages, assesses or decides about a person"),
        "people.left": _("noted that a person left on %(day)s"),
        "people.will_leave": _("noted that a person leaves after %(day)s"),
        "people.stays": _("noted that a person stays after all"),
        "people.handed_over": _("noted that what a person left behind has been handed over"),
        "people.came_back": _("noted that a person is back"),
        "people.erased": _("erased the data of a person"),
        "people.data_taken": _("took a copy of their own data"),
        "people.organisation_added": _("added an organisation"),
        "people.organisation_changed": _("changed an organisation"),
        "people.organisation_removed": _("removed an organisation"),
        "people.unit_added": _("added a unit"),
        "people.unit_changed": _("changed a unit"),
        "people.unit_removed": _("removed a unit"),
        "people.file_brought": _("uploaded a file of %(rows)s rows"),
        "people.file_dropped": _("deleted a file of people"),
        "people.imported": _("imported a file: %(new)s new, %(changed)s changed, %(wrong)s left out"),
        "people.imported_new": _("added a person from a file"),
        "people.imported_changed": _("changed a person from a file"),
        "people.guest_invited": _("invited a guest"),
        "people.guest_reminded": _("sent an invitation again"),
        "people.guest_withdrawn": _("withdrew an invitation"),
        "people.guest_came": _("came in for the first time as a guest"),
    }
)
