"""Which craft do the demo academies describe? Each adapted the starter, adopted it, and gave people role profiles."""

from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from vakwerk.craft.frameworks import operations, queries
from vakwerk.craft.frameworks.operations import CompetencyFacts, Head
from vakwerk.craft.models import Competency, Framework
from vakwerk.craft.profiles import operations as profiles
from vakwerk.craft.profiles import queries as profile_queries
from vakwerk.demo.people import Population
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.tenancy import in_academy
from vakwerk.people.models import Person

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
COORDINATOR = {"apeldoorn": "jeroen", "amsterdam": "ilse"}


@cache
def content() -> dict[str, Any]:
    """Return what the demo's academies describe, as written in content/craft.yaml."""
    text = files("vakwerk.demo").joinpath("content/craft.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def load(populations: dict[str, Population], *, today: date) -> None:
    """Describe craft in every academy of the demo."""
    for slug, population in populations.items():
        with in_academy(population.academy):
            coordinator = population.by_key[COORDINATOR[slug]]
            Describing(content()[slug], coordinator, today=today).describe()
            _give_profiles(coordinator, today=today)


class Describing:
    """Makes the framework of one academy, version by version."""

    def __init__(self, setup: dict[str, Any], coordinator: Person, *, today: date) -> None:
        self.setup = setup
        self.by = coordinator
        self.today = today

    def at(self, days_ago: int) -> datetime:
        """Return ten in the morning, so many days ago."""
        return datetime.combine(self.today - timedelta(days=days_ago), time(10), AMSTERDAM)

    def describe(self) -> None:
        """Walk the versions that the content lists, and the draft after them."""
        first = self.setup["versions"][0]["days_ago"]
        framework = operations.add_starter(by=self.by, now=self.at(first))
        for nth, version in enumerate(self.setup["versions"]):
            now = self.at(version["days_ago"])
            if nth == 0:
                name = Bilingual(self.setup["name"])
                framework = operations.adapt(framework=framework, name=name, by=self.by, now=now)
                framework = operations.name_levels(
                    framework=framework, naming=self.setup["naming"], by=self.by
                )
                head = Head(name, Bilingual(self.setup["description"]), framework.licence, framework.source)
                framework = operations.change_head(framework=framework, head=head, by=self.by)
            else:
                framework = operations.new_version(framework=framework, by=self.by, now=now)
            self._change(framework, version, now)
            framework = operations.adopt(
                framework=framework,
                adopted_on=self.today - timedelta(days=version["adopted_days_ago"]),
                adopted_by=version["body"],
                by=self.by,
                now=self.at(version["adopted_days_ago"]),
            )
        if draft := self.setup.get("draft"):
            now = self.at(draft["days_ago"])
            framework = operations.new_version(framework=framework, by=self.by, now=now)
            self._change(framework, draft, now)

    def _change(self, framework: Framework, version: dict[str, Any], now: datetime) -> None:
        known = {one.key: one for one in queries.competencies_of(framework)}
        for key, name in version.get("clusters", {}).items():
            cluster = framework.clusters.get(key=key)
            operations.change_cluster(
                cluster=cluster, name=Bilingual(name), description=cluster.description, by=self.by
            )
        for new in version.get("new", ()):
            facts = CompetencyFacts(
                name=Bilingual(new["name"]),
                definition=Bilingual(new["definition"]),
                why=Bilingual(),
                pitfall=Bilingual(new["pitfall"]),
                cluster=framework.clusters.get(key=new["cluster"]),
                counterweights=[known[key] for key in new["counterweights"]],
            )
            operations.add_competency(framework=framework, facts=facts, by=self.by, now=now)
        for change in version.get("changes", ()):
            self._change_competency(known[change["competency"]], change, now)

    def _change_competency(self, competency: Competency, change: dict[str, Any], now: datetime) -> None:
        if definition := change.get("definition"):
            facts = CompetencyFacts(
                name=competency.name,
                definition=Bilingual(definition),
                why=competency.why,
                pitfall=competency.pitfall,
                code=competency.code,
                cluster=competency.cluster,
                counterweights=[
                    one.other for one in competency.counterweights.select_related("other").order_by("id")
                ],
            )
            operations.change_competency(competency=competency, facts=facts, by=self.by, now=now)
        for add in change.get("add", ()):
            operations.add_indicator(
                competency=competency, level=add["level"], text=Bilingual(add), by=self.by, now=now
            )
        for key, text in change.get("change", {}).items():
            indicator = competency.indicators.get(key=key)
            operations.change_indicator(
                indicator=indicator, level=indicator.level, text=Bilingual(text), by=self.by, now=now
            )
        for key in change.get("remove", ()):
            operations.delete_indicator(indicator=competency.indicators.get(key=key), by=self.by, now=now)


def _give_profiles(coordinator: Person, *, today: date) -> None:
    framework = queries.adopted_framework()
    for profile in profile_queries.profiles_of_framework(framework):
        for job_title in content()["profiles"].get(profile.key, ()):
            people = list(profile_queries.can_get(profile, job_title=job_title))
            if people:
                profiles.give_profile(
                    profile=profile, people=people, by=coordinator, today=today - timedelta(days=120)
                )
