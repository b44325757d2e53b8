"""Does Vakwerk keep its head, whatever is sent? Every form of every page, with odd values, as every role.

Here a part of it, the same each time. ``VAKWERK_ODD_WALK=5000`` sends so many, and ``VAKWERK_ODD_WALK=all`` everything,
which takes hours: ``VAKWERK_ODD_PART=1/2`` and ``VAKWERK_ODD_PART=2/2`` share it between two processors.
"""

import os
import re
import sys
from typing import Any

import pytest
from django.test import Client
from tests.architecture.odd_walk import VALUES, Form, Post, Walk, posts_for, some_of
from tests.architecture.test_urls import BACKEND, LEAVES, SECRET, _address
from tests.architecture.url_examples import make_examples

from vakwerk.foundation.models import Academy
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.founding import an_academy
from vakwerk.people.models import Account, Person, RoleAssignment

ASKED = os.environ.get("VAKWERK_ODD_WALK", "")
SENT = ASKED or "250"
PART, PARTS = (int(number) for number in os.environ.get("VAKWERK_ODD_PART", "1/1").split("/"))


def somebody(academy: Academy, name: str, roles: list[Role]) -> tuple[Client, Person]:
    """Return who has these roles, signed in."""
    account = Account.objects.create_user(f"{name}@apeldoorn.example")
    client = Client()
    client.force_login(account, backend=BACKEND)
    with in_academy(academy):
        person = Person.objects.create(
            given_name=name.title(), family_name="Bos", email=account.email, account=account
        )
        for role in roles:
            RoleAssignment.objects.create(person=person, role=role)
    return client, person


@pytest.fixture
def walk(db: None) -> tuple[Walk, list[str]]:
    academy = an_academy(slug="apeldoorn", name="Apeldoorn")
    client, owner = somebody(academy, "beheer", list(Role))
    clients = {"everything": client, "nobody": Client()}
    for role in Role:
        clients[role.value] = somebody(academy, role.value.replace("_", "-"), [role])[0]
    with in_academy(academy):
        examples: dict[str, Any] = {"academy": academy.slug, **make_examples(owner, SECRET)}
    gaps = {name: set(re.findall(r"<(?:\w+:)?(\w+)>", path)) for name, path in LEAVES.items()}
    return Walk(clients), [
        _address(path, examples) for name, path in LEAVES.items() if gaps[name] <= set(examples)
    ]


@pytest.mark.django_db
def test_no_form_fails_on_odd_values_whoever_sends_it(walk: tuple[Walk, list[str]]) -> None:
    walker, addresses = walk
    posts: list[Post] = []
    for nth, who in enumerate(walker.clients):
        # Whoever has all roles sees nearly every form, here every second one; the others each look at a part.
        seen = addresses if ASKED else addresses[nth :: 2 if who == "everything" else 16]
        posts += posts_for(who, walker.forms(who, seen))
    chosen = (posts if SENT == "all" else some_of(posts, int(SENT)))[PART - 1 :: PARTS]
    for nth, post in enumerate(chosen):
        walker.send(post)
        if nth % 500 == 0:
            print(f"{nth} of {len(chosen)}, {len(walker.faults)} faults", file=sys.stderr, flush=True)
    forms = {(post.who, id(post.form)) for post in posts}
    print(f"{walker.sent} requests, of {len(posts)} odd ones to {len(forms)} forms")
    assert len(forms) > (150 if ASKED else 80), "the walk does not find the forms any more"
    assert not walker.faults, "\n".join(walker.faults[:60])


@pytest.mark.django_db
def test_no_address_fails_on_odd_parts_whoever_asks_for_it(walk: tuple[Walk, list[str]]) -> None:
    walker, addresses = walk
    asked = 0
    for nth, address in enumerate(addresses if ASKED else addresses[::2]):
        said = list(VALUES)[nth % len(VALUES)]
        names = ("q", "page", "order", "outcome", "in", "next", "download", "person", "round")
        form = Form(address, "get", [(name, "") for name in names])
        walker.send(Post("everything", form, [(name, VALUES[said]) for name in names], said=said))
        odd = ("99999999999999999999", "%00", "%EF%BF%BF", "%ED%A0%80", "a%0Ab")[nth % 5]
        walker.ask("everything", re.sub(r"/(\d+)/", f"/{odd}/", address, count=1))
        asked += 2
    assert asked > (400 if ASKED else 200)
    assert not walker.faults, "\n".join(walker.faults[:60])
