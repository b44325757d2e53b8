"""How does the academy look, and how does an administrator change it?"""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vakwerk.foundation import theme
from vakwerk.foundation.academies import wording
from vakwerk.foundation.academies.forms import AcademyForm
from vakwerk.foundation.academies.operations import change_academy
from vakwerk.foundation.access import AcademyRequest, page_for
from vakwerk.foundation.models import Academy
from vakwerk.foundation.pages import Said, form_page, posted
from vakwerk.foundation.roles import Role

FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_WHILE = "public, max-age=300"
HUES_SHOWN = range(0, 360, 15)


@require_safe
def stylesheet(request: HttpRequest, academy: str) -> HttpResponse:
    """Give the academy's colours. Public: a look is no secret, and the sign-in page has it too.

    With ``hue`` and ``chroma`` in the address it gives other colours, for the preview.
    """
    found: Academy | None = request.academy  # type: ignore[attr-defined]  # set by AcademyMiddleware
    if found is None:
        raise Http404
    try:
        hue = float(request.GET.get("hue", found.hue))
        chroma = float(request.GET.get("chroma", found.chroma))
        css = theme.stylesheet(hue, chroma)
    except ValueError as error:
        raise Http404 from error
    current = request.GET.get("v") == found.theme_version
    return HttpResponse(
        css,
        content_type="text/css; charset=utf-8",
        headers={"Cache-Control": FOR_EVER if current else FOR_A_WHILE},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page_for(Role.ADMINISTRATOR)
def academy_settings(request: AcademyRequest) -> HttpResponse:
    """Change the academy: first look at it, then keep it."""
    academy = request.academy
    initial = {name: getattr(academy, name) for name in AcademyForm.base_fields}
    initial |= {name: f"{initial[name]:g}" for name in ("hue", "chroma")}
    form = AcademyForm(posted(request), initial=initial)

    def act() -> Said:
        if "look" in request.POST:
            return {}
        change_academy(academy=academy, settings=form.settings, by=request.person)
        return _("The academy has been changed. Everybody sees it from now on.")

    return form_page(
        request,
        form,
        act,
        of=academy,
        template="foundation/academy.html",
        refused_at="hue",
        done=reverse("foundation:academy", args=[academy.slug]),
        context=lambda: _look(form, academy),
    )


def _look(form: AcademyForm, academy: Academy) -> dict[str, object]:
    """Work out the colours that the page shows: those being tried, or the academy's own."""
    # What is wrong is not in it, and what a clash brought up to date is.
    tried = form.cleaned_data if form.is_bound and form.errors is not None else {}
    hue, chroma = tried.get("hue", academy.hue), tried.get("chroma", academy.chroma)
    return {
        "trying": (hue, chroma) != (academy.hue, academy.chroma),
        "hue": hue,
        "chroma": chroma,
        "contrasts": [wording.contrast_line(pair) for pair in theme.contrasts(hue, chroma)],
        "ramp": list(theme.ramp(hue, chroma).values()),
        "hues": [(hue, theme.ramp(hue, 0.09)[700]) for hue in HUES_SHOWN],
    }
