"""How does this part say why not, and what it asks afterwards?"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation import audit, refusals
from vakwerk.trajectories.attendance.rules import AttendanceRefusal, EvaluationRefusal

refusals.describe(
    {
        AttendanceRefusal.NOT_ENROLLED: _("You are not enrolled for this session."),
        AttendanceRefusal.IS_CANCELLED: _("This session has been called off."),
        AttendanceRefusal.IS_OVER: _("This session is over."),
        AttendanceRefusal.HAS_BEGUN: _("The session has begun."),
        AttendanceRefusal.TOO_EARLY: _("That can be done from a quarter of an hour before the session."),
        AttendanceRefusal.NO_SUCH_CODE: _("This code is not valid now. Check the letters on the screen."),
        AttendanceRefusal.TOO_MANY_TRIES: _(
            "Five codes were wrong. Wait ten minutes, or ask the trainer to put you on the list."
        ),
        AttendanceRefusal.NOT_YET: _(
            "The list can be filled in from a quarter of an hour before the session."
        ),
        AttendanceRefusal.EDITION_OVER: _("This edition has been called off."),
        EvaluationRefusal.NOT_ENROLLED: _("Only people who took part can look back."),
        EvaluationRefusal.TOO_EARLY: _("You can look back after the last session."),
        EvaluationRefusal.TOO_LATE: _("You could look back until three weeks after the last session."),
        EvaluationRefusal.ALREADY: _("You have looked back already. Thank you."),
        EvaluationRefusal.EMPTY: _("Answer at least one question, or write something."),
    }
)

QUESTIONS: dict[str, Promise] = {
    "useful": _("I use what I learned in my work."),
    "goals": _("I can now do what the learning goals say."),
    "both_sides": _("Knowledge from inside and from outside helped me."),
    "pace": _("The level and the pace suited me."),
    "room": _("I could say what I wanted to say."),
}
SCALE: dict[int, Promise] = {
    1: _("not at all"),
    2: _("hardly"),
    3: _("partly"),
    4: _("mostly"),
    5: _("fully"),
}


audit.describe(
    {
        "trajectories.stays_away": _("said not to come to a session of “%(title)s”"),
        "trajectories.comes_after_all": _("said to come to a session of “%(title)s” after all"),
        "trajectories.code_shown": _("showed the code of a session of “%(title)s”"),
        "trajectories.checked_in": _("checked in at a session of “%(title)s”"),
        "trajectories.list_kept": _("saved the list of a session of “%(title)s”"),
    }
)
