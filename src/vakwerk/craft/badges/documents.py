"""What stands in a badge, in the profile of its issuer, and in the list of what was taken back?

Open Badges 3.0, a Verifiable Credential 2.0. Source: https://www.imsglobal.org/spec/ob/v3p0/ and
https://www.w3.org/TR/vc-bitstring-status-list/
"""

import base64
import gzip
import hashlib
import secrets
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.urls import reverse

from vakwerk.craft.badges.signing import CREDENTIALS, OPEN_BADGES, Json
from vakwerk.craft.models import IssuerKey
from vakwerk.foundation.models import Academy

LIST_LENGTH: Final = 131_072
"""The least that the standard allows, so that one place in a list says little about whose it is."""

MEDIA_TYPE: Final = "application/vc"
"""What a credential is served as, since version 2.0; what drafts of it said was never registered."""

STATUS_ENTRY: Final = "BitstringStatusListEntry"
MULTIKEY: Final = "https://w3id.org/security/multikey/v1"
DID: Final = "https://www.w3.org/ns/did/v1"


def address(name: str, *arguments: Any) -> str:
    """Return the full address of a public page of badges."""
    return settings.BASE_URL + reverse(f"craft:{name}", args=arguments)


def issuer_id(academy: Academy) -> str:
    """Return who an academy is to the world: a did:web, which leads to ``did.json`` below its address."""
    return f"did:web:{quote(urlsplit(settings.BASE_URL).netloc, safe='')}:{academy.slug}"


def method_of(academy: Academy, key: IssuerKey) -> str:
    """Return the name of a key in the issuer's document."""
    return f"{issuer_id(academy)}#key-{key.number}"


def issuer_document(academy: Academy, keys: Iterable[IssuerKey]) -> Json:
    """Return the DID document: every key whose signatures are still believed, earlier ones too."""
    trusted = [key for key in keys if key.distrusted_at is None]
    return {
        "@context": [DID, MULTIKEY],
        "id": issuer_id(academy),
        "verificationMethod": [
            {
                "id": method_of(academy, key),
                "type": "Multikey",
                "controller": issuer_id(academy),
                "publicKeyMultibase": key.public_key,
            }
            for key in trusted
        ],
        "assertionMethod": [method_of(academy, key) for key in trusted],
        "service": [
            {
                "id": f"{issuer_id(academy)}#profile",
                "type": "LinkedDomains",
                "serviceEndpoint": address("badge_issuer", academy.slug),
            }
        ],
    }


def issuer_profile(academy: Academy) -> Json:
    """Return the profile of the academy as it stands in its badges."""
    profile: Json = {
        "id": issuer_id(academy),
        "type": ["Profile"],
        "name": academy.name,
        "url": address("badge_issuer", academy.slug),
    }
    if academy.contact_email:
        profile["email"] = academy.contact_email
    return profile


def published_profile(academy: Academy) -> Json:
    """Return the profile as a document of its own, which says in which words it is written."""
    return {"@context": [CREDENTIALS, OPEN_BADGES], **issuer_profile(academy)}


@dataclass(frozen=True)
class Achieved:
    """What a badge is about, in one language."""

    key: str
    name: str
    description: str
    criteria: str


def badge(
    academy: Academy,
    *,
    identifier: uuid.UUID,
    achieved: Achieved,
    language: str,
    email: str,
    name: str,
    list_number: int,
    index: int,
    issued_at: datetime,
) -> Json:
    """Return a badge without its proof. ``email`` goes in as a salted hash; ``name`` only where it is given."""
    status = address("badge_status", academy.slug, list_number)
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": address("badge", academy.slug, identifier),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": achieved.name,
        "issuer": issuer_profile(academy),
        "validFrom": moment(issued_at),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": list(_identities(email, name)),
            "achievement": {
                "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{issuer_id(academy)}/{achieved.key}')}",
                "type": ["Achievement"],
                "achievementType": "Competency",
                "inLanguage": language,
                "name": achieved.name,
                "description": achieved.description,
                "criteria": {"narrative": achieved.criteria},
            },
        },
        "credentialStatus": {
            "id": f"{status}#{index}",
            "type": STATUS_ENTRY,
            "statusPurpose": "revocation",
            "statusListIndex": str(index),
            "statusListCredential": status,
        },
    }


def _identities(email: str, name: str) -> Iterable[Json]:
    if email:
        salt = secrets.token_hex(8)
        hashed = hashlib.sha256((email.lower() + salt).encode()).hexdigest()
        yield {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": f"sha256${hashed}",
            "identityType": "emailAddress",
            "salt": salt,
        }
    if name:
        yield {"type": "IdentityObject", "hashed": False, "identityHash": name, "identityType": "name"}


def status_list(academy: Academy, *, number: int, revoked: Collection[int], signed_at: datetime) -> Json:
    """Return the list of what was taken back, without its proof."""
    url = address("badge_status", academy.slug, number)
    return {
        "@context": [CREDENTIALS],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_id(academy),
        "validFrom": moment(signed_at),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": _encoded(revoked),
        },
    }


def _encoded(revoked: Collection[int]) -> str:
    bits = bytearray(LIST_LENGTH // 8)
    for index in revoked:
        bits[index // 8] |= 0x80 >> index % 8
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")


def moment(when: datetime) -> str:
    """Return a moment as credentials write it."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
