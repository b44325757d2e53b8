"""The craft room as a Django app."""

from django.apps import AppConfig


class CraftConfig(AppConfig):
    """Frameworks, evidence, assessment and badges."""

    name = "vakwerk.craft"
    label = "craft"
    default_auto_field = "django.db.models.BigAutoField"
