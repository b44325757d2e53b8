"""The coordinator's pages of what a framework says: its competencies, clusters, levels, and where it differs."""

from typing import Any, Final

from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from vakwerk.craft.frameworks import operations, pages, queries, rules
from vakwerk.craft.frameworks.forms.parts import LEVELS, ClusterForm, LevelFormSet, level_rows
from vakwerk.craft.frameworks.wording import gap_in_words
from vakwerk.craft.models import Competency, Framework
from vakwerk.foundation import audit, refusals
from vakwerk.foundation.pages import button_page, form_page, posted
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tables import Column, Filter, Table
from vakwerk.people.access import PersonRequest, page_for

COMPLETE: Final = (
    ("no", gettext_lazy("not described in full")),
    ("yes", gettext_lazy("described in full")),
)


def _by_completeness(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(is_complete=value == "yes")


def _competencies(framework: Framework, slug: str, names: dict[int, Any]) -> Table[Competency]:
    def missing(row: Competency) -> str:
        found = [gap for gap in queries.describable(row) if gap.what is not rules.Missing.ADOPTION]
        return " ".join(gap_in_words(gap, names) for gap in found) or _("complete")

    def search(rows: QuerySet[Competency], text: str) -> QuerySet[Competency]:
        return queries.searched(rows, text)

    columns: tuple[Column[Competency], ...] = (
        Column(
            "name",
            gettext_lazy("competency"),
            lambda row: str(row.name),
            link=lambda row: reverse("craft:manage_competency", args=[slug, framework.pk, row.pk]),
            note=lambda row: " · ".join(
                part
                for part in (
                    row.code,
                    str(row.cluster.name) if row.cluster else "",
                    _("part of %(name)s") % {"name": row.parent.name} if row.parent else "",
                )
                if part
            ),
        ),
        Column("behaviour", gettext_lazy("behaviour per level"), pages.per_level),
        Column("missing", gettext_lazy("described"), missing, template="craft/frameworks/cell_missing.html"),
    )
    if framework.state == Framework.State.DRAFT:
        columns += (Column("move", gettext_lazy("order"), None, template="craft/frameworks/cell_move.html"),)
    return Table(
        name=gettext_lazy("Competencies"),
        columns=columns,
        filters=(
            Filter(
                "complete",
                gettext_lazy("Described"),
                lambda: COMPLETE,
                _by_completeness,
            ),
        ),
        search=search,
        search_label=gettext_lazy("Search by name or code"),
        counted=lambda count: (
            ngettext("%(count)s competency", "%(count)s competencies", count) % {"count": count}
        ),
        empty=gettext_lazy("This framework has no competencies yet."),
    )


@page_for(Role.COORDINATOR)
def framework(request: PersonRequest, framework_id: int) -> HttpResponse:
    """Show what a framework describes, what is missing, and what comes next."""
    one = queries.framework_or_404(framework_id)
    counts = queries.counts_of(one)
    table = _competencies(one, request.academy.slug, queries.level_names(one))
    found = queries.incomplete_last(one, levels=counts.levels)
    if table.is_download(request):
        return table.download(request, found)
    reasons = pages.reasons_not_to_adopt(one, counts)
    draft = queries.draft_of(one.key) if one.state != Framework.State.DRAFT else None
    renew = rules.reason_not_to_renew(state=one.state, has_draft=draft is not None)
    return render(
        request,
        "craft/frameworks/framework.html",
        {
            "framework": one,
            "tabs": pages.tabs(one, request.academy, "framework"),
            "status": pages.STATUS[Framework.State(one.state)],
            "counts": counts,
            "left_out": counts.competencies - counts.described,
            "table": table.page(request, found),
            "checks": pages.checks(one, counts) if one.state == Framework.State.DRAFT else [],
            "not_to_adopt": refusals.say(reasons[0]) if reasons else "",
            "draft": draft,
            "not_to_renew": refusals.say(renew),
            "can_delete": not rules.reason_not_to_delete(
                state=one.state, was_readable=one.readable_since is not None
            ),
        },
    )


@page_for(Role.COORDINATOR)
def parts(request: PersonRequest, framework_id: int) -> HttpResponse:
    """Show the clusters and levels of a framework."""
    one = queries.framework_or_404(framework_id)
    return render(
        request,
        "craft/frameworks/parts.html",
        {
            "framework": one,
            "tabs": pages.tabs(one, request.academy, "framework_parts"),
            "clusters": queries.clusters_of(one),
            "levels": queries.levels_of(one),
            "is_draft": one.state == Framework.State.DRAFT,
        },
    )


@page_for(Role.COORDINATOR)
def cluster(request: PersonRequest, framework_id: int, cluster_id: int | None = None) -> HttpResponse:
    """Add a cluster, or change what it is called."""
    one = queries.framework_or_404(framework_id)
    known = get_object_or_404(one.clusters, pk=cluster_id) if cluster_id else None
    form = ClusterForm(
        posted(request),
        initial={"name": known.name, "description": known.description} if known else None,
    )

    def act() -> str:
        if known:
            operations.change_cluster(cluster=known, by=request.person, **form.cleaned_data)
        else:
            operations.add_cluster(framework=one, by=request.person, **form.cleaned_data)
        return _("The cluster is saved.")

    reason = rules.reason_not_to_edit(one.state)
    return form_page(
        request,
        form,
        act,
        of=known,
        template="craft/frameworks/cluster.html",
        done=reverse("craft:framework_parts", args=[request.academy.slug, one.pk]),
        context={"framework": one, "cluster": known, "reason": refusals.say(reason)},
    )


@require_POST
@page_for(Role.COORDINATOR)
def cluster_step(request: PersonRequest, framework_id: int, cluster_id: int, act: str) -> HttpResponse:
    """Move a cluster, or take it out; its competencies stay."""
    one = queries.framework_or_404(framework_id)
    known = get_object_or_404(one.clusters.select_related("framework"), pk=cluster_id)
    if act not in {"weg", "omhoog", "omlaag"}:
        raise Http404

    def step() -> str:
        if act == "weg":
            operations.delete_cluster(cluster=known, by=request.person)
            return _("The cluster has been removed. Its competencies stay.")
        operations.move_cluster(cluster=known, up=act == "omhoog", by=request.person)
        return ""

    here = reverse("craft:framework_parts", args=[request.academy.slug, one.pk])
    return button_page(request, step, of=known, done=here)


@page_for(Role.COORDINATOR)
def levels(request: PersonRequest, framework_id: int) -> HttpResponse:
    """Change the levels of a draft; the last empty one is a new level."""
    one = queries.framework_or_404(framework_id)
    known = queries.levels_of(one)
    whole = Form(posted(request))
    rows = LevelFormSet(posted(request), prefix=LEVELS, initial=level_rows(known))

    def act() -> str:
        operations.set_levels(
            framework=one,
            steps=rows.steps({level.number: level.key for level in known}),
            by=request.person,
        )
        return _("The levels are saved.")

    reason = rules.reason_not_to_edit(one.state)
    return form_page(
        request,
        whole,
        act,
        of=one,
        rows=rows,
        template="craft/frameworks/levels.html",
        done=reverse("craft:framework_parts", args=[request.academy.slug, one.pk]),
        context={"framework": one, "rows": rows, "reason": refusals.say(reason)},
    )


@page_for(Role.COORDINATOR)
def framework_trail(request: PersonRequest, framework_id: int) -> HttpResponse:
    """Show who did what to a framework."""
    one = queries.framework_or_404(framework_id)
    table: Table[Any] = Table(
        name=gettext_lazy("History of changes"),
        columns=(
            Column("at", gettext_lazy("when"), lambda row: row.at, order=("at",)),
            Column("who", gettext_lazy("who"), lambda row: row.actor_name or "Vakwerk"),
            Column("what", gettext_lazy("what"), audit.in_words),
        ),
        order="-at",
        counted=lambda count: ngettext("%(count)s entry", "%(count)s entries", count) % {"count": count},
    )
    found = queries.trail_of(one)
    if table.is_download(request):
        return table.download(request, found)
    return render(
        request,
        "craft/frameworks/trail.html",
        {
            "framework": one,
            "tabs": pages.tabs(one, request.academy, "framework_trail"),
            "table": table.page(request, found),
        },
    )
