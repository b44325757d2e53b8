"""How does this part say why not, and what speaks against a moment?"""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation import audit, refusals
from vakwerk.foundation.holiday_names import holiday_name
from vakwerk.trajectories.editions.rules import Clash, Conflict, EditionRefusal, SessionRefusal

refusals.describe(
    {
        EditionRefusal.TRAJECTORY_NOT_PUBLISHED: _("The trajectory is not published. Publish it first."),
        EditionRefusal.WRONG_STATE: _("That is no longer possible. Check the status of the edition."),
        EditionRefusal.NO_SESSIONS: _("There is no session yet. Plan the dates first."),
        EditionRefusal.PARTS_UNDATED: _(
            "Not every session of the trajectory has a date yet. Plan those too."
        ),
        EditionRefusal.HAS_BEGUN: _("The first session has begun already."),
        EditionRefusal.NO_PLACE: _("There is no location yet. People want to know where to go."),
        EditionRefusal.NO_LINK: _("There is no link to the online room yet."),
        EditionRefusal.MANDATORY_COSTS: _(
            "Mandatory training is free for whoever takes part; that is the law. Choose who else pays."
        ),
        EditionRefusal.MANDATORY_HOURS: _(
            "Mandatory training is working time; that is the law. Plan every session on a weekday between 8.00 and"
            " 18.00, and not on a public holiday."
        ),
        EditionRefusal.SESSIONS_AHEAD: _("Sessions are still to come. Complete it when they are over."),
        EditionRefusal.NEEDS_REASON: _("Give a reason. Everybody who is enrolled reads it."),
        EditionRefusal.ENROL_AFTER_START: _("The last day to enrol comes after the first session."),
        EditionRefusal.KEY_TAKEN: _("There is another edition with the key %(key)s."),
        SessionRefusal.ENDS_BEFORE_START: _("The end comes before the start."),
        SessionRefusal.IN_THE_PAST: _("That moment has passed."),
        SessionRefusal.OVERLAPS: _("This edition has another session at that moment."),
        SessionRefusal.IS_CANCELLED: _("This session has been called off."),
        SessionRefusal.IS_OVER: _("This session is over."),
        SessionRefusal.EDITION_OVER: _("This edition is over."),
        SessionRefusal.MANDATORY_HOURS: _(
            "This edition is mandatory, so it is working time; that is the law. Choose a weekday between 8.00 and"
            " 18.00 that is no public holiday."
        ),
        SessionRefusal.TOO_MANY: _("An edition has sixty sessions at most."),
    }
)


def conflict_in_words(conflict: Conflict) -> str:
    """Say what speaks against a moment."""
    if conflict.clash is Clash.HOLIDAY:
        return gettext("That day is a public holiday: %(holiday)s.") % {
            "holiday": holiday_name(conflict.what)
        }
    if conflict.clash is Clash.WEEKEND:
        return gettext("That day is in the weekend.")
    if conflict.clash is Clash.TRAINER:
        return gettext("%(name)s leads “%(title)s” at that moment.") % {
            "name": conflict.what,
            "title": conflict.by,
        }
    return gettext("In %(room)s there is “%(title)s” at that moment.") % {
        "room": conflict.what,
        "title": conflict.by,
    }


audit.describe(
    {
        "trajectories.edition_planned": _("planned an edition of “%(title)s”"),
        "trajectories.edition_changed": _("changed the conditions of an edition of “%(title)s”"),
        "trajectories.edition_opened": _("opened an edition of “%(title)s”"),
        "trajectories.edition_closed": _("closed enrolment for an edition of “%(title)s”"),
        "trajectories.edition_completed": _("completed an edition of “%(title)s”"),
        "trajectories.edition_cancelled": _("called off an edition of “%(title)s”"),
        "trajectories.session_added": _("added a session to “%(title)s”"),
        "trajectories.session_changed": _("changed a session of “%(title)s”"),
        "trajectories.session_cancelled": _("called off a session of “%(title)s”"),
        "trajectories.trainers_set": _("chose who leads “%(title)s”"),
        "trajectories.catalogue_public": _("showed the catalogue to everybody"),
        "trajectories.catalogue_private": _("showed the catalogue to the people of the academy only"),
    }
)
