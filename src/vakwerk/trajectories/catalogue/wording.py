"""How are the filters of the catalogue called, and how is a length said?"""

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from vakwerk.trajectories.catalogue.rules import Length, Sides, When, Where
from vakwerk.trajectories.models import Activity

WHEN: dict[When, Promise] = {
    When.MONTH: _("within a month"),
    When.QUARTER: _("within three months"),
    When.LATER: _("later"),
}
LENGTH: dict[Length, Promise] = {
    Length.SHORT: _("up to half a day"),
    Length.MIDDLE: _("up to two days"),
    Length.LONG: _("longer"),
}
SIDES: dict[Sides, Promise] = {
    Sides.BOTH: _("inside and outside"),
    Sides.INSIDE: _("from inside"),
    Sides.OUTSIDE: _("from outside"),
}
WHERE: dict[Where, Promise] = {Where.ON_PLACE: _("in person"), Where.ONLINE: _("online")}

KINDS: dict[str, Promise] = {
    Activity.Kind.SESSION: _("Session"),
    Activity.Kind.ASSIGNMENT: _("Assignment at work"),
    Activity.Kind.READING: _("Reading"),
    Activity.Kind.E_LEARNING: _("E-learning"),
    Activity.Kind.CIRCLE: _("Peer consultation circle"),
}


def hours_in_words(minutes: int) -> str:
    """Say a number of minutes as hours: 2 hours, 1.5 hours, 45 minutes."""
    if minutes < 60 or minutes % 30:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    amount = number_format(minutes / 60, decimal_pos=1 if minutes % 60 else 0)
    return ngettext("%(amount)s hour", "%(amount)s hours", 1 if amount == "1" else 2) % {"amount": amount}


def length_in_words(sessions: int, minutes: int) -> str:
    """Say how long a trajectory is: 4 sessions of 3 hours, or 4 sessions, 10 hours together."""
    if not sessions:
        return gettext("No sessions")
    count = ngettext("%(count)s session", "%(count)s sessions", sessions) % {"count": sessions}
    if not minutes:
        return count
    if minutes % sessions == 0 and (minutes // sessions) % 30 == 0:
        return gettext("%(sessions)s of %(hours)s") % {
            "sessions": count,
            "hours": hours_in_words(minutes // sessions),
        }
    return gettext("%(sessions)s, %(hours)s together") % {"sessions": count, "hours": hours_in_words(minutes)}
