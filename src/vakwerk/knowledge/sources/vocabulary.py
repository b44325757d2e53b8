"""With which words can a source be described here? The lists that come along, and what the academy added."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from vakwerk.craft.frameworks import queries as craft
from vakwerk.craft.models import Competency
from vakwerk.knowledge.models import Development, GovernanceModel, ListEntry, PolicyField, SizeClass

Words = str | Promise
Choices = list[tuple[str, Words]]


@dataclass(frozen=True)
class Lists:
    """What can be chosen, per trait; ``labels`` also knows entries that are no longer offered."""

    choices: Mapping[str, Choices]
    labels: Mapping[str, Mapping[str, Words]]

    def label(self, trait: str, key: str) -> Words:
        """Say a key in words; one that only another academy knows is said as it is written."""
        return self.labels[trait].get(key) or key.replace("_", " ").replace("-", " ")

    def said(self, trait: str, keys: Iterable[str]) -> list[str]:
        """Say keys in words, in the order of the list."""
        order = list(self.labels[trait])
        known = sorted(keys, key=lambda key: order.index(key) if key in order else len(order))
        return [str(self.label(trait, key)) for key in known]


def lists() -> Lists:
    """Return the lists of the current academy, in three queries."""
    entries = list(ListEntry.objects.all())
    competencies: Choices = [(one.key, str(one.name)) for one in _competencies()]
    offered: dict[str, Choices] = {
        "competency": competencies,
        "development": _with(Development.choices, entries, ListEntry.List.DEVELOPMENT),
        "governance": list(GovernanceModel.choices),
        "size": list(SizeClass.choices),
        "field": _with(PolicyField.choices, entries, ListEntry.List.POLICY_FIELD),
    }
    labels: dict[str, dict[str, Words]] = {trait: dict(choices) for trait, choices in offered.items()}
    for entry in entries:
        trait = "development" if entry.list == ListEntry.List.DEVELOPMENT else "field"
        labels[trait].setdefault(entry.key, str(entry.name))
    return Lists(offered, labels)


def _with(choices: Iterable[tuple[str, Words]], entries: list[ListEntry], which: str) -> Choices:
    own = [(one.key, str(one.name)) for one in entries if one.list == which and one.retired_at is None]
    return [*choices, *own]


def _competencies() -> Iterable[Competency]:
    """Return the competencies of the framework that holds here, or of the starter framework until one does."""
    framework = craft.adopted_framework() or craft.starter_framework()
    if framework is None:
        return []
    return (
        Competency.objects.filter(framework=framework)
        .only("key", "name", "position")
        .order_by("position", "id")
    )
