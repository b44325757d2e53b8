"""What does a page say of a file that is kept, and can no longer be read? Why, and how to throw it away."""

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vakwerk.foundation.sheets.trouble import FileTrouble
from vakwerk.foundation.sheets.wording import trouble


def unreadable(
    request: HttpRequest, error: FileTrouble, *, file: models.Model, back: str, throw_away: str
) -> HttpResponse:
    """Say what is wrong with a file that came in before Vakwerk read files as it does now.

    ``back``: the page where another file is chosen; ``throw_away``: the address that takes ``drop`` for this one.
    """
    context = {"file": file, "trouble": trouble(error), "back": back, "throw_away": throw_away}
    return render(request, "foundation/unreadable.html", context, status=422)
