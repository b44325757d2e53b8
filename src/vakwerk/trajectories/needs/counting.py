"""How many people want to learn what? Counts only; what few people said is held back, also when worked out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum

from vakwerk.people.models import Membership, Organisation, Unit
from vakwerk.trajectories.models import LearningNeed, NeedState, UnitNeed
from vakwerk.trajectories.needs import rules
from vakwerk.trajectories.needs.queries import Choosable, choosable, offers


@dataclass(frozen=True)
class CompetencyCounts:
    """How many people want to learn a competency; ``None`` for fewer than ``rules.LEAST``, also nobody.

    ``people``: who said so themselves. ``in_units``: what was entered for teams, which may be the same people.
    ``offers``: how many published trajectories lead there. ``is_gap``: people want it and nothing is offered.
    """

    key: str
    name: str
    people: int | None
    in_units: int | None
    offers: int

    @property
    def is_gap(self) -> bool:
        return not self.offers and bool(self.people or self.in_units)


def counts() -> list[CompetencyCounts]:
    """Return the counts per competency, the most wanted first; those that are not shown by name, last."""
    known = choosable()
    by_people = _people_per_competency()
    by_units = _units_per_competency()
    keys = [*known.competencies, *sorted((by_people.keys() | by_units.keys()) - known.competencies.keys())]
    found = _counts_of(keys, known, by_people, by_units)
    return sorted(found, key=lambda one: (-(one.people or 0), -(one.in_units or 0), one.name))


def counts_for(competency_keys: Sequence[str]) -> list[CompetencyCounts]:
    """Return the counts of these competencies, in the order given."""
    keys = list(dict.fromkeys(competency_keys))
    if not keys:
        return []
    return _counts_of(keys, choosable(), _people_per_competency(keys), _units_per_competency(keys))


def _counts_of(
    keys: Sequence[str], known: Choosable, by_people: Mapping[str, int], by_units: Mapping[str, int]
) -> list[CompetencyCounts]:
    offered = offers(keys)
    return [
        CompetencyCounts(
            key=key,
            name=known.competency_name(key),
            people=rules.shown(rules.Count(key, by_people.get(key, 0))).people,
            in_units=rules.shown(rules.Count(key, by_units.get(key, 0))).people,
            offers=len(offered.get(key, ())),
        )
        for key in keys
    ]


def _open() -> QuerySet[LearningNeed]:
    return LearningNeed.objects.filter(state=NeedState.OPEN, person__left_on=None).order_by()


def _people_per_competency(keys: Iterable[str] | None = None) -> dict[str, int]:
    found = _open() if keys is None else _open().filter(competency_key__in=set(keys))
    return dict(found.values_list("competency_key").annotate(number=Count("pk")))


def _units_per_competency(keys: Iterable[str] | None = None) -> dict[str, int]:
    found = UnitNeed.objects.filter(state=NeedState.OPEN).order_by()
    if keys is not None:
        found = found.filter(competency_key__in=set(keys))
    return dict(found.values_list("competency_key").annotate(number=Sum("people")))


@dataclass(frozen=True)
class Division:
    """One way to divide the people who want a competency. ``names``: what the parts are called, by key."""

    shown: rules.Shown
    names: Mapping[str, str]


def divisions(competency_key: str) -> dict[str, Division]:
    """Return the people who want a competency, divided by place, by development and by level.

    Each is a division of the same whole; none crosses another, since that would let small groups be worked out.
    """
    known = choosable()
    return {
        "place": _by_place(competency_key),
        "development": _by(
            competency_key, "development", {key: str(name) for key, name in known.developments}
        ),
        "level": _by(competency_key, "level", {str(one): known.level_name(one) for one in known.levels}),
        "unit": _by_unit(competency_key),
    }


def _by(competency_key: str, column: str, names: Mapping[str, str]) -> Division:
    rows = _open().filter(competency_key=competency_key).values_list(column).annotate(number=Count("pk"))
    parts = tuple(
        rules.Count(str(value), number) for value, number in sorted(rows, key=lambda row: str(row[0]))
    )
    whole = rules.Count(competency_key, sum(one.people for one in parts), parts)
    said = {one.key: names.get(one.key, one.key.replace("_", " ")) for one in parts}
    return Division(rules.shown(whole), said)


def _by_place(competency_key: str) -> Division:
    main = Membership.objects.filter(person=OuterRef("person"), is_main=True)
    rows = (
        _open()
        .filter(competency_key=competency_key)
        .annotate(
            organisation=Subquery(main.values("organisation")[:1]), unit=Subquery(main.values("unit")[:1])
        )
        .values_list("organisation", "unit")
        .annotate(number=Count("pk"))
    )
    return _places(competency_key, list(rows))


def _by_unit(competency_key: str) -> Division:
    rows = (
        UnitNeed.objects.filter(competency_key=competency_key, state=NeedState.OPEN)
        .order_by()
        .values_list("unit__organisation", "unit")
        .annotate(number=Sum("people"))
    )
    return _places(competency_key, list(rows))


def _places(competency_key: str, rows: Sequence[tuple[int | None, int | None, int]]) -> Division:
    inside: dict[str, list[rules.Count]] = {}
    for organisation, unit, number in rows:
        inside.setdefault(f"o{organisation or ''}", []).append(
            rules.Count(f"u{unit}" if unit else f"o{organisation or ''}-", number)
        )
    parts = tuple(
        rules.Count(key, sum(one.people for one in units), tuple(units))
        for key, units in sorted(inside.items())
    )
    whole = rules.Count(competency_key, sum(one.people for one in parts), parts)
    return Division(rules.shown(whole), _names_of_places(rows))


def _names_of_places(rows: Iterable[tuple[int | None, int | None, int]]) -> dict[str, str]:
    organisations = {row[0] for row in rows if row[0]}
    named = Organisation.objects.filter(pk__in=organisations).values_list("pk", "name")
    found = {f"o{key}": name for key, name in named}
    units = {row[1] for row in rows if row[1]}
    found.update(
        (f"u{key}", name) for key, name in Unit.objects.filter(pk__in=units).values_list("pk", "name")
    )
    return found
