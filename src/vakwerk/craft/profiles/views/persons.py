"""The page on which a coordinator says which role profiles somebody has."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from vakwerk.craft.profiles import operations, queries, rules
from vakwerk.craft.profiles.forms import PersonForm
from vakwerk.craft.profiles.wording import why_not, words
from vakwerk.foundation.refusals import Refused
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
    form = PersonForm(
        request.POST if request.method == "POST" else None, profiles=found, initial={"profiles": list(held)}
    )
    reason = rules.reason_not_to_change(framework.state if framework else None) or (
        None if held else rules.reason_not_to_have(works_here=queries.works_here(person))
    )
    if request.method == "POST" and form.is_valid():
        try:
            operations.choose_profiles(
                person=person,
                framework=framework,
                profile_ids=form.chosen(),
                by=request.person,
                today=timezone.localdate(),
            )
        except Refused as refused:
            form.add_error(None, why_not(refused))
        else:
            messages.success(request, _("The role profiles of %(name)s are saved.") % {"name": person.name})
            return redirect("people:person", request.academy.slug, person.pk)
    return render(
        request,
        "craft/profiles/person.html",
        {"one": person, "form": form, "has_any": bool(found), "reason": words(reason) if reason else ""},
        status=422 if form.errors else 200,
    )
