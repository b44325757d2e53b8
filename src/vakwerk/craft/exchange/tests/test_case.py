"""Does a framework go out and come in as CASE 1.1 without losing anything? Without a database where that can be."""

import json
import uuid
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vakwerk.craft.exchange import case_reading, case_writing
from vakwerk.craft.exchange.case_writing import Edition
from vakwerk.craft.exchange.rules import Fault, UnreadableError, Wrong
from vakwerk.craft.exchange.tests import foreign
from vakwerk.craft.frameworks.comparing import compare
from vakwerk.craft.frameworks.contents import Behaviour, Contents, Described, Group, Profile, Step
from vakwerk.craft.frameworks.starter import starter
from vakwerk.foundation.text import only_text

EDITION = Edition(state="draft", version=1, creator="Vakhuis", changed_at="2027-01-04T09:00:00+00:00")
DOCUMENT = {"identifier": "5e1b3f3e-6b7e-4c0e-9a53-0d7a1d6b9c55", "title": "Elders", "language": "nl"}
ONE = "11111111-1111-4111-8111-111111111111"
TWO = "22222222-2222-4222-8222-222222222222"


def by_identifier(parts: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    found = {one["identifier"]: one for one in parts}
    assert len(found) == len(parts)
    return found


def written(contents: Contents, edition: Edition = EDITION) -> bytes:
    return json.dumps(case_writing.package(contents, edition)).encode()


def read(**parts: Any) -> Any:
    return case_reading.read(json.dumps({"CFDocument": DOCUMENT, **parts}).encode())


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_starter_goes_out_and_comes_back_whole_in_both_languages(language: str) -> None:
    found = case_reading.read(written(starter(), replace(EDITION, language=language)))
    assert not found.problems
    assert compare(starter(), found.contents).is_empty
    assert [one.affinity for one in found.contents.competencies] == [
        one.affinity for one in starter().competencies
    ]
    assert found.contents.foreign["vakwerk"] == starter().foreign["vakwerk"]


def test_a_package_uses_the_names_of_the_standard() -> None:
    package = case_writing.package(starter(), replace(EDITION, language="en"))
    assert {"CFDocument", "CFItems", "CFAssociations", "CFDefinitions"} == set(package)
    document = package["CFDocument"]
    assert {"identifier", "uri", "creator", "title", "lastChangeDateTime", "adoptionStatus"} <= set(document)
    for item in package["CFItems"]:
        assert {"identifier", "uri", "fullStatement", "CFItemType", "lastChangeDateTime"} <= set(item)
        assert "CFDocumentURI" not in item
    connecting = next(one for one in package["CFItems"] if one.get("abbreviatedStatement") == "Connecting")
    assert connecting["humanCodingScheme"] == "C07"
    kinds = {one["associationType"] for one in package["CFAssociations"]}
    assert kinds == {"isChildOf", "hasSkillLevel", "isRelatedTo"}
    known = {document["identifier"], *by_identifier(package["CFItems"])}
    for one in package["CFAssociations"]:
        assert one["originNodeURI"]["identifier"] in known
        assert one["destinationNodeURI"]["identifier"] in known


def test_a_copy_says_which_competencies_are_those_of_its_origin() -> None:
    origin = starter()
    copies = [
        replace(one, identifier=str(uuid.uuid5(uuid.NAMESPACE_URL, one.key))) for one in origin.competencies
    ]
    copies[0] = replace(copies[0], name={"nl": "Anders", "en": "Different"})
    copy = replace(origin, identifier=TWO, competencies=copies)
    package = case_writing.package(copy, replace(EDITION, origin=origin))
    found = {
        one["originNodeURI"]["identifier"]: one["associationType"]
        for one in package["CFAssociations"]
        if one["destinationNodeURI"]["identifier"] in {each.identifier for each in origin.competencies}
    }
    assert found.pop(copies[0].identifier) == "isRelatedTo"
    assert set(found.values()) == {"exactMatchOf"}
    assert len(found) == 9


@pytest.mark.parametrize("items", [1_200])
def test_a_foreign_framework_leaves_as_it_came_item_by_item(items: int) -> None:
    given_ = foreign.package(items)
    reading = case_reading.read(json.dumps(given_).encode())
    assert not reading.problems
    assert len(reading.contents.competencies) == items
    again = case_writing.package(reading.contents, EDITION)
    assert again["CFDocument"] == given_["CFDocument"]
    assert again["CFDefinitions"] == given_["CFDefinitions"]
    assert again["CFRubrics"] == given_["CFRubrics"]
    for name in ("CFItems", "CFAssociations"):
        before, after = by_identifier(given_[name]), by_identifier(again[name])
        assert before.keys() == after.keys()
        for identifier, one in before.items():
            assert after[identifier] == one


def test_the_tree_of_a_foreign_framework_is_kept_in_order() -> None:
    given_ = foreign.package(60)
    found = case_reading.read(json.dumps(given_).encode()).contents
    parents = {
        one["originNodeURI"]["identifier"]: one["destinationNodeURI"]["identifier"]
        for one in given_["CFAssociations"]
        if one["associationType"] == "isChildOf"
    }
    seen: set[str] = set()
    for one in found.competencies:
        above = parents[one.identifier]
        assert one.parent == ("" if above == given_["CFDocument"]["identifier"] else above)
        assert not one.parent or one.parent in seen
        seen.add(one.key)


def test_what_changed_here_is_written_over_what_came_and_the_rest_stays() -> None:
    given_ = foreign.package(30)
    found = case_reading.read(json.dumps(given_).encode()).contents
    changed = replace(found.competencies[3], definition={"nl": "Nu wel.", "en": "Described now."})
    contents = replace(
        found, competencies=[changed if one.key == changed.key else one for one in found.competencies]
    )
    again = case_writing.package(contents, replace(EDITION, language="en"))
    before, after = by_identifier(given_["CFItems"]), by_identifier(again["CFItems"])
    for identifier, one in before.items():
        if identifier != changed.identifier:
            assert after[identifier] == one
    mine = after[changed.identifier]
    assert mine["fullStatement"] == "Described now."
    assert mine["CFItemType"] == before[changed.identifier]["CFItemType"]
    assert mine["uri"] == before[changed.identifier]["uri"]
    assert mine["extensions"].get("elsewhere") == before[changed.identifier].get("extensions", {}).get(
        "elsewhere"
    )
    once_more = case_reading.read(json.dumps(again).encode()).contents
    assert once_more.by_key[changed.key].definition == changed.definition


def test_a_copy_of_a_foreign_framework_points_at_its_own_items() -> None:
    given_ = foreign.package(40)
    found = case_reading.read(json.dumps(given_).encode()).contents
    copy = replace(
        found,
        identifier=TWO,
        competencies=[
            replace(one, identifier=str(uuid.uuid5(uuid.NAMESPACE_URL, one.key)))
            for one in found.competencies
        ],
    )
    again = case_writing.package(copy, EDITION)
    known = by_identifier(again["CFItems"])
    assert not known.keys() & by_identifier(given_["CFItems"]).keys()
    assert not any("CFDocumentURI" in one for one in [*known.values(), *again["CFAssociations"]])
    outside = {one["destinationNodeURI"]["identifier"] for one in again["CFAssociations"]} - known.keys()
    match = next(one for one in given_["CFAssociations"] if one["associationType"] == "exactMatchOf")
    assert outside == {TWO, match["destinationNodeURI"]["identifier"]}


def test_relations_of_an_item_that_was_deleted_here_do_not_leave() -> None:
    given_ = foreign.package(40)
    found = case_reading.read(json.dumps(given_).encode()).contents
    parents = {one.parent for one in found.competencies}
    gone = next(one for one in found.competencies if one.key not in parents)
    left = replace(found, competencies=[one for one in found.competencies if one.key != gone.key])
    text = json.dumps(case_writing.package(left, EDITION)["CFAssociations"])
    assert gone.identifier not in text


@pytest.mark.parametrize(
    ("content", "fault", "facts"),
    [
        (b"", Fault.EMPTY, {}),
        (b'{\n "CFDocument": {,\n', Fault.NOT_JSON, {"line": 2, "column": 17}),
        (b'{"CFDocument": NaN}', Fault.BAD_NUMBER, {"value": "NaN"}),
        (b'{"CFDocument": 1e999}', Fault.BAD_NUMBER, {"value": "1e999"}),
        (b'{"CFDocument": -1e999}', Fault.BAD_NUMBER, {"value": "-1e999"}),
        (b'{"CFDocument": ' + b"9" * 5000 + b"}", Fault.BAD_NUMBER, {}),
        (b'{"CFDocument": 9223372036854775808}', Fault.BAD_NUMBER, {"value": "9223372036854775808"}),
        (b'{"CFDocument": 0.' + b"1" * 500 + b"}", Fault.BAD_NUMBER, {}),
        (b'{"CFDocument": 1, "CFDocument": 2}', Fault.NAME_TWICE, {"name": "CFDocument"}),
        ('{"CFDocument": {}}'.encode("utf-16"), Fault.OTHER_ENCODING, {"encoding": "UTF-16"}),
        ('{"CFDocument": {}}'.encode("utf-16-le"), Fault.OTHER_ENCODING, {"encoding": "UTF-16"}),
        ('{"CFDocument": {}}'.encode("utf-16-be"), Fault.OTHER_ENCODING, {"encoding": "UTF-16"}),
        ('{"CFDocument": {}}'.encode("utf-32"), Fault.OTHER_ENCODING, {"encoding": "UTF-32"}),
        ('{"CFDocument": {}}'.encode("utf-32-be"), Fault.OTHER_ENCODING, {"encoding": "UTF-32"}),
        ('{"CFDocument": {}}'.encode("utf-32-le"), Fault.OTHER_ENCODING, {"encoding": "UTF-32"}),
        (b'{"CFDocument": {"title": "a\\uffffb"}}', Fault.BAD_CHARACTERS, {"value": "a\\uffffb"}),
        (b'{"CFDocument": {"a\\u0001b": 1}}', Fault.BAD_CHARACTERS, {}),
        (b'{"CFDocument":' + b"[" * 300 + b"]" * 300 + b"}", Fault.TOO_DEEP, {}),
        (b'{"CFDocument":[' + b"[]," * 2_000_000 + b"0]}", Fault.TOO_MANY_PARTS, {}),
        (b"[1, 2]", Fault.NOT_A_PACKAGE, {}),
        (b'{"iets": 1}', Fault.NOT_A_PACKAGE, {}),
        (b'{"CFItems": []}', Fault.NO_DOCUMENT, {}),
        (b'{"CFDocument": {"identifier": "x"}}', Fault.NO_TITLE, {}),
        (b'{"CFDocument": {"title": "T", "identifier": "x"}}', Fault.BAD_IDENTIFIER, {"value": "x"}),
        (json.dumps({"CFDocument": DOCUMENT, "CFItems": {}}).encode(), Fault.NOT_A_LIST, {"name": "CFItems"}),
        (b'{"CFDocument": "\xff"}', Fault.BAD_BYTES, {"byte": 17}),
        (b'{"CFDocument": {"title": "a\\u0000b"}}', Fault.BAD_CHARACTERS, {}),
        (b'{"CFDocument": {"title": "\\ud800"}}', Fault.BAD_CHARACTERS, {}),
        (b'{"CFDocument":' + b"[" * 200_000, Fault.TOO_DEEP, {}),
    ],
)
def test_a_file_that_is_no_framework_says_where_and_why(
    content: bytes, fault: Fault, facts: dict[str, Any]
) -> None:
    with pytest.raises(UnreadableError) as refused:
        case_reading.read(content)
    assert refused.value.fault is fault
    assert facts.items() <= refused.value.facts.items()


def test_a_backslash_before_a_u_is_no_zero_character() -> None:
    assert not read(CFItems=[{"identifier": ONE, "fullStatement": "pad \\u0000"}]).problems


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_json_is_recognised_in_every_encoding_so_that_it_can_be_named(encoding: str) -> None:
    assert case_reading.looks_like_json(' {"CFDocument": {}}'.encode(encoding))


def test_a_file_of_an_older_encoding_is_told_to_be_saved_as_utf_8() -> None:
    from vakwerk.craft.exchange.wording import fault

    with pytest.raises(UnreadableError) as refused:
        case_reading.read('{"CFDocument": {"title": "é"}}'.encode("latin-1"))
    assert "UTF-8" in fault(refused.value)


SPELLINGS = [str.upper, str.lower, str.title]


@settings(max_examples=25)
@given(st.data())
def test_identifiers_are_the_same_however_their_letters_are_written(data: st.DataObject) -> None:
    given_ = foreign.package(12)
    spelled = json.loads(json.dumps(given_))
    for one in spelled["CFItems"]:
        one["identifier"] = data.draw(st.sampled_from(SPELLINGS))(one["identifier"])
    for one in spelled["CFAssociations"]:
        for end in ("originNodeURI", "destinationNodeURI"):
            one[end]["identifier"] = data.draw(st.sampled_from(SPELLINGS))(one[end]["identifier"])
    found, plain = (case_reading.read(json.dumps(one).encode()) for one in (spelled, given_))
    assert not found.problems
    assert [(one.key, one.parent) for one in found.contents.competencies] == [
        (one.key, one.parent) for one in plain.contents.competencies
    ]
    again = case_writing.package(found.contents, EDITION)
    assert by_identifier(again["CFItems"]) == by_identifier(spelled["CFItems"])
    assert len(again["CFAssociations"]) == len(spelled["CFAssociations"])
    assert by_identifier(again["CFAssociations"]) == by_identifier(spelled["CFAssociations"])


def test_the_same_identifier_in_capitals_counts_as_twice() -> None:
    items = [
        {"identifier": one, "fullStatement": "x"} for one in (TWO.replace("2", "a"), TWO.replace("2", "A"))
    ]
    assert [one.wrong for one in read(CFItems=items).problems] == [Wrong.TWICE]


@pytest.mark.parametrize(
    "edges",
    [
        [(ONE, ONE)],
        [(ONE, TWO), (TWO, ONE)],
        [(ONE, DOCUMENT["identifier"]), (TWO, ONE), (ONE, TWO)],
        [(ONE, DOCUMENT["identifier"]), (ONE, ONE)],
    ],
)
def test_a_ring_that_was_cut_stays_cut_on_the_way_out(edges: list[tuple[str, str]]) -> None:
    items = [{"identifier": one, "fullStatement": one} for one in (ONE, TWO)]
    found = read(CFItems=items, CFAssociations=[association("isChildOf", *one) for one in edges])
    assert [one.wrong for one in found.problems] == [Wrong.IN_A_RING]
    package = case_writing.package(found.contents, EDITION)
    again = case_reading.read(json.dumps(package).encode())
    assert not again.problems
    above = {
        one["originNodeURI"]["identifier"]: one["destinationNodeURI"]["identifier"]
        for one in package["CFAssociations"]
    }
    assert len(above) == len(package["CFAssociations"]) == 2


def association(kind: str, origin: str, target: str) -> dict[str, Any]:
    return {
        "identifier": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{kind}{origin}{target}")),
        "associationType": kind,
        "originNodeURI": {"identifier": origin},
        "destinationNodeURI": {"identifier": target},
    }


@pytest.mark.parametrize(
    ("items", "associations", "problems", "left"),
    [
        ([7], [], [("CFItems[0]", Wrong.NOT_AN_OBJECT)], 0),
        ([{"fullStatement": "x"}], [], [("CFItems[0].identifier", Wrong.NO_IDENTIFIER)], 0),
        (
            [{"identifier": "x", "fullStatement": "x"}],
            [],
            [("CFItems[0].identifier", Wrong.BAD_IDENTIFIER)],
            0,
        ),
        ([{"identifier": ONE}], [], [("CFItems[0].fullStatement", Wrong.NO_STATEMENT)], 0),
        ([{"identifier": ONE, "fullStatement": 3}], [], [("CFItems[0].fullStatement", Wrong.NOT_A_TEXT)], 0),
        (
            [{"identifier": ONE, "fullStatement": "x"}, {"identifier": ONE, "fullStatement": "y"}],
            [],
            [("CFItems[1].identifier", Wrong.TWICE)],
            1,
        ),
        (
            [{"identifier": ONE, "fullStatement": "x"}],
            [association("isChildOf", ONE, TWO)],
            [("CFAssociations[0].destinationNodeURI", Wrong.UNKNOWN_NODE)],
            1,
        ),
        (
            [{"identifier": ONE, "fullStatement": "x"}],
            [{"originNodeURI": {"identifier": ONE}}, {"associationType": "isPeerOf"}, 4],
            [
                ("CFAssociations[0].associationType", Wrong.NO_TYPE),
                ("CFAssociations[1].originNodeURI", Wrong.NO_NODE),
                ("CFAssociations[2]", Wrong.NOT_AN_OBJECT),
            ],
            1,
        ),
        (
            [{"identifier": ONE, "fullStatement": "x"}, {"identifier": TWO, "fullStatement": "y"}],
            [association("isChildOf", ONE, TWO), association("isChildOf", TWO, ONE)],
            [("CFItems[0]", Wrong.IN_A_RING)],
            2,
        ),
    ],
)
def test_what_is_wrong_in_a_package_is_named_by_its_path(
    items: list[Any], associations: list[Any], problems: list[tuple[str, Wrong]], left: int
) -> None:
    found = read(CFItems=items, CFAssociations=associations)
    assert [(one.where, one.wrong) for one in found.problems] == problems
    assert len(found.contents.competencies) == left


def test_a_forged_extension_does_no_harm() -> None:
    forged = [
        {
            "identifier": ONE,
            "fullStatement": "x",
            "extensions": {"vakwerk": {"kind": "indicator", "level": "9"}},
        },
        {
            "identifier": TWO,
            "fullStatement": "y",
            "extensions": {"vakwerk": {"kind": "level", "number": True}},
        },
    ]
    found = read(CFItems=forged).contents
    assert [one.name["nl"] for one in found.competencies] == ["x", "y"]
    assert not found.levels


words = st.text(st.characters(codec="utf-8"), max_size=12).map(only_text).map(str.strip)
bilingual = st.fixed_dictionaries({"nl": words, "en": words})
named = bilingual.filter(lambda text: any(text.values()))
keys = st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True)


@st.composite
def frameworks(draw: st.DrawFn) -> Contents:
    clusters = draw(st.lists(keys, unique=True, max_size=3))
    levels = draw(st.integers(0, 5))
    names = draw(st.lists(keys, unique=True, min_size=1, max_size=6))
    competencies = []
    for nth, key in enumerate(names):
        parent = draw(st.sampled_from(["", *names[:nth]]))
        cluster = draw(st.sampled_from(["", *clusters])) if not parent else ""
        others = [one for one in names if one != key]
        weights = draw(st.lists(st.sampled_from(others), unique=True, max_size=2)) if others else []
        marks = draw(st.lists(keys, unique=True, max_size=4)) if levels else []
        competencies.append(
            Described(
                key=key,
                code=draw(keys),
                name=draw(named),
                definition=draw(bilingual),
                why=draw(bilingual),
                pitfall=draw(bilingual),
                cluster=cluster,
                parent=parent,
                counterweights=tuple(weights),
                identifier=str(uuid.uuid5(uuid.NAMESPACE_URL, key)),
                indicators=[
                    Behaviour(
                        mark,
                        draw(st.integers(1, levels)),
                        draw(named),
                        str(uuid.uuid5(uuid.NAMESPACE_URL, key + mark)),
                    )
                    for mark in marks
                ],
            )
        )
    return Contents(
        key=draw(keys),
        name=draw(named),
        description=draw(bilingual),
        licence=draw(words),
        source=draw(words),
        level_naming=draw(st.sampled_from(["guild", "neutral"])),
        clusters=[Group(key, draw(named), draw(bilingual)) for key in clusters],
        levels=[
            Step(
                number,
                f"l{number}",
                draw(named),
                draw(bilingual),
                draw(bilingual),
                draw(bilingual),
                draw(bilingual),
            )
            for number in range(1, levels + 1)
        ],
        competencies=competencies,
        profiles=[Profile("p", draw(named), {names[0]: 1}, "01.02")] if levels else [],
        identifier=TWO,
    )


@settings(max_examples=60)
@given(frameworks(), st.sampled_from(["nl", "en"]))
def test_any_framework_survives_the_way_there_and_back_twice(contents: Contents, language: str) -> None:
    edition = replace(EDITION, language=language)
    first = case_reading.read(written(contents, edition))
    assert not first.problems
    difference = compare(contents, first.contents)
    assert difference.competencies == []
    assert (difference.clusters, difference.levels, difference.profiles) == ([], [], [])
    assert first.contents.level_naming == contents.level_naming
    # What came in leaves as it was, down to the last property.
    before = case_writing.package(contents, edition)
    after = case_writing.package(first.contents, edition)
    assert by_identifier(before["CFItems"]) == by_identifier(after["CFItems"])
    assert by_identifier(before["CFAssociations"]) == by_identifier(after["CFAssociations"])
