"""What do people of the demo show of their craft? Evidence in every state, responses, a level with a badge."""

from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from vakwerk.craft.assessment import operations as assessment
from vakwerk.craft.assessment.rules import Verdict
from vakwerk.craft.badges import operations as badges
from vakwerk.craft.badges.wording import achieved
from vakwerk.craft.evidence import operations
from vakwerk.craft.evidence.operations import Texts
from vakwerk.craft.frameworks import queries as frameworks
from vakwerk.craft.growth import operations as growth
from vakwerk.craft.models import Evidence, ReachedLevel
from vakwerk.demo.people import Population
from vakwerk.foundation.tenancy import in_academy

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@cache
def content() -> dict[str, Any]:
    """Return the demo's evidence as written in content/evidence.yaml."""
    text = files("vakwerk.demo").joinpath("content/evidence.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def load(populations: dict[str, Population], *, today: date) -> None:
    """Write evidence in every academy of the demo."""
    for slug, population in populations.items():
        with in_academy(population.academy):
            Showing(population, today=today).show(content()[slug])


class Showing:
    """Walks what the people of one academy did, piece by piece, as they would."""

    def __init__(self, population: Population, *, today: date) -> None:
        self.people = population.by_key
        self.today = today
        framework = frameworks.adopted_framework()
        assert framework is not None
        self.competencies = {one.key: one for one in frameworks.competencies_of(framework)}

    def at(self, days_ago: int, hour: int = 10) -> datetime:
        """Return an hour of a day, so many days ago."""
        return datetime.combine(self.today - timedelta(days=days_ago), time(hour), AMSTERDAM)

    def show(self, setup: dict[str, Any]) -> None:
        """Estimate, then write, ask, send and assess."""
        for key, estimate in setup["estimates"].items():
            levels = {self.competencies[name]: level for name, level in estimate["levels"].items()}
            growth.estimate(
                person=self.people[key],
                levels=levels,
                today=self.today - timedelta(days=estimate["days_ago"]),
            )
        for piece in setup["evidence"]:
            self._piece(piece)
        for key, reader in setup.get("shares", {}).items():
            operations.share(person=self.people[key], reader=self.people[reader], now=self.at(30))

    def _piece(self, piece: dict[str, Any]) -> None:
        person, competency = self.people[piece["person"]], self.competencies[piece["competency"]]
        names = ("title", "situation", "action", "effect", "learned")
        evidence = operations.write(
            person=person,
            competency=competency,
            texts=Texts(**{name: piece[name].strip() for name in names}),
            indicators=[one for one in competency.indicators.all() if one.key in piece["indicators"]],
            now=self.at(piece["written"]),
        )
        if file := piece.get("file"):
            operations.add_file(
                evidence=evidence,
                name=file["name"],
                content=file["text"].encode(),
                now=self.at(piece["written"]),
            )
        for response in piece.get("responses", ()):
            self._response(evidence, response)
        if "submitted" in piece:
            self._send(evidence, piece)
        if "withdrawn" in piece:
            operations.withdraw(evidence=evidence, now=self.at(piece["withdrawn"]))

    def _response(self, evidence: Evidence, setup: dict[str, Any]) -> None:
        respondent = self.people[setup["person"]]
        asked = operations.ask_response(
            evidence=evidence,
            name=setup["name"],
            email=respondent.email,
            relation=setup["relation"],
            now=self.at(setup["days_ago"], hour=9),
        )
        if answers := setup.get("answers"):
            by_key = {
                one.indicator.key: one.indicator_id for one in evidence.shows.select_related("indicator")
            }
            operations.respond(
                response=asked,
                seen={by_key[key]: seen for key, seen in answers.items()},
                words=setup["words"],
                now=self.at(setup["days_ago"], hour=16),
                by=respondent,
            )

    def _send(self, evidence: Evidence, piece: dict[str, Any]) -> None:
        assessor = self.people[piece["assessor"]]
        operations.submit(evidence=evidence, assessor=assessor, now=self.at(piece["submitted"]))
        if "decided" not in piece:
            return
        by_key = {one.indicator.key: one.pk for one in evidence.shows.select_related("indicator")}
        reached = assessment.decide(
            evidence=evidence,
            by=assessor,
            verdicts={by_key[key]: Verdict(verdict, reason) for key, verdict, reason in piece["verdicts"]},
            skipped_reason=piece.get("skipped_reason", ""),
            now=self.at(piece["decided"]),
        )
        if badge := piece.get("badge"):
            self._badge(reached[0], badge)

    def _badge(self, reached: ReachedLevel, setup: dict[str, Any]) -> None:
        badges.issue(
            reached=reached,
            by=reached.person,
            achieved=achieved(reached, language="nl"),
            language="nl",
            with_name=setup["with_name"],
            now=self.at(setup["days_ago"]),
        )
