"""The keys that sign, and taking back a badge that was given by mistake: for who runs the academy."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vakwerk.craft.badges import documents, operations, queries, rules
from vakwerk.craft.badges.forms import NumberForm, RenewForm
from vakwerk.craft.models import Badge
from vakwerk.foundation import refusals
from vakwerk.foundation.pages import confirm_page, form_page, posted
from vakwerk.foundation.refusals import Refused
from vakwerk.people.access import KEEPERS, PersonRequest, page_for


@page_for(*KEEPERS)
def badge_keys(request: PersonRequest) -> HttpResponse:
    """Show the keys, and what can be done; never who has a badge."""
    return render(
        request,
        "craft/badges/keys.html",
        {"keys": queries.keys(), "did": documents.issuer_id(request.academy)},
    )


@page_for(*KEEPERS)
def renew_key(request: PersonRequest) -> HttpResponse:
    """Take a new key into use."""
    form = RenewForm(posted(request))

    def act() -> str:
        operations.renew_key(
            academy=request.academy, by=request.person, now=timezone.now(), leaked=form.cleaned_data["leaked"]
        )
        return _("A new key signs from now on.")

    return form_page(
        request,
        form,
        act,
        of=None,
        template="craft/badges/renew_key.html",
        done=_keys(request),
    )


@page_for(*KEEPERS)
def distrust(request: PersonRequest, number: int) -> HttpResponse:
    """Ask, then declare that somebody else may have had a key, also an earlier one."""
    key = get_object_or_404(queries.keys(), number=number)
    reason = rules.reason_not_to_distrust(known=True, distrusted=key.distrusted_at is not None)

    def act() -> str:
        operations.distrust_key(academy=request.academy, number=number, by=request.person, now=timezone.now())
        return _("What key-%(number)s signed is no longer trusted.") % {"number": number}

    return confirm_page(
        request,
        act,
        of=key,
        template="craft/badges/distrust.html",
        done=_keys(request),
        context={"key": key, "reason": refusals.say(reason)},
    )


@page_for(*KEEPERS)
def revoke(request: PersonRequest) -> HttpResponse:
    """Take back a badge by its number; whose it is stays unsaid."""

    def act(badge: Badge, reason: str) -> str:
        operations.revoke(badge=badge, by=request.person, reason=reason, now=timezone.now(), as_academy=True)
        return _("Taken back. The holder is told by mail.")

    return _by_number(request, "craft/badges/revoke.html", act)


@page_for(*KEEPERS)
def lift(request: PersonRequest) -> HttpResponse:
    """Let the holder of a badge that the academy took back ask for one again; whose it is stays unsaid."""

    def act(badge: Badge, reason: str) -> str:
        operations.lift(badge=badge, by=request.person, reason=reason, now=timezone.now())
        return _("The holder can ask for this badge again, and is told by mail.")

    return _by_number(request, "craft/badges/lift.html", act)


def _by_number(request: PersonRequest, template: str, act: Callable[[Badge, str], str]) -> HttpResponse:
    """Ask for the number of a badge and a reason, and do something with it."""
    form = NumberForm(posted(request))

    def found_and_done() -> str:
        found = queries.badge_with(form.cleaned_data["number"])
        if found is None:
            raise Refused(rules.BadgeRefusal.UNKNOWN)
        return act(found, form.cleaned_data["reason"])

    return form_page(
        request,
        form,
        found_and_done,
        of=None,
        template=template,
        refused_at="number",
        done=_keys(request),
    )


def _keys(request: PersonRequest) -> str:
    return reverse("craft:badge_keys", args=[request.academy.slug])
