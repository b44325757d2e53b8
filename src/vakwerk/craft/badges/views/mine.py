"""One's own badges: asking for one, taking it along, taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vakwerk.craft.badges import documents, operations, queries, rules, wording
from vakwerk.craft.badges.certificate import certificate
from vakwerk.craft.badges.forms import RequestForm, RevokeForm
from vakwerk.craft.growth import queries as growth
from vakwerk.foundation.refusals import Refused
from vakwerk.people.access import PersonRequest, page_for


@page_for()
def my_badges(request: PersonRequest) -> HttpResponse:
    """Show one's badges, and the levels that one could have a badge for."""
    badges = list(queries.badges_of(request.person))
    has = {one.reached_id for one in badges if one.revoked_at is None}
    reached = [one for one in growth.reached_of(request.person) if one.pk not in has]
    return render(
        request,
        "craft/badges/mine.html",
        {
            "badges": [(one, wording.title(one.reached)) for one in badges],
            "reached": [(one, wording.title(one)) for one in reached],
        },
    )


@page_for()
def request_badge(request: PersonRequest, reached_id: int) -> HttpResponse:
    """Choose what goes into a badge, and have it signed."""
    reached = queries.reached_or_404(request.person, reached_id)
    reason = rules.reason_not_to_issue(
        is_own=True,
        has_valid_one=reached.badges.filter(revoked_at=None).exists(),
        has_email=True,
        with_name=True,
    )
    form = RequestForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        try:
            operations.issue(
                reached=reached,
                by=request.person,
                achieved=wording.achieved(reached, language=language),
                language=language,
                with_name=form.cleaned_data["with_name"],
                now=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, wording.why_not(refused))
        else:
            messages.success(request, _("Your badge is there. Save the file: it is yours."))
            return redirect("craft:my_badges", request.academy.slug)
    return render(
        request,
        "craft/badges/request.html",
        {
            "reached": reached,
            "title": wording.title(reached),
            "form": form,
            "reason": wording.words(reason) if reason else "",
        },
        status=422 if form.errors else 200,
    )


@page_for()
def badge_file(request: PersonRequest, badge_id: int) -> HttpResponse:
    """Give the badge itself, byte by byte as it was signed."""
    found = queries.own_or_404(request.person, badge_id)
    answer = HttpResponse(found.credential, content_type=documents.MEDIA_TYPE)
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"badge-{slugify(wording.title(found.reached))}.json"
    )
    return answer


@page_for()
def badge_certificate(request: PersonRequest, badge_id: int) -> HttpResponse:
    """Give the badge as a page of paper."""
    found = queries.own_or_404(request.person, badge_id)
    answer = HttpResponse(certificate(found, request.academy), content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"certificaat-{slugify(wording.title(found.reached))}.pdf"
    )
    return answer


@page_for()
def give_back(request: PersonRequest, badge_id: int) -> HttpResponse:
    """Take one's own badge back: from then on the public page says so."""
    found = queries.own_or_404(request.person, badge_id)
    form = RevokeForm(request.POST or None, initial={"reason": _("At my own request.")})
    if request.method == "POST" and form.is_valid():
        try:
            operations.revoke(
                badge=found, by=request.person, reason=form.cleaned_data["reason"], now=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, wording.why_not(refused))
        else:
            messages.success(request, _("Taken back. Its public page says so."))
            return redirect("craft:my_badges", request.academy.slug)
    return render(
        request,
        "craft/badges/give_back.html",
        {"badge": found, "title": wording.title(found.reached), "form": form},
        status=422 if form.errors else 200,
    )
