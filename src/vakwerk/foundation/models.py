"""What does the foundation keep? Academies, regions, the audit trail, jobs, what was sent, forms on their way."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.tenancy import AcademyOwned


class Region(models.Model):
    """A group of academies that share what they make."""

    slug = models.SlugField(_("address"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Academy(models.Model):
    """The academy of one municipality, or of a few that share one: a tenant."""

    slug = models.SlugField(_("address"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    subtitle = models.CharField(_("subtitle"), max_length=160, blank=True)
    region = models.ForeignKey(
        Region, on_delete=models.SET_NULL, null=True, blank=True, related_name="academies"
    )
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    # The look: one hue and chroma in OKLCH, from which theme.py makes the whole ramp.
    hue = models.FloatField(_("hue"), default=222, validators=[MinValueValidator(0), MaxValueValidator(360)])
    chroma = models.FloatField(
        _("chroma"), default=0.09, validators=[MinValueValidator(0), MaxValueValidator(0.3)]
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("academy")
        verbose_name_plural = _("academies")

    def __str__(self) -> str:
        return self.name

    @property
    def theme_version(self) -> str:
        """A short text that changes with the look, so browsers may keep the stylesheet for ever."""
        return f"{self.hue:g}-{self.chroma:g}"


class AuditEntry(AcademyOwned):
    """Who did what to which object. The application may add entries, never change or delete them.

    Persons are kept as numbers, not names, so that erasing a person leaves no name behind here.
    """

    at = models.DateTimeField(default=timezone.now, editable=False)
    actor_id = models.BigIntegerField(null=True, help_text="Person who did it; null: Vakwerk itself.")
    action = models.CharField(max_length=60, help_text="What happened, as 'room.verb'.")
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField(null=True)
    about_id = models.BigIntegerField(null=True, help_text="Person whom it concerns, who may read it.")
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["academy", "-at"], name="audit_by_time"),
            models.Index(fields=["academy", "about_id", "-at"], name="audit_by_person"),
            models.Index(fields=["academy", "object_type", "object_id"], name="audit_by_object"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"


class OwnAct(AcademyOwned):
    """What happened with somebody's own learning. Only they read it, and whoever did it reads that they did.

    Apart from the audit trail, which is for acts of office and read by administrators. It goes with the person.
    """

    at = models.DateTimeField(default=timezone.now, editable=False)
    person_id = models.BigIntegerField(help_text="Person whose learning it is, who reads it.")
    actor_id = models.BigIntegerField(null=True, help_text="Person who did it; null: Vakwerk itself.")
    action = models.CharField(max_length=60, help_text="What happened, as 'room.verb'.")
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["academy", "person_id", "-at"], name="own_act_by_person"),
            models.Index(fields=["academy", "actor_id", "-at"], name="own_act_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.action} of {self.person_id}"


class Job(AcademyOwned):
    """Long work as people see it: how far it is, how to stop it, and how it ended."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped")
        FAILED = "failed", _("failed")

    kind = models.CharField(max_length=60, help_text="The task function, as 'room.name'.")
    title = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_by_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # The worker writes this every second; a running job that is silent has lost its worker.
    alive_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True, help_text="Null: how much there is to do is not known.")
    note = models.CharField(max_length=300, blank=True)
    progress = models.JSONField(
        default=dict, help_text="What the page of this kind of job shows while it runs."
    )
    stop_asked = models.BooleanField(default=False)
    # Letters and reminders: hundreds a day that nobody asked for, of interest only when they fail.
    is_quiet = models.BooleanField(default=False)
    outcome = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    result_url = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["academy", "-asked_at"], name="job_by_time"),
            models.Index(fields=["academy"], name="job_failed", condition=models.Q(state="failed")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        """Whether nothing will change any more."""
        return self.state in {self.State.DONE, self.State.STOPPED, self.State.FAILED}


class OutgoingMail(AcademyOwned):
    """A message that is to be sent, kept until it is, so that a restart loses none."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        PERHAPS = "perhaps", _("perhaps sent")
        FAILED = "failed", _("failed")

    # What waits for an administrator.
    UNSETTLED = (State.PERHAPS, State.FAILED)

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    language = models.CharField(max_length=5, blank=True, help_text="In which it is written.")
    calendar = models.TextField(blank=True, help_text="An iCalendar object that goes with it.")
    calendar_method = models.CharField(max_length=10, blank=True)
    about_id = models.BigIntegerField(null=True, help_text="Person to whom it is addressed.")
    is_personal = models.BooleanField(
        default=False, help_text="About somebody's own learning: no list of mail shows it."
    )
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, help_text="When it was handed to the mail server.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [
            models.Index(fields=["academy", "-made_at"], name="mail_by_time"),
            models.Index(fields=["academy", "about_id"], name="mail_by_person"),
            models.Index(
                fields=["academy"],
                name="mail_unsettled",
                condition=models.Q(state__in=["sending", "perhaps", "failed"]),
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class SentForm(AcademyOwned):
    """A form that was sent, for a day: who sends the same one again is led to what the first did."""

    key = models.CharField(
        max_length=64, help_text="What tells one drawn and filled-in form from every other."
    )
    at = models.DateTimeField(default=timezone.now)
    location = models.TextField(blank=True, help_text="Where the first led to.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["academy", "key"], name="form_sent_once")]
        indexes = [models.Index(fields=["academy", "at"], name="sent_form_by_time")]

    def __str__(self) -> str:
        return self.location


class KeptForm(AcademyOwned):
    """What somebody wrote whose session had ended, for two hours, encrypted with a key that only their browser has."""

    account_id = models.BigIntegerField(
        help_text="Account that its page was drawn for; the only one to see it."
    )
    path = models.CharField(max_length=500)
    page = models.CharField(max_length=500)
    text = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["academy", "account_id"], name="kept_form_by_account")]

    def __str__(self) -> str:
        return self.path


class SentEntry(AcademyOwned):
    """The last that a person was sent for their calendar about one event."""

    about_id = models.BigIntegerField(help_text="Person in whose calendar it stands.")
    uid = models.CharField(max_length=255)
    to = models.EmailField()
    sequence = models.PositiveIntegerField()
    is_removed = models.BooleanField(default=False, help_text="The last that was sent removes the event.")
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["academy", "about_id", "uid"], name="sent_entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.uid} {self.sequence}"
