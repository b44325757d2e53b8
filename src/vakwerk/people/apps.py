"""The people room as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Organisations, persons and accounts."""

    name = "vakwerk.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the foundation what persons are called, what can be exported, and which jobs and words there are."""
        from allauth.mfa.signals import authenticator_added  # noqa: PLC0415 - needs the models

        from vakwerk.foundation import names  # noqa: PLC0415 - needs the models
        from vakwerk.people import export, places, ties, wording  # noqa: F401, PLC0415 - registers by being imported
        from vakwerk.people.adapters import trust_for_now  # noqa: PLC0415
        from vakwerk.people.intake import operations  # noqa: F401, PLC0415
        from vakwerk.people.names import BOOK  # noqa: PLC0415

        names.use(BOOK)
        authenticator_added.connect(trust_for_now)
