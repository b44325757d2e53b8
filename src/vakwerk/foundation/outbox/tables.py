"""How is the list of sent mail shown?"""

from typing import Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from vakwerk.foundation.models import OutgoingMail
from vakwerk.foundation.tables import Column, Filter, Table


def _address(mail: OutgoingMail) -> str:
    return reverse("foundation:mail", args=[mail.academy.slug, mail.pk])


def _in_state(rows: "QuerySet[OutgoingMail]", state: str) -> "QuerySet[OutgoingMail]":
    return rows.filter(state=state)


def _counted(count: int) -> str:
    return ngettext("%(count)s e-mail", "%(count)s e-mails", count) % {"count": count}


# What a mail does in a calendar, as the mail itself says it.
METHODS: Final = [
    ("REQUEST", _("invitation or change")),
    ("CANCEL", _("cancellation")),
]

OUTBOX: Table[OutgoingMail] = Table(
    name=_("outgoing mail"),
    columns=(
        Column("subject", _("subject"), lambda mail: mail.subject, link=_address, order=("subject",)),
        Column("to", pgettext_lazy("mail", "to"), lambda mail: mail.to, order=("to", "-made_at")),
        Column(
            "state",
            _("status"),
            lambda mail: mail.get_state_display(),
            note=lambda mail: mail.error,
            order=("state", "-made_at"),
        ),
        Column("made_at", _("written on"), lambda mail: mail.made_at, order=("made_at",)),
    ),
    filters=(
        Filter(
            "state",
            _("Status"),
            lambda: OutgoingMail.State.choices,
            lambda rows, state: rows.filter(state=state),
        ),
        Filter(
            "calendar",
            _("For a calendar"),
            lambda: METHODS,
            lambda rows, method: rows.filter(calendar_method=method),
        ),
    ),
    search=lambda rows, text: rows.filter(Q(to__icontains=text) | Q(subject__icontains=text)),
    search_label=_("Address or subject"),
    order="-made_at",
    counted=_counted,
    empty=_("No mail has been sent yet."),
)
