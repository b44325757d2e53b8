"""The circles room as a Django app."""

from django.apps import AppConfig


class CirclesConfig(AppConfig):
    """Rounds, composition and circles."""

    name = "vakwerk.circles"
    label = "circles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the jobs and the words of the audit trail."""
        from vakwerk.circles import places  # noqa: F401, PLC0415  registers itself
        from vakwerk.circles.composing import job, wording  # noqa: F401, PLC0415  registers itself
        from vakwerk.circles.composing.warming import MODULE, keep_compiled  # noqa: PLC0415
        from vakwerk.circles.home import person_section  # noqa: F401, PLC0415  registers itself
        from vakwerk.circles.proposals.operations import publishing  # noqa: F401, PLC0415  registers itself
        from vakwerk.circles.published import assessors, departures, person_data  # noqa: F401, PLC0415
        from vakwerk.circles.published import wording as published  # noqa: F401, PLC0415
        from vakwerk.circles.refilling import wording as refilling  # noqa: F401, PLC0415
        from vakwerk.circles.rounds import reminders  # noqa: F401, PLC0415
        from vakwerk.circles.rounds import wording as rounds  # noqa: F401, PLC0415
        from vakwerk.foundation.worker import warm_up_with  # noqa: PLC0415

        keep_compiled()
        warm_up_with(MODULE)
