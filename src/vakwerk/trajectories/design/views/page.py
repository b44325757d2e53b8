"""The page of one trajectory: the grid, the part that is being changed, the panel and the knowledge."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from vakwerk.foundation import refusals
from vakwerk.foundation.pages import Done, button_page, form_page, posted
from vakwerk.foundation.roles import Role
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.trajectories.design import operations, queries, rules
from vakwerk.trajectories.design.forms import activities as activity_forms
from vakwerk.trajectories.design.forms import goals as goal_forms
from vakwerk.trajectories.design.forms.activities import ActivityForm
from vakwerk.trajectories.design.forms.goals import GoalForm
from vakwerk.trajectories.design.page import Page, column_in_words, goal_help, lead, state_in_words
from vakwerk.trajectories.design.queries import Loaded, LoadedActivity, LoadedGoal
from vakwerk.trajectories.design.wording import step_in_words
from vakwerk.trajectories.models import Activity, LearningGoal, Trajectory
from vakwerk.trajectories.needs import counting as needs

LOOK_AGAIN = "look"
TEMPLATE = "trajectories/design/trajectory.html"


def shown(
    request: PersonRequest,
    loaded: Loaded,
    *,
    goal_form: GoalForm | None = None,
    activity_form: ActivityForm | None = None,
    editing: LoadedGoal | LoadedActivity | None = None,
) -> dict[str, Any]:
    """Return what the page shows, with one part of it open for change."""
    trajectory = loaded.trajectory
    goal = editing if isinstance(editing, LoadedGoal) else None
    activity = editing if isinstance(editing, LoadedActivity) else None
    page = Page(loaded, request.academy.slug, editing_goal=goal.goal.pk if goal else 0)
    design = (
        queries.as_if(loaded.design, goal_form.facts())
        if goal_form is not None and goal_form.is_bound
        else None
    )
    editions = queries.editions_of(trajectory)
    withdraw = rules.reason_not_to_withdraw(state=trajectory.state, editions=editions)
    return {
        "trajectory": trajectory,
        "loaded": loaded,
        "lead": lead(loaded),
        "state": state_in_words(trajectory),
        "grid": page.grid(),
        "knowledge": page.knowledge(),
        "panel": page.panel(design),
        "unsaved": design is not None,
        "now": timezone.now(),
        "column": column_in_words(loaded),
        "goal_form": goal_form,
        "activity_form": activity_form,
        **(goal_help(goal_form) if goal_form is not None else {}),
        "form": goal_form or activity_form,
        "editing_goal": goal,
        "editing_activity": activity,
        "activity_title": step_in_words(activity.activity, activity.number) if activity else "",
        "needs": needs.counts_for([one.competency.key for one in loaded.goals if one.competency]),
        "last_change": queries.last_revision(trajectory)
        if trajectory.state != Trajectory.State.RETIRED
        else None,
        "can_withdraw": withdraw is None,
        "can_delete": rules.reason_not_to_delete(state=trajectory.state, editions=editions) is None,
        "not_to_change": refusals.say(rules.DesignRefusal.RETIRED)
        if trajectory.state == Trajectory.State.RETIRED
        else "",
    }


@page_for(Role.COORDINATOR)
def trajectory(request: PersonRequest, trajectory_id: int) -> HttpResponse:
    """Show a trajectory."""
    loaded = queries.loaded(queries.trajectory_or_404(trajectory_id))
    return render(request, TEMPLATE, shown(request, loaded))


@page_for(Role.COORDINATOR)
def new_goal(request: PersonRequest, trajectory_id: int) -> HttpResponse:
    """Add a learning goal, on the page itself."""
    loaded = queries.loaded(queries.trajectory_or_404(trajectory_id))
    form = GoalForm(posted(request), loaded=loaded, goal=None)
    return _goal_page(
        request,
        loaded,
        form,
        None,
        lambda: operations.add_goal(trajectory=loaded.trajectory, wish=form.wish(), by=request.person),
    )


@page_for(Role.COORDINATOR)
def goal(request: PersonRequest, trajectory_id: int, goal_id: int) -> HttpResponse:
    """Change a learning goal, on the page itself."""
    found = queries.trajectory_or_404(trajectory_id)
    kept = queries.goal_or_404(found, goal_id)
    loaded = queries.loaded(found)
    editing = next(part for part in loaded.goals if part.goal.pk == kept.pk)
    form = GoalForm(
        posted(request), initial=goal_forms.initial_of(editing, loaded), loaded=loaded, goal=editing
    )
    return _goal_page(
        request,
        loaded,
        form,
        editing,
        lambda: operations.change_goal(goal=kept, wish=form.wish(), by=request.person),
    )


def _goal_page(
    request: PersonRequest,
    loaded: Loaded,
    form: GoalForm,
    editing: LoadedGoal | None,
    save: Callable[[], Any],
) -> HttpResponse:
    def act() -> Done:
        save()
        return _("The learning goal is saved.")

    return form_page(
        request,
        form,
        act,
        of=editing.goal if editing else None,
        template=TEMPLATE,
        done=f"{_address(request, loaded)}#beeld",
        context=lambda: shown(request, loaded, goal_form=form, editing=editing),
        # Nothing is saved: the page comes back with the suggestions and the panel for what is filled in now.
        only_look=LOOK_AGAIN in request.POST,
    )


@page_for(Role.COORDINATOR)
def new_activity(request: PersonRequest, trajectory_id: int) -> HttpResponse:
    """Add a step, on the page itself."""
    loaded = queries.loaded(queries.trajectory_or_404(trajectory_id))
    last = loaded.activities[-1].activity if loaded.activities else None
    initial = {"kind": "session", "minutes": last.minutes if last and last.kind == "session" else None}
    form = ActivityForm(posted(request), initial=initial, loaded=loaded)
    return _activity_page(
        request,
        loaded,
        form,
        None,
        lambda: operations.add_activity(trajectory=loaded.trajectory, wish=form.wish(), by=request.person),
    )


@page_for(Role.COORDINATOR)
def activity(request: PersonRequest, trajectory_id: int, activity_id: int) -> HttpResponse:
    """Change a step, on the page itself."""
    found = queries.trajectory_or_404(trajectory_id)
    kept = queries.activity_or_404(found, activity_id)
    loaded = queries.loaded(found)
    editing = next(part for part in loaded.activities if part.activity.pk == kept.pk)
    form = ActivityForm(posted(request), initial=activity_forms.initial_of(editing), loaded=loaded)
    return _activity_page(
        request,
        loaded,
        form,
        editing,
        lambda: operations.change_activity(activity=kept, wish=form.wish(), by=request.person),
    )


def _activity_page(
    request: PersonRequest,
    loaded: Loaded,
    form: ActivityForm,
    editing: LoadedActivity | None,
    save: Callable[[], Any],
) -> HttpResponse:
    def act() -> Done:
        save()
        return _("The step is saved.")

    return form_page(
        request,
        form,
        act,
        of=editing.activity if editing else None,
        template=TEMPLATE,
        done=f"{_address(request, loaded)}#beeld",
        context=lambda: shown(request, loaded, activity_form=form, editing=editing),
    )


@require_POST
@page_for(Role.COORDINATOR)
def move_part(request: PersonRequest, trajectory_id: int, what: str, part_id: int) -> HttpResponse:
    """Move a goal or a step one place up or down."""
    part = _part_or_404(trajectory_id, what, part_id)
    up = request.POST.get("direction") == "up"

    def act() -> Done:
        if isinstance(part, LearningGoal):
            operations.move_goal(goal=part, up=up, by=request.person)
        else:
            operations.move_activity(activity=part, up=up, by=request.person)
        return ""

    page = reverse("trajectories:trajectory", args=[request.academy.slug, trajectory_id])
    return button_page(request, act, of=part, done=f"{page}#beeld")


@require_POST
@page_for(Role.COORDINATOR)
def delete_part(request: PersonRequest, trajectory_id: int, what: str, part_id: int) -> HttpResponse:
    """Take a goal or a step out; the change can be taken back."""
    part = _part_or_404(trajectory_id, what, part_id)

    def act() -> Done:
        if isinstance(part, LearningGoal):
            operations.delete_goal(goal=part, by=request.person)
            return _("The learning goal has been removed. You can undo this below the panel.")
        operations.delete_activity(activity=part, by=request.person)
        return _("The step has been removed. You can undo this below the panel.")

    page = reverse("trajectories:trajectory", args=[request.academy.slug, trajectory_id])
    return button_page(request, act, of=part, done=page)


def _part_or_404(trajectory_id: int, what: str, part_id: int) -> LearningGoal | Activity:
    found = queries.trajectory_or_404(trajectory_id)
    return queries.goal_or_404(found, part_id) if what == "doel" else queries.activity_or_404(found, part_id)


def _address(request: PersonRequest, loaded: Loaded) -> str:
    return reverse("trajectories:trajectory", args=[request.academy.slug, loaded.trajectory.pk])
