"""How does a proposal leave? As a workbook with the division, the circles, and the explanation."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from vakwerk.circles.composing import wording
from vakwerk.circles.composing.board import Board, rules_asked
from vakwerk.circles.composing.rules import percentage
from vakwerk.circles.models import Proposal
from vakwerk.circles.proposals import wording as words
from vakwerk.circles.proposals.pages import cards
from vakwerk.foundation.table_files import XLSX_TYPE, add_sheet
from vakwerk.people.models import Kind


def workbook(proposal: Proposal, board: Board, *, today: date) -> HttpResponse:
    """Give a proposal as a workbook to keep."""
    from openpyxl import Workbook  # noqa: PLC0415 - heavy, and few requests need it

    book = Workbook(write_only=True)
    add_sheet(
        book,
        _("Division"),
        [_("Circle"), _("Moment"), _("Name"), _("Work"), _("Organisation"), _("Joins as"), _("Locked")],
        _division(board),
    )
    add_sheet(book, _("Circles"), [_("Circle"), _("About"), _("Explanation")], _circles(board, today))
    add_sheet(book, _("Explanation"), [_("What"), _("Now"), _("How we count")], _explanation(board))
    file = BytesIO()
    book.save(file)
    response = HttpResponse(file.getvalue(), content_type=XLSX_TYPE)
    name = slugify(
        _("%(round)s proposal %(number)s") % {"round": proposal.round.title, "number": proposal.number}
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _division(board: Board) -> Iterator[list[Any]]:
    for place in board.places:
        moment = board.moment_by_id.get(place.slot_id or 0)
        when = wording.moment_name(moment) if moment else ""
        for member in board.by_circle[place.circle_id]:
            yield [place.number, when, *_person(board, member)]
    for member in board.waiting:
        yield [_("waits"), "", *_person(board, member)]


def _person(board: Board, member: Any) -> list[Any]:
    return [
        member.name,
        cards.work_of(member),
        member.organisation,
        Kind(member.kind).label,
        member.person_id in board.locked,
    ]


def _circles(board: Board, today: date) -> Iterator[list[Any]]:
    all_ = cards.compared(board)
    for place in board.places:
        card = cards.card_of(board, place, all_, full=True, is_open=True, today=today, may_mend=False)
        yield [place.number, _("Members"), card.names]
        for block in card.blocks:
            yield [place.number, _("Conflict"), f"{block['title']}. {block['text']}"]
        for mix in (*card.mix, *([card.ways] if card.ways else [])):
            said = ", ".join(f"{group['label']} {group['count']}" for group in mix["groups"])
            yield [place.number, mix["title"], said]
        for fact in card.facts:
            yield [place.number, fact["label"], fact["value"]]


def _explanation(board: Board) -> Iterator[list[Any]]:
    broken = {conflict.rule for conflict in board.conflicts}
    for rule in rules_asked(board):
        yield [wording.rule_text(rule, board), _("broken") if rule in broken else _("kept"), ""]
    for term in board.evaluation.terms:
        name = f"{term.kind}:{term.name}"
        now = words.nothing_to_judge(term, board) or wording.percent(percentage(term.share))
        yield [str(words.AIMS[name]), now, words.how_counted(term)]
    mean = wording.percent(percentage(board.evaluation.objective))
    yield [_("On average"), mean, words.weights_line(board.evaluation.terms)]
