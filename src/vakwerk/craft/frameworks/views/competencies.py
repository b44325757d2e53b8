"""The coordinator's pages of one competency and its indicators."""

from typing import Final

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vakwerk.craft.frameworks import operations, queries, rules
from vakwerk.craft.frameworks.forms.parts import CompetencyForm, IndicatorForm, competency_initial
from vakwerk.craft.frameworks.wording import gaps_in_words
from vakwerk.craft.models import Competency, Framework, Indicator
from vakwerk.foundation import refusals
from vakwerk.foundation.pages import button_page, confirm_page, finish, form_page, posted
from vakwerk.foundation.roles import Role
from vakwerk.people.access import PersonRequest, page_for

PARTS_PER_PAGE: Final = 60


@page_for(Role.COORDINATOR)
def manage(request: PersonRequest, framework_id: int, competency_id: int) -> HttpResponse:
    """Show one competency in both languages, what is missing, and where to mend it."""
    framework = queries.framework_or_404(framework_id)
    one = queries.competency_in(framework, competency_id)
    names = queries.level_names(framework)
    gaps = queries.describable(one)
    known = set(names)
    return render(
        request,
        "craft/frameworks/manage.html",
        {
            "framework": framework,
            "competency": one,
            "is_draft": framework.state == Framework.State.DRAFT,
            "texts": [
                (_("Name"), one.name),
                (_("Definition"), one.definition),
                (_("Why it matters"), one.why),
                (_("Pitfall"), one.pitfall),
            ],
            "counterweights": [each.other for each in one.counterweights.all()],
            "levels": [
                {
                    "number": number,
                    "name": name,
                    "indicators": [each for each in one.indicators.all() if each.level == number],
                }
                for number, name in names.items()
            ],
            "homeless": [each for each in one.indicators.all() if each.level not in known],
            "gaps": gaps_in_words([gap for gap in gaps if gap.what is not rules.Missing.ADOPTION], names),
            "draft": queries.draft_of(framework.key),
            "parts": Paginator(queries.parts_of(one), PARTS_PER_PAGE).get_page(request.GET.get("page")),
        },
    )


@page_for(Role.COORDINATOR)
def edit(request: PersonRequest, framework_id: int, competency_id: int | None = None) -> HttpResponse:
    """Add a competency to a draft, or change one."""
    framework = queries.framework_or_404(framework_id)
    known = queries.competency_in(framework, competency_id) if competency_id else None
    others = [one for one in queries.choices_of(framework) if known is None or one.pk != known.pk]
    form = CompetencyForm(
        posted(request),
        clusters=list(framework.clusters.all()),
        others=others,
        initial=competency_initial(known) if known else None,
    )

    def act() -> HttpResponse:
        now, facts = timezone.now(), form.facts()
        saved = (
            operations.change_competency(competency=known, facts=facts, by=request.person, now=now)
            if known
            else operations.add_competency(framework=framework, facts=facts, by=request.person, now=now)
        )
        said = _("The competency is saved.")
        return finish(request, said, "craft:manage_competency", request.academy.slug, framework.pk, saved.pk)

    reason = rules.reason_not_to_edit(framework.state)
    return form_page(
        request,
        form,
        act,
        of=known,
        template="craft/frameworks/edit.html",
        context={"framework": framework, "competency": known, "reason": refusals.say(reason)},
    )


@page_for(Role.COORDINATOR)
def delete(request: PersonRequest, framework_id: int, competency_id: int) -> HttpResponse:
    """Ask, then take a competency out of a draft."""
    framework = queries.framework_or_404(framework_id)
    one = queries.competency_in(framework, competency_id)
    reason = rules.reason_not_to_edit(framework.state) or (
        rules.FrameworkRefusal.HAS_CHILDREN if one.children.exists() else None
    )

    def act() -> str:
        operations.delete_competency(competency=one, by=request.person)
        return _("The competency has been removed from this draft.")

    return confirm_page(
        request,
        act,
        of=one,
        template="craft/frameworks/delete_competency.html",
        done=reverse("craft:framework", args=[request.academy.slug, framework.pk]),
        refused=_page(request, one),
        context={"framework": framework, "competency": one, "reason": refusals.say(reason)},
    )


def _page(request: PersonRequest, competency: Competency) -> str:
    return reverse(
        "craft:manage_competency", args=[request.academy.slug, competency.framework_id, competency.pk]
    )


@require_POST
@page_for(Role.COORDINATOR)
def move(request: PersonRequest, framework_id: int, competency_id: int) -> HttpResponse:
    """Move a competency up or down in its cluster."""
    framework = queries.framework_or_404(framework_id)
    one = queries.competency_in(framework, competency_id)

    def act() -> str:
        operations.move_competency(competency=one, up="omhoog" in request.POST, by=request.person)
        return ""

    here = reverse("craft:framework", args=[request.academy.slug, framework.pk])
    return button_page(request, act, of=one, done=here)


def _indicator_or_404(competency: Competency, indicator_id: int) -> Indicator:
    found: Indicator = get_object_or_404(
        Indicator.objects.select_related("competency__framework"), competency=competency, pk=indicator_id
    )
    return found


@page_for(Role.COORDINATOR)
def indicator(
    request: PersonRequest, framework_id: int, competency_id: int, indicator_id: int | None = None
) -> HttpResponse:
    """Add behaviour at a level, or change it."""
    framework = queries.framework_or_404(framework_id)
    one = queries.competency_in(framework, competency_id)
    known = _indicator_or_404(one, indicator_id) if indicator_id else None
    names = queries.level_names(framework)
    form = IndicatorForm(
        posted(request),
        levels=list(names.items()),
        initial={"text": known.text, "level": known.level} if known else {"level": request.GET.get("niveau")},
    )

    def act() -> str:
        now = timezone.now()
        if known:
            operations.change_indicator(indicator=known, by=request.person, now=now, **form.cleaned_data)
        else:
            operations.add_indicator(competency=one, by=request.person, now=now, **form.cleaned_data)
        return _("The behaviour is saved.")

    reason = rules.reason_not_to_edit(framework.state)
    return form_page(
        request,
        form,
        act,
        of=known,
        template="craft/frameworks/indicator.html",
        done=_page(request, one),
        context={
            "framework": framework,
            "competency": one,
            "indicator": known,
            "reason": refusals.say(reason),
        },
    )


@require_POST
@page_for(Role.COORDINATOR)
def indicator_step(
    request: PersonRequest, framework_id: int, competency_id: int, indicator_id: int, act: str
) -> HttpResponse:
    """Move an indicator within its level, or take it out of the draft."""
    framework = queries.framework_or_404(framework_id)
    one = queries.competency_in(framework, competency_id)
    known = _indicator_or_404(one, indicator_id)
    if act not in {"weg", "omhoog", "omlaag"}:
        raise Http404

    def step() -> str:
        if act == "weg":
            operations.delete_indicator(indicator=known, by=request.person, now=timezone.now())
            return _("The behaviour has been removed from this draft.")
        operations.move_indicator(indicator=known, up=act == "omhoog", by=request.person)
        return ""

    return button_page(request, step, of=known, done=_page(request, one))
