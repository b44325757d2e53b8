"""Makes a framework of others in CASE: a tree with definitions, rubrics and relations that Vakwerk has no place for."""

import random
import uuid
from typing import Any

LANGUAGES = ("en", "en-US", "nl", "fr")


def _uuid(chance: random.Random) -> str:
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))


def package(items: int, *, seed: int = 1) -> dict[str, Any]:
    """Return a CFPackage of so many items, four layers deep, the same for the same seed."""
    chance = random.Random(seed)
    document = {
        "identifier": _uuid(chance),
        "uri": "https://example.org/ims/case/v1p1/CFDocuments/1",
        "creator": "Elsewhere",
        "title": "Digital skills for public servants",
        "lastChangeDateTime": "2025-03-13T10:00:00+00:00",
        "language": "en",
        "caseVersion": "1.1",
        "frameworkType": "Skills framework",
        "adoptionStatus": "Adopted",
        "subject": ["Digital", "Public administration"],
        "licenseURI": {"title": "CC BY 4.0", "identifier": _uuid(chance), "uri": "https://example.org/l/1"},
        "extensions": {"elsewhere": {"edition": 7}},
    }
    made: list[dict[str, Any]] = []
    associations: list[dict[str, Any]] = []
    layers: list[list[str]] = [[document["identifier"]], [], [], [], []]  # type: ignore[list-item]  # the identifier is a text
    for nth in range(items):
        depth = 1 if nth < 5 else chance.choices([1, 2, 3, 4], weights=[1, 6, 30, 63])[0]
        while not layers[depth - 1]:
            depth -= 1
        parent = chance.choice(layers[depth - 1])
        item = _item(chance, nth, depth, document)
        layers[depth].append(item["identifier"])
        made.append(item)
        associations.append(_association(chance, "isChildOf", item["identifier"], parent, nth))
    for _nth in range(items // 10):
        kind = chance.choice(["isPeerOf", "precedes", "isRelatedTo", "exemplar", "ext:assessedWith"])
        one, other = chance.choice(made), chance.choice(made)
        associations.append(_association(chance, kind, one["identifier"], other["identifier"], None))
    associations.append(_association(chance, "exactMatchOf", made[0]["identifier"], _uuid(chance), None))
    return {
        "CFDocument": document,
        "CFItems": made,
        "CFAssociations": associations,
        "CFDefinitions": {
            "CFItemTypes": [{"identifier": _uuid(chance), "title": "Skill", "hierarchyCode": "1"}],
            "CFSubjects": [{"identifier": _uuid(chance), "title": "Digital", "hierarchyCode": "1"}],
            "CFConcepts": [{"identifier": _uuid(chance), "title": "Privacy", "keywords": "data|law"}],
            "CFLicenses": [{"identifier": _uuid(chance), "title": "CC BY 4.0", "licenseText": "…"}],
            "CFAssociationGroupings": [{"identifier": _uuid(chance), "title": "Order"}],
        },
        "CFRubrics": [
            {
                "identifier": _uuid(chance),
                "title": "How well",
                "CFRubricCriteria": [
                    {
                        "identifier": _uuid(chance),
                        "CFItemURI": {"identifier": made[-1]["identifier"]},
                        "CFRubricCriterionLevels": [
                            {"identifier": _uuid(chance), "score": 1.5, "quality": "fair"}
                        ],
                    }
                ],
            }
        ],
    }


def _item(chance: random.Random, nth: int, depth: int, document: dict[str, Any]) -> dict[str, Any]:
    identifier = _uuid(chance)
    statement = f"Statement {nth} " + "about what somebody does with data " * chance.randrange(1, 14)
    item: dict[str, Any] = {
        "identifier": identifier,
        "uri": f"https://example.org/ims/case/v1p1/CFItems/{identifier}",
        "CFDocumentURI": {
            "title": document["title"],
            "identifier": document["identifier"],
            "uri": document["uri"],
        },
        "fullStatement": statement.strip(),
        "lastChangeDateTime": "2025-03-13T10:00:00+00:00",
        "CFItemType": ["Domain", "Area", "Skill", "Task"][depth - 1],
    }
    extra = {
        "humanCodingScheme": f"{depth}.{nth}",
        "abbreviatedStatement": f"Short {nth}",
        "alternativeLabel": f"Also {nth}",
        "listEnumeration": str(nth),
        "notes": "Kept as it came.",
        "language": chance.choice(LANGUAGES),
        "educationLevel": ["HE"],
        "subject": ["Digital"],
        "conceptKeywords": ["privacy", "daten"],
        "statusStartDate": "2024-01-01",
        "extensions": {"elsewhere": {"weight": nth, "deep": {"list": [1, None, True, "ë"]}}},
    }
    return item | {name: value for name, value in extra.items() if chance.random() < 0.6}


def _association(
    chance: random.Random, kind: str, origin: str, target: str, sequence: int | None
) -> dict[str, Any]:
    identifier = _uuid(chance)
    made: dict[str, Any] = {
        "identifier": identifier,
        "uri": f"https://example.org/ims/case/v1p1/CFAssociations/{identifier}",
        "associationType": kind,
        "originNodeURI": {"title": "o", "identifier": origin, "uri": f"https://example.org/i/{origin}"},
        "destinationNodeURI": {"title": "d", "identifier": target, "uri": f"https://example.org/i/{target}"},
        "lastChangeDateTime": "2025-03-13T10:00:00+00:00",
    }
    if sequence is not None and chance.random() < 0.8:
        made["sequenceNumber"] = sequence
    if chance.random() < 0.2:
        made["CFAssociationGroupingURI"] = {"title": "Order", "identifier": _uuid(chance)}
    return made
