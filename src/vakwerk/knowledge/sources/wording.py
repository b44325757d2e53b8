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
            "Somebody decided on this proposal already. Look at where it stands now."
        ),
        SourceRefusal.NOT_PUBLISHED: _("Only a source that everybody here can find can be shared."),
        SourceRefusal.RETIRED: _("This source was taken out of the list. Put it back first."),
        SourceRefusal.NO_REGION: _("The academy belongs to no region, so there is nobody to share with."),
        SourceRefusal.PERSONS_STAY_HOME: _(
            "A person to ask stays in the academy. No people cross to another one."
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
        "knowledge.accepted": _("took a proposed source over"),
        "knowledge.declined": _("did not take a proposed source over"),
        "knowledge.withdrawn": _("took their proposed source back"),
        "knowledge.shared": _("shared a source with the region"),
        "knowledge.unshared": _("stopped sharing a source with the region"),
        "knowledge.retired": _("took a source out of the list"),
        "knowledge.brought_back": _("put a source back in the list"),
        "knowledge.reviewed": _("looked at a source again"),
        "knowledge.noted": _("noted what a source means here"),
        "knowledge.entry_added": _("added to the lists of knowledge"),
        "knowledge.entry_changed": _("changed an entry of the lists of knowledge"),
        "knowledge.opened": _("opened a conversation to guests"),
        "knowledge.closed": _("closed a conversation to guests"),
        "knowledge.imported": _("took a file of sources over: %(new)s new, %(changed)s changed"),
        "knowledge.taken": _("downloaded all sources"),
    }
)
