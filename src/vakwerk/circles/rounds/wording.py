"""How does this part say why not? One sentence per reason, and what the audit trail calls each act."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vakwerk.circles.rounds.files import FileProblem, Line, RowProblem
from vakwerk.circles.rounds.rules import PairingRefusal, RoundRefusal, SignUpRefusal
from vakwerk.foundation import audit, refusals

refusals.describe(
    {
        RoundRefusal.WRONG_STATE: _("The round is no longer at that step. Check its status."),
        RoundRefusal.NO_SLOTS: _("There is no moment to choose yet. Add at least one."),
        RoundRefusal.CLOSING_PAST: _("The last day to sign up has passed. Choose a later day first."),
        RoundRefusal.STARTS_TOO_SOON: _(
            "A first session falls on or before the last day to sign up. Choose a later moment or close earlier."
        ),
        RoundRefusal.NOBODY_INVITED: _(
            "Nobody is invited yet: there are no people in the organisations you chose."
        ),
        RoundRefusal.TOO_FEW_INVITED: _("Fewer people are invited than one circle needs."),
        RoundRefusal.SIZE_IMPOSSIBLE: _(
            "The largest circle must be at least as big as the smallest, and two at least."
        ),
        RoundRefusal.MINIMUM_IMPOSSIBLE: _(
            "The smallest circle is too small for the variety that you ask for."
        ),
        RoundRefusal.SLOT_CHOSEN: _("Somebody chose this moment when signing up, so it cannot be changed."),
        RoundRefusal.RHYTHM_RELIED_ON: _(
            "People signed up for this number of sessions, this many weeks apart, so these cannot be changed."
        ),
        RoundRefusal.INVITED_SIGNED_UP: _(
            "Somebody who signed up would no longer be invited. Withdraw them first, or keep their organisation."
        ),
        RoundRefusal.SIGNED_UP_ALREADY: _("People have signed up for this round, so it cannot be deleted."),
        SignUpRefusal.NOT_OPEN_YET: _("Signing up is not possible yet."),
        SignUpRefusal.SIGN_UP_CLOSED: _(
            "Signing up is closed. Ask your academy coordinator if you still want to join."
        ),
        SignUpRefusal.NOT_INVITED: _("This call is for other organisations or teams."),
        SignUpRefusal.NO_SLOT_CHOSEN: _(
            "Choose at least one moment. Otherwise we cannot find a circle that suits you."
        ),
        SignUpRefusal.SLOT_NOT_OFFERED: _("That moment is not offered in this round."),
        SignUpRefusal.NOT_SIGNED_UP: _("There is no sign-up to withdraw."),
        SignUpRefusal.IN_A_CIRCLE: _("The circles are made. Leave the circle on its own page instead."),
        PairingRefusal.WITH_ONESELF: _("Choose two different people."),
        PairingRefusal.NOT_BOTH_SIGNED_UP: _("Both people must be signed up for this round."),
        PairingRefusal.ROUND_OVER: _(
            "The circles of this round are published. Who sits with whom is settled."
        ),
        PairingRefusal.BOND: _(
            "One of them manages, assesses or decides about the other. Such people never sit together in a circle."
        ),
    }
)


# What each check before opening says when it holds.
HOLDS: dict[RoundRefusal, Promise] = {
    RoundRefusal.NO_SLOTS: _("There are moments to choose from"),
    RoundRefusal.CLOSING_PAST: _("The last day to sign up is still to come"),
    RoundRefusal.STARTS_TOO_SOON: _("Every first session comes after the last day to sign up"),
    RoundRefusal.SIZE_IMPOSSIBLE: _("The sizes and the variety go together"),
    RoundRefusal.NOBODY_INVITED: _("Enough people are invited"),
}

FILE_PROBLEMS: dict[FileProblem, Promise] = {
    FileProblem.NO_KEY: _("No column is called “e-mail” or “personnel number”. One of them is needed."),
    FileProblem.NO_MOMENTS: _("No column says which moments people chose. Use the file to fill in below."),
}
ROW_PROBLEMS: dict[RowProblem, Promise] = {
    RowProblem.NO_KEY: _("There is no e-mail address and no personnel number in this row."),
    RowProblem.UNKNOWN: _("Nobody in this academy has “%(value)s”. Add the person first."),
    RowProblem.TWICE: _("%(name)s is in the file twice. Only the first row is used."),
    RowProblem.DIGITS_LOST: _(
        "A spreadsheet shortened this number, so its last digits are lost. "
        "Format the column as text and enter the number again."
    ),
    RowProblem.NOT_INVITED: _("%(name)s is not invited to this round. Change whom it is for first."),
    RowProblem.NO_MOMENT: _("No moment is marked for %(name)s."),
    RowProblem.BAD_MOMENT: _("“%(value)s” is neither yes nor no. Use x or leave it empty."),
}


def problem_in_words(line: Line) -> str:
    """Say what is wrong with a row of a file."""
    assert line.problem is not None
    facts = {"value": line.value, "name": line.known.name if line.known else line.key}
    return str(ROW_PROBLEMS[line.problem]) % facts


audit.describe(
    {
        "circles.round_made": _("made the round “%(title)s”"),
        "circles.round_changed": _("changed the round “%(title)s”"),
        "circles.round_deleted": _("deleted the draft “%(title)s”"),
        "circles.round_open": _("opened the round “%(title)s” to %(invited)s people"),
        "circles.round_close": _("closed sign-up for “%(title)s”"),
        "circles.round_reopen": _("opened sign-up for “%(title)s” again"),
        "circles.signed_up": _("signed up for “%(title)s”"),
        "circles.signed_up_many": _("signed up %(count)s people for “%(title)s”"),
        "circles.withdrew": _("withdrew a sign-up for “%(title)s”"),
        "circles.paired": _("kept two people together or apart in “%(title)s”"),
        "circles.unpaired": _("no longer kept two people together or apart in “%(title)s”"),
        "circles.reminded": _("sent a reminder of “%(title)s” to %(count)s people"),
    }
)
