"""Who hears that people left? Each coordinator in one letter, and who worked with them of their own part only."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from vakwerk.foundation.mail import Letter, post
from vakwerk.foundation.models import Academy
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import current_academy_id
from vakwerk.people.departures import Tie, in_words
from vakwerk.people.letters import address, letters_to
from vakwerk.people.models import Person

MOST_NAMED = 25


def tell(going: Sequence[Person], ties: Sequence[Tie], *, now: datetime, nameless: bool = False) -> int:
    """Write to everybody who must know, and return how many letters go out. Nothing ended: nobody hears."""
    if not ties:
        return 0
    leaving = {person.pk for person in going}
    names = {person.pk: "" if nameless else person.name for person in going}
    academy = Academy.objects.get(pk=current_academy_id())
    readers = _readers(Role.COORDINATOR, leaving) or _readers(Role.ADMINISTRATOR, leaving)
    concerned: dict[int, list[Tie]] = {}
    for tie in ties:
        for reader in tie.hears - leaving - readers.keys():
            concerned.setdefault(reader, []).append(tie)
    others = Person.objects.filter(pk__in=concerned, left_on=None).select_related("account").order_by("pk")
    letters = [
        *_letters(list(readers.values()), lambda _one: list(ties), names, academy, now=now, coordinate=True),
        *_letters(list(others), lambda one: concerned[one.pk], names, academy, now=now),
    ]
    return post(letters)


def _readers(role: Role, leaving: set[int]) -> dict[int, Person]:
    found = Person.objects.filter(left_on=None, role_assignments__role=role).exclude(pk__in=leaving)
    return {person.pk: person for person in found.select_related("account").order_by("pk")}


def _letters(
    to: Sequence[Person],
    ties_for: Callable[[Person], list[Tie]],
    names: dict[int, str],
    academy: Academy,
    *,
    now: datetime,
    coordinate: bool = False,
) -> Iterator[Letter]:
    def facts(reader: Person) -> dict[str, Any]:
        ties = ties_for(reader)
        people = sorted({tie.person_id for tie in ties}, key=lambda pk: (names[pk], pk))
        return {
            "count": len(people),
            "name": names[people[0]] or _("a person whose data was erased"),
            "people": list(_parts(ties, people[:MOST_NAMED], names)),
            "more": max(len(people) - MOST_NAMED, 0),
            "coordinates": coordinate,
            "url": address("people:handovers", academy) if coordinate else "",
        }

    return letters_to("people/mail/people_left.txt", to, academy=academy, now=now, facts=facts)


def _parts(ties: Sequence[Tie], people: Sequence[int], names: dict[int, str]) -> Iterator[dict[str, Any]]:
    order = {pk: place for place, pk in enumerate(people)}
    mine = sorted((tie for tie in ties if tie.person_id in order), key=lambda tie: order[tie.person_id])
    for pk, some in groupby(mine, key=lambda tie: tie.person_id):
        yield {
            "name": names[pk] or _("a person whose data was erased"),
            "ties": [in_words(tie.kind, tie.facts) for tie in some],
        }
