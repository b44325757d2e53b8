"""The coordinator's pages of the region: what is shared, taking it over, and what differs."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from vakwerk.foundation import refusals
from vakwerk.foundation.bilingual import Bilingual, BilingualFormField
from vakwerk.foundation.pages import Done, confirm_page, finish, form_page, posted
from vakwerk.foundation.posting.stale import Shown
from vakwerk.foundation.roles import Role
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.trajectories.design import queries as design
from vakwerk.trajectories.design.document import document_of
from vakwerk.trajectories.models import RegionalTemplate, Trajectory
from vakwerk.trajectories.regional import operations, queries, rules
from vakwerk.trajectories.regional.wording import Words


class ShareForm(forms.Form):
    """What is new in the version that is shared."""

    note = BilingualFormField(
        label=_("What changed"),
        max_length=400,
        required=False,
        help_text=_("Others read this before they accept changes."),
    )


@page_for(Role.COORDINATOR)
def region(request: PersonRequest) -> HttpResponse:
    """Show what the region shares, and what this academy made of it."""
    shared = list(queries.shared_in(request.academy))
    adopted = list(queries.adoptions())
    behind = queries.versions_behind(adopted)
    variants = {(one.template_academy_id, one.template_key): one for one in adopted}
    return render(
        request,
        "trajectories/regional/region.html",
        {
            "region": request.academy.region,
            "reason": "" if request.academy.region_id else refusals.say(rules.RegionRefusal.NO_REGION),
            "templates": [
                {
                    "template": one,
                    "ours": one.academy_id == request.academy.pk,
                    "variant": variants.get((one.academy.pk, one.key)),
                    "goals": len(one.content["goals"]),
                    "steps": len(one.content["activities"]),
                }
                for one in shared
            ],
            "variants": [{"adoption": one, "newest": behind.get(one.pk)} for one in adopted],
        },
    )


@page_for(Role.COORDINATOR)
def template(request: PersonRequest, template_id: int) -> HttpResponse:
    """Show a template, to take it over."""
    found = queries.template_or_404(request.academy, template_id)
    reason = _reason_not_to_adopt(request, found)

    def act() -> HttpResponse:
        made = operations.adopt_template(
            template=found, academy=request.academy, by=request.person, now=timezone.now()
        )
        said = _("Adopted as a draft of your own. Add your own cases and people.")
        return finish(request, said, "trajectories:trajectory", request.academy.slug, made.pk)

    here = reverse("trajectories:template", args=[request.academy.slug, found.pk])
    return confirm_page(
        request,
        act,
        of=found,
        template="trajectories/regional/template.html",
        done=here,
        context=lambda: {
            "template": found,
            "content": _readable(found.content),
            "versions": list(queries.versions_of(found)),
            "reason": refusals.say(reason),
            "variant": queries.variant_of(found),
        },
    )


def _reason_not_to_adopt(request: PersonRequest, found: RegionalTemplate) -> rules.RegionRefusal | None:
    return rules.reason_not_to_adopt(
        is_ours=found.academy_id == request.academy.pk,
        is_shared=found.shared_region_id is not None and found.shared_region_id == request.academy.region_id,
        adopted=queries.variant_of(found) is not None,
    )


def _readable(content: dict[str, Any]) -> dict[str, Any]:
    """Return a document with its texts in the reader's language."""

    def said(value: Any) -> Any:
        if isinstance(value, dict):
            if set(value) <= {"nl", "en"}:
                return str(Bilingual(value))
            return {key: said(one) for key, one in value.items()}
        return [said(one) for one in value] if isinstance(value, list) else value

    return dict(said(content))


@page_for(Role.COORDINATOR)
def share(request: PersonRequest, trajectory_id: int) -> HttpResponse:
    """Show what would cross to the region and what stays, then share it."""
    found = design.trajectory_or_404(trajectory_id)
    form = ShareForm(posted(request))

    def act() -> HttpResponse:
        made = operations.share_trajectory(
            trajectory=found,
            academy=request.academy,
            note=form.cleaned_data["note"],
            by=request.person,
            now=timezone.now(),
        )
        said = _("The region can adopt it now.")
        return finish(request, str(said), "trajectories:template", request.academy.slug, made.pk)

    return form_page(
        request,
        form,
        act,
        of=None,
        template="trajectories/regional/share.html",
        context=lambda: _crossing(request, found),
    )


def _crossing(request: PersonRequest, found: Trajectory) -> dict[str, Any]:
    content = queries.crossing(found)
    names = queries.people_named_in(content)
    before = queries.shared_from(found)
    reason = rules.reason_not_to_share(
        has_region=request.academy.region_id is not None,
        faults=len(design.loaded(found).faults),
        names=names,
        is_new=before is None or before.content != content or before.shared_region_id is None,
    )
    return {
        "trajectory": found,
        "region": request.academy.region,
        "content": _readable(content),
        "stays": queries.stays_home(found),
        "before": before,
        "is_shared": before is not None and before.shared_region_id is not None,
        "next": before.version + 1 if before else 1,
        "reason": refusals.say(reason, names=", ".join(names)),
    }


@page_for(Role.COORDINATOR)
def unshare(request: PersonRequest, trajectory_id: int) -> HttpResponse:
    """Ask, then take a template back."""
    found = design.trajectory_or_404(trajectory_id)
    before = queries.shared_from(found)
    is_shared = before is not None and before.shared_region_id is not None

    def act() -> Done:
        operations.unshare_trajectory(trajectory=found, by=request.person)
        return _("It is no longer shared. What others made of it stays theirs.")

    return confirm_page(
        request,
        act,
        of=before,
        template="trajectories/regional/unshare.html",
        done=reverse("trajectories:trajectory", args=[request.academy.slug, found.pk]),
        context={
            "trajectory": found,
            "reason": "" if is_shared else refusals.say(rules.RegionRefusal.NOT_SHARED),
        },
    )


@page_for(Role.COORDINATOR)
def differences(request: PersonRequest, trajectory_id: int) -> HttpResponse:
    """Show a variant and its template side by side, and take over parts of an update."""
    found = design.trajectory_or_404(trajectory_id)
    adoption = queries.adoption_of(found)
    newest = queries.newest_for(adoption) if adoption else None
    reason = rules.reason_not_to_update(is_variant=adoption is not None, is_shared=newest is not None)
    base = adoption.base if adoption else None
    content = newest.content if newest else base
    rows: list[dict[str, Any]] = []
    if adoption and base and content:
        here = document_of(found)
        said = Words(here, content)
        rows = [
            {
                "path": one.path,
                "group": said.group(one.path),
                "part": said.part(one.path),
                "here": said.value(one.path, one.here),
                "template": said.value(one.path, one.template),
                "change": one.change.value,
                "can_be_taken": one.can_be_taken and newest is not None,
            }
            for one in rules.differences(base=base, here=here, template=content)
        ]
    return confirm_page(
        request,
        lambda: _settle(request, found),
        of=Shown([[row["path"], row["here"], row["template"]] for row in rows if row["can_be_taken"]]),
        template="trajectories/regional/differences.html",
        done=reverse("trajectories:differences", args=[request.academy.slug, found.pk]),
        context={
            "trajectory": found,
            "adoption": adoption,
            "newest": newest,
            "reason": refusals.say(reason),
            "updates": _grouped([row for row in rows if row["can_be_taken"]]),
            "own": _grouped([row for row in rows if not row["can_be_taken"]]),
        },
    )


def _grouped(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row["group"], []).append(row)
    return [{"title": title, "rows": found} for title, found in groups.items()]


def _settle(request: PersonRequest, found: Trajectory) -> Done:
    chosen = {
        key.removeprefix("part:"): value for key, value in request.POST.items() if key.startswith("part:")
    }
    take = [path for path, choice in chosen.items() if choice == "take"]
    operations.settle_updates(
        trajectory=found,
        academy=request.academy,
        take=take,
        keep=[path for path, choice in chosen.items() if choice == "keep"],
        by=request.person,
        now=timezone.now(),
    )
    count = len(take)
    return ngettext("%(count)s part has been updated.", "%(count)s parts have been updated.", count) % {
        "count": count
    }
