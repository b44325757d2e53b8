"""The coordinator's pages of editions: the list, a new one, the page of one, its conditions and its states."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vakwerk.foundation import refusals, times
from vakwerk.foundation.pages import Done, confirm_page, finish, form_page, posted
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tables import Column, Filter, Table
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.trajectories.catalogue import operations as catalogue
from vakwerk.trajectories.editions import changing, operations, pages, queries, rules
from vakwerk.trajectories.editions.forms import NewEditionForm, TermsForm, initial_of
from vakwerk.trajectories.enrolment import participants, tabs
from vakwerk.trajectories.enrolment.forms import ReasonForm
from vakwerk.trajectories.enrolment.wording import costs_in_words
from vakwerk.trajectories.models import Edition, Trajectory


def _address(row: Any) -> str:
    return reverse("trajectories:edition", args=[row.academy.slug, row.pk])


def _when(row: Edition) -> str:
    return times.date_in_short(row.starts_at) if row.starts_at else ""


EDITIONS: Table[Any] = Table(
    name=gettext_lazy("Editions"),
    columns=(
        Column(
            "title",
            gettext_lazy("trajectory"),
            lambda row: str(row.trajectory.title),
            order=("trajectory__title__nl",),
            link=_address,
            note=lambda row: row.name,
        ),
        Column("starts", gettext_lazy("begins"), _when, order=("starts_at",)),
        Column(
            "state",
            gettext_lazy("status"),
            lambda row: Edition.State(row.state).label,
            order=("state",),
        ),
        Column(
            "taken",
            gettext_lazy("enrolled"),
            lambda row: row.taken,
            order=("taken",),
            number=True,
        ),
        Column("capacity", gettext_lazy("seats"), lambda row: row.capacity, number=True),
        Column("waiting", gettext_lazy("waiting"), lambda row: row.waiting, order=("waiting",), number=True),
        Column(
            "place",
            gettext_lazy("location"),
            lambda row: row.place or (Edition.Form(row.form).label if row.is_online else ""),
        ),
        Column("key", gettext_lazy("key"), lambda row: row.key, download_only=True),
        Column("costs", gettext_lazy("costs"), costs_in_words, download_only=True),
        Column(
            "trainers",
            gettext_lazy("led by"),
            lambda row: ", ".join(one.name for one in row.trainers.all()),
            download_only=True,
        ),
    ),
    filters=(
        Filter(
            "state",
            gettext_lazy("Status"),
            lambda: Edition.State.choices,
            lambda rows, state: rows.filter(state=state),
        ),
    ),
    search=queries.searched,
    search_label=gettext_lazy("Search by title, name or location"),
    order="-starts",
    counted=lambda count: ngettext("%(count)s edition", "%(count)s editions", count) % {"count": count},
    empty=gettext_lazy("There are no editions yet. An edition gives a published trajectory dates and seats."),
)


@page_for(Role.COORDINATOR)
def editions(request: PersonRequest) -> HttpResponse:
    """Show all editions."""
    catalogue.catch_up()
    found = queries.editions().select_related("academy")
    if EDITIONS.is_download(request):
        return EDITIONS.download(request, found)
    return render(request, "trajectories/editions/editions.html", {"table": EDITIONS.page(request, found)})


@page_for(Role.COORDINATOR)
def choose_trajectory(request: PersonRequest) -> HttpResponse:
    """Choose what is given; only published trajectories can be."""
    found = list(queries.published_trajectories()[:500])
    return render(request, "trajectories/editions/choose.html", {"trajectories": found})


@page_for(Role.COORDINATOR)
def new_edition(request: PersonRequest, offered_id: int) -> HttpResponse:
    """Plan an edition of a trajectory."""
    trajectory = get_object_or_404(Trajectory, pk=offered_id)
    reason = rules.reason_not_to_plan(trajectory_state=trajectory.state)
    form = NewEditionForm(
        posted(request),
        units=participants.units(),
        initial={"form": Edition.Form.ON_PLACE, "paid_by": Edition.Payer.ACADEMY},
    )

    def act() -> HttpResponse:
        made = operations.plan_edition(
            trajectory=trajectory,
            terms=form.terms,
            capacity=form.cleaned_data["capacity"],
            by=request.person,
            now=timezone.now(),
        )
        said = _("The edition is there. Plan its dates now.")
        return finish(request, said, "trajectories:add_session", request.academy.slug, made.pk)

    return form_page(
        request,
        form,
        act,
        of=None,
        template="trajectories/editions/terms.html",
        context={"trajectory": trajectory, "reason": refusals.say(reason)},
    )


@page_for(Role.COORDINATOR)
def edition(request: PersonRequest, edition_id: int) -> HttpResponse:
    """Show where an edition stands, and what comes next."""
    found = queries.edition_or_404(edition_id)
    now = timezone.now()
    sessions = list(found.sessions.all())
    planned = found.state == Edition.State.PLANNED
    complete = operations.reason_not_to_complete(found, now=now)
    return render(
        request,
        "trajectories/editions/edition.html",
        {
            "edition": found,
            "trajectory": found.trajectory,
            "tabs": tabs.tabs(found, request.academy.slug, "overview"),
            "steps": pages.steps(found),
            "sessions": sessions,
            "conflicts": queries.conflicts_of(found),
            "attended": queries.attendance_counts(found),
            "checks": pages.checks(found, sessions, now=now) if planned else [],
            "not_to_open": refusals.say(operations.reason_not_to_open(found, now=now)),
            "not_to_complete": refusals.say(complete),
            "asked": participants.asked_count(found),
            "kept": queries.kept_seats(found),
            "mandatory_for": found.mandatory_for if found.is_mandatory else None,
            "now": now,
        },
    )


@page_for(Role.COORDINATOR)
def change_edition(request: PersonRequest, edition_id: int) -> HttpResponse:
    """Change the conditions of an edition; with people in it, a first submit shows whom it concerns."""
    found = queries.edition_or_404(edition_id)
    form = TermsForm(posted(request), units=participants.units(), initial=initial_of(found))

    def act() -> str | dict[str, Any]:
        changes = changing.changes_of_terms(found, form.terms)
        if changes["rows"] and participants.is_taken(found) and request.POST.get("shown") != form.shown:
            return {"changes": changes}
        operations.change_terms(edition=found, terms=form.terms, by=request.person, now=timezone.now())
        return _("The conditions are changed.")

    return form_page(
        request,
        form,
        act,
        of=found,
        template="trajectories/editions/terms.html",
        done=reverse("trajectories:edition", args=[request.academy.slug, found.pk]),
        context={
            "trajectory": found.trajectory,
            "edition": found,
            "reason": "" if found.is_ahead else refusals.say(rules.EditionRefusal.WRONG_STATE),
        },
    )


ACTS = {"openen": "open", "sluiten": "close", "afronden": "complete", "annuleren": "cancel"}


@page_for(Role.COORDINATOR)
def end(request: PersonRequest, edition_id: int, edition_act: str) -> HttpResponse:
    """Ask, then open, close, round off or call off an edition."""
    act = ACTS.get(edition_act)
    if act is None:
        raise Http404
    found = queries.edition_or_404(edition_id)
    done = reverse("trajectories:edition", args=[request.academy.slug, found.pk])
    template = "trajectories/editions/end.html"
    if act != "cancel":
        return confirm_page(
            request,
            lambda: _do(act, found, request),
            of=found,
            template=template,
            done=done,
            context=lambda: _ending(found, act),
        )
    form = ReasonForm(posted(request))

    def call_off() -> Done:
        operations.cancel_edition(
            edition=found, reason=form.cleaned_data["reason"], by=request.person, now=timezone.now()
        )
        return _("The edition is called off. Everybody gets a letter, and it leaves their calendars.")

    return form_page(
        request,
        form,
        call_off,
        of=found,
        is_shown_whole=True,
        template=template,
        done=done,
        context=lambda: _ending(found, act),
    )


def _ending(found: Edition, act: str) -> dict[str, Any]:
    now = timezone.now()
    reason = (
        operations.reason_not_to_open(found, now=now)
        if act == "open"
        else operations.reason_not_to_complete(found, now=now)
        if act == "complete"
        else rules.reason_not_to_end(act, state=found.state, sessions_ahead=0, reason="-")
    )
    return {
        "edition": found,
        "trajectory": found.trajectory,
        "act": act,
        "reason": refusals.say(reason),
        "concerned": found.taken + found.waiting + participants.asked_count(found),
        "ahead": [one for one in found.sessions.all() if one.ends_at > now and not one.is_cancelled],
    }


def _do(act: str, found: Edition, request: PersonRequest) -> Done:
    now = timezone.now()
    if act == "open":
        operations.open_edition(edition=found, by=request.person, now=now)
        return _("People can enrol now. The edition is in the catalogue.")
    if act == "close":
        operations.close_edition(edition=found, by=request.person, now=now)
        return _("Nobody can enrol any more. Whoever is waiting still gets a place that becomes free.")
    operations.complete_edition(edition=found, by=request.person, now=now)
    return _("The edition is completed. Participants are asked what they thought.")
