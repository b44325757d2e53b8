"""Makes frameworks and role profiles for tests by walking the real operations."""

import json
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from vakwerk.craft.exchange import operations as exchange
from vakwerk.craft.frameworks import operations
from vakwerk.craft.frameworks.operations import CompetencyFacts
from vakwerk.craft.models import Competency, Framework, RoleProfile
from vakwerk.craft.profiles import operations as profiles
from vakwerk.craft.profiles.operations import ProfileFacts
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.people.models import Person

NOW = datetime(2027, 1, 4, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))
TODAY = NOW.date()


def own_draft(by: Person | None = None, *, name: str = "Ons vakmanschap", now: datetime = NOW) -> Framework:
    """Make a draft out of the starter."""
    starter = operations.add_starter(by=by, now=now)
    return operations.adapt(framework=starter, name=Bilingual(nl=name, en="Our craft"), by=by, now=now)


def adopted(
    framework: Framework | None = None,
    *,
    by: Person | None = None,
    on: date = TODAY,
    now: datetime = NOW,
) -> Framework:
    """Adopt a draft; without one, a copy of the starter."""
    return operations.adopt(
        framework=framework or own_draft(by, now=now),
        adopted_on=on,
        adopted_by="college van B en W",
        by=by,
        now=now,
    )


def facts(name: str = "Innovatief", **more: Any) -> CompetencyFacts:
    """Return what somebody fills in for a competency."""
    usual = {
        "name": Bilingual(nl=name, en=""),
        "definition": Bilingual(nl="Probeert iets nieuws.", en="Tries something new."),
        "why": Bilingual(),
        "pitfall": Bilingual(),
    }
    return CompetencyFacts(**{**usual, **more})


def incomplete(framework: Framework, name: str = "Innovatief") -> Competency:
    """Add a competency without indicators to a draft."""
    return operations.add_competency(framework=framework, facts=facts(name), by=None, now=NOW)


def competency(framework: Framework, key: str = "connecting") -> Competency:
    """Return a competency of a framework by its key."""
    return framework.competencies.get(key=key)


def profile(framework: Framework, name: str = "Wijkregisseur", *, code: str = "") -> RoleProfile:
    """Add a role profile with four targets."""
    chosen = list(framework.competencies.order_by("position")[:4])
    return profiles.add_profile(
        framework=framework,
        facts=ProfileFacts(Bilingual(nl=name, en=""), code, {one.pk: 2 for one in chosen}),
        by=None,
    )


def example(owner: Person, secret: str) -> dict[str, Any]:
    """Return one real object for every gap in the addresses of frameworks, with ``secret`` in each."""
    framework = operations.lay_open(framework=own_draft(owner, name=secret), by=owner, now=NOW)
    one = incomplete(framework, secret)
    indicator = operations.add_indicator(
        competency=one, level=1, text=Bilingual(nl=secret, en=secret), by=owner, now=NOW
    )
    cluster = operations.add_cluster(
        framework=framework, name=Bilingual(nl=secret, en=""), description=Bilingual(), by=owner
    )
    package = {
        "CFDocument": {
            "identifier": "5e1b3f3e-6b7e-4c0e-9a53-0d7a1d6b9c55",
            "title": secret,
            "language": "nl",
        },
        "CFItems": [{"identifier": "5e1b3f3e-6b7e-4c0e-9a53-0d7a1d6b9c56", "fullStatement": secret}],
    }
    file = exchange.bring_file(
        name=f"{secret}.json", content=json.dumps(package).encode(), into=None, by=owner, now=NOW
    )
    return {
        "framework_id": framework.pk,
        "competency_id": one.pk,
        "indicator_id": indicator.pk,
        "cluster_id": cluster.pk,
        "profile_id": profile(framework, secret).pk,
        "file_id": file.pk,
        "language": "nl",
    }
