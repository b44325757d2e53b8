"""The pages of guests: for the coordinator who invites them, and where they land."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from vakwerk.foundation.pages import button_page, confirm_page, form_page, posted
from vakwerk.foundation.tables import Column, Filter, Table
from vakwerk.people import queries, rules
from vakwerk.people.access import KEEPERS, PersonRequest, page_for
from vakwerk.people.guests import operations
from vakwerk.people.guests.forms import GuestForm
from vakwerk.people.models import Invitation, Person
from vakwerk.people.rules import search_key
from vakwerk.people.whereabouts import address, main_place

_State = Invitation.State


def _in_state(rows: QuerySet[Invitation], state: str) -> QuerySet[Invitation]:
    if state == _State.WITHDRAWN:
        return rows.exclude(withdrawn_at=None)
    return rows.filter(withdrawn_at=None, accepted_at__isnull=state == _State.OPEN)


def _where_it_stands(row: Invitation) -> str:
    elsewhere = rules.invitation_went_elsewhere(
        open_=row.state == _State.OPEN, sent_to=row.sent_to, address=row.person.email
    )
    return gettext("sent to an earlier address") if elsewhere else str(row.state.label)


def _organisation(row: Invitation) -> str:
    place = main_place(row.person)
    return place.organisation.name if place else ""


GUESTS: Table[Invitation] = Table(
    name=_("Guests"),
    columns=(
        Column(
            "name",
            _("name"),
            lambda row: row.person.name,
            order=("person__sort_key",),
            link=lambda row: address(row.person),
            note=lambda row: row.person.email,
        ),
        Column("organisation", _("on behalf of"), _organisation),
        Column("state", _("status"), _where_it_stands),
        Column("sent_at", _("last sent"), lambda row: row.sent_at.date(), order=("sent_at",)),
        Column("act", _("what you can do"), None, template="people/guests/cell_act.html"),
    ),
    filters=(Filter("state", _("Status"), lambda: _State.choices, _in_state),),
    search=lambda rows, text: rows.filter(person__search_key__contains=search_key(text)),
    search_label=_("Search by name or e-mail"),
    order="-sent_at",
    counted=lambda count: ngettext("%(count)s guest", "%(count)s guests", count) % {"count": count},
    empty=_("Nobody was invited yet. Guests come from outside: residents, clients and partners."),
)


@page_for(*KEEPERS)
def guests(request: PersonRequest) -> HttpResponse:
    """Show who was invited."""
    found = queries.guests()
    if GUESTS.is_download(request):
        return GUESTS.download(request, found)
    return render(request, "people/guests/guests.html", {"table": GUESTS.page(request, found)})


@page_for(*KEEPERS)
def guest_new(request: PersonRequest) -> HttpResponse:
    """Invite a guest."""
    form = GuestForm(posted(request))

    def act() -> str:
        invitation = operations.invite_guest(by=request.person, **form.cleaned_data)
        return gettext("%(name)s gets an invitation by e-mail.") % {"name": invitation.person.name}

    return form_page(
        request,
        form,
        act,
        of=None,
        template="people/guests/new.html",
        done=reverse("people:guests", args=[request.academy.slug]),
    )


@require_POST
@page_for(*KEEPERS)
def guest_again(request: PersonRequest, invitation_id: int) -> HttpResponse:
    """Send an invitation again."""
    invitation = get_object_or_404(queries.guests(), pk=invitation_id)

    def act() -> str:
        operations.send_again(invitation=invitation, by=request.person, now=timezone.now())
        return gettext("%(name)s gets the invitation again.") % {"name": invitation.person.name}

    done = reverse("people:guests", args=[request.academy.slug])
    return button_page(request, act, of=None, done=done)


@page_for(*KEEPERS)
def guest_withdraw(request: PersonRequest, invitation_id: int) -> HttpResponse:
    """Withdraw an invitation, after a yes."""
    invitation = get_object_or_404(queries.guests(), pk=invitation_id)

    def act() -> str:
        operations.withdraw(
            invitation=invitation, by=request.person, now=timezone.now(), today=timezone.localdate()
        )
        return gettext("The invitation of %(name)s was withdrawn.") % {"name": invitation.person.name}

    return confirm_page(
        request,
        act,
        of=invitation,
        template="people/guests/withdraw.html",
        done=reverse("people:guests", args=[request.academy.slug]),
        context={"invitation": invitation},
    )


@page_for()
def welcome(request: PersonRequest) -> HttpResponse:
    """Welcome a guest who came in by the link of an invitation."""
    invitation = operations.welcome(person=request.person, now=timezone.now())
    host = Person.objects.filter(pk=invitation.made_by_id or 0).first() if invitation else None
    place = main_place(queries.person_or_404(request.person.pk))
    return render(request, "people/guests/welcome.html", {"host": host, "place": place})
