"""How does this part say why not, how somebody stands, and how many seats are free?"""

from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation import audit, own_acts, refusals
from vakwerk.trajectories.enrolment.rules import EnrolRefusal
from vakwerk.trajectories.models import Edition, Enrolment

refusals.describe(
    {
        EnrolRefusal.NOT_OPEN_YET: _("Enrolment is not open yet."),
        EnrolRefusal.CLOSED: _("Enrolment is closed."),
        EnrolRefusal.CANCELLED: _("This edition has been called off."),
        EnrolRefusal.COMPLETED: _("This edition is over."),
        EnrolRefusal.TOO_LATE: lambda facts: (
            gettext("You could enrol until %(until)s.") % {"until": _day(facts["until"])}
        ),
        EnrolRefusal.HAS_BEGUN: lambda facts: (
            gettext("This edition began on %(starts)s.")
            % {"starts": _day(timezone.localtime(facts["starts"]))}
        ),
        EnrolRefusal.ALREADY: _("You are enrolled already, or wait for a place."),
        EnrolRefusal.NOT_FOR_GUESTS: _("This edition is for people who work at a member of the academy."),
        EnrolRefusal.LEFT: _("No longer takes part in the academy."),
        EnrolRefusal.NOT_ENROLLED: _("There is no enrolment any more."),
        EnrolRefusal.NOT_ASKED: _("This has been decided already."),
        EnrolRefusal.NEEDS_REASON: _("Give a reason. The person reads it."),
        EnrolRefusal.IS_OVER: _("The last session has been held."),
        EnrolRefusal.TOO_FEW_SEATS: _(
            "%(taken)s people have a place. There cannot be fewer places than that."
        ),
        EnrolRefusal.MORE_KEPT_THAN_SEATS: _("More seats are reserved for organisations than there are."),
        EnrolRefusal.IS_TRAINER: _("You lead this edition."),
    }
)
# The same about somebody else, for coordinators.
ABOUT_OTHERS: dict[EnrolRefusal, Promise] = {
    EnrolRefusal.ALREADY: _("is enrolled already, or waits for a place"),
    EnrolRefusal.LEFT: _("no longer takes part in the academy"),
    EnrolRefusal.NOT_FOR_GUESTS: _("is a guest, and this edition is not open to guests"),
    EnrolRefusal.IS_TRAINER: _("leads this edition"),
    EnrolRefusal.CANCELLED: _("the edition has been called off"),
    EnrolRefusal.COMPLETED: _("the edition is over"),
}


def _day(when: date) -> str:
    return date_format(when, "MONTH_DAY_FORMAT")


def seats_in_words(free: int, waiting: int) -> str:
    """Say how many seats are free, or how long the waiting list is."""
    if free:
        return ngettext("%(count)s place free", "%(count)s places free", free) % {"count": free}
    if waiting:
        return ngettext("Full, %(count)s person waiting", "Full, %(count)s people waiting", waiting) % {
            "count": waiting
        }
    return gettext("Full. You can wait for a place")


STATES: dict[str, tuple[str, Promise]] = {
    Enrolment.State.ASKED: ("waiting", _("The coordinator has to approve it")),
    Enrolment.State.WAITING: ("waiting", _("On the waiting list")),
    Enrolment.State.ENROLLED: ("confirmed", _("Enrolled")),
    Enrolment.State.DECLINED: ("refused", _("Not enrolled")),
    Enrolment.State.WITHDRAWN: ("stopped", _("Withdrawn")),
}


def euros(cents: int) -> str:
    """Say an amount: € 125 or € 12,50."""
    amount = number_format(Decimal(cents) / 100, decimal_pos=2 if cents % 100 else 0, force_grouping=True)
    return f"€\N{NO-BREAK SPACE}{amount}"


def costs_in_words(edition: Edition) -> str:
    """Say what an edition costs somebody, and who pays."""
    if not edition.cost:
        return gettext("No costs")
    said = {
        Edition.Payer.ACADEMY: gettext("%(amount)s for one person, the academy pays"),
        Edition.Payer.ORGANISATION: gettext("%(amount)s for one person, your organisation pays"),
        Edition.Payer.PARTICIPANT: gettext("%(amount)s, you pay"),
    }[Edition.Payer(edition.paid_by)]
    return said % {"amount": euros(edition.cost)}


audit.describe(
    {
        "trajectories.enrolled": _("enrolled for “%(title)s”"),
        "trajectories.waiting": _("joined the waiting list for “%(title)s”"),
        "trajectories.asked": _("asked to take part in “%(title)s”"),
        "trajectories.promoted": _("got a place in “%(title)s” from the waiting list"),
        "trajectories.withdrawn": _("withdrew from “%(title)s”"),
        "trajectories.approved": _("approved an enrolment for “%(title)s”"),
        "trajectories.declined": _("declined an enrolment for “%(title)s”"),
        "trajectories.seats_set": _("changed the places of “%(title)s” from %(before)s to %(after)s"),
    }
)
own_acts.describe({"trajectories.completed": _("completed “%(title)s”")})
