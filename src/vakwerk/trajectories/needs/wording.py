"""How do learning needs say why not?"""

from django.utils.translation import gettext_lazy as _

from vakwerk.foundation import audit, own_acts, refusals
from vakwerk.trajectories.needs.rules import NeedRefusal

refusals.describe(
    {
        NeedRefusal.GUESTS_SAY_NONE: _("Guests say in their circle or trajectory what they want to learn."),
        NeedRefusal.SAID_ALREADY: _("This competency is among the needs already. Change that one."),
        NeedRefusal.NOT_OPEN: _("This need is over already."),
        NeedRefusal.STILL_OPEN: _("This need is still open."),
        NeedRefusal.NOTHING_DESCRIBED: _(
            "Your organisation has not adopted a competency framework yet, so there is nothing to choose from."
        ),
        NeedRefusal.UNKNOWN_COMPETENCY: _("That competency is not in the framework in force here."),
        NeedRefusal.UNKNOWN_LEVEL: _("That level is not in the framework in force here."),
        NeedRefusal.UNKNOWN_DEVELOPMENT: _("That development is not on the list any more."),
        NeedRefusal.NOT_YOUR_UNIT: _(
            "Only the person who leads this team and coordinators can enter what it needs."
        ),
        NeedRefusal.MORE_THAN_UNIT: _("That is more people than work in this team."),
    }
)


own_acts.describe(
    {
        "trajectories.need_said": _("said what they want to learn"),
        "trajectories.need_changed": _("changed what they want to learn"),
        "trajectories.need_met": _("said that a learning need was met"),
        "trajectories.need_withdrawn": _("withdrew a learning need"),
    }
)
audit.describe(
    {
        "trajectories.unit_need_entered": _("entered what the team “%(unit)s” needs to learn"),
        "trajectories.unit_need_ended": _("ended a learning need of the team “%(unit)s”"),
    }
)
