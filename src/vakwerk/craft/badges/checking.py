"""Is this badge real? For the public page, where somebody may bring the file."""

import json
from typing import Any

from vakwerk.craft.badges import rules, signing
from vakwerk.craft.models import Badge

MOST_BYTES = 200_000


def look_at(badge: Badge, brought: bytes | None = None) -> rules.Finding:
    """Tell what to think of a badge; with ``brought``, of the file that says to be it."""
    kept = json.loads(badge.credential)
    shown: Any = kept
    if brought is not None:
        try:
            shown = json.loads(brought)
        except (ValueError, RecursionError):
            return rules.Finding.UNREADABLE
        if not isinstance(shown, dict):
            return rules.Finding.UNREADABLE
        if shown.get("id") != kept["id"]:
            return rules.Finding.UNKNOWN
    return rules.finding(
        same=shown == kept,
        # What was changed needs no further look; what was not may still have been changed in the database.
        signed=shown == kept and signing.is_signed(kept, public_key=badge.key.public_key),
        revoked=badge.revoked_at is not None,
        distrusted=badge.key.distrusted_at is not None,
    )
