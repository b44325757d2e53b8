"""The coordinator's pages of role profiles: the list, one profile, and who has it."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from vakwerk.craft.frameworks import queries as frameworks
from vakwerk.craft.models import PersonProfile, RoleProfile
from vakwerk.craft.profiles import operations, queries, rules
from vakwerk.craft.profiles.forms import ProfileForm, initial_of
from vakwerk.foundation import refusals
from vakwerk.foundation.pages import button_page, confirm_page, finish, form_page, posted
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tables import CHOOSE, Column, Filter, Table
from vakwerk.foundation.text import numbers_in
from vakwerk.people import queries as people
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.people.models import Person


def _targets(profile: RoleProfile, names: dict[int, Any]) -> str:
    return ", ".join(
        f"{one.competency.name} ({names.get(one.level, one.level)})" for one in profile.targets.all()
    )


def _profiles(slug: str, names: dict[int, Any]) -> Table[Any]:
    return Table(
        name=gettext_lazy("Role profiles"),
        columns=(
            Column(
                "name",
                gettext_lazy("role profile"),
                lambda row: str(row.name),
                link=lambda row: reverse("craft:profile", args=[slug, row.pk]),
                note=lambda row: f"HR21 {row.hr21_code}" if row.hr21_code else "",
            ),
            Column("targets", gettext_lazy("aims at"), lambda row: _targets(row, names)),
            Column("held", gettext_lazy("people"), lambda row: row.held, order=("held",), number=True),
            Column("hr21", gettext_lazy("HR21 code"), lambda row: row.hr21_code, download_only=True),
        ),
        counted=lambda count: (
            ngettext("%(count)s role profile", "%(count)s role profiles", count) % {"count": count}
        ),
        empty=gettext_lazy("There are no role profiles yet."),
    )


@page_for(Role.COORDINATOR)
def profiles(request: PersonRequest) -> HttpResponse:
    """Show the role profiles of what holds, or of the draft before anything holds."""
    framework = queries.framework_of_profiles()
    names = frameworks.level_names(framework) if framework else {}
    table, found = _profiles(request.academy.slug, names), queries.profiles_of_framework(framework)
    if table.is_download(request):
        return table.download(request, found)
    reason = rules.reason_not_to_change(framework.state if framework else None)
    return render(
        request,
        "craft/profiles/profiles.html",
        {
            "framework": framework,
            "table": table.page(request, found),
            "not_to_add": refusals.say(reason),
        },
    )


def _holders(slug: str) -> Table[PersonProfile]:
    return Table(
        name=gettext_lazy("People with this profile"),
        columns=(
            Column(
                "name",
                gettext_lazy("name"),
                lambda row: row.person.name,
                order=("person__sort_key",),
                link=lambda row: reverse("people:person", args=[slug, row.person_id]),
                note=lambda row: _place(row.person),
            ),
            Column(
                "since", gettext_lazy("since"), lambda row: row.since, order=("since", "person__sort_key")
            ),
            Column("act", gettext_lazy("what you can do"), None, template="craft/profiles/cell_take.html"),
        ),
        search=lambda rows, text: rows.filter(
            person__in=people.searched(people.people(), text).order_by().values("pk")
        ),
        search_label=gettext_lazy("Search by name"),
        order="name",
        counted=lambda count: ngettext("%(count)s person", "%(count)s people", count) % {"count": count},
        empty=gettext_lazy("Nobody has this role profile yet."),
    )


def _place(person: Any) -> str:
    places = person.main_places
    if not places:
        return ""
    return ", ".join(part for part in (places[0].job_title, places[0].organisation.name) if part)


@page_for(Role.COORDINATOR)
def profile(request: PersonRequest, profile_id: int) -> HttpResponse:
    """Show what a role profile aims at and who has it."""
    one = queries.profile_or_404(profile_id)
    table, found = _holders(request.academy.slug), queries.held_by(one)
    if table.is_download(request):
        return table.download(request, found)
    names = frameworks.level_names(one.framework)
    targets = {target.competency_id: target.level for target in one.targets.all()}
    amiss = rules.reasons_against_targets(targets, levels=set(names))
    reason = rules.reason_not_to_change(one.framework.state)
    held = found.count()
    not_to_delete = reason or rules.reason_not_to_delete(held)
    return render(
        request,
        "craft/profiles/profile.html",
        {
            "profile": one,
            "targets": [(target.competency, names.get(target.level, "")) for target in one.targets.all()],
            "amiss": [refusals.say(each) for each in amiss],
            "table": table.page(request, found),
            "not_to_change": refusals.say(reason),
            "not_to_delete": refusals.say(not_to_delete, count=held),
        },
    )


@page_for(Role.COORDINATOR)
def edit(request: PersonRequest, profile_id: int | None = None) -> HttpResponse:
    """Add a role profile, or change one."""
    one = queries.profile_or_404(profile_id) if profile_id else None
    framework = one.framework if one else queries.framework_of_profiles()
    names = frameworks.level_names(framework) if framework else {}
    form = ProfileForm(
        posted(request),
        competencies=list(frameworks.for_profiles(framework)) if framework else [],
        levels=list(names.items()),
        initial=initial_of(one) if one else None,
    )

    def act() -> HttpResponse:
        saved = (
            operations.change_profile(profile=one, facts=form.facts(), by=request.person)
            if one
            else operations.add_profile(framework=framework, facts=form.facts(), by=request.person)
        )
        return finish(
            request, _("The role profile is saved."), "craft:profile", request.academy.slug, saved.pk
        )

    reason = rules.reason_not_to_change(framework.state if framework else None)
    return form_page(
        request,
        form,
        act,
        of=one,
        template="craft/profiles/edit.html",
        context=lambda: {
            "profile": one,
            "rows": form.rows(),
            "fewest": rules.FEWEST,
            "most": rules.MOST,
            "reason": refusals.say(reason),
        },
    )


@page_for(Role.COORDINATOR)
def delete(request: PersonRequest, profile_id: int) -> HttpResponse:
    """Ask, then throw a role profile away that nobody has."""
    one = queries.profile_or_404(profile_id)
    held = queries.held_by(one).count()
    reason = rules.reason_not_to_change(one.framework.state) or rules.reason_not_to_delete(held)

    def act() -> str:
        operations.delete_profile(profile=one, by=request.person)
        return _("The role profile is deleted.")

    return confirm_page(
        request,
        act,
        of=one,
        template="craft/profiles/delete.html",
        done=reverse("craft:profiles", args=[request.academy.slug]),
        refused=reverse("craft:profile", args=[request.academy.slug, one.pk]),
        context={"profile": one, "reason": refusals.say(reason, count=held)},
    )


def _candidates(profile: RoleProfile, titles: Sequence[tuple[str, str]]) -> Table[Person]:
    return Table(
        name=gettext_lazy("Who can have it"),
        columns=(
            CHOOSE,
            Column("name", gettext_lazy("name"), lambda row: row.name, order=("sort_key",)),
            Column("place", gettext_lazy("work"), _place),
        ),
        filters=(
            Filter(
                "functie",
                gettext_lazy("Job title"),
                lambda: titles,
                lambda rows, title: rows.filter(
                    pk__in=queries.can_get(profile, job_title=title).order_by().values("pk")
                ),
            ),
        ),
        search=people.searched,
        search_label=gettext_lazy("Search by name or e-mail"),
        order="name",
        downloadable=False,
        counted=lambda count: ngettext("%(count)s person", "%(count)s people", count) % {"count": count},
        empty=gettext_lazy("Everybody who works for a municipality has this role profile already."),
    )


@page_for(Role.COORDINATOR)
def give(request: PersonRequest, profile_id: int) -> HttpResponse:
    """Give a role profile to people who are ticked, or to everybody whom search and job title leave."""
    one = queries.profile_or_404(profile_id)
    titles = [(title, f"{title} ({count})") for title, count in queries.job_titles(one)]
    table, found = _candidates(one, titles), queries.can_get(one)
    if request.method == "POST":
        return _give(request, one, table)
    reason = rules.reason_not_to_change(one.framework.state)
    page = table.page(request, found)
    return render(
        request,
        "craft/profiles/give.html",
        {
            "profile": one,
            "table": page,
            "count": page.page.paginator.count,
            "reason": refusals.say(reason),
        },
    )


def _give(request: PersonRequest, one: RoleProfile, table: Table[Person]) -> HttpResponse:
    if "everybody" in request.POST:
        chosen = list(
            queries.can_get(
                one, text=request.GET.get("q", "")[:100], job_title=request.GET.get("functie", "")[:120]
            )
        )
    else:
        chosen = queries.people_by_id(numbers_in(request.POST.getlist("person")))
        allowed = set(
            queries.can_get(one).filter(pk__in=[person.pk for person in chosen]).values_list("pk", flat=True)
        )
        chosen = [person for person in chosen if person.pk in allowed]

    def act() -> str:
        new = operations.give_profile(
            profile=one, people=chosen, by=request.person, today=timezone.localdate()
        )
        return ngettext(
            "%(count)s person has this role profile now.",
            "%(count)s more people have this role profile now.",
            new,
        ) % {"count": new}

    return button_page(
        request,
        act,
        of=None,
        done=reverse("craft:profile", args=[request.academy.slug, one.pk]),
        refused=reverse("craft:give_profile", args=[request.academy.slug, one.pk]),
    )


@require_POST
@page_for(Role.COORDINATOR)
def take(request: PersonRequest, profile_id: int, person_id: int) -> HttpResponse:
    """Take a role profile from somebody."""
    one = queries.profile_or_404(profile_id)
    person = people.person_or_404(person_id)

    def act() -> str:
        operations.take_profile(profile=one, person=person, by=request.person)
        return _("%(name)s no longer has this role profile.") % {"name": person.name}

    return button_page(
        request,
        act,
        of=None,
        done=reverse("craft:profile", args=[request.academy.slug, one.pk]),
    )
