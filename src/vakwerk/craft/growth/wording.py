"""How does growth speak? Where somebody stands in a sentence, why not, and what the trail calls it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vakwerk.craft.growth.queries import ToDo
from vakwerk.craft.growth.rules import EstimateRefusal
from vakwerk.craft.growth.standing import Standing
from vakwerk.foundation import own_acts, refusals

refusals.describe(
    {
        EstimateRefusal.NO_SUCH_LEVEL: gettext_lazy(
            "This framework has no such level. Choose one of the list."
        ),
    }
)


def confirmed_in_words(standing: Standing) -> str:
    """Say how far somebody is with the next level: "1 of 2 behaviours confirmed for Gezel"."""
    if standing.to_show is None:
        return ""
    return _("%(count)s of %(needed)s behaviours confirmed for %(level)s.") % {
        "count": standing.confirmed,
        "needed": standing.needed,
        "level": standing.to_show_name,
    }


def at_work_in_words(standing: Standing) -> str:
    """Say what is under way for the next level, or nothing."""
    found = []
    if standing.waiting:
        found.append(
            ngettext(
                "%(count)s piece waits for assessment.",
                "%(count)s pieces wait for assessment.",
                standing.waiting,
            )
            % {"count": standing.waiting}
        )
    if standing.asked_back:
        found.append(
            ngettext(
                "There is a question for you about %(count)s piece.",
                "There is a question for you about %(count)s pieces.",
                standing.asked_back,
            )
            % {"count": standing.asked_back}
        )
    return " ".join(found)


def to_do_title(todo: ToDo) -> str:
    """Say what there is to do, as a link."""
    return {
        "answer": _("Answer a question about your evidence"),
        "respond": _("Say what you saw"),
        "assess": _("Assess a piece of evidence"),
    }[todo.kind]


def to_do_why(todo: ToDo) -> str:
    """Say what it is about, in one sentence."""
    facts = {"name": todo.about or _("Your assessor"), "title": todo.title}
    return {
        "answer": _("%(name)s read “%(title)s” and wants to know something. About 10 minutes."),
        "respond": _("%(name)s asks what you saw in “%(title)s”. About 3 minutes."),
        "assess": _("%(name)s sent in “%(title)s”."),
    }[todo.kind] % facts


own_acts.describe({"craft.estimated": gettext_lazy("estimated where they stand (%(count)s competencies)")})
