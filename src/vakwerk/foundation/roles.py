"""What can somebody be in an academy?"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is in one academy; a person may be several."""

    COORDINATOR = "coordinator", _("academy coordinator")
    FACILITATOR = "facilitator", _("circle facilitator")
    ASSESSOR = "assessor", _("assessor")
    PARTICIPANT = "participant", _("participant")
    GUEST = "guest", _("guest")
    RESEARCHER = "researcher", _("researcher")
    WORKS_COUNCIL = "works_council", _("works council member")
    ADMINISTRATOR = "administrator", _("administrator")
