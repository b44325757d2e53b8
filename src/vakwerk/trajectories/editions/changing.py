"""What would another session, or other conditions of an edition, change, and who hears of it?"""

from copy import copy
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vakwerk.foundation import times
from vakwerk.people.models import Person, Unit
from vakwerk.trajectories.editions import queries, rules
from vakwerk.trajectories.editions.operations import TERMS, Moment, Terms, is_told
from vakwerk.trajectories.editions.wording import conflict_in_words
from vakwerk.trajectories.enrolment.queries import LIVE
from vakwerk.trajectories.enrolment.wording import euros
from vakwerk.trajectories.models import Edition, EditionSession, Enrolment


def against(edition: Edition, moment: Moment, *, besides: int | None = None) -> list[str]:
    """Say what speaks against a moment, though it does not forbid it."""
    starts, ends = moment.starts_at.astimezone(times.AMSTERDAM), moment.ends_at.astimezone(times.AMSTERDAM)
    found = rules.conflicts(
        starts,
        ends,
        trainers=queries.trainer_names(edition),
        room=(moment.place or edition.place) if edition.is_on_place else "",
        elsewhere=queries.sessions_around([(starts, ends)], besides=[besides] if besides else []),
    )
    return [conflict_in_words(one) for one in found]


def changes_of(session: EditionSession, moment: Moment) -> dict[str, Any]:
    """Return the table of now and after, what speaks against it, and what happens when it is done."""
    edition = session.edition
    title_after = str(moment.activity.title if moment.activity else moment.title or "")
    rows = [
        _row(_("What"), str(session.title), title_after),
        _row(_("Day"), times.day_in_full(session.starts_at), times.day_in_full(moment.starts_at)),
        _row(
            _("Time"),
            times.hours(session.starts_at, session.ends_at),
            times.hours(moment.starts_at, moment.ends_at),
        ),
        _row(_("Location"), session.where or _("none"), moment.place or edition.place or _("none")),
    ]
    changed = any(row["changed"] for row in rows)
    return {
        "rows": rows if changed else [],
        "against": against(edition, moment, besides=session.pk),
        "effects": _effects(session, moment),
    }


def changes_of_terms(edition: Edition, terms: Terms) -> dict[str, Any]:
    """Return the table of now and after for the conditions of an edition, and whom it concerns.

    No rows where nothing changes.
    """
    after = copy(edition)
    for name in TERMS:
        setattr(after, name, getattr(terms, name))
    after.mandatory_for = (
        Unit.objects.filter(pk=terms.mandatory_for_id).first() if terms.mandatory_for_id else None
    )
    rows = [
        _row(label, now, then)
        for (label, now), (_label, then) in zip(_said(edition), _said(after), strict=True)
    ]
    return {
        "rows": rows if any(row["changed"] for row in rows) else [],
        "effects": _effects_of_terms(edition, after),
    }


def _said(edition: Edition) -> list[tuple[str, str]]:
    yes_no = {True: _("yes"), False: _("no")}
    mandatory = yes_no[edition.is_mandatory]
    if edition.is_mandatory and edition.mandatory_for:
        mandatory = _("yes, for %(unit)s") % {"unit": edition.mandatory_for.name}
    return [
        (_("Name of this edition"), edition.name or _("none")),
        (_("Where"), edition.get_form_display()),
        (_("Place and room"), edition.place or _("none")),
        (_("Link to the online room"), edition.online_url or _("none")),
        (
            _("Enrol until"),
            date_format(edition.enrol_until, "DATE_FORMAT") if edition.enrol_until else _("until it begins"),
        ),
        (_("A coordinator approves each enrolment"), yes_no[edition.needs_approval]),
        (_("Guests may enrol too"), yes_no[edition.guests_welcome]),
        (_("This is mandatory training"), mandatory),
        (_("Costs for one person, in euros"), euros(edition.cost)),
        (_("Who pays"), edition.get_paid_by_display()),
        (_("About the costs"), edition.cost_note or _("none")),
    ]


def _effects_of_terms(edition: Edition, after: Edition) -> list[str]:
    """Say who takes part, which letters go to whom, and what managers see."""
    enrolled = Enrolment.objects.filter(edition=edition)
    counts = {state.value: enrolled.filter(state=state).count() for state in LIVE}
    said = [
        _(
            "People this concerns: %(enrolled)s enrolled, %(waiting)s on the waiting list, "
            "%(asked)s asking for a place."
        )
        % counts
    ]
    if rules.moved(edition, after):
        people = Person.objects.filter(pk__in=queries.takers(edition, states=[Enrolment.State.ENROLLED]))
        said += _letters(people, calendar=True)
    if rules.other_deal(edition, after):
        people = Person.objects.filter(pk__in=queries.takers(edition, states=LIVE))
        said += _letters(people, calendar=False)
    if len(said) == 1:
        said.append(_("Nobody gets a letter about it."))
    if edition.is_mandatory != after.is_mandatory:
        said.append(
            _("Managers see from now on whether their people came.")
            if after.is_mandatory
            else _("Managers no longer see whether their people came.")
        )
    return said


def _letters(people: QuerySet[Person], *, calendar: bool) -> list[str]:
    by_mail = people.exclude(email="").count()
    if calendar:
        words = ngettext(
            "%(count)s person gets a letter, and their calendar changes with it.",
            "%(count)s people get a letter, and their calendars change with it.",
            by_mail,
        )
    else:
        words = ngettext(
            "%(count)s person gets a letter about what taking part costs and involves.",
            "%(count)s people get a letter about what taking part costs and involves.",
            by_mail,
        )
    said = [words % {"count": by_mail}]
    if without := [person.name for person in people.filter(email="")]:
        said.append(
            _("Without an e-mail address, so tell them yourself: %(names)s.") % {"names": ", ".join(without)}
        )
    return said


def _effects(session: EditionSession, moment: Moment) -> list[str]:
    edition = session.edition
    if edition.state == Edition.State.PLANNED:
        return [_("Nobody gets a letter: the edition is still being planned.")]
    if not is_told(session, moment):
        return [_("Nobody gets a letter about it.")]
    takers = Person.objects.filter(pk__in=queries.takers(edition, states=[Enrolment.State.ENROLLED]))
    said = _letters(takers, calendar=True)
    away = session.apologies.count()
    if away and moment.starts_at != session.starts_at:
        said.append(
            ngettext(
                "%(count)s person could not come. We forget that, since they may be able to come now.",
                "%(count)s people could not come. We forget that, since they may be able to come now.",
                away,
            )
            % {"count": away}
        )
    return said


def _row(label: str, now: str, after: str) -> dict[str, Any]:
    return {"label": label, "now": now, "after": after, "changed": now != after}
