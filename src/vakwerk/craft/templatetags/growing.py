"""How do pages say where somebody stands, and what there is to do?"""

from django import template
from django.urls import reverse

from vakwerk.craft.badges import wording as badges
from vakwerk.craft.evidence import pages
from vakwerk.craft.growth import wording
from vakwerk.craft.growth.queries import ToDo
from vakwerk.craft.growth.standing import Standing
from vakwerk.foundation import times

register = template.Library()

register.filter("date_in_short", times.date_in_short)
register.filter("confirmed_words", wording.confirmed_in_words)
register.filter("at_work_words", wording.at_work_in_words)
register.filter("to_do_title", wording.to_do_title)
register.filter("to_do_why", wording.to_do_why)
register.filter("reached_title", badges.title)
register.filter("respondent", pages.called)
register.filter("evidence_row", pages.row)


@register.filter
def goal_note(standing: Standing) -> str:
    """Say how far somebody is with the next level, and what is under way."""
    return f"{wording.confirmed_in_words(standing)} {wording.at_work_in_words(standing)}".strip()


@register.filter
def to_do_url(todo: ToDo, academy_slug: str) -> str:
    """Say where one does it."""
    page = {"answer": "craft:evidence", "respond": "craft:respond_signed_in", "assess": "craft:assess"}[
        todo.kind
    ]
    return reverse(page, args=[academy_slug, todo.object_id])
