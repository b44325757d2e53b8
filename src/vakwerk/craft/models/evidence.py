"""What does somebody show of their craft, who said what about it, and which level did they reach?"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vakwerk.craft import rules
from vakwerk.craft.models.frameworks import Competency, Indicator
from vakwerk.foundation.tenancy import AcademyForeignKey, AcademyOwned
from vakwerk.people.models import Person
from vakwerk.people.rules import JoinsAs


class Evidence(AcademyOwned):
    """A short piece about something from one's own work, for one competency.

    It stays on the version of the framework that it was written under. What an assessor saw stands in its
    submissions: the texts here may be supplemented afterwards.
    """

    class State(models.TextChoices):
        DRAFT = rules.EvidenceState.DRAFT, _("draft")
        WAITING = rules.EvidenceState.WAITING, _("waiting for assessment")
        ASKED_BACK = rules.EvidenceState.ASKED_BACK, _("question to you")
        CONFIRMED = rules.EvidenceState.CONFIRMED, _("confirmed")
        REFUSED = rules.EvidenceState.REFUSED, _("not accepted")
        WITHDRAWN = rules.EvidenceState.WITHDRAWN, _("withdrawn")

    person = AcademyForeignKey(Person, on_delete=models.CASCADE, related_name="evidence")
    competency = AcademyForeignKey(Competency, on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField(_("title"), max_length=160)
    situation = models.TextField(_("situation"), max_length=3000, blank=True)
    action = models.TextField(_("what I did"), max_length=3000, blank=True)
    effect = models.TextField(_("effect"), max_length=3000, blank=True)
    learned = models.TextField(_("what I learned"), max_length=3000, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    # Who assesses it, from the first submission on; null when that person was erased.
    assessor = AcademyForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="evidence_to_assess"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-changed_at", "-id"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        indexes = [
            models.Index(fields=["academy", "person", "-changed_at"], name="evidence_by_person"),
            models.Index(fields=["academy", "assessor", "state", "due_on"], name="evidence_by_assessor"),
            models.Index(fields=["academy", "competency", "state"], name="evidence_by_competency"),
        ]

    def __str__(self) -> str:
        return self.title


class EvidenceIndicator(AcademyOwned):
    """A piece of evidence shows this behaviour. ``verdict``: the last one; empty while there is none."""

    class Verdict(models.TextChoices):
        CONFIRMED = rules.Outcome.CONFIRMED, _("confirmed")
        ASKED_BACK = rules.Outcome.ASKED_BACK, _("asked back")
        REFUSED = rules.Outcome.REFUSED, _("not accepted")

    evidence = AcademyForeignKey(Evidence, on_delete=models.CASCADE, related_name="shows")
    indicator = AcademyForeignKey(Indicator, on_delete=models.PROTECT, related_name="shown_by")
    verdict = models.CharField(max_length=12, choices=Verdict, blank=True)

    class Meta:
        ordering = ["indicator__level", "indicator__position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["academy", "evidence", "indicator"], name="evidence_shows_once")
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} shows {self.indicator_id}"


class Submission(AcademyOwned):
    """One time that evidence went to an assessor, with the texts as they were then.

    ``answer``: what the person said to the question or refusal before it.
    """

    evidence = AcademyForeignKey(Evidence, on_delete=models.CASCADE, related_name="submissions")
    number = models.PositiveSmallIntegerField(default=1)
    assessor = AcademyForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="submissions_received"
    )
    at = models.DateTimeField(default=timezone.now)
    texts = models.JSONField(default=dict)
    answer = models.TextField(max_length=2000, blank=True)
    ended_at = models.DateTimeField(null=True, help_text="When it was decided or withdrawn.")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["academy", "evidence", "number"], name="submission_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} for the {self.number}. time"


class IndicatorVerdict(AcademyOwned):
    """What an assessor said about one behaviour in one submission. Never changed: a later one comes beside it."""

    submission = AcademyForeignKey(Submission, on_delete=models.CASCADE, related_name="verdicts")
    shows = AcademyForeignKey(EvidenceIndicator, on_delete=models.CASCADE, related_name="verdicts")
    verdict = models.CharField(max_length=12, choices=EvidenceIndicator.Verdict)
    reason = models.TextField(max_length=1500, blank=True)
    by = AcademyForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="verdicts_given"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["academy", "submission", "shows"], name="verdict_once")
        ]

    def __str__(self) -> str:
        return f"{self.verdict} for {self.shows_id}"


class EvidenceFile(AcademyOwned):
    """A file with a piece of evidence; the content lies in the data directory under ``key``."""

    evidence = AcademyForeignKey(Evidence, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=100, help_text="The media type, as its content says.")
    size = models.PositiveIntegerField()
    key = models.UUIDField(unique=True)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return self.name


class AskedResponse(AcademyOwned):
    """Somebody who was there is asked what they saw. Only the hash of the token in their link is kept.

    ``respondent``: set where the address belongs to somebody of the academy. The address goes as soon as it
    is not needed any more: when the answer is given, refused, or the link has run out.
    """

    class State(models.TextChoices):
        OPEN = rules.ResponseState.OPEN, _("asked")
        GIVEN = rules.ResponseState.GIVEN, _("answered")
        DECLINED = rules.ResponseState.DECLINED, _("would rather not")
        WITHDRAWN = rules.ResponseState.WITHDRAWN, _("taken back")

    class Relation(models.TextChoices):
        COLLEAGUE = JoinsAs.COLLEAGUE, _("colleague")
        PARTNER = JoinsAs.PARTNER, _("partner")
        RESIDENT = JoinsAs.RESIDENT, _("resident")

    evidence = AcademyForeignKey(Evidence, on_delete=models.CASCADE, related_name="responses")
    respondent = AcademyForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="responses_asked"
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    # Keyed: so that nobody is asked twice about one piece, and nobody can be found by it.
    address_hash = models.CharField(max_length=64, blank=True)
    relation = models.CharField(_("who this is"), max_length=12, choices=Relation)
    language = models.CharField(_("language"), max_length=2, default="nl")
    message = models.TextField(_("what you want to say"), max_length=600, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField(max_length=1500, blank=True)
    # What the piece said when they answered; empty: not known, of answers from before this was kept.
    texts = models.JSONField(default=dict)

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [models.Index(fields=["academy", "respondent", "state"], name="response_by_respondent")]

    def __str__(self) -> str:
        return f"{self.relation} on {self.evidence_id}"


class ResponseAnswer(AcademyOwned):
    """What one respondent saw of one behaviour. Answers are kept apart: they are never added or averaged."""

    class Seen(models.TextChoices):
        CLEARLY = "clearly", _("seen clearly")
        PARTLY = "partly", _("partly seen")
        NOT = "not", _("not seen")
        CANNOT_SAY = "cannot_say", _("I cannot say")

    response = AcademyForeignKey(AskedResponse, on_delete=models.CASCADE, related_name="answers")
    indicator = AcademyForeignKey(Indicator, on_delete=models.PROTECT, related_name="answers")
    seen = models.CharField(max_length=12, choices=Seen)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["academy", "response", "indicator"], name="response_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.seen}: {self.indicator_id}"


class Share(AcademyOwned):
    """A person lets one manager see something, until they take it back.

    ``evidence``: that one piece; null: the growth page with levels.
    """

    person = AcademyForeignKey(Person, on_delete=models.CASCADE, related_name="shares")
    reader = AcademyForeignKey(Person, on_delete=models.CASCADE, related_name="shared_with_me")
    evidence = AcademyForeignKey(
        Evidence, on_delete=models.CASCADE, null=True, blank=True, related_name="shares"
    )
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["academy", "person", "reader", "evidence"],
                name="share_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} with {self.reader_id}"


class SelfEstimate(AcademyOwned):
    """Where somebody thinks they stand. Kept with its day; ``level`` 0: not at the first level yet."""

    person = AcademyForeignKey(Person, on_delete=models.CASCADE, related_name="self_estimates")
    competency = AcademyForeignKey(Competency, on_delete=models.PROTECT, related_name="self_estimates")
    level = models.PositiveSmallIntegerField()
    on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["academy", "person", "competency", "on"], name="self_estimate_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.level}"


class ReachedLevel(AcademyOwned):
    """An assessor confirmed enough for this level. It stays on the version it was reached under.

    ``skipped_reason``: why it counts though a lower level was not shown.
    """

    person = AcademyForeignKey(Person, on_delete=models.CASCADE, related_name="reached_levels")
    competency = AcademyForeignKey(Competency, on_delete=models.PROTECT, related_name="reached_levels")
    level = models.PositiveSmallIntegerField()
    on = models.DateField(default=timezone.localdate)
    assessor = AcademyForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="levels_confirmed"
    )
    evidence = AcademyForeignKey(
        Evidence, on_delete=models.SET_NULL, null=True, blank=True, related_name="levels"
    )
    skipped_reason = models.TextField(max_length=1500, blank=True)

    class Meta:
        ordering = ["on", "level", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["academy", "person", "competency", "level"], name="level_reached_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} reached {self.level}"
