"""How does design say why not, what holds, and what could be better?"""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation import audit, refusals
from vakwerk.trajectories.design.rules import Advice, DesignRefusal, Fault, Holds, Strength, Tip, Unsound
from vakwerk.trajectories.models import Activity

refusals.describe(
    {
        DesignRefusal.UNSOUND: _("The trajectory is not ready yet. Solve the %(count)s points first."),
        DesignRefusal.NOT_A_DRAFT: _("This is only possible with a draft."),
        DesignRefusal.NOT_PUBLISHED: _("This is only possible with a trajectory that is published."),
        DesignRefusal.HAS_EDITIONS: _(
            "It was planned or given already. So it stays; you can stop offering it."
        ),
        DesignRefusal.NOTHING_TO_UNDO: _("There is no change left to undo."),
        DesignRefusal.RETIRED: _(
            "This trajectory is no longer offered. Publish it again or make a copy to change it."
        ),
        DesignRefusal.TOO_MANY_GOALS: _(
            "A trajectory has at most %(most)s learning goals. Fewer goals teach more."
        ),
        DesignRefusal.TOO_MANY_ACTIVITIES: _("A trajectory has at most %(most)s steps."),
        DesignRefusal.SOURCE_TWICE: _("This knowledge is linked to the step already."),
        DesignRefusal.SOURCE_EMPTY: _("Choose a source, or say in a few words what or who it is."),
        DesignRefusal.WOULD_BE_UNSOUND: lambda facts: (
            gettext(
                "People can already choose this trajectory, so it must stay complete. After this change: %(what)s"
            )
            % {"what": fault_in_words(facts["fault"])[0]}
        ),
    }
)

# Per fault: what it is, why it matters, and what the link to mend it says.
FAULTS: dict[Unsound, tuple[Promise, Promise, Promise]] = {
    Unsound.NO_TITLE: (
        _("There is no title in Dutch."),
        _("People find a trajectory by its title."),
        _("Write a title"),
    ),
    Unsound.NO_FOR_WHOM: (
        _("It does not say for whom it is."),
        _("Without it people do not know whether it suits them."),
        _("Write for whom it is"),
    ),
    Unsound.NO_GOALS: (
        _("There are no learning goals."),
        _("Without a goal nobody knows what can be done afterwards."),
        _("Add a learning goal"),
    ),
    Unsound.NO_ACTIVITIES: (
        _("There is no session and no other step."),
        _("A goal needs a place to practise."),
        _("Add a step"),
    ),
    Unsound.GOAL_WITHOUT_WORDS: (
        _("Learning goal %(number)s is not written in Dutch."),
        _("Say what somebody can do afterwards, starting with a verb."),
        _("Write learning goal %(number)s"),
    ),
    Unsound.GOAL_WITHOUT_COMPETENCY: (
        _("Learning goal %(number)s names no competency."),
        _("Without one it does not count in anybody's growth."),
        _("Choose a competency for learning goal %(number)s"),
    ),
    Unsound.GOAL_WITHOUT_LEVEL: (
        _("Learning goal %(number)s names no level."),
        _("Without a level nobody knows when it was met."),
        _("Choose a level for learning goal %(number)s"),
    ),
    Unsound.COMPETENCY_NOT_DESCRIBED: (
        _("The competency of learning goal %(number)s is not described well enough."),
        _("It lacks: %(missing)s. Without that nobody can tell whether it is mastered."),
        _("Choose another competency for learning goal %(number)s"),
    ),
    Unsound.GOAL_WITHOUT_ACTIVITY: (
        _("Learning goal %(number)s is not practised in any step."),
        _("What is not practised is not learned."),
        _("Choose a step for learning goal %(number)s"),
    ),
    Unsound.NOTHING_FROM_INSIDE: (
        _("There is no knowledge from inside: 0 of %(of)s."),
        _("With only what others know, it does not fit your own work."),
        _("Choose a source from inside"),
    ),
    Unsound.NOTHING_FROM_OUTSIDE: (
        _("There is no knowledge from outside: 0 of %(of)s."),
        _("With only your own knowledge you confirm what you know already."),
        _("Choose a source from outside"),
    ),
    Unsound.GOAL_WITHOUT_PROOF: (
        _("Learning goal %(number)s has no way to show it."),
        _("Without one a participant does not know whether the goal was met."),
        _("Choose a way for learning goal %(number)s"),
    ),
    Unsound.ACTIVITY_WITHOUT_TITLE: (
        _("Step %(number)s has no title in Dutch."),
        _("People want to know what they come for."),
        _("Write a title for step %(number)s"),
    ),
    Unsound.LONG_WITHOUT_REASON: (
        _("It is long: %(sessions)s sessions in %(weeks)s weeks."),
        _(
            "More than half a year or twelve sessions asks a lot of people. Say why that is needed, or make it shorter."
        ),
        _("Say why it takes longer"),
    ),
}

HOLDS: dict[Strength, Promise] = {
    Strength.NAMES_COMPETENCY: _("Each learning goal names a competency and a level"),
    Strength.DESCRIBED: _("The competencies are adopted, with behaviour at each level"),
    Strength.PRACTISED: _("Each learning goal is practised"),
    Strength.PROVED: _("Each learning goal has a way to show it"),
    Strength.INSIDE: _("Knowledge from inside"),
    Strength.OUTSIDE: _("Knowledge from outside"),
}

TIPS: dict[Tip, Promise] = {
    Tip.ACTIVITY_WITHOUT_GOAL: _(
        "%(step)s belongs to no learning goal. That is allowed, but explain it or link it to a goal."
    ),
    Tip.MANY_GOALS: _(
        "More than four learning goals is a lot for a short trajectory. Which ones matter most?"
    ),
    Tip.NO_WORK: _("There is no assignment at work yet. What people try out at work stays with them longer."),
    Tip.ENGLISH_MISSING: _("Some texts have no English yet. Readers of English then see the Dutch."),
    Tip.OWN_CASE_ASKED: _(
        "%(step)s asks for a case or a colleague of your own. The template could not include that."
    ),
}

KINDS: dict[str, Promise] = {
    Activity.Kind.SESSION: _("Session %(number)s"),
    Activity.Kind.ASSIGNMENT: _("Assignment %(number)s"),
    Activity.Kind.READING: _("Reading %(number)s"),
    Activity.Kind.E_LEARNING: _("E-learning %(number)s"),
    Activity.Kind.CIRCLE: _("Circle %(number)s"),
}


def fault_in_words(fault: Fault, missing: str = "") -> tuple[str, str, str]:
    """Say a fault, why it matters, and how to mend it. ``missing``: what a competency lacks, in words."""
    facts = {"number": fault.number, "missing": missing or "…", **fault.facts}
    what, why, way = (str(sentence) % facts for sentence in FAULTS[fault.reason])
    others = fault.facts.get("others", 0)
    if fault.reason == Unsound.GOAL_WITHOUT_PROOF and others:
        why = gettext(
            "The others have one (%(others)s). Without it a participant does not know whether the goal was met."
        ) % {"others": others}
    return what, why, way


def holds_in_words(holds: Holds) -> str:
    """Say what holds."""
    return str(HOLDS[holds.what])


def tip_in_words(advice: Advice, step: str = "") -> str:
    """Say a tip. ``step``: the activity that it is about, as ``step_in_words`` says it."""
    return str(TIPS[advice.tip]) % {"step": step}


def step_in_words(activity: Activity, number: int) -> str:
    """Say which activity it is: its kind and its number in the whole."""
    return str(KINDS[activity.kind]) % {"number": number}


audit.describe(
    {
        "trajectories.trajectory_made": _("made the trajectory “%(title)s”"),
        "trajectories.trajectory_changed": _("changed the trajectory “%(title)s”"),
        "trajectories.trajectory_copied": _("made “%(title)s” as a copy of “%(original)s”"),
        "trajectories.trajectory_published": _("published the trajectory “%(title)s”"),
        "trajectories.trajectory_retired": _("stopped offering the trajectory “%(title)s”"),
        "trajectories.trajectory_withdrawn": _("made the trajectory “%(title)s” a draft again"),
        "trajectories.trajectory_deleted": _("deleted the draft “%(title)s”"),
        "trajectories.change_undone": _("undid a change to the trajectory “%(title)s”"),
        "trajectories.goal_added": _("added learning goal %(number)s to “%(title)s”"),
        "trajectories.goal_changed": _("changed learning goal %(number)s of “%(title)s”"),
        "trajectories.goal_deleted": _("removed learning goal %(number)s from “%(title)s”"),
        "trajectories.goal_moved": _("moved learning goal %(number)s of “%(title)s”"),
        "trajectories.activity_added": _("added step %(number)s to “%(title)s”"),
        "trajectories.activity_changed": _("changed step %(number)s of “%(title)s”"),
        "trajectories.activity_deleted": _("removed step %(number)s from “%(title)s”"),
        "trajectories.activity_moved": _("moved step %(number)s of “%(title)s”"),
        "trajectories.source_added": _("linked knowledge to a step of “%(title)s”"),
        "trajectories.source_removed": _("removed knowledge from a step of “%(title)s”"),
    }
)
