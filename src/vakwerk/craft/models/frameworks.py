"""What is described? Frameworks with versions, competencies, levels, indicators, and role profiles."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vakwerk.craft.rules import FrameworkState
from vakwerk.foundation.bilingual import Bilingual, BilingualField
from vakwerk.foundation.tenancy import AcademyForeignKey, AcademyOwned


class LevelNaming(models.TextChoices):
    """What an academy calls its levels."""

    GUILD = "guild", _("guild names (apprentice, journeyworker, master, mentor)")
    NEUTRAL = "neutral", _("neutral names (foundation, independent, proficient, leading)")


class Framework(AcademyOwned):
    """One version of a competency framework.

    What was made under a version stays under it. ``key`` is the same for all versions of a framework;
    ``origin`` is the framework it was copied from, so that the difference stays visible.
    """

    class State(models.TextChoices):
        STARTER = FrameworkState.STARTER, _("starter")
        DRAFT = FrameworkState.DRAFT, _("draft")
        ADOPTED = FrameworkState.ADOPTED, _("adopted")
        RETIRED = FrameworkState.RETIRED, _("retired")

    key = models.SlugField(max_length=80)
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    name = BilingualField(_("name"), max_length=200)
    description = BilingualField(_("description"), max_length=4000, long=True, blank=True)
    level_naming = models.CharField(
        _("names of the levels"), max_length=10, choices=LevelNaming, default=LevelNaming.GUILD
    )
    licence = models.CharField(_("licence"), max_length=80, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    origin = AcademyForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies"
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    adopted_by = models.CharField(
        _("adopted by"), max_length=160, blank=True, help_text="Who decided, as a body."
    )
    adopted_by_id = models.BigIntegerField(null=True, help_text="Person who recorded the decision.")
    # From when everybody in the academy could read it; assessment waits fourteen days after.
    readable_since = models.DateField(null=True, blank=True)
    case_identifier = models.UUIDField(default=uuid.uuid4)
    foreign = models.JSONField(
        default=dict, help_text="What a foreign file said that has no place here, kept for export."
    )
    made_at = models.DateTimeField(default=timezone.now)
    made_by_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["key", "-version"]
        verbose_name = _("competency framework")
        verbose_name_plural = _("competency frameworks")
        constraints = [
            models.UniqueConstraint(fields=["academy", "key", "version"], name="framework_version_once"),
            models.UniqueConstraint(
                fields=["academy", "key"], name="one_adopted_version", condition=models.Q(state="adopted")
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class FrameworkFile(AcademyOwned):
    """A file with a framework that somebody brought, kept until it is taken over or thrown away."""

    class State(models.TextChoices):
        CHECKING = "checking", _("being checked")
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")

    name = models.CharField(max_length=200)
    content = models.BinaryField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    # What was found in a large file, as its page shows it. Null: small enough to look at each time.
    found = models.JSONField(null=True)
    # Null: it becomes a framework of its own.
    into = AcademyForeignKey(
        Framework, on_delete=models.CASCADE, null=True, blank=True, related_name="files_into"
    )
    result = AcademyForeignKey(
        Framework, on_delete=models.SET_NULL, null=True, blank=True, related_name="files_from"
    )
    made_at = models.DateTimeField(default=timezone.now)
    made_by_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.name


class Cluster(AcademyOwned):
    """A group of competencies that belong together."""

    framework = AcademyForeignKey(Framework, on_delete=models.CASCADE, related_name="clusters")
    key = models.SlugField(max_length=80)
    name = BilingualField(_("name"), max_length=200)
    description = BilingualField(_("description"), max_length=2000, long=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["academy", "framework", "key"], name="cluster_key_once")
        ]

    def __str__(self) -> str:
        return str(self.name)


class Level(AcademyOwned):
    """A proficiency level of a framework, with its guild name and its neutral name."""

    framework = AcademyForeignKey(Framework, on_delete=models.CASCADE, related_name="levels")
    number = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(9)])
    key = models.SlugField(max_length=80)
    guild_name = BilingualField(_("guild name"), max_length=80)
    neutral_name = BilingualField(_("neutral name"), max_length=80)
    autonomy = BilingualField(_("autonomy"), max_length=300, blank=True)
    complexity = BilingualField(_("complexity"), max_length=300, blank=True)
    scope = BilingualField(_("scope"), max_length=300, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["academy", "framework", "number"], name="level_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.guild_name}"

    def called(self, naming: str) -> Bilingual:
        """Return its name as the academy calls its levels."""
        name: Bilingual = self.neutral_name if naming == LevelNaming.NEUTRAL else self.guild_name
        return name or self.guild_name or self.neutral_name


class Competency(AcademyOwned):
    """Something one can be good at, described well enough to show it.

    ``parent``: a foreign framework may be a tree; the starter framework is not.
    """

    framework = AcademyForeignKey(Framework, on_delete=models.CASCADE, related_name="competencies")
    cluster = AcademyForeignKey(
        Cluster, on_delete=models.SET_NULL, null=True, blank=True, related_name="competencies"
    )
    parent = AcademyForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    key = models.SlugField(max_length=80)
    code = models.CharField(_("code"), max_length=40, blank=True)
    name = BilingualField(_("name"), max_length=300)
    definition = BilingualField(_("definition"), max_length=2000, long=True, blank=True)
    why = BilingualField(_("why it matters"), max_length=2000, long=True, blank=True)
    pitfall = BilingualField(_("pitfall"), max_length=1000, long=True, blank=True)
    governance_affinity = models.JSONField(
        default=dict, help_text="Governance model to 0-3; an editorial estimate."
    )
    # From when everybody could read it as it is now; what a new version left alone keeps its day.
    readable_since = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    case_identifier = models.UUIDField(default=uuid.uuid4)
    foreign = models.JSONField(
        default=dict, help_text="What a foreign file said that has no place here, kept for export."
    )

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("competency")
        verbose_name_plural = _("competencies")
        constraints = [
            models.UniqueConstraint(fields=["academy", "framework", "key"], name="competency_key_once")
        ]

    def __str__(self) -> str:
        return str(self.name)


class Counterweight(AcademyOwned):
    """``other`` keeps ``competency`` from becoming too much of a good thing."""

    competency = AcademyForeignKey(Competency, on_delete=models.CASCADE, related_name="counterweights")
    other = AcademyForeignKey(Competency, on_delete=models.CASCADE, related_name="balances")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["academy", "competency", "other"], name="counterweight_once")
        ]

    def __str__(self) -> str:
        return f"{self.other_id} balances {self.competency_id}"


class Indicator(AcademyOwned):
    """Behaviour that can be seen, at one level of a competency."""

    competency = AcademyForeignKey(Competency, on_delete=models.CASCADE, related_name="indicators")
    level = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=80)
    text = BilingualField(_("behaviour"), max_length=600, long=True)
    position = models.PositiveSmallIntegerField(default=0)
    case_identifier = models.UUIDField(default=uuid.uuid4)
    foreign = models.JSONField(default=dict)

    class Meta:
        ordering = ["level", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["academy", "competency", "key"], name="indicator_key_once")
        ]

    def __str__(self) -> str:
        return str(self.text)


class RoleProfile(AcademyOwned):
    """What a kind of post asks: four to six competencies with a target level each."""

    framework = AcademyForeignKey(Framework, on_delete=models.CASCADE, related_name="role_profiles")
    key = models.SlugField(max_length=80)
    name = BilingualField(_("name"), max_length=200)
    # Codes only: the job descriptions of HR21 are licensed content.
    hr21_code = models.CharField(_("HR21 code"), max_length=20, blank=True)

    class Meta:
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["academy", "framework", "key"], name="role_profile_key_once")
        ]

    def __str__(self) -> str:
        return str(self.name)


class Target(AcademyOwned):
    """The level that a role profile aims at for a competency; never a judgement of a person."""

    profile = AcademyForeignKey(RoleProfile, on_delete=models.CASCADE, related_name="targets")
    competency = AcademyForeignKey(Competency, on_delete=models.CASCADE, related_name="targets")
    level = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["academy", "profile", "competency"], name="target_once")
        ]

    def __str__(self) -> str:
        return f"{self.competency_id} at {self.level}"


class PersonProfile(AcademyOwned):
    """A person has a role profile; some have more than one."""

    person = AcademyForeignKey("people.Person", on_delete=models.CASCADE, related_name="role_profiles")
    profile = AcademyForeignKey(RoleProfile, on_delete=models.CASCADE, related_name="people")
    since = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["academy", "person", "profile"], name="person_profile_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} as {self.profile_id}"
