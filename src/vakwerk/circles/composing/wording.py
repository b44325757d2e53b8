"""What composing says: reasons, rules and conflicts in plain words."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vakwerk.circles import times
from vakwerk.circles.composing.board import UNSAID, Board, Member, Moment, Tie
from vakwerk.circles.composing.rules import Conflict, HardRule, Refusal
from vakwerk.circles.sessions import first_day
from vakwerk.foundation import audit, refusals
from vakwerk.people.rules import BondKind, JoinsAs

audit.describe(
    {
        "circles.composing_started": gettext_lazy("started composing circles"),
        "circles.composed": gettext_lazy("proposal %(number)s was composed, with %(circles)s circles"),
        "circles.rearranged": gettext_lazy("changed a seat in a proposal by hand"),
        "circles.rearrangement_undone": gettext_lazy("undid a change in a proposal"),
        "circles.seat_locked": gettext_lazy("locked a seat in a proposal"),
        "circles.seat_unlocked": gettext_lazy("unlocked a seat in a proposal"),
        "circles.rule_relaxed": gettext_lazy("relaxed a rule of a round"),
        "circles.asked_for_moments": gettext_lazy("asked %(count)s people for more moments"),
        "circles.circle_arranged": gettext_lazy("changed moment or facilitator of a circle in a proposal"),
    }
)

refusals.describe(
    {
        Refusal.NOT_OPENED: gettext_lazy("Nobody can sign up yet. Open the round first."),
        Refusal.ROUND_PUBLISHED: gettext_lazy("The circles of this round have already been published."),
        Refusal.TOO_FEW: gettext_lazy("Fewer people signed up than fit in the smallest circle (%(least)s)."),
        Refusal.NO_MOMENTS: gettext_lazy("Nobody has chosen a moment yet, so nobody can meet."),
        Refusal.ALREADY_COMPOSING: gettext_lazy("This round is being composed right now."),
        Refusal.PROPOSAL_PUBLISHED: gettext_lazy(
            "This proposal is published. Change the circle itself instead."
        ),
        Refusal.LOCKED: gettext_lazy("%(first)s is locked in this circle. Unlock the seat first."),
        Refusal.OTHER_LOCKED: gettext_lazy("%(second)s is locked in their circle. Unlock the seat first."),
        Refusal.WITHDRAWN: gettext_lazy("%(first)s no longer joins this round."),
        Refusal.SAME_CIRCLE: gettext_lazy("%(first)s is in this circle already."),
        Refusal.WAITS_ALREADY: gettext_lazy("%(first)s is waiting already."),
        Refusal.NOTHING_TO_UNDO: gettext_lazy("There is no change by hand to undo."),
        Refusal.CHANGED_SINCE: gettext_lazy(
            "Somebody else changed this in the meantime. Look again at what changes."
        ),
        Refusal.NOT_SEATED: gettext_lazy("This person has no place in this proposal."),
        Refusal.NOTHING_TO_RELAX: gettext_lazy("This rule no longer stands in the way."),
        Refusal.MOMENT_DOES_NOT_FIT: lambda facts: (
            _("Cannot come then: %(names)s.") % {"names": and_list(facts["people"])}
        ),
        Refusal.BREAKS_RULE: lambda facts: (
            _("That breaks a hard rule: %(why)s.") % {"why": clause(facts["conflict"], facts["board"])}
        ),
    }
)

KIND_OF_BOND = {
    BondKind.MANAGER: gettext_lazy("%(senior)s is the manager of %(person)s"),
    BondKind.ASSESSOR: gettext_lazy("%(senior)s assesses the work of %(person)s"),
    BondKind.DECIDES_ON_CASE: gettext_lazy("%(senior)s decides on a case of %(person)s"),
    UNSAID: gettext_lazy("%(senior)s and %(person)s may not sit together"),
}
ORIENTATIONS = {
    "public_administration": gettext_lazy("traditional"),
    "new_public_management": gettext_lazy("businesslike"),
    "network_governance": gettext_lazy("networking"),
    "responsive_governance": gettext_lazy("responsive"),
}


def and_list(words: Iterable[str]) -> str:
    """Write words as people do: a, b and c."""
    every = [str(word) for word in words]
    if len(every) < 2:
        return "".join(every)
    return _("%(most)s and %(last)s") % {"most": ", ".join(every[:-1]), "last": every[-1]}


def percent(whole: int) -> str:
    return f"{whole}%"


def circle_name(number: int) -> str:
    return _("circle %(number)s") % {"number": number}


def circle_title(number: int) -> str:
    return _("Circle %(number)s") % {"number": number}


def people_count(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}


def circles_count(count: int) -> str:
    return ngettext("%(count)s circle", "%(count)s circles", count) % {"count": count}


def kinds_count(members: Iterable[Member]) -> str:
    """Say how many join as what: 17 colleagues, 5 from partners, 6 residents."""
    kinds = [member.kind for member in members]
    colleagues, partners, residents = (kinds.count(kind) for kind in JoinsAs)
    parts = [
        (ngettext("%(count)s colleague", "%(count)s colleagues", colleagues), colleagues),
        (ngettext("%(count)s from a partner", "%(count)s from partners", partners), partners),
        (ngettext("%(count)s resident", "%(count)s residents", residents), residents),
    ]
    return ", ".join(words % {"count": count} for words, count in parts if count)


def when(moment: Moment) -> str:
    """Say on what day of the week and when: dinsdag 13.30 to 15.30."""
    return f"{times.weekday(moment.first_date)} {times.hours(moment.starts_at, moment.ends_at)}"


def first_on(moment: Moment) -> str:
    return _("for the first time on %(date)s") % {"date": formats.date_format(first_day(moment.first_date))}


def moment_name(moment: Moment) -> str:
    """Name a moment so that two on the same weekday differ: dinsdag 2 februari 13.30 to 15.30."""
    first = first_day(moment.first_date)
    day = f"{times.weekday(first)} {formats.date_format(first, 'MONTH_DAY_FORMAT')}"
    return f"{day} {times.hours(moment.starts_at, moment.ends_at)}"


def time_ago(at: datetime, today: date) -> str:
    """Say when in the words people use: today at 14.12, yesterday, 3 November."""
    local = timezone.localtime(at)
    if local.date() == today:
        return _("today at %(time)s") % {"time": formats.time_format(local)}
    days = (today - local.date()).days
    return _("yesterday") if days == 1 else formats.date_format(local.date())


def rule_text(rule: HardRule, board: Board) -> str:
    """Say a hard rule as the list of rules does."""
    terms = board.terms
    sizes = {"least": terms.size_min, "most": terms.size_max}
    texts = {
        HardRule.HIERARCHY: _("Nobody is with their own manager, team member or assessor"),
        HardRule.CASE: _("No resident is with the official who decides on their case"),
        HardRule.ALONE: _("Never one resident alone"),
        HardRule.SIZE: _("%(least)s to %(most)s members in every circle") % sizes
        if terms.size_min != terms.size_max
        else _("%(least)s members in every circle") % sizes,
        HardRule.VARIETY: _variety(board),
        HardRule.MOMENT: _("Everybody can come at the chosen moment"),
        HardRule.EXTERNALS: _("At least %(count)s from partners or residents in every circle")
        % {"count": terms.min_externals},
        HardRule.PAIRINGS: _("People who must sit together or apart do"),
        HardRule.STILL_JOINS: _("Everybody with a place still takes part"),
    }
    return texts[rule]


def _variety(board: Board) -> str:
    terms = board.terms
    parts = []
    if terms.min_disciplines > 1:
        parts.append(_("%(count)s disciplines") % {"count": terms.min_disciplines})
    if terms.min_organisations > 1:
        parts.append(_("%(count)s organisations") % {"count": terms.min_organisations})
    return _("At least %(what)s in every circle") % {"what": and_list(parts)}


def clause(conflict: Conflict, board: Board) -> str:  # noqa: PLR0911  a table in the shape of a function
    """Say a conflict as part of a sentence: Femke de Wit is the manager of Kwame Mensah."""
    names = [board.by_id[person].name for person in conflict.person_ids if person in board.by_id]
    number = board.place_by_id[conflict.circle_ids[0]].number if conflict.circle_ids else 0
    facts = {
        "circle": circle_name(number),
        "found": conflict.found,
        "least": conflict.wanted[0],
        "most": conflict.wanted[1],
        "first": names[0] if names else "",
        "second": names[-1] if names else "",
        "names": and_list(names),
    }
    match conflict.rule:
        case HardRule.HIERARCHY | HardRule.CASE:
            return str(KIND_OF_BOND[conflict.detail]) % {"senior": facts["first"], "person": facts["second"]}
        case HardRule.PAIRINGS if conflict.detail == "together":
            return _("%(names)s must sit together") % facts
        case HardRule.PAIRINGS:
            return _("%(names)s must not sit together") % facts
        case HardRule.SIZE:
            return _size_clause(conflict, facts)
        case HardRule.ALONE:
            return _("there is one resident alone in %(circle)s") % facts
        case HardRule.VARIETY if conflict.detail == "discipline":
            return _("%(circle)s has only %(found)s disciplines, and needs %(least)s") % facts
        case HardRule.VARIETY:
            return _("%(circle)s has only %(found)s organisations, and needs %(least)s") % facts
        case HardRule.EXTERNALS:
            return _("%(circle)s has only %(found)s from partners or residents, and needs %(least)s") % facts
        case HardRule.STILL_JOINS:
            return _("%(first)s no longer joins this round") % facts
    return _("there is no moment at which everybody in %(circle)s can come") % facts


def _size_clause(conflict: Conflict, facts: Mapping[str, object]) -> str:
    most = conflict.wanted[1]
    if most is not None and conflict.found > most:
        return _("%(circle)s has %(found)s members, and there is room for %(most)s") % facts
    return _("%(circle)s has only %(found)s members, and needs %(least)s") % facts


def why_rule(conflict: Conflict, board: Board, today: date) -> str:
    """Say why the rule is there, and where Vakwerk knows it from."""
    texts = {
        HardRule.HIERARCHY: _(
            "Nobody is in a circle with their own manager, team member or assessor. Otherwise people may not dare "
            "to speak freely."
        ),
        HardRule.CASE: _("A resident is never in a circle with the official who decides on their case."),
        HardRule.ALONE: _("One resident among professionals stands alone. With two it is easier to speak."),
        HardRule.SIZE: _(
            "A circle that is too small suffers when somebody cannot come. In one that is too large, not everybody "
            "gets a turn."
        ),
        HardRule.VARIETY: _("People who look at a case from different sides learn more from each other."),
        HardRule.MOMENT: _("A circle meets at one fixed time, when all its members can come."),
        HardRule.EXTERNALS: _("This round asks for people from outside in every circle."),
        HardRule.PAIRINGS: _("You noted this yourself for this round."),
        HardRule.STILL_JOINS: _("Whoever withdrew has no place in a circle."),
    }
    source = (
        _source(conflict, board, today) if conflict.rule in (HardRule.HIERARCHY, HardRule.PAIRINGS) else ""
    )
    return f"{texts[conflict.rule]} {source}".strip()


def _source(conflict: Conflict, board: Board, today: date) -> str:
    pair = set(conflict.person_ids)
    tie = next((t for t in board.crowd.ties if {t.person_id, t.senior_id} == pair), None)
    if tie is None:
        return ""
    if conflict.rule == HardRule.PAIRINGS:
        return _("Your reason: %(reason)s.") % {"reason": tie.source.rstrip(".")} if tie.source else ""
    senior = board.by_id[tie.senior_id].given_name
    parts = []
    if tie.since:
        parts.append(
            _("This has been so since %(date)s") % {"date": formats.date_format(tie.since)}
            if tie.kind != BondKind.MANAGER
            else _("%(senior)s has led the team since %(date)s")
            % {"senior": senior, "date": formats.date_format(tie.since)}
        )
    if where := _where_from(tie, today):
        parts.append(where if not parts else f"({where[0].lower()}{where[1:]})")
    return f"{' '.join(parts)}." if parts else ""


def _where_from(tie: Tie, today: date) -> str:
    if not tie.source:
        return ""
    if tie.updated_at is None:
        return _("Source: %(source)s") % {"source": tie.source}
    return _("Source: %(source)s, updated %(when)s") % {
        "source": tie.source,
        "when": time_ago(tie.updated_at, today),
    }
