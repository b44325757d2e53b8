"""Who may do what with a source? Pure: no Django, no clock, no database."""

from collections.abc import Collection

from vakwerk.foundation.refusals import Refusal
from vakwerk.foundation.rules import RoleName
from vakwerk.knowledge.rules import SourceKind, SourceState


class SourceRefusal(Refusal):
    """Why something may not happen with a source."""

    OF_ANOTHER_ACADEMY = "of_another_academy"
    NOT_YOURS_TO_KEEP = "not_yours_to_keep"
    ONLY_COORDINATORS = "only_coordinators"
    GUESTS_DO_NOT_PROPOSE = "guests_do_not_propose"
    NO_LONGER_PROPOSED = "no_longer_proposed"
    NOT_PUBLISHED = "not_published"
    RETIRED = "retired"
    NO_REGION = "no_region"
    PERSONS_STAY_HOME = "persons_stay_home"
    NOBODY_TO_ASK = "nobody_to_ask"
    NOTHING_TO_LEARN_FROM = "nothing_to_learn_from"
    NO_REASON = "no_reason"
    ENTRY_EXISTS = "entry_exists"


def is_guest(roles: Collection[str]) -> bool:
    """Tell whether somebody sees only what guests see: they are a guest, or nothing, and nothing more."""
    return not set(roles) - {RoleName.GUEST}


def is_coordinator(roles: Collection[str]) -> bool:
    """Tell whether somebody keeps the knowledge of the academy."""
    return RoleName.COORDINATOR in roles


def may_see(
    *, roles: Collection[str], is_ours: bool, is_live: bool, is_person: bool, owns: bool, is_asked: bool
) -> bool:
    """Tell whether somebody may see a source that the database shows.

    ``is_ours``: of this academy. ``is_person``: a person to ask, whom guests do not see. ``is_asked``: it is them.
    """
    if is_guest(roles):
        return is_live and not is_person
    if is_live:
        return True
    return is_ours and (is_coordinator(roles) or owns or is_asked)


def reason_not_to_propose(*, roles: Collection[str]) -> SourceRefusal | None:
    """Tell why somebody may not propose a source."""
    return SourceRefusal.GUESTS_DO_NOT_PROPOSE if is_guest(roles) else None


def reason_not_to_keep(*, roles: Collection[str], is_ours: bool, owns: bool) -> SourceRefusal | None:
    """Tell why somebody may not change a source: its owner and coordinators may."""
    if not is_ours:
        return SourceRefusal.OF_ANOTHER_ACADEMY
    if is_coordinator(roles) or (owns and not is_guest(roles)):
        return None
    return SourceRefusal.NOT_YOURS_TO_KEEP


def reason_not_to_decide(*, roles: Collection[str], is_ours: bool, state: str) -> SourceRefusal | None:
    """Tell why somebody may not take over or turn down a proposal."""
    if not is_ours:
        return SourceRefusal.OF_ANOTHER_ACADEMY
    if not is_coordinator(roles):
        return SourceRefusal.ONLY_COORDINATORS
    return None if state == SourceState.PROPOSED else SourceRefusal.NO_LONGER_PROPOSED


def reason_not_to_share(
    *, roles: Collection[str], is_ours: bool, kind: str, state: str, is_retired: bool, has_region: bool
) -> SourceRefusal | None:
    """Tell why a source cannot be shared with the region. No people cross with it."""
    if not is_ours:
        return SourceRefusal.OF_ANOTHER_ACADEMY
    if not is_coordinator(roles):
        return SourceRefusal.ONLY_COORDINATORS
    if kind == SourceKind.PERSON:
        return SourceRefusal.PERSONS_STAY_HOME
    if state != SourceState.PUBLISHED:
        return SourceRefusal.NOT_PUBLISHED
    if is_retired:
        return SourceRefusal.RETIRED
    return None if has_region else SourceRefusal.NO_REGION


def reason_not_to_retire(
    *, roles: Collection[str], is_ours: bool, owns: bool, is_asked: bool
) -> SourceRefusal | None:
    """Tell why somebody may not take a source out of the list. Who is the person to ask always may."""
    if is_ours and is_asked:
        return None
    return reason_not_to_keep(roles=roles, is_ours=is_ours, owns=owns)


def reason_not_to_note(*, roles: Collection[str], is_ours: bool, owns: bool) -> SourceRefusal | None:
    """Tell why somebody may not write what a source means here. On what others share, coordinators do."""
    if is_coordinator(roles) or (is_ours and owns and not is_guest(roles)):
        return None
    return SourceRefusal.NOT_YOURS_TO_KEEP if is_ours else SourceRefusal.ONLY_COORDINATORS


def reason_not_to_describe_so(
    *, kind: str, has_person: bool, says_something: bool, is_shared: bool
) -> SourceRefusal | None:
    """Tell why a source cannot be described like this.

    ``says_something``: it has an address, a text or a summary, so that one can learn from it.
    """
    if kind == SourceKind.PERSON:
        if is_shared:
            return SourceRefusal.PERSONS_STAY_HOME
        return None if has_person else SourceRefusal.NOBODY_TO_ASK
    return None if says_something else SourceRefusal.NOTHING_TO_LEARN_FROM
