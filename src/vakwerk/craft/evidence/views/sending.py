"""Sending a piece to an assessor, and taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vakwerk.craft.evidence import operations, pages, queries, rules
from vakwerk.craft.evidence.forms import SendForm
from vakwerk.craft.evidence.views import closed
from vakwerk.craft.rules import EvidenceState, Outcome
from vakwerk.foundation import refusals
from vakwerk.foundation.pages import confirm_page, form_page, posted
from vakwerk.people.access import PersonRequest, page_for


@page_for()
def send(request: PersonRequest, evidence_id: int) -> HttpResponse:
    """Choose an assessor, answer the question before, and send."""
    found = queries.own_or_404(request.person, evidence_id)
    if reason := closed.reason_not_to_send(found, request.person):
        messages.error(request, reason)
        return redirect("craft:evidence", request.academy.slug, found.pk)
    assessors = queries.assessors_for(request.person)
    answers = found.state in {EvidenceState.ASKED_BACK, EvidenceState.REFUSED}
    form = SendForm(
        posted(request),
        assessors=assessors,
        answers=answers,
        initial={"assessor": found.assessor_id or (assessors[0].pk if len(assessors) == 1 else None)},
    )

    def act() -> str:
        operations.submit(
            evidence=found,
            assessor=next(person for person in assessors if person.pk == form.cleaned_data["assessor"]),
            answer=form.cleaned_data.get("answer", ""),
            now=timezone.now(),
        )
        return _("Sent in. You get a mail when there is an answer.")

    return form_page(
        request,
        form,
        act,
        of=found,
        template="craft/evidence/send.html",
        done=reverse("craft:evidence", args=[request.academy.slug, found.pk]),
        context={
            "evidence": found,
            "assessors": assessors,
            "answers": answers,
            "verdicts": [one for one in pages.last_verdicts(found) if one.verdict != Outcome.CONFIRMED],
            "due_on": rules.due_on(timezone.localdate()),
        },
    )


@page_for()
def withdraw(request: PersonRequest, evidence_id: int) -> HttpResponse:
    """Ask, then take a piece back."""
    found = queries.own_or_404(request.person, evidence_id)
    reason = rules.reason_not_to_withdraw(found.state)

    def act() -> str:
        operations.withdraw(evidence=found, now=timezone.now())
        return _("Withdrawn. Only you see it now. You can send it in again.")

    return confirm_page(
        request,
        act,
        of=found,
        template="craft/evidence/withdraw.html",
        done=reverse("craft:evidence", args=[request.academy.slug, found.pk]),
        context={"evidence": found, "reason": refusals.say(reason)},
    )
