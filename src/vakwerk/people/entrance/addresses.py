"""The pages on which somebody keeps the addresses of their account. They stand where allauth has its own."""

from collections.abc import Callable
from typing import cast

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from vakwerk.foundation import refusals
from vakwerk.foundation.refusals import Refused
from vakwerk.people import addresses, rules
from vakwerk.people.entrance import attempts
from vakwerk.people.models import Account, AddressClaim


class AddressForm(forms.Form):
    """Which address is added."""

    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)


@login_required
@reauthentication_required(allow_get=True, app="allauth.account")  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "HEAD", "POST"])
def email_addresses(request: HttpRequest) -> HttpResponse:
    """Show somebody's addresses; add one, mail its proof again, remove one, or choose where mail goes."""
    account = cast("Account", request.user)
    form = AddressForm(request.POST if "action_add" in request.POST else None)
    act = next((act for name, act in _ACTS.items() if name in request.POST), None)
    if request.method == "POST" and act is not None:
        if not ratelimit.consume(request, action="manage_email", user=account):
            return cast("HttpResponse", ratelimit.respond_429(request))
        if act is not _add or form.is_valid():
            return act(request, account)
    shown = {
        "addresses": addresses.of(account) or [EmailAddress(user=account, email=account.email, primary=True)],
        "claims": addresses.claims_of(account),
        "form": form,
    }
    return render(request, "account/email.html", shown, status=422 if form.is_bound else 200)


def _add(request: HttpRequest, account: Account) -> HttpResponse:
    def act() -> str:
        _mail_proof(request, addresses.claim(account=account, email=request.POST["email"]))
        return _("We sent a mail to that address. Open the link in it, in this browser.")

    return _done(request, act)


def _send(request: HttpRequest, account: Account) -> HttpResponse:
    def act() -> str:
        one = next((one for one in addresses.claims_of(account) if one.email == _chosen(request)), None)
        if one is None:
            return ""
        _mail_proof(request, one)
        return _("We sent a mail to that address. Open the link in it, in this browser.")

    return _done(request, act)


def _remove(request: HttpRequest, account: Account) -> HttpResponse:
    def act(one: EmailAddress) -> str:
        addresses.remove(account=account, one=one)
        told = {"deleted_email": one.email}
        get_adapter().send_notification_mail("account/email/email_deleted", account, told)
        return _("The address has been removed.")

    if addresses.drop_claim(account=account, email=_chosen(request)):
        return _done(request, lambda: _("The address has been removed."))
    return _with_one(request, account, act)


def _primary(request: HttpRequest, account: Account) -> HttpResponse:
    def act(one: EmailAddress) -> str:
        before = account.email
        addresses.make_primary(account=account, one=one)
        told = {"from_email": before, "to_email": one.email}
        get_adapter().send_notification_mail("account/email/email_changed", account, told, email=before)
        return _("From now on we send mail to %(email)s.") % {"email": one.email}

    return _with_one(request, account, act)


_ACTS = {"action_add": _add, "action_send": _send, "action_remove": _remove, "action_primary": _primary}


def _with_one(request: HttpRequest, account: Account, act: Callable[[EmailAddress], str]) -> HttpResponse:
    one = next((one for one in addresses.of(account) if one.email == _chosen(request)), None)
    # Of an address that is not there nothing is said: its page was drawn before it went.
    return _done(request, lambda: act(one)) if one else redirect("account_email")


def _chosen(request: HttpRequest) -> str:
    return rules.mailbox(request.POST.get("email", ""))


def _done(request: HttpRequest, act: Callable[[], str]) -> HttpResponse:
    try:
        with transaction.atomic():
            said = act()
    except Refused as refused:
        messages.error(request, refusals.say(refused))
    else:
        if said:
            messages.success(request, said)
    return redirect("account_email")


def _mail_proof(request: HttpRequest, one: AddressClaim) -> None:
    """Mail the link that proves a claim; whose address it is already hears that instead, and the page tells neither.

    :raises Refused: when the address got as many mails as it gets in a day.
    """
    # allauth's name for it: three minutes between two mails to one address.
    if not ratelimit.consume(request, action="confirm_email", key=one.email):
        return
    if not attempts.may_be_mailed(request, one.email):
        raise Refused(rules.Refusal.TOO_MANY_MAILS)
    if not addresses.may_be_proven(one):
        get_adapter().send_mail("account/email/account_already_exists", one.email, {})
        return
    link = settings.BASE_URL + reverse("account_confirm_email", args=[addresses.proof_of(one)])
    context = {"user": one.account, "activate_url": link}
    get_adapter().send_mail("account/email/email_confirmation", one.email, context)


@sensitive_variables("key")
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest, key: str) -> HttpResponse:
    """Prove an address by the link that was mailed to it, signed in on the account that it is added to.

    Whoever reads the mail and has another account, or none, proves nothing: they might do it for a stranger.
    """
    account = cast("Account", request.user)
    one = addresses.claim_of(key, account=account)
    if one is None:
        return render(request, "account/email_confirm.html", {"key": key}, status=410)
    if request.method != "POST":
        return render(request, "account/email_confirm.html", {"one": one, "key": key})
    try:
        proven = addresses.prove_claim(account=account, proof=key)
    except Refused as refused:
        messages.error(request, refusals.say(refused))
        return redirect("account_email")
    if proven is None:
        return render(request, "account/email_confirm.html", {"key": key}, status=410)
    messages.success(request, _("%(email)s is confirmed.") % {"email": proven})
    return redirect("account_email")
