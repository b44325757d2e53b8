"""Compose mixed groups of people, under rules, and explain them.

>>> from circlemix import People, Seconds, Size, Wishes, compose
>>> people = People.of(["a", "b", "c", "d"], categories={"work": ["law", "care", "law", "care"]})
>>> result = compose(people, Wishes(size=Size(2, 2), mix={"work": 1}), stop=Seconds(1))
>>> result.terms[0].share
1.0
"""

from __future__ import annotations

from circlemix.broken import Broken, Check
from circlemix.compose import Params, compose
from circlemix.errors import InputError
from circlemix.evaluation import Evaluation, Group, Term, evaluate
from circlemix.moves import Change, Option, Options, best_moves, what_if
from circlemix.people import Category, People
from circlemix.result import Clash, Progress, Result, Rule
from circlemix.stop import Asked, FirstOf, Iterations, Seconds, Stalled
from circlemix.wishes import Count, Distinct, Meetings, Pairs, Size, Together, Weight, Wishes

__all__ = [
    "Asked",
    "Broken",
    "Category",
    "Change",
    "Check",
    "Clash",
    "Count",
    "Distinct",
    "Evaluation",
    "FirstOf",
    "Group",
    "InputError",
    "Iterations",
    "Meetings",
    "Option",
    "Options",
    "Pairs",
    "Params",
    "People",
    "Progress",
    "Result",
    "Rule",
    "Seconds",
    "Size",
    "Stalled",
    "Term",
    "Together",
    "Weight",
    "Wishes",
    "best_moves",
    "compose",
    "evaluate",
    "what_if",
]
