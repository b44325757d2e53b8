"""What do circles keep? Rounds and sign-ups, proposals with circles and seats, sessions and absences."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vakwerk.circles.rules import PairingKind, ProposalState, RoundState
from vakwerk.foundation.tenancy import AcademyForeignKey, AcademyOwned
from vakwerk.people.models import Orientation, Seniority


class Aim(models.TextChoices):
    """What a good round aims at; never a reason to refuse."""

    DISCIPLINES = "disciplines", _("different disciplines")
    ORGANISATIONS = "organisations", _("different organisations")
    SENIORITY = "seniority", _("different lengths of experience")
    ORIENTATIONS = "orientations", _("all ways of governing")
    COMPARABLE = "comparable", _("circles that are alike")
    NEW_MEETINGS = "new_meetings", _("new meetings")


class Weight(models.TextChoices):
    """How much an aim counts, in words."""

    NONE = "none", _("not")
    SOME = "some", _("some")
    MUCH = "much", _("much")


def default_aims() -> dict[str, str]:
    """Every aim counts, discipline and organisation most."""
    much = {Aim.DISCIPLINES, Aim.ORGANISATIONS}
    return {aim.value: (Weight.MUCH if aim in much else Weight.SOME).value for aim in Aim}


class Round(AcademyOwned):
    """A call for circles: who may join, when, and what the circles must be like."""

    class State(models.TextChoices):
        DRAFT = RoundState.DRAFT, _("draft")
        OPEN = RoundState.OPEN, _("open for sign-up")
        CLOSED = RoundState.CLOSED, _("sign-up closed")
        PUBLISHED = RoundState.PUBLISHED, _("published")
        ENDED = RoundState.ENDED, _("ended")

    title = models.CharField(_("title"), max_length=120)
    purpose = models.TextField(_("what it is about"), blank=True, max_length=2000)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    closes_on = models.DateField(_("sign up until"), help_text="The last day on which people can sign up.")
    sessions = models.PositiveSmallIntegerField(
        _("number of sessions"), default=6, validators=[MinValueValidator(1), MaxValueValidator(24)]
    )
    weeks_between = models.PositiveSmallIntegerField(
        _("weeks between sessions"), default=6, validators=[MinValueValidator(1), MaxValueValidator(26)]
    )
    size_min = models.PositiveSmallIntegerField(_("smallest circle"), default=6)
    size_max = models.PositiveSmallIntegerField(_("largest circle"), default=8)
    min_externals = models.PositiveSmallIntegerField(
        _("partners and residents per circle, at least"), default=0
    )
    min_disciplines = models.PositiveSmallIntegerField(_("disciplines per circle, at least"), default=3)
    min_organisations = models.PositiveSmallIntegerField(_("organisations per circle, at least"), default=2)
    aims = models.JSONField(default=default_aims, help_text="Aim to weight.")
    place = models.CharField(_("place"), max_length=200, blank=True)
    made_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(size_min__gte=2) & models.Q(size_max__gte=models.F("size_min")),
                name="round_size_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RoundAudience(AcademyOwned):
    """Who may join a round: an organisation, or one unit of it. A round without any is open to everybody."""

    round = AcademyForeignKey(Round, on_delete=models.CASCADE, related_name="audience")
    organisation = AcademyForeignKey("people.Organisation", on_delete=models.CASCADE, related_name="+")
    unit = AcademyForeignKey("people.Unit", on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["academy", "round", "organisation", "unit"],
                name="audience_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}/{self.unit_id or '-'} in {self.round_id}"


class Slot(AcademyOwned):
    """A moment that circles of a round can choose: a part of a day, from a first date on."""

    round = AcademyForeignKey(Round, on_delete=models.CASCADE, related_name="slots")
    first_date = models.DateField(_("first session"))
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("until"))

    class Meta:
        ordering = ["first_date", "starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="slot_in_order"
            ),
            models.UniqueConstraint(fields=["academy", "round", "first_date", "starts_at"], name="slot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first_date} {self.starts_at:%H.%M}"


class SignUp(AcademyOwned):
    """Somebody wants to join a round. Discipline and the like are as they were when signing up."""

    class State(models.TextChoices):
        SIGNED = "signed", _("signed up")
        WITHDRAWN = "withdrawn", _("withdrawn")

    round = AcademyForeignKey(Round, on_delete=models.CASCADE, related_name="sign_ups")
    person = AcademyForeignKey("people.Person", on_delete=models.CASCADE, related_name="sign_ups")
    state = models.CharField(max_length=10, choices=State, default=State.SIGNED)
    discipline = models.CharField(_("discipline"), max_length=80, blank=True)
    seniority = models.CharField(_("experience"), max_length=20, choices=Seniority, blank=True)
    orientation = models.CharField(_("way of governing"), max_length=30, choices=Orientation, blank=True)
    brings = models.CharField(_("what you bring"), max_length=500, blank=True)
    # Only the coordinator reads this; it is emptied when the round ends, since it may tell about health.
    wishes = models.CharField(_("what helps you to take part"), max_length=500, blank=True)
    signed_by_id = models.BigIntegerField(null=True, help_text="The coordinator, if not the person.")
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["signed_at", "id"]
        constraints = [models.UniqueConstraint(fields=["academy", "round", "person"], name="sign_up_once")]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.round_id}"


class SignUpSlot(AcademyOwned):
    """A moment that suits somebody."""

    sign_up = AcademyForeignKey(SignUp, on_delete=models.CASCADE, related_name="slots")
    slot = AcademyForeignKey(Slot, on_delete=models.CASCADE, related_name="chosen_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["academy", "sign_up", "slot"], name="sign_up_slot_once")
        ]

    def __str__(self) -> str:
        return f"{self.sign_up_id} at {self.slot_id}"


class Pairing(AcademyOwned):
    """Two people who must, or must not, sit together in a round."""

    class Kind(models.TextChoices):
        APART = PairingKind.APART, _("must not sit together")
        TOGETHER = PairingKind.TOGETHER, _("must sit together")

    round = AcademyForeignKey(Round, on_delete=models.CASCADE, related_name="pairings")
    person = AcademyForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    other = AcademyForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.CharField(_("why"), max_length=160, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["academy", "round", "person", "other"], name="pairing_once"),
            models.CheckConstraint(condition=models.Q(person__lt=models.F("other")), name="pairing_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.other_id}"


class Proposal(AcademyOwned):
    """One way to seat a round's people. A round keeps its proposals, so they can be compared."""

    class State(models.TextChoices):
        DRAFT = ProposalState.DRAFT, _("draft")
        PUBLISHED = ProposalState.PUBLISHED, _("published")
        # Its circles were called off, and the round is composed again; kept as what once was.
        CALLED_OFF = ProposalState.CALLED_OFF, _("called off")

    round = AcademyForeignKey(Round, on_delete=models.CASCADE, related_name="proposals")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    made_at = models.DateTimeField(default=timezone.now)
    made_by_id = models.BigIntegerField(null=True)
    job_id = models.BigIntegerField(null=True)
    seed = models.BigIntegerField(default=0)
    published_at = models.DateTimeField(null=True)
    # As it stands, so that a later proposal can be held against it: {"mean": 0.85, "terms": {...}}.
    scores = models.JSONField(default=dict)
    history = models.JSONField(default=list, help_text="Seconds and score while it was composed.")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["academy", "round", "number"], name="proposal_number_once"),
            models.UniqueConstraint(
                fields=["academy", "round"],
                name="one_published_proposal",
                condition=models.Q(state="published"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} #{self.number}"

    @property
    def is_settled(self) -> bool:
        """Whether people heard of its circles, so that nothing in it is moved any more."""
        return self.state != self.State.DRAFT


class Circle(AcademyOwned):
    """A peer-consultation circle, proposed or published."""

    proposal = AcademyForeignKey(Proposal, on_delete=models.CASCADE, related_name="circles")
    number = models.PositiveSmallIntegerField()
    slot = AcademyForeignKey(Slot, on_delete=models.PROTECT, null=True, blank=True, related_name="circles")
    facilitator = AcademyForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="facilitates"
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    # It meets no more: called off, or merged into another circle. Sessions that were held stay.
    closed_at = models.DateTimeField(null=True, editable=False)
    merged_into = AcademyForeignKey(
        "self", on_delete=models.SET_NULL, null=True, editable=False, related_name="merged_from"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["academy", "proposal", "number"], name="circle_number_once")
        ]

    def __str__(self) -> str:
        return f"circle {self.number}"

    @property
    def standing(self) -> str:
        """How it stands, as its round: one that was called off or merged is over before the round is."""
        return Round.State.ENDED if self.closed_at else self.proposal.round.state


class Seat(AcademyOwned):
    """Somebody's place in a circle."""

    proposal = AcademyForeignKey(Proposal, on_delete=models.CASCADE, related_name="seats")
    circle = AcademyForeignKey(Circle, on_delete=models.CASCADE, related_name="seats")
    person = AcademyForeignKey("people.Person", on_delete=models.CASCADE, related_name="seats")
    is_locked = models.BooleanField(default=False)
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["academy", "proposal", "person"], name="seat_once", condition=models.Q(left_at=None)
            )
        ]
        indexes = [models.Index(fields=["academy", "person"], name="seat_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.circle_id}"


class Rearrangement(AcademyOwned):
    """A change of seats, moment or facilitator by hand, kept so that it can be undone."""

    class Kind(models.TextChoices):
        SWAP = "swap", _("swapped")
        MOVE = "move", _("moved")
        WAIT = "wait", _("let wait")
        SEAT = "seat", _("seated")
        ARRANGE = "arrange", _("arranged")

    proposal = AcademyForeignKey(Proposal, on_delete=models.CASCADE, related_name="rearrangements")
    kind = models.CharField(max_length=10, choices=Kind)
    # [[person id, circle id before or null, circle id after or null], ...]
    steps = models.JSONField()
    # [[circle id, slot id before or null, slot id after or null], ...]
    moments = models.JSONField(default=list)
    # [[circle id, person id before or null, person id after or null], ...]
    facilitators = models.JSONField(default=list)
    made_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} in {self.proposal_id}"


class Session(AcademyOwned):
    """One meeting of a circle. ``uid`` and ``sequence`` let calendars follow its changes."""

    circle = AcademyForeignKey(Circle, on_delete=models.CASCADE, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(_("place"), max_length=200, blank=True)
    is_cancelled = models.BooleanField(default=False)
    moved_for = models.CharField(
        max_length=30, blank=True, help_text="The public holiday that it gave way to."
    )
    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["academy", "circle", "number"], name="session_number_once"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="session_in_order"
            ),
        ]
        indexes = [models.Index(fields=["academy", "starts_at"], name="session_by_time")]

    def __str__(self) -> str:
        return f"session {self.number} of {self.circle_id}"


class Absence(AcademyOwned):
    """Somebody said beforehand that they cannot come."""

    session = AcademyForeignKey(Session, on_delete=models.CASCADE, related_name="absences")
    person = AcademyForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["academy", "session", "person"], name="absence_once")]

    def __str__(self) -> str:
        return f"{self.person_id} not at {self.session_id}"


class CalendarFeed(AcademyOwned):
    """A secret address at which somebody's calendar program reads their own sessions. Only its hash is kept."""

    person = AcademyForeignKey("people.Person", on_delete=models.CASCADE, related_name="calendar_feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, help_text="The last time that a program read it, to the hour.")
    content_digest = models.CharField(max_length=64, blank=True, help_text="Of what it was given last.")
    changed_at = models.DateTimeField(null=True, help_text="Since when what it is given has been the same.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["academy", "person"], name="calendar_feed_once")]

    def __str__(self) -> str:
        return f"for {self.person_id}"
