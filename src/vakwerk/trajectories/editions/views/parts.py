"""The coordinator's pages of the parts of an edition: its sessions, its seats, and who leads it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vakwerk.foundation import refusals
from vakwerk.foundation.pages import Said, confirm_page, finish, form_page, posted
from vakwerk.foundation.roles import Role
from vakwerk.foundation.text import numbers_in
from vakwerk.people import queries as people
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.people.models import Person
from vakwerk.trajectories.editions import changing, operations, pages, queries
from vakwerk.trajectories.editions.forms import SeatsForm, SessionForm, TrainersForm, initial_of_session
from vakwerk.trajectories.enrolment import operations as enrolment
from vakwerk.trajectories.enrolment import tabs


@page_for(Role.COORDINATOR)
def add_session(request: PersonRequest, edition_id: int) -> HttpResponse:
    """Plan a session: a first submit shows what speaks against the moment, if anything does."""
    edition = queries.edition_or_404(edition_id)
    form = SessionForm(
        posted(request),
        activities=queries.parts_to_date(edition),
        initial=_next_of(edition),
    )

    def act() -> Said:
        moment = form.moment
        if refusal := operations.reason_not_to_meet(edition, moment, now=timezone.now()):
            raise ValidationError(refusals.say(refusal))
        against = changing.against(edition, moment)
        if against and request.POST.get("shown") != form.shown:
            return {"against": against}
        operations.add_session(edition=edition, moment=moment, by=request.person, now=timezone.now())
        then = "trajectories:add_session" if "more" in request.POST else "trajectories:edition"
        return finish(request, _("The session is planned."), then, request.academy.slug, edition.pk)

    return form_page(
        request,
        form,
        act,
        of=None,
        template="trajectories/editions/add_session.html",
        context={
            "edition": edition,
            "trajectory": edition.trajectory,
            "planned": [session for session in edition.sessions.all() if not session.is_cancelled],
            **pages.dated(edition),
        },
    )


def _next_of(edition: Any) -> dict[str, Any]:
    """Propose the next session: the next activity, at the hours of the last one."""
    held = [one for one in edition.sessions.all() if not one.is_cancelled]
    used = {one.activity_id for one in held}
    left = [one for one in queries.parts_to_date(edition) if one.pk not in used]
    proposed: dict[str, Any] = {"activity": left[0].pk if left else None}
    if held:
        last = initial_of_session(held[-1])
        proposed |= {"starts": last["starts"], "ends": last["ends"], "place": last["place"]}
    return proposed


@page_for(Role.COORDINATOR)
def change_session(request: PersonRequest, edition_session_id: int) -> HttpResponse:
    """Move a session: a first submit shows what changes, a second tells everybody."""
    session = queries.session_or_404(edition_session_id)
    edition = queries.edition_or_404(session.edition_id)
    session.edition = edition
    now = timezone.now()
    form = SessionForm(
        posted(request),
        activities=queries.parts_to_date(edition),
        initial=initial_of_session(session),
    )

    def act() -> Said:
        moment = form.moment
        same = (session.starts_at, session.ends_at) == (moment.starts_at, moment.ends_at)
        refusal = (
            None if same else operations.reason_not_to_meet(edition, moment, now=now, besides=session.pk)
        )
        if refusal:
            raise ValidationError(refusals.say(refusal))
        if request.POST.get("shown") != form.shown:
            return {"changes": changing.changes_of(session, moment)}
        told = operations.is_told(session, moment)
        operations.change_session(session=session, moment=moment, by=request.person, now=timezone.now())
        if not told:
            return _("The session is changed.")
        return _("The session is changed. Everybody gets a letter for their calendar.")

    return form_page(
        request,
        form,
        act,
        of=session,
        template="trajectories/editions/change_session.html",
        done=reverse("trajectories:edition", args=[request.academy.slug, edition.pk]),
        context={
            "session": session,
            "edition": edition,
            "trajectory": edition.trajectory,
            "reason": refusals.say(operations.reason_not_to_touch(session, now)),
        },
    )


@page_for(Role.COORDINATOR)
def cancel_session(request: PersonRequest, edition_session_id: int) -> HttpResponse:
    """Ask, then call a session off."""
    session = queries.session_or_404(edition_session_id)
    now = timezone.now()

    def act() -> str:
        operations.cancel_session(session=session, by=request.person, now=now)
        return _("The session is called off. It leaves everybody's calendar.")

    return confirm_page(
        request,
        act,
        of=session,
        template="trajectories/editions/cancel_session.html",
        done=reverse("trajectories:edition", args=[request.academy.slug, session.edition_id]),
        context={
            "session": session,
            "edition": session.edition,
            "trajectory": session.edition.trajectory,
            "reason": refusals.say(operations.reason_not_to_touch(session, now)),
        },
    )


@page_for(Role.COORDINATOR)
def seats(request: PersonRequest, edition_id: int) -> HttpResponse:
    """Set how many people can take part, and which seats are kept for whom."""
    edition = queries.edition_or_404(edition_id)
    kept = queries.kept_seats(edition)
    form = SeatsForm(
        posted(request),
        organisations=list(queries.organisations()),
        kept=kept,
        initial={"capacity": edition.capacity},
    )

    def act() -> str:
        seated = enrolment.set_seats(
            edition=edition,
            capacity=form.cleaned_data["capacity"],
            kept=form.kept,
            by=request.person,
            now=timezone.now(),
        )
        return _seated(len(seated))

    return form_page(
        request,
        form,
        act,
        of=edition,
        template="trajectories/editions/seats.html",
        done=reverse("trajectories:edition_seats", args=[request.academy.slug, edition.pk]),
        context={
            "edition": edition,
            "trajectory": edition.trajectory,
            "tabs": tabs.tabs(edition, request.academy.slug, "seats"),
        },
    )


def _seated(count: int) -> str:
    if not count:
        return _("The seats are saved.")
    return ngettext(
        "The seats are saved. %(count)s person who waited has a place now and gets a letter.",
        "The seats are saved. %(count)s people who waited have a place now and get a letter.",
        count,
    ) % {"count": count}


@page_for(Role.COORDINATOR)
def trainers(request: PersonRequest, edition_id: int) -> HttpResponse:
    """Choose who leads an edition: search somebody of the academy, or write names."""
    edition = queries.edition_or_404(edition_id)
    now_leading = [one.person for one in edition.trainers.all() if one.person]
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = people.people_like(text) if text else []
    filled_in = posted(request)
    ticked = numbers_in(filled_in.getlist("people")) if filled_in else []
    others = list(Person.objects.filter(pk__in=ticked[:100], left_on=None)) if ticked else []
    choices = list({one.pk: one for one in [*now_leading, *found, *others]}.values())
    form = TrainersForm(
        filled_in,
        people=choices,
        initial={
            "people": [one.pk for one in now_leading],
            "names": "\n".join(one.named for one in edition.trainers.all() if not one.person_id),
        },
    )

    def act() -> str:
        kept = operations.set_trainers(
            edition=edition, people=form.chosen, names=form.named, by=request.person, now=timezone.now()
        )
        if len(form.chosen) > sum(trainer.person_id is not None for trainer in kept):
            messages.warning(request, _("People who take part cannot lead as well, and were left out."))
        return _("The people who lead this edition are saved.")

    return form_page(
        request,
        form,
        act,
        of=edition,
        template="trajectories/editions/trainers.html",
        done=reverse("trajectories:edition", args=[request.academy.slug, edition.pk]),
        context={"edition": edition, "trajectory": edition.trajectory, "text": text, "found": found},
    )
