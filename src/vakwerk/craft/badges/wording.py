"""How do badges speak? What they say, why not, what was found, and what the trail calls each act."""

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vakwerk.craft.assessment.rules import INDICATORS_FOR_LEVEL
from vakwerk.craft.badges.documents import Achieved
from vakwerk.craft.badges.rules import BadgeRefusal, Finding
from vakwerk.craft.growth.queries import level_name
from vakwerk.craft.models import Badge, ReachedLevel
from vakwerk.foundation import audit, own_acts, refusals

refusals.describe(
    {
        BadgeRefusal.NOT_YOURS: _("This level was reached by somebody else."),
        BadgeRefusal.HAS_ONE: _("You have a badge for this level already."),
        BadgeRefusal.WITHHELD: _(
            "The academy took back your badge for this level. You can ask for a badge again once the academy allows it."
        ),
        BadgeRefusal.NOT_WITHHELD: _(
            "The academy did not take this badge back, or already lets the holder ask again."
        ),
        BadgeRefusal.KEY_UNKNOWN: _("There is no key with that number."),
        BadgeRefusal.DISTRUSTED_ALREADY: _("What this key signed is already no longer trusted."),
        BadgeRefusal.NOTHING_TO_KNOW_YOU_BY: _(
            "We have no e-mail address for you. Choose to have your name in it, or nobody can tell whose it is."
        ),
        BadgeRefusal.REVOKED_ALREADY: _("This badge was taken back already."),
        BadgeRefusal.UNKNOWN: _("This academy has no badge with that number."),
        BadgeRefusal.NO_REASON: _("Give a reason. The holder reads this."),
    }
)

FINDINGS: dict[Finding, tuple[Promise, Promise]] = {
    Finding.VALID: (
        _("This badge is valid"),
        _("The academy signed it and it was not changed or taken back."),
    ),
    Finding.REVOKED: (
        _("This badge was taken back"),
        _("It was signed by the academy, but it is no longer valid."),
    ),
    Finding.TAMPERED: (
        _("This is not as the academy signed it"),
        _("The file was changed after it was signed. Do not rely on it."),
    ),
    Finding.DISTRUSTED: (
        _("This badge is no longer trusted"),
        _("The key that signed it may have been in other hands. The holder can ask for a new badge."),
    ),
    Finding.UNKNOWN: (_("This file is another badge"), _("It does not belong to the badge on this page.")),
    Finding.UNREADABLE: (_("This is not a badge"), _("Choose the JSON file that came with the badge.")),
    Finding.TOO_LARGE: (
        _("This file is too large"),
        _(
            "A badge is a file of a few kilobytes. This one was not read. Choose the file that came with the badge."
        ),
    ),
    Finding.DOUBLE_NAMES: (
        _("This file gives two values for one name"),
        _("Programs do not agree on what such a file says. Do not rely on it."),
    ),
}
_REVOKED_BY_ACADEMY = _("The academy signed it and took it back. It is no longer valid.")
_REVOKED_BY_HOLDER = _("The academy signed it and its holder gave it back. It is no longer valid.")


def said_of(badge: Badge, finding: Finding) -> tuple[str | Promise, str | Promise]:
    """Say what was found, as a heading and why; of a badge that was taken back, by whom."""
    heading, why = FINDINGS[finding]
    if finding == Finding.REVOKED:
        why = _REVOKED_BY_ACADEMY if badge.revoked_by_academy else _REVOKED_BY_HOLDER
    return heading, why


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
        "craft.badge_taken_back": _("took a badge back"),
        "craft.badge_let_again": _("let a holder ask again for a badge that was taken back"),
        "craft.key_distrusted": _("declared that somebody else may have had key %(number)s"),
        "craft.key_renewed": _("took a new key for badges into use"),
    }
)
own_acts.describe(
    {
        "craft.badge_issued": _("took a badge for a level"),
        "craft.badge_revoked": _("took a badge back"),
        "craft.badge_lifted": _("let a holder ask again for a badge that was taken back"),
    }
)
