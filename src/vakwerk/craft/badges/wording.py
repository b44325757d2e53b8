"""How do badges speak? What they say, why not, what was found, and what the trail calls each act."""

from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vakwerk.craft.assessment.rules import INDICATORS_FOR_LEVEL
from vakwerk.craft.badges.documents import Achieved
from vakwerk.craft.badges.rules import BadgeRefusal, Finding
from vakwerk.craft.growth.queries import level_name
from vakwerk.craft.models import ReachedLevel
from vakwerk.foundation import audit
from vakwerk.foundation.refusals import Refusal, Refused

REASONS: dict[Refusal, Promise] = {
    BadgeRefusal.NOT_YOURS: _("This level was reached by somebody else."),
    BadgeRefusal.HAS_ONE: _("You have a badge for this level already."),
    BadgeRefusal.NOTHING_TO_KNOW_YOU_BY: _(
        "We have no e-mail address of you. Choose to have your name in it, or nobody can tell whose it is."
    ),
    BadgeRefusal.REVOKED_ALREADY: _("This badge was taken back already."),
    BadgeRefusal.UNKNOWN: _("This academy has no badge with that number."),
    BadgeRefusal.NO_REASON: _("Say why. The holder reads this."),
}

FINDINGS: dict[Finding, tuple[Promise, Promise]] = {
    Finding.VALID: (
        _("This badge is valid"),
        _("The academy signed it and it was not changed or taken back."),
    ),
    Finding.REVOKED: (
        _("This badge was taken back"),
        _("It was signed by the academy, but it does not count any more."),
    ),
    Finding.TAMPERED: (
        _("This is not as the academy signed it"),
        _("The file was changed after it was signed. Do not rely on it."),
    ),
    Finding.DISTRUSTED: (
        _("This badge is no longer believed"),
        _("The key that signed it may have been in other hands. The holder can ask for a new badge."),
    ),
    Finding.UNKNOWN: (_("This file is another badge"), _("It does not belong to the badge on this page.")),
    Finding.UNREADABLE: (_("This is not a badge"), _("Choose the JSON file that came with the badge.")),
}


def words(reason: Refusal, facts: dict[str, Any] | None = None) -> str:
    """Say a reason of this part."""
    return str(REASONS[reason]) % (facts or {})


def why_not(refused: Refused) -> str:
    """Say why something did not happen."""
    return words(refused.reason, refused.facts)


def title(reached: ReachedLevel) -> str:
    """Name what somebody reached: "Connecting: journeyworker"."""
    return f"{reached.competency.name}: {level_name(reached)}"


def achieved(reached: ReachedLevel, *, language: str) -> Achieved:
    """Return what a badge says, in one language."""
    with translation.override(language):
        behaviour = [
            str(one.text) for one in reached.competency.indicators.all() if one.level == reached.level
        ]
        return Achieved(
            key=f"{reached.competency.case_identifier}/{reached.level}",
            name=title(reached),
            description=str(reached.competency.definition),
            criteria=gettext(
                "An assessor confirmed at least %(count)s of these behaviours with evidence from work: %(behaviour)s"
            )
            % {"count": INDICATORS_FOR_LEVEL, "behaviour": " ".join(behaviour)},
        )


audit.describe(
    {
        "craft.badge_issued": _("took a badge for a level"),
        "craft.badge_revoked": _("took a badge back"),
        "craft.key_renewed": _("took a new key for badges into use"),
    }
)
