"""How does the whole catalogue leave? As JSON and as a workbook that can come in again."""

import json
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from django.utils import timezone

from vakwerk.foundation import table_files
from vakwerk.trajectories.catalogue.naming import Naming
from vakwerk.trajectories.models import Edition, Trajectory

# The heads are those that the import knows, so that what goes out can come in.
TRAJECTORY_HEADS = (
    "sleutel", "titel", "titel_en", "samenvatting", "samenvatting_en", "voor_wie", "voor_wie_en", "weken",
    "bijeenkomsten_nodig", "bewijs_nodig", "openbaar", "leerdoelen", "activiteiten", "kennis_van_binnen",
    "kennis_van_buiten",
)  # fmt: skip
EDITION_HEADS = (
    "sleutel", "uitvoering", "naam_uitvoering", "stand", "bijeenkomsten", "vorm", "plaats", "link", "plekken",
    "inschrijven_tot", "met_goedkeuring", "gasten_welkom", "verplicht", "kosten", "wie_betaalt", "over_de_kosten",
    "trainers", "ingeschreven", "wachtlijst",
)  # fmt: skip


def as_json(found: Sequence[Any], naming: Naming) -> str:
    """Write everything that is on offer as JSON: no people but who leads, as far as the reader may name them."""
    return json.dumps(
        {
            "format": "vakwerk-catalogue",
            "version": 1,
            "made_at": timezone.now().isoformat(),
            "trajectories": [_trajectory(one, naming) for one in found],
        },
        ensure_ascii=False,
        indent=1,
    )


def _trajectory(one: Any, naming: Naming) -> dict[str, Any]:
    return {
        "key": one.key,
        "title": dict(one.title),
        "summary": dict(one.summary),
        "for_whom": dict(one.for_whom),
        "weeks": one.weeks,
        "visible_without_signing_in": one.is_public,
        "sessions_needed": one.sessions_needed,
        "proofs_needed": one.proofs_needed,
        "goals": [
            {
                "text": dict(goal.text),
                "competency": goal.competency.key if goal.competency else None,
                "framework": goal.competency.framework.key if goal.competency else None,
                "level": goal.level,
                "shown_by": [dict(way.text) for way in goal.proof_ways.all()],
            }
            for goal in one.goals.all()
        ],
        "activities": [
            {
                "kind": activity.kind,
                "title": dict(activity.title),
                "description": dict(activity.description),
                "minutes": activity.minutes,
                "url": activity.url,
                "knowledge": [
                    {"side": link.side, "text": naming.knowledge(link)}
                    for link in activity.source_links.all()
                ],
            }
            for activity in one.activities.all()
        ],
        "editions": [_edition(edition, naming) for edition in one.editions.all()],
    }


def _edition(one: Edition, naming: Naming) -> dict[str, Any]:
    return {
        "key": one.key,
        "name": one.name,
        "state": one.state,
        "form": one.form,
        "place": one.place,
        "seats": one.capacity,
        "seats_kept": [
            {"organisation": kept.organisation.name, "seats": kept.seats} for kept in one.member_seats.all()
        ],
        "enrolled": one.taken,
        "waiting": one.waiting,
        "enrol_until": one.enrol_until.isoformat() if one.enrol_until else None,
        "needs_approval": one.needs_approval,
        "guests_welcome": one.guests_welcome,
        "mandatory": one.is_mandatory,
        "cost_in_cents": one.cost,
        "paid_by": one.paid_by,
        "about_the_costs": one.cost_note,
        "trainers": naming.leaders(one.trainers.all()),
        "sessions": [
            {
                "number": session.number,
                "title": dict(session.title),
                "starts_at": session.starts_at.isoformat(),
                "ends_at": session.ends_at.isoformat(),
                "place": session.place,
                "called_off": session.is_cancelled,
            }
            for session in one.sessions.all()
        ],
    }


def as_workbook(found: Sequence[Any]) -> bytes:
    """Write everything that is on offer as a workbook of two sheets, which the import reads."""
    from openpyxl import Workbook  # noqa: PLC0415 - heavy, and few requests need it

    book = Workbook(write_only=True)
    table_files.add_sheet(book, "leertrajecten", TRAJECTORY_HEADS, (trajectory_row(one) for one in found))
    editions = (edition_row(one, edition) for one in found for edition in one.editions.all())
    table_files.add_sheet(book, "uitvoeringen", EDITION_HEADS, editions)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _yes(value: bool) -> str:
    return "ja" if value else "nee"


def _lines(parts: Iterator[str]) -> str:
    return "; ".join(part.replace(";", ",") for part in parts)


def trajectory_row(one: Trajectory) -> list[Any]:
    """Write a trajectory as a row of the sheet ``leertrajecten``."""
    links = [link for activity in one.activities.all() for link in activity.source_links.all()]
    return [
        one.key,
        one.title["nl"],
        one.title["en"],
        one.summary["nl"],
        one.summary["en"],
        one.for_whom["nl"],
        one.for_whom["en"],
        one.weeks,
        one.sessions_needed,
        _yes(one.proofs_needed),
        _yes(one.is_public),
        _lines(
            f"{goal.text.in_language('nl')}"
            + (f" ({goal.competency.code or goal.competency.key}, {goal.level})" if goal.competency else "")
            for goal in one.goals.all()
        ),
        _lines(activity.title.in_language("nl") for activity in one.activities.all()),
        _lines(str(link.source or link.text) for link in links if link.side == "inside"),
        _lines(str(link.source or link.text) for link in links if link.side == "outside"),
    ]


def edition_row(trajectory: Trajectory, one: Edition) -> list[Any]:
    """Write an edition as a row of the sheet ``uitvoeringen``."""
    return [
        trajectory.key,
        one.key,
        one.name,
        one.state,
        _lines(
            f"{timezone.localtime(session.starts_at):%Y-%m-%d %H:%M}-{timezone.localtime(session.ends_at):%H:%M}"
            for session in one.sessions.all()
            if not session.is_cancelled
        ),
        one.form,
        one.place,
        one.online_url,
        one.capacity,
        one.enrol_until,
        _yes(one.needs_approval),
        _yes(one.guests_welcome),
        _yes(one.is_mandatory),
        f"{one.cost // 100},{one.cost % 100:02}",
        one.paid_by,
        one.cost_note,
        _lines(trainer.name for trainer in one.trainers.all()),
        one.taken,
        one.waiting,
    ]
