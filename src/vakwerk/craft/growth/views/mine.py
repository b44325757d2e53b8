"""One's own growth: levels over time, and estimating oneself."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vakwerk.craft.evidence import queries as evidence
from vakwerk.craft.evidence.views.closed import Choice
from vakwerk.craft.frameworks import queries as frameworks
from vakwerk.craft.growth import operations, queries
from vakwerk.craft.growth.forms import EstimateForm
from vakwerk.foundation.pages import form_page, posted
from vakwerk.people.access import PersonRequest, page_for


@page_for()
def growth(request: PersonRequest) -> HttpResponse:
    """Show levels over time per competency, with target, pitfall and counterweight."""
    today = timezone.localdate()
    standings = queries.growth_of(request.person)
    return render(
        request,
        "craft/growth/growth.html",
        {
            "parts": [
                (one, one.over_time(today), Choice.of(one.competency, request.person)) for one in standings
            ],
            "framework": frameworks.adopted_framework(),
            "earlier": queries.reached_before(request.person, standings),
            "shares": evidence.shares_of(request.person).filter(evidence=None),
            "managers": evidence.managers_of(request.person),
            "mine": True,
        },
    )


@page_for()
def estimate(request: PersonRequest) -> HttpResponse:
    """Say where one thinks to stand; it is marked as such everywhere."""
    standings = queries.to_estimate(request.person)
    form = EstimateForm(posted(request), standings=standings)

    def act() -> str:
        operations.estimate(person=request.person, levels=form.levels, today=timezone.localdate())
        return _("Saved as your own estimate. Only you see it, and whoever you share it with.")

    return form_page(
        request,
        form,
        act,
        of=request.person,
        template="craft/growth/estimate.html",
        done=reverse("craft:growth", args=[request.academy.slug]),
        context={"standings": standings},
    )
