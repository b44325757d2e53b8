"""What do the pages of this room share? Forms that end in an operation."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from vakwerk.foundation.refusals import Refused
from vakwerk.people.access import PersonRequest
from vakwerk.people.wording import why_not


def form_page(
    request: PersonRequest,
    form: forms.Form,
    act: Callable[[], str],
    *,
    template: str,
    done: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Show a form; when it is sent and right, ``act`` and go to ``done``.

    ``act`` returns what to say afterwards ("" for nothing) or raises ``Refused``, which the form then shows.
    """
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                said = act()
            except Refused as refused:
                form.add_error(None, why_not(refused))
            else:
                if said:
                    messages.success(request, said)
                return redirect(done)
        status = 422
    return render(request, template, {"form": form, **context}, status=status)
