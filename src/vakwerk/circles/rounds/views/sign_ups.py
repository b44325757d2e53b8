"""The coordinator's pages of who signed up: the list, adding by hand, changing, withdrawing, reminding."""

from collections.abc import Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vakwerk.circles import times
from vakwerk.circles.models import Round, SignUp, Slot
from vakwerk.circles.rounds import counts, operations, pages, queries, reminders, rules
from vakwerk.circles.rounds.forms import joining
from vakwerk.circles.rounds.forms.bulk import SlotsForm
from vakwerk.circles.rounds.forms.joining import SignUpForm
from vakwerk.foundation import refusals
from vakwerk.foundation.pages import confirm_page, form_page, posted
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tables import CHOOSE, Column, Filter, Table
from vakwerk.foundation.text import number_in, numbers_in
from vakwerk.people import queries as people
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.people.models import KIND_OF_ORGANISATION, Kind, Organisation

MOST_ALONE: Final = 10


def kind_of(row: Any) -> str:
    """Return as what somebody joins in."""
    return KIND_OF_ORGANISATION.get(row.organisation_kind, Kind.COLLEAGUE)


def _table(
    round_: Round, slots: list[Slot], organisations: Sequence[counts.SignedAt], slug: str
) -> Table[Any]:
    names = {slot.pk: times.moment(slot) for slot in slots}
    short = {slot.pk: times.moment_in_short(slot) for slot in slots}

    # Drawn once each, and not once a row.
    shapes = {
        kind.label: render_to_string(
            "components/person_shape.html", {"kind": kind.value, "label": kind.label}
        )
        for kind in Kind
    }

    def moments(row: SignUp, words: dict[int, str]) -> str:
        chosen = {one.slot_id for one in row.slots.all()}
        return ", ".join(word for slot_id, word in words.items() if slot_id in chosen)

    def address(row: SignUp) -> str:
        return reverse("circles:change_sign_up", args=[slug, round_.pk, row.person_id])

    return Table(
        name=gettext_lazy("Sign-ups"),
        columns=(
            Column(
                "name",
                gettext_lazy("name"),
                lambda row: row.person.name,
                order=("person__sort_key",),
                link=address,
                note=lambda row: row.person.email,
            ),
            Column(
                "organisation",
                gettext_lazy("organisation"),
                lambda row: one.name if (one := _main_organisation(row)) else "",
                order=("main__organisation__name", "person__sort_key"),
            ),
            Column(
                "kind",
                gettext_lazy("joins as"),
                lambda row: Kind(_joins_as(row)).label,
                say=shapes.__getitem__,
            ),
            Column(
                "discipline", gettext_lazy("discipline"), lambda row: row.discipline, order=("discipline",)
            ),
            Column("moments", gettext_lazy("moments"), lambda row: moments(row, short)),
            Column(
                "signed_at",
                gettext_lazy("since"),
                lambda row: timezone.localdate(row.signed_at),
                order=("signed_at",),
                say=times.date_in_short,
            ),
            Column("email", gettext_lazy("e-mail"), lambda row: row.person.email, download_only=True),
            Column(
                "all_moments",
                gettext_lazy("moments in full"),
                lambda row: moments(row, names),
                download_only=True,
            ),
            Column("brings", gettext_lazy("brings"), lambda row: row.brings, download_only=True),
        ),
        filters=(
            Filter(
                "organisation",
                gettext_lazy("Organisation"),
                lambda: [(str(one.organisation_id), one.name) for one in organisations if one.name],
                lambda rows, value: rows.filter(main__organisation=value),
            ),
            Filter("kind", gettext_lazy("Joins as"), lambda: Kind.choices, _of_kind),
            Filter(
                "slot",
                gettext_lazy("Moment"),
                lambda: [(str(pk), name) for pk, name in names.items()],
                lambda rows, value: rows.filter(pk__in=queries.sign_ups_at(value)),
            ),
            Filter(
                "discipline",
                gettext_lazy("Discipline"),
                lambda: [(one, one) for one in queries.disciplines_of(round_)],
                lambda rows, value: rows.filter(discipline=value),
            ),
        ),
        search=queries.search_sign_ups,
        search_label=gettext_lazy("Search by name or e-mail"),
        order="name",
        counted=lambda count: ngettext("%(count)s sign-up", "%(count)s sign-ups", count) % {"count": count},
        empty=gettext_lazy("Nobody has signed up yet."),
    )


def _main_organisation(row: Any) -> Organisation | None:
    places = row.person.main_places
    found: Organisation | None = places[0].organisation if places else None
    return found


def _joins_as(row: Any) -> str:
    organisation = _main_organisation(row)
    return KIND_OF_ORGANISATION[organisation.kind] if organisation else Kind.COLLEAGUE


def _organisation(row: Any) -> str:
    return row.organisation_name or ""


def _of_kind(rows: QuerySet[Any], kind: str) -> QuerySet[Any]:
    kinds = [organisation for organisation, is_a in KIND_OF_ORGANISATION.items() if is_a == kind]
    of_kind = Q(main__organisation__kind__in=kinds)
    # Who has no organisation joins as a colleague.
    return rows.filter(of_kind | Q(main=None) if kind == Kind.COLLEAGUE else of_kind)


@page_for(Role.COORDINATOR)
def sign_ups(request: PersonRequest, round_id: int) -> HttpResponse:
    """Show who signed up, how many per moment, and what to look at before composing."""
    round_ = get_object_or_404(queries.rounds(), pk=round_id)
    slots = counts.slots_with_counts(round_)
    organisations = counts.signed_per_organisation(round_, signed=round_.signed)
    table = _table(round_, slots, organisations, request.academy.slug)
    rows = queries.sign_ups_for_table(round_)
    if table.is_download(request):
        return table.download(request, rows)
    thin = rules.thin_slots({slot.pk: slot.chosen for slot in slots}, size_min=round_.size_min)
    full = [slot.pk for slot in slots if slot.pk not in thin]
    alone = counts.people_alone(round_, full=full, thin=thin)
    count_alone = alone.count()
    warnings = rules.warnings_before_composing(
        signed=round_.signed,
        residents=counts.count_by_kind(organisations)[Kind.RESIDENT],
        alone=count_alone,
        size_min=round_.size_min,
    )
    not_open = rules.takes_sign_ups(
        state=round_.state, closes_on=round_.closes_on, today=timezone.localdate(), by_coordinator=True
    )
    return render(
        request,
        "circles/rounds/sign_ups.html",
        {
            "round": round_,
            "tabs": pages.tabs(round_, request.academy, "sign_ups", signed=round_.signed),
            "table": table.page(request, rows),
            "slots": slots,
            "thin": set(thin),
            "warnings": warnings if round_.state in {Round.State.OPEN, Round.State.CLOSED} else None,
            "alone": alone.order_by("sort_key", "pk")[:MOST_ALONE] if count_alone else [],
            "alone_more": max(0, count_alone - MOST_ALONE),
            "not_open": refusals.say(not_open),
            "can_remind": round_.state == Round.State.OPEN,
        },
    )


PEOPLE: Table[Any] = Table(
    name=gettext_lazy("People who are invited"),
    columns=(
        CHOOSE,
        Column(
            "name",
            gettext_lazy("name"),
            lambda row: row.name,
            order=("sort_key",),
            note=lambda row: row.email,
        ),
        Column("organisation", gettext_lazy("organisation"), _organisation, order=("organisation_name",)),
        Column("discipline", gettext_lazy("discipline"), lambda row: row.discipline, order=("discipline",)),
    ),
    filters=(
        Filter(
            "organisation",
            gettext_lazy("Organisation"),
            lambda: [(str(pk), name) for pk, name in Organisation.objects.values_list("pk", "name")],
            lambda rows, value: rows.filter(organisation_id=value),
        ),
    ),
    search=people.searched,
    search_label=gettext_lazy("Search by name or e-mail"),
    order="name",
    downloadable=False,
    empty=gettext_lazy("Everybody who is invited has answered."),
)


@page_for(Role.COORDINATOR)
def add_people(request: PersonRequest, round_id: int) -> HttpResponse:
    """Sign people up: those ticked, or all that search and filter leave."""
    round_ = get_object_or_404(queries.rounds_with_places(), pk=round_id)
    slots = counts.slots_with_counts(round_)
    rows = queries.to_sign_up(round_, today=timezone.localdate())
    form = SlotsForm(posted(request), offered=slots)
    table = PEOPLE.page(request, rows)

    def act() -> str:
        found = _chosen(request, rows)
        if not found:
            raise ValidationError(_("Choose at least one person."))
        answers = [operations.Answer(person, form.cleaned_data["slots"]) for person in found]
        count = operations.sign_up_many(round_=round_, answers=answers, by=request.person, now=timezone.now())
        return ngettext("%(count)s person is signed up.", "%(count)s people are signed up.", count) % {
            "count": count
        }

    return form_page(
        request,
        form,
        act,
        of=None,
        template="circles/rounds/add_people.html",
        done=_sign_ups(request, round_),
        context={"round": round_, "table": table, "total": table.page.paginator.count},
    )


def _chosen(request: PersonRequest, rows: QuerySet[Any]) -> list[Any]:
    if "all" in request.POST:
        return list(_left_by_search(request, rows))
    return list(rows.filter(pk__in=numbers_in(request.POST.getlist("person"))))


def _left_by_search(request: PersonRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
    if text := request.GET.get("q", "").replace("\x00", "").strip()[:100]:
        rows = people.searched(rows, text)
    organisation = number_in(request.GET.get("organisation", ""))
    return rows if organisation is None else rows.filter(organisation_id=organisation)


@page_for(Role.COORDINATOR)
def change_sign_up(request: PersonRequest, round_id: int, person_id: int) -> HttpResponse:
    """Show and change what somebody answered."""
    round_ = get_object_or_404(queries.rounds(), pk=round_id)
    given = get_object_or_404(queries.sign_ups(round_), person_id=person_id)
    slots = counts.slots_with_counts(round_)
    kind = kind_of(given)
    reason = rules.takes_sign_ups(
        state=round_.state, closes_on=round_.closes_on, today=timezone.localdate(), by_coordinator=True
    )
    form = SignUpForm(
        posted(request),
        offered=slots,
        kind=kind,
        initial=joining.initial_of(given.person, given, kind=kind, only_slot=None),
    )

    def act() -> str:
        operations.sign_up(
            round_=round_,
            person=given.person,
            slots=joining.chosen(form, slots),
            by=request.person,
            now=timezone.now(),
            **joining.answers(form),
        )
        return _("The sign-up is changed.")

    return form_page(
        request,
        form,
        act,
        of=given,
        template="circles/rounds/change_sign_up.html",
        done=_sign_ups(request, round_),
        context={
            "round": round_,
            "given": given,
            "kind": kind,
            "reason": refusals.say(reason),
            "disciplines": people.disciplines(),
        },
    )


def _sign_ups(request: PersonRequest, round_: Round) -> str:
    return reverse("circles:sign_ups", args=[request.academy.slug, round_.pk])


@page_for(Role.COORDINATOR)
def withdraw(request: PersonRequest, round_id: int, person_id: int) -> HttpResponse:
    """Ask, then withdraw somebody's sign-up."""
    round_ = get_object_or_404(queries.rounds(), pk=round_id)
    given = get_object_or_404(queries.sign_ups(round_), person_id=person_id)

    def act() -> str:
        operations.withdraw(sign_up=given, by=request.person, now=timezone.now())
        return _("%(name)s is no longer signed up.") % {"name": given.person.name}

    return confirm_page(
        request,
        act,
        of=given,
        template="circles/rounds/withdraw_sign_up.html",
        done=_sign_ups(request, round_),
        context={"round": round_, "given": given},
    )


@page_for(Role.COORDINATOR)
def remind(request: PersonRequest, round_id: int) -> HttpResponse:
    """Ask, then write to everybody who is invited and has not answered."""
    round_ = get_object_or_404(queries.rounds_with_places(), pk=round_id)
    today = timezone.localdate()
    waiting = queries.not_signed_up(round_, today=today)
    reason = rules.takes_sign_ups(state=round_.state, closes_on=round_.closes_on, today=today)

    def act() -> str:
        reminders.start_reminders(round_=round_, by=request.person, now=timezone.now())
        return _("The reminder goes out now.")

    return confirm_page(
        request,
        act,
        of=None,
        template="circles/rounds/remind.html",
        done=_sign_ups(request, round_),
        refused=reverse("circles:round", args=[request.academy.slug, round_.pk]),
        context=lambda: {
            "round": round_,
            "with_email": waiting.exclude(email="").count(),
            "without_email": list(waiting.filter(email="")[:20]),
            "reason": refusals.say(reason),
            "letter": reminders.example(round_, request.person),
        },
    )
