"""What is said under a source? Contributions in threads one level deep, with their history and reports."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.tenancy import AcademyForeignKey, AcademyOwned
from vakwerk.knowledge.models.sources import LocalContext


class Post(AcademyOwned):
    """One contribution. A hidden or deleted one keeps its place, so that answers to it stay readable."""

    local = AcademyForeignKey(LocalContext, on_delete=models.CASCADE, related_name="posts")
    parent = AcademyForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="answers"
    )
    author = AcademyForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="posts"
    )
    text = models.TextField(_("text"), max_length=4000)
    made_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by_id = models.BigIntegerField(null=True, help_text="Person who hid it.")
    hidden_because = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["made_at", "id"]
        verbose_name = _("contribution")
        indexes = [models.Index(fields=["academy", "local", "made_at"], name="post_by_source")]

    def __str__(self) -> str:
        return f"post {self.pk}"

    @property
    def is_readable(self) -> bool:
        """Whether its text is there for everybody who may read the conversation."""
        return self.deleted_at is None and self.hidden_at is None


class PostVersion(AcademyOwned):
    """What a contribution said before it was changed at ``replaced_at``."""

    post = AcademyForeignKey(Post, on_delete=models.CASCADE, related_name="versions")
    text = models.TextField(max_length=4000)
    replaced_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-replaced_at", "-id"]

    def __str__(self) -> str:
        return f"post {self.post_id} before {self.replaced_at}"


class Mention(AcademyOwned):
    """A contribution names a person, who then got mail about it."""

    post = AcademyForeignKey(Post, on_delete=models.CASCADE, related_name="mentions")
    person = AcademyForeignKey("people.Person", on_delete=models.CASCADE, related_name="mentioned_in")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["academy", "post", "person"], name="mention_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.post_id}"


class PostReport(AcademyOwned):
    """Somebody asks the coordinators to look at a contribution. Who reported is never shown to its author."""

    class Outcome(models.TextChoices):
        HIDDEN = "hidden", _("hidden")
        KEPT = "kept", _("left as it is")

    post = AcademyForeignKey(Post, on_delete=models.CASCADE, related_name="reports")
    reporter = AcademyForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="reported_posts"
    )
    reason = models.CharField(_("reason"), max_length=300)
    made_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_id = models.BigIntegerField(null=True, help_text="Person who settled it.")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["academy", "post", "reporter"],
                name="one_open_report_each",
                condition=models.Q(settled_at=None),
            )
        ]
        indexes = [models.Index(fields=["academy", "settled_at", "-made_at"], name="report_by_state")]

    def __str__(self) -> str:
        return f"report of {self.post_id}"
