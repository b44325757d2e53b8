"""When is a badge made, taken back, or believed? Pure: no Django, no clock, no database."""

from enum import StrEnum

from vakwerk.foundation.refusals import Refusal


class BadgeRefusal(Refusal):
    """Why something does not happen with a badge."""

    NOT_YOURS = "badge_not_yours"
    HAS_ONE = "badge_has_one"
    NOTHING_TO_KNOW_YOU_BY = "badge_nothing_to_know_you_by"
    REVOKED_ALREADY = "badge_revoked_already"
    UNKNOWN = "badge_unknown"
    NO_REASON = "badge_no_reason"


class Finding(StrEnum):
    """What looking at a badge gave. Only ``VALID`` is to be believed."""

    VALID = "valid"
    REVOKED = "revoked"
    TAMPERED = "tampered"
    DISTRUSTED = "distrusted"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"


def reason_not_to_issue(
    *, is_own: bool, has_valid_one: bool, has_email: bool, with_name: bool
) -> BadgeRefusal | None:
    """Tell why no badge is made. ``has_valid_one``: for this level, not taken back.

    A badge must say whose it is: by the hash of an e-mail address, or by the name.
    """
    if not is_own:
        return BadgeRefusal.NOT_YOURS
    if has_valid_one:
        return BadgeRefusal.HAS_ONE
    return None if has_email or with_name else BadgeRefusal.NOTHING_TO_KNOW_YOU_BY


def reason_not_to_revoke(*, revoked: bool, reason: str) -> BadgeRefusal | None:
    """Tell why a badge is not taken back."""
    if revoked:
        return BadgeRefusal.REVOKED_ALREADY
    return None if reason.strip() else BadgeRefusal.NO_REASON


def finding(*, same: bool, signed: bool, revoked: bool, distrusted: bool) -> Finding:
    """Tell what to think of a badge that this academy knows.

    ``same``: it reads as it was signed; ``signed``: the signature fits; ``distrusted``: somebody else may have
    had the key.
    """
    if not (same and signed):
        return Finding.TAMPERED
    if revoked:
        return Finding.REVOKED
    return Finding.DISTRUSTED if distrusted else Finding.VALID
