"""Sending a piece to an assessor, and taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from vakwerk.craft.evidence import operations, pages, queries, rules
from vakwerk.craft.evidence.forms import SendForm
from vakwerk.craft.evidence.views import closed
from vakwerk.craft.evidence.wording import why_not, words
from vakwerk.foundation.refusals import Refused
from vakwerk.people.access import PersonRequest, page_for


@page_for()
def send(request: PersonRequest, evidence_id: int) -> HttpResponse:
    """Choose an assessor, answer the question before, and send."""
    found = queries.own_or_404(request.person, evidence_id)
    if reason := closed.reason_not_to_send(found, request.person):
        messages.error(request, reason)
        return redirect("craft:evidence", request.academy.slug, found.pk)
    assessors = queries.assessors_for(request.person)
    answers = found.state in {"asked_back", "refused"}
    form = SendForm(
        request.POST or None,
        assessors=assessors,
        answers=answers,
        initial={"assessor": found.assessor_id or (assessors[0].pk if len(assessors) == 1 else None)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            operations.submit(
                evidence=found,
                assessor=next(one for one in assessors if one.pk == form.cleaned_data["assessor"]),
                answer=form.cleaned_data.get("answer", ""),
                now=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, why_not(refused))
        else:
            messages.success(request, _("Sent in. You get a mail when there is an answer."))
            return redirect("craft:evidence", request.academy.slug, found.pk)
    return render(
        request,
        "craft/evidence/send.html",
        {
            "evidence": found,
            "form": form,
            "assessors": assessors,
            "answers": answers,
            "verdicts": [one for one in pages.last_verdicts(found) if one.verdict != "confirmed"],
            "due_on": rules.due_on(timezone.localdate()),
        },
        status=422 if form.errors else 200,
    )


@page_for()
def withdraw(request: PersonRequest, evidence_id: int) -> HttpResponse:
    """Ask, then take a piece back."""
    found = queries.own_or_404(request.person, evidence_id)
    reason = rules.reason_not_to_withdraw(found.state)
    if request.method == "POST":
        try:
            operations.withdraw(evidence=found, now=timezone.now())
        except Refused as refused:
            messages.error(request, why_not(refused))
        else:
            messages.success(request, _("Taken back. Only you see it now. You can send it in again."))
        return redirect("craft:evidence", request.academy.slug, found.pk)
    return render(
        request,
        "craft/evidence/withdraw.html",
        {"evidence": found, "reason": words(reason) if reason else ""},
    )
