"""The coordinator's pages of published circles."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vakwerk.circles.composing import queries as composing
from vakwerk.circles.models import Circle, Round, Session
from vakwerk.circles.published import calendars, downloads, operations, queries, replacing, rules
from vakwerk.circles.published.forms import NOBODY, FacilitatorForm
from vakwerk.circles.published.wording import all_broken_in_words
from vakwerk.foundation import refusals, table_files
from vakwerk.foundation.calendars import published
from vakwerk.foundation.pages import confirm_page, finish, form_page, posted
from vakwerk.foundation.roles import Role
from vakwerk.foundation.text import numbers_in
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.people.letters import host, organiser_of


@page_for(Role.COORDINATOR)
def download(request: PersonRequest, round_id: int, kind: str) -> HttpResponse:
    """Give the circles of a round as XLSX, or all their sessions as a calendar."""
    round_ = queries.published_round(round_id)
    circles = queries.circles_of_round(round_)
    if kind == "xlsx":
        return downloads.attachment(
            downloads.workbook(circles),
            name=round_.title,
            content_type=table_files.XLSX_TYPE,
            ending="xlsx",
        )
    if kind != "ics":
        raise Http404
    sessions = Session.objects.filter(circle__in=circles)
    text = published(
        calendars.entries(sessions, host=host()),
        name=round_.title,
        now=timezone.now(),
        organiser=organiser_of(request.academy),
    )
    return downloads.attachment(text, name=round_.title, content_type=downloads.CALENDAR, ending="ics")


@page_for(Role.COORDINATOR)
def end_round(request: PersonRequest, round_id: int) -> HttpResponse:
    """Ask, then end a round whose sessions are over."""
    round_ = queries.published_round(round_id)
    now = timezone.now()
    circles = Circle.objects.filter(queries.PUBLISHED, proposal__round=round_)
    ahead = queries.sessions_ahead(circles, now=now).count()
    reason = rules.reason_not_to_end(round_state=round_.state, sessions_ahead=ahead)

    def act() -> str:
        operations.end_round(round_=round_, by=request.person, now=now)
        return _("The round is over. What people wrote about taking part is deleted.")

    return confirm_page(
        request,
        act,
        of=round_,
        template="circles/published/end_round.html",
        done=reverse("circles:round", args=[request.academy.slug, round_.pk]),
        context={"round": round_, "reason": refusals.say(reason)},
    )


def _circle(circle_id: int) -> Any:
    return get_object_or_404(queries.published_circles(), pk=circle_id)


@page_for(Role.COORDINATOR)
def circle(request: PersonRequest, circle_id: int) -> HttpResponse:
    """Show a circle to the coordinator: members, sessions, facilitator, open seats."""
    found = _circle(circle_id)
    now = timezone.now()
    round_ = found.proposal.round
    sessions = list(found.sessions.all())
    is_over = found.standing == Round.State.ENDED
    open_seats = 0 if is_over else max(0, round_.size_min - len(found.members))
    return render(
        request,
        "circles/published/manage_circle.html",
        {
            "circle": found,
            "round": round_,
            "members": found.members,
            "sessions": sessions,
            "ahead": {one.pk for one in sessions if one.ends_at > now and not one.is_cancelled},
            "open_seats": open_seats,
            "fitting": replacing.suggestions(found, now=now) if open_seats else {},
            "has_room": len(found.members) < round_.size_max,
            "is_over": is_over,
            "left": queries.left_seats(found),
        },
    )


@page_for(Role.COORDINATOR)
def facilitator(request: PersonRequest, circle_id: int) -> HttpResponse:
    """Choose who facilitates, out of those who have no bond with a member."""
    found = _circle(circle_id)
    able, unable = [], []
    for person in queries.facilitators():
        reason = operations.reason_not_to_facilitate(found, person, now=timezone.now())
        if reason:
            unable.append({"person": person, "reason": refusals.say(reason)})
        else:
            able.append(person)
    form = FacilitatorForm(
        posted(request),
        people=able,
        initial={"facilitator": found.facilitator_id or NOBODY},
    )

    def act() -> str:
        chosen = next((person for person in able if person.pk == form.cleaned_data["facilitator"]), None)
        operations.set_facilitator(circle=found, facilitator=chosen, by=request.person, now=timezone.now())
        return _("Saved. Those concerned got a letter.")

    return form_page(
        request,
        form,
        act,
        of=found,
        template="circles/published/facilitator.html",
        done=reverse("circles:manage_circle", args=[request.academy.slug, found.pk]),
        context={"circle": found, "round": found.proposal.round, "unable": unable, "able": able},
    )


@page_for(Role.COORDINATOR)
def open_seat(request: PersonRequest, circle_id: int) -> HttpResponse:
    """Show who waits and fits, the best first, and give one of them the seat."""
    found = _circle(circle_id)
    now = timezone.now()
    waiting = {sign_up.person_id: sign_up for sign_up in queries.waiting(found.proposal.round)}
    lines = replacing.lines(found, list(waiting.values()), now=now)
    here = reverse("circles:open_seat", args=[request.academy.slug, found.pk])

    def act() -> str:
        # Who joins in one act: one button sends one id, a choice of company adds theirs, split by commas.
        chosen = [word for text in request.POST.getlist("person") for word in text.split(",")]
        people = [waiting[one].person for one in dict.fromkeys(numbers_in(chosen)) if one in waiting]
        if not people or len(people) < len(set(chosen)):
            raise Http404
        operations.seat_together(circle=found, people=people, by=request.person, now=now)
        names = ", ".join(one.name for one in people)
        return ngettext(
            "%(names)s has the place and got a letter.",
            "%(names)s have a place and got a letter.",
            len(people),
        ) % {"names": names}

    return confirm_page(
        request,
        act,
        of=queries.company(found),
        template="circles/published/open_seat.html",
        done=reverse("circles:manage_circle", args=[request.academy.slug, found.pk]),
        refused=here,
        context={"circle": found, "round": found.proposal.round, "lines": lines},
    )


@page_for(Role.COORDINATOR)
def let_go(request: PersonRequest, circle_id: int, person_id: int) -> HttpResponse:
    """Ask, then free somebody's seat for them."""
    found = _circle(circle_id)
    seat = next((one for one in found.members if one.person_id == person_id), None)
    if seat is None:
        raise Http404

    def act() -> HttpResponse:
        operations.leave_circle(circle=found, person=seat.person, by=request.person, now=timezone.now())
        said = _("%(name)s left the circle.") % {"name": seat.person.name}
        return finish(request, said, "circles:open_seat", request.academy.slug, found.pk)

    return confirm_page(
        request,
        act,
        of=queries.company(found),
        template="circles/published/let_go.html",
        done=reverse("circles:manage_circle", args=[request.academy.slug, found.pk]),
        context=lambda: {
            "circle": found,
            "round": found.proposal.round,
            "person_to_go": seat.person,
            "breaks": _breaks_without(found, seat.person_id),
        },
    )


def _breaks_without(circle: Circle, person_id: int) -> str:
    """Say which rules a circle would break without a member; "" when it keeps them all."""
    said = all_broken_in_words(composing.broken_by_leaving(circle, person_id))
    return _("Without this member the circle breaks a rule: %(what)s.") % {"what": said} if said else ""
