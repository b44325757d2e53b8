"""How is said what is wrong with a row of a file of sources?"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vakwerk.knowledge.exchange.rows import Problem, RowProblem

PROBLEMS: Mapping[str, Promise] = {
    RowProblem.NO_TITLE: _("There is no title in this row."),
    RowProblem.NO_KIND: _("Write: article, case, book, podcast, video, course elsewhere or person to ask."),
    RowProblem.NO_SIDE: _("Write: inside or outside."),
    RowProblem.UNKNOWN_VALUE: _("“%(value)s” is not in the list."),
    RowProblem.TOO_LONG: _("This is too long."),
    RowProblem.NO_NUMBER: _("This is not a whole number."),
    RowProblem.NO_DATE: _("This is not a date. Write for instance 31-12-2026."),
    RowProblem.NO_ADDRESS: _("This is not an address on the web. It begins with https://."),
    RowProblem.NO_KEY: _("A key has letters, digits and hyphens only."),
    RowProblem.NOBODY: _("Nobody in the academy has this name or e-mail address, or several people do."),
    RowProblem.NOBODY_TO_ASK: _("Say who the person to ask is."),
    RowProblem.NOTHING_TO_LEARN_FROM: _("Give an address on the web, a text, or say in short what it tells."),
    RowProblem.TWICE: _("This source is already in the file."),
}


def in_words(problem: Problem) -> str:
    """Say what is wrong."""
    return str(PROBLEMS[problem.what]) % {"value": problem.value}
