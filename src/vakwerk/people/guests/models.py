"""What do invitations keep? Who was asked by whom, and whether it still stands."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.tenancy import AcademyForeignKey, AcademyOwned


class Invitation(AcademyOwned):
    """A guest was asked to join in; the person was made with it, so that signing in is all they do."""

    class State(models.TextChoices):
        OPEN = "open", _("invited")
        ACCEPTED = "accepted", _("has been here")
        WITHDRAWN = "withdrawn", _("withdrawn")

    person = AcademyForeignKey("people.Person", on_delete=models.CASCADE, related_name="invitations")
    note = models.CharField(_("a few words of your own"), max_length=600, blank=True)
    made_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(default=timezone.now, help_text="The last time.")
    # Of a guest whose address was corrected since, the invitation went to somebody else.
    sent_to = models.EmailField(_("e-mail address"), blank=True)
    times_sent = models.PositiveSmallIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True)
    # The first visit after it; the page that guests land on fills it.
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["academy", "person"], name="invitation_once")]

    def __str__(self) -> str:
        return f"for {self.person_id}"

    @property
    def state(self) -> State:
        """How it stands."""
        if self.withdrawn_at:
            return self.State.WITHDRAWN
        return self.State.ACCEPTED if self.accepted_at else self.State.OPEN
