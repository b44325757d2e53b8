"""Do badges, the profile of their issuer and the list of what was taken back say what their standards demand?"""

import base64
import copy
import gzip
import json
from typing import Any

import pytest
from django.test import Client
from tests.standards.open_badges import TABLES
from tests.standards.tables import faults

from vakwerk.craft.badges import operations
from vakwerk.craft.models import Badge
from vakwerk.craft.tests import evidence_factories as evidence
from vakwerk.craft.tests import framework_factories as frameworks
from vakwerk.foundation.models import Academy
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tests.founding import change
from vakwerk.people.models import Person
from vakwerk.people.tests import factories as people

BADGE = "AchievementCredential"
LEAST_BYTES = 16 * 1024
SUBJECT, ACHIEVEMENT = "credentialSubject", "achievement"


def _badge(esra: Person, **more: Any) -> Badge:
    competency = frameworks.competency(frameworks.adopted(on=evidence.READABLE.date(), now=evidence.READABLE))
    marit = people.person("Marit", "Hofman", roles=(Role.ASSESSOR,))
    return evidence.badge_for(evidence.reached(esra, competency, marit), **more)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("with_name", [True, False])
def test_a_badge_holds_what_the_tables_of_open_badges_demand(
    esra: Person, language: str, with_name: bool
) -> None:
    badge = _badge(esra, language=language, with_name=with_name)
    assert faults(json.loads(badge.credential), BADGE, TABLES) == []


def test_the_published_profile_of_an_issuer_is_a_profile_that_says_its_words(
    esra: Person, academy: Academy
) -> None:
    badge = json.loads(_badge(esra).credential)
    for email in ("", "vakhuis@apeldoorn.example"):
        change(academy, contact_email=email)
        answer = Client().get("/apeldoorn/badges/uitgever/", headers={"accept": "application/ld+json"})
        profile = json.loads(answer.content)
        assert profile.get("email", "") == email
        assert faults(profile, "PublishedProfile", TABLES) == []
        assert profile["id"] == badge["issuer"]["id"]


def test_the_list_of_what_was_taken_back_is_one_of_the_standard(esra: Person, academy: Academy) -> None:
    badge = _badge(esra)
    entry = json.loads(badge.credential)["credentialStatus"]
    address = entry["statusListCredential"]
    assert entry["id"] != address

    def taken_back() -> bytes:
        answer = Client().get(address.removeprefix("https://vakwerk.example"))
        assert answer["Content-Type"] == "application/vc"
        listed = json.loads(answer.content)
        assert faults(listed, "StatusListCredential", TABLES) == []
        assert listed["id"] == address
        assert listed[SUBJECT]["statusPurpose"] == entry["statusPurpose"]
        given = listed[SUBJECT]["encodedList"].removeprefix("u")
        return gzip.decompress(base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)))

    bits = taken_back()
    assert len(bits) >= LEAST_BYTES
    assert not any(bits)
    operations.revoke(badge=badge, by=esra, reason="Op eigen verzoek.", now=evidence.NOW)
    place, expected = int(entry["statusListIndex"]), bytearray(bits)
    expected[place // 8] = 0x80 >> place % 8
    assert taken_back() == expected


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("type",), ["VerifiableCredential"]),
        (("proof",), None),
        ((SUBJECT, "type"), "StatusList2021"),
        ((SUBJECT, "statusPurpose"), None),
        ((SUBJECT, "statusPurpose"), []),
        ((SUBJECT, "encodedList"), "H4sIAAAA"),
        ((SUBJECT, "ttl"), "300000"),
    ],
    ids=str,
)
def test_the_tables_refuse_a_list_that_is_none(esra: Person, path: tuple[str | int, ...], value: Any) -> None:
    listed = json.loads(_badge(esra).status_list.credential)
    assert faults(_changed(listed, path, value), "StatusListCredential", TABLES)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("@context",), ["https://www.w3.org/ns/credentials/v2"]),
        (("id",), None),
        (("type",), ["VerifiableCredential"]),
        (("validFrom",), "2027-01-04"),
        (("validFrom",), "2027-01-04T09:00:00"),
        (("validFrom",), "2027-01-04T09:00Z"),
        (("issuanceDate",), "2027-01-04T09:00:00Z"),
        (("issuer", "type"), ["Organization"]),
        (("issuer", "email"), "nobody"),
        ((SUBJECT, "identifier"), []),
        ((SUBJECT, "identifier", 0, "identityType"), "nickname"),
        ((SUBJECT, "identifier", 0, "identityHash"), "esra@vakwerk.example"),
        ((SUBJECT, ACHIEVEMENT, "criteria"), None),
        ((SUBJECT, ACHIEVEMENT, "description"), ""),
        ((SUBJECT, ACHIEVEMENT, "achievementType"), "Craft"),
        ((SUBJECT, ACHIEVEMENT, "inLanguage"), "Nederlands"),
        (("credentialStatus", "id"), None),
        (("credentialStatus", "statusListIndex"), 3),
        (("credentialStatus", "statusListIndex"), "03"),
        (("proof",), {"type": "DataIntegrityProof"}),
        (("proof", 0, "proofPurpose"), "authentication"),
    ],
    ids=str,
)
def test_the_tables_refuse_a_badge_that_is_no_badge(
    esra: Person, path: tuple[str | int, ...], value: Any
) -> None:
    badge = json.loads(_badge(esra).credential)
    assert faults(_changed(badge, path, value), BADGE, TABLES)


def _changed(document: dict[str, Any], path: tuple[str | int, ...], value: Any) -> Any:
    """Return a document with another value somewhere, or without one."""
    changed: Any = copy.deepcopy(document)
    part = changed
    for step in path[:-1]:
        part = part[step]
    if value is None:
        del part[path[-1]]
    else:
        part[path[-1]] = value
    return changed
