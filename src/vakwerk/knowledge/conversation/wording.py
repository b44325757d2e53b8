"""How does a conversation say why not, and what the audit trail calls each act?"""

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation import audit, refusals
from vakwerk.knowledge.conversation.rules import LONGEST, TalkRefusal

refusals.describe(
    {
        TalkRefusal.CLOSED_TO_GUESTS: _("This conversation is for colleagues of the academy."),
        TalkRefusal.NOT_YOURS: _("Only the person who wrote it can do this."),
        TalkRefusal.GONE: _("This contribution was deleted."),
        TalkRefusal.HIDDEN: _("This contribution was hidden by a coordinator."),
        TalkRefusal.NOTHING_SAID: _("Write something first."),
        TalkRefusal.TOO_LONG: _("This is too long: at most %(limit)s characters."),
        TalkRefusal.ONLY_COORDINATORS: _("Only the academy's coordinators can do this."),
        TalkRefusal.NO_REASON: _("Give a reason."),
        TalkRefusal.YOUR_OWN: _("You wrote this yourself. You can change or delete it."),
        TalkRefusal.REPORTED_ALREADY: _("You reported this already. A coordinator will look at it."),
    },
    limit=LONGEST,
)


def who_heard(mentioned: list[str], unclear: list[str]) -> list[str]:
    """Say who got mail about being called, and which names were not clear."""
    said = []
    if mentioned:
        names = ", ".join(mentioned)
        said.append(
            ngettext("%(names)s is told by mail.", "%(names)s are told by mail.", len(mentioned))
            % {"names": names}
        )
    said += [
        gettext(
            "“@%(name)s” is not clear: nobody here has that name, or several people do. Nobody got mail for it."
        )
        % {"name": name}
        for name in unclear
    ]
    return said


audit.describe(
    {
        "knowledge.said": _("said something under a source"),
        "knowledge.said_otherwise": _("changed what they said under a source"),
        "knowledge.unsaid": _("deleted what they said under a source"),
        "knowledge.reported": _("reported a contribution"),
        "knowledge.hidden": _("hid a contribution"),
        "knowledge.shown_again": _("showed a hidden contribution again"),
        "knowledge.left": _("left a reported contribution as it is"),
    }
)
