"""What happens with badges and keys. Each function is one transaction."""

import json
import uuid
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from vakwerk.craft.badges import documents, keeping, queries, rules, signing
from vakwerk.craft.evidence.letters import send
from vakwerk.craft.models import Badge, IssuerKey, ReachedLevel, StatusList
from vakwerk.foundation import audit, own_acts
from vakwerk.foundation.models import Academy
from vakwerk.foundation.refusals import Refused
from vakwerk.foundation.turns import take_turns
from vakwerk.people.models import Person


@transaction.atomic
def issue(
    *,
    reached: ReachedLevel,
    by: Person,
    achieved: documents.Achieved,
    language: str,
    with_name: bool,
    now: datetime,
) -> Badge:
    """Sign a badge for a level that somebody reached, at their own request.

    ``achieved``: what it says, in ``language``. The first badge of an academy makes its key.

    :raises Refused: when it is somebody else's level, they have a badge for it, or nothing says whose it is.
    """
    academy, person = by.academy, by
    reason = rules.reason_not_to_issue(
        is_own=reached.person_id == person.pk,
        has_believed_one=queries.believed(reached.badges.all()).exists(),
        withheld=queries.withheld(reached.badges.all()).exists(),
        has_email=bool(person.email),
        with_name=with_name,
    )
    if reason:
        raise Refused(reason)
    key, private = _key(academy, now)
    place = _place(academy, now)
    identifier = uuid.uuid4()
    bare = documents.badge(
        academy,
        identifier=identifier,
        achieved=achieved,
        language=language,
        email=person.email,
        name=person.name if with_name else "",
        list_number=place.number,
        index=place.next_index,
        issued_at=now,
    )
    made = Badge.objects.create(
        uuid=identifier,
        person=person,
        reached=reached,
        key=key,
        status_list=place,
        status_index=place.next_index,
        credential=_signed(bare, academy, key, private, now),
        with_name=with_name,
        language=language,
        issued_at=now,
    )
    place.next_index += 1
    place.save(update_fields=["next_index"])
    own_acts.keep("craft.badge_issued", of=person, by=person)
    return made


@transaction.atomic
def revoke(*, badge: Badge, by: Person, reason: str, now: datetime, as_academy: bool = False) -> None:
    """Take a badge back: the public list says so from now on, and its holder hears why.

    ``as_academy``: not by its holder; then no other is given for the level until ``lift``.

    :raises Refused: when it was taken back already, or without a reason.
    """
    badge = Badge.objects.select_for_update(of=("self",)).select_related("person").get(pk=badge.pk)
    if refusal := rules.reason_not_to_revoke(revoked=badge.revoked_at is not None, reason=reason):
        raise Refused(refusal)
    badge.revoked_at, badge.revoked_reason, badge.revoked_by_id = now, reason.strip()[:300], by.pk
    badge.revoked_by_academy = as_academy
    badge.save(update_fields=["revoked_at", "revoked_reason", "revoked_by_id", "revoked_by_academy"])
    place = StatusList.objects.select_for_update().get(pk=badge.status_list_id)
    place.revoked = sorted({*place.revoked, badge.status_index})
    key, private = _key(by.academy, now)
    _sign_list(place, by.academy, key, private, now)
    own_acts.keep("craft.badge_revoked", of=badge.person_id, by=by)
    if as_academy:
        # An act of office, but neither whose badge nor which: who has one is theirs to tell.
        audit.record("craft.badge_taken_back", by=by)
        send("badge_revoked", to=badge.person, badge=badge, reason=badge.revoked_reason)


@transaction.atomic
def lift(*, badge: Badge, by: Person, reason: str, now: datetime) -> None:
    """Let the holder of a badge that the academy took back ask for one again; they hear why.

    The badge itself stays taken back.

    :raises Refused: when the academy did not take it back, lifted it already, or gives no reason.
    """
    badge = Badge.objects.select_for_update(of=("self",)).select_related("person").get(pk=badge.pk)
    if refusal := rules.reason_not_to_lift(withheld=badge.is_withheld, reason=reason):
        raise Refused(refusal)
    badge.lifted_at, badge.lifted_reason, badge.lifted_by_id = now, reason.strip()[:300], by.pk
    badge.save(update_fields=["lifted_at", "lifted_reason", "lifted_by_id"])
    own_acts.keep("craft.badge_lifted", of=badge.person_id, by=by)
    audit.record("craft.badge_let_again", by=by)
    send(
        "badge_lifted",
        to=badge.person,
        badge=badge,
        reason=badge.lifted_reason,
        url=documents.address("my_badges", by.academy.slug),
    )


@transaction.atomic
def renew_key(*, academy: Academy, by: Person | None, now: datetime, leaked: bool = False) -> IssuerKey:
    """Take a new key into use. What earlier keys signed stays verifiable.

    ``leaked``: somebody else may have had the key that was in use; then what it signed is no longer trusted.
    """
    _lock()
    before = queries.key_in_use()
    if before:
        before.retired_at = now
        before.save(update_fields=["retired_at"])
        if leaked:
            _distrust(before, academy, now)
    key, private = _new_key(academy, now)
    # The lists are public and must be believed too, so the new key signs them again.
    for place in StatusList.objects.select_for_update():
        _sign_list(place, academy, key, private, now)
    audit.record("craft.key_renewed", by=by, on=key, leaked=leaked)
    return key


@transaction.atomic
def distrust_key(*, academy: Academy, number: int, by: Person, now: datetime) -> None:
    """Declare that somebody else may have had a key, also an earlier one: what it signed is no longer trusted.

    The key in use makes way for a new one. Whoever has a badge by the key hears that they can ask for another.

    :raises Refused: when there is no such key, or it was declared already.
    """
    _lock()
    key = queries.keys().filter(number=number).first()
    if reason := rules.reason_not_to_distrust(
        known=key is not None, distrusted=key is not None and key.distrusted_at is not None
    ):
        raise Refused(reason)
    assert key is not None
    if key.retired_at is None:
        renew_key(academy=academy, by=by, now=now, leaked=True)
        return
    _distrust(key, academy, now)
    audit.record("craft.key_distrusted", by=by, on=key, number=key.number)


def _distrust(key: IssuerKey, academy: Academy, now: datetime) -> None:
    # Asked first: afterwards none of them is believed.
    hit = queries.believed(key.badges.select_related("person"))
    for badge in queries.with_titles(hit):
        send(
            "badge_distrusted",
            to=badge.person,
            badge=badge,
            url=documents.address("my_badges", academy.slug),
        )
    key.distrusted_at = now
    key.save(update_fields=["distrusted_at"])


def _lock() -> None:
    """Make whoever else makes a key or takes a place in a list wait."""
    take_turns(IssuerKey._meta.label_lower)


def _key(academy: Academy, now: datetime) -> tuple[IssuerKey, Ed25519PrivateKey]:
    """Return the key in use; a new one where there is none, or where the secret key no longer opens it."""
    _lock()
    key = queries.key_in_use()
    if key:
        if private := keeping.unlock(bytes(key.private_key), academy_id=academy.pk):
            return key, private
        key = renew_key(academy=academy, by=None, now=now)
        private = keeping.unlock(bytes(key.private_key), academy_id=academy.pk)
        assert private is not None
        return key, private
    return _new_key(academy, now)


def _new_key(academy: Academy, now: datetime) -> tuple[IssuerKey, Ed25519PrivateKey]:
    private = Ed25519PrivateKey.generate()
    key = IssuerKey.objects.create(
        number=queries.keys().count() + 1,
        public_key=signing.multikey(private.public_key()),
        private_key=keeping.lock(private, academy_id=academy.pk),
        made_at=now,
    )
    return key, private


def _place(academy: Academy, now: datetime) -> StatusList:
    """Return the list with a place for the next badge, ready to be read by everybody."""
    place = StatusList.objects.select_for_update().order_by("-number").first()
    if place is None or place.next_index >= documents.LIST_LENGTH:
        place = StatusList(number=place.number + 1 if place else 1)
        key, private = _key(academy, now)
        _sign_list(place, academy, key, private, now)
    return place


def _sign_list(
    place: StatusList, academy: Academy, key: IssuerKey, private: Ed25519PrivateKey, now: datetime
) -> None:
    bare = documents.status_list(academy, number=place.number, revoked=place.revoked, signed_at=now)
    place.credential, place.signed_at = _signed(bare, academy, key, private, now), now
    place.save()


def _signed(
    document: signing.Json, academy: Academy, key: IssuerKey, private: Ed25519PrivateKey, now: datetime
) -> str:
    signed = signing.sign(
        document, key=private, method=documents.method_of(academy, key), created=documents.moment(now)
    )
    return json.dumps(signed, ensure_ascii=False, indent=2)
