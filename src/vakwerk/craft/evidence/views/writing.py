"""One's own evidence: the list, writing, reading back, deleting."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vakwerk.craft.evidence import operations, pages, queries, rules
from vakwerk.craft.evidence.forms import EvidenceForm
from vakwerk.craft.evidence.views import closed
from vakwerk.craft.frameworks import queries as frameworks
from vakwerk.craft.models import Competency, Evidence
from vakwerk.craft.profiles import queries as profiles
from vakwerk.craft.rules import ResponseState
from vakwerk.foundation import refusals
from vakwerk.foundation.pages import button_page, confirm_page, finish, form_page, posted
from vakwerk.people.access import PersonRequest, page_for

PER_PAGE = 20


@page_for()
def my_evidence(request: PersonRequest) -> HttpResponse:
    """Show one's own evidence, what needs oneself first."""
    found = queries.in_order(queries.evidence_of(request.person))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "craft/evidence/list.html",
        {"page": page, "rows": [pages.row(one) for one in page], "framework": frameworks.adopted_framework()},
    )


@page_for()
def choose(request: PersonRequest) -> HttpResponse:
    """Choose what a new piece is about; what nobody can be assessed on says why."""
    framework = frameworks.adopted_framework()
    wanted = profiles.targets_of(request.person)
    found = (
        [closed.Choice.of(one, request.person) for one in frameworks.competencies_of(framework)]
        if framework
        else []
    )
    return render(
        request,
        "craft/evidence/choose.html",
        {
            "framework": framework,
            "mine": [one for one in found if one.competency.pk in wanted],
            "others": [one for one in found if one.competency.pk not in wanted],
        },
    )


@page_for()
def write(request: PersonRequest, competency_id: int) -> HttpResponse:
    """Write a new piece; it is kept as a draft that only its writer sees."""
    competency = frameworks.readable_competency_or_404(competency_id)
    form = EvidenceForm(posted(request), competency=competency)

    def act() -> HttpResponse:
        made = operations.write(
            person=request.person,
            competency=competency,
            texts=form.texts,
            indicators=form.chosen(competency),
            now=timezone.now(),
        )
        said = _("Saved as a draft. Only you see it.")
        return finish(request, said, "craft:evidence", request.academy.slug, made.pk)

    return _form_page(request, form, act, competency, None)


@page_for()
def evidence(request: PersonRequest, evidence_id: int) -> HttpResponse:
    """Show a piece to its writer, with all that was said about it and what can be done."""
    found = queries.own_or_404(request.person, evidence_id)
    not_to_change = rules.reason_not_to_change(found.state)
    ask = rules.reason_not_to_ask(state=found.state, indicators=len(found.shows.all()), asked=())
    return render(
        request,
        "craft/evidence/evidence.html",
        {
            "evidence": found,
            "row": pages.row(found),
            "behaviours": pages.behaviours(found),
            "spread": pages.spread(found),
            "given": pages.given(found, found),
            "others": [
                one
                for one in found.responses.all()
                if one.state in (ResponseState.OPEN, ResponseState.DECLINED)
            ],
            "submissions": list(found.submissions.all()),
            "not_to_change": refusals.say(not_to_change),
            "not_to_ask": refusals.say(ask),
            "choice": closed.Choice.of(found.competency, request.person),
            "not_to_send": closed.reason_not_to_send(found, request.person),
            "can_carry_over": queries.reason_not_to_carry_over(found) is None,
            "can_withdraw": rules.reason_not_to_withdraw(found.state) is None,
            "can_delete": rules.reason_not_to_delete(found.state) is None,
            "managers": queries.managers_of(request.person),
            "now": timezone.now(),
        },
    )


@page_for()
def change(request: PersonRequest, evidence_id: int) -> HttpResponse:
    """Change a piece that nobody reads now."""
    found = queries.own_or_404(request.person, evidence_id)
    if reason := rules.reason_not_to_change(found.state):
        messages.error(request, refusals.say(reason))
        return redirect("craft:evidence", request.academy.slug, found.pk)
    first = {
        **{name: getattr(found, name) for name in ("title", "situation", "action", "effect", "learned")},
        "indicators": queries.indicator_ids(found.shows.all()),
    }
    form = EvidenceForm(posted(request), competency=found.competency, initial=first)

    def act() -> HttpResponse:
        operations.change(
            evidence=found,
            texts=form.texts,
            indicators=form.chosen(found.competency),
            now=timezone.now(),
        )
        return finish(request, _("Saved."), "craft:evidence", request.academy.slug, found.pk)

    return _form_page(request, form, act, found.competency, found)


def _form_page(
    request: PersonRequest,
    form: EvidenceForm,
    act: Callable[[], HttpResponse],
    competency: Competency,
    found: Evidence | None,
) -> HttpResponse:
    return form_page(
        request,
        form,
        act,
        of=found,
        template="craft/evidence/write.html",
        context={
            "competency": competency,
            "evidence": found,
            "choice": closed.Choice.of(competency, request.person),
        },
    )


@require_POST
@page_for()
def carry_over(request: PersonRequest, evidence_id: int) -> HttpResponse:
    """Move a draft to the version that holds now."""
    found = queries.own_or_404(request.person, evidence_id)

    def act() -> str:
        operations.carry_over(evidence=found, now=timezone.now())
        return _("Moved. Check that the behaviour you chose still fits.")

    here = reverse("craft:evidence", args=[request.academy.slug, found.pk])
    return button_page(request, act, of=found, done=here)


@page_for()
def delete(request: PersonRequest, evidence_id: int) -> HttpResponse:
    """Ask, then delete a piece with everything that belongs to it."""
    found = queries.own_or_404(request.person, evidence_id)
    reason = rules.reason_not_to_delete(found.state)

    def act() -> str:
        operations.delete(evidence=found)
        return _("Deleted.")

    return confirm_page(
        request,
        act,
        of=found,
        template="craft/evidence/delete.html",
        done=reverse("craft:my_evidence", args=[request.academy.slug]),
        refused=reverse("craft:evidence", args=[request.academy.slug, found.pk]),
        context={"evidence": found, "reason": refusals.say(reason)},
    )
