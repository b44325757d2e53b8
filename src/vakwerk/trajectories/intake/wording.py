"""How is said what is wrong with a row, and what a file does?"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation import audit
from vakwerk.foundation.day_fields import CLOCK_FAULTS
from vakwerk.foundation.days import ClockFault
from vakwerk.trajectories.intake.plans import CHANGED, NEW, UNCHANGED, WRONG
from vakwerk.trajectories.intake.rules import Field, Problem, Wrong

OUTCOMES: dict[str, tuple[str, Promise]] = {
    NEW: ("confirmed", _("new")),
    CHANGED: ("waiting", _("changed")),
    UNCHANGED: ("check", _("unchanged")),
    WRONG: ("attention", _("wrong")),
}
PROBLEMS: dict[Wrong, Promise] = {
    Wrong.NO_TITLE: _("There is no title."),
    Wrong.TOO_LONG: _("This text is too long."),
    Wrong.NO_NUMBER: _("This is not a number."),
    Wrong.NUMBER_RANGE: _("This number cannot be right. Check it."),
    Wrong.NO_YES_NO: _("Write ja or nee."),
    Wrong.NO_DATE: _("This is not a date. Write it as 2027-02-02 or 2-2-2027."),
    Wrong.NO_MOMENT: _(
        "This is not a date with hours. Write it as 2027-02-02 13:30-15:30, and put a semicolon between dates."
    ),
    Wrong.IMPOSSIBLE_DAY: _("This year cannot be right. Check it."),
    Wrong.MISSING_TIME: CLOCK_FAULTS[ClockFault.MISSING],
    Wrong.TIME_TWICE: CLOCK_FAULTS[ClockFault.TWICE],
    Wrong.NO_MONEY: _("This is not an amount in euros."),
    Wrong.NO_CHOICE: _("This word is not allowed here. The example file lists the words that are."),
    Wrong.NO_KEY: _("There is neither a key nor a title, so it is not clear which trajectory this is."),
    Wrong.UNKNOWN_TRAJECTORY: _(
        "There is no trajectory with this key, here or in a row above. Give the row a title, or correct the key."
    ),
    Wrong.TWICE: _("The same thing is in the file twice, or belongs to another trajectory."),
    Wrong.DIGITS_LOST: _(
        "A spreadsheet shortened this number, so its last digits are lost. "
        "Format the column as text and enter the number again."
    ),
    Wrong.NO_LINK: _("This is not an address on the web."),
    Wrong.MANDATORY_COSTS: _("Mandatory training is free for whoever takes part; that is the law."),
    Wrong.MANDATORY_HOURS: _(
        "Mandatory training is working time; that is the law: on weekdays between 8.00 and 18.00."
    ),
    Wrong.OVERLAPS: _("Two dates overlap."),
    Wrong.IS_RUNNING: _("This edition is completed or called off, so it does not change any more."),
    Wrong.REFUSED: _("Vakwerk refused this row after all. Nothing was imported."),
}
EXPLAINED: dict[Field, Promise] = {
    Field.KEY: _("What you call the trajectory in your files; importing again then finds the same one."),
    Field.TITLE: _("What people see, in Dutch."),
    Field.TITLE_EN: _("The same in English."),
    Field.SUMMARY: _("In two sentences."),
    Field.SUMMARY_EN: _("The same in English."),
    Field.FOR_WHOM: _("For whom it is."),
    Field.FOR_WHOM_EN: _("The same in English."),
    Field.WEEKS: _("Over how many weeks."),
    Field.SESSIONS_NEEDED: _("How many sessions somebody must attend; empty for all."),
    Field.PROOFS_NEEDED: _("ja or nee: a confirmed piece of evidence for each goal."),
    Field.PUBLIC: _("ja or nee: visible without signing in."),
    Field.GOALS: _(
        "Separated by ;, each with competency and level: Je laat ruimte (C05, 2). For new trajectories."
    ),
    Field.ACTIVITIES: _("The sessions by their titles, separated by ;. For new trajectories."),
    Field.INSIDE: _("Who or what brings knowledge from inside, separated by ;. For new trajectories."),
    Field.OUTSIDE: _("Who or what brings knowledge from outside, separated by ;. For new trajectories."),
    Field.EDITION: _("What you call the edition in your files."),
    Field.NAME: _("To tell editions apart."),
    Field.STATE: _("gepland, open, gesloten, afgerond or vervallen."),
    Field.MOMENTS: _("2027-02-02 13:30-15:30; separate several with ;."),
    Field.FORM: _("op locatie, online or beide."),
    Field.PLACE: _("Place and room."),
    Field.LINK: _("To the online room."),
    Field.SEATS: _("How many people can take part."),
    Field.UNTIL: _("The last day to enrol."),
    Field.APPROVAL: _("ja or nee: a coordinator approves each enrolment."),
    Field.GUESTS: _("ja or nee."),
    Field.MANDATORY: _("ja or nee."),
    Field.COST: _("For one person, in euros."),
    Field.PAID_BY: _("academie, organisatie or deelnemer."),
    Field.COST_NOTE: _("What is included."),
    Field.TRAINERS: _("Names, separated by ;."),
}


def problem_in_words(problem: Problem) -> str:
    """Say what is wrong, and what stands there."""
    said = str(PROBLEMS[problem.wrong])
    return f"{said} ({problem.value})" if problem.value else said


audit.describe(
    {"trajectories.catalogue_imported": _("imported a catalogue: %(new)s new, %(changed)s changed")}
)
