"""The trajectories room as a Django app."""

from django.apps import AppConfig


class TrajectoriesConfig(AppConfig):
    """Learning needs, trajectories, editions and enrolment."""

    name = "vakwerk.trajectories"
    label = "trajectories"
    default_auto_field = "django.db.models.BigAutoField"
