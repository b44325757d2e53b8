"""How does evidence speak? Why not, where a piece stands, and what the audit trail calls each act."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vakwerk.craft.evidence.rules import (
    AssessorRefusal,
    EvidenceRefusal,
    FileRefusal,
    ResponseRefusal,
    ShareRefusal,
)
from vakwerk.foundation import own_acts, refusals
from vakwerk.people.rules import JoinsAs

refusals.describe(
    {
        EvidenceRefusal.IS_WAITING: _(
            "Your assessor is reading this. Withdraw it first if you want to change it."
        ),
        EvidenceRefusal.IS_CONFIRMED: _(
            "This is confirmed, so it stays as it is. Write a new piece to add something."
        ),
        EvidenceRefusal.NOT_WAITING: _("This was not sent in, so there is nothing to withdraw."),
        EvidenceRefusal.NOT_WRITTEN: _(
            "First describe the situation and what you did. Without these nobody can tell what you showed."
        ),
        EvidenceRefusal.NO_INDICATORS: _("Choose at least one behaviour that your piece shows."),
        EvidenceRefusal.NO_ANSWER: _(
            "Say what you answer or added. Otherwise your assessor reads the same text again."
        ),
        EvidenceRefusal.OTHER_COMPETENCY: _("That behaviour belongs to another competency."),
        EvidenceRefusal.HOLDS_ALREADY: _(
            "This piece belongs to the version that it was written or assessed under."
        ),
        EvidenceRefusal.GONE: _(
            "This competency is no longer in the framework. Write a new piece for another one."
        ),
        AssessorRefusal.IS_ONESELF: _("Nobody can assess their own evidence. Choose somebody else."),
        AssessorRefusal.NO_ASSESSOR: _("This person is not an assessor here. Choose somebody else."),
        AssessorRefusal.MANAGES: _("This is your manager. Your manager never assesses your evidence."),
        AssessorRefusal.IS_MANAGED: _("You manage this person, so they cannot assess you."),
        AssessorRefusal.MEETS: _(
            "You are in a circle together, where everybody is equal. Choose somebody else."
        ),
        FileRefusal.TOO_MANY: _("There are 10 files already. Remove one first."),
        FileRefusal.TOO_BIG: _(
            "%(name)s is larger than 10 MB. Make it smaller, for instance by saving it as PDF."
        ),
        FileRefusal.EMPTY: _("%(name)s is empty. Choose the file again."),
        FileRefusal.UNKNOWN_KIND: _(
            "%(name)s is not a kind of file that Vakwerk keeps. Choose PDF, an image (PNG, JPG or WebP), text, or "
            "an office document."
        ),
        FileRefusal.APPLE_PHOTO: _(
            "%(name)s is in Apple's HEIC format, which many computers cannot show. Save it as JPG: on an iPhone, "
            "open the photo, tap Share, then Options, and choose Most Compatible."
        ),
        FileRefusal.BROKEN_IMAGE: _(
            "%(name)s is damaged: it cannot be read to the end. Open it, save it again, and choose that file."
        ),
        FileRefusal.TOO_MANY_PIXELS: _(
            "%(name)s has more than 50 million pixels. Make the image smaller first."
        ),
        FileRefusal.OTHER_CONTENT: _(
            "%(name)s is not what its name says, or it contains macros. Save it again in the right format."
        ),
        ResponseRefusal.NOT_NOW: _("This is confirmed. A response no longer changes anything."),
        ResponseRefusal.NO_INDICATORS: _(
            "Choose first which behaviour your piece shows. That is what you ask about."
        ),
        ResponseRefusal.ONESELF: _("That is your own address. Ask somebody else who was there."),
        ResponseRefusal.ASKED_ALREADY: _("You asked this person already."),
        ResponseRefusal.TOO_MANY: _("You asked 12 people. That is enough for one piece."),
        ResponseRefusal.OVER: _("This question has been answered or withdrawn. Nothing more is needed."),
        ResponseRefusal.RAN_OUT: _("The time to answer is over."),
        ResponseRefusal.INCOMPLETE: _(
            "Choose an answer for every behaviour. “I cannot say” is an answer too."
        ),
        ResponseRefusal.OTHER_TEXT: _(
            "The text changed while you were reading. Read it again. Your answers are still in the form."
        ),
        ResponseRefusal.NOTHING_TO_ERASE: _("There is no answer to erase any more."),
        ShareRefusal.NOT_A_MANAGER: _("You can share with your own manager only."),
        ShareRefusal.SHARED_ALREADY: _("%(name)s can read this already."),
    }
)

RELATIONS: dict[str, Promise] = {
    JoinsAs.COLLEAGUE: _("colleague"),
    JoinsAs.PARTNER: _("partner"),
    JoinsAs.RESIDENT: _("resident"),
}


own_acts.describe(
    {
        "craft.evidence_written": _("wrote a piece of evidence"),
        "craft.evidence_changed": _("changed a piece of evidence"),
        "craft.evidence_carried_over": _("moved evidence to the version in force"),
        "craft.evidence_deleted": _("deleted a piece of evidence"),
        "craft.evidence_submitted": _("sent evidence to an assessor"),
        "craft.evidence_withdrawn": _("withdrew evidence from an assessor"),
        "craft.file_added": _("added a file to evidence"),
        "craft.file_removed": _("removed a file from evidence"),
        "craft.file_read": _("opened a file with evidence of somebody else"),
        "craft.response_asked": _("asked somebody for a response: %(relation)s"),
        "craft.response_given": _("answered a question about evidence"),
        "craft.response_erased": _("erased an answer about evidence"),
        "craft.response_declined": _("would rather not answer a question about evidence"),
        "craft.response_taken_back": _("withdrew a question for a response"),
        "craft.shared": _("let a manager read something"),
        "craft.share_ended": _("took back what a manager could read"),
        # Kept of earlier years, when an assessor was noted beside the person.
        "people.bond_added": _("noted who manages, assesses or decides about a person"),
        "people.bond_ended": _("removed who manages, assesses or decides about a person"),
    }
)
