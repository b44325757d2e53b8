"""How is knowledge tied to an activity?"""

from dataclasses import dataclass, field

from django.db import transaction

from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.refusals import Refused
from vakwerk.knowledge.models import Source
from vakwerk.people.models import Person
from vakwerk.trajectories.design import rules
from vakwerk.trajectories.design.operations.shared import changing
from vakwerk.trajectories.models import Activity, ActivitySource


@dataclass(frozen=True)
class SourceWish:
    """Knowledge for an activity: a kept source, of this academy or of its region, or what it is in words."""

    side: str
    source: Source | None = None
    text: Bilingual = field(default_factory=Bilingual)


@transaction.atomic
def add_source(*, activity: Activity, wish: SourceWish, by: Person | None) -> ActivitySource:
    """Tie knowledge to an activity. It keeps its words, so that they stay when the source goes.

    :raises Refused: when it says nothing, or is there already.
    """
    source = wish.source
    text = wish.text or (Bilingual(nl=source.title) if source else Bilingual())
    ours = source is not None and source.academy_id == activity.academy_id
    reason = rules.reason_against_source(
        has_words=bool(text), is_there=_is_there(activity, source, text, wish.side)
    )
    if reason:
        raise Refused(reason)
    with changing(activity.trajectory, "source_added", by=by, side=wish.side) as changed:
        return ActivitySource.objects.create(
            activity=activity,
            side=wish.side,
            source=source if ours else None,
            shared_source_id=source.pk if source and not ours else None,
            text=Bilingual({language: words[:240] for language, words in text.items()}),
            local=bool(changed.template_key),
        )


def _is_there(activity: Activity, source: Source | None, text: Bilingual, side: str) -> bool:
    links = list(activity.source_links.all())
    if source:
        return any(source.pk in (one.source_id, one.shared_source_id) for one in links)
    return any(one.side == side and one.text == text for one in links)


@transaction.atomic
def remove_source(*, link: ActivitySource, by: Person | None) -> None:
    """Take knowledge away from an activity.

    :raises Refused: when it would leave a published trajectory unsound.
    """
    with changing(link.activity.trajectory, "source_removed", by=by, side=link.side):
        link.delete()
