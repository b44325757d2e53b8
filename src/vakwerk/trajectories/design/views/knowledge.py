"""Tying knowledge from inside and outside to a step: a proposal, a kept source, or a few words."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from vakwerk.foundation.pages import Done, button_page, form_page, posted
from vakwerk.foundation.roles import Role
from vakwerk.foundation.text import number_in
from vakwerk.knowledge.models import Side
from vakwerk.knowledge.sources import queries as sources
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.trajectories.design import operations, queries
from vakwerk.trajectories.design.forms.activities import OwnWordsForm
from vakwerk.trajectories.design.operations import SourceWish
from vakwerk.trajectories.design.proposals import fitting, searched
from vakwerk.trajectories.design.wording import step_in_words
from vakwerk.trajectories.models import Activity, ActivitySource, Trajectory


@page_for(Role.COORDINATOR)
def choose_source(request: PersonRequest, trajectory_id: int, activity_id: int, side: str) -> HttpResponse:
    """Choose what a step draws on from one side."""
    if side not in Side.values:
        raise Http404
    found = queries.trajectory_or_404(trajectory_id)
    activity = queries.activity_or_404(found, activity_id)
    form = OwnWordsForm(posted(request))

    def add(wish: SourceWish) -> Done:
        operations.add_source(activity=activity, wish=wish, by=request.person)
        return _("The knowledge is linked to the step.")

    done = _knowledge_of(request, found)
    if source_id := request.POST.get("source", ""):
        source = sources.source_for(request.person, number_in(source_id) or 0)
        wish = SourceWish(side=side, source=source)
        return button_page(request, lambda: add(wish), of=None, done=done)
    return form_page(
        request,
        form,
        lambda: add(SourceWish(side=side, text=form.cleaned_data["text"])),
        of=None,
        template="trajectories/design/choose_source.html",
        done=done,
        context=lambda: _choices(request, found, activity, side),
    )


def _choices(request: PersonRequest, found: Trajectory, activity: Activity, side: str) -> dict[str, Any]:
    loaded = queries.loaded(found)
    one = next(one for one in loaded.activities if one.activity.pk == activity.pk)
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:200]
    results, count = searched(text, side, request.academy) if text else ([], 0)
    there = {entry.source.pk for entry in one.sources if entry.source}
    return {
        "trajectory": found,
        "activity": one,
        "step": step_in_words(one.activity, one.number),
        "side": side,
        "inside": side == Side.INSIDE,
        "fitting": fitting(loaded, one, side),
        "text": text,
        "results": [source for source in results if source.pk not in there],
        "count": count,
    }


@require_POST
@page_for(Role.COORDINATOR)
def remove_source(request: PersonRequest, trajectory_id: int, link_id: int) -> HttpResponse:
    """Take knowledge away from a step; the change can be taken back."""
    found = queries.trajectory_or_404(trajectory_id)
    link = get_object_or_404(ActivitySource, pk=link_id, activity__trajectory=found)

    def act() -> Done:
        operations.remove_source(link=link, by=request.person)
        return _("The knowledge is removed. You can undo this below the panel.")

    return button_page(request, act, of=None, done=_knowledge_of(request, found))


def _knowledge_of(request: PersonRequest, found: Trajectory) -> str:
    return f"{reverse('trajectories:trajectory', args=[request.academy.slug, found.pk])}#kennis"
