"""When is a trajectory given, who comes, and how was it? Editions with their sessions, enrolments and answers."""

import uuid
from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.bilingual import Bilingual, BilingualField
from vakwerk.foundation.tenancy import AcademyForeignKey, AcademyOwned
from vakwerk.trajectories import rules
from vakwerk.trajectories.models.design import Activity, Trajectory


class Edition(AcademyOwned):
    """One time that a published trajectory is given: its dates, place, seats and conditions.

    ``taken``, ``waiting``, ``starts_at``, ``ends_at`` and ``next_number`` follow from the rows below it; they
    change only under a lock on this row, so that a catalogue of thousands need not count.
    """

    class State(models.TextChoices):
        PLANNED = rules.EditionState.PLANNED, _("being planned")
        OPEN = rules.EditionState.OPEN, _("open for enrolment")
        CLOSED = rules.EditionState.CLOSED, _("enrolment closed")
        COMPLETED = rules.EditionState.COMPLETED, _("completed")
        CANCELLED = rules.EditionState.CANCELLED, _("cancelled")

    class Form(models.TextChoices):
        ON_PLACE = rules.EditionForm.ON_PLACE, _("in person")
        ONLINE = rules.EditionForm.ONLINE, _("online")
        BOTH = rules.EditionForm.BOTH, _("in person and online")

    class Payer(models.TextChoices):
        ACADEMY = rules.Payer.ACADEMY, _("the academy")
        ORGANISATION = rules.Payer.ORGANISATION, _("the organisation where somebody works")
        PARTICIPANT = rules.Payer.PARTICIPANT, _("the participant")

    trajectory = AcademyForeignKey(Trajectory, on_delete=models.PROTECT, related_name="editions")
    # The key of the file that editions come from, so that importing again finds the same one.
    key = models.CharField(_("key"), max_length=80)
    name = models.CharField(_("name of this edition"), max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    form = models.CharField(_("where"), max_length=10, choices=Form, default=Form.ON_PLACE)
    place = models.CharField(_("place"), max_length=200, blank=True)
    online_url = models.URLField(_("link to the online room"), max_length=500, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("seats"), default=16, validators=[MinValueValidator(1), MaxValueValidator(2000)]
    )
    enrol_until = models.DateField(_("enrol until"), null=True, blank=True)
    needs_approval = models.BooleanField(_("a coordinator approves enrolments"), default=False)
    guests_welcome = models.BooleanField(_("guests may enrol"), default=False)
    is_mandatory = models.BooleanField(_("mandatory"), default=False)
    mandatory_for = AcademyForeignKey(
        "people.Unit", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Euro cents for one person. Vakwerk handles no payments, it only says what it costs.
    cost = models.PositiveIntegerField(_("costs for one person"), default=0)
    paid_by = models.CharField(_("who pays"), max_length=12, choices=Payer, default=Payer.ACADEMY)
    cost_note = models.CharField(_("about the costs"), max_length=300, blank=True)
    taken = models.PositiveIntegerField(default=0, editable=False)
    waiting = models.PositiveIntegerField(default=0, editable=False)
    next_number = models.PositiveIntegerField(default=1, editable=False)
    starts_at = models.DateTimeField(null=True, editable=False)
    ends_at = models.DateTimeField(null=True, editable=False)
    reason = models.CharField(_("why it is cancelled"), max_length=500, blank=True)
    made_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="When it was completed or cancelled.")

    class Meta:
        ordering = ["starts_at", "id"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(fields=["academy", "key"], name="edition_key_once"),
            models.CheckConstraint(
                # Training that law or agreement makes mandatory is free for whoever takes part.
                condition=models.Q(is_mandatory=False) | models.Q(cost=0) | ~models.Q(paid_by="participant"),
                name="mandatory_edition_is_free",
            ),
            models.CheckConstraint(condition=models.Q(capacity__gte=1), name="edition_has_seats"),
        ]
        indexes = [
            models.Index(
                fields=["academy", "trajectory", "state", "starts_at"], name="edition_of_trajectory"
            ),
            models.Index(fields=["academy", "state", "starts_at"], name="edition_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.trajectory} {self.name}".strip()

    @property
    def is_online(self) -> bool:
        """Whether somebody can take part from a distance."""
        return self.form != self.Form.ON_PLACE

    @property
    def is_on_place(self) -> bool:
        """Whether somebody can come in person."""
        return self.form != self.Form.ONLINE

    @property
    def free(self) -> int:
        """How many seats are free, whoever they are for."""
        return max(self.capacity - self.taken, 0)

    @property
    def is_ahead(self) -> bool:
        """Whether it is neither completed nor cancelled."""
        return self.state in {self.State.PLANNED, self.State.OPEN, self.State.CLOSED}


class EditionSession(AcademyOwned):
    """One meeting of an edition. ``uid`` and ``sequence`` let calendars follow its changes."""

    edition = AcademyForeignKey(Edition, on_delete=models.CASCADE, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    activity = AcademyForeignKey(
        Activity, on_delete=models.SET_NULL, null=True, blank=True, related_name="edition_sessions"
    )
    # Where the trajectory has no activity for it.
    own_title = BilingualField(_("what it is about"), max_length=160, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(_("place"), max_length=200, blank=True, help_text="Empty: as the edition says.")
    is_cancelled = models.BooleanField(default=False)
    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    # What the trainer shows on a screen; people who are there enter it.
    code = models.CharField(max_length=8, blank=True)
    list_kept_at = models.DateTimeField(null=True, help_text="When the list of who was there was first kept.")
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at", "id"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.UniqueConstraint(
                fields=["academy", "edition", "number"],
                name="edition_session_number_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="edition_session_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["academy", "starts_at"], name="edition_session_by_time"),
            models.Index(
                fields=["academy", "code"],
                name="edition_session_by_code",
                condition=~models.Q(code=""),
            ),
        ]

    def __str__(self) -> str:
        return f"session {self.number} of {self.edition_id}"

    @property
    def title(self) -> Bilingual:
        """What it is about."""
        said: Bilingual = self.activity.title if self.activity else self.own_title
        return said

    @property
    def where(self) -> str:
        """Its place, or that of the edition."""
        return self.place or self.edition.place


class Trainer(AcademyOwned):
    """Who leads an edition: somebody of the academy, or a name from elsewhere."""

    edition = AcademyForeignKey(Edition, on_delete=models.CASCADE, related_name="trainers")
    person = AcademyForeignKey(
        "people.Person", on_delete=models.CASCADE, null=True, blank=True, related_name="trains"
    )
    named = models.CharField(_("name"), max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["academy", "edition", "person"],
                name="trainer_once",
                condition=models.Q(person__isnull=False),
            ),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | ~models.Q(named=""), name="trainer_is_somebody"
            ),
        ]
        indexes = [models.Index(fields=["academy", "person"], name="trainer_by_person")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What to call them."""
        return self.person.name if self.person else self.named


class MemberSeats(AcademyOwned):
    """Seats of an edition that are kept for the people of one organisation; what is left is for everybody."""

    edition = AcademyForeignKey(Edition, on_delete=models.CASCADE, related_name="member_seats")
    organisation = AcademyForeignKey("people.Organisation", on_delete=models.CASCADE, related_name="+")
    seats = models.PositiveSmallIntegerField(_("seats"))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["academy", "edition", "organisation"], name="member_seats_once")
        ]

    def __str__(self) -> str:
        return f"{self.seats} of {self.edition_id} for {self.organisation_id}"


class Enrolment(AcademyOwned):
    """Somebody wants to take part, and how that stands. ``number``: the order in which people came."""

    class State(models.TextChoices):
        ASKED = rules.EnrolmentState.ASKED, _("waits for approval")
        WAITING = rules.EnrolmentState.WAITING, _("on the waiting list")
        ENROLLED = rules.EnrolmentState.ENROLLED, _("enrolled")
        DECLINED = rules.EnrolmentState.DECLINED, _("declined")
        WITHDRAWN = rules.EnrolmentState.WITHDRAWN, _("withdrawn")

    edition = AcademyForeignKey(Edition, on_delete=models.CASCADE, related_name="enrolments")
    person = AcademyForeignKey("people.Person", on_delete=models.CASCADE, related_name="enrolments")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State)
    # Whose seat it is: the organisation where the person worked when enrolling.
    organisation = AcademyForeignKey(
        "people.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Only coordinators read this; it is emptied when the edition ends, since it may tell about health.
    wishes = models.CharField(_("what helps you to take part"), max_length=500, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    # When the state last changed, by whom: null is the person or Vakwerk itself.
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by_id = models.BigIntegerField(null=True)
    reason = models.CharField(_("why not"), max_length=500, blank=True)
    completed_on = models.DateField(null=True, blank=True)
    # Only that somebody answered, not when: otherwise the order of answers would say whose they are.
    has_evaluated = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(fields=["academy", "edition", "number"], name="enrolment_number_once"),
            models.UniqueConstraint(
                fields=["academy", "edition", "person"],
                name="enrolled_once",
                condition=models.Q(state__in=["asked", "waiting", "enrolled"]),
            ),
        ]
        indexes = [
            models.Index(fields=["academy", "person", "state"], name="enrolment_by_person"),
            models.Index(fields=["academy", "edition", "state", "number"], name="enrolment_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.edition_id}: {self.state}"

    @property
    def is_live(self) -> bool:
        """Whether somebody is enrolled, waits, or asked."""
        return self.state in {self.State.ASKED, self.State.WAITING, self.State.ENROLLED}

    @property
    def completed_as_told(self) -> date | None:
        """The day it was completed, for coordinators and managers: ``None`` where it would tell of evidence."""
        return None if self.edition.trajectory.proofs_needed else self.completed_on


class Apology(AcademyOwned):
    """Somebody said beforehand that they cannot come to a session."""

    session = AcademyForeignKey(EditionSession, on_delete=models.CASCADE, related_name="apologies")
    person = AcademyForeignKey("people.Person", on_delete=models.CASCADE, related_name="apologies")
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["academy", "session", "person"], name="apology_once")]
        indexes = [models.Index(fields=["academy", "person"], name="apology_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id} not at {self.session_id}"


class Attendance(AcademyOwned):
    """Whether somebody was at a session, and how Vakwerk knows."""

    class How(models.TextChoices):
        CODE = "code", _("with the code")
        LIST = "list", _("from the list")

    session = AcademyForeignKey(EditionSession, on_delete=models.CASCADE, related_name="attendances")
    person = AcademyForeignKey("people.Person", on_delete=models.CASCADE, related_name="attendances")
    was_there = models.BooleanField()
    how = models.CharField(max_length=4, choices=How)
    kept_at = models.DateTimeField(default=timezone.now)
    kept_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["academy", "session", "person"], name="attendance_once")
        ]
        indexes = [models.Index(fields=["academy", "person"], name="attendance_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.session_id}: {self.was_there}"


class CodeTry(AcademyOwned):
    """Somebody entered a code that is none: after a few, they have to wait."""

    person = AcademyForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["academy", "person", "at"], name="code_try_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.at:%H.%M}"


class Evaluation(AcademyOwned):
    """What somebody thought of an edition. It names nobody, and nothing leads from it to a person."""

    edition = AcademyForeignKey(Edition, on_delete=models.CASCADE, related_name="evaluations")
    # Question to a number from 1 to 5; a question that was left open is not there.
    answers = models.JSONField(default=dict)
    kept = models.CharField(_("what should stay"), max_length=500, blank=True)
    better = models.CharField(_("what can be better"), max_length=500, blank=True)

    class Meta:
        # Never in the order in which they came in.
        ordering = ["edition"]
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")

    def __str__(self) -> str:
        return f"of {self.edition_id}"
