"""The coordinator's pages of a circle that empties: taken back, signed up later, merged or called off."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vakwerk.circles import times
from vakwerk.circles.models import Circle, Round
from vakwerk.circles.published import queries as circles
from vakwerk.circles.published.rules import ONLY_TOGETHER
from vakwerk.circles.published.wording import circle_name
from vakwerk.circles.refilling import operations, queries, rules
from vakwerk.circles.refilling.forms import AGAIN, NOBODY, OVER, WAIT, CallOffForm, MergeForm
from vakwerk.circles.rounds import queries as rounds
from vakwerk.foundation import refusals
from vakwerk.foundation.pages import button_page, confirm_page, form_page, posted
from vakwerk.foundation.refusals import Refusal
from vakwerk.foundation.roles import Role
from vakwerk.foundation.text import number_in
from vakwerk.people import queries as people
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.people.models import Person

MOST_FOUND = 20


def _page_of(request: PersonRequest, circle: Circle) -> str:
    return reverse("circles:manage_circle", args=[request.academy.slug, circle.pk])


@page_for(Role.COORDINATOR)
def take_back(request: PersonRequest, circle_id: int, seat_id: int) -> HttpResponse:
    """Ask, then give a former member a place again."""
    circle = queries.circle_or_404(circle_id)
    seat = queries.seat_or_404(circle, seat_id)
    now = timezone.now()
    reason = operations.reason_not_to_take_back(circle, seat, now=now)

    def act() -> str:
        operations.take_back(circle=circle, seat=seat, by=request.person, now=now)
        return _("%(name)s is back in the circle and gets a letter.") % {"name": seat.person.name}

    return confirm_page(
        request,
        act,
        of=circles.company(circle),
        template="circles/refilling/take_back.html",
        done=_page_of(request, circle),
        context={
            "circle": circle,
            "round": circle.proposal.round,
            "person_back": seat.person,
            "rows": [_count_row(len(circle.members), len(circle.members) + 1)],
            "ahead": circles.sessions_ahead([circle], now=now).count(),
            "reason": refusals.say(reason),
            "only_together": reason in ONLY_TOGETHER,
        },
    )


@page_for(Role.COORDINATOR)
def sign_up_later(request: PersonRequest, circle_id: int) -> HttpResponse:
    """Find a person who did not sign up, and give them a place in a circle that meets, with company if need be."""
    circle = queries.circle_or_404(circle_id)
    now = timezone.now()
    along = _along(request)
    if request.method == "POST":
        joins = [*along, people.person_or_404(_number(request.POST.get("person", "")))]

        def act() -> str:
            operations.sign_up_later(circle=circle, people=joins, by=request.person, now=now)
            return ngettext(
                "%(names)s is signed up, has the place and gets a letter.",
                "%(names)s are signed up, have a place and get a letter.",
                len(joins),
            ) % {"names": ", ".join(one.name for one in joins)}

        here = reverse("circles:sign_up_later", args=[request.academy.slug, circle.pk])
        return button_page(
            request,
            act,
            done=_page_of(request, circle),
            refused=f"{here}?with={along[0].pk}" if along else here,
            of=circles.company(circle),
        )
    text = request.GET.get("q", "").strip()[:100]
    found = people.people_like(text, limit=MOST_FOUND + 1) if text else []
    shown = [one for one in found[:MOST_FOUND] if one not in along]
    reasons = operations.reasons_not_to_sign_up_later(circle, shown, along=along, now=now)
    lines = [{"person": one, **_refusal(reasons[one.pk], one, along)} for one in shown]
    return render(
        request,
        "circles/refilling/sign_up_later.html",
        {
            "circle": circle,
            "round": circle.proposal.round,
            "text": text,
            "along": along[0] if along else None,
            "company": circles.company(circle),
            "lines": sorted(lines, key=lambda line: bool(line["reason"])),
            "most": MOST_FOUND if len(found) > MOST_FOUND else 0,
        },
    )


def _along(request: PersonRequest) -> list[Person]:
    """Return who comes along, as an earlier page chose; nobody, most often."""
    chosen = request.POST.get("with") or request.GET.get("with")
    return [people.person_or_404(_number(chosen))] if chosen else []


def _refusal(found: tuple[Refusal, Person] | None, one: Person, along: list[Person]) -> dict[str, Any]:
    """Say why not; of somebody else with their name. Alone, somebody else may cure it."""
    if found is None:
        return {"reason": "", "only_together": False}
    reason, about = found
    said = refusals.say(reason, about="" if about == one else about.name)
    return {"reason": said, "only_together": reason in ONLY_TOGETHER and not along}


def _number(text: str) -> int:
    if (asked := number_in(text)) is None:
        raise Http404
    return asked


def _count_row(now: int, after: int) -> dict[str, Any]:
    return _row(_("Members"), str(now), str(after))


def _row(label: str, now: str, after: str) -> dict[str, Any]:
    return {"label": label, "now": now, "after": after, "changed": now != after}


@page_for(Role.COORDINATOR)
def merge(request: PersonRequest, circle_id: int) -> HttpResponse:
    """Choose which circle joins this one: a first submit shows what changes, a second does it."""
    into = queries.circle_or_404(circle_id)
    now = timezone.now()
    others = list(queries.others_of(into))
    able: list[dict[str, Any]] = []
    unable: list[dict[str, Any]] = []
    for other in others:
        reason = operations.reason_not_to_merge(into, other, facilitator=None, now=now)
        (unable if reason else able).append({"circle": other, "reason": refusals.say(reason)})
    leading = {one.facilitator.pk: one.facilitator for one in (into, *others) if one.facilitator}
    form = MergeForm(
        posted(request),
        circles=[(one["circle"].pk, _in_a_line(one["circle"])) for one in able],
        people=[(pk, one.name) for pk, one in leading.items()],
        initial={"facilitator": into.facilitator_id or NOBODY},
    )

    def act() -> str | Mapping[str, Any]:
        other = next(one for one in others if one.pk == form.cleaned_data["other"])
        facilitator = leading.get(form.cleaned_data["facilitator"])
        reason = operations.reason_not_to_merge(into, other, facilitator=facilitator, now=now)
        if request.POST.get("shown") != form.shown and not reason:
            return {"changes": _merged(into, other, facilitator, now=now)}
        operations.merge(into=into, other=other, facilitator=facilitator, by=request.person, now=now)
        return _("The circles are now one. Everybody gets a letter, and their calendars follow.")

    return form_page(
        request,
        form,
        act,
        of=into,
        seen=circles.company(into, *others),
        template="circles/refilling/merge.html",
        done=_page_of(request, into),
        context={"circle": into, "round": into.proposal.round, "able": able, "unable": unable},
    )


def _in_a_line(circle: Any) -> str:
    count = len(circle.members)
    members = ngettext("%(count)s member", "%(count)s members", count) % {"count": count}
    return ", ".join(part for part in (circle_name(circle), members, _moment(circle)) if part)


def _moment(circle: Circle) -> str:
    return times.moment(circle.slot) if circle.slot else ""


def _merged(into: Any, other: Any, facilitator: Person | None, *, now: datetime) -> dict[str, Any]:
    """Return the table of now and after, and what happens when it is done."""
    turns = _("members take turns")
    ended = circles.sessions_ahead([other], now=now).count()
    moving = [seat.person for seat in other.members]
    effects = [
        ngettext(
            "%(count)s session of %(circle)s is called off. Sessions already held stay.",
            "%(count)s sessions of %(circle)s are called off. Sessions already held stay.",
            ended,
        )
        % {"count": ended, "circle": circle_name(other)},
        _("Everybody of both circles gets a letter, and their calendars change with it."),
        _("This cannot be undone."),
    ]
    slot_id = into.slot_id
    chose = set(
        rounds.sign_ups_at(str(slot_id)).values_list("sign_up__person_id", flat=True) if slot_id else ()
    )
    if asked := [one.name for one in moving if one.pk not in chose]:
        effects.insert(
            0, _("Did not choose this moment, so ask them first: %(names)s.") % {"names": ", ".join(asked)}
        )
    after, members = f"{len(into.members) + len(moving)}", _("members")
    return {
        "rows": [
            _row(f"{circle_name(into)}, {members}", str(len(into.members)), after),
            _row(f"{circle_name(other)}, {members}", str(len(moving)), "0"),
            _row(_("Moment"), _moment(other), _moment(into)),
            _row(
                _("Facilitator"),
                into.facilitator.name if into.facilitator else turns,
                facilitator.name if facilitator else turns,
            ),
        ],
        "effects": effects,
    }


@page_for(Role.COORDINATOR)
def call_off(request: PersonRequest, circle_id: int) -> HttpResponse:
    """Say what calling a circle off means, then do it."""
    circle = queries.circle_or_404(circle_id)
    now = timezone.now()
    form = CallOffForm(posted(request), of_round=False, initial={"then": WAIT})

    def act() -> str:
        operations.call_off_circle(
            circle=circle, stay_signed_up=form.cleaned_data["then"] == WAIT, by=request.person, now=now
        )
        return _("The circle is called off. Everybody gets a letter.")

    context = {
        "circle": circle,
        "round": circle.proposal.round,
        "rows": _called_off(circle.proposal.round, [circle], now=now),
        "reason": refusals.say(rules.reason_not_to_call_off(standing=circle.standing)),
    }
    return form_page(
        request,
        form,
        act,
        of=None,
        seen=circles.company(circle),
        template="circles/refilling/call_off.html",
        done=_page_of(request, circle),
        context=context,
    )


@page_for(Role.COORDINATOR)
def call_off_round(request: PersonRequest, round_id: int) -> HttpResponse:
    """Say what calling a round off means, then do it."""
    round_ = get_object_or_404(rounds.rounds(), pk=round_id)
    now = timezone.now()
    held = queries.held_sessions(round_, now=now)
    again = rules.reason_not_to_call_off_round(state=round_.state, again=True, sessions_held=held)
    form = CallOffForm(
        posted(request), of_round=True, stays=again is None, initial={"then": OVER if again else AGAIN}
    )

    def act() -> str:
        operations.call_off_round(
            round_=round_, again=form.cleaned_data["then"] == AGAIN, by=request.person, now=now
        )
        return _("The round is called off. Everybody gets a letter.")

    reason = rules.reason_not_to_call_off_round(state=round_.state, again=False, sessions_held=held)
    return form_page(
        request,
        form,
        act,
        of=None,
        seen=circles.company(*queries.open_circles(round_)),
        template="circles/refilling/call_off_round.html",
        done=reverse("circles:round", args=[request.academy.slug, round_.pk]),
        context={
            "round": round_,
            "rows": _called_off(round_, queries.open_circles(round_), now=now),
            "reason": refusals.say(reason),
            "not_again": refusals.say(again),
        },
    )


def _called_off(round_: Round, some: list[Any], *, now: datetime) -> list[dict[str, Any]]:
    seated = sum(len(circles.member_ids(one)) for one in some)
    ahead = circles.sessions_ahead(some, now=now).count()
    return [
        _row(_("Circles that meet"), str(len(some)), "0"),
        _row(_("Members with a place"), str(seated), "0"),
        _row(_("Sessions to come"), str(ahead), "0"),
    ]
