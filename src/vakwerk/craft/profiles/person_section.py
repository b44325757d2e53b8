"""What does the page of a person say about role profiles? Which they have, since when, and where to choose them."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vakwerk.craft.profiles import queries
from vakwerk.foundation.roles import Role
from vakwerk.people.models import Person
from vakwerk.people.sections import Line, Section, shows


@shows
def profiles_of(person: Person, viewer: Person) -> Section | None:
    """Give a coordinator the role profiles of a person; nobody else, whoever keeps the people."""
    if Role.COORDINATOR not in viewer.roles:
        return None
    slug = person.academy.slug
    held = list(queries.held_of(person, queries.framework_of_profiles()).values())
    may_choose = held or queries.works_here(person)
    return Section(
        key="role-profiles",
        title=_("Role profiles"),
        lines=[
            Line(
                title=str(one.profile.name),
                url=reverse("craft:profile", args=[slug, one.profile_id]),
                note=_("since %(day)s") % {"day": date_format(one.since)},
            )
            for one in held
        ],
        empty=_("No role profile yet."),
        way_label=_("choose role profiles") if may_choose else "",
        way_url=reverse("craft:person_profiles", args=[slug, person.pk]) if may_choose else "",
    )
