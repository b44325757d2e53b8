"""What do people need? Their own needs for themselves, numbers for everybody else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import Http404
from django.shortcuts import get_object_or_404

from vakwerk.craft.frameworks import queries as craft
from vakwerk.craft.models import Competency
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.roles import Role
from vakwerk.knowledge.sources.vocabulary import Choices, lists
from vakwerk.people.models import Bond, Membership, Person, Unit
from vakwerk.trajectories.models import LearningGoal, LearningNeed, NeedState, Trajectory, UnitNeed

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
    offered = offers(one.competency_key for one in needs if one.state == NeedState.OPEN)
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


def offers(competency_keys: Iterable[str]) -> dict[str, list[Offer]]:
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
    return get_object_or_404(LearningNeed.objects, pk=need_id, person=person)


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
    if Role.COORDINATOR in person.roles:
        return Unit.objects.select_related("organisation").order_by("organisation__name", "name")
    return units_led_by(person)


def people_in(unit: Unit) -> int:
    """Count the people who work in a unit now."""
    return unit.memberships.filter(person__left_on=None).values("person").distinct().count()


def competency_or_404(key: str) -> str:
    """Return the name of a competency that people here can choose or chose.

    :raises Http404: when there is none.
    """
    known = choosable()
    if key in known.competencies or LearningNeed.objects.filter(competency_key=key).exists():
        return known.competency_name(key)
    raise Http404
