"""How does a source stand in a file? One column each, the same coming in and going out."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation.models import Academy
from vakwerk.knowledge.models import Source
from vakwerk.knowledge.sources.vocabulary import Lists

# A cell of a workbook holds no more than 32,767 characters.
LONGEST_CELL: Final = 32_000
# A cell holds several things like this.
BETWEEN: Final = "; "
HEADS: Final[Mapping[str, Promise]] = {
    "key": _("key"),
    "title": _("title"),
    "kind": _("kind"),
    "side": _("inside or outside"),
    "language": _("language"),
    "author": _("made by"),
    "year": _("year"),
    "minutes": _("minutes"),
    "url": _("address on the web"),
    "summary": _("in short"),
    "body": _("text"),
    "body_more": _("text, continued"),
    "competencies": _("competencies"),
    "developments": _("developments"),
    "governance_models": _("ways of governing"),
    "sizes": _("sizes"),
    "policy_fields": _("policy fields"),
    "licence": _("licence"),
    "review_on": _("look at again on"),
    "person": _("person to ask"),
    "owner": _("owner"),
    "academy": _("academy"),
}
TRAITS: Final[Mapping[str, str]] = {
    "competencies": "competency",
    "developments": "development",
    "governance_models": "governance",
    "sizes": "size",
    "policy_fields": "field",
}


def cells(source: Source, *, academy: Academy, known: Lists, guest: bool) -> list[Any]:
    """Return what a file says of a source; persons only of own sources, and not for guests."""
    persons = source.academy_id == academy.pk and not guest
    said: dict[str, Any] = {name: getattr(source, name, "") for name in HEADS}
    said |= {
        "kind": source.get_kind_display(),
        "side": source.get_side_display(),
        "language": source.get_language_display(),
        "person": _who(source.person) if persons else "",
        "owner": _who(source.owner) if persons else "",
        "academy": source.academy.name,
        "body": source.body[:LONGEST_CELL],
        "body_more": source.body[LONGEST_CELL:],
    }
    said |= {name: BETWEEN.join(known.said(trait, getattr(source, name))) for name, trait in TRAITS.items()}
    return [said[name] for name in HEADS]


def _who(person: Any) -> str:
    return (person.email or person.name) if person else ""
