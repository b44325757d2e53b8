"""When is a badge made, taken back, or believed? Pure: no Django, no clock, no database."""

from enum import StrEnum

from vakwerk.foundation.refusals import Refusal


class BadgeRefusal(Refusal):
    """Why something does not happen with a badge."""

    NOT_YOURS = "badge_not_yours"
    HAS_ONE = "badge_has_one"
    WITHHELD = "badge_withheld"
    NOTHING_TO_KNOW_YOU_BY = "badge_nothing_to_know_you_by"
    REVOKED_ALREADY = "badge_revoked_already"
    UNKNOWN = "badge_unknown"
    NO_REASON = "badge_no_reason"
    NOT_WITHHELD = "badge_not_withheld"
    KEY_UNKNOWN = "badge_key_unknown"
    DISTRUSTED_ALREADY = "badge_key_distrusted_already"


class Finding(StrEnum):
    """What looking at a badge gave. Only ``VALID`` is to be believed."""

    VALID = "valid"
    REVOKED = "revoked"
    TAMPERED = "tampered"
    DISTRUSTED = "distrusted"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    DOUBLE_NAMES = "double_names"


def reason_not_to_issue(
    *, is_own: bool, has_believed_one: bool, withheld: bool, has_email: bool, with_name: bool
) -> BadgeRefusal | None:
    """Tell why no badge is made. ``has_believed_one``: for this level, not taken back, by a key that nobody else had.

    ``withheld``: the academy took back one for this level, and did not lift that.
    A badge must say whose it is: by the hash of an e-mail address, or by the name.
    """
    if not is_own:
        return BadgeRefusal.NOT_YOURS
    if withheld:
        return BadgeRefusal.WITHHELD
    if has_believed_one:
        return BadgeRefusal.HAS_ONE
    return None if has_email or with_name else BadgeRefusal.NOTHING_TO_KNOW_YOU_BY


def reason_not_to_revoke(*, revoked: bool, reason: str) -> BadgeRefusal | None:
    """Tell why a badge is not taken back."""
    if revoked:
        return BadgeRefusal.REVOKED_ALREADY
    return None if reason.strip() else BadgeRefusal.NO_REASON


def reason_not_to_lift(*, withheld: bool, reason: str) -> BadgeRefusal | None:
    """Tell why it is not lifted that a badge was taken back. ``withheld``: the academy took it back."""
    if not withheld:
        return BadgeRefusal.NOT_WITHHELD
    return None if reason.strip() else BadgeRefusal.NO_REASON


def reason_not_to_distrust(*, known: bool, distrusted: bool) -> BadgeRefusal | None:
    """Tell why a key is not declared leaked."""
    if not known:
        return BadgeRefusal.KEY_UNKNOWN
    return BadgeRefusal.DISTRUSTED_ALREADY if distrusted else None


def finding(*, signed: bool, revoked: bool, distrusted: bool) -> Finding:
    """Tell what to think of a badge that this academy knows.

    ``signed``: the signature fits what is read; ``distrusted``: somebody else may have had the key.
    """
    if not signed:
        return Finding.TAMPERED
    if revoked:
        return Finding.REVOKED
    return Finding.DISTRUSTED if distrusted else Finding.VALID
