"""What is there to manage? A page that leads to every part, for who runs the academy."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vakwerk.foundation.access import AcademyRequest, page_for
from vakwerk.foundation.roles import Role


@require_safe
@page_for(Role.ADMINISTRATOR, Role.COORDINATOR)
def overview(request: AcademyRequest) -> HttpResponse:
    """Lead to the parts that this person may see."""
    return render(
        request,
        "foundation/management.html",
        {"is_administrator": Role.ADMINISTRATOR in request.person.roles},
    )
