"""What may the application do with each table? All that is granted to it stands here, and nothing else is granted."""

from collections.abc import Iterable
from enum import Enum
from typing import Final

SELECT: Final = "SELECT"
INSERT: Final = "INSERT"
# To have the database count anew after many rows came in, see statistics.py. It includes locking the whole table,
# so only those whose rows the application changes anyway have it.
UPKEEP: Final = "MAINTAIN"
_UPKEEP_EXISTS: Final = 170000  # PostgreSQL 17 is the first in which it can be granted


class Use(Enum):
    """What the application does with the rows of a table, and the rights that it takes."""

    READ = frozenset({SELECT})
    # No lock that others notice either: those take UPDATE, DELETE, TRUNCATE or MAINTAIN.
    APPEND = frozenset({SELECT, INSERT})
    WRITE = frozenset({SELECT, INSERT, "UPDATE", "DELETE", UPKEEP})


ONLY_READ: Final = (
    # Which academies there are, under which address and in which region, is decided by whoever owns the database.
    "foundation_academy",
    "foundation_region",
    # Filled by migrating.
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_migrations",
    # Organisations that people sign in with stand in the settings.
    "socialaccount_socialapp",
)

ONLY_APPENDED: Final = ("foundation_auditentry",)

WRITTEN: Final = (
    "account_emailaddress", "account_emailconfirmation", "mfa_authenticator", "socialaccount_socialaccount",
    "socialaccount_socialtoken", "usersessions_usersession", "django_session",
    "django_tasks_database_dbtaskresult",

    "foundation_cache", "foundation_job", "foundation_keptform", "foundation_outgoingmail",
    "foundation_ownact", "foundation_sententry", "foundation_sentform",

    "people_account", "people_addressclaim", "people_bond", "people_columnmapping", "people_handover",
    "people_invitation", "people_membership", "people_organisation", "people_peopleimport",
    "people_peopleimportrow", "people_person", "people_roleassignment", "people_signinlink", "people_unit",

    "craft_askedresponse", "craft_badge", "craft_cluster", "craft_competency", "craft_counterweight",
    "craft_evidence", "craft_evidencefile", "craft_evidenceindicator", "craft_framework",
    "craft_frameworkfile", "craft_indicator", "craft_indicatorverdict", "craft_issuerkey", "craft_level",
    "craft_personprofile", "craft_reachedlevel", "craft_responseanswer", "craft_roleprofile",
    "craft_selfestimate", "craft_share", "craft_statuslist", "craft_submission", "craft_target",

    "knowledge_listentry", "knowledge_localcontext", "knowledge_mention", "knowledge_post",
    "knowledge_postreport", "knowledge_postversion", "knowledge_source", "knowledge_sourceimport",
    "knowledge_sourceword",

    "trajectories_activity", "trajectories_activitygoal", "trajectories_activitysource",
    "trajectories_adoption", "trajectories_apology", "trajectories_attendance",
    "trajectories_catalogueentry", "trajectories_catalogueimport", "trajectories_cataloguesetting",
    "trajectories_codetry", "trajectories_edition", "trajectories_editionsession", "trajectories_enrolment",
    "trajectories_evaluation", "trajectories_learninggoal", "trajectories_learningneed",
    "trajectories_memberseats", "trajectories_proofway", "trajectories_regionaltemplate",
    "trajectories_revision", "trajectories_trainer", "trajectories_trajectory", "trajectories_unitneed",

    "circles_absence", "circles_calendarfeed", "circles_circle", "circles_pairing", "circles_proposal",
    "circles_rearrangement", "circles_round", "circles_roundaudience", "circles_seat", "circles_session",
    "circles_signup", "circles_signupslot", "circles_slot",
)  # fmt: skip

USES: Final = {
    table: use
    for use, tables in ((Use.READ, ONLY_READ), (Use.APPEND, ONLY_APPENDED), (Use.WRITE, WRITTEN))
    for table in tables
}

# Functions that do one thing as the owner of the tables, each with the reason why it may.
DOORS: Final = {
    "foundation_change_academy": "an administrator changes name, contact and colours of their own academy on a page",
}


def on_table(name: str, *, server: int) -> frozenset[str]:
    """Return the rights on a table, where ``server`` is PostgreSQL's version as 180004.

    A table that nobody gave a use may only be read.
    """
    rights = USES.get(name, Use.READ).value
    return rights if server >= _UPKEEP_EXISTS else rights - {UPKEEP}


def on_sequence(table: str) -> frozenset[str]:
    """Return the rights on the sequence that numbers the rows of a table."""
    return frozenset({"USAGE", SELECT}) if INSERT in USES.get(table, Use.READ).value else frozenset()


def on_function(name: str) -> frozenset[str]:
    """Return the rights on a function that runs as the owner of the tables."""
    return frozenset({"EXECUTE"}) if name in DOORS else frozenset()


def all_on_tables(*, server: int) -> list[str]:
    """Return every right that can be given on a table."""
    known: Iterable[str] = (*Use.WRITE.value, "TRUNCATE", "REFERENCES", "TRIGGER")
    return sorted(right for right in known if right != UPKEEP or server >= _UPKEEP_EXISTS)
