"""What do academies of a region share of trajectories? Templates without people, and who took them over."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.bilingual import BilingualField
from vakwerk.foundation.tenancy import AcademyForeignKey, AcademyOwned


class RegionalTemplate(AcademyOwned):
    """One version of a trajectory as a region shares it: a document in which there are no people.

    Every academy of ``shared_region`` can read the row, so nothing in it may point at or name a person. All
    versions stay, so that a variant can be compared with the one it was made from.
    """

    key = models.SlugField(max_length=120)
    version = models.PositiveSmallIntegerField()
    title = BilingualField(_("title"), max_length=160)
    note = BilingualField(_("what changed"), max_length=400, blank=True)
    content = models.JSONField(help_text="As regional.document writes it.")
    trajectory = AcademyForeignKey(
        "trajectories.Trajectory",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="regional_templates",
    )
    shared_region = models.ForeignKey(
        "foundation.Region", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["key", "-version"]
        verbose_name = _("regional template")
        verbose_name_plural = _("regional templates")
        constraints = [
            models.UniqueConstraint(fields=["academy", "key", "version"], name="template_version_once")
        ]
        indexes = [
            models.Index(
                fields=["shared_region"], name="template_shared", condition=~models.Q(shared_region=None)
            )
        ]

    def __str__(self) -> str:
        return str(self.title)


class Adoption(AcademyOwned):
    """A trajectory of this academy is a local variant of a regional template.

    ``base`` is the template as far as this academy took it over, part by part, so that its own changes and
    those of the template can be told apart, also after the template was taken back.
    """

    trajectory = AcademyForeignKey(
        "trajectories.Trajectory", on_delete=models.CASCADE, related_name="adoptions"
    )
    template_academy_id = models.BigIntegerField()
    template_academy_name = models.CharField(max_length=120)
    template_key = models.SlugField(max_length=120)
    # The newest version of which every part was taken over or turned down.
    version = models.PositiveSmallIntegerField()
    base = models.JSONField()
    adopted_at = models.DateTimeField(default=timezone.now)
    looked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["academy", "trajectory"], name="adoption_once")]

    def __str__(self) -> str:
        return f"{self.trajectory_id} from {self.template_key} {self.version}"
