"""What does a list of evidence show of one piece, and its page of what others saw?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vakwerk.craft.evidence import versions
from vakwerk.craft.evidence.wording import RELATIONS
from vakwerk.craft.models import AskedResponse, Evidence, EvidenceIndicator, IndicatorVerdict, ResponseAnswer
from vakwerk.craft.rules import EvidenceState, Outcome

ICONS: Final = {
    "asked_back": "question",
    "waiting": "waiting",
    "confirmed": "confirmed",
    "refused": "refused",
    "draft": "draft",
    "withdrawn": "stopped",
}


@dataclass(frozen=True)
class Row:
    """One piece in a list: shape and word, title, why it stands there, and one thing to do."""

    evidence: Evidence
    icon: str
    label: str
    why: str
    action: str


def row(evidence: Evidence) -> Row:
    """Return one piece as a list shows it."""
    why, action = _why(evidence)
    return Row(evidence, ICONS[evidence.state], label(evidence.state), why, action)


def label(state: str) -> str:
    """Say where a piece stands, to its writer."""
    return {
        "draft": _("Draft"),
        "waiting": _("Waiting for assessment"),
        "asked_back": _("Question for you"),
        "confirmed": _("Confirmed"),
        "refused": _("Not accepted"),
        "withdrawn": _("Taken back"),
    }[state]


def _why(evidence: Evidence) -> tuple[str, str]:
    facts: dict[str, Any] = {"name": evidence.assessor.name if evidence.assessor else _("Your assessor")}
    if evidence.state == EvidenceState.ASKED_BACK:
        facts |= {"date": day(evidence.decided_at), "reason": _reason(evidence)}
        return _("%(name)s asked on %(date)s: “%(reason)s”") % facts, _("Answer the question")
    if evidence.state == EvidenceState.WAITING:
        facts |= {"date": day(evidence.submitted_at), "due": day(evidence.due_on)}
        return _("Sent in on %(date)s. You get an answer by %(due)s at the latest.") % facts, _("View")
    if evidence.state == EvidenceState.CONFIRMED:
        facts |= {"date": day(evidence.decided_at), "level": levels(evidence)}
        return _("Confirmed on %(date)s by %(name)s. Counts for %(level)s.") % facts, _("View")
    if evidence.state == EvidenceState.REFUSED:
        facts["reason"] = _reason(evidence)
        return _("Reason: %(reason)s You can add to it.") % facts, _("Add to it")
    facts["date"] = day(evidence.changed_at)
    if evidence.state == EvidenceState.WITHDRAWN:
        return _("Taken back on %(date)s. Only you see this.") % facts, _("View")
    return _("Only you see this. Last changed on %(date)s.") % facts, _("Continue")


def _reason(evidence: Evidence) -> str:
    """Return the first thing that an assessor asked or held against it, the last time."""
    found = last_verdicts(evidence)
    wanted = [one for one in found if one.verdict == evidence.state] or found
    reason = next((one.reason for one in wanted if one.reason), "")
    return Truncator(reason).chars(220)


def last_verdicts(evidence: Evidence) -> list[IndicatorVerdict]:
    """Return what was said the last time it was assessed."""
    for one in reversed(list(evidence.submissions.all())):
        if found := list(one.verdicts.all()):
            return found
    return []


def levels(evidence: Evidence) -> str:
    """Name the levels of the behaviours that were confirmed."""
    framework = evidence.competency.framework
    numbers = {one.indicator.level for one in evidence.shows.all() if one.verdict == Outcome.CONFIRMED}
    return ", ".join(
        str(one.called(framework.level_naming)) for one in framework.levels.all() if one.number in numbers
    )


def day(when: Any) -> str:
    """Return a day as people say it."""
    if when is None:
        return ""
    return date_format(timezone.localtime(when) if isinstance(when, datetime) else when, "MONTH_DAY_FORMAT")


@dataclass(frozen=True)
class Behaviour:
    """One behaviour that a piece shows, with what was said of it."""

    shows: EvidenceIndicator
    level: str
    icon: str
    verdicts: list[IndicatorVerdict]


@dataclass(frozen=True)
class Seen:
    """What others saw of one behaviour: per answer the names of who gave it. Never added up.

    ``is_shown``: the piece still shows it; an answer stays when the writer chooses otherwise later.
    """

    text: str
    is_shown: bool
    answers: list[tuple[str, list[str]]]


def behaviours(evidence: Evidence) -> list[Behaviour]:
    """Return the behaviours of a piece with all that was said about each."""
    framework = evidence.competency.framework
    names = {one.number: str(one.called(framework.level_naming)) for one in framework.levels.all()}
    said: dict[int, list[IndicatorVerdict]] = {}
    for submission in evidence.submissions.all():
        for verdict in submission.verdicts.all():
            said.setdefault(verdict.shows_id, []).append(verdict)
    return [
        Behaviour(
            one,
            names.get(one.indicator.level, str(one.indicator.level)),
            ICONS.get(one.verdict, "draft"),
            said.get(one.pk, []),
        )
        for one in evidence.shows.all()
    ]


def spread(evidence: Evidence) -> list[Seen]:
    """Return every answer that others gave, by behaviour; what the piece shows first."""
    shown = [one.indicator for one in evidence.shows.all()]
    found: dict[int, dict[str, list[str]]] = {one.pk: _nobody() for one in shown}
    texts = {one.pk: str(one.text) for one in shown}
    for response in evidence.responses.all():
        for answer in response.answers.all():
            texts[answer.indicator_id] = str(answer.indicator.text)
            found.setdefault(answer.indicator_id, _nobody())[answer.seen].append(called(response))
    still = {one.pk for one in shown}
    return [
        Seen(
            texts[key],
            key in still,
            [(str(ResponseAnswer.Seen(value).label), who) for value, who in by.items()],
        )
        for key, by in found.items()
    ]


TEXTS: dict[str, Promise] = {
    "title": gettext_lazy("Title"),
    "situation": gettext_lazy("The situation"),
    "action": gettext_lazy("What I did"),
    "effect": gettext_lazy("The effect"),
}


@dataclass(frozen=True)
class Given:
    """An answer with what changed in the text since. ``is_known``: it is known on which text it was given."""

    response: AskedResponse
    is_known: bool
    changes: list[tuple[str, list[versions.Run]]]

    @property
    def is_about_another_text(self) -> bool:
        """Whether the text reads otherwise now, as far as is known."""
        return bool(self.changes) or not self.is_known


def given(evidence: Evidence, texts: Any) -> list[Given]:
    """Return the answers to a piece, each compared with ``texts``: those that are read beside it."""
    now = versions.read_in(texts)
    answers = [one for one in evidence.responses.all() if one.state == AskedResponse.State.GIVEN]
    # Most answer on one text: each is compared once.
    read = {versions.version_of(one.texts): one.texts for one in answers if one.texts}
    changes = {
        version: [(str(TEXTS[each.name]), each.runs) for each in versions.changed_since(before, now)]
        for version, before in read.items()
    }
    return [
        Given(one, bool(one.texts), changes[versions.version_of(one.texts)] if one.texts else [])
        for one in answers
    ]


def _nobody() -> dict[str, list[str]]:
    return {value: [] for value in ResponseAnswer.Seen.values}


def called(response: AskedResponse) -> str:
    """Name a respondent with who they are: "Henk Oosterveld, resident"."""
    who = str(RELATIONS[response.relation])
    return f"{response.name}, {who}" if response.name else who
