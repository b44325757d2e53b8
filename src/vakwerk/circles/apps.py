"""The circles room as a Django app."""

from django.apps import AppConfig


class CirclesConfig(AppConfig):
    """Rounds, composition and circles."""

    name = "vakwerk.circles"
    label = "circles"
    default_auto_field = "django.db.models.BigAutoField"
