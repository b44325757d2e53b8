"""Does somebody else's program believe our badges? Checks them with the libraries of Digital Bazaar, from npm.

Node and npm come from a wheel; the libraries come by ``npm ci`` from the lock file beside this test.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from vakwerk.craft.badges import operations
from vakwerk.craft.models import Badge
from vakwerk.craft.tests import evidence_factories as evidence
from vakwerk.craft.tests import framework_factories as frameworks
from vakwerk.foundation.models import Academy
from vakwerk.foundation.roles import Role
from vakwerk.people.models import Person
from vakwerk.people.tests import factories as people

HERE = Path(__file__).parent
PROGRAMS = Path(sys.executable).parent

pytestmark = pytest.mark.xdist_group("verifier")


@pytest.fixture(scope="session")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the program that checks, with its libraries in place, in a folder of its own.

    Not in the checkout: what lies there may be read-only, or hold what somebody else put in ``node_modules``.
    """
    folder = tmp_path_factory.mktemp("verifier")
    for name in ("package.json", "package-lock.json", "verify.mjs"):
        shutil.copy(HERE / name, folder)
    words = [PROGRAMS / "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"npm ci in {folder} failed:\n{done.stdout}{done.stderr}"
    return folder / "verify.mjs"


@pytest.fixture
def badge(esra: Person) -> Badge:
    competency = frameworks.competency(frameworks.adopted(on=evidence.READABLE.date(), now=evidence.READABLE))
    marit = people.person("Marit", "Hofman", roles=(Role.ASSESSOR,))
    return evidence.badge_for(evidence.reached(esra, competency, marit), with_name=True)


def check_files(verifier: Path, files: Sequence[str]) -> list[dict[str, Any]]:
    """Check texts of badges with what the academy publishes now, and say what was found of each."""
    did = json.loads(Client().get("/apeldoorn/did.json").content)
    status = json.loads(Client().get("/apeldoorn/badges/ingetrokken/1/").content)
    known = {"files": files, "documents": {did["id"]: did, status["id"]: status}}
    done = subprocess.run(
        [PROGRAMS / "node", verifier], input=json.dumps(known), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def check(verifier: Path, credential: dict[str, Any]) -> dict[str, Any]:
    """Check a badge, and say what was found."""
    (found,) = check_files(verifier, [json.dumps(credential)])
    return found


def test_a_badge_is_verified(verifier: Path, badge: Badge) -> None:
    credential = json.loads(badge.credential)
    assert credential["issuer"]["id"] == "did:web:vakwerk.example:apeldoorn"
    assert credential["proof"][0]["cryptosuite"] == "eddsa-rdfc-2022"
    assert check(verifier, credential) == {"verified": True, "revoked": False, "problems": []}


def test_a_badge_with_its_proof_outside_a_set_is_verified(verifier: Path, badge: Badge) -> None:
    """So the first badges were written, and JSON-LD makes no difference between the two."""
    credential = json.loads(badge.credential)
    (credential["proof"],) = credential["proof"]
    assert check(verifier, credential) == {"verified": True, "revoked": False, "problems": []}


@pytest.mark.parametrize(
    "path",
    [
        ("name",),
        ("validFrom",),
        ("issuer", "name"),
        ("credentialSubject", "achievement", "name"),
        ("credentialSubject", "achievement", "criteria", "narrative"),
        ("credentialStatus", "statusListIndex"),
    ],
    ids=".".join,
)
def test_a_badge_that_was_changed_is_rejected(verifier: Path, badge: Badge, path: tuple[str, ...]) -> None:
    credential = json.loads(badge.credential)
    part = credential
    for name in path[:-1]:
        part = part[name]
    part[path[-1]] = "2001-01-01T00:00:00Z" if path[-1] == "validFrom" else "7"
    assert check(verifier, credential)["verified"] is False


def test_a_statement_that_was_added_is_rejected(verifier: Path, badge: Badge) -> None:
    credential = json.loads(badge.credential)
    credential["credentialSubject"]["achievement"]["humanCode"] = "C07.4"
    assert check(verifier, credential)["verified"] is False


def test_a_revoked_badge_is_told_apart_and_others_are_not(verifier: Path, badge: Badge, esra: Person) -> None:
    operations.revoke(badge=badge, by=esra, reason="Op eigen verzoek.", now=evidence.NOW)
    other = evidence.badge_for(badge.reached)
    assert check(verifier, json.loads(badge.credential))["revoked"] is True
    assert check(verifier, json.loads(other.credential)) == {
        "verified": True,
        "revoked": False,
        "problems": [],
    }


def test_a_badge_of_an_earlier_key_still_verifies(verifier: Path, badge: Badge, academy: Academy) -> None:
    operations.renew_key(academy=academy, by=None, now=evidence.NOW)
    assert check(verifier, json.loads(badge.credential))["verified"] is True
    operations.revoke(badge=badge, by=badge.person, reason="x", now=evidence.NOW)
    newer = json.loads(evidence.badge_for(badge.reached).credential)
    assert newer["proof"][0]["verificationMethod"].endswith("#key-2")
    assert check(verifier, newer)["verified"] is True


def test_a_badge_of_a_leaked_key_is_rejected(verifier: Path, badge: Badge, academy: Academy) -> None:
    operations.renew_key(academy=academy, by=None, now=evidence.NOW, leaked=True)
    assert check(verifier, json.loads(badge.credential))["verified"] is False


def test_a_badge_of_somebody_elses_key_is_rejected(verifier: Path, badge: Badge) -> None:
    credential = json.loads(badge.credential)
    credential["proof"][0]["proofValue"] = "z" + "2" * 87
    assert check(verifier, credential)["verified"] is False
