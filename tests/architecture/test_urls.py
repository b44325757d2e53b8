"""Does every address keep out who does not belong? Walks all of them as a stranger and as nobody.

A new address fails here until its gaps have an example in ``url_examples.py``, or ``PUBLIC`` says why it is for
everybody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.architecture.url_examples import make_examples

from vakwerk.foundation.models import Academy
from vakwerk.foundation.roles import Role
from vakwerk.foundation.tenancy import in_academy
from vakwerk.foundation.tests.founding import an_academy
from vakwerk.people.models import Account, Person, RoleAssignment

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SECRET = "Geheimpje"

# Addresses that everybody may open, each with the reason why.
PUBLIC = {
    "front": "says what Vakwerk is, and to somebody who signed in where they are known",
    "demo": "only there in the demo, whose people are made up",
    "sign_in_link": "whoever has the secret may use it",
    "new_sign_in_link": "mails only the address the link was for",
    "sign_in_link_sent": "says the same to everybody",
    "set_language": "changes the visitor's own language",
    "security": "one's own account",
    "end_session": "one's own sessions",
    "components": "made-up examples",
    "privacy": "for everybody",
    "accessibility": "for everybody",
    "help": "for everybody",
    "security_txt": "for everybody",
    "robots_txt": "for everybody",
    "well_known_change_password": "leads a password manager to a page that asks to sign in",
    "craft:respond": "whoever has the secret from the mail may answer, once",
    "craft:badge": "whoever has its number may see whether a badge counts",
    "craft:badge_issuer": "who signs badges is for everybody who checks one",
    "craft:badge_status": "a list of bits, for everybody who checks a badge",
    "craft:did_document": "public keys, for everybody who checks a badge",
    "foundation:theme": "a look is no secret, and pages before signing in have it too",
}
# Pages that the example's published round has behind it, so that its owner gets 404 as well.
NOT_NOW = {"circles:call", "circles:composing", "circles:sign_up", "circles:signed_up", "circles:withdraw"}
# Nobody reports what they wrote themself, and the owner wrote the example.
NOT_ONES_OWN = {"knowledge:report_post"}
# Whose addresses belong to no academy: one's own account.
OUTSIDE = "account/"


@dataclass
class Walk:
    """An academy with one of everything, its owner, and somebody of another academy who may do anything there."""

    owner: Client
    stranger: Client
    examples: dict[str, Any]


def _leaves(
    patterns: list[URLPattern | URLResolver], prefix: str = "", spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _leaves(pattern.url_patterns, path, inner)
        else:
            yield ":".join((*spaces, str(pattern.name))), path


LEAVES = dict(_leaves(get_resolver().url_patterns))
INSIDE = {name: path for name, path in LEAVES.items() if name not in PUBLIC and not path.startswith(OUTSIDE)}
WITH_OBJECT = {name: path for name, path in INSIDE.items() if "<int:" in path}


def _academy(slug: str) -> tuple[Academy, Client, Person]:
    academy = an_academy(slug=slug, name=slug.title())
    account = Account.objects.create_user(f"beheer@{slug}.example")
    client = Client()
    client.force_login(account, backend=BACKEND)
    with in_academy(academy):
        person = Person.objects.create(
            given_name="Bo", family_name=SECRET, email=account.email, account=account
        )
        for role in Role:
            RoleAssignment.objects.create(person=person, role=role)
    return academy, client, person


@pytest.fixture
def walk(db: None) -> Walk:
    academy, owner, person = _academy("apeldoorn")
    _elsewhere, stranger, _ = _academy("amsterdam")
    with in_academy(academy):
        examples = make_examples(person, SECRET)
    return Walk(owner, stranger, {"academy": academy.slug, **examples})


def _address(path: str, examples: dict[str, Any]) -> str:
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda gap: str(examples[gap.group(1)]), path)


def test_every_address_that_everybody_may_open_is_one_that_exists() -> None:
    assert set(PUBLIC) <= set(LEAVES)


def test_every_other_address_stands_below_an_academy() -> None:
    strays = {name: path for name, path in INSIDE.items() if not path.startswith("<slug:academy>/")}
    assert not strays, "say in PUBLIC why these are for everybody"


@pytest.mark.django_db
def test_every_gap_in_an_address_has_an_example(walk: Walk) -> None:
    gaps = {gap for path in INSIDE.values() for gap in re.findall(r"<(?:\w+:)?(\w+)>", path)}
    assert gaps <= set(walk.examples), "give these an example in url_examples.py"


@pytest.mark.django_db
def test_a_person_of_another_academy_sees_nothing(walk: Walk) -> None:
    for name, path in INSIDE.items():
        for method in ("get", "post"):
            answer = getattr(walk.stranger, method)(_address(path, walk.examples))
            assert answer.status_code in {403, 404, 405}, f"{method} {name}: {answer.status_code}"
            assert SECRET not in answer.content.decode(errors="replace"), f"{method} {name}"


@pytest.mark.django_db
def test_somebody_who_did_not_sign_in_is_sent_to_do_so(walk: Walk) -> None:
    for name, path in INSIDE.items():
        for method in ("get", "post"):
            answer = getattr(Client(), method)(_address(path, walk.examples))
            assert answer.status_code in {302, 403, 404, 405}, f"{method} {name}: {answer.status_code}"
            assert SECRET not in answer.content.decode(errors="replace"), f"{method} {name}"
            if answer.status_code == 302:
                assert answer.url.startswith("/account/login/"), f"{method} {name}"


@pytest.mark.django_db
def test_an_address_never_takes_an_object_of_another_academy(walk: Walk) -> None:
    """The stranger asks for our objects below their own academy, where they may do anything."""
    for name, path in WITH_OBJECT.items():
        address = _address(path, {**walk.examples, "academy": "amsterdam"})
        for method in ("get", "post"):
            answer = getattr(walk.stranger, method)(address)
            assert answer.status_code in {404, 405}, f"{method} {name}: {answer.status_code}"


@pytest.mark.django_db
def test_the_examples_are_real(walk: Walk) -> None:
    """Without this the walk would prove nothing: the owner gets an answer where the stranger got none."""
    for name, path in WITH_OBJECT.items():
        answer = walk.owner.get(_address(path, walk.examples))
        wanted = {404} if name in NOT_NOW else {403} if name in NOT_ONES_OWN else {200, 302, 405}
        assert answer.status_code in wanted, f"{name}: {answer.status_code}"


@pytest.mark.django_db
def test_every_page_answers_a_question_for_its_head_as_it_answers_for_all_of_it(walk: Walk) -> None:
    wrong = []
    asked = 0
    for name, path in LEAVES.items():
        if not set(re.findall(r"<(?:\w+:)?(\w+)>", path)) <= set(walk.examples) or "(?P<" in path:
            continue
        address = _address(path, walk.examples)
        whole = walk.owner.get(address)
        head = walk.owner.head(address)
        asked += 1
        if head.status_code != whole.status_code or head.content:
            wrong.append(f"{name}: {head.status_code} for {whole.status_code}")
    assert not wrong, "\n".join(wrong)
    assert asked > 200
