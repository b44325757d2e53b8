"""What is a trajectory? Goals, the activities that lead to them, and the knowledge they draw on."""

import secrets

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.bilingual import BilingualField
from vakwerk.foundation.tenancy import AcademyForeignKey, AcademyOwned
from vakwerk.knowledge.models import Side
from vakwerk.trajectories.rules import ActivityKind, TrajectoryState


def new_key() -> str:
    """Return a key for a part of a trajectory: it stays the same in versions, variants and files."""
    return secrets.token_hex(5)


class Trajectory(AcademyOwned):
    """A short course of learning with goals, in the version of one academy.

    ``template_key`` and ``template_version`` say which regional template it was adopted from; the template is
    a document of another academy, so it is named and not pointed at.
    """

    class State(models.TextChoices):
        DRAFT = TrajectoryState.DRAFT, _("draft")
        PUBLISHED = TrajectoryState.PUBLISHED, _("published")
        RETIRED = TrajectoryState.RETIRED, _("retired")

    key = models.SlugField(max_length=80)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    title = BilingualField(_("title"), max_length=160)
    summary = BilingualField(_("in short"), max_length=600, long=True, blank=True)
    for_whom = BilingualField(_("for whom"), max_length=400, long=True, blank=True)
    weeks = models.PositiveSmallIntegerField(
        _("length in weeks"), default=8, validators=[MinValueValidator(1), MaxValueValidator(104)]
    )
    # Longer than six months or twelve sessions is not short: then this says why.
    why_long = models.TextField(_("why it takes longer"), max_length=1000, blank=True)
    is_public = models.BooleanField(_("visible without signing in"), default=False)
    # What completes it.
    sessions_needed = models.PositiveSmallIntegerField(
        _("sessions to attend"), null=True, blank=True, help_text=_("Empty: all sessions.")
    )
    proofs_needed = models.BooleanField(_("a confirmed piece of evidence per goal"), default=False)
    template_key = models.CharField(max_length=120, blank=True)
    template_version = models.PositiveSmallIntegerField(null=True, blank=True)
    owner = AcademyForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="owned_trajectories"
    )
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["key"]
        verbose_name = _("trajectory")
        verbose_name_plural = _("trajectories")
        constraints = [models.UniqueConstraint(fields=["academy", "key"], name="trajectory_key_once")]

    def __str__(self) -> str:
        return str(self.title)


class LearningGoal(AcademyOwned):
    """What somebody can do afterwards: a verb, a competency and the level it leads to."""

    trajectory = AcademyForeignKey(Trajectory, on_delete=models.CASCADE, related_name="goals")
    key = models.CharField(max_length=20, default=new_key)
    position = models.PositiveSmallIntegerField(default=0)
    text = BilingualField(_("what can somebody do afterwards"), max_length=400, long=True)
    competency = AcademyForeignKey(
        "craft.Competency", on_delete=models.PROTECT, null=True, blank=True, related_name="learning_goals"
    )
    level = models.PositiveSmallIntegerField(
        _("level at the end"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("learning goal")
        verbose_name_plural = _("learning goals")
        constraints = [
            models.UniqueConstraint(fields=["academy", "trajectory", "key"], name="learning_goal_key_once")
        ]

    def __str__(self) -> str:
        return str(self.text)


class ProofWay(AcademyOwned):
    """A way to show that a goal was met; ``indicator`` where it follows one of the framework."""

    goal = AcademyForeignKey(LearningGoal, on_delete=models.CASCADE, related_name="proof_ways")
    key = models.CharField(max_length=20, default=new_key)
    position = models.PositiveSmallIntegerField(default=0)
    text = BilingualField(_("how somebody shows it"), max_length=400)
    indicator = AcademyForeignKey(
        "craft.Indicator", on_delete=models.SET_NULL, null=True, blank=True, related_name="proof_ways"
    )

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return str(self.text)


class Activity(AcademyOwned):
    """A step of a trajectory, in order."""

    class Kind(models.TextChoices):
        SESSION = ActivityKind.SESSION, _("session")
        ASSIGNMENT = ActivityKind.ASSIGNMENT, _("assignment at work")
        READING = ActivityKind.READING, _("reading")
        E_LEARNING = ActivityKind.E_LEARNING, _("e-learning")
        CIRCLE = ActivityKind.CIRCLE, _("peer consultation circle")

    trajectory = AcademyForeignKey(Trajectory, on_delete=models.CASCADE, related_name="activities")
    key = models.CharField(max_length=20, default=new_key)
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.SESSION)
    title = BilingualField(_("title"), max_length=160)
    description = BilingualField(_("what happens"), max_length=2000, long=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("how long, in minutes"), null=True, blank=True)
    url = models.URLField(_("address on the web"), max_length=500, blank=True)
    # The regional template had knowledge here that stayed at home: an own case, a colleague.
    asks_own_case = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.UniqueConstraint(fields=["academy", "trajectory", "key"], name="activity_key_once")
        ]

    def __str__(self) -> str:
        return str(self.title)


class ActivityGoal(AcademyOwned):
    """An activity works on a goal."""

    activity = AcademyForeignKey(Activity, on_delete=models.CASCADE, related_name="goal_links")
    goal = AcademyForeignKey(LearningGoal, on_delete=models.CASCADE, related_name="activity_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["academy", "activity", "goal"], name="activity_goal_once")
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} for {self.goal_id}"


class ActivitySource(AcademyOwned):
    """An activity draws on knowledge: a kept source, or in a few words what or who it is.

    ``text`` says it also where ``source`` is kept, so that the words stay when the source goes. A foreign key
    cannot cross academies, so a source that the region shares is kept as a number: ``shared_source_id``.
    ``local``: added by this academy to what a regional template gave.
    """

    activity = AcademyForeignKey(Activity, on_delete=models.CASCADE, related_name="source_links")
    key = models.CharField(max_length=20, default=new_key)
    side = models.CharField(_("inside or outside"), max_length=8, choices=Side)
    source = AcademyForeignKey(
        "knowledge.Source", on_delete=models.SET_NULL, null=True, blank=True, related_name="activity_links"
    )
    shared_source_id = models.BigIntegerField(null=True, blank=True)
    text = BilingualField(_("what or who"), max_length=240, blank=True)
    local = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["academy", "activity", "source"],
                name="activity_source_once",
                condition=models.Q(source__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.text)


class Revision(AcademyOwned):
    """What a trajectory was before somebody changed it, so that the last changes can be taken back.

    ``content`` is the whole trajectory as ``design.document`` writes it.
    """

    trajectory = AcademyForeignKey(Trajectory, on_delete=models.CASCADE, related_name="revisions")
    at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField(null=True, help_text="Person who changed it.")
    act = models.CharField(max_length=40)
    content = models.JSONField()
    # What another part of this room needs to take the change back as a whole, see design.undoing.
    beside = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.trajectory_id} before {self.act}"
