"""The own page of everybody, their circles, and the coordinator's desk."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from vakwerk.circles.home import queries
from vakwerk.circles.home.feed import entries_of
from vakwerk.circles.published import downloads
from vakwerk.craft.growth import queries as growth
from vakwerk.foundation.calendars import published
from vakwerk.foundation.roles import Role
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.people.letters import organiser_of
from vakwerk.trajectories.enrolment import own as enrolment


@page_for()
def home(request: PersonRequest) -> HttpResponse:
    """Show what comes next, what there is to do, what one learns, and one's circle."""
    now, today = timezone.now(), timezone.localdate()
    person = request.person
    taking_part = enrolment.TakingPart(person)
    ahead = queries.ahead(taking_part, now=now)
    calls, waiting = queries.calls_and_waiting(person, today=today)
    return render(
        request,
        "circles/home/home.html",
        {
            "today": today,
            "next": ahead[0] if ahead else None,
            "later": ahead[1:],
            "calls": [call for call in calls if call.given is None],
            "waiting": waiting,
            "todos": growth.things_to_do_for(person),
            "trajectory_todos": enrolment.things_to_do_of(taking_part, now=now),
            "coordinates": Role.COORDINATOR in person.roles,
            "is_guest": person.roles <= {Role.GUEST},
            "learning": queries.learning(taking_part, now=now),
            "mine": queries.own_circle(person, ahead, now=now),
        },
    )


@page_for()
def my_calendar(request: PersonRequest) -> HttpResponse:
    """Give every session one still has to go to, of circles and trajectories, as a calendar file."""
    now = timezone.now()
    url = request.build_absolute_uri(reverse("circles:home", args=[request.academy.slug]))
    entries = entries_of(request.person, request.academy, after=now, url=url)
    text = published(entries, name=request.academy.name, now=now, organiser=organiser_of(request.academy))
    return downloads.attachment(text, name="mijn-vakwerk", content_type=downloads.CALENDAR, ending="ics")


@page_for()
def circles(request: PersonRequest) -> HttpResponse:
    """Show the open calls for a person, their circles, and those of before."""
    person = request.person
    calls, waiting = queries.calls_and_waiting(person, today=timezone.localdate())
    called = {call.round.pk for call in calls}
    return render(
        request,
        "circles/home/circles.html",
        {
            "calls": calls,
            "waiting": [one for one in waiting if one.pk not in called],
            "circles": queries.circles_now(person),
            "earlier": queries.earlier_circles(person),
            "now": timezone.now(),
        },
    )


@page_for(Role.COORDINATOR)
def coordination(request: PersonRequest) -> HttpResponse:
    """Show what needs a coordinator now."""
    now = timezone.now()
    desk = queries.desk(request.academy, now=now, today=timezone.localdate())
    counted = {
        "closing": ngettext("round", "rounds", len(desk.closing)),
        "to_compose": ngettext("round", "rounds", len(desk.to_compose)),
        "open_seats": ngettext("circle", "circles", len(desk.open_seats)),
        "guests": ngettext("guest", "guests", desk.guests_waiting),
    }
    return render(request, "circles/home/coordination.html", {"desk": desk, "counted": counted})
