"""Why no division keeps all hard rules."""

from __future__ import annotations

from circlemix.evaluation import Evaluation
from circlemix.result import Clash, Rule


def explain_clash(best: Evaluation) -> Clash:
    """Name the rules that the best attempt breaks."""
    rules = tuple(Rule(each.rule, each.people, each.reason, each.category) for each in best.broken)
    return Clash(rules, "search", proved=False, relax=rules)
