"""The keys that sign, and taking back a badge that was given by mistake: for who runs the academy."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vakwerk.craft.badges import documents, operations, queries, rules, wording
from vakwerk.craft.badges.forms import NumberForm, RenewForm
from vakwerk.foundation.pages import form_page, posted
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
        why_not=wording.why_not,
        done=_keys(request),
    )


@page_for(*KEEPERS)
def revoke(request: PersonRequest) -> HttpResponse:
    """Take back a badge by its number; whose it is stays unsaid."""
    form = NumberForm(posted(request))

    def act() -> str:
        found = queries.badge_with(form.cleaned_data["number"])
        if found is None:
            raise Refused(rules.BadgeRefusal.UNKNOWN)
        operations.revoke(
            badge=found, by=request.person, reason=form.cleaned_data["reason"], now=timezone.now()
        )
        return _("Taken back. The holder hears of it by mail.")

    return form_page(
        request,
        form,
        act,
        of=None,
        template="craft/badges/revoke.html",
        why_not=wording.why_not,
        refused_at="number",
        done=_keys(request),
    )


def _keys(request: PersonRequest) -> str:
    return reverse("craft:badge_keys", args=[request.academy.slug])
