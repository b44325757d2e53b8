"""What do people want to learn? Needs of persons, which are theirs, and of units, which are numbers."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.tenancy import AcademyForeignKey, AcademyOwned
from vakwerk.trajectories import rules


class NeedState(models.TextChoices):
    """Where a need stands."""

    OPEN = rules.NeedState.OPEN, _("open")
    MET = rules.NeedState.MET, _("met")
    WITHDRAWN = rules.NeedState.WITHDRAWN, _("withdrawn")


class LearningNeed(AcademyOwned):
    """Somebody wants to learn something, to a level.

    Others only ever see it as part of a count, and ``dilemma`` not even so. ``competency_key`` is the same in
    all versions of a framework, so that a need outlives a new version.
    """

    person = AcademyForeignKey("people.Person", on_delete=models.CASCADE, related_name="learning_needs")
    competency_key = models.SlugField(_("competency"), max_length=80)
    level = models.PositiveSmallIntegerField(
        _("to which level"), validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    # A key of knowledge's list of developments; empty: none in particular.
    development = models.SlugField(_("what makes it needed"), max_length=80, blank=True)
    dilemma = models.TextField(_("in what situation"), max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=NeedState, default=NeedState.OPEN)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = _("learning need")
        verbose_name_plural = _("learning needs")
        constraints = [
            models.UniqueConstraint(
                fields=["academy", "person", "competency_key"],
                name="one_open_need_per_competency",
                condition=models.Q(state="open"),
            )
        ]
        indexes = [models.Index(fields=["academy", "state", "competency_key"], name="need_by_competency")]

    def __str__(self) -> str:
        return f"{self.competency_key} to {self.level}"


class UnitNeed(AcademyOwned):
    """So many people of a unit need to learn something: a number that whoever leads them entered, no names."""

    unit = AcademyForeignKey("people.Unit", on_delete=models.CASCADE, related_name="learning_needs")
    competency_key = models.SlugField(_("competency"), max_length=80)
    level = models.PositiveSmallIntegerField(
        _("to which level"), validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    development = models.SlugField(_("what makes it needed"), max_length=80, blank=True)
    people = models.PositiveIntegerField(
        _("for how many people"), validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )
    state = models.CharField(max_length=10, choices=NeedState, default=NeedState.OPEN)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    made_by = AcademyForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="unit_needs"
    )

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = _("learning need of a unit")
        verbose_name_plural = _("learning needs of units")
        constraints = [
            models.UniqueConstraint(
                fields=["academy", "unit", "competency_key"],
                name="one_open_unit_need_per_competency",
                condition=models.Q(state="open"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.competency_key} to {self.level} for {self.people}"
