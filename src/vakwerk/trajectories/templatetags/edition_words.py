"""How do the pages of editions say moments, seats, costs and states? The same way as letters do."""

from typing import Any

from django import template

from vakwerk.foundation import times
from vakwerk.trajectories.catalogue import wording as catalogue
from vakwerk.trajectories.editions import wording as editions
from vakwerk.trajectories.enrolment import wording as enrolment
from vakwerk.trajectories.models import Edition, EditionSession, Enrolment

register = template.Library()

register.filter("day_in_short", times.day_in_short)
register.filter("date_in_short", times.date_in_short)
register.filter("day_in_full", times.day_in_full)
register.filter("costs", enrolment.costs_in_words)
register.filter("hours_in_words", catalogue.hours_in_words)
register.filter("conflict", editions.conflict_in_words)


@register.filter
def hours(session: EditionSession) -> str:
    """Say from when until when a session is."""
    return times.hours(session.starts_at, session.ends_at)


@register.filter
def moment(session: EditionSession) -> str:
    """Say day and hours of a session in full."""
    return times.moment_in_full(session.starts_at, session.ends_at)


@register.filter
def seats(edition: Edition) -> str:
    """Say how many seats are free, or how long the waiting list is."""
    return enrolment.seats_in_words(edition.free, edition.waiting)


@register.filter
def how_long(entry: Any) -> str:
    """Say how long a trajectory is."""
    return catalogue.length_in_words(entry.sessions, entry.minutes)


@register.filter
def state_kind(one: Enrolment) -> str:
    """Return the shape that goes with how somebody stands."""
    return enrolment.STATES[one.state][0]


@register.filter
def state_words(one: Enrolment) -> str:
    """Say how somebody stands."""
    return str(enrolment.STATES[one.state][1])


@register.filter
def item(found: Any, key: Any) -> Any:
    """Return what stands under a key, or nothing."""
    return found.get(key) if found else None
