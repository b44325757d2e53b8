"""What does the catalogue keep? What it finds trajectories by, whether it is public, and files on their way in."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.tenancy import AcademyForeignKey, AcademyOwned
from vakwerk.trajectories.models.design import Trajectory


class CatalogueEntry(AcademyOwned):
    """What the catalogue needs to find a trajectory quickly; made anew when the trajectory changed.

    ``search_key``: every word of it in both languages, as search compares them. ``stems``: the stems of those words,
    with a space around each.
    """

    trajectory = AcademyForeignKey(Trajectory, on_delete=models.CASCADE, related_name="catalogue_entries")
    search_key = models.TextField()
    stems = models.TextField(blank=True, default="")
    sort_key = models.CharField(max_length=200)
    competency_ids = models.JSONField(default=list)
    sessions = models.PositiveSmallIntegerField(default=0)
    minutes = models.PositiveIntegerField(default=0)
    has_inside = models.BooleanField(default=False)
    has_outside = models.BooleanField(default=False)
    as_of = models.DateTimeField()

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [models.UniqueConstraint(fields=["academy", "trajectory"], name="catalogue_entry_once")]

    def __str__(self) -> str:
        return self.sort_key


class CatalogueSetting(AcademyOwned):
    """Whether everybody may see the catalogue of an academy, also without signing in."""

    is_public = models.BooleanField(_("visible without signing in"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["academy"], name="one_catalogue_setting")]

    def __str__(self) -> str:
        return "public" if self.is_public else "not public"


class CatalogueImport(AcademyOwned):
    """A catalogue on its way in: read and shown row by row, then taken over in one go."""

    class State(models.TextChoices):
        PREVIEW = "preview", _("ready to check")
        DONE = "done", _("taken over")
        DROPPED = "dropped", _("dropped")

    file_name = models.CharField(max_length=200)
    content = models.BinaryField(help_text="The file as uploaded; emptied once it is taken over or dropped.")
    sheet = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PREVIEW)
    # What was done, once it was: outcome to how many.
    counts = models.JSONField(default=dict)
    made_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_waiting(self) -> bool:
        """Whether it was neither taken over nor dropped."""
        return self.state == self.State.PREVIEW
