"""How does a form or a button end in an operation? The ceremony around it, the same for every page.

A view loads what it is about, says in ``act`` what to do, and hands both over. Here is decided what nobody may forget:
that a form drawn before somebody else saved does not overwrite them, and that what somebody wrote is not lost.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from vakwerk.foundation import refusals
from vakwerk.foundation.posting import drawn, kept, stale
from vakwerk.foundation.posting.stale import Clash, Seen
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.sheets.forms import TableFileForm
from vakwerk.foundation.sheets.trouble import FileTrouble

Done = str | Promise | HttpResponse
"""What an act ends in: what to say ("" for nothing), or where to go."""
Said = Done | Mapping[str, Any]
"""What the act of a form ends in: the same, or what to show before anything is done."""
Context = Mapping[str, Any] | Callable[[], Mapping[str, Any]]


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what fills in a form of this page: what is sent, or what was kept when a session ended."""
    if request.method == "POST":
        return request.POST
    text = kept.of(request)
    return text.data if text and text.path == request.path else None


def posted_files(request: HttpRequest) -> MultiValueDict[str, Any] | None:
    """Return the files that are sent with a form; those of a session that ended cannot be kept."""
    return request.FILES if request.method == "POST" else None


def finish(request: HttpRequest, said: str | Promise, to: str, *args: Any) -> HttpResponse:
    """End an act: say what was done and go to the page of its result."""
    messages.success(request, str(said))
    return redirect(to, *args)


def form_page(
    request: HttpRequest,
    form: forms.BaseForm,
    act: Callable[[], Said],
    *,
    of: models.Model | None,
    template: str,
    done: str = "",
    context: Context | None = None,
    refused_at: str | None = None,
    rows: forms.BaseFormSet[Any] | None = None,
    seen: Seen | None = None,
    only_look: bool = False,
    is_shown_whole: bool = False,
) -> HttpResponse:
    """Show a form; when it is sent and right, ``act`` and go to ``done``, or where ``act`` leads.

    ``of``: what exists and is changed, whose values are the form's ``initial``. If any of those changed after the
    form was drawn, nothing is done: its writer sees what and by whom, keeps what they typed, and may send it again.
    ``None``: the form makes something new, or shows nothing that is stored. What leaves out what the form showed is
    taken for old.

    ``act`` may raise ``Refused``, shown at the field ``refused_at`` or above the form; a ``ValidationError``; or
    ``FileTrouble``, shown at the field ``file``.
    ``rows``: a formset that belongs to the form. ``seen``: what else the page tells; if that changed since, nothing
    is done and it is told anew. ``only_look``: show what was filled in, and do nothing yet.
    ``is_shown_whole``: the writer decides upon all of ``of``, as the page shows it, so no part of it may have changed.
    """
    shown: dict[str, str] = {}
    if seen is not None:
        shown[stale.SEEN] = stale.version_of(seen)
    if of is not None:
        upon = {stale.SEEN: stale.version_of(of)} if is_shown_whole else {}
        shown |= stale.values_of(form, rows) | upon
    clash = _clash(request, form, of=of, rows=rows, seen=seen, shown=shown) if form.is_bound else None
    if shown:
        drawn.note(request, shown, about=stale.name_of(of if of is not None else ()))
    more: Mapping[str, Any] = {"clash": clash}
    status = 409 if clash else 422
    if request.method != "POST":
        status = 200
    elif only_look:
        status = 200
        for one in (form, *(rows.forms if rows is not None else ())):
            one.errors.clear()
    elif not clash and all([form.is_valid(), rows is None or rows.is_valid()]):
        said = _done(form, act, refused_at)
        if isinstance(said, Mapping):
            more, status = said, 200
        elif said is not None:
            return _over(request, said, done)
    wrong = rows is not None and form.is_bound and not only_look and not rows.is_valid()
    more = {"rows_are_wrong": wrong, **more}
    return render(request, template, {"form": form, **_shown(context), **more}, status=status)


def _clash(
    request: HttpRequest,
    form: forms.BaseForm,
    *,
    of: models.Model | None,
    rows: forms.BaseFormSet[Any] | None,
    seen: Seen | None,
    shown: Mapping[str, str],
) -> Clash | None:
    """Tell what changed since a form was drawn, or ``None``; ``shown``: what it carries if it is one of ours."""
    clash = stale.changed_since(request, seen) if seen is not None else None
    if clash is None and of is not None:
        clash = stale.clash_of(request, form, of=of, rows=rows)
    if clash is None and request.method == "POST" and stale.is_unread(request, shown=shown.keys()):
        return stale.UNREAD
    return clash


def _done(form: forms.BaseForm, act: Callable[[], Said], refused_at: str | None) -> Said | None:
    """Do it, or write in the form why not and return ``None``."""
    try:
        return act()
    except Refused as refused:
        form.add_error(refused_at, refusals.say(refused))
    except forms.ValidationError as error:
        form.add_error(None, error)
    except FileTrouble as error:
        # Only a form with a table can end so; it asks for what the file does not tell.
        assert isinstance(form, TableFileForm)
        form.add_error(None, form.refusal(error))
    return None


def button_page(
    request: HttpRequest,
    act: Callable[[], Done],
    *,
    done: str,
    refused: str = "",
    of: Seen | None,
) -> HttpResponse:
    """Do what a button asks, say what happened or why not, and go to ``done``; after a no to ``refused``.

    ``of``: what the button acts on, as its page showed it with the ``seen`` tag. If that changed meanwhile nothing is
    done, and its page is shown anew. ``None``: the act stays right whatever else has changed.
    """
    if of is not None and stale.changed_since(request, of):
        messages.error(request, _("This changed after you opened the page. Check it, then choose."))
        return redirect(refused or done)
    try:
        return _over(request, act(), done)
    except Refused as no:
        messages.error(request, refusals.say(no))
        return redirect(refused or done)


def confirm_page(
    request: HttpRequest,
    act: Callable[[], Done],
    *,
    of: Seen | None,
    template: str,
    done: str,
    refused: str = "",
    context: Context | None = None,
) -> HttpResponse:
    """Say what an act means, then do it. ``of``: what it is done to; if that changed meanwhile, it is said anew."""
    clash: Clash | None = None
    if request.method == "POST":
        clash = stale.changed_since(request, of) if of is not None else None
        if clash is None:
            return button_page(request, act, done=done, refused=refused, of=None)
    if of is not None:
        drawn.note(request, {stale.SEEN: stale.version_of(of)}, about=stale.name_of(of))
    return render(
        request,
        template,
        {**_shown(context), "clash": clash},
        status=409 if request.method == "POST" else 200,
    )


def _over(request: HttpRequest, said: Done, done: str) -> HttpResponse:
    if isinstance(said, HttpResponse):
        return said
    if said:
        messages.success(request, str(said))
    return redirect(done)


def _shown(context: Context | None) -> Mapping[str, Any]:
    return context() if callable(context) else context or {}
