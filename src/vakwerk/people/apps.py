"""The people room as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Organisations, persons and accounts."""

    name = "vakwerk.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
