"""What is in the framework that comes along with Vakwerk? Reads content/framework.yaml."""

import uuid
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from vakwerk.craft.frameworks.contents import Behaviour, Contents, Described, Group, Profile, Step, Text

# So that the starter of every academy, and of every Vakwerk, is recognised as the same.
_NAMESPACE = uuid.UUID("4f0c4d7e-6b0f-5d5a-9c0e-1b6f7b1d2a10")


def _text(given: Any) -> Text:
    texts = given or {}
    return {language: " ".join(str(texts.get(language, "")).split()) for language in ("nl", "en")}


def identifier_of(name: str) -> str:
    """Return the lasting CASE identifier of a part of the starter."""
    return str(uuid.uuid5(_NAMESPACE, name))


@cache
def starter() -> Contents:
    """Return the starter framework "Nieuw vakmanschap"."""
    given = yaml.safe_load(files("vakwerk.craft").joinpath("content/framework.yaml").read_text("utf-8"))
    return Contents(
        key=given["id"],
        name=_text(given["name"]),
        description=_text(given["description"]),
        licence=given["suggested_content_licence"],
        source="Vakwerk",
        identifier=identifier_of(given["id"]),
        clusters=[
            Group(one["id"], _text(one["name"]), _text(one["description"])) for one in given["clusters"]
        ],
        levels=[
            Step(
                one["level"],
                one["id"],
                guild_name=_text(one["name"]),
                neutral_name=_text(one["neutral_name"]),
                autonomy=_text(one["autonomy"]),
                complexity=_text(one["complexity"]),
                scope=_text(one["scope"]),
            )
            for one in given["levels"]
        ],
        competencies=[_competency(one) for one in given["competencies"]],
        profiles=[Profile(one["id"], _text(one["name"]), one["targets"]) for one in given["role_profiles"]],
        foreign={
            "vakwerk": {
                "starter_version": given["version"],
                "references": given["references"],
                "rating_rules": given["rating_rules"],
            }
        },
    )


def _competency(one: dict[str, Any]) -> Described:
    return Described(
        key=one["id"],
        code=one["code"],
        name=_text(one["name"]),
        definition=_text(one["definition"]),
        why=_text(one.get("why")),
        pitfall=_text(one.get("pitfall")),
        cluster=one["cluster"],
        counterweights=tuple(one["counterweights"]),
        affinity=one["governance_affinity"],
        identifier=identifier_of(one["id"]),
        foreign={
            "vakwerk": {"references": one["references"], "source_terms": one["source_terms"]},
        },
        indicators=[
            Behaviour(each["id"], level["level"], _text(each), identifier_of(each["id"]))
            for level in one["levels"]
            for each in level["indicators"]
        ],
    )
