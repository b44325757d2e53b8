"""An evaluation in words, Dutch or English: the same for the command and for whoever reads the file it wrote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from circlemix.broken import Broken
from circlemix.evaluation import Evaluation
from circlemix.result import Clash, Rule

__all__ = ["Row", "clash_lines", "rows"]

Row = tuple[str, str, str]
"""A heading or group, what is told about it, and the figure or names."""

WORDS: dict[str, tuple[str, str]] = {
    "aims": ("Wensen", "Aims"),
    "rules": ("Harde regels", "Hard rules"),
    "mean": ("Gemiddeld", "On average"),
    "nothing": ("niets te beoordelen, telt niet mee", "nothing to judge, does not count"),
    "mix": ("Verschillend in elke kring", "Different within each circle"),
    "balance": ("Kringen lijken op elkaar", "Circles resemble each other"),
    "meetings": ("Nieuwe ontmoetingen", "New meetings"),
    "circle": ("Kring", "Circle"),
    "waiting": ("Wacht", "Waiting"),
    "members": ("Leden", "Members"),
    "slot": ("Moment", "Time"),
    "met": ("Kennen elkaar al", "Met before"),
    "holds": ("gehaald", "kept"),
    "conflicts": ("conflicten", "conflicts"),
    "nobody": ("niemand", "nobody"),
    "clash": ("Deze regels kunnen niet samen", "These rules cannot hold together"),
    "unproved": ("Geen oplossing gevonden die hieraan voldoet", "No solution was found that keeps"),
    "relax": ("Laat dit los, dan past de rest", "Let go of this, and the rest fits"),
    "fewest": ("Met minder loslaten lukt het niet", "Letting go of less would not do"),
    "rule size": ("Aantal per kring", "Number per circle"),
    "rule slot": ("Iedereen kan op het gekozen moment", "Everyone can come at the chosen time"),
    "rule capacity": ("Aantal kringen per moment", "Circles per time"),
    "rule apart": ("Niet bij elkaar", "Not together"),
    "rule together": ("Wel bij elkaar", "Together"),
    "rule count": ("Aantal van een soort", "Number of a kind"),
    "rule distinct": ("Genoeg verschillende", "Enough different"),
    "rule locked": ("Vastgezet", "Locked"),
    "rule waiting": ("Niet te veel mensen wachten", "Not too many people wait"),
}


class Wording:
    """Words in one language (``nl`` or ``en``)."""

    def __init__(self, language: str) -> None:
        self._place = 0 if language == "nl" else 1

    def __call__(self, key: str) -> str:
        return WORDS[key][self._place]

    def percent(self, share: float) -> str:
        return f"{share:.0%}"


def rows(evaluation: Evaluation, language: str = "nl") -> Iterator[Row]:
    """Explain a division: aims, hard rules, then each circle with its mix, time and who met whom."""
    say = Wording(language)
    for term in evaluation.terms:
        said = say.percent(term.share) if term.is_judged else say("nothing")
        yield say("aims"), f"{say(term.kind)} {term.name}".strip(), said
    if any(term.is_judged for term in evaluation.terms):
        yield say("aims"), say("mean"), say.percent(evaluation.objective)
    for check in evaluation.checks:
        name = " ".join(filter(None, (say(f"rule {check.rule}"), check.category, check.reason)))
        yield say("rules"), name, say("holds") if check.holds else f"{len(check.broken)} {say('conflicts')}"
    for broken in evaluation.broken:
        where = ", ".join(f"{say('circle')} {group + 1}" for group in broken.groups)
        yield where or say("waiting"), say(f"rule {broken.rule}"), _people(evaluation, broken)
    for number in range(evaluation.groups):
        yield from _circle(evaluation, number, say)


def _circle(evaluation: Evaluation, number: int, say: Wording) -> Iterator[Row]:
    group, labels = evaluation.group(number), evaluation.tables.people.labels
    title = f"{say('circle')} {number + 1}"
    yield title, say("members"), ", ".join(labels[person] for person in group.members)
    if group.slot is not None:
        yield title, say("slot"), evaluation.tables.people.slot_names[group.slot]
    for name, counts in group.counts.items():
        if counts:
            yield title, name, ", ".join(f"{value} {count}" for value, count in counts.items())
    met = "; ".join(f"{labels[a]} - {labels[b]}" for a, b, _ in group.met)
    if len(evaluation.tables.wishes.met):
        yield title, say("met"), met or say("nobody")


def clash_lines(clash: Clash, labels: Sequence[str], language: str = "nl") -> Iterator[str]:
    """Explain why there is no solution, and what to let go of."""
    say = Wording(language)
    yield f"{say('clash') if clash.proved else say('unproved')}:"
    yield from (f"  {_rule(rule, labels, say)}" for rule in clash.rules[:12])
    yield f"{say('relax')}:"
    yield from (f"  {_rule(rule, labels, say)}" for rule in clash.relax[:12])
    if clash.fewest:
        yield f"{say('fewest')}."


def _rule(rule: Rule, labels: Sequence[str], say: Wording) -> str:
    name = " ".join(filter(None, (say(f"rule {rule.rule}"), rule.category, rule.reason)))
    people = ", ".join(labels[person] for person in rule.people[:12])
    return f"{name}: {people}" if people else name


def _people(evaluation: Evaluation, broken: Broken) -> str:
    labels = evaluation.tables.people.labels
    who = ", ".join(labels[person] for person in broken.people[:12])
    return f"{who} ({broken.reason})" if broken.reason else who
