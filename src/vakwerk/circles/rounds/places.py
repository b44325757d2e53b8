"""Which organisations and units can be invited, and which lie below or above which?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from vakwerk.people.models import Organisation, Unit


@dataclass(frozen=True)
class InvitablePlace:
    """An organisation or unit that can be invited, with how deep it lies under its organisation."""

    value: str
    name: str
    depth: int = 0


@dataclass(frozen=True)
class InvitableOrganisation:
    """An organisation with its units, each below the one it is part of."""

    place: InvitablePlace
    kind: str
    units: Sequence[InvitablePlace]

    @property
    def all_places(self) -> Sequence[InvitablePlace]:
        return (self.place, *self.units)


def places_to_invite() -> list[InvitableOrganisation]:
    """Return the organisations, municipalities first, and their units as a tree in lines."""
    units: dict[int, list[Unit]] = {}
    for unit in Unit.objects.order_by("name"):
        units.setdefault(unit.organisation_id, []).append(unit)
    order = list(Organisation.Kind.values)
    return [
        InvitableOrganisation(
            InvitablePlace(f"o-{one.pk}", one.name), one.get_kind_display(), _in_lines(units.get(one.pk, []))
        )
        for one in sorted(Organisation.objects.all(), key=lambda one: (order.index(one.kind), one.name))
    ]


def _in_lines(units: Sequence[Unit]) -> list[InvitablePlace]:
    parts: dict[int | None, list[Unit]] = {}
    for unit in units:
        parts.setdefault(unit.parent_id, []).append(unit)
    found: list[InvitablePlace] = []

    def add(parent: int | None, depth: int) -> None:
        for unit in parts.get(parent, ()):
            found.append(InvitablePlace(f"u-{unit.organisation_id}-{unit.pk}", unit.name, depth))
            add(unit.pk, depth + 1)

    add(None, 0)
    return found


def with_everything_below(unit_ids: Collection[int]) -> frozenset[int]:
    """Return the units and all parts of them, however deep."""
    if not unit_ids:
        return frozenset()
    parts: dict[int | None, list[int]] = {}
    for pk, parent in Unit.objects.values_list("pk", "parent_id"):
        parts.setdefault(parent, []).append(pk)
    found, todo = set(), list(unit_ids)
    while todo:
        if (unit := todo.pop()) not in found:
            found.add(unit)
            todo.extend(parts.get(unit, ()))
    return frozenset(found)


def with_everything_above(unit_ids: Collection[int]) -> frozenset[int]:
    """Return the units and all they are part of, however high."""
    parent = dict(Unit.objects.values_list("pk", "parent_id"))
    found: set[int] = set()
    for unit_id in unit_ids:
        at: int | None = unit_id
        while at is not None and at not in found:
            found.add(at)
            at = parent.get(at)
    return frozenset(found)
