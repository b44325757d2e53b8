"""The craft room as a Django app."""

from django.apps import AppConfig


class CraftConfig(AppConfig):
    """Frameworks, evidence, assessment and badges."""

    name = "vakwerk.craft"
    label = "craft"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the jobs, the words of the audit trail, and what is exported and erased with a person."""
        from vakwerk.craft import places  # noqa: F401, PLC0415  registers itself
        from vakwerk.craft.assessment import wording as assessment  # noqa: F401, PLC0415  registers itself
        from vakwerk.craft.badges import wording as badges  # noqa: F401, PLC0415
        from vakwerk.craft.evidence import departures, person_data, wording  # noqa: F401, PLC0415
        from vakwerk.craft.exchange import operations  # noqa: F401, PLC0415
        from vakwerk.craft.exchange import wording as exchange  # noqa: F401, PLC0415
        from vakwerk.craft.frameworks import wording as frameworks  # noqa: F401, PLC0415
        from vakwerk.craft.growth import wording as growth  # noqa: F401, PLC0415
        from vakwerk.craft.profiles import person_data as role_profiles  # noqa: F401, PLC0415
        from vakwerk.craft.profiles import person_section  # noqa: F401, PLC0415
        from vakwerk.craft.profiles import wording as profiles  # noqa: F401, PLC0415
