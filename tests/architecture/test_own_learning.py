"""Does anybody else notice that somebody learns? Reads every page before and after, and looks for a difference.

Esra writes a draft, sends evidence in, asks a partner, reaches a level, takes a badge and says a need. The
coordinator, her manager and the administrator must read the same pages as before she did: no name, no title, no
count, no time tells.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from tests.architecture.test_urls import INSIDE
from tests.architecture.url_examples import make_examples

from vakwerk.craft.growth import operations as growth
from vakwerk.craft.models import Competency, Framework
from vakwerk.craft.tests import evidence_factories as evidence
from vakwerk.craft.tests import framework_factories as frameworks
from vakwerk.foundation.models import Academy, AuditEntry, OutgoingMail, OwnAct
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people.models import Bond, Person
from vakwerk.people.tests import factories as people
from vakwerk.trajectories.models import LearningNeed
from vakwerk.trajectories.needs import operations as needs

CANARY = "Kanariepiet"
# Whatever differs from one answer to the next though nothing changed.
_CHANCE = re.compile(r'nonce="[^"]+"|\b[A-Za-z0-9_-]{32,}\b')
# Files that hold the moment at which they were made.
_MADE_NOW = ("ics", "pdf", "meenemen")
DOWNLOADS = {
    "people:persons": "who=all&download=csv",
    "foundation:trail": "download=csv",
    "foundation:outbox": "download=csv",
    "foundation:jobs": "download=csv",
    "trajectories:participants": "download=csv",
    "craft:evidence_counts": "download=csv",
}


@dataclass
class House:
    """An academy with one of everything; the three who must notice nothing; Esra, who learns, and her assessor."""

    academy: Academy
    watchers: Mapping[str, Person]
    esra: Person
    marit: Person
    examples: dict[str, Any]

    @property
    def connecting(self) -> Competency:
        return frameworks.competency(Framework.objects.get(state=Framework.State.ADOPTED))


@pytest.fixture(autouse=True)
def _clock_that_stands_still() -> Iterator[None]:
    """Some pages say the minute."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.fixture
def house(db: None, settings: LazySettings, tmp_path: object) -> House:
    settings.DATA_DIR = tmp_path
    academy = people.academy()
    with in_academy(academy):
        owner = people.person("Bo", "Eigenaar", roles=tuple(Role))
        watchers = {
            "coordinator": people.person("Ilse", "Vermeer", roles=(Role.COORDINATOR,)),
            "administrator": people.person("Jeroen", "Timmer", roles=(Role.ADMINISTRATOR,)),
            "manager": people.person("Dirk", "Haan"),
        }
        esra = people.person("Esra", "Kaya")
        marit = people.person("Marit", "Hofman", roles=(Role.ASSESSOR,))
        for one in (esra, marit):
            one.joined_at = evidence.READABLE
            one.save(update_fields=["joined_at"])
        Bond.objects.create(person=esra, senior=watchers["manager"], kind=Bond.Kind.MANAGER)
        examples = make_examples(owner, "Voorbeeld")
    return House(academy, watchers, esra, marit, {"academy": academy.slug, **examples})


def _addresses(house: House) -> dict[str, str]:
    """Return every page, with an example in its gaps; the page of a person also for Esra and for her assessor."""

    def filled(path: str, **more: Any) -> str:
        gaps = {**house.examples, **more}
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda gap: str(gaps[gap.group(1)]), path)

    found = {name: filled(path) for name, path in INSIDE.items() if not path.rstrip("/").endswith(_MADE_NOW)}
    for name, path in INSIDE.items():
        if "<int:person_id>" in path:
            found[f"{name} of Esra"] = filled(path, person_id=house.esra.pk)
            found[f"{name} of Marit"] = filled(path, person_id=house.marit.pk)
    for name, query in DOWNLOADS.items():
        if name in INSIDE:
            found[f"{name} as file"] = f"{filled(INSIDE[name])}?{query}"
    return found


def _read(client: Client, address: str) -> str:
    answer = client.get(address)
    if "spreadsheetml" in answer.get("Content-Type", ""):
        # Its cells, since a workbook holds the second in which it was made.
        book = load_workbook(io.BytesIO(answer.getvalue()), read_only=True)
        return str([list(sheet.iter_rows(values_only=True)) for sheet in book])
    if answer.streaming:
        return b"".join(answer).decode("utf-8", errors="replace")
    body = answer.content.decode("utf-8", errors="replace")
    return f"{answer.status_code} {answer.get('Location', '')} {_CHANCE.sub('', body)}"


def _read_all(house: House, watcher: Person) -> dict[str, str]:
    client = people.signed_in(watcher)
    return {name: _read(client, address) for name, address in _addresses(house).items()}


def _told(house: House, watcher: Person, before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Return the pages that changed, besides those that are different every time."""
    client, addresses = people.signed_in(watcher), _addresses(house)
    changed = [name for name, page in after.items() if page != before[name]]
    return [name for name in changed if _read(client, addresses[name]) == after[name]]


def _learn(house: House) -> None:
    """Have Esra do all that people do for their own learning."""
    esra, marit, connecting = house.esra, house.marit, house.connecting
    evidence.written(esra, connecting, title=f"{CANARY} concept")
    growth.estimate(person=esra, levels={connecting: 1}, today=timezone.localdate())
    first = evidence.written(
        esra, connecting, title=f"{CANARY} één", shows=evidence.behaviour(connecting, level=1)
    )
    _response, _token = evidence.asked(first, "henk@onserf.example", message=CANARY)
    reached = evidence.decided(evidence.sent(first, marit), marit, "confirmed")
    evidence.badge_for(reached[0], with_name=True)
    second = evidence.sent(evidence.written(esra, connecting, title=f"{CANARY} twee"), marit)
    evidence.decided(second, marit, "asked_back")
    evidence.sent(second, marit, answer=CANARY)
    evidence.sent(evidence.written(esra, connecting, title=f"{CANARY} drie"), marit)
    wish = needs.NeedWish(competency=connecting.key, level=2, dilemma=CANARY)
    needs.say_need(person=esra, wish=wish, now=timezone.now())


def test_nobody_who_works_for_the_academy_notices_that_somebody_learns(house: House) -> None:
    before = {role: _read_all(house, watcher) for role, watcher in house.watchers.items()}
    with in_academy(house.academy):
        _learn(house)
        assert OwnAct.objects.filter(person_id=house.esra.pk).exists()
        assert LearningNeed.objects.filter(person=house.esra).exists()
        assert OutgoingMail.objects.filter(about_id=house.esra.pk, is_personal=True).exists()
    for role, watcher in house.watchers.items():
        after = _read_all(house, watcher)
        told = _told(house, watcher, before[role], after)
        assert told == [], role
        assert not any(CANARY in page for page in after.values()), role


def test_what_somebody_learns_leaves_no_line_in_the_audit_trail(house: House) -> None:
    with in_academy(house.academy):
        before = AuditEntry.objects.count()
        _learn(house)
        assert AuditEntry.objects.count() == before


def test_esra_herself_reads_what_happened_and_her_assessor_what_they_did(house: House) -> None:
    with in_academy(house.academy):
        _learn(house)
    own = people.signed_in(house.esra).get("/apeldoorn/mijn-gegevens/leerlogboek/").content.decode()
    assert "stuurde bewijs naar een beoordelaar" in own
    assert "Marit Hofman" in own
    assessors = people.signed_in(house.marit).get("/apeldoorn/mijn-gegevens/leerlogboek/").content.decode()
    assert "bevestigde bewijs" in assessors
    assert "schreef een stuk bewijs" not in assessors
    for watcher in house.watchers.values():
        page = people.signed_in(watcher).get("/apeldoorn/mijn-gegevens/leerlogboek/").content.decode()
        assert "Esra" not in page
