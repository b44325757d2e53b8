"""What can people of the demo learn from? Sources of every kind and state, notes, and what people say about them."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from vakwerk.demo.people import Population
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.tenancy import in_academy
from vakwerk.knowledge.conversation import operations as talk
from vakwerk.knowledge.models import Post, Source
from vakwerk.knowledge.sources import list_entries, operations
from vakwerk.knowledge.sources.operations import SourceFacts
from vakwerk.people.models import Person

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
COORDINATOR = {"apeldoorn": "jeroen", "amsterdam": "ilse"}
# What the content says of a source, beside what is known of it.
_BESIDES = ("key", "days_ago", "review_in", "shared", "open_to_guests", "reason", "retired_days_ago", "by")


@cache
def content() -> dict[str, Any]:
    """Return what the demo's academies know, as written in content/knowledge.yaml."""
    text = files("vakwerk.demo").joinpath("content/knowledge.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def load(populations: dict[str, Population], *, today: date) -> None:
    """Fill every academy; then let each note what it makes of what the other shares."""
    libraries = {
        slug: _Library(population, content()[slug], population.by_key[COORDINATOR[slug]], today)
        for slug, population in populations.items()
    }
    for library in libraries.values():
        with in_academy(library.population.academy):
            library.fill()
    for library in libraries.values():
        with in_academy(library.population.academy):
            library.note(library.setup["shared_notes"])


class _Library:
    """The sources of one academy."""

    def __init__(self, population: Population, setup: Mapping[str, Any], by: Person, today: date) -> None:
        self.population = population
        self.setup = setup
        self.by = by
        self.today = today

    def fill(self) -> None:
        """Add everything in the order in which it came in."""
        for entry in self.setup["entries"]:
            list_entries.add(list_=entry["list"], name=Bilingual(entry["name"]), by=self.by)
        for one in sorted(self.setup["sources"], key=lambda one: -one["days_ago"]):
            self._add(one)
        for one in self.setup["retired"]:
            operations.retire(source=self._add(one), by=self.by, now=self._at(one["retired_days_ago"]))
        for one in self.setup["declined"]:
            made = self._propose(one)
            operations.decline(
                source=made, reason=one["reason"], by=self.by, now=self._at(one["days_ago"] - 2)
            )
        for one in self.setup["proposed"]:
            self._propose(one)
        self.note(self.setup["notes"])
        self._talk(self.setup["conversation"])
        self._talk(self.setup["guest_conversation"])

    def note(self, notes: Mapping[str, str]) -> None:
        """Write what sources mean here, also those that the other academy shares."""
        for nth, (key, text) in enumerate(notes.items()):
            operations.note_locally(
                source=Source.objects.get(key=key), text=text, by=self.by, now=self._at(60 - 7 * nth)
            )

    def _at(self, days_ago: int) -> datetime:
        """Return ten in the morning, so many days ago."""
        return datetime.combine(self.today - timedelta(days=days_ago), time(10), AMSTERDAM)

    def _facts(self, one: Mapping[str, Any]) -> SourceFacts:
        said = {name: value for name, value in one.items() if name not in _BESIDES}
        for name in ("person", "owner"):
            if name in said:
                said[name] = self._person(said[name])
        if "review_in" in one:
            said["review_on"] = self.today + timedelta(days=one["review_in"])
        return SourceFacts(**said)

    def _person(self, key: str) -> Person:
        return self.population.by_key[key]

    def _add(self, one: Mapping[str, Any]) -> Source:
        now = self._at(one["days_ago"])
        made = operations.add_source(facts=self._facts(one), by=self.by, now=now, key=one["key"])
        if one.get("shared"):
            operations.share(source=made, academy=self.population.academy, by=self.by, now=now)
        if one.get("open_to_guests"):
            talk.open_to_guests(source=made, is_open=True, by=self.by)
        return made

    def _propose(self, one: Mapping[str, Any]) -> Source:
        return operations.propose_source(
            facts=self._facts(one), by=self._person(one["by"]), now=self._at(one["days_ago"])
        )

    def _talk(self, setup: Mapping[str, Any]) -> None:
        source = Source.objects.get(key=setup["under"])
        posts: list[Post] = []
        for nth, one in enumerate(setup["posts"]):
            # Minutes apart, so that what was said on one day keeps its order.
            now = self._at(one["days_ago"]) + timedelta(minutes=17 * nth)
            to = posts[one["answers"]] if "answers" in one else None
            said = talk.say(source=source, text=one["text"], by=self._person(one["by"]), now=now, to=to)
            posts.append(said.post)
            self._then(said.post, source, one, now)

    def _then(self, post: Post, source: Source, one: Mapping[str, Any], now: datetime) -> None:
        if "edited" in one:
            later = now + timedelta(hours=3)
            talk.change(post=post, source=source, text=one["edited"], by=self._person(one["by"]), now=later)
        if "reported_by" in one:
            by = self._person(one["reported_by"])
            talk.report(post=post, reason=one["report"], by=by, now=now + timedelta(hours=5))
        if "hidden" in one:
            later = now + timedelta(hours=26)
            talk.hide(post=post, source=source, reason=one["hidden"], by=self.by, now=later)
