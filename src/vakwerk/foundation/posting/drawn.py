"""For whom was a form drawn, and from what? A hidden, signed field in every form says so.

It goes along with the CSRF token (``templatetags/posting.py``), which no form can do without, so no form can forget it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils import timezone

NAME: Final = "vw_drawn"
SALT: Final = "vakwerk.drawn"


@dataclass(frozen=True)
class Drawn:
    """What a form says of the page it stood on.

    ``values``: a digest per field of what the form showed, for the form that is sent to ``path`` itself;
    ``None`` where nothing that exists is changed, and then nothing but the account is said.
    ``about``: the row that is changed, whatever the address.
    """

    account_id: int
    at: datetime
    path: str
    values: Mapping[str, str] | None
    about: str


def note(request: HttpRequest, values: Mapping[str, str], *, about: str) -> None:
    """Have the forms of the page that is being drawn carry what they show."""
    request._drawn_values, request._drawn_about = values, about  # type: ignore[attr-defined]  # one request, one page


def is_carried(request: HttpRequest) -> bool:
    """Tell whether the forms that are drawn for this reader carry the hidden field."""
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated) and getattr(request, "academy", None) is not None


def field_value(request: HttpRequest) -> str:
    """Return what the hidden field holds; "" for somebody who is not signed in."""
    if not is_carried(request):
        return ""
    known: str | None = getattr(request, "_drawn_field", None)
    if known is None:
        said: dict[str, Any] = {"a": request.user.pk}
        # A page may have a button in each of hundreds of rows: there the field says no more than it has to.
        if (values := getattr(request, "_drawn_values", None)) is not None:
            said |= {
                "t": int(timezone.now().timestamp()),
                "p": request.path,
                "v": values,
                "o": getattr(request, "_drawn_about", ""),
            }
        known = signing.dumps(said, salt=SALT, compress=True)
        request._drawn_field = known  # type: ignore[attr-defined]
    return known


def read(data: QueryDict) -> Drawn | None:
    """Return what a form says of its page, or ``None`` where it says nothing that Vakwerk signed."""
    try:
        said = signing.loads(data.get(NAME, ""), salt=SALT)
    except signing.BadSignature:
        return None
    at = datetime.fromtimestamp(said.get("t", 0), UTC)
    return Drawn(said["a"], at, said.get("p", ""), said.get("v"), said.get("o", ""))


def values_for(request: HttpRequest, data: QueryDict) -> Drawn | None:
    """Return what the form showed that is sent to this address, or ``None`` where it showed nothing stored."""
    found = read(data)
    return found if found and found.values is not None and found.path == request.path else None
