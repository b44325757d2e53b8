"""How do the pages of this room name circles and holidays? The same way as letters do."""

from django import template

from vakwerk.circles.published import wording

register = template.Library()

register.filter("circle_name", wording.circle_name)
register.filter("circle_in_text", wording.circle_in_text)
register.filter("broken_rules", wording.all_broken_in_words)
register.filter("holiday_name", wording.holiday_name)
