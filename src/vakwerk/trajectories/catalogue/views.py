"""The pages of what is on offer: the catalogue, one trajectory, and for coordinators who may see it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vakwerk.foundation import refusals
from vakwerk.foundation.models import Academy
from vakwerk.foundation.pages import confirm_page
from vakwerk.foundation.posting.stale import Shown
from vakwerk.foundation.roles import Role
from vakwerk.foundation.table_files import XLSX_TYPE
from vakwerk.foundation.text import number_in
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.people.models import Person
from vakwerk.trajectories.catalogue import leaving, operations, queries, wording
from vakwerk.trajectories.catalogue.naming import EVERYBODY, Naming
from vakwerk.trajectories.catalogue.rules import Length, Sides, When, Where, Wish
from vakwerk.trajectories.enrolment import operations as enrolment
from vakwerk.trajectories.enrolment import queries as enrolled
from vakwerk.trajectories.models import Edition

PER_PAGE = 20
# So many filters are seen at once; the others open on request.
AT_ONCE = 3


class VisitorRequest(HttpRequest):
    """A request by somebody of the academy, or by anybody where the catalogue is public."""

    academy: Academy
    person: Person | None


View = Callable[..., HttpResponse]


def open_where_public(view: View) -> View:
    """Open a page to the people of an academy, and to everybody where the academy shows its catalogue.

    Otherwise whoever did not sign in goes to do so, and people of other academies get 404.
    """

    @wraps(view)
    def guarded(request: Any, **kwargs: Any) -> HttpResponse:
        if request.academy is None:
            raise Http404
        kwargs.pop("academy", None)
        if request.person is None and not queries.is_public():
            if request.user.is_authenticated:
                raise Http404
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
        return view(request, **kwargs)

    return guarded


E = TypeVar("E", bound=StrEnum)


def _one_of(kind: type[E], value: str) -> E | None:
    return kind(value) if value in set(kind) else None


def wish_of(request: HttpRequest) -> Wish:
    """Read from the address what somebody looks for; what makes no sense asks for nothing."""
    given = request.GET
    return Wish(
        text=given.get("q", "").replace("\x00", "").strip()[:100],
        competency=given.get("competency", "").replace("\x00", "")[:80],
        level=number_in(given.get("level", ""), digits=2),
        when=_one_of(When, given.get("when", "")),
        length=_one_of(Length, given.get("length", "")),
        sides=_one_of(Sides, given.get("sides", "")),
        where=_one_of(Where, given.get("where", "")),
        free_only=given.get("seats") == "free",
    )


@open_where_public
def catalogue(request: VisitorRequest) -> HttpResponse:
    """Show what is on offer and fits what somebody looks for."""
    operations.catch_up()
    now = timezone.now()
    wish = wish_of(request)
    found = queries.entries(wish, now=now, public_only=request.person is None)
    page = Paginator(found.values_list("pk", flat=True), PER_PAGE).get_page(request.GET.get("page"))
    levels = queries.level_names()
    entries = queries.shown(list(page.object_list), now=now)
    if request.person is None:
        Naming.of_list(entries)
    filters = _filters(wish, levels)
    return render(
        request,
        "trajectories/catalogue/catalogue.html",
        {
            "rows": _rows(request, entries, levels),
            "page": page,
            "count": _counted(page.paginator.count),
            "text": wish.text,
            "filters": filters[:AT_ONCE],
            "more_filters": filters[AT_ONCE:],
            "more_open": bool(wish.level or wish.length or wish.sides or wish.where),
            "asks_anything": wish.asks_anything,
        },
    )


def _counted(count: int) -> str:
    return ngettext("%(count)s trajectory", "%(count)s trajectories", count) % {"count": count}


def _rows(request: VisitorRequest, entries: Sequence[Any], levels: dict[int, str]) -> list[dict[str, Any]]:
    ahead = [one for entry in entries for one in entry.trajectory.ahead]
    mine = enrolled.live_enrolments_of(request.person, ahead) if request.person else {}
    return [
        {
            "entry": entry,
            "trajectory": entry.trajectory,
            "goals": [
                {"name": goal.competency.name, "level": levels.get(goal.level or 0, "")}
                for goal in entry.trajectory.goals.all()
                if goal.competency
            ],
            "next": (shown := _next(entry.trajectory.ahead)),
            "free_later": _free_later(entry.trajectory.ahead, shown),
            "more": max(len(entry.trajectory.ahead) - 1, 0),
            "mine": next((mine[one.pk] for one in entry.trajectory.ahead if one.pk in mine), None),
        }
        for entry in entries
    ]


def _next(ahead: Sequence[Edition]) -> Edition | None:
    """Return the first edition in which one can enrol, or else the first that is still to come."""
    return next((one for one in ahead if one.state == Edition.State.OPEN), next(iter(ahead), None))


def _free_later(ahead: Sequence[Edition], shown: Edition | None) -> bool:
    """Tell whether an edition that is not shown has a free seat, where the one that is shown is full."""
    return (
        shown is not None
        and not shown.free
        and any(one.free and one.state == Edition.State.OPEN for one in ahead)
    )


def _filters(wish: Wish, levels: dict[int, str]) -> list[dict[str, Any]]:
    def one(
        name: str, label: str, options: Sequence[tuple[Any, str | Promise]], chosen: Any
    ) -> dict[str, Any]:
        rows = [{"value": "", "label": _("all"), "selected": not chosen}]
        rows += [
            {"value": value, "label": words, "selected": str(value) == str(chosen or "")}
            for value, words in options
        ]
        return {"name": name, "label": label, "options": rows}

    return [
        one("competency", _("Competency"), queries.competencies(), wish.competency),
        one("when", _("Begins"), list(wording.WHEN.items()), wish.when),
        one("seats", _("Places"), [("free", _("with a free place"))], "free" if wish.free_only else ""),
        one("level", _("Level"), list(levels.items()), wish.level),
        one("length", _("Length"), list(wording.LENGTH.items()), wish.length),
        one("sides", _("Knowledge"), list(wording.SIDES.items()), wish.sides),
        one("where", _("Where"), list(wording.WHERE.items()), wish.where),
    ]


@open_where_public
def trajectory(request: VisitorRequest, offered_id: int) -> HttpResponse:
    """Show one trajectory: what one learns, does and hears, when, and whether there is a place."""
    found = queries.trajectory_or_404(offered_id, public_only=request.person is None)
    now = timezone.now()
    levels = queries.level_names()
    editions = [
        one
        for one in found.offered
        if (one.ends_at and one.ends_at > now)
        or (one.state != Edition.State.CANCELLED and one.ends_at is None)
    ]
    naming = EVERYBODY if request.person else Naming.outside([found], found.offered)
    activities = list(found.activities.all())
    links = [link for activity in activities for link in activity.source_links.all()]
    return render(
        request,
        "trajectories/catalogue/trajectory.html",
        {
            "trajectory": found,
            "goals": [{"goal": goal, "level": levels.get(goal.level or 0, "")} for goal in found.goals.all()],
            "activities": [{"one": one, "kind": wording.KINDS[one.kind]} for one in activities],
            "length": _length(activities),
            "inside": _told_once(links, "inside", naming),
            "outside": _told_once(links, "outside", naming),
            "editions": _offers(request, editions, now, naming),
        },
    )


def _length(activities: Sequence[Any]) -> str:
    sessions = [one for one in activities if one.kind == "session"]
    return wording.length_in_words(len(sessions), sum(one.minutes or 0 for one in sessions))


def _told_once(links: Sequence[Any], side: str, naming: Naming) -> list[str]:
    return list(dict.fromkeys(naming.knowledge(link) for link in links if link.side == side))


def _offers(
    request: VisitorRequest, editions: Sequence[Any], now: datetime, naming: Naming
) -> list[dict[str, Any]]:
    """Return editions as their reader sees them, with why they cannot enrol, in a constant number of queries."""
    person = request.person
    mine = enrolled.live_enrolments_of(person, editions) if person else {}
    comer = enrolled.comer(person) if person else None
    free = enrolled.free_for(editions, comer.organisation_id if comer else None)
    rows = []
    for one in editions:
        leads = comer is not None and any(
            trainer.person_id == comer.person.pk for trainer in one.trainers.all()
        )
        reason = None
        if comer is not None:
            reason = enrolment.reason_not_to_enrol(
                one, comer, is_live=one.pk in mine, is_trainer=leads, now=now
            )
        rows.append(
            {
                "edition": one,
                "sessions": [session for session in one.sessions.all() if not session.is_cancelled],
                "mine": mine.get(one.pk),
                "leads": leads,
                "led_by": naming.leaders(one.trainers.all()),
                "free": free[one.pk],
                "reason": refusals.say(reason, until=one.enrol_until, starts=one.starts_at),
            }
        )
    return rows


@open_where_public
def download(request: VisitorRequest) -> HttpResponse:
    """Give what is on offer as JSON, as far as the reader may see it."""
    found = queries.everything()
    if request.person is None:
        found = [one for one in found if one.is_public]
        naming = Naming.outside(found, [edition for one in found for edition in one.editions.all()])
        return _file(leaving.as_json(found, naming), "application/json", "json")
    return _file(leaving.as_json(found, EVERYBODY), "application/json", "json")


@page_for(Role.COORDINATOR)
def download_workbook(request: PersonRequest) -> HttpResponse:
    """Give the whole catalogue as a workbook that can come in again."""
    return _file(leaving.as_workbook(queries.everything()), XLSX_TYPE, "xlsx")


def _file(content: str | bytes, content_type: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    name = f"aanbod-{timezone.localdate():%Y-%m-%d}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@page_for(Role.COORDINATOR)
def settings(request: PersonRequest) -> HttpResponse:
    """Say who sees the catalogue, and take it along."""
    shown = {"is_public": queries.is_public(), "public_count": queries.public_count()}

    def act() -> str:
        is_public = request.POST.get("public") == "yes"
        operations.set_public(is_public=is_public, by=request.person)
        if is_public:
            return _("Everybody can see the catalogue now.")
        return _("Only people of the academy see the catalogue now.")

    return confirm_page(
        request,
        act,
        of=Shown(shown),
        template="trajectories/catalogue/settings.html",
        done=reverse("trajectories:catalogue_settings", args=[request.academy.slug]),
        context=shown,
    )
