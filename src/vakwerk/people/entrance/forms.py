"""What does somebody fill in to get in? Where allauth's form is not enough."""

from typing import Any

from allauth.account.forms import RequestLoginCodeForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _

from vakwerk.people import sign_in


class RequestCodeForm(RequestLoginCodeForm):  # type: ignore[misc]
    """Ask for a code by mail; people whom an academy knows get their account here, the first time they ask."""

    def clean_email(self) -> str:
        sign_in.account_for_known_email(self.cleaned_data["email"])
        return str(super().clean_email())


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """Add a key to the account; one that is enough by itself, unless somebody wants it as second step only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this passkey")
        self.fields["name"].help_text = _("For instance: my telephone.")
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].label = _("With this passkey I sign in without a code or password")
        self.fields["passwordless"].help_text = _(
            "Without the tick it is only a second step, after a code or password."
        )


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Give a key another name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this passkey")
