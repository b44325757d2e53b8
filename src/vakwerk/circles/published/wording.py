"""How does this part say why not, which circle it is, and which holiday a session gave way to?"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from vakwerk.circles.composing.rules import Conflict
from vakwerk.circles.models import Circle
from vakwerk.circles.published.rules import (
    FacilitatorRefusal,
    PublishRefusal,
    SeatRefusal,
    SessionRefusal,
)
from vakwerk.foundation import audit, refusals
from vakwerk.foundation.holiday_names import holiday_name

__all__ = ["circle_name", "holiday_name"]

refusals.describe(
    {
        PublishRefusal.ALREADY_PUBLISHED: _("The circles of this round have already been published."),
        PublishRefusal.ROUND_NOT_READY: _("Nobody can sign up yet. Open the round first."),
        PublishRefusal.SIGN_UP_STILL_OPEN: _(
            "People can still sign up. Close the round first, or wait until the closing day."
        ),
        PublishRefusal.NO_CIRCLES: _("There are no circles in this proposal."),
        PublishRefusal.EMPTY_CIRCLE: _("Circle %(circle)s has no members."),
        PublishRefusal.NO_SLOT: _("Circle %(circle)s has no moment at which everybody can come."),
        PublishRefusal.WITHDRAWN_MEMBER: _("A member of circle %(circle)s withdrew. Remove them first."),
        PublishRefusal.RULES_BROKEN: _("A hard rule is broken."),
        PublishRefusal.FACILITATOR_BOND: _(
            "The facilitator of circle %(circle)s manages, assesses or decides about a member. Choose somebody else."
        ),
        PublishRefusal.SESSIONS_AHEAD: _("Sessions are still to come. End the round when they are over."),
        PublishRefusal.NOT_PUBLISHED: _("The circles of this round are not published."),
        SessionRefusal.IS_CANCELLED: _("This session has been called off."),
        SessionRefusal.IS_OVER: _("This session is over."),
        SessionRefusal.ENDS_BEFORE_START: _("The end comes before the start."),
        SessionRefusal.IN_THE_PAST: _("That moment has passed."),
        SessionRefusal.OVERLAPS: _("The circle has another session at that moment."),
        SessionRefusal.NOT_A_MEMBER: _("You are not a member of this circle."),
        SessionRefusal.ROUND_ENDED: _("This round is over."),
        SeatRefusal.NOT_A_MEMBER: _("This person is not a member of the circle any more."),
        SeatRefusal.NO_SIGN_UP: _("Not signed up for this round."),
        SeatRefusal.HAS_A_SEAT: _("Has a place in a circle already."),
        SeatRefusal.CIRCLE_FULL: _("The circle is full."),
        SeatRefusal.BOND: _(
            "Manages, assesses or decides about somebody in this circle, or the other way round."
        ),
        SeatRefusal.KEPT_APART: _("It is agreed that somebody in this circle sits apart from them."),
        SeatRefusal.FACILITATES: _("Facilitates this circle."),
        SeatRefusal.ROUND_ENDED: _("This circle no longer meets."),
        SeatRefusal.LEFT_THE_ACADEMY: _("Left the academy."),
        SeatRefusal.NO_SESSIONS_AHEAD: _("The circle has no sessions to come."),
        SeatRefusal.BUSY: _("Has another circle at that moment."),
        SeatRefusal.LONE_RESIDENT: _("Would be the only resident in this circle."),
        SeatRefusal.WITHOUT_THE_OTHER: _(
            "It was agreed that they sit with somebody who is not in this circle."
        ),
        FacilitatorRefusal.NOT_A_FACILITATOR: _("Does not have the role of facilitator."),
        FacilitatorRefusal.BOND: _("Manages, assesses or decides about a member, or the other way round."),
        FacilitatorRefusal.IS_MEMBER: _("Is a member of this circle."),
        FacilitatorRefusal.BUSY: _("Has another circle at that moment."),
        FacilitatorRefusal.ROUND_ENDED: _("This circle no longer meets."),
    }
)


def as_facts(conflict: Conflict) -> dict[str, Any]:
    """Return a broken rule as the words take it, in values that JSON knows."""
    return {
        "rule": conflict.rule.value,
        "detail": conflict.detail,
        "found": conflict.found,
        "least": conflict.wanted[0],
    }


def all_broken_in_words(conflicts: Iterable[Conflict]) -> str:
    """Say which rules a circle breaks, one after the other; "" when there are none."""
    return ", ".join(broken_in_words(as_facts(one)) for one in conflicts)


def broken_in_words(facts: Mapping[str, Any]) -> str:
    """Say which rule a circle breaks without a member. ``facts``: ``rule``, ``detail``, ``found``, ``least``."""
    match facts["rule"], facts["detail"]:
        case "alone", _any:
            said = gettext("one resident alone")
        case "size", _any:
            said = gettext("%(found)s members, at least %(least)s are needed")
        case "variety", "discipline":
            said = gettext("%(found)s disciplines, at least %(least)s are needed")
        case "variety", _any:
            said = gettext("%(found)s organisations, at least %(least)s are needed")
        case "externals", _any:
            said = gettext("%(found)s partners and residents, at least %(least)s are needed")
        case _any:
            said = gettext("people who must sit together do not")
    return said % facts


def circle_in_text(circle: Circle) -> str:
    """Say which circle it is, within a sentence."""
    return _now("circle %(number)s") % {"number": circle.number}


def circle_name(circle: Circle) -> str:
    """Say which circle it is."""
    return _now("Circle %(number)s") % {"number": circle.number}


audit.describe(
    {
        "circles.published": _("published %(circles)s circles of “%(title)s”"),
        "circles.round_end": _("ended the round “%(title)s”"),
        "circles.session_changed": _("changed session %(number)s of a circle"),
        "circles.session_cancelled": _("called off session %(number)s of a circle"),
        "circles.stays_away": _("said not to come to a session"),
        "circles.comes_after_all": _("said to come to a session after all"),
        "circles.feed_made": _("made a secret address for their calendar"),
        "circles.feed_ended": _("ended the secret address for their calendar"),
        "circles.left": _("left circle %(number)s"),
        "circles.seated": _("gave somebody a place in circle %(number)s"),
        "circles.facilitator_set": _("chose who facilitates circle %(number)s"),
    }
)
