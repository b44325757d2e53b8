"""How does this part say why not, what is missing, and what happened?"""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from vakwerk.craft.frameworks.comparing import Kind
from vakwerk.craft.frameworks.rules import AssessmentRefusal, FrameworkRefusal, Gap, Missing
from vakwerk.craft.models import LevelNaming
from vakwerk.foundation import audit, refusals
from vakwerk.foundation.bilingual import Bilingual

refusals.describe(
    {
        AssessmentRefusal.NOT_DESCRIBED: _(
            "Nobody can be assessed on this competency: it is not described well enough."
        ),
        AssessmentRefusal.READABLE_TOO_SHORT: _(
            "You must have been able to read the description for 14 days before you are assessed on it."
        ),
        FrameworkRefusal.NOT_A_DRAFT: _(
            "This version can no longer be changed, because people relied on it. Make a new version to change "
            "something."
        ),
        FrameworkRefusal.NOT_ADOPTED: _("This version is not in force, so there is nothing to end."),
        FrameworkRefusal.NOT_COPIED: _("This is still a draft. Change the draft itself."),
        FrameworkRefusal.STARTER_IS_COPIED: _(
            "The starter stays as it is. Make a framework of your own out of it."
        ),
        FrameworkRefusal.DRAFT_EXISTS: _(
            "There is already a draft of the next version. Continue with that one."
        ),
        FrameworkRefusal.WAS_READABLE: _("Everybody was able to read this draft, so it stays."),
        FrameworkRefusal.NO_COMPETENCIES: _("It has no competencies yet. Add at least one."),
        FrameworkRefusal.NO_LEVELS: _(
            "There are no levels yet. Without levels nobody can show how good they are."
        ),
        FrameworkRefusal.NOTHING_DESCRIBED: _(
            "No competency is described in full yet: with a definition, and with behaviour at every level."
        ),
        FrameworkRefusal.ADOPTED_IN_FUTURE: _("This day is in the future. Choose the day of the decision."),
        FrameworkRefusal.ADOPTED_BEFORE_LAST: _(
            "The current framework was adopted after this day. Choose a later day."
        ),
        FrameworkRefusal.READABLE_ALREADY: _("Everybody can read this draft already."),
        FrameworkRefusal.LEVEL_HAS_INDICATORS: _(
            "Behaviour is described at a level that you remove. Move or delete that behaviour first."
        ),
        FrameworkRefusal.LEVEL_IN_PROFILE: _(
            "A role profile aims at a level that you remove. Change that profile first."
        ),
        FrameworkRefusal.TOO_MANY_LEVELS: _("A framework has %(limit)s levels at most."),
        FrameworkRefusal.OWN_COUNTERWEIGHT: _("A competency cannot be a counterweight to itself."),
        FrameworkRefusal.HAS_CHILDREN: _(
            "Other competencies stand under this one. Delete or move those first."
        ),
    }
)

# What each check before adoption says when it holds.
HOLDS: dict[FrameworkRefusal, Promise] = {
    FrameworkRefusal.NO_COMPETENCIES: _("It has competencies"),
    FrameworkRefusal.NO_LEVELS: _("It has levels"),
    FrameworkRefusal.NOTHING_DESCRIBED: _("At least one competency is described in full"),
}

FIELDS: dict[str, Promise] = {
    "name": _("name"),
    "description": _("description"),
    "licence": _("licence"),
    "source": _("source"),
    "definition": _("definition"),
    "why": _("why it matters"),
    "pitfall": _("pitfall"),
    "code": _("code"),
    "cluster": _("cluster"),
    "parent": _("stands under"),
    "counterweights": _("counterweights"),
    "guild_name": _("guild name"),
    "neutral_name": _("neutral name"),
    "autonomy": _("autonomy"),
    "complexity": _("complexity"),
    "scope": _("scope"),
    "hr21_code": _("HR21 code"),
    "targets": _("target levels"),
}

KINDS: dict[Kind, Promise] = {
    Kind.ADDED: _("added"),
    Kind.REMOVED: _("removed"),
    Kind.CHANGED: _("changed"),
    Kind.SAME: _("the same"),
}

NAMING_IN_SHORT: dict[str, Promise] = {
    LevelNaming.GUILD: _("guild names"),
    LevelNaming.NEUTRAL: _("neutral names"),
}


def gap_in_words(gap: Gap, level_names: Mapping[int, Bilingual]) -> str:
    """Say one thing that a competency lacks. ``level_names``: what each level is called here, by number."""
    if gap.what is Missing.INDICATORS:
        names = [str(level_names.get(number, number)) for number in gap.levels]
        return ngettext(
            "No behaviour is described at the level %(levels)s.",
            "No behaviour is described at the levels %(levels)s.",
            len(names),
        ) % {"levels": get_text_list(names, gettext("and"))}
    return str(
        {
            Missing.DEFINITION: _("There is no definition."),
            Missing.LEVELS: _("The framework has no levels."),
            Missing.ADOPTION: _("The organisation has not adopted it."),
        }[gap.what]
    )


def gaps_in_words(gaps: Sequence[Gap], level_names: Mapping[int, Bilingual]) -> list[str]:
    """Say everything that a competency lacks."""
    return [gap_in_words(gap, level_names) for gap in gaps]


audit.describe(
    {
        "craft.starter_added": _("put the starter framework “%(title)s” in the academy"),
        "craft.framework_adapted": _("made “%(title)s” from “%(origin)s”"),
        "craft.framework_version_made": _("made version %(version)s of “%(title)s”, as a draft"),
        "craft.framework_changed": _("changed the description of “%(title)s”, version %(version)s"),
        "craft.framework_deleted": _("deleted the draft “%(title)s”, version %(version)s"),
        "craft.framework_adopted": _(
            "recorded that %(body)s adopted “%(title)s”, version %(version)s, on %(date)s"
        ),
        "craft.framework_retired": _("ended “%(title)s”, version %(version)s"),
        "craft.framework_laid_open": _("let everybody read the draft “%(title)s”, version %(version)s"),
        "craft.levels_named": _("chose the names of the levels of “%(title)s”"),
        "craft.levels_changed": _("changed the levels of “%(title)s”, version %(version)s"),
        "craft.cluster_added": _("added the cluster “%(cluster)s” to “%(title)s”, version %(version)s"),
        "craft.cluster_changed": _("changed the cluster “%(cluster)s” of “%(title)s”, version %(version)s"),
        "craft.cluster_deleted": _("deleted the cluster “%(cluster)s” from “%(title)s”, version %(version)s"),
        "craft.cluster_moved": _("moved the cluster “%(cluster)s” in “%(title)s”, version %(version)s"),
        "craft.competency_added": _("added “%(competency)s” to “%(title)s”, version %(version)s"),
        "craft.competency_changed": _("changed “%(competency)s” in “%(title)s”, version %(version)s"),
        "craft.competency_deleted": _("deleted “%(competency)s” from “%(title)s”, version %(version)s"),
        "craft.competency_moved": _("moved “%(competency)s” in “%(title)s”, version %(version)s"),
        "craft.indicator_added": _("added behaviour to “%(competency)s” in “%(title)s”, version %(version)s"),
        "craft.indicator_changed": _(
            "changed behaviour of “%(competency)s” in “%(title)s”, version %(version)s"
        ),
        "craft.indicator_deleted": _(
            "deleted behaviour of “%(competency)s” in “%(title)s”, version %(version)s"
        ),
        "craft.indicator_moved": _("moved behaviour of “%(competency)s” in “%(title)s”, version %(version)s"),
    }
)
