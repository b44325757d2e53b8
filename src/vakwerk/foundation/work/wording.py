"""What the audit trail says about long work."""

from django.utils.translation import gettext_lazy as _

from vakwerk.foundation import audit

audit.describe(
    {
        "foundation.job_stopped": _("stopped the task “%(title)s”"),
        "foundation.job_again": _("had the task “%(title)s” done again"),
        "foundation.mail_again": _("had the mail “%(title)s” sent again"),
        "foundation.mail_arrived": _("noted that the mail “%(title)s” arrived"),
    }
)
