"""The pages of a call for whoever is invited: what it is, signing up, changing, withdrawing."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vakwerk.circles.models import Round, SignUp, Slot
from vakwerk.circles.rounds import letters, operations, pages, queries, rules
from vakwerk.circles.rounds.forms import joining
from vakwerk.circles.rounds.forms.joining import SignUpForm
from vakwerk.foundation import refusals
from vakwerk.foundation.pages import confirm_page, form_page, posted
from vakwerk.people import queries as people
from vakwerk.people.access import PersonRequest, page_for


@dataclass(frozen=True)
class _Call:
    """A call as one person sees it."""

    round: Round
    slots: list[Slot]
    given: SignUp | None
    kind: str
    invited: bool

    @property
    def is_signed_up(self) -> bool:
        return self.given is not None and self.given.state == SignUp.State.SIGNED

    def reason_not_to_join(self) -> str:
        """Say before the click why signing up or changing is not possible, or nothing."""
        ids = [slot.pk for slot in self.slots]
        reason = rules.reason_not_to_sign_up(
            state=self.round.state,
            closes_on=self.round.closes_on,
            today=timezone.localdate(),
            invited=self.invited,
            chosen=ids,
            offered=ids,
        )
        return refusals.say(reason)


def _call_for(request: PersonRequest, round_id: int) -> _Call:
    """Return a call; a draft, or a round of others to which one is not invited, is not there."""
    found = queries.rounds_with_places().exclude(state=Round.State.DRAFT).filter(pk=round_id).first()
    if found is None:
        raise Http404
    given = queries.sign_up_of(found, request.person)
    invited = queries.is_invited(found, request.person, today=timezone.localdate())
    if not invited and given is None:
        raise Http404
    kind = queries.kind_of(request.person)
    return _Call(found, list(found.slots.all()), given, kind, invited)


@page_for()
def call(request: PersonRequest, round_id: int) -> HttpResponse:
    """Say in plain words what a call is, what it asks, and until when."""
    found = _call_for(request, round_id)
    return render(
        request,
        "circles/rounds/call.html",
        {
            "call": found,
            "round": found.round,
            "slots": found.slots,
            "audience": pages.audience_in_words(found.round),
            "reason": found.reason_not_to_join(),
        },
    )


@page_for()
def sign_up(request: PersonRequest, round_id: int) -> HttpResponse:
    """Sign up in a few clicks, or change what was answered."""
    found = _call_for(request, round_id)
    only = found.slots[0] if len(found.slots) == 1 else None
    if reason := found.reason_not_to_join():
        messages.error(request, reason)
        return redirect("circles:call", request.academy.slug, round_id)
    form = SignUpForm(
        posted(request),
        offered=found.slots,
        kind=found.kind,
        initial=joining.initial_of(request.person, found.given, kind=found.kind, only_slot=only),
    )

    def act() -> HttpResponse:
        given = operations.sign_up(
            round_=found.round,
            person=request.person,
            slots=joining.chosen(form, found.slots),
            by=request.person,
            now=timezone.now(),
            **joining.answers(form),
        )
        letters.confirm(given, academy=request.academy, now=timezone.now())
        return redirect("circles:signed_up", request.academy.slug, round_id)

    return form_page(
        request,
        form,
        act,
        of=found.given,
        template="circles/rounds/sign_up.html",
        context=lambda: {"call": found, "round": found.round, "disciplines": people.disciplines()},
    )


@page_for()
def signed_up(request: PersonRequest, round_id: int) -> HttpResponse:
    """Confirm the sign-up and say what happens next."""
    found = _call_for(request, round_id)
    if found.given is None or not found.is_signed_up:
        return redirect("circles:call", request.academy.slug, round_id)
    chosen = {one.slot_id for one in found.given.slots.all()}
    return render(
        request,
        "circles/rounds/signed_up.html",
        {
            "call": found,
            "round": found.round,
            "given": found.given,
            "chosen": [slot for slot in found.slots if slot.pk in chosen],
            "has_email": bool(request.person.email),
        },
    )


@page_for()
def withdraw(request: PersonRequest, round_id: int) -> HttpResponse:
    """Ask, then take the sign-up back."""
    found = _call_for(request, round_id)
    reason = rules.reason_not_to_withdraw(
        state=found.round.state,
        closes_on=found.round.closes_on,
        today=timezone.localdate(),
        signed_up=found.is_signed_up,
    )

    def act() -> str:
        if found.given:
            operations.withdraw(sign_up=found.given, by=request.person, now=timezone.now())
        return _("You are no longer signed up. You can sign up again until the last day.")

    return confirm_page(
        request,
        act,
        of=found.given,
        template="circles/rounds/withdraw.html",
        done=reverse("circles:call", args=[request.academy.slug, round_id]),
        context={"call": found, "round": found.round, "reason": refusals.say(reason)},
    )
