"""What does this part know of a person, and what goes when the person is erased?"""

from typing import Any

from vakwerk.craft.evidence import queries, storage
from vakwerk.craft.models import (
    AskedResponse,
    Badge,
    Evidence,
    IndicatorVerdict,
    ReachedLevel,
    SelfEstimate,
    Share,
)
from vakwerk.people.erasure import erases
from vakwerk.people.export import exports
from vakwerk.people.models import Person


@exports("evidence")
def known_of(person: Person) -> dict[str, Any]:
    """Give what somebody wrote, reached and shared, and what was said of it; and what they said of others."""
    return {
        "evidence": [_piece(one) for one in queries.whole(Evidence.objects.filter(person=person))],
        "levels": [
            {
                "competency": str(one.competency),
                "level": one.level,
                "on": one.on,
                "skipped_reason": one.skipped_reason,
            }
            for one in ReachedLevel.objects.filter(person=person).select_related("competency")
        ],
        "own_estimates": [
            {"competency": str(one.competency), "level": one.level, "on": one.on}
            for one in SelfEstimate.objects.filter(person=person).select_related("competency")
        ],
        "badges": [
            {
                "number": str(one.uuid),
                "issued_at": one.issued_at,
                "revoked_at": one.revoked_at,
                "credential": one.credential,
            }
            for one in Badge.objects.filter(person=person)
        ],
        "shared": [
            {
                "with": one.reader.name,
                "evidence": one.evidence.title if one.evidence else None,
                "since": one.since,
            }
            for one in queries.shares_of(person)
        ],
        "responses_given": [
            {"at": one.ended_at, "words": one.words, "answers": [answer.seen for answer in one.answers.all()]}
            for one in AskedResponse.objects.filter(respondent=person).prefetch_related("answers")
        ],
        "verdicts_given": [
            {"at": one.at, "verdict": one.verdict, "reason": one.reason}
            for one in IndicatorVerdict.objects.filter(by=person)
        ],
    }


def _piece(one: Evidence) -> dict[str, Any]:
    return {
        "title": one.title,
        "competency": str(one.competency),
        "state": one.state,
        "situation": one.situation,
        "action": one.action,
        "effect": one.effect,
        "learned": one.learned,
        "made_at": one.made_at,
        "behaviour": [
            {"text": dict(shows.indicator.text), "verdict": shows.verdict} for shows in one.shows.all()
        ],
        "files": [{"name": file.name, "size": file.size} for file in one.files.all()],
        "submissions": [
            {
                "at": sent.at,
                "answer": sent.answer,
                "texts": sent.texts,
                "verdicts": [
                    {"verdict": said.verdict, "reason": said.reason} for said in sent.verdicts.all()
                ],
            }
            for sent in one.submissions.all()
        ],
        "responses": [
            {
                "relation": response.relation,
                "state": response.state,
                "words": response.words,
                "answers": [
                    {"behaviour": dict(answer.indicator.text), "seen": answer.seen}
                    for answer in response.answers.all()
                ],
            }
            for response in one.responses.all()
        ],
    }


@erases
def forget(person: Person) -> None:
    """Erase evidence with its files, levels and badges; what they said of others stays, without their name."""
    for evidence in Evidence.objects.filter(person=person).prefetch_related("files"):
        for file in evidence.files.all():
            storage.remove_after_commit(file)
    # A badge that was saved elsewhere can still be checked by its signature; its page here is gone.
    Badge.objects.filter(person=person).delete()
    ReachedLevel.objects.filter(person=person).delete()
    SelfEstimate.objects.filter(person=person).delete()
    Share.objects.filter(person=person).delete()
    Share.objects.filter(reader=person).delete()
    Evidence.objects.filter(person=person).delete()
    open_ones = AskedResponse.objects.filter(respondent=person, state=AskedResponse.State.OPEN)
    open_ones.update(state=AskedResponse.State.WITHDRAWN, email="")
    AskedResponse.objects.filter(respondent=person).update(name="", respondent=None)
    IndicatorVerdict.objects.filter(by=person).update(by=None)
    Evidence.objects.filter(assessor=person).update(assessor=None)
    ReachedLevel.objects.filter(assessor=person).update(assessor=None)
