"""The keys that sign, and taking back a badge that was given by mistake: for who runs the academy."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from vakwerk.craft.badges import documents, operations, queries, rules, wording
from vakwerk.craft.badges.forms import NumberForm, RenewForm
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
    form = RenewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.renew_key(
            academy=request.academy, by=request.person, now=timezone.now(), leaked=form.cleaned_data["leaked"]
        )
        messages.success(request, _("A new key signs from now on."))
        return redirect("craft:badge_keys", request.academy.slug)
    return render(request, "craft/badges/renew_key.html", {"form": form})


@page_for(*KEEPERS)
def revoke(request: PersonRequest) -> HttpResponse:
    """Take back a badge by its number; whose it is stays unsaid."""
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = queries.badge_with(form.cleaned_data["number"])
        try:
            if found is None:
                raise Refused(rules.BadgeRefusal.UNKNOWN)
            operations.revoke(
                badge=found, by=request.person, reason=form.cleaned_data["reason"], now=timezone.now()
            )
        except Refused as refused:
            form.add_error("number", wording.why_not(refused))
        else:
            messages.success(request, _("Taken back. The holder hears of it by mail."))
            return redirect("craft:badge_keys", request.academy.slug)
    return render(request, "craft/badges/revoke.html", {"form": form}, status=422 if form.errors else 200)
