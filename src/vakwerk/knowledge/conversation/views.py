"""The pages of a conversation: say, answer, change, delete, report, and what coordinators do about reports."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vakwerk.foundation import refusals
from vakwerk.foundation.pages import button_page, confirm_page, finish, form_page, posted
from vakwerk.foundation.refusals import Refusal
from vakwerk.foundation.roles import Role
from vakwerk.knowledge.conversation import forms, operations, queries, rules
from vakwerk.knowledge.conversation.wording import who_heard
from vakwerk.knowledge.models import Post, Source
from vakwerk.knowledge.sources import queries as sources
from vakwerk.knowledge.sources.views.pages import address
from vakwerk.people.access import PersonRequest, page_for

PER_PAGE = 20


@page_for()
def say(request: PersonRequest, source_id: int) -> HttpResponse:
    """Say something under a source."""
    source = sources.source_for(request.person, source_id)
    if not queries.may_read(request.person, sources.local_context(source)):
        raise Http404
    return _say(request, source, None)


@page_for()
def answer(request: PersonRequest, post_id: int) -> HttpResponse:
    """Answer a contribution."""
    post, source = queries.post_for(request.person, post_id)
    _refuse(rules.reason_not_to_answer(queries.standing(request.person, post)))
    return _say(request, source, post)


def _say(request: PersonRequest, source: Source, to: Post | None) -> HttpResponse:
    form = forms.SayForm(posted(request), label=_("Your answer") if to else "")

    def act() -> HttpResponse:
        said = operations.say(
            source=source, text=form.cleaned_data["text"], by=request.person, now=timezone.now(), to=to
        )
        _tell_who_heard(request, said)
        return finish(request, _("Your message is in the conversation."), _at(request, source, said.post))

    return form_page(
        request,
        form,
        act,
        of=None,
        template="knowledge/conversation/say.html",
        context={"source": source, "to": to},
    )


@page_for()
def change(request: PersonRequest, post_id: int) -> HttpResponse:
    """Change what one said."""
    post, source = queries.post_for(request.person, post_id)
    _refuse(rules.reason_not_to_change(queries.standing(request.person, post)))
    form = forms.SayForm(posted(request), initial={"text": post.text})

    def act() -> str:
        said = operations.change(
            post=post,
            source=source,
            text=form.cleaned_data["text"],
            by=request.person,
            now=timezone.now(),
        )
        _tell_who_heard(request, said)
        return _("Saved. What it said before stays readable.")

    return form_page(
        request,
        form,
        act,
        of=post,
        template="knowledge/conversation/change.html",
        done=_at(request, source, post),
        context={"source": source, "post": post},
    )


@page_for()
def delete(request: PersonRequest, post_id: int) -> HttpResponse:
    """Ask for a yes, then delete what one said."""
    post, source = queries.post_for(request.person, post_id)
    _refuse(rules.reason_not_to_change(queries.standing(request.person, post)))

    def act() -> str:
        operations.delete(post=post, by=request.person, now=timezone.now())
        return _("Deleted.")

    return confirm_page(
        request,
        act,
        of=post,
        template="knowledge/conversation/delete.html",
        done=f"{address(request, source)}#gesprek",
        context={"source": source, "post": post},
    )


@page_for()
def history(request: PersonRequest, post_id: int) -> HttpResponse:
    """Show what a contribution said before."""
    post, source = queries.post_for(request.person, post_id)
    if not post.is_readable and not _sees_hidden(request, post):
        raise Http404
    return render(
        request,
        "knowledge/conversation/history.html",
        {"source": source, "post": post, "versions": post.versions.all()[:50]},
    )


@page_for()
def report(request: PersonRequest, post_id: int) -> HttpResponse:
    """Ask the coordinators to look at a contribution."""
    post, source = queries.post_for(request.person, post_id)
    _refuse(
        rules.reason_not_to_report(
            queries.standing(request.person, post),
            reported_already=queries.reported_already(request.person, post),
        )
    )
    form = forms.ReportForm(posted(request))

    def act() -> str:
        operations.report(
            post=post, reason=form.cleaned_data["reason"], by=request.person, now=timezone.now()
        )
        return _("Thank you. A coordinator looks at it.")

    return form_page(
        request,
        form,
        act,
        of=None,
        template="knowledge/conversation/report.html",
        done=_at(request, source, post),
        context={"source": source, "post": post},
    )


@page_for(Role.COORDINATOR)
def reports(request: PersonRequest) -> HttpResponse:
    """Show what was reported, the open ones first."""
    page = Paginator(queries.reports(), PER_PAGE).get_page(request.GET.get("page"))
    sources_by_id = {one.pk: one for one in sources.in_order([one.post.local.source_id for one in page])}
    rows = [
        {"report": one, "post": one.post, "source": sources_by_id.get(one.post.local.source_id)}
        for one in page
    ]
    return render(
        request,
        "knowledge/conversation/reports.html",
        {"page": page, "rows": rows, "open": queries.open_reports()},
    )


@page_for(Role.COORDINATOR)
def hide(request: PersonRequest, post_id: int) -> HttpResponse:
    """Hide a contribution, with the reason."""
    post, source = queries.post_for(request.person, post_id)
    _refuse(rules.reason_not_to_hide(queries.standing(request.person, post), reason=None))
    form = forms.HideForm(posted(request))

    def act() -> str:
        operations.hide(
            post=post,
            source=source,
            reason=form.cleaned_data["reason"],
            by=request.person,
            now=timezone.now(),
        )
        return _("Hidden. You can show it again.")

    return form_page(
        request,
        form,
        act,
        of=None,
        template="knowledge/conversation/hide.html",
        done=_at(request, source, post),
        context={"source": source, "post": post},
    )


@require_POST
@page_for(Role.COORDINATOR)
def show_again(request: PersonRequest, post_id: int) -> HttpResponse:
    """Show a hidden contribution again."""
    post, source = queries.post_for(request.person, post_id)

    def act() -> str:
        operations.show_again(post=post, by=request.person, now=timezone.now())
        return _("Everybody can read it again.")

    return button_page(request, act, of=post, done=_at(request, source, post))


@require_POST
@page_for(Role.COORDINATOR)
def leave(request: PersonRequest, post_id: int) -> HttpResponse:
    """Settle reports without hiding."""
    # Also when its source is not shared any more: nobody could settle the report then.
    post = queries.post_or_404(post_id)

    def act() -> str:
        operations.leave_as_it_is(post=post, by=request.person, now=timezone.now())
        return _("It stays as it is.")

    return button_page(request, act, of=post, done=reverse("knowledge:reports", args=[request.academy.slug]))


@require_POST
@page_for(Role.COORDINATOR)
def guests(request: PersonRequest, source_id: int) -> HttpResponse:
    """Open the conversation under a source to guests, or close it to them."""
    source = sources.source_for(request.person, source_id)
    is_open = "open" in request.POST

    def act() -> str:
        operations.open_to_guests(source=source, is_open=is_open, by=request.person)
        return _("Guests can take part now.") if is_open else _("The conversation is closed to guests.")

    return button_page(request, act, of=None, done=f"{address(request, source)}#gesprek")


def _sees_hidden(request: PersonRequest, post: Post) -> bool:
    return post.deleted_at is None and (
        post.author_id == request.person.pk or Role.COORDINATOR in request.person.roles
    )


def _tell_who_heard(request: PersonRequest, said: operations.Said) -> None:
    others = [one.name for one in said.mentioned if one.pk != request.person.pk]
    for sentence in who_heard(others, said.unclear):
        messages.info(request, sentence)


def _at(request: PersonRequest, source: Source, post: Post) -> str:
    return f"{address(request, source)}#bericht-{post.pk}"


def _refuse(reason: Refusal | None) -> None:
    if reason is not None:
        raise PermissionDenied(refusals.say(reason))
