"""Asking somebody who was there what they saw, and keeping their answer."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from vakwerk.craft.evidence import letters, queries, rules, versions
from vakwerk.craft.models import AskedResponse, Evidence, ResponseAnswer
from vakwerk.foundation import own_acts
from vakwerk.foundation.audit import Whom
from vakwerk.foundation.refusals import Refused
from vakwerk.people import queries as people


@transaction.atomic
def ask_response(
    *,
    evidence: Evidence,
    name: str,
    email: str,
    relation: str,
    now: datetime,
    language: str = "nl",
    message: str = "",
) -> AskedResponse:
    """Mail somebody a link that they can answer with once, without an account.

    Whoever answered can be asked again once the text reads otherwise; the earlier answer stays beside the new one.

    :raises Refused: when there is nothing to ask about, or they were asked already.
    """
    evidence = queries.locked(evidence)
    _forget_addresses(now)
    email = email.strip().lower()
    reason = rules.reason_not_to_ask(
        state=evidence.state,
        indicators=evidence.shows.count(),
        asked=queries.asked_on_this_text(evidence),
        address=queries.address_hash(email) if email else "",
        is_own=email == evidence.person.email.lower(),
    )
    if reason:
        raise Refused(reason)
    token = secrets.token_urlsafe(24)
    asked = AskedResponse.objects.create(
        evidence=evidence,
        respondent=people.person_with_email(email),
        name=name.strip(),
        email=email,
        address_hash=queries.address_hash(email),
        relation=relation,
        language=language,
        message=message.strip(),
        token_hash=queries.hash_of(token),
        asked_at=now,
        expires_at=now + timedelta(days=rules.DAYS_TO_RESPOND),
    )
    letters.ask_respondent(asked, token=token)
    own_acts.keep("craft.response_asked", of=evidence.person_id, by=evidence.person_id, relation=relation)
    return asked


@transaction.atomic
def respond(
    *,
    response: AskedResponse,
    seen: Mapping[int, str],
    words: str,
    now: datetime,
    by: Whom = None,
    read: str = "",
) -> AskedResponse:
    """Keep an answer: per behaviour what was seen, by the id of the indicator, and words, with the text it is about.

    It cannot be changed or given again, and the address goes. ``read``: the mark of the text that was read.

    :raises Refused: when it was answered before, taken back, ran out, or leaves a behaviour open.
    """
    response = queries.locked_response(response)
    # The writer waits: what is read and what is answered is one text.
    evidence = queries.locked(response.evidence)
    shows, texts = list(evidence.shows.all()), versions.read_in(evidence)
    reason = rules.reason_not_to_respond(
        state=response.state, expires_at=response.expires_at, now=now
    ) or rules.reason_not_to_take(
        asked=queries.indicator_ids(shows), answered=seen, read=read, now=versions.version_of(texts)
    )
    if reason:
        raise Refused(reason)
    ResponseAnswer.objects.bulk_create(
        ResponseAnswer(response=response, indicator_id=indicator, seen=answer)
        for indicator, answer in seen.items()
    )
    response.words, response.texts = words.strip(), texts
    _end(response, AskedResponse.State.GIVEN, now)
    letters.tell_of_response(response)
    own_acts.keep("craft.response_given", of=response.evidence.person_id, by=by)
    return response


@transaction.atomic
def decline(*, response: AskedResponse, now: datetime, by: Whom = None) -> AskedResponse:
    """Keep that somebody would rather not answer; no reason is asked.

    :raises Refused: when it was answered before, taken back, or ran out.
    """
    response = queries.locked_response(response)
    if reason := rules.reason_not_to_respond(state=response.state, expires_at=response.expires_at, now=now):
        raise Refused(reason)
    _end(response, AskedResponse.State.DECLINED, now)
    own_acts.keep("craft.response_declined", of=response.evidence.person_id, by=by)
    return response


@transaction.atomic
def take_back_response(*, response: AskedResponse, now: datetime) -> None:
    """Take back a question that was not answered yet: its link stops working. Answers stay, all of them.

    :raises Refused: when it was answered.
    """
    response = queries.locked_response(response)
    if response.state != AskedResponse.State.OPEN:
        raise Refused(rules.ResponseRefusal.OVER)
    _end(response, AskedResponse.State.WITHDRAWN, now)
    person_id = response.evidence.person_id
    own_acts.keep("craft.response_taken_back", of=person_id, by=person_id)


@transaction.atomic
def erase_response(*, response: AskedResponse, now: datetime, by: Whom = None) -> AskedResponse:
    """Erase an answer with the name of who gave it, at their own request; only that they were asked stays.

    :raises Refused: when there is no answer.
    """
    response = queries.locked_response(response)
    if response.state != AskedResponse.State.GIVEN:
        raise Refused(rules.ResponseRefusal.NOTHING_TO_ERASE)
    response.answers.all().delete()
    response.name, response.words, response.texts = "", "", {}
    response.respondent = None
    response.state, response.ended_at = AskedResponse.State.WITHDRAWN, now
    response.save(update_fields=["name", "words", "texts", "respondent", "state", "ended_at"])
    own_acts.keep("craft.response_erased", of=response.evidence.person_id, by=by)
    return response


def _forget_addresses(now: datetime) -> None:
    """Erase the addresses of all in this academy who did not answer in time: their links work no more."""
    late = AskedResponse.objects.filter(state=AskedResponse.State.OPEN, expires_at__lt=now)
    late.exclude(email="").update(email="")


def _end(response: AskedResponse, state: str, now: datetime) -> None:
    response.state, response.ended_at, response.email = state, now, ""
    response.save(update_fields=["state", "ended_at", "email", "words", "texts"])
