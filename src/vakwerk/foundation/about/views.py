"""What should everybody be able to read, also without signing in?"""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from vakwerk.foundation.models import Academy


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say who sees what, and what Vakwerk keeps."""
    return render(request, "foundation/about/privacy.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Give the draft accessibility statement."""
    return render(request, "foundation/about/accessibility.html")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Answer the questions that come up most, and say whom to ask."""
    academies = Academy.objects.exclude(contact_email="")
    return render(request, "foundation/about/help.html", {"academies": academies})


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say where to report a weakness (RFC 9116). The file is renewed by itself: it stays valid for half a year."""
    expires = (timezone.now() + timedelta(days=183)).astimezone(UTC)
    midnight = datetime(expires.year, expires.month, expires.day, tzinfo=UTC)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {midnight.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def change_password(request: HttpRequest) -> HttpResponse:
    """Lead a password manager to the page where a password is changed (W3C, well-known change-password)."""
    return redirect("account_change_password")


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Keep search engines to the pages that are meant for everybody."""
    lines = [
        "User-agent: *",
        "Allow: /$",
        "Allow: /privacy/",
        "Allow: /toegankelijkheid/",
        "Allow: /hulp/",
        "Disallow: /",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
