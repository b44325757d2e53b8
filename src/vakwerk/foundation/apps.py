"""The foundation as a Django app."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Academies, audit trail, tasks and mail."""

    name = "vakwerk.foundation"
    label = "foundation"
    default_auto_field = "django.db.models.BigAutoField"
