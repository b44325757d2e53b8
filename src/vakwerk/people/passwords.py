"""Which password is good enough? The three checks of Django, in words of ours."""

from typing import Any

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """Ask for enough characters."""

    def get_error_message(self) -> Any:
        """Say that there are too few."""
        return _("This is too short. Use at least %(count)s characters.") % {"count": self.min_length}

    def get_help_text(self) -> Any:
        """Say how many."""
        return _("At least %(count)s characters.") % {"count": self.min_length}


class UnlikeAddress(UserAttributeSimilarityValidator):
    """Refuse what is known of somebody anyway."""

    def get_error_message(self) -> Any:
        """Say what it is like."""
        return _("This is too much like your e-mail address. Choose something else.")

    def get_help_text(self) -> Any:
        """Say what it must not be like."""
        return _("Not like your e-mail address.")


class Uncommon(CommonPasswordValidator):
    """Refuse what others try first."""

    def get_error_message(self) -> Any:
        """Say why it is refused."""
        return _("Many people use this password, so it is easy to guess. Choose something else.")

    def get_help_text(self) -> Any:
        """Say what to avoid."""
        return _("Not a password that many people use.")
