"""The coordinator's pages for signing people up from a file: choose, look, take over."""

from collections.abc import Sequence
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vakwerk.circles import times
from vakwerk.circles.models import Round, Slot
from vakwerk.circles.rounds import counts, files, operations, queries, rules
from vakwerk.circles.rounds.forms.bulk import FileForm
from vakwerk.circles.rounds.wording import FILE_PROBLEMS, problem_in_words
from vakwerk.foundation import refusals, table_files
from vakwerk.foundation.pages import Said, button_page, form_page, posted, posted_files
from vakwerk.foundation.posting.stale import Shown
from vakwerk.foundation.roles import Role
from vakwerk.people.access import PersonRequest, page_for

SALT = "circles.sign-ups-from-file"
SHOWN = 200


@page_for(Role.COORDINATOR)
def from_file(request: PersonRequest, round_id: int) -> HttpResponse:
    """Choose a file; then see per row what it does; then take it over."""
    round_ = get_object_or_404(queries.rounds_with_places(), pk=round_id)
    slots = counts.slots_with_counts(round_)
    if "rows" in request.POST:
        return _take_over(request, round_, request.POST["rows"])
    form = FileForm(
        posted(request),
        posted_files(request),
    )

    def act() -> Said:
        try:
            lines = files.lines_of(
                files.read(form.upload().content),
                people=queries.people_in_files(round_, today=timezone.localdate()),
                slot_ids=[slot.pk for slot in slots],
            )
        except files.UnreadableFileError as error:
            raise ValidationError({"file": str(FILE_PROBLEMS[error.problem])}) from error
        return _preview(round_, lines, slots)

    reason = rules.takes_sign_ups(
        state=round_.state, closes_on=round_.closes_on, today=timezone.localdate(), by_coordinator=True
    )
    return form_page(
        request,
        form,
        act,
        of=None,
        template="circles/rounds/import.html",
        context={"round": round_, "slots": slots, "reason": refusals.say(reason)},
    )


def _preview(round_: Round, lines: Sequence[files.Line], slots: Sequence[Slot]) -> dict[str, Any]:
    names = {slot.pk: times.moment(slot) for slot in slots}
    wrong = [{"line": line, "words": problem_in_words(line)} for line in lines if line.problem is not None]
    good = [line for line in lines if line.problem is None and line.known]
    held = [
        [line.known.person_id, list(line.slot_ids), line.discipline, line.brings]
        for line in good
        if line.known
    ]
    return {
        "previewed": True,
        "wrong": wrong[:SHOWN],
        "wrong_count": len(wrong),
        "good": [
            {"line": line, "moments": ", ".join(names[slot] for slot in line.slot_ids)}
            for line in good[:SHOWN]
        ],
        "new_count": sum(not line.known.is_signed_up for line in good if line.known),
        "changed_count": sum(line.known.is_signed_up for line in good if line.known),
        "more": max(0, len(good) - SHOWN),
        "answered": _answered(round_, held),
        "rows": signing.dumps({"round": round_.pk, "rows": held}, salt=SALT, compress=True),
    }


def _answered(round_: Round, held: Sequence[Any]) -> Shown:
    """Return what the preview says of the people in a file: who answered already, so that nobody is overtaken."""
    return Shown(queries.answered_at(round_, [row[0] for row in held]))


def _take_over(request: PersonRequest, round_: Round, signed: str) -> HttpResponse:
    try:
        held = signing.loads(signed, salt=SALT, max_age=24 * 3600)
    except signing.BadSignature as error:
        raise Http404 from error
    if held["round"] != round_.pk:
        raise Http404
    found = {person.pk: person for person in queries.names_of([row[0] for row in held["rows"]])}
    answers = [
        operations.Answer(found[person_id], slot_ids, discipline=discipline, brings=brings)
        for person_id, slot_ids, discipline, brings in held["rows"]
        if person_id in found
    ]

    def act() -> str:
        count = operations.sign_up_many(round_=round_, answers=answers, by=request.person, now=timezone.now())
        return ngettext("%(count)s person is signed up.", "%(count)s people are signed up.", count) % {
            "count": count
        }

    here = [request.academy.slug, round_.pk]
    return button_page(
        request,
        act,
        of=_answered(round_, held["rows"]),
        done=reverse("circles:sign_ups", args=here),
        refused=reverse("circles:import_sign_ups", args=here),
    )


@page_for(Role.COORDINATOR)
def template_file(request: PersonRequest, round_id: int, kind: str) -> HttpResponse:
    """Give a file with the right heads, to fill in."""
    round_ = get_object_or_404(queries.rounds(), pk=round_id)
    if kind not in table_files.FORMATS:
        raise Http404
    moments = [
        _("moment %(number)s: %(moment)s") % {"number": number, "moment": times.moment(slot)}
        for number, slot in enumerate(counts.slots_with_counts(round_), start=1)
    ]
    heads = [_("e-mail"), _("personnel number"), *moments, _("field of work"), _("brings")]
    example = ["naam@gemeente.example", "", *("x" for _moment in moments), "", ""]
    return table_files.answer(kind, name=_("Sign-ups"), heads=heads, rows=[example])
