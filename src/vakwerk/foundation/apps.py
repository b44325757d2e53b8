"""The foundation as a Django app."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Academies, audit trail, tasks and mail."""

    name = "vakwerk.foundation"
    label = "foundation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the audit trail know this room's words, and forms what to ask for."""
        from vakwerk.foundation.academies import wording as academies  # noqa: F401, PLC0415 - needs the models
        from vakwerk.foundation.forms import ask_for_what_is_wanted, take_only_text  # noqa: PLC0415 - django.forms needs settings
        from vakwerk.foundation.work import wording as work  # noqa: F401, PLC0415

        ask_for_what_is_wanted()
        take_only_text()
