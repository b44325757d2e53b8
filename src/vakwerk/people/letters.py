"""How does a letter to somebody begin? In their language, with whole addresses, from this Vakwerk."""

from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from vakwerk.foundation.models import Academy
from vakwerk.people.models import Person


def language_of(person: Person) -> str:
    """Return the language in which somebody reads letters; needs the account."""
    known = {code for code, _name in settings.LANGUAGES}
    wanted = person.account.language if person.account else ""
    return wanted if wanted in known else settings.LANGUAGE_CODE


def host() -> str:
    """Return the name of this Vakwerk on the network."""
    return urlsplit(settings.BASE_URL).hostname or "vakwerk"


def address(name: str, academy: Academy, *arguments: Any) -> str:
    """Return the whole address of a page, as a letter needs it."""
    return settings.BASE_URL + reverse(name, args=[academy.slug, *arguments])


def organiser_of(academy: Academy) -> str:
    """Return the address that invites to what an academy does."""
    return academy.contact_email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
