"""The steps of a trajectory: list, make, publish, stop, copy, delete, take back."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from vakwerk.foundation import refusals
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.pages import Done, button_page, confirm_page, finish, form_page, posted
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tables import Column, Filter, Table
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.trajectories.design import operations, queries, rules
from vakwerk.trajectories.design.forms.heads import CopyForm, HeadForm, initial_of
from vakwerk.trajectories.design.page import Page, lead, length_in_words
from vakwerk.trajectories.models import Trajectory


def _address(row: Any) -> str:
    return reverse("trajectories:trajectory", args=[row.academy.slug, row.pk])


TRAJECTORIES: Table[Any] = Table(
    name=_("Trajectories"),
    columns=(
        Column("title", _("trajectory"), lambda row: row.title, order=("title",), link=_address),
        Column("state", _("status"), lambda row: row.get_state_display(), order=("state",)),
        Column("goals", _("learning goals"), lambda row: row.goal_count, order=("goal_count",), number=True),
        Column(
            "sessions", _("sessions"), lambda row: row.session_count, order=("session_count",), number=True
        ),
        Column("weeks", _("weeks"), lambda row: row.weeks, order=("weeks",), number=True),
        Column("changed", _("changed"), lambda row: row.changed_at, order=("changed_at",)),
        Column("key", _("key"), lambda row: row.key, download_only=True),
    ),
    filters=(
        Filter(
            "state",
            _("Status"),
            lambda: Trajectory.State.choices,
            lambda rows, state: rows.filter(state=state),
        ),
    ),
    search=lambda rows, text: rows.filter(title__icontains=text),
    search_label=_("Search by title"),
    counted=lambda count: (
        ngettext("%(count)s trajectory", "%(count)s trajectories", count) % {"count": count}
    ),
    empty=_(
        "There are no trajectories yet. Start with what people need, or adopt one that your region shares."
    ),
)


@page_for(Role.COORDINATOR)
def trajectories(request: PersonRequest) -> HttpResponse:
    """Show all trajectories."""
    found = queries.trajectories_for_table()
    if TRAJECTORIES.is_download(request):
        return TRAJECTORIES.download(request, found)
    return render(
        request, "trajectories/design/trajectories.html", {"table": TRAJECTORIES.page(request, found)}
    )


@page_for(Role.COORDINATOR)
def new_trajectory(request: PersonRequest) -> HttpResponse:
    """Make a trajectory in draft."""
    form = HeadForm(posted(request))

    def act() -> HttpResponse:
        made = operations.make_trajectory(head=form.head(), by=request.person)
        said = _("The draft is there. Add learning goals and steps; the panel says what is still missing.")
        return finish(request, str(said), "trajectories:trajectory", request.academy.slug, made.pk)

    return form_page(
        request,
        form,
        act,
        of=None,
        template="trajectories/design/edit.html",
        context={"trajectory": None},
    )


@page_for(Role.COORDINATOR)
def edit_trajectory(request: PersonRequest, trajectory_id: int) -> HttpResponse:
    """Change what is said of a trajectory as a whole."""
    found = queries.trajectory_or_404(trajectory_id)
    form = HeadForm(posted(request), initial=initial_of(found))

    def act() -> Done:
        operations.change_trajectory(trajectory=found, head=form.head(), by=request.person)
        return _("The trajectory is saved.")

    return form_page(
        request,
        form,
        act,
        of=found,
        template="trajectories/design/edit.html",
        done=_page(request, found),
        context={"trajectory": found},
    )


def _page(request: PersonRequest, found: Trajectory) -> str:
    return reverse("trajectories:trajectory", args=[request.academy.slug, found.pk])


Step = tuple[Callable[..., Any], Promise]
STEPS: dict[str, Step] = {
    "publiceren": (
        lambda trajectory, by: operations.publish_trajectory(
            trajectory=trajectory, by=by, now=timezone.now()
        ),
        _(
            "The trajectory is published. People find it in the catalogue. They can enrol once an edition is open."
        ),
    ),
    "concept": (
        operations.withdraw_trajectory,
        _("The trajectory is a draft again. Nobody sees it in the catalogue."),
    ),
    "terug": (operations.undo, _("The last change has been undone.")),
}


@require_POST
@page_for(Role.COORDINATOR)
def move_trajectory(request: PersonRequest, trajectory_id: int, act: str) -> HttpResponse:
    """Publish a trajectory, make it a draft again, or take back the last change."""
    found = queries.trajectory_or_404(trajectory_id)
    if act not in STEPS:
        raise Http404
    move, said = STEPS[act]

    def step() -> Done:
        move(trajectory=found, by=request.person)
        return str(said)

    # What was changed last may stand in a part of it, and leave the trajectory itself as it was.
    upon = queries.last_revision(found) if move == operations.undo else found
    return button_page(request, step, of=upon, done=_page(request, found))


@page_for(Role.COORDINATOR)
def retire(request: PersonRequest, trajectory_id: int) -> HttpResponse:
    """Ask, then stop offering a trajectory."""
    found = queries.trajectory_or_404(trajectory_id)
    reason = rules.reason_not_to_retire(state=found.state)

    def act() -> Done:
        operations.retire_trajectory(trajectory=found, by=request.person)
        return _("The trajectory is no longer offered.")

    return confirm_page(
        request,
        act,
        of=found,
        template="trajectories/design/confirm.html",
        done=_page(request, found),
        context={
            "trajectory": found,
            "title": gettext("Stop offering “%(title)s”?") % {"title": found.title},
            "lead": gettext(
                "Nobody finds it in the catalogue any more. Editions that are planned or running go on."
                " You can publish it again."
            ),
            "act": gettext("Stop offering"),
            "keep": gettext("Keep offering it"),
            "reason": refusals.say(reason),
        },
    )


@page_for(Role.COORDINATOR)
def delete_trajectory(request: PersonRequest, trajectory_id: int) -> HttpResponse:
    """Ask, then throw a draft away."""
    found = queries.trajectory_or_404(trajectory_id)
    reason = rules.reason_not_to_delete(state=found.state, editions=queries.editions_of(found))

    def act() -> Done:
        operations.delete_trajectory(trajectory=found, by=request.person)
        return _("The draft is deleted.")

    return confirm_page(
        request,
        act,
        of=found,
        template="trajectories/design/confirm.html",
        done=reverse("trajectories:trajectories", args=[request.academy.slug]),
        refused=_page(request, found),
        context={
            "trajectory": found,
            "title": gettext("Delete “%(title)s”?") % {"title": found.title},
            "lead": gettext("This cannot be undone. Nobody has seen the draft but coordinators."),
            "act": gettext("Delete the draft"),
            "keep": gettext("Keep it"),
            "reason": refusals.say(reason),
        },
    )


@page_for(Role.COORDINATOR)
def copy_trajectory(request: PersonRequest, trajectory_id: int) -> HttpResponse:
    """Make a draft that is the same but for its title."""
    found = queries.trajectory_or_404(trajectory_id)
    title = Bilingual(
        nl=f"{found.title.in_language('nl')} (kopie)", en=f"{found.title.in_language('en')} (copy)"
    )
    form = CopyForm(posted(request), initial={"title": title})

    def act() -> HttpResponse:
        made = operations.copy_trajectory(
            trajectory=found, title=form.cleaned_data["title"], by=request.person
        )
        said = _("The copy is a draft of its own.")
        return finish(request, said, "trajectories:trajectory", request.academy.slug, made.pk)

    return form_page(
        request,
        form,
        act,
        of=None,
        template="trajectories/design/copy.html",
        context={"trajectory": found},
    )


@page_for(Role.COORDINATOR)
def preview(request: PersonRequest, trajectory_id: int) -> HttpResponse:
    """Show a trajectory as participants see it."""
    loaded = queries.loaded(queries.trajectory_or_404(trajectory_id))
    return render(
        request,
        "trajectories/design/preview.html",
        {
            "trajectory": loaded.trajectory,
            "loaded": loaded,
            "lead": lead(loaded),
            "length": length_in_words(loaded),
            "grid": Page(loaded, request.academy.slug).grid(),
        },
    )
