"""The coordinator's pages of who takes part in an edition: the list, approving, declining, enrolling people."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from vakwerk.foundation.pages import Done, button_page, form_page, posted
from vakwerk.foundation.posting.stale import Shown
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tables import CHOOSE, Column, Filter, Table
from vakwerk.foundation.text import numbers_in
from vakwerk.people import queries as people
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.people.models import Person
from vakwerk.trajectories.enrolment import operations, tabs
from vakwerk.trajectories.enrolment import participants as members
from vakwerk.trajectories.enrolment.forms import ReasonForm
from vakwerk.trajectories.enrolment.wording import ABOUT_OTHERS, STATES
from vakwerk.trajectories.models import Edition, Enrolment

State = Enrolment.State


def _place(row: Any) -> str:
    return row.organisation.name if row.organisation else ""


def _unit(row: Any) -> str:
    places = row.person.main_places
    return places[0].unit.name if places and places[0].unit else ""


PARTICIPANTS: Table[Any] = Table(
    name=gettext_lazy("Participants"),
    columns=(
        Column("number", gettext_lazy("order"), lambda row: row.number, order=("number",)),
        Column(
            "name",
            gettext_lazy("name"),
            lambda row: row.person.name,
            order=("person__sort_key",),
            note=lambda row: row.person.email,
        ),
        Column(
            "organisation",
            gettext_lazy("organisation"),
            _place,
            order=("organisation__name", "person__sort_key"),
            note=_unit,
        ),
        Column(
            "state",
            gettext_lazy("status"),
            lambda row: str(STATES[row.state][1]),
            order=("state", "number"),
            template="trajectories/enrolment/cell_state.html",
        ),
        Column("asked_at", gettext_lazy("since"), lambda row: row.asked_at, download_only=True),
        Column(
            "there",
            gettext_lazy("sessions attended"),
            lambda row: row.attended,
            order=("attended",),
            number=True,
        ),
        Column(
            "completed", gettext_lazy("completed on"), lambda row: row.completed_as_told, download_only=True
        ),
        Column("wishes", gettext_lazy("what helps"), lambda row: row.wishes, download_only=True),
        Column("act", gettext_lazy("what you can do"), None, template="trajectories/enrolment/cell_act.html"),
    ),
    filters=(
        Filter(
            "state",
            gettext_lazy("Status"),
            lambda: [(state.value, STATES[state][1]) for state in State],
            lambda rows, state: rows.filter(state=state),
        ),
    ),
    search=members.searched,
    search_label=gettext_lazy("Search by name or e-mail"),
    order="number",
    counted=lambda count: ngettext("%(count)s enrolment", "%(count)s enrolments", count) % {"count": count},
    empty=gettext_lazy("Nobody has enrolled yet."),
    row_classes=lambda row: "vw-needs" if row.state == State.ASKED else "",
)


@page_for(Role.COORDINATOR)
def participants(request: PersonRequest, edition_id: int) -> HttpResponse:
    """Show who enrolled, waits, asked or left."""
    edition = members.any_edition_or_404(edition_id)
    rows = members.participants_of(edition)
    if PARTICIPANTS.is_download(request):
        return PARTICIPANTS.download(request, rows)
    return render(
        request,
        "trajectories/enrolment/participants.html",
        {
            "edition": edition,
            "trajectory": edition.trajectory,
            "table": PARTICIPANTS.page(request, rows),
            "tabs": tabs.tabs(edition, request.academy.slug, "participants"),
        },
    )


@require_POST
@page_for(Role.COORDINATOR)
def approve(request: PersonRequest, edition_id: int, enrolment_id: int) -> HttpResponse:
    """Say yes to who asked."""
    one = members.enrolment_or_404(edition_id, enrolment_id)

    def act() -> str:
        approved = operations.approve(enrolment=one, by=request.person, now=timezone.now())
        said = (
            _("%(name)s has a place and gets a letter.")
            if approved.state == State.ENROLLED
            else _("%(name)s is on the waiting list and gets a letter.")
        )
        return said % {"name": approved.person.name}

    return button_page(request, act, of=one, done=_participants(request, edition_id))


def _participants(request: PersonRequest, edition_id: int) -> str:
    return reverse("trajectories:participants", args=[request.academy.slug, edition_id])


@page_for(Role.COORDINATOR)
def decline(request: PersonRequest, edition_id: int, enrolment_id: int) -> HttpResponse:
    """Ask for the reason, then say no or take somebody off."""
    one = members.enrolment_or_404(edition_id, enrolment_id)
    form = ReasonForm(posted(request))

    def act() -> str:
        operations.decline(
            enrolment=one, reason=form.cleaned_data["reason"], by=request.person, now=timezone.now()
        )
        return _("%(name)s gets a letter with your reason.") % {"name": one.person.name}

    return form_page(
        request,
        form,
        act,
        of=None,
        template="trajectories/enrolment/decline.html",
        done=_participants(request, edition_id),
        context={"edition": one.edition, "trajectory": one.edition.trajectory, "one": one},
    )


def _main(row: Any) -> Any:
    return row.main_places[0] if row.main_places else None


PEOPLE: Table[Any] = Table(
    name=gettext_lazy("People to enrol"),
    columns=(
        CHOOSE,
        Column("name", gettext_lazy("name"), lambda row: row.name, order=("sort_key",)),
        Column(
            "organisation",
            gettext_lazy("organisation"),
            lambda row: place.organisation.name if (place := _main(row)) else "",
            order=("main__organisation__name", "sort_key"),
            note=lambda row: place.unit.name if (place := _main(row)) and place.unit else "",
        ),
    ),
    filters=(
        Filter(
            "organisation",
            gettext_lazy("Organisation"),
            lambda: [(str(one.pk), one.name) for one in people.organisations().order_by("name")[:300]],
            lambda rows, value: rows.filter(main__organisation=value),
        ),
        Filter(
            "unit",
            gettext_lazy("Unit"),
            lambda: [(str(pk), name) for pk, name in members.units()],
            lambda rows, value: rows.filter(main__unit=value),
        ),
    ),
    search=people.searched,
    search_label=gettext_lazy("Search by name or e-mail"),
    order="name",
    counted=lambda count: ngettext("%(count)s person", "%(count)s people", count) % {"count": count},
    empty=gettext_lazy("Everybody takes part already."),
    downloadable=False,
)


@page_for(Role.COORDINATOR)
def add_people(request: PersonRequest, edition_id: int) -> HttpResponse:
    """Enrol people for them: tick who, or everybody that search and filters leave."""
    edition = members.any_edition_or_404(edition_id)
    rows = members.not_taking_part(edition)
    everybody = Shown(list(PEOPLE.left(request, rows).values_list("pk", flat=True)))

    def act() -> Done:
        chosen = _chosen(request, rows)
        if not chosen:
            messages.error(request, _("Choose at least one person."))
            return redirect(request.get_full_path())
        _enrolled(request, edition, chosen)
        return ""

    if request.method == "POST":
        return button_page(
            request,
            act,
            # Whom somebody ticked they saw; "all of them" are those whom the page counted.
            of=everybody if "all" in request.POST else None,
            done=reverse("trajectories:participants", args=[request.academy.slug, edition.pk]),
            refused=request.get_full_path(),
        )
    table = PEOPLE.page(request, rows)
    return render(
        request,
        "trajectories/enrolment/add_people.html",
        {
            "edition": edition,
            "trajectory": edition.trajectory,
            "table": table,
            "total": table.page.paginator.count,
            "everybody": everybody,
        },
    )


def _chosen(request: PersonRequest, rows: QuerySet[Person]) -> list[Person]:
    if "all" in request.POST:
        return list(PEOPLE.left(request, rows))
    wanted = numbers_in(request.POST.getlist("person"))
    return list(rows.filter(pk__in=wanted).order_by("sort_key", "pk"))


def _enrolled(request: PersonRequest, edition: Edition, chosen: list[Person]) -> None:
    result = operations.enrol_people(edition=edition, people=chosen, by=request.person, now=timezone.now())
    if count := len(result.enrolled):
        messages.success(
            request,
            ngettext(
                "%(count)s person has a place and gets a letter.",
                "%(count)s people have a place and get a letter.",
                count,
            )
            % {"count": count},
        )
    if count := len(result.waiting):
        messages.warning(
            request,
            ngettext(
                "%(count)s person is on the waiting list, since there was no place.",
                "%(count)s people are on the waiting list, since there was no place.",
                count,
            )
            % {"count": count},
        )
    for person, reason in result.refused[:5]:
        messages.error(request, f"{person.name} {ABOUT_OTHERS[reason]}.")
