"""Who is asking, and may they see this page?"""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from vakwerk.foundation.models import Academy
from vakwerk.foundation.posting import kept
from vakwerk.foundation.roles import Role

P = ParamSpec("P")


class Someone(Protocol):
    """A person as far as the foundation knows one."""

    pk: int

    @property
    def name(self) -> str: ...

    @property
    def roles(self) -> frozenset[Role]: ...


class AcademyRequest(HttpRequest):
    """A request under an academy's address, by one of its people.

    ``academy`` comes from ``AcademyMiddleware``, ``person`` from the people room's middleware.
    """

    academy: Academy
    person: Someone
    htmx: HtmxDetails


def _whom_to_ask(roles: Collection[Role]) -> str:
    """Say which role opens a page, for the page that refuses; "" where a coordinator may."""
    return Role.ADMINISTRATOR if Role.ADMINISTRATOR in roles and Role.COORDINATOR not in roles else ""


View = Callable[Concatenate[Any, P], HttpResponse]


def page_for(*roles: Role) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Open a page to people of this academy who have one of ``roles``; without roles, to all its people.

    Anonymous visitors go to the sign-in page and come back, with what they wrote. People of other academies get
    404, since what an academy has inside is nobody else's business; people without the role get 403.
    """

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if getattr(request, "academy", None) is None:
                raise Http404
            if not request.user.is_authenticated:
                return kept.to_sign_in(request)
            person: Someone | None = getattr(request, "person", None)
            if person is None:
                raise Http404
            if roles and not person.roles.intersection(roles):
                raise PermissionDenied(_whom_to_ask(roles))
            # The address carries the academy, the request knows it: views need not take it as an argument.
            kwargs.pop("academy", None)
            return view(request, *args, **kwargs)

        return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", guarded)

    return decorate
