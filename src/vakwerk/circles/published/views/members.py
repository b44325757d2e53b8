"""The pages of a circle for its members and facilitator."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vakwerk.circles.composing import queries as composing
from vakwerk.circles.composing.rules import HardRule
from vakwerk.circles.models import Circle, Session
from vakwerk.circles.published import calendars, downloads, operations, queries, rules
from vakwerk.circles.published.wording import all_broken_in_words, circle_name
from vakwerk.foundation import refusals
from vakwerk.foundation.calendars import published
from vakwerk.foundation.invitations import as_sent
from vakwerk.foundation.pages import button_page, confirm_page
from vakwerk.foundation.places import address_of
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.people.letters import host, organiser_of


def _circle_for(request: PersonRequest, circle_id: int) -> Any:
    """Return a circle one sits in or facilitates; any other is not there."""
    return get_object_or_404(queries.circles_for(request.person), pk=circle_id)


def _session_for(request: PersonRequest, session_id: int) -> Session:
    mine = queries.circles_for(request.person).values("pk")
    return get_object_or_404(
        Session.objects.select_related("circle__proposal__round", "circle__facilitator"),
        pk=session_id,
        circle__in=mine,
    )


@page_for()
def circle(request: PersonRequest, circle_id: int) -> HttpResponse:
    """Show who is in the circle, when it meets, and what is agreed."""
    found = _circle_for(request, circle_id)
    now = timezone.now()
    sessions = list(found.sessions.all())
    ahead = [one for one in sessions if one.ends_at > now and not one.is_cancelled]
    is_member = any(seat.person_id == request.person.pk for seat in found.members)
    away = {one.pk for one in sessions if any(no.person_id == request.person.pk for no in one.absences.all())}
    return render(
        request,
        "circles/published/circle.html",
        {
            "circle": found,
            "round": found.proposal.round,
            "members": found.members,
            "organisations": len(
                {seat.person.main[0].organisation_id for seat in found.members if seat.person.main}
            ),
            "sessions": sessions,
            "next": ahead[0] if ahead else None,
            "ahead": {one.pk for one in ahead},
            "held": sum(one.ends_at <= now and not one.is_cancelled for one in sessions),
            "away": away,
            "is_member": is_member,
            "facilitates": found.facilitator_id == request.person.pk,
            "not_to_leave": _reason_not_to_leave(found, is_member=is_member),
        },
    )


def _reason_not_to_leave(circle: Circle, *, is_member: bool) -> str:
    reason = rules.reason_not_to_leave(is_member=is_member, round_state=circle.proposal.round.state)
    return refusals.say(reason)


@page_for()
def circle_calendar(request: PersonRequest, circle_id: int) -> HttpResponse:
    """Give the sessions of a circle as a calendar file."""
    found = _circle_for(request, circle_id)
    url = request.build_absolute_uri(reverse("circles:circle", args=[request.academy.slug, found.pk]))
    entries = as_sent(
        calendars.entries(found.sessions.all(), host=host(), url=url), about_id=request.person.pk
    )
    organiser = organiser_of(request.academy)
    text = published(entries, name=circle_name(found), now=timezone.now(), organiser=organiser)
    return downloads.attachment(text, name="leerkring", content_type=downloads.CALENDAR, ending="ics")


@page_for()
def leave(request: PersonRequest, circle_id: int) -> HttpResponse:
    """Ask, then free one's seat."""
    found = _circle_for(request, circle_id)
    is_member = any(seat.person_id == request.person.pk for seat in found.members)

    def act() -> str:
        operations.leave_circle(circle=found, person=request.person, by=request.person, now=timezone.now())
        return _("You left %(circle)s. The coordinator knows.") % {"circle": circle_name(found).lower()}

    return confirm_page(
        request,
        act,
        of=queries.company(found),
        template="circles/published/leave.html",
        done=address_of("home", request.academy.slug),
        refused=reverse("circles:circle", args=[request.academy.slug, found.pk]),
        context=lambda: {
            "circle": found,
            "reason": _reason_not_to_leave(found, is_member=is_member),
            "breaks": _breaks_without(found, request.person.pk),
        },
    )


def _breaks_without(circle: Circle, person_id: int) -> str:
    # Who must sit together is agreed with a coordinator, and not for every member to read.
    broken = [one for one in composing.broken_by_leaving(circle, person_id) if one.rule != HardRule.PAIRINGS]
    if not broken:
        return ""
    said = _("Without you the circle breaks a rule: %(what)s. You may leave all the same.")
    return said % {"what": all_broken_in_words(broken)}


@page_for()
def stay_away(request: PersonRequest, session_id: int) -> HttpResponse:
    """Ask, then keep that one cannot come."""
    session = _session_for(request, session_id)
    now = timezone.now()
    reason = rules.reason_not_to_stay_away(
        is_member=request.person.pk in queries.member_ids(session.circle),
        is_cancelled=session.is_cancelled,
        ends_at=session.ends_at,
        now=now,
    )

    def act() -> str:
        operations.tell_absence(session=session, person=request.person, now=now)
        return _("Thank you for letting us know. You do not need to do anything else.")

    return confirm_page(
        request,
        act,
        of=session,
        template="circles/published/stay_away.html",
        done=reverse("circles:circle", args=[request.academy.slug, session.circle_id]),
        context={"session": session, "circle": session.circle, "reason": refusals.say(reason)},
    )


@require_POST
@page_for()
def come_after_all(request: PersonRequest, session_id: int) -> HttpResponse:
    """Keep that one comes after all."""
    session = _session_for(request, session_id)

    def act() -> str:
        operations.take_back_absence(session=session, person=request.person)
        return _("You are coming after all. See you then.")

    return button_page(
        request,
        act,
        of=None,
        done=reverse("circles:circle", args=[request.academy.slug, session.circle_id]),
    )
