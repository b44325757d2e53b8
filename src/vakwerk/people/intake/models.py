"""What does an import keep? The file until it is taken over, what was found in it, and how columns matched."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.tenancy import AcademyForeignKey, AcademyOwned


class ColumnMapping(AcademyOwned):
    """How the columns of a kind of file were matched last time, by its headers."""

    headers_hash = models.CharField(max_length=64)
    mapping = models.JSONField(help_text="Header to field name; an empty field name leaves the column out.")
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["academy", "headers_hash"], name="mapping_once")]

    def __str__(self) -> str:
        return self.headers_hash[:8]


class PeopleImport(AcademyOwned):
    """A people file on its way in: uploaded, matched, previewed, taken over."""

    class State(models.TextChoices):
        MATCHING = "matching", _("matching columns")
        CHECKING = "checking", _("being checked")
        PREVIEW = "preview", _("ready to check")
        RUNNING = "running", _("being taken over")
        DONE = "done", _("taken over")
        DROPPED = "dropped", _("dropped")

    file_name = models.CharField(max_length=200)
    content = models.BinaryField(help_text="The file as uploaded; emptied once it is taken over or dropped.")
    state = models.CharField(max_length=10, choices=State, default=State.MATCHING)
    mapping = models.JSONField(default=dict)
    sheet = models.CharField(max_length=120, blank=True)
    sheets = models.JSONField(default=list, help_text="Names of the sheets of a workbook, to choose from.")
    # For rows that name no organisation; null: such rows get no membership.
    organisation_id = models.BigIntegerField(null=True)
    counts = models.JSONField(default=dict)
    made_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    job_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.file_name


class PeopleImportRow(AcademyOwned):
    """What was found in one row of a file, and what taking it over does."""

    class Outcome(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        UNCHANGED = "unchanged", _("unchanged")
        WRONG = "wrong", _("wrong")

    file = AcademyForeignKey(PeopleImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"), help_text="As the spreadsheet shows it, from 1.")
    outcome = models.CharField(max_length=10, choices=Outcome)
    name = models.CharField(_("name"), max_length=220, blank=True)
    person_id = models.BigIntegerField(null=True)
    changes = models.JSONField(default=list, help_text="Field, old and new words of each difference.")
    problems = models.JSONField(default=list, help_text="Field, column, reason, value and facts of each.")
    cells = models.JSONField(default=list, help_text="What the row says, kept for wrong rows only.")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["academy", "file", "number"], name="import_row_once")]
        indexes = [
            models.Index(fields=["academy", "file", "outcome", "number"], name="import_row_by_outcome")
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.outcome}"
