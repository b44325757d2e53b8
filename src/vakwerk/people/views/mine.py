"""What somebody sees of themself: their data, to take along or to have erased."""

import json

from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vakwerk.foundation import audit, refusals
from vakwerk.foundation.pages import button_page, form_page, posted
from vakwerk.people import export, forms, operations, queries, rules
from vakwerk.people.access import PersonRequest, page_for
from vakwerk.people.whereabouts import joins_as


@page_for()
def my_data(request: PersonRequest) -> HttpResponse:
    """Show somebody what is known of them here."""
    one = queries.person_or_404(request.person.pk)
    context = {
        "one": one,
        "kind": joins_as(one),
        "places": queries.memberships_of(one),
        "above": queries.bonds_above(one),
        "roles": [role.label for role in one.roles],
        "stays": refusals.say(_reason(request)),
        # Colleagues are named in their work; who is none says so first.
        "asks_public_name": one.pk not in queries.nameable_in_public([one.pk]) or one.named_in_public_at,
    }
    return render(request, "people/mine/my_data.html", context)


@require_POST
@page_for()
def my_public_name(request: PersonRequest) -> HttpResponse:
    """Keep whether everybody may read somebody's name where they teach."""
    allowed = request.POST.get("allowed") == "yes"

    def act() -> str:
        operations.allow_public_name(person=request.person, allowed=allowed, now=timezone.now())
        if allowed:
            return _("Everybody can read your name where you teach.")
        return _("Your name is not on public pages.")

    done = reverse("people:my_data", args=[request.academy.slug])
    return button_page(request, act, of=None, done=done)


@page_for()
def take_my_data(request: PersonRequest) -> HttpResponse:
    """Give somebody everything that every room knows of them."""
    audit.record("people.data_taken", by=request.person, on=request.person, about=request.person)
    about = {
        "academy": request.academy.name,
        "made_at": timezone.now(),
        **export.everything_about(request.person),
    }
    body = json.dumps(about, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    name = f"vakwerk-{request.academy.slug}-{timezone.localdate():%Y-%m-%d}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@page_for()
def erase_me(request: PersonRequest) -> HttpResponse:
    """Erase everything about whoever asks, after a yes."""
    form = forms.EraseForm(posted(request))

    def act() -> HttpResponse:
        person = request.person
        operations.erase_person(person=person, now=timezone.now(), today=timezone.localdate(), by=person)
        logout(request)
        return redirect("/")

    return form_page(
        request,
        form,
        act,
        of=None,
        template="people/mine/erase.html",
        context={"stays": refusals.say(_reason(request))},
    )


def _reason(request: PersonRequest) -> rules.Refusal | None:
    return rules.reason_not_to_let_go(
        by=request.person.roles,
        of=request.person.roles,
        themself=True,
        other_administrators=queries.administrators_besides(request.person),
    )
