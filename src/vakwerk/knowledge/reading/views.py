"""The page of one source."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from vakwerk.foundation import refusals
from vakwerk.knowledge.conversation import queries as talk
from vakwerk.knowledge.conversation.forms import SayForm
from vakwerk.knowledge.models import LocalContext, Source
from vakwerk.knowledge.sources import queries, rules
from vakwerk.knowledge.sources.vocabulary import lists
from vakwerk.people.access import PersonRequest, page_for

THREADS_PER_PAGE = 20


@page_for()
def source(request: PersonRequest, source_id: int) -> HttpResponse:
    """Show one source."""
    found = queries.source_for(request.person, source_id)
    local = queries.local_context(found)
    known = lists()
    return render(
        request,
        "knowledge/reading/source.html",
        {
            "source": found,
            "local": local,
            "competencies": known.said("competency", found.competencies),
            "developments": known.said("development", found.developments),
            "governance_models": known.said("governance", found.governance_models),
            "sizes": [] if found.fits_every_size else known.said("size", found.sizes),
            "policy_fields": known.said("field", found.policy_fields),
            **_standing(request, found),
            **_conversation(request, found, local),
        },
    )


def _standing(request: PersonRequest, found: Source) -> dict[str, Any]:
    """Say what this person may do with the source, and why not where a button would stand."""
    roles = request.person.roles
    ours, owns = queries.is_ours(found, request.academy), queries.owns(request.person, found)
    keeps = rules.reason_not_to_keep(roles=roles, is_ours=ours, owns=owns) is None
    not_to_share = rules.reason_not_to_share(
        roles=roles,
        is_ours=ours,
        kind=found.kind,
        state=found.state,
        is_retired=found.retired_at is not None,
        has_region=request.academy.region_id is not None,
    )
    return {
        "is_ours": ours,
        "is_guest": rules.is_guest(roles),
        "is_coordinator": rules.is_coordinator(roles),
        "keeps": keeps,
        "not_to_share": refusals.say(not_to_share),
        "may_note": rules.reason_not_to_note(roles=roles, is_ours=ours, owns=owns) is None,
        "is_asked": queries.is_asked(request.person, found),
        "may_decide": rules.reason_not_to_decide(roles=roles, is_ours=ours, state=found.state) is None,
        "to_review": keeps and found.review_on is not None and found.review_on <= timezone.localdate(),
    }


def _conversation(request: PersonRequest, found: Source, local: LocalContext | None) -> dict[str, Any]:
    if not found.is_live:
        return {"talks": False}
    if not talk.may_read(request.person, local):
        return {"talks": False, "closed_to_guests": True}
    if local is None:
        return {"talks": True, "threads": None, "say_form": SayForm()}
    page = Paginator(talk.threads(local), THREADS_PER_PAGE).get_page(request.GET.get("page"))
    return {"talks": True, "threads": page, "say_form": SayForm()}
