"""Does a framework leave as a package that CASE 1.1 allows, whoever made it?"""

import copy
import json
import uuid
from dataclasses import replace
from typing import Any

import pytest
from tests.standards.case import TABLES
from tests.standards.tables import faults

from vakwerk.craft.exchange import case_reading, case_writing
from vakwerk.craft.exchange.case_writing import Edition
from vakwerk.craft.exchange.tests import foreign
from vakwerk.craft.frameworks.contents import Behaviour, Contents, Described, Group, Step
from vakwerk.craft.frameworks.starter import starter

EDITION = Edition(state="draft", version=1, creator="Vakhuis", changed_at="2027-01-04T09:00:00+00:00")
OTHER = "22222222-2222-4222-8222-222222222222"


def wrong(package: dict[str, Any]) -> list[str]:
    return faults(json.loads(json.dumps(package)), "CFPackage", TABLES)


def whole(items: int) -> dict[str, Any]:
    """Return a framework of others with all that version 1.1 demands, and nothing that it does not know."""
    package = foreign.package(items)
    head = {"uri": "https://example.org/case/1", "lastChangeDateTime": "2025-03-13T10:00:00+00:00"}
    link = {"title": "Elsewhere", "uri": head["uri"]}
    for item in package["CFItems"]:
        del item["CFDocumentURI"]
    for one in package["CFAssociations"]:
        if grouping := one.get("CFAssociationGroupingURI"):
            grouping.update(link)
    for kind, parts in package["CFDefinitions"].items():
        for part in parts:
            part.update(head, description="Kept as it came.")
            if kind == "CFConcepts":
                part["hierarchyCode"] = "1"
    for rubric in package["CFRubrics"]:
        rubric.update(head)
        for criterion in rubric["CFRubricCriteria"]:
            criterion.update(head)
            criterion["CFItemURI"].update(link)
            for level in criterion["CFRubricCriterionLevels"]:
                level.update(head, extensions=[{"note": "Kept as it came."}])
    return package


def copied(contents: Contents) -> Contents:
    """Return a framework of its own out of another, as an academy that adapts it has."""
    return replace(
        contents,
        identifier=OTHER,
        competencies=[
            replace(competency, identifier=str(uuid.uuid5(uuid.NAMESPACE_URL, competency.key)))
            for competency in contents.competencies
        ],
    )


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("state", ["starter", "draft", "adopted", "retired"])
def test_our_own_framework_leaves_as_the_tables_of_case_demand(state: str, language: str) -> None:
    edition = replace(EDITION, state=state, language=language)
    if state in {"adopted", "retired"}:
        edition = replace(edition, adopted_on="2027-01-04", adopted_by="college van B en W")
    assert wrong(case_writing.package(starter(), edition)) == []


def test_a_copy_leaves_as_the_tables_of_case_demand() -> None:
    package = case_writing.package(copied(starter()), replace(EDITION, origin=starter()))
    assert "exactMatchOf" in {one["associationType"] for one in package["CFAssociations"]}
    assert wrong(package) == []


def test_parts_without_words_leave_too_and_come_back() -> None:
    bare = Contents(
        key="bare",
        name={"nl": "Kaal", "en": ""},
        identifier=OTHER,
        clusters=[Group("group", {"nl": "", "en": ""})],
        levels=[Step(1, "level-1", {"nl": "", "en": ""}, {"nl": "", "en": ""})],
        competencies=[
            Described(
                "one",
                {"nl": "", "en": "One"},
                cluster="group",
                indicators=[Behaviour("one.1", 1, {"nl": "", "en": ""})],
            )
        ],
    )
    package = case_writing.package(bare, EDITION)
    assert wrong(package) == []
    reading = case_reading.read(json.dumps(package).encode())
    assert not reading.problems
    (one,) = reading.contents.competencies
    assert (one.cluster, [each.key for each in one.indicators]) == ("group", ["one.1"])
    assert one.indicators[0].text == {"nl": "", "en": ""}


def test_names_with_breaks_and_tabs_leave_on_one_line_and_come_back_as_they_were() -> None:
    name = {"nl": "Samen\nwerken", "en": "Working\ttogether"}
    broken = Contents(
        key="broken",
        name=name,
        description=name,
        licence="CC\nBY",
        source="Vakhuis\r\nApeldoorn",
        identifier=OTHER,
        clusters=[Group("group", name, name)],
        levels=[Step(1, "level-1", name, name, name)],
        competencies=[
            Described(
                "one",
                name,
                definition=name,
                code="C\t1",
                cluster="group",
                indicators=[Behaviour("one\n1", 1, name)],
            )
        ],
    )
    for language in ("nl", "en"):
        package = case_writing.package(broken, replace(EDITION, language=language, creator="Vak\nhuis"))
        assert wrong(package) == []
        found = case_reading.read(json.dumps(package).encode()).contents
        (one,) = found.competencies
        assert (found.name, found.clusters[0].name, one.name, one.definition) == (name, name, name, name)
        assert [(each.key, each.text) for each in one.indicators] == [("one\n1", name)]


def test_a_whole_foreign_framework_leaves_as_well_as_it_came() -> None:
    given = whole(200)
    assert wrong(given) == []
    found = case_reading.read(json.dumps(given).encode()).contents
    assert wrong(case_writing.package(found, EDITION)) == []


def test_what_is_changed_in_a_foreign_framework_or_copied_out_of_it_is_of_the_standard_too() -> None:
    """Many systems put the address of the document in every item, and that of the package in the document.

    Version 1.1 allows neither within a package.
    """
    given = whole(60)
    given["CFDocument"]["CFPackageURI"] = {"title": "x", "identifier": OTHER, "uri": "urn:x"}
    for item in given["CFItems"]:
        item["CFDocumentURI"] = {
            "title": "x",
            "identifier": given["CFDocument"]["identifier"],
            "uri": "urn:x",
        }
    found = case_reading.read(json.dumps(given).encode()).contents
    assert wrong(case_writing.package(copied(found), EDITION)) == []
    changed = replace(
        found,
        competencies=[
            replace(competency, definition={"nl": "", "en": "Ours."}) for competency in found.competencies
        ],
    )
    assert wrong(case_writing.package(changed, replace(EDITION, state="adopted"))) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("CFDocument", "creator"), None),
        (("CFDocument", "caseVersion"), "1.0"),
        (("CFDocument", "statusStartDate"), "4 januari"),
        (("CFItems", 0, "identifier"), "C07"),
        (("CFItems", 0, "fullStatement"), None),
        (("CFItems", 0, "parent"), "C07"),
        (("CFItems", 0, "lastChangeDateTime"), "2027-01-04T09:00:00"),
        (("CFItems", 0, "lastChangeDateTime"), "2027-01-04T09:00+00:00"),
        (("CFItems", 0, "CFItemType"), "Two\nlines"),
        (("CFDocument", "title"), "Two lines\n"),
        (("CFItems", 0, "CFItemTypeURI", "title"), None),
        (("CFAssociations", 0, "associationType"), "isUnder"),
        (("CFAssociations", 0, "sequenceNumber"), "1"),
        (("CFAssociations", 0, "destinationNodeURI"), "urn:x"),
        (("CFDefinitions", "CFItemTypes", 0, "description"), None),
        (("CFRoles",), []),
    ],
    ids=str,
)
def test_the_tables_refuse_a_package_that_is_none(path: tuple[str | int, ...], value: Any) -> None:
    part: Any = copy.deepcopy(case_writing.package(starter(), EDITION))
    package = part
    for step in path[:-1]:
        part = part[step]
    if value is None:
        del part[path[-1]]
    else:
        part[path[-1]] = value
    assert wrong(package)
