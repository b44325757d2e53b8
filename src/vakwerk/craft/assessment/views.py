"""The pages of assessors, and the coordinator's counts."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vakwerk.craft.assessment import operations, queries, rules
from vakwerk.craft.assessment.forms import VerdictForm
from vakwerk.craft.evidence import pages
from vakwerk.craft.frameworks import queries as frameworks
from vakwerk.craft.models import Evidence
from vakwerk.craft.rules import Outcome
from vakwerk.foundation import table_files
from vakwerk.foundation.pages import form_page, posted
from vakwerk.foundation.roles import Role
from vakwerk.people.access import KEEPERS, PersonRequest, page_for

PER_PAGE = 20


@page_for(Role.ASSESSOR)
def to_assess(request: PersonRequest) -> HttpResponse:
    """Show what waits for this assessor, longest waiting first, and what they looked at before."""
    person = request.person
    before = queries.seen_by(person).exclude(state=Evidence.State.WAITING)
    return render(
        request,
        "craft/assessment/list.html",
        {
            "waiting": Paginator(queries.waiting_for(person), PER_PAGE).get_page(request.GET.get("page")),
            "before": [(one, pages.ICONS[one.state], pages.label(one.state)) for one in before[:PER_PAGE]],
            "today": timezone.localdate(),
        },
    )


@page_for(Role.ASSESSOR)
def assess(request: PersonRequest, piece_id: int) -> HttpResponse:
    """Show a piece to its assessor, and take a verdict on each behaviour."""
    found = queries.to_assess_or_404(request.person, piece_id)
    open_ones = [one for one in found.shows.all() if one.verdict != Outcome.CONFIRMED]
    reachable = operations.levels(found, with_reason=False, confirming=open_ones)
    template = "craft/assessment/assess.html"
    if found.state != Evidence.State.WAITING:
        return render(request, template, _piece(found, reachable))
    form = VerdictForm(posted(request), shows=open_ones, asks_why=bool(reachable.held))

    def act() -> str:
        reached = operations.decide(
            evidence=found,
            by=request.person,
            verdicts=form.verdicts,
            skipped_reason=form.cleaned_data.get("skipped_reason", ""),
            now=timezone.now(),
        )
        return _said(found, [one.level for one in reached])

    return form_page(
        request,
        form,
        act,
        of=found,
        is_shown_whole=True,
        template=template,
        done=reverse("craft:to_assess", args=[request.academy.slug]),
        context=lambda: _piece(found, reachable),
    )


def _piece(found: Evidence, reachable: rules.Levels) -> dict[str, Any]:
    """Return what an assessor reads; what they fill in comes beside it."""
    names = frameworks.level_names(found.competency.framework)
    submissions = list(found.submissions.all())
    return {
        "evidence": found,
        "behaviours": pages.behaviours(found),
        "spread": pages.spread(found),
        "responses": pages.given(found, submissions[-1].texts if submissions else found),
        "submission": submissions[-1] if submissions else None,
        "earlier": submissions[:-1],
        "row": (pages.ICONS[found.state], pages.label(found.state)),
        "would_reach": [names[one] for one in reachable.new],
        "would_wait": [names[one] for one in reachable.held],
    }


def _said(evidence: Evidence, levels: list[int]) -> str:
    """Say what the verdict did."""
    who = evidence.person.name
    if levels:
        names = frameworks.level_names(evidence.competency.framework)
        return _("%(name)s reaches %(level)s, and is told by mail.") % {
            "name": who,
            "level": ", ".join(str(names[one]) for one in levels),
        }
    return _("Your assessment is saved. %(name)s is told by mail.") % {"name": who}


@page_for(*KEEPERS)
def counts(request: PersonRequest) -> HttpResponse:
    """Show coordinators how many people wrote evidence, per competency; never who."""
    framework = frameworks.adopted_framework()
    found = queries.counts(frameworks.competencies_of(framework)) if framework else []
    if request.GET.get("download") in table_files.FORMATS:
        return table_files.answer(
            request.GET["download"],
            name=_("Evidence in numbers"),
            heads=[_("Competency"), _("Sent in"), _("Of these, confirmed")],
            rows=(
                [
                    one.competency.name,
                    *(_("not shown") if count is None else count for count in (one.people, one.confirmed)),
                ]
                for one in found
            ),
        )
    return render(
        request,
        "craft/assessment/counts.html",
        {
            "counts": found,
            "shows_any": any(one.people is not None for one in found),
            "framework": framework,
            "late": queries.late(today=timezone.localdate()),
            "smallest": rules.SMALLEST_GROUP,
        },
    )
