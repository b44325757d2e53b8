"""What do people need? Their own needs for themselves, numbers for everybody else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Window
from django.db.models.functions import RowNumber
from django.http import Http404

from vakwerk.craft.frameworks import queries as craft
from vakwerk.craft.models import Competency
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.knowledge.sources.vocabulary import Choices, lists
from vakwerk.people.models import Bond, Membership, Organisation, Person, Unit
from vakwerk.trajectories.models import LearningGoal, LearningNeed, NeedState, Trajectory, UnitNeed
from vakwerk.trajectories.needs import rules

# So many trajectories a need is led to; the catalogue has the others.
MOST_OFFERS = 3


@dataclass(frozen=True)
class Choosable:
    """What can be chosen in a need: competencies and levels of the framework that holds, and developments."""

    competencies: Mapping[str, Competency]
    levels: Mapping[int, Bilingual]
    developments: Choices

    def competency_name(self, key: str) -> str:
        """Say a competency, also one that the framework no longer has."""
        return (
            str(self.competencies[key].name)
            if key in self.competencies
            else key.replace("_", " ").capitalize()
        )

    def level_name(self, number: int) -> str:
        """Say a level with its number."""
        return f"{number}. {self.levels[number]}" if number in self.levels else str(number)

    def development_name(self, key: str) -> str:
        """Say a development."""
        return str(dict(self.developments).get(key, key.replace("_", " "))) if key else ""


def choosable(*, with_developments: bool = True) -> Choosable:
    """Return what can be chosen here; nothing while no framework was adopted."""
    framework = craft.adopted_framework()
    developments = lists().choices["development"] if with_developments else []
    if framework is None:
        return Choosable({}, {}, developments)
    found = (
        Competency.objects.filter(framework=framework)
        .only("key", "name")
        .order_by("cluster__position", "position", "id")
    )
    return Choosable({one.key: one for one in found}, craft.level_names(framework), developments)


@dataclass(frozen=True)
class Offer:
    """A published trajectory that leads to a competency, to a level if it says so."""

    pk: int
    title: Bilingual
    level: int | None


@dataclass(frozen=True)
class Need:
    """A need of a person or a unit as pages show it. ``offers``: published trajectories that lead there."""

    need: LearningNeed | UnitNeed
    competency: str
    competency_id: int | None
    level: str
    development: str
    offers: Sequence[Offer]


def needs_of(person: Person, *, with_ended: bool = False, with_developments: bool = True) -> list[Need]:
    """Return what somebody said they want to learn, newest first, with what is offered for it.

    ``with_developments``: also say which development a need comes from, which takes three queries.
    """
    found = LearningNeed.objects.filter(person=person)
    return _with_words(
        found if with_ended else found.filter(state=NeedState.OPEN), with_developments=with_developments
    )


def needs_entered(person: Person) -> list[Need]:
    """Return the open needs of the units that somebody leads, and what they entered for others."""
    mine = Q(unit__in=units_led_by(person)) | Q(made_by=person)
    found = UnitNeed.objects.filter(mine, state=NeedState.OPEN).select_related("unit__organisation")
    return _with_words(found.order_by("unit__organisation__name", "unit__name", "competency_key"))


def _with_words(
    found: QuerySet[LearningNeed] | QuerySet[UnitNeed], *, with_developments: bool = True
) -> list[Need]:
    needs: list[LearningNeed | UnitNeed] = list(found)
    if not needs:
        return []
    known = choosable(with_developments=with_developments)
    offered = _offers(one.competency_key for one in needs if one.state == NeedState.OPEN)
    return [
        Need(
            need=one,
            competency=known.competency_name(one.competency_key),
            competency_id=known.competencies[one.competency_key].pk
            if one.competency_key in known.competencies
            else None,
            level=known.level_name(one.level),
            development=known.development_name(one.development),
            offers=(
                [offer for offer in offered.get(one.competency_key, ()) if offer.level == one.level]
                or offered.get(one.competency_key, [])
            )[:MOST_OFFERS],
        )
        for one in needs
    ]


def _offers(competency_keys: Iterable[str]) -> dict[str, list[Offer]]:
    """Return by competency the first published trajectories of each level that lead there."""
    goals = (
        LearningGoal.objects.filter(
            trajectory__state=Trajectory.State.PUBLISHED, competency__key__in=set(competency_keys)
        )
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=[F("competency__key"), F("level")],
                order_by=["trajectory__key", "position", "id"],
            )
        )
        .filter(place__lte=MOST_OFFERS)
        .order_by("trajectory__key", "position", "id")
        .values_list("competency__key", "trajectory_id", "trajectory__title", "level")
    )
    found: dict[str, list[Offer]] = {}
    for key, trajectory_id, title, level in goals:
        entries = found.setdefault(key, [])
        if all(entry.pk != trajectory_id for entry in entries):
            entries.append(Offer(trajectory_id, title, level))
    return found


def need_or_404(person: Person, need_id: int) -> LearningNeed:
    """Return a need of somebody, for themselves.

    :raises Http404: when there is none, or it is somebody else's.
    """
    found = LearningNeed.objects.filter(pk=need_id, person=person).first()
    if found is None:
        raise Http404
    return found


def unit_need_or_404(person: Person, need_id: int) -> UnitNeed:
    """Return a need of a unit for who leads it or entered it; other coordinators only see it in a count.

    :raises Http404: when there is none, or it is not theirs.
    """
    found = UnitNeed.objects.select_related("unit").filter(pk=need_id).first()
    if found is None or not (found.made_by_id == person.pk or leads(person, found.unit)):
        raise Http404
    return found


def said_by(person: Person, *, besides: LearningNeed | None = None) -> set[str]:
    """Return the competencies of which somebody has an open need."""
    found = LearningNeed.objects.filter(person=person, state=NeedState.OPEN)
    found = found.exclude(pk=besides.pk) if besides else found
    return set(found.values_list("competency_key", flat=True))


def entered_for(unit: Unit, *, besides: UnitNeed | None = None) -> set[str]:
    """Return the competencies of which a unit has an open need."""
    found = UnitNeed.objects.filter(unit=unit, state=NeedState.OPEN)
    found = found.exclude(pk=besides.pk) if besides else found
    return set(found.values_list("competency_key", flat=True))


def units_led_by(person: Person) -> QuerySet[Unit]:
    """Return the units in which people work who have somebody as their manager."""
    led = Bond.objects.filter(senior=person, kind=Bond.Kind.MANAGER).values("person")
    places = Membership.objects.filter(person__in=led, is_main=True, unit__isnull=False).values("unit")
    return (
        Unit.objects.filter(pk__in=places)
        .select_related("organisation")
        .order_by("organisation__name", "name")
    )


def leads(person: Person, unit: Unit) -> bool:
    """Tell whether somebody manages people of a unit."""
    return units_led_by(person).filter(pk=unit.pk).exists()


def units_for(person: Person) -> QuerySet[Unit]:
    """Return the units for which somebody may enter needs: those they lead; a coordinator all."""
    if rules.COORDINATOR in person.roles:
        return Unit.objects.select_related("organisation").order_by("organisation__name", "name")
    return units_led_by(person)


def people_in(unit: Unit) -> int:
    """Count the people who work in a unit now."""
    return unit.memberships.filter(person__left_on=None).values("person").distinct().count()


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


def gaps() -> list[CompetencyCounts]:
    """Return the competencies that enough people want to learn and that nothing is offered for."""
    return [one for one in counts() if one.is_gap]


def _counts_of(
    keys: Sequence[str], known: Choosable, by_people: Mapping[str, int], by_units: Mapping[str, int]
) -> list[CompetencyCounts]:
    offered = _offers(keys)
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


def competency_or_404(key: str) -> str:
    """Return the name of a competency that people here can choose or chose.

    :raises Http404: when there is none.
    """
    known = choosable()
    if key in known.competencies or LearningNeed.objects.filter(competency_key=key).exists():
        return known.competency_name(key)
    raise Http404
