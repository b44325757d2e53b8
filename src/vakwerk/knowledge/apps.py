"""The knowledge room as a Django app."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """Sources, local notes and the conversation under them."""

    name = "vakwerk.knowledge"
    label = "knowledge"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the words of the audit trail, the jobs, and what is known of a person."""
        from vakwerk.knowledge import departures, person_data, places  # noqa: F401, PLC0415 - registers by being imported
        from vakwerk.knowledge.conversation import wording as conversation  # noqa: F401, PLC0415
        from vakwerk.knowledge.exchange import operations  # noqa: F401, PLC0415
        from vakwerk.knowledge.sources import wording  # noqa: F401, PLC0415
