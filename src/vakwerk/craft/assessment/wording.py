"""How does assessment speak? Why not, and what the audit trail calls each act."""

from django.utils.translation import gettext_lazy as _

from vakwerk.craft.assessment.rules import VerdictRefusal
from vakwerk.foundation import own_acts, refusals

refusals.describe(
    {
        VerdictRefusal.NOT_WAITING: _("This has already been assessed or withdrawn. Check its status."),
        VerdictRefusal.NOT_YOURS: _("This went to another assessor."),
        VerdictRefusal.INCOMPLETE: _("Choose something for every behaviour."),
        VerdictRefusal.NO_REASON: _(
            "Give a reason when you ask something or do not accept it. Otherwise nobody can continue."
        ),
    }
)


own_acts.describe(
    {
        "craft.evidence_confirmed": _("confirmed evidence"),
        "craft.evidence_asked_back": _("asked a question about evidence"),
        "craft.evidence_refused": _("did not accept evidence"),
        "craft.level_reached": _("confirmed that somebody reached level %(level)s"),
    }
)
