"""How do the pages of this room say moments? The same way as letters do."""

from django import template

from vakwerk.circles import times
from vakwerk.circles.models import Session, Slot

register = template.Library()

register.filter("moment", times.moment)
register.filter("first_day", times.first_day)
register.filter("first_time", times.first_time)
register.filter("moment_with_date", times.moment_with_date)
register.filter("session_day", times.session_day)
register.filter("session_moment", times.session_moment)
register.filter("date_in_short", times.date_in_short)
register.filter("day_in_short", times.day_in_short)
register.filter("weekday", times.weekday)


@register.filter
def hours(row: Session | Slot) -> str:
    """Say from when until when a session or slot is."""
    return times.hours(row.starts_at, row.ends_at)
