"""Sharing with a manager: giving, taking back, and what the manager then reads."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vakwerk.craft.evidence import operations, pages, queries
from vakwerk.craft.evidence.forms import ShareForm
from vakwerk.craft.growth import queries as growth
from vakwerk.craft.models import Evidence
from vakwerk.foundation.pages import button_page, form_page, posted
from vakwerk.people.access import PersonRequest, page_for


@page_for()
def share_growth(request: PersonRequest) -> HttpResponse:
    """Let a manager read the growth page."""
    return _share(request, None)


@page_for()
def share_evidence(request: PersonRequest, evidence_id: int) -> HttpResponse:
    """Let a manager read one piece."""
    return _share(request, queries.own_or_404(request.person, evidence_id))


def _share(request: PersonRequest, evidence: Evidence | None) -> HttpResponse:
    managers = queries.managers_of(request.person)
    first = {"reader": managers[0].pk} if len(managers) == 1 else None
    form = ShareForm(posted(request), managers=managers, initial=first)

    def act() -> str:
        reader = next(person for person in managers if person.pk == form.cleaned_data["reader"])
        operations.share(person=request.person, reader=reader, evidence=evidence, now=timezone.now())
        return _("%(name)s can read this now. You can take it back at any time.") % {"name": reader.name}

    return form_page(
        request,
        form,
        act,
        of=None,
        template="craft/growth/share.html",
        done=_back(request, evidence),
        context={"evidence": evidence, "managers": managers},
    )


def _back(request: PersonRequest, evidence: Evidence | None) -> str:
    if evidence is None:
        return reverse("craft:growth", args=[request.academy.slug])
    return reverse("craft:evidence", args=[request.academy.slug, evidence.pk])


@require_POST
@page_for()
def stop_sharing(request: PersonRequest, share_id: int) -> HttpResponse:
    """Take back what a manager could read, at once."""
    found = get_object_or_404(queries.shares_of(request.person), pk=share_id)

    def act() -> str:
        operations.stop_sharing(share=found)
        return _("%(name)s cannot read this any more.") % {"name": found.reader.name}

    return button_page(request, act, of=None, done=_back(request, found.evidence))


@page_for()
def shared_with_me(request: PersonRequest) -> HttpResponse:
    """Show what people whom one manages share with one."""
    return render(
        request, "craft/growth/shared_with_me.html", {"shares": queries.shared_with(request.person)}
    )


@page_for()
def shared(request: PersonRequest, share_id: int) -> HttpResponse:
    """Show one thing that somebody shares: a piece of evidence, or their levels."""
    found = queries.share_or_404(request.person, share_id)
    if found.evidence_id is None:
        standings = growth.growth_of(found.person)
        parts = [(one, one.over_time(timezone.localdate()), None) for one in standings]
        return render(request, "craft/growth/shared_growth.html", {"share": found, "parts": parts})
    evidence = queries.shared_evidence(found)
    return render(
        request,
        "craft/growth/shared_evidence.html",
        {
            "share": found,
            "evidence": evidence,
            "behaviours": pages.behaviours(evidence),
            "spread": pages.spread(evidence),
            "given": pages.given(evidence, evidence),
            "row": pages.row(evidence),
        },
    )
