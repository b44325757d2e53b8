"""One's own badges: asking for one, taking it along, taking it back."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vakwerk.craft.badges import documents, operations, queries, rules, wording
from vakwerk.craft.badges.certificate import certificate
from vakwerk.craft.badges.forms import RequestForm, RevokeForm
from vakwerk.craft.growth import queries as growth
from vakwerk.foundation import refusals
from vakwerk.foundation.pages import form_page, posted
from vakwerk.people.access import PersonRequest, page_for


@page_for()
def my_badges(request: PersonRequest) -> HttpResponse:
    """Show one's badges, and the levels that one could have a badge for."""
    badges = list(queries.badges_of(request.person))
    has = {one.reached_id for one in badges if one.is_believed}
    withheld = {one.reached_id for one in badges if one.is_withheld}
    reached = [one for one in growth.reached_of(request.person) if one.pk not in has]
    return render(
        request,
        "craft/badges/mine.html",
        {
            "badges": [(one, wording.title(one.reached)) for one in badges],
            "reached": [(one, wording.title(one), one.pk in withheld) for one in reached],
            "withheld_why": refusals.say(rules.BadgeRefusal.WITHHELD),
        },
    )


@page_for()
def request_badge(request: PersonRequest, reached_id: int) -> HttpResponse:
    """Choose what goes into a badge, and have it signed."""
    reached = queries.reached_or_404(request.person, reached_id)
    reason = rules.reason_not_to_issue(
        is_own=True,
        has_believed_one=queries.believed(reached.badges.all()).exists(),
        withheld=queries.withheld(reached.badges.all()).exists(),
        has_email=True,
        with_name=True,
    )
    form = RequestForm(posted(request), initial={"language": get_language()})

    def act() -> str:
        language = form.cleaned_data["language"]
        operations.issue(
            reached=reached,
            by=request.person,
            achieved=wording.achieved(reached, language=language),
            language=language,
            with_name=form.cleaned_data["with_name"],
            now=timezone.now(),
        )
        return _("Your badge is there. Save the file: it is yours.")

    return form_page(
        request,
        form,
        act,
        of=None,
        template="craft/badges/request.html",
        done=reverse("craft:my_badges", args=[request.academy.slug]),
        context={
            "reached": reached,
            "title": wording.title(reached),
            "reason": refusals.say(reason),
        },
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
    form = RevokeForm(posted(request), initial={"reason": _("At my own request.")})

    def act() -> str:
        operations.revoke(
            badge=found, by=request.person, reason=form.cleaned_data["reason"], now=timezone.now()
        )
        return _("Taken back. Its public page says so.")

    return form_page(
        request,
        form,
        act,
        of=None,
        template="craft/badges/give_back.html",
        done=reverse("craft:my_badges", args=[request.academy.slug]),
        context={"badge": found, "title": wording.title(found.reached)},
    )
