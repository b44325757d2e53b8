"""How does this part say why not, and what the audit trail calls each act?"""

from django.utils.translation import gettext_lazy as _

from vakwerk.foundation import audit, refusals
from vakwerk.knowledge.sources.rules import SourceRefusal

refusals.describe(
    {
        SourceRefusal.OF_ANOTHER_ACADEMY: _(
            "This source is of another academy. You can note what it means here."
        ),
        SourceRefusal.NOT_YOURS_TO_KEEP: _(
            "Only its owner and the academy's coordinators can change this source."
        ),
        SourceRefusal.ONLY_COORDINATORS: _("Only the academy's coordinators can do this."),
        SourceRefusal.GUESTS_DO_NOT_PROPOSE: _(
            "Guests cannot propose a source. Tell it to a colleague in the academy."
        ),
        SourceRefusal.NO_LONGER_PROPOSED: _(
            "Somebody has already decided on this proposal. Check its status."
        ),
        SourceRefusal.NOT_PUBLISHED: _("Only a source that everybody here can find can be shared."),
        SourceRefusal.RETIRED: _("This source was removed from the list. Put it back first."),
        SourceRefusal.NO_REGION: _(
            "The academy does not belong to a region, so there is nobody to share with."
        ),
        SourceRefusal.PERSONS_STAY_HOME: _(
            "A person to ask stays in the academy. Personal data is not shared with another one."
        ),
        SourceRefusal.NOBODY_TO_ASK: _("Say who the person to ask is."),
        SourceRefusal.NOTHING_TO_LEARN_FROM: _(
            "Give an address on the web, a text, or say in short what it tells. Otherwise nobody can learn from it."
        ),
        SourceRefusal.NO_REASON: _("Give a reason. Whoever proposed it gets to read it."),
        SourceRefusal.ENTRY_EXISTS: _("This is already in the list."),
    }
)


# What a column is called in the audit trail's "what" is its name in files; those need no words of their own.
audit.describe(
    {
        "knowledge.added": _("added a source"),
        "knowledge.proposed": _("proposed a source"),
        "knowledge.changed": _("changed a source"),
        "knowledge.accepted": _("accepted a proposed source"),
        "knowledge.declined": _("declined a proposed source"),
        "knowledge.withdrawn": _("withdrew their proposed source"),
        "knowledge.shared": _("shared a source with the region"),
        "knowledge.unshared": _("stopped sharing a source with the region"),
        "knowledge.retired": _("removed a source from the list"),
        "knowledge.brought_back": _("put a source back in the list"),
        "knowledge.reviewed": _("reviewed a source"),
        "knowledge.noted": _("noted what a source means here"),
        "knowledge.entry_added": _("added to the lists of knowledge"),
        "knowledge.entry_changed": _("changed an entry of the lists of knowledge"),
        "knowledge.opened": _("opened a conversation to guests"),
        "knowledge.closed": _("closed a conversation to guests"),
        "knowledge.imported": _("imported a file of sources: %(new)s new, %(changed)s changed"),
        "knowledge.taken": _("downloaded all sources"),
    }
)
