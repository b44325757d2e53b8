"""Asking somebody what they saw, and answering: by the link in a mail, or signed in."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vakwerk.craft.evidence import operations, queries, rules, versions
from vakwerk.craft.evidence.forms import AskForm, ResponseForm
from vakwerk.craft.models import AskedResponse, Evidence
from vakwerk.foundation import refusals
from vakwerk.foundation.access import AcademyRequest
from vakwerk.foundation.audit import Whom
from vakwerk.foundation.pages import button_page, form_page, posted
from vakwerk.foundation.refusals import Refused
from vakwerk.people.access import PersonRequest, page_for


@page_for()
def ask(request: PersonRequest, evidence_id: int) -> HttpResponse:
    """Ask somebody who was there, by a mail with a link."""
    found = queries.own_or_404(request.person, evidence_id)
    reason = rules.reason_not_to_ask(
        state=found.state,
        indicators=len(found.shows.all()),
        asked=queries.asked_on_this_text(found),
    )
    if reason:
        messages.error(request, refusals.say(reason))
        return redirect("craft:evidence", request.academy.slug, found.pk)
    form = AskForm(posted(request), initial=_asked_before(request, found))

    def act() -> str:
        asked = operations.ask_response(evidence=found, now=timezone.now(), **form.cleaned_data)
        return _("%(name)s gets a mail with a link.") % {"name": asked.name}

    return form_page(
        request,
        form,
        act,
        of=None,
        template="craft/evidence/ask.html",
        refused_at="email",
        done=reverse("craft:evidence", args=[request.academy.slug, found.pk]),
        context={"evidence": found, "days": rules.DAYS_TO_RESPOND},
    )


def _asked_before(request: PersonRequest, found: Evidence) -> dict[str, str]:
    """Return what is known of whom the link names, to be asked again; the address only of somebody of the academy."""
    again = request.GET.get("opnieuw", "")
    before = next((one for one in found.responses.all() if str(one.pk) == again), None)
    if before is None:
        return {}
    return {
        "name": before.name,
        "relation": before.relation,
        "language": before.language,
        "email": before.respondent.email if before.respondent else "",
    }


@require_POST
@page_for()
def take_back(request: PersonRequest, evidence_id: int, response_id: int) -> HttpResponse:
    """Take back a question that was not answered."""
    found = queries.own_or_404(request.person, evidence_id)
    response = next((one for one in found.responses.all() if one.pk == response_id), None)
    if response is None:
        raise Http404

    def act() -> str:
        operations.take_back_response(response=response, now=timezone.now())
        return _("Withdrawn. The link no longer works.")

    here = reverse("craft:evidence", args=[request.academy.slug, found.pk])
    return button_page(request, act, of=None, done=here)


def respond(request: AcademyRequest, token: str, academy: str = "") -> HttpResponse:
    """Answer by the link in the mail, without an account."""
    del academy  # the request knows it
    found = queries.response_with_token(token) if getattr(request, "academy", None) else None
    if found is None:
        raise Http404
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    with translation.override(translation.get_language() if chosen else found.language):
        return _respond(request, found, by=None)


@page_for()
def respond_signed_in(request: PersonRequest, response_id: int) -> HttpResponse:
    """Answer what is asked of oneself as somebody of the academy."""
    found = queries.response_asked_of_or_404(request.person, response_id)
    return _respond(request, found, by=request.person)


def _respond(request: HttpRequest, found: AskedResponse, *, by: Whom) -> HttpResponse:
    now = timezone.now()
    if found.state == AskedResponse.State.GIVEN and request.method == "POST" and "erase" in request.POST:
        done = operations.erase_response(response=found, now=now, by=by)
        return render(request, "craft/evidence/responded.html", {"response": done, "erased": True})
    reason = rules.reason_not_to_respond(state=found.state, expires_at=found.expires_at, now=now)
    if reason:
        return render(
            request,
            "craft/evidence/responded.html",
            {"response": found, "reason": refusals.say(reason), "erasing": "wissen" in request.GET},
        )
    shows = list(found.evidence.shows.all())
    declines = "decline" in request.POST
    version = versions.version_of(versions.read_in(found.evidence))
    form = ResponseForm(
        None if declines else posted(request),
        shows=shows,
        initial={"read": version},
    )
    if request.method == "POST" and (declines or form.is_valid()):
        try:
            done = (
                operations.decline(response=found, now=now, by=by)
                if declines
                else operations.respond(
                    response=found,
                    seen=form.seen,
                    words=form.cleaned_data["words"],
                    now=now,
                    by=by,
                    read=form.cleaned_data["read"],
                )
            )
        except Refused as refused:
            if refused.reason == rules.ResponseRefusal.OTHER_TEXT:
                return _read_again(request, found, form, version)
            # Somebody with the same link was a moment earlier.
            return render(
                request, "craft/evidence/responded.html", {"response": found, "reason": refusals.say(refused)}
            )
        return render(request, "craft/evidence/responded.html", {"response": done, "just_now": True})
    return render(
        request,
        "craft/evidence/respond.html",
        {"response": found, "evidence": found.evidence, "form": form},
        status=422 if request.method == "POST" and form.errors else 200,
    )


def _read_again(request: HttpRequest, found: AskedResponse, form: ResponseForm, version: str) -> HttpResponse:
    """Show the text that changed meanwhile, with the answers as they were chosen."""
    form.add_error(None, refusals.say(rules.ResponseRefusal.OTHER_TEXT))
    form.data = {**form.data.dict(), "read": version} if isinstance(form.data, QueryDict) else form.data
    context = {"response": found, "evidence": found.evidence, "form": form}
    return render(request, "craft/evidence/respond.html", context, status=409)
