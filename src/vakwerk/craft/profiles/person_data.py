"""Which role profiles does somebody have, and what of it goes when they are erased?"""

from typing import Any

from vakwerk.craft.models import PersonProfile
from vakwerk.people.erasure import erases
from vakwerk.people.export import exports
from vakwerk.people.models import Person


@exports("role_profiles")
def known_of(person: Person) -> list[dict[str, Any]]:
    """Give somebody's role profiles with what they aim at."""
    found = PersonProfile.objects.filter(person=person).select_related("profile__framework")
    return [
        {
            "profile": dict(one.profile.name),
            "framework": dict(one.profile.framework.name),
            "version": one.profile.framework.version,
            "hr21_code": one.profile.hr21_code,
            "since": one.since,
            "aims_at": [
                {"competency": dict(target.competency.name), "level": target.level}
                for target in one.profile.targets.select_related("competency").order_by(
                    "competency__position"
                )
            ],
        }
        for one in found.order_by("since", "pk")
    ]


@erases
def forget(person: Person) -> None:
    """Take all role profiles away."""
    PersonProfile.objects.filter(person=person).delete()
