"""What can somebody be in an academy?"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.rules import RoleName


class Role(models.TextChoices):
    """What a person is in one academy; a person may be several."""

    COORDINATOR = RoleName.COORDINATOR, _("academy coordinator")
    FACILITATOR = RoleName.FACILITATOR, _("circle facilitator")
    ASSESSOR = RoleName.ASSESSOR, _("assessor")
    PARTICIPANT = RoleName.PARTICIPANT, _("participant")
    GUEST = RoleName.GUEST, _("guest")
    RESEARCHER = RoleName.RESEARCHER, _("researcher")
    WORKS_COUNCIL = RoleName.WORKS_COUNCIL, _("works council member")
    ADMINISTRATOR = RoleName.ADMINISTRATOR, _("administrator")
