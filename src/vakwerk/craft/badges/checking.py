"""Is this badge real? For the public page, where somebody may bring the file.

What is judged is the file itself, all of it: the signature is checked over what it says, not over what Vakwerk kept.
So the verdict is that of any other verifier, except for files that programs read in different ways: those are refused.
"""

import json
from collections.abc import Mapping
from typing import Any, Final, NoReturn

from vakwerk.craft.badges import documents, rules, signing
from vakwerk.craft.models import Badge

MOST_BYTES: Final = 200_000
"""Far more than a badge needs; a file above it is not read at all."""


class DoubleNameError(ValueError):
    """An object has one name twice: one program reads the first value, another the last."""


def look_at(badge: Badge, brought: bytes | None = None) -> rules.Finding:
    """Tell what to think of a badge; with ``brought``, of the whole file that says to be it."""
    kept = json.loads(badge.credential)
    shown: Any = kept
    if brought is not None:
        if len(brought) > MOST_BYTES:
            return rules.Finding.TOO_LARGE
        try:
            shown = read(brought)
        except DoubleNameError:
            return rules.Finding.DOUBLE_NAMES
        except (ValueError, RecursionError):
            return rules.Finding.UNREADABLE
        if not isinstance(shown, dict):
            return rules.Finding.UNREADABLE
        if shown.get("id") != kept["id"]:
            return rules.Finding.UNKNOWN
    return rules.finding(
        signed=_is_credential(shown) and signing.is_signed(shown, public_key=badge.key.public_key),
        revoked=badge.revoked_at is not None,
        distrusted=badge.key.distrusted_at is not None,
    )


def read(brought: bytes) -> Any:
    """Return what a file says, if every program reads the same in it (I-JSON, RFC 7493).

    :raises DoubleNameError: when an object has one name twice, at any depth.
    :raises ValueError: when it is not UTF-8, not JSON to its last byte, or holds what JSON has no word for.
    """
    found = json.loads(brought.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refuse_constant)
    # Half a pair of surrogates can be written in JSON, but means nothing.
    json.dumps(found, ensure_ascii=False).encode("utf-8")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise DoubleNameError
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _is_credential(shown: Mapping[str, Any]) -> bool:
    """Tell whether a document has the shape in which verifiers look for what they check.

    JSON-LD can say the same in many shapes, under other names too; a verifier refuses most of them.
    """
    contexts, types, status = shown.get("@context"), shown.get("type"), _single(shown.get("credentialStatus"))
    return (
        isinstance(contexts, list)
        and contexts[:1] == [signing.CREDENTIALS]
        and isinstance(types, list)
        and "VerifiableCredential" in types
        and isinstance(_single(shown.get("validFrom")), str)
        and isinstance(shown.get("issuer"), dict)
        and isinstance(_single(shown.get("credentialSubject")), dict)
        and isinstance(status, dict)
        and status.get("type") == documents.STATUS_ENTRY
        and isinstance(_single(status.get("statusListIndex")), str)
        and all(isinstance(status.get(name), str) for name in ("statusPurpose", "statusListCredential"))
    )


def _single(part: Any) -> Any:
    """Return the one value of a set of one, as JSON-LD lets them be left out."""
    return part[0] if isinstance(part, list) and len(part) == 1 else part
