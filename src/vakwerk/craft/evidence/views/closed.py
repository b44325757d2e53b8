"""Why can somebody not be assessed on a competency (yet)? Said before they write or send."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from vakwerk.craft.evidence import queries, rules
from vakwerk.craft.frameworks import queries as frameworks
from vakwerk.craft.frameworks.rules import AssessmentRefusal
from vakwerk.craft.frameworks.wording import gap_in_words
from vakwerk.craft.models import Competency, Evidence
from vakwerk.foundation import refusals
from vakwerk.people.models import Person


@dataclass(frozen=True)
class Choice:
    """A competency to write about. ``reason``: why nobody, or this person not yet, is assessed on it.

    ``missing``: what it lacks, in words. ``opens_on``: the first day on which it can be sent in.
    """

    competency: Competency
    reason: str
    missing: list[str]
    opens_on: date | None

    @classmethod
    def of(cls, competency: Competency, person: Person) -> "Choice":
        """Look at a competency for one person; no query for one out of ``competencies_of``."""
        gaps = frameworks.describable(competency)
        refusal = frameworks.reason_not_to_assess(competency, person, today=timezone.localdate())
        names = frameworks.level_names(competency.framework)
        too_soon = refusal == AssessmentRefusal.READABLE_TOO_SHORT
        return cls(
            competency,
            refusals.say(refusal),
            [gap_in_words(one, names) for one in gaps],
            frameworks.assessable_from(competency, person) if too_soon else None,
        )


def reason_not_to_send(evidence: Evidence, person: Person) -> str:
    """Say before the click why a piece cannot be sent in, or nothing."""
    reason = rules.reason_not_to_submit(
        state=evidence.state,
        situation=evidence.situation,
        action=evidence.action,
        indicators=len(evidence.shows.all()),
        # The answer is asked on the next page.
        answer="-",
    ) or queries.reason_not_to_assess(evidence, today=timezone.localdate())
    return refusals.say(reason)
