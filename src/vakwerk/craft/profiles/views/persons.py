"""The page on which a coordinator says which role profiles somebody has."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vakwerk.craft.profiles import operations, queries, rules
from vakwerk.craft.profiles.forms import PersonForm
from vakwerk.foundation import refusals
from vakwerk.foundation.pages import form_page, posted
from vakwerk.foundation.roles import Role
from vakwerk.people import queries as people
from vakwerk.people.access import PersonRequest, page_for


@page_for(Role.COORDINATOR)
def of_person(request: PersonRequest, person_id: int) -> HttpResponse:
    """Choose the role profiles of a person."""
    person = people.person_or_404(person_id)
    framework = queries.framework_of_profiles()
    found = list(queries.profiles_of_framework(framework))
    held = queries.held_of(person, framework)
    form = PersonForm(posted(request), profiles=found, initial={"profiles": list(held)})
    reason = rules.reason_not_to_change(framework.state if framework else None) or (
        None if held else rules.reason_not_to_have(works_here=queries.works_here(person))
    )

    def act() -> str:
        operations.choose_profiles(
            person=person,
            framework=framework,
            profile_ids=form.chosen(),
            by=request.person,
            today=timezone.localdate(),
        )
        return _("The role profiles of %(name)s are saved.") % {"name": person.name}

    return form_page(
        request,
        form,
        act,
        of=person,
        template="craft/profiles/person.html",
        done=reverse("people:person", args=[request.academy.slug, person.pk]),
        context={"one": person, "has_any": bool(found), "reason": refusals.say(reason)},
    )
