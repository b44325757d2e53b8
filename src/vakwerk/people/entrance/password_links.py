"""When does a link for a new password stop working? Also when the addresses of its account change."""

from allauth.account.models import EmailAddress
from django.contrib.auth.tokens import PasswordResetTokenGenerator

from vakwerk.people.models import Account


class PasswordLinks(PasswordResetTokenGenerator):
    """Make the secrets of links for a new password; after any change of what the account proved they are over."""

    def _make_hash_value(self, user: Account, timestamp: int) -> str:
        proven = EmailAddress.objects.filter(user=user, verified=True).order_by("email")
        return "|".join([super()._make_hash_value(user, timestamp), *proven.values_list("email", flat=True)])
