"""The coordinator's pages of frameworks as a whole: the list, starting one, adopting, ending."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from vakwerk.craft.frameworks import operations, pages, queries, rules
from vakwerk.craft.frameworks.forms.whole import AdaptForm, AdoptForm, HeadForm, NamingForm, head_of
from vakwerk.craft.frameworks.starter import starter
from vakwerk.craft.models import Framework
from vakwerk.foundation import refusals
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.pages import button_page, finish, form_page, posted
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tables import Column, Table
from vakwerk.people.access import PersonRequest, page_for

STARTER = "starter"


def _table(slug: str) -> Table[Framework]:
    return Table(
        name=gettext_lazy("Frameworks"),
        columns=(
            Column(
                "name",
                gettext_lazy("name"),
                lambda row: str(row.name),
                link=lambda row: reverse("craft:framework", args=[slug, row.pk]),
                note=lambda row: _("version %(version)s") % {"version": row.version},
            ),
            Column(
                "state",
                gettext_lazy("status"),
                lambda row: row.get_state_display(),
                order=("state", "key", "-version"),
                template="craft/frameworks/cell_state.html",
            ),
            Column("count", gettext_lazy("competencies"), lambda row: row.competency_count, number=True),
            Column(
                "adopted_on", gettext_lazy("adopted on"), lambda row: row.adopted_on, order=("adopted_on",)
            ),
            Column("adopted_by", gettext_lazy("adopted by"), lambda row: row.adopted_by),
        ),
        counted=lambda count: ngettext("%(count)s version", "%(count)s versions", count) % {"count": count},
        empty=gettext_lazy("There is no framework here yet. Start from the one that comes with Vakwerk."),
    )


@page_for(Role.COORDINATOR)
def frameworks(request: PersonRequest) -> HttpResponse:
    """Show every framework and version."""
    table, found = _table(request.academy.slug), queries.with_counts(queries.frameworks_in_order())
    if table.is_download(request):
        return table.download(request, found)
    return render(
        request,
        "craft/frameworks/frameworks.html",
        {"table": table.page(request, found), "adopted": queries.adopted_framework()},
    )


@page_for(Role.COORDINATOR)
def adapt(request: PersonRequest) -> HttpResponse:
    """Start a framework of one's own from another."""
    known = {str(one.pk): one for one in queries.can_be_copied()}
    origins = [
        (STARTER, _("the starter framework “%(name)s”") % {"name": Bilingual(starter().name)}),
        *(
            (pk, ", ".join((str(one.name), _("version %(version)s") % {"version": one.version})))
            for pk, one in known.items()
        ),
    ]
    form = AdaptForm(
        posted(request),
        origins=origins,
        initial={"origin": request.GET.get("van", STARTER)},
    )

    def act() -> HttpResponse:
        now = timezone.now()
        origin = known.get(form.cleaned_data["origin"]) or operations.add_starter(by=request.person, now=now)
        made = operations.adapt(framework=origin, name=form.cleaned_data["name"], by=request.person, now=now)
        said = _("Your draft is there. Change what fits your organisation better.")
        return finish(request, said, "craft:framework", request.academy.slug, made.pk)

    return form_page(request, form, act, of=None, template="craft/frameworks/adapt.html")


@page_for(Role.COORDINATOR)
def change_head(request: PersonRequest, framework_id: int) -> HttpResponse:
    """Change what a draft says of itself."""
    framework = queries.framework_or_404(framework_id)
    form = HeadForm(posted(request), initial=head_of(framework))

    def act() -> str:
        operations.change_head(framework=framework, head=form.head(), by=request.person)
        return _("The description is saved.")

    reason = rules.reason_not_to_edit(framework.state)
    return form_page(
        request,
        form,
        act,
        of=framework,
        template="craft/frameworks/head.html",
        done=reverse("craft:framework", args=[request.academy.slug, framework.pk]),
        context={"framework": framework, "reason": refusals.say(reason)},
    )


ABOUT_THE_DAY = {rules.FrameworkRefusal.ADOPTED_IN_FUTURE, rules.FrameworkRefusal.ADOPTED_BEFORE_LAST}


@page_for(Role.COORDINATOR)
def adopt(request: PersonRequest, framework_id: int) -> HttpResponse:
    """Say what adopting means, ask who decided and when, and record it."""
    framework = queries.framework_or_404(framework_id)
    counts = queries.counts_of(framework)
    form = AdoptForm(posted(request), initial={"adopted_on": timezone.localdate()})

    def act() -> str:
        try:
            operations.adopt(
                framework=framework,
                adopted_on=form.cleaned_data["adopted_on"],
                adopted_by=form.cleaned_data["adopted_by"],
                by=request.person,
                now=timezone.now(),
            )
        except Refused as refused:
            if refused.reason in ABOUT_THE_DAY:
                raise ValidationError({"adopted_on": refusals.say(refused)}) from refused
            raise
        return _("It has been adopted. Everybody in the academy can read it now.")

    reasons = pages.reasons_not_to_adopt(framework, counts)
    incomplete = queries.incomplete_last(framework, levels=counts.levels).filter(is_complete=False)
    return form_page(
        request,
        form,
        act,
        of=None,
        template="craft/frameworks/adopt.html",
        done=reverse("craft:framework", args=[request.academy.slug, framework.pk]),
        context={
            "framework": framework,
            "counts": counts,
            "before": queries.adopted_framework(),
            "incomplete": incomplete[:20],
            "left_out": counts.competencies - counts.described,
            "reason": refusals.say(reasons[0]) if reasons else "",
        },
    )


@page_for(Role.COORDINATOR)
def name_levels(request: PersonRequest, framework_id: int) -> HttpResponse:
    """Choose guild names or neutral names."""
    framework = queries.framework_or_404(framework_id)
    form = NamingForm(posted(request), initial={"naming": framework.level_naming})

    def act() -> str:
        operations.name_levels(framework=framework, naming=form.cleaned_data["naming"], by=request.person)
        return _("The levels have these names from now on.")

    return form_page(
        request,
        form,
        act,
        of=framework,
        template="craft/frameworks/naming.html",
        done=reverse("craft:framework_parts", args=[request.academy.slug, framework.pk]),
        context={"framework": framework, "levels": queries.levels_of(framework)},
    )


def _new_version(request: PersonRequest, framework: Framework) -> Framework:
    return operations.new_version(framework=framework, by=request.person, now=timezone.now())


def _lay_open(request: PersonRequest, framework: Framework) -> Framework:
    return operations.lay_open(framework=framework, by=request.person, now=timezone.now())


def _retire(request: PersonRequest, framework: Framework) -> Framework:
    return operations.retire(framework=framework, by=request.person)


def _delete(request: PersonRequest, framework: Framework) -> None:
    operations.delete_draft(framework=framework, by=request.person)


STEPS: dict[str, tuple[Callable[[PersonRequest, Framework], Any], Promise]] = {
    "nieuwe-versie": (
        _new_version,
        gettext_lazy("The draft of the next version is there. What holds now stays as it is."),
    ),
    "ter-inzage": (_lay_open, gettext_lazy("Everybody in the academy can read this draft now.")),
    "beeindigen": (_retire, gettext_lazy("This framework is no longer in force.")),
    "verwijderen": (_delete, gettext_lazy("The draft is deleted.")),
}


@require_POST
@page_for(Role.COORDINATOR)
def step(request: PersonRequest, framework_id: int, act: str) -> HttpResponse:
    """Do what the coordinator confirmed."""
    framework = queries.framework_or_404(framework_id)
    if act not in STEPS:
        raise Http404
    do, said = STEPS[act]

    def take() -> HttpResponse:
        after = do(request, framework)
        if after is None:
            return finish(request, str(said), "craft:frameworks", request.academy.slug)
        return finish(request, str(said), "craft:framework", request.academy.slug, after.pk)

    here = reverse("craft:framework", args=[request.academy.slug, framework.pk])
    return button_page(request, take, of=framework, done=here)


@page_for(Role.COORDINATOR)
def confirm(request: PersonRequest, framework_id: int, act: str) -> HttpResponse:
    """Say what a step means before it is taken."""
    framework = queries.framework_or_404(framework_id)
    if act == "beeindigen":
        reason = rules.reason_not_to_retire(framework.state)
    else:
        reason = rules.reason_not_to_delete(
            state=framework.state, was_readable=framework.readable_since is not None
        )
    return render(
        request,
        "craft/frameworks/confirm.html",
        {"framework": framework, "act": act, "reason": refusals.say(reason)},
    )
