"""What do these pages share? Forms that end in an operation."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from vakwerk.foundation.refusals import Refused
from vakwerk.knowledge.models import Source
from vakwerk.people.access import PersonRequest

WhyNot = Callable[[Refused], str]


def form_page(
    request: PersonRequest,
    form: forms.Form,
    act: Callable[[], str],
    *,
    why_not: WhyNot,
    template: str,
    done: str | Callable[[], str],
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
                return redirect(done if isinstance(done, str) else done())
        status = 422
    return render(request, template, {"form": form, **context}, status=status)


def button_page(
    request: PersonRequest, act: Callable[[], str], *, why_not: WhyNot, done: str
) -> HttpResponse:
    """Do what a button asks, say what happened or why not, and go to ``done``."""
    try:
        messages.success(request, act())
    except Refused as refused:
        messages.error(request, why_not(refused))
    return redirect(done)


def address(request: PersonRequest, source: Source) -> str:
    """Return the page of a source in the academy where one is."""
    return reverse("knowledge:source", args=[request.academy.slug, source.pk])
