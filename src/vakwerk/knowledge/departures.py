"""What becomes of sources when people leave who keep them up to date, or are the person to ask?"""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vakwerk.foundation.models import Academy
from vakwerk.foundation.tenancy import current_academy_id
from vakwerk.knowledge.models import Source
from vakwerk.people.departures import Facts, Said, Tie, ends_ties, finds_ties, says

_KEPT = Source.objects.filter(state=Source.State.PUBLISHED, retired_at=None)


@finds_ties
def ties(people: Collection[int]) -> Iterator[Tie]:
    """Find how many sources people keep up to date, and whether they are a person to ask."""
    slug = Academy.objects.values_list("slug", flat=True).get(pk=current_academy_id())
    owned = _KEPT.filter(owner__in=people).order_by().values_list("owner").annotate(count=Count("pk"))
    for owner, count in owned:
        yield Tie(owner, "knowledge.owns", {"count": count}, reverse("knowledge:sources", args=[slug]))
    for pk, person in _KEPT.filter(person__in=people).order_by("pk").values_list("pk", "person"):
        yield Tie(person, "knowledge.is_asked", {}, reverse("knowledge:source", args=[slug, pk]))


@ends_ties
def end(people: Collection[int], now: datetime) -> None:
    """Leave sources without who kept them, and retire who could be asked."""
    Source.objects.filter(owner__in=people, state=Source.State.PUBLISHED).update(owner=None)
    _KEPT.filter(person__in=people).update(retired_at=now, changed_at=now)


@says("knowledge.owns")
def _owns(facts: Facts) -> Said:
    return Said(
        what=_("Knowledge"),
        now=ngettext(
            "keeps %(count)s source up to date", "keeps %(count)s sources up to date", facts["count"]
        )
        % facts,
        after=_("no longer kept up to date"),
        task=_("Choose who keeps these sources up to date."),
    )


@says("knowledge.is_asked")
def _is_asked(facts: Facts) -> Said:
    return Said(what=_("Knowledge"), now=_("a person to ask"), after=_("is no longer offered"))
