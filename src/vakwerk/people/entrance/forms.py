"""What does somebody fill in to get in? Where allauth's form is not enough."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    RequestLoginCodeForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from allauth.core import ratelimit
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation import refusals
from vakwerk.people import addresses, rules, sign_in
from vakwerk.people.entrance import attempts
from vakwerk.people.models import Account


class RequestCodeForm(RequestLoginCodeForm):  # type: ignore[misc]
    """Ask for a code by mail; people whom an academy knows get their account here, the first time they ask."""

    def clean_email(self) -> str:
        """Have the code go to the owner of the address, as the address is known and not as it was typed."""
        address = rules.mailbox(self.cleaned_data["email"])
        request = allauth_context.request
        if not ratelimit.consume(request, action="request_login_code", key=attempts.key_of(request, address)):
            raise get_adapter().validation_error("too_many_login_attempts")
        _count_mail(address)
        self._user = _let_in(sign_in.account_for_known_email(address))
        return address


class NewPasswordForm(ResetPasswordForm):  # type: ignore[misc]
    """Ask for a new password by mail."""

    def clean_email(self) -> str:
        """Have the mail go to the owner of the address, as the address is known and not as it was typed."""
        address = rules.mailbox(self.cleaned_data["email"])
        _count_mail(address)
        owner = _let_in(addresses.owner_of(address))
        self.users = [owner] if owner else []
        self.cleaned_data["email"] = address
        return address


class ChooseNewPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]
    """Choose a new password, by the link from the mail."""

    def save(self) -> None:
        """Take the mail as proof of the address, where the account has none yet: it went to no other."""
        if not EmailAddress.objects.filter(user=self.user, verified=True).exists():
            addresses.prove(account=self.user, email=self.user.email)
        super().save()


def _count_mail(address: str) -> None:
    """Count one more mail to an address, whether anybody has it or not.

    :raises ValidationError: when it got as many as it gets in a day.
    """
    if not attempts.may_be_mailed(allauth_context.request, address):
        raise forms.ValidationError(refusals.say(rules.Refusal.TOO_MANY_MAILS))


def _let_in(account: Account | None) -> Account | None:
    return account if account and account.is_active else None


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """Add a key to the account; one that is enough by itself, unless somebody wants it as second step only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this passkey")
        self.fields["name"].help_text = _("For instance: my phone.")
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].label = _("With this passkey I sign in without a code or password")
        self.fields["passwordless"].help_text = _(
            "If you leave it unticked, it is only a second step, after a code or password."
        )


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Give a key another name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this passkey")
