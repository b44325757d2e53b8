"""What does an academy sign, with which key, and what did it take back?"""

import uuid

from django.db import models
from django.utils import timezone

from vakwerk.craft.models.evidence import ReachedLevel
from vakwerk.foundation.tenancy import AcademyForeignKey, AcademyOwned
from vakwerk.people.models import Person


class IssuerKey(AcademyOwned):
    """A pair of Ed25519 keys with which the academy signs badges. One is in use; earlier ones still verify.

    ``distrusted_at``: somebody else may have had it, so what it signed is no longer trusted.
    """

    number = models.PositiveSmallIntegerField()
    public_key = models.CharField(max_length=64, help_text="In multibase, as a Multikey.")
    private_key = models.BinaryField(help_text="Encrypted with a key derived from the secret key.")
    made_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True)
    distrusted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["academy", "number"], name="issuer_key_number_once"),
            models.UniqueConstraint(
                fields=["academy"], name="one_key_in_use", condition=models.Q(retired_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"key {self.number}"


class StatusList(AcademyOwned):
    """A public list with one bit for each badge: 1 is revoked. ``credential``: the list as it was signed last."""

    number = models.PositiveSmallIntegerField()
    next_index = models.PositiveIntegerField(
        default=0, help_text="Never handed out twice, whatever is deleted."
    )
    revoked = models.JSONField(default=list, help_text="The places that are 1.")
    credential = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["academy", "number"], name="status_list_number_once")]

    def __str__(self) -> str:
        return f"status list {self.number}"


class Badge(AcademyOwned):
    """A badge that a person asked for, for a level they reached.

    ``credential``: the text that was signed, byte by byte; it is what people download.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    person = AcademyForeignKey(Person, on_delete=models.CASCADE, related_name="badges")
    reached = AcademyForeignKey(ReachedLevel, on_delete=models.PROTECT, related_name="badges")
    key = AcademyForeignKey(IssuerKey, on_delete=models.PROTECT, related_name="badges")
    status_list = AcademyForeignKey(StatusList, on_delete=models.PROTECT, related_name="badges")
    status_index = models.PositiveIntegerField()
    credential = models.TextField()
    with_name = models.BooleanField(default=False)
    language = models.CharField(max_length=2, default="nl")
    issued_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=300, blank=True)
    revoked_by_id = models.BigIntegerField(null=True)
    # By the academy: then no other badge for the level is given until the academy lifts it. Else by its holder.
    revoked_by_academy = models.BooleanField(default=False)
    lifted_at = models.DateTimeField(null=True, help_text="From then on the holder may ask for one again.")
    lifted_reason = models.CharField(max_length=300, blank=True)
    lifted_by_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-issued_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["academy", "status_list", "status_index"], name="status_place_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def is_withheld(self) -> bool:
        """Whether the academy took it back and did not lift that."""
        return self.revoked_by_academy and self.lifted_at is None

    @property
    def is_believed(self) -> bool:
        """Whether it was not taken back, and nobody else may have had the key that signed it."""
        return self.revoked_at is None and self.key.distrusted_at is None
