"""How does this part say why not?"""

from django.utils.translation import gettext_lazy as _

from vakwerk.circles.refilling.rules import RefillRefusal
from vakwerk.foundation import audit, refusals

refusals.describe(
    {
        RefillRefusal.IS_OVER: _("This circle no longer meets."),
        RefillRefusal.SAME_CIRCLE: _("This is the same circle."),
        RefillRefusal.OTHER_ROUND: _("This circle belongs to another round."),
        RefillRefusal.TOO_MANY: _("Together they have more members than there is room for."),
        RefillRefusal.BOND: _(
            "Somebody in one circle manages, assesses or decides about somebody in the other."
        ),
        RefillRefusal.KEPT_APART: _("It is agreed that two of these people sit apart."),
        RefillRefusal.FACILITATOR_SITS: _("This facilitator is a member of one of the circles."),
        RefillRefusal.FACILITATOR_BOND: _(
            "This facilitator manages, assesses or decides about a member, or the other way round."
        ),
        RefillRefusal.FACILITATOR_BUSY: _("This facilitator has another circle at that moment."),
        RefillRefusal.NOT_A_FACILITATOR: _("This person no longer facilitates circles."),
        RefillRefusal.BUSY: _("Somebody has another circle at that moment."),
        RefillRefusal.LONE_RESIDENT: _("One resident would be alone in the circle."),
        RefillRefusal.NO_SESSIONS_AHEAD: _("The circle has no sessions to come."),
        RefillRefusal.NOT_LEFT: _("This person did not leave this circle."),
        RefillRefusal.NOT_INVITED: _("The round is not for this person."),
        RefillRefusal.NOT_RUNNING: _("This round is not running."),
        RefillRefusal.BEGAN: _("Circles of this round have already met, so they cannot be composed again."),
    }
)


audit.describe(
    {
        "circles.merged": _("merged circle %(number)s into circle %(into)s"),
        "circles.called_off": _("called off circle %(number)s"),
        "circles.round_call_off": _("called off the round “%(title)s”"),
        "circles.round_compose_again": _("called off the circles of “%(title)s” to compose them again"),
    }
)
