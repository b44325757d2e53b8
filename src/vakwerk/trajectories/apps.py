"""The trajectories room as a Django app."""

from django.apps import AppConfig


class TrajectoriesConfig(AppConfig):
    """Learning needs, trajectories, editions and enrolment."""

    name = "vakwerk.trajectories"
    label = "trajectories"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what the room knows of a person, and the words of the audit trail."""
        from vakwerk.trajectories import places  # noqa: F401, PLC0415  registers itself
        from vakwerk.trajectories.attendance import wording as attendance  # noqa: F401, PLC0415
        from vakwerk.trajectories.design import wording as design  # noqa: F401, PLC0415  registers itself
        from vakwerk.trajectories.editions import wording as editions  # noqa: F401, PLC0415
        from vakwerk.trajectories.enrolment import (  # noqa: F401, PLC0415
            departures,
            letters,
            reminders,
            wording,
        )
        from vakwerk.trajectories.enrolment import person_data as followed  # noqa: F401, PLC0415
        from vakwerk.trajectories.intake import wording as intake  # noqa: F401, PLC0415
        from vakwerk.trajectories.needs import person_data  # noqa: F401, PLC0415
        from vakwerk.trajectories.needs import wording as needs  # noqa: F401, PLC0415
        from vakwerk.trajectories.regional import operations  # noqa: F401, PLC0415
        from vakwerk.trajectories.regional import wording as regional  # noqa: F401, PLC0415
