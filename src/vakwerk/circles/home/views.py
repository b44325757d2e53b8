"""The own page of everybody, their circles, and the coordinator's desk."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext

from vakwerk.circles.home import queries
from vakwerk.circles.published import queries as published
from vakwerk.foundation.roles import Role
from vakwerk.people.access import PersonRequest, page_for


@page_for()
def home(request: PersonRequest) -> HttpResponse:
    """Show what comes next, what there is to do, and one's circle."""
    now, today = timezone.now(), timezone.localdate()
    person = request.person
    upcoming = queries.upcoming(person, now=now)
    first = upcoming[0] if upcoming else None
    circle = published.circles_for(person).filter(pk=first.circle_id).first() if first else None
    calls = queries.calls(person, today=today)
    return render(
        request,
        "circles/home/home.html",
        {
            "today": today,
            "session": first,
            "later": upcoming[1:4],
            "circle": circle,
            "round": circle.proposal.round if circle else None,
            "organisations": len(
                {seat.person.main[0].organisation_id for seat in circle.members if seat.person.main}
            )
            if circle
            else 0,
            "held": sum(one.ends_at <= now and not one.is_cancelled for one in circle.sessions.all())
            if circle
            else 0,
            "ahead": sum(one.ends_at > now and not one.is_cancelled for one in circle.sessions.all())
            if circle
            else 0,
            "calls": [call for call in calls if call.given is None],
            "waiting": queries.waiting_for_a_circle(person),
            "coordinates": Role.COORDINATOR in person.roles,
        },
    )


@page_for()
def circles(request: PersonRequest) -> HttpResponse:
    """Show the open calls for a person, their circles, and those of before."""
    person = request.person
    calls = queries.calls(person, today=timezone.localdate())
    return render(
        request,
        "circles/home/circles.html",
        {
            "calls": calls,
            "waiting": [
                one
                for one in queries.waiting_for_a_circle(person)
                if one.pk not in {call.round.pk for call in calls}
            ],
            "circles": queries.circles_now(person),
            "earlier": queries.earlier_circles(person),
            "now": timezone.now(),
        },
    )


@page_for(Role.COORDINATOR)
def coordination(request: PersonRequest) -> HttpResponse:
    """Show what needs a coordinator now."""
    now = timezone.now()
    desk = queries.desk(now=now, today=timezone.localdate())
    counted = {
        "closing": ngettext("round", "rounds", len(desk.closing)),
        "to_compose": ngettext("round", "rounds", len(desk.to_compose)),
        "open_seats": ngettext("circle", "circles", len(desk.open_seats)),
        "guests": ngettext("guest", "guests", desk.guests_waiting),
    }
    return render(request, "circles/home/coordination.html", {"desk": desk, "counted": counted})
