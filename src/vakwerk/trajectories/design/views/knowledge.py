"""Tying knowledge from inside and outside to a step: a proposal, a kept source, or a few words."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.roles import Role
from vakwerk.knowledge.models import Side
from vakwerk.knowledge.sources import queries as sources
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.trajectories.design import operations, queries
from vakwerk.trajectories.design.forms.activities import OwnWordsForm
from vakwerk.trajectories.design.operations import SourceWish
from vakwerk.trajectories.design.proposals import fitting, searched
from vakwerk.trajectories.design.wording import step_in_words, why_not
from vakwerk.trajectories.models import ActivitySource


@page_for(Role.COORDINATOR)
def choose_source(request: PersonRequest, trajectory_id: int, activity_id: int, side: str) -> HttpResponse:
    """Choose what a step draws on from one side."""
    if side not in Side.values:
        raise Http404
    found = queries.trajectory_or_404(trajectory_id)
    activity = queries.activity_or_404(found, activity_id)
    form = OwnWordsForm()
    if request.method == "POST":
        wish = None
        if source_id := request.POST.get("source", ""):
            source = sources.source_for(request.person, int(source_id) if source_id.isdecimal() else 0)
            wish = SourceWish(side=side, source=source)
        else:
            form = OwnWordsForm(request.POST)
            if form.is_valid():
                wish = SourceWish(side=side, text=form.cleaned_data["text"])
        if wish:
            try:
                operations.add_source(activity=activity, wish=wish, by=request.person)
            except Refused as refused:
                messages.error(request, why_not(refused))
            else:
                messages.success(request, _("The knowledge is tied to the step."))
            return redirect(
                f"{reverse('trajectories:trajectory', args=[request.academy.slug, found.pk])}#kennis"
            )
    loaded = queries.loaded(found)
    one = next(one for one in loaded.activities if one.activity.pk == activity.pk)
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:200]
    results, count = searched(text, side, request.academy) if text else ([], 0)
    there = {entry.source.pk for entry in one.sources if entry.source}
    return render(
        request,
        "trajectories/design/choose_source.html",
        {
            "trajectory": found,
            "activity": one,
            "step": step_in_words(one.activity, one.number),
            "side": side,
            "inside": side == Side.INSIDE,
            "fitting": fitting(loaded, one, side),
            "text": text,
            "results": [source for source in results if source.pk not in there],
            "count": count,
            "form": form,
        },
        status=422 if form.is_bound else 200,
    )


@require_POST
@page_for(Role.COORDINATOR)
def remove_source(request: PersonRequest, trajectory_id: int, link_id: int) -> HttpResponse:
    """Take knowledge away from a step; the change can be taken back."""
    found = queries.trajectory_or_404(trajectory_id)
    link = get_object_or_404(ActivitySource, pk=link_id, activity__trajectory=found)
    try:
        operations.remove_source(link=link, by=request.person)
    except Refused as refused:
        messages.error(request, why_not(refused))
    else:
        messages.success(request, _("The knowledge is taken away. You can take this back below the panel."))
    return redirect(f"{reverse('trajectories:trajectory', args=[request.academy.slug, found.pk])}#kennis")
