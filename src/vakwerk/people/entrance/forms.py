"""What does somebody fill in to get in? Where allauth's form is not enough."""

from allauth.account.forms import RequestLoginCodeForm

from vakwerk.people import sign_in


class RequestCodeForm(RequestLoginCodeForm):  # type: ignore[misc]
    """Ask for a code by mail; people whom an academy knows get their account here, the first time they ask."""

    def clean_email(self) -> str:
        sign_in.account_for_known_email(self.cleaned_data["email"])
        return str(super().clean_email())
