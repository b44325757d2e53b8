"""How does this part say why not, and what happened?"""

from django.utils.translation import gettext_lazy as _

from vakwerk.craft.profiles import rules
from vakwerk.craft.profiles.rules import ProfileRefusal
from vakwerk.foundation import audit, refusals

refusals.describe(
    {
        ProfileRefusal.NO_FRAMEWORK: _("There is no framework yet. Start one first."),
        ProfileRefusal.FRAMEWORK_OVER: _(
            "The framework of this role profile is no longer in force, so it stays as it was."
        ),
        ProfileRefusal.TOO_FEW: _(
            "Choose at least %(fewest)s competencies. Fewer say too little about a job."
        ),
        ProfileRefusal.TOO_MANY: _(
            "Choose %(most)s competencies at most. Nobody can work on everything at once."
        ),
        ProfileRefusal.UNKNOWN_LEVEL: _("This level is not in the framework."),
        ProfileRefusal.NOT_A_CODE: _(
            "This is not an HR21 code. Only a code is kept, such as 05.02.03: the descriptions of HR21 are licensed."
        ),
        ProfileRefusal.HELD: _("%(count)s people have this role profile. Remove it from them first."),
        ProfileRefusal.NOT_A_COLLEAGUE: _("Only somebody who works for a municipality has a role profile."),
        ProfileRefusal.NOBODY: _("Choose at least one person."),
    },
    fewest=rules.FEWEST,
    most=rules.MOST,
)


audit.describe(
    {
        "craft.profile_added": _("added the role profile “%(profile)s”"),
        "craft.profile_changed": _("changed the role profile “%(profile)s”"),
        "craft.profile_deleted": _("deleted the role profile “%(profile)s”"),
        "craft.profile_given": _("gave the role profile “%(profile)s”"),
        "craft.profile_taken": _("removed the role profile “%(profile)s”"),
    }
)
