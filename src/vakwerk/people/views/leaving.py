"""Leaving: what it does is said before it is done; what is left behind waits on a list for a coordinator."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from vakwerk.foundation.pages import button_page, form_page, posted
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tables import Column, Table
from vakwerk.people import departures, forms, operations, queries
from vakwerk.people.access import KEEPERS, PersonRequest, page_for
from vakwerk.people.departures import Said, Tie
from vakwerk.people.models import Handover, Membership, Person
from vakwerk.people.whereabouts import address


@page_for(*KEEPERS)
def person_leave(request: PersonRequest, person_id: int) -> HttpResponse:
    """Say what ends when a person leaves, and have them leave; or note that they are back, or stay."""
    one = queries.person_or_404(person_id)
    if request.method == "POST" and "back" in request.POST:
        return button_page(request, lambda: _back(request, one), of=None, done=address(one))
    places = queries.memberships_of(one)
    form = forms.LeaveForm(posted(request), places=places)
    ties = [] if one.left_on else departures.ties_of([one.pk])
    shown = _digest(ties)

    def act() -> str | Mapping[str, Any]:
        if form.cleaned_data["shown"] not in {"", shown}:
            return {"changed": True}
        return _leave(request, one, form, places)

    return form_page(
        request,
        form,
        act,
        of=None,
        template="people/persons/leave.html",
        done=address(one),
        context={"one": one, "shown": shown, **_consequences(ties, viewer=request.person)},
    )


def _leave(request: PersonRequest, one: Person, form: forms.LeaveForm, places: list[Membership]) -> str:
    if place := form.place(places):
        operations.end_membership(membership=place, by=request.person)
        return gettext("%(name)s has no place at %(organisation)s any more.") % {
            "name": one.name,
            "organisation": place.organisation.name,
        }
    day = form.cleaned_data["day"]
    operations.leave(person=one, on=day, by=request.person, now=timezone.now())
    if one.left_on is None:
        return gettext("Noted: %(name)s leaves after %(day)s.") % {
            "name": one.name,
            "day": date_format(day),
        }
    return gettext("%(name)s can no longer sign in.") % {"name": one.name}


def _back(request: PersonRequest, one: Person) -> str:
    had_left = one.left_on is not None
    operations.come_back(person=one, by=request.person)
    said = gettext("%(name)s can sign in again.") if had_left else gettext("%(name)s stays.")
    return said % {"name": one.name}


def _digest(ties: Sequence[Tie]) -> str:
    """Write down what is shown, so that only that is done."""
    facts = sorted(json.dumps([tie.kind, tie.person_id, dict(tie.facts)], sort_keys=True) for tie in ties)
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:32]


def _consequences(ties: Sequence[Tie], *, viewer: Person) -> dict[str, Any]:
    """Return the table of now and after, and what is left to do; only counted for who does not coordinate."""
    said = [departures.in_words(tie.kind, tie.facts) for tie in ties]
    if Role.COORDINATOR not in viewer.roles:
        count = len(said)
        return {
            "rows": [],
            "tasks": [],
            "counted": ngettext(
                "%(count)s link with the work of others ends. The coordinators are told which.",
                "%(count)s links with the work of others end. The coordinators are told which.",
                count,
            )
            % {"count": count}
            if count
            else "",
        }
    return {
        "rows": [_row(one) for one in said],
        "tasks": [f"{one.what}: {one.task}" for one in said if one.task],
        "counted": "",
    }


def _row(one: Said) -> dict[str, Any]:
    return {"label": one.what, "now": one.now, "after": one.after, "changed": True}


def _said(row: Handover) -> Said:
    return departures.in_words(row.kind, row.facts)


HANDOVERS: Table[Handover] = Table(
    name=_("Work to hand over"),
    columns=(
        Column("what", _("what"), None, template="people/handovers/cell_what.html"),
        Column("what_is_it", _("what"), lambda row: _said(row).what, download_only=True),
        Column("task", _("to do"), lambda row: _said(row).task),
        Column(
            "person",
            _("of whom"),
            lambda row: row.person.name,
            order=("person__sort_key", "id"),
            link=lambda row: None if row.person.erased_at else address(row.person),
        ),
        Column("made_at", _("since"), lambda row: timezone.localdate(row.made_at), order=("made_at", "id")),
        Column("act", _("what you can do"), None, template="people/handovers/cell_act.html"),
    ),
    order="-made_at",
    counted=lambda count: (
        ngettext("%(count)s task to hand over", "%(count)s tasks to hand over", count) % {"count": count}
    ),
    empty=_("There is no work to hand over. What people leave behind is listed here."),
)


@page_for(Role.COORDINATOR)
def handovers(request: PersonRequest) -> HttpResponse:
    """Show what people who left did for others and nobody took over yet."""
    found = queries.handovers()
    if HANDOVERS.is_download(request):
        return HANDOVERS.download(request, found)
    table = HANDOVERS.page(request, found)
    for row in table.rows:
        row.object.said = _said(row.object)
    return render(request, "people/handovers/handovers.html", {"table": table})


@require_POST
@page_for(Role.COORDINATOR)
def settle_handover(request: PersonRequest, handover_id: int) -> HttpResponse:
    """Note that something is taken over."""
    one = queries.handover_or_404(handover_id)

    def act() -> str:
        operations.settle_handover(handover=one, by=request.person, now=timezone.now())
        return gettext("Handed over: %(what)s.") % {"what": _said(one).what}

    done = reverse("people:handovers", args=[request.academy.slug])
    return button_page(request, act, of=None, done=done)
