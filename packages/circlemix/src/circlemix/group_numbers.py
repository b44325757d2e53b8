"""How many groups there can be, and which number to try first."""

from __future__ import annotations

from circlemix.people import People
from circlemix.wishes import Count, Size, Wishes


def likely_numbers(people: People, wishes: Wishes) -> list[int]:
    """List the numbers of groups worth trying, best first: near the middle size, within what the rules allow.

    Never empty: when sizes and people do not match, the number that comes nearest.
    """
    if isinstance(wishes.size, tuple):
        return [len(wishes.size)]
    if wishes.groups is not None:
        return [wishes.groups]
    least, most = possible_range(people, wishes, wishes.size)
    middle = (wishes.size.smallest + wishes.size.largest) / 2
    wished = max(1, round(len(people) / middle))
    if least > most:
        return [max(1, min(wished, max(least, 1)))]
    return sorted(range(least, most + 1), key=lambda groups: (abs(groups - wished), groups))[:12]


def possible_range(people: People, wishes: Wishes, size: Size) -> tuple[int, int]:
    """Return the least and most groups by size, locked members and counts; the least may exceed the most."""
    least = max(
        1, -(-(len(people) - wishes.waiting) // size.largest), max(wishes.locked.values(), default=-1) + 1
    )
    most = len(people) // size.smallest
    for rule in wishes.counts:
        number = having(people, rule)
        if rule.at_least:
            most = min(most, number // rule.at_least)
        if rule.at_most is not None:
            seated = number - wishes.waiting
            least = max(least, -(-seated // rule.at_most) if rule.at_most else least)
    return least, most


def having(people: People, rule: Count) -> int:
    """Count the people that a count rule is about."""
    category = people.categories[rule.category]
    codes = {category.code_of(value) for value in rule.values} - {-1}
    return sum(int((category.codes == code).sum()) for code in codes)
