"""What did somebody write whose session had ended? It is kept until they are back, for them alone.

A form that comes from nobody, or with a token from before somebody signed in again, is not saved; its text is kept for
two hours for the account that the page was drawn for. The database holds it encrypted; the key is a cookie of the
browser in which it was written. So it takes that browser and that account together to read it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from vakwerk.foundation.models import Academy, KeptForm
from vakwerk.foundation.posting import drawn
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tidying import every_hour

COOKIE: Final = "vakwerk_kept"
LASTS: Final = timedelta(hours=2)
MOST_BYTES: Final = 200_000
MOST_FORMS: Final = 20
LONGEST_PATH: Final = 500
TOKEN: Final = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field


@dataclass(frozen=True)
class Kept:
    """A form as somebody filled it in. ``page``: where it stood; ``files``: names of what could not be kept."""

    path: str
    page: str
    data: QueryDict
    files: list[str]

    @property
    def texts(self) -> list[str]:
        """What was written, for a page that has no form to put it in."""
        return _texts(self.data)


def keep(request: HttpRequest, response: HttpResponse) -> bool:
    """Keep what was written, for the account that its page was drawn for; ``False`` if there is nothing to keep."""
    said = drawn.read(request.POST)
    fields = {name: texts for name, texts in request.POST.lists() if name != TOKEN and "password" not in name}
    if (
        said is None
        or not _is_from_here(request)
        or not any(_written(fields))
        or len(request.path) > LONGEST_PATH
    ):
        return False
    files = [file.name for _name, several in request.FILES.lists() for file in several]
    text = json.dumps({"fields": fields, "files": files}).encode()
    if len(text) > MOST_BYTES:
        return False
    key = _key(request) or Fernet.generate_key()
    mine = KeptForm.objects.filter(account_id=said.account_id)
    mine.filter(path=request.path).delete()
    KeptForm.objects.create(
        account_id=said.account_id,
        path=request.path,
        page=_page_before(request) or request.path,
        text=Fernet(key).encrypt(text),
    )
    mine.exclude(pk__in=list(mine.order_by("-pk").values_list("pk", flat=True)[:MOST_FORMS])).delete()
    response.set_cookie(
        COOKIE,
        key.decode(),
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return True


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send somebody to sign in and come back, with what they wrote."""
    response = redirect(_sign_in(request.get_full_path()))
    if request.method == "POST":
        if keep(request, response):
            messages.info(
                request,
                _(
                    "You were signed out. What you wrote is kept for two hours: sign in to continue where you were."
                )
                if _texts(request.POST)
                else _("You were signed out. Sign in to continue where you were."),
            )
        else:
            response = back_after_signing_in(request)
            messages.info(request, _("You were signed out, so nothing was done. Sign in and do it again."))
    if getattr(request, "htmx", False):
        response.headers["HX-Redirect"] = response.url
        response.status_code = 200
    return response


def back_after_signing_in(request: HttpRequest) -> HttpResponseRedirect:
    """Send somebody to sign in and come back to the page on which their form stood."""
    return redirect(_sign_in(_page_before(request) or request.get_full_path()))


def rescue(request: HttpRequest) -> HttpResponse | None:
    """Keep what came with a token of before, and lead back to its form; ``None`` if there is nothing to keep."""
    said = drawn.read(request.POST)
    if said is None or getattr(request, "academy", None) is None:
        return None
    if not request.user.is_authenticated:
        return to_sign_in(request)
    is_same = request.user.pk == said.account_id
    response = redirect(request.get_full_path() if is_same else f"/{request.academy.slug}/")  # type: ignore[attr-defined]
    if not keep(request, response):
        return None
    if not is_same:
        messages.warning(
            request,
            _(
                "Nothing was saved: you wrote this with another account. It is kept for that account for two hours."
            ),
        )
    return response


def of(request: HttpRequest) -> Kept | None:
    """Return what is kept for who asks: of this page, or else of another; ``None`` if there is nothing."""
    if not hasattr(request, "_kept"):
        request._kept = _find(request)  # type: ignore[attr-defined]
    found: Kept | None = request._kept  # type: ignore[attr-defined]
    return found


def forget(request: HttpRequest) -> None:
    """Forget what was kept of a form that is saved now."""
    if _key(request) and request.user.is_authenticated:
        KeptForm.objects.filter(account_id=request.user.pk, path=request.path).delete()


def throw_away(request: HttpRequest) -> None:
    """Throw away all that is kept for who asks."""
    if request.user.is_authenticated:
        KeptForm.objects.filter(account_id=request.user.pk).delete()


def _find(request: HttpRequest) -> Kept | None:
    key = _key(request)
    if key is None or not request.user.is_authenticated or getattr(request, "person", None) is None:
        return None
    rows = KeptForm.objects.filter(account_id=request.user.pk, at__gte=timezone.now() - LASTS)
    found = sorted(rows, key=lambda row: (row.path == request.path, row.page == request.path, row.pk))
    return _opened(found[-1], key) if found else None


def _opened(row: KeptForm, key: bytes) -> Kept | None:
    try:
        said = json.loads(Fernet(key).decrypt(bytes(row.text)))
    except InvalidToken:
        return None  # written in another browser
    data = QueryDict(mutable=True)
    for name, texts in said["fields"].items():
        data.setlist(name, texts)
    return Kept(row.path, row.page, data, said["files"])


def _key(request: HttpRequest) -> bytes | None:
    key = request.COOKIES.get(COOKIE, "").encode(errors="replace")
    try:
        Fernet(key)
    except ValueError:
        return None
    return key


def _written(fields: dict[str, list[str]]) -> Iterable[str]:
    return (text for name, texts in fields.items() if name != drawn.NAME for text in texts)


def _texts(data: QueryDict) -> list[str]:
    """Return what somebody may have typed: neither a number nor the "yes" or "no" of a button."""
    values = (text for name, texts in data.lists() if name not in {TOKEN, drawn.NAME} for text in texts)
    return [text for text in values if len(text) > 3 and not text.isdecimal()]


def _is_from_here(request: HttpRequest) -> bool:
    """Tell whether a page of ours sent this; a page of another site could otherwise fill in our forms."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    if origin := request.headers.get("Origin"):
        return urlsplit(origin).netloc == request.get_host()
    return urlsplit(request.headers.get("Referer", "")).netloc == request.get_host()


def _page_before(request: HttpRequest) -> str:
    """Return the page on which the form stood, or "" where the browser does not say."""
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return ""
    return urlsplit(came_from).path[:LONGEST_PATH]


def _sign_in(then: str) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': then})}"


@every_hour
def forget_old(now: datetime) -> None:
    """Forget what nobody came back for."""
    for academy_id in Academy.objects.values_list("pk", flat=True):
        with in_academy(academy_id):
            KeptForm.objects.filter(at__lt=now - LASTS).delete()
