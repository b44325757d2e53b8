"""How does a code from a mail let somebody in? It proves the address that it was sent to."""

from typing import Any, cast

from allauth.account.views import ConfirmLoginCodeView
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from vakwerk.people import addresses
from vakwerk.people.models import Account


class ConfirmCodeView(ConfirmLoginCodeView):  # type: ignore[misc]
    """Let in whoever fills in the code, as long as its address is still the account's."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Prove the address first: what strangers set on the account before must not be asked for."""
        process = self._process
        if self._action == "verify" and not addresses.prove(
            account=cast("Account", process.user), email=process.state.get("email", "")
        ):
            process.abort()
            messages.error(
                self.request, _("This code no longer works: the address has changed. Ask for a new code.")
            )
            return redirect("account_request_login_code")
        return cast("HttpResponse", super().form_valid(form))
