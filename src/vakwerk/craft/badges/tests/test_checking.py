"""Is the file judged that was given, all of it, and in no other reading than every program has?"""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from vakwerk.craft.badges import checking
from vakwerk.craft.badges.rules import Finding
from vakwerk.craft.models import Badge, Competency
from vakwerk.craft.tests.evidence_factories import badge_for, reached
from vakwerk.people.models import Person


@pytest.fixture
def badge(esra: Person, marit: Person, connecting: Competency) -> Badge:
    return badge_for(reached(esra, connecting, marit), with_name=True)


def _found(badge: Badge, text: str | bytes) -> Finding:
    return checking.look_at(badge, text.encode() if isinstance(text, str) else text)


def test_all_of_a_file_is_judged_and_one_that_is_too_large_is_said_to_be(badge: Badge) -> None:
    padded = badge.credential + " " * (checking.MOST_BYTES - len(badge.credential.encode()))
    assert _found(badge, padded) == Finding.VALID
    assert _found(badge, padded + '{"name": "NEP"}') == Finding.TOO_LARGE
    page = Client().post(
        f"/apeldoorn/badges/{badge.uuid}/",
        {"file": SimpleUploadedFile("badge.json", (padded + '{"name": "NEP"}').encode())},
    )
    assert "Dit bestand is te groot" in page.content.decode()
    assert "Deze badge is geldig" not in page.content.decode()


@pytest.mark.parametrize("rest", ["{}", "x", ",", "\0", "]", '{"name": "NEP"}', "\ufeff"])
def test_bytes_after_the_end_are_refused(badge: Badge, rest: str) -> None:
    assert _found(badge, badge.credential + rest) == Finding.UNREADABLE


@pytest.mark.parametrize("name", ["id", "name", "achievement", "narrative", "proofValue", "salt", "hashed"])
def test_one_name_twice_is_refused_at_any_depth(badge: Badge, name: str) -> None:
    doubled = badge.credential.replace(f'"{name}":', f'"{name}": "NEP", "{name}":', 1)
    assert doubled != badge.credential
    assert json.loads(doubled) == json.loads(badge.credential)
    assert _found(badge, doubled) == Finding.DOUBLE_NAMES


def test_a_name_written_in_two_ways_is_the_same_name(badge: Badge) -> None:
    doubled = badge.credential.replace('"name":', '"n\\u0061me": "NEP", "name":', 1)
    assert _found(badge, doubled) == Finding.DOUBLE_NAMES


@pytest.mark.parametrize("value", ["1", "1.0", '"1"', "false", "null", "[true, false]"])
def test_a_value_of_another_type_is_another_value(badge: Badge, value: str) -> None:
    document = json.loads(badge.credential)
    document["credentialSubject"]["identifier"][0]["hashed"] = json.loads(value)
    assert _found(badge, json.dumps(document)) == Finding.TAMPERED


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe{\x00}\x00",
        b"\xef\xbb\xbf{}",
        b'{"id": NaN}',
        b'{"id": Infinity}',
        b'{"id": "\\ud800"}',
        b"[" * 90_000,
    ],
    ids=["nothing", "UTF-16", "mark", "NaN", "Infinity", "half a pair", "deep"],
)
def test_what_is_no_json_of_the_standard_is_no_badge(badge: Badge, text: bytes) -> None:
    assert _found(badge, text) == Finding.UNREADABLE


def test_another_order_and_layout_say_the_same(badge: Badge) -> None:
    document = json.loads(badge.credential)
    turned = dict(reversed(document.items()))
    assert _found(badge, json.dumps(turned, separators=(",", ":"))) == Finding.VALID
    document["credentialSubject"]["identifier"].reverse()
    assert _found(badge, json.dumps(document, ensure_ascii=True)) == Finding.VALID


def test_words_that_no_signature_covers_are_refused(badge: Badge) -> None:
    for name, value in (("extra", "Meester in alles"), ("honours", {"name": "cum laude"})):
        assert _found(badge, json.dumps({**json.loads(badge.credential), name: value})) == Finding.TAMPERED
    document = json.loads(badge.credential)
    document["credentialSubject"]["type"].append("Meester")
    assert _found(badge, json.dumps(document)) == Finding.TAMPERED
