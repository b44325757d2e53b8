"""Who did what? The whole trail for administrators, one's own for everybody."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vakwerk.foundation.access import AcademyRequest, page_for
from vakwerk.foundation.roles import Role
from vakwerk.foundation.trail import queries
from vakwerk.foundation.trail.tables import MY_LEARNING, MY_TRAIL, TRAIL


@require_safe
@page_for(Role.ADMINISTRATOR)
def trail(request: AcademyRequest) -> HttpResponse:
    """Show the acts of office in the academy; what people do for their own learning is none of them."""
    entries = queries.entries()
    if TRAIL.is_download(request):
        return TRAIL.download(request, entries)
    return render(request, "foundation/trail.html", {"table": TRAIL.page(request, entries)})


@require_safe
@page_for()
def my_trail(request: AcademyRequest) -> HttpResponse:
    """Show somebody what happened around them."""
    entries = queries.entries_around(request.person.pk)
    if MY_TRAIL.is_download(request):
        return MY_TRAIL.download(request, entries)
    return render(request, "foundation/my_trail.html", {"table": MY_TRAIL.page(request, entries)})


@require_safe
@page_for()
def my_learning(request: AcademyRequest) -> HttpResponse:
    """Show somebody what happened with their own learning, which nobody else reads."""
    acts = queries.own_acts_of(request.person.pk)
    if MY_LEARNING.is_download(request):
        return MY_LEARNING.download(request, acts)
    return render(request, "foundation/my_learning.html", {"table": MY_LEARNING.page(request, acts)})
