"""The pages of who keeps a source: change it, look at it again, share it, take it out, note what it means here."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vakwerk.foundation import refusals
from vakwerk.foundation.pages import confirm_page, finish, form_page, posted
from vakwerk.foundation.refusals import Refusal
from vakwerk.foundation.roles import Role
from vakwerk.knowledge.models import Source
from vakwerk.knowledge.sources import forms, operations, queries, rules
from vakwerk.knowledge.sources.views.pages import address
from vakwerk.knowledge.sources.vocabulary import lists
from vakwerk.people.access import PersonRequest, page_for


@page_for(Role.COORDINATOR)
def new_source(request: PersonRequest) -> HttpResponse:
    """Add a source that everybody finds at once."""
    form = forms.SourceForm(posted(request), lists=lists())

    def act() -> HttpResponse:
        made = operations.add_source(facts=form.facts(), by=request.person, now=timezone.now())
        return finish(
            request, _("“%(title)s” is in the list.") % {"title": made.title}, address(request, made)
        )

    return form_page(request, form, act, of=None, template="knowledge/sources/new.html")


@page_for()
def edit(request: PersonRequest, source_id: int) -> HttpResponse:
    """Change what is known of a source."""
    source = _kept(request, source_id)
    form = forms.SourceForm(
        posted(request),
        initial=forms.SourceForm.initial_of(source),
        lists=lists(),
        source=source,
    )

    def act() -> str:
        changed = operations.change_source(
            source=source, facts=form.facts(), by=request.person, now=timezone.now()
        )
        return _("Saved.") if changed else _("Nothing was changed.")

    return form_page(
        request,
        form,
        act,
        of=source,
        template="knowledge/sources/edit.html",
        done=address(request, source),
        context={"source": source},
    )


@page_for()
def review(request: PersonRequest, source_id: int) -> HttpResponse:
    """Say that a source still holds, and when to look again."""
    source = _kept(request, source_id)
    today = timezone.localdate()
    form = forms.ReviewForm(
        posted(request),
        initial={"next_on": today.replace(year=today.year + 1, day=min(today.day, 28))},
    )

    def act() -> str:
        operations.reviewed(
            source=source, next_on=form.cleaned_data["next_on"], by=request.person, now=timezone.now()
        )
        return _("Noted that you have reviewed it.")

    return form_page(
        request,
        form,
        act,
        of=None,
        template="knowledge/sources/review.html",
        done=address(request, source),
        context={"source": source},
    )


@page_for()
def note(request: PersonRequest, source_id: int) -> HttpResponse:
    """Write what a source means here."""
    source = queries.source_for(request.person, source_id)
    reason = rules.reason_not_to_note(
        roles=request.person.roles,
        is_ours=queries.is_ours(source, request.academy),
        owns=queries.owns(request.person, source),
    )
    _refuse(reason)
    local = queries.local_context(source)
    form = forms.NoteForm(posted(request), initial={"note": local.note if local else ""})

    def act() -> str:
        operations.note_locally(
            source=source, text=form.cleaned_data["note"], by=request.person, now=timezone.now()
        )
        return _("Saved.")

    return form_page(
        request,
        form,
        act,
        of=source,
        template="knowledge/sources/note.html",
        done=address(request, source),
        context={"source": source},
    )


@page_for()
def share(request: PersonRequest, source_id: int) -> HttpResponse:
    """Show what sharing with the region does; then share, or stop it."""
    source = _kept(request, source_id)
    stop = "stop" in request.POST

    def act() -> str:
        if stop:
            operations.stop_sharing(source=source, by=request.person, now=timezone.now())
            return _("Only this academy reads it now.")
        operations.share(source=source, academy=request.academy, by=request.person, now=timezone.now())
        return _("Every academy of the region reads it now.")

    reason = rules.reason_not_to_share(
        roles=request.person.roles,
        is_ours=queries.is_ours(source, request.academy),
        kind=source.kind,
        state=source.state,
        is_retired=source.retired_at is not None,
        has_region=request.academy.region_id is not None,
    )
    return confirm_page(
        request,
        act,
        of=source,
        template="knowledge/sources/share.html",
        done=address(request, source),
        context={"source": source, "reason": refusals.say(reason)},
    )


@page_for()
def retire(request: PersonRequest, source_id: int) -> HttpResponse:
    """Ask for a yes, then take a source out of the list; or put it back."""
    source = queries.source_for(request.person, source_id)
    reason = rules.reason_not_to_retire(
        roles=request.person.roles,
        is_ours=queries.is_ours(source, request.academy),
        owns=queries.owns(request.person, source),
        is_asked=queries.is_asked(request.person, source),
    )
    _refuse(reason)

    def act() -> str:
        if "back" in request.POST:
            operations.bring_back(source=source, by=request.person, now=timezone.now())
            return _("“%(title)s” is in the list again.") % {"title": source.title}
        operations.retire(source=source, by=request.person, now=timezone.now())
        return _("“%(title)s” has been removed from the list.") % {"title": source.title}

    keeps = rules.is_coordinator(request.person.roles) or queries.owns(request.person, source)
    # Who was only the person to ask does not see it any more.
    done = address(request, source) if keeps else reverse("knowledge:search", args=[request.academy.slug])
    return confirm_page(
        request,
        act,
        of=source,
        template="knowledge/sources/retire.html",
        done=done,
        context={"source": source},
    )


def _kept(request: PersonRequest, source_id: int) -> Source:
    """Return a source that the person may change; others do not get the page."""
    source = queries.source_for(request.person, source_id)
    _refuse(
        rules.reason_not_to_keep(
            roles=request.person.roles,
            is_ours=queries.is_ours(source, request.academy),
            owns=queries.owns(request.person, source),
        )
    )
    return source


def _refuse(reason: Refusal | None) -> None:
    if reason is not None:
        raise PermissionDenied(refusals.say(reason))
