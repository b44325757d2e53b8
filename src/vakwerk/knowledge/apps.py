"""The knowledge room as a Django app."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """Sources, local notes and the conversation under them."""

    name = "vakwerk.knowledge"
    label = "knowledge"
    default_auto_field = "django.db.models.BigAutoField"
