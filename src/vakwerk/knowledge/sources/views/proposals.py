"""The pages of a proposal: a colleague makes it, a coordinator decides."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vakwerk.foundation import refusals
from vakwerk.foundation.pages import button_page, form_page, posted
from vakwerk.foundation.roles import Role
from vakwerk.knowledge.models import Source
from vakwerk.knowledge.sources import forms, operations, queries, rules
from vakwerk.knowledge.sources.views.pages import address
from vakwerk.knowledge.sources.vocabulary import lists
from vakwerk.people.access import PersonRequest, page_for


@page_for()
def propose(request: PersonRequest) -> HttpResponse:
    """Propose a source."""
    if reason := rules.reason_not_to_propose(roles=request.person.roles):
        raise PermissionDenied(refusals.say(reason))
    form = forms.ProposalForm(posted(request), lists=lists())

    def act() -> str:
        operations.propose_source(facts=form.facts(), by=request.person, now=timezone.now())
        return _("Thank you. A coordinator looks at it, and you get mail when it is decided.")

    return form_page(
        request,
        form,
        act,
        of=None,
        template="knowledge/sources/propose.html",
        done=reverse("knowledge:propose", args=[request.academy.slug]),
        context={"mine": queries.proposed_by(request.person)[:20]},
    )


@require_POST
@page_for(Role.COORDINATOR)
def accept(request: PersonRequest, source_id: int) -> HttpResponse:
    """Take a proposal over."""
    source = _proposal(request, source_id)

    def act() -> str:
        operations.accept(source=source, by=request.person, now=timezone.now())
        return _("Everybody finds it now. Whoever proposed it gets mail.")

    return button_page(request, act, of=source, done=address(request, source))


@page_for(Role.COORDINATOR)
def decline(request: PersonRequest, source_id: int) -> HttpResponse:
    """Turn a proposal down, with the reason."""
    source = _proposal(request, source_id)
    form = forms.ReasonForm(posted(request))

    def act() -> str:
        operations.decline(
            source=source, reason=form.cleaned_data["reason"], by=request.person, now=timezone.now()
        )
        return _("Whoever proposed it gets mail with your reason.")

    return form_page(
        request,
        form,
        act,
        of=None,
        template="knowledge/sources/decline.html",
        done=reverse("knowledge:sources", args=[request.academy.slug]) + "?state=proposed",
        context={"source": source},
    )


@require_POST
@page_for()
def withdraw(request: PersonRequest, source_id: int) -> HttpResponse:
    """Take one's own proposal back."""
    source = queries.source_for(request.person, source_id)

    def act() -> str:
        operations.withdraw(source=source, by=request.person)
        return _("Your proposal is gone.")

    done = reverse("knowledge:propose", args=[request.academy.slug])
    return button_page(request, act, of=None, done=done)


def _proposal(request: PersonRequest, source_id: int) -> Source:
    source = queries.source_for(request.person, source_id)
    if not queries.is_ours(source, request.academy):
        raise Http404
    return source
