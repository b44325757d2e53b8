"""Does publiccode.yml hold to its standard, and tell of the whole product?

Source: https://docs.italia.it/italia/developers-italia/publiccodeyml-en/, the schema and its two lists of words. A
catalogue that finds a word outside these leaves the software out.
"""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

ROOT = Path(__file__).parents[2]
CODE: dict[str, Any] = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
LANGUAGES: list[str] = ["nl", "en"]

WORDS: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "publiccode_words.yaml").read_text(encoding="utf-8")
)
STATUSES = {"concept", "development", "beta", "stable", "obsolete"}
TYPES = {
    "standalone/mobile", "standalone/iot", "standalone/desktop", "standalone/web", "standalone/backend",
    "standalone/other", "addon", "library", "configurationFiles",
}  # fmt: skip
MAINTENANCE = {"internal", "contract", "community", "none"}

ROOMS = {
    "foundation": {"nl": "database", "en": "database"},
    "people": {"nl": "mensen", "en": "people"},
    "craft": {"nl": "competenties", "en": "competencies"},
    "knowledge": {"nl": "bronnen", "en": "sources"},
    "trajectories": {"nl": "trajecten", "en": "trajectories"},
    "circles": {"nl": "kringen", "en": "circles"},
}
"""A word by which a reader knows that the room is there. A new room adds its own, and what it does."""


def test_its_words_are_those_of_the_lists() -> None:
    assert set(CODE["categories"]) <= set(WORDS["categories"])
    assert set(CODE["intendedAudience"]["scope"]) <= set(WORDS["scopes"])
    assert CODE["developmentStatus"] in STATUSES
    assert CODE["softwareType"] in TYPES
    assert CODE["maintenance"]["type"] in MAINTENANCE


def test_what_must_be_there_is_there() -> None:
    mandatory = {
        "publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus", "softwareType",
        "description", "legal", "maintenance", "localisation", "releaseDate",
    }  # fmt: skip
    assert mandatory <= CODE.keys()
    assert date.fromisoformat(CODE["releaseDate"])
    assert CODE["maintenance"]["contacts"][0]["name"]
    assert CODE["localisation"]["localisationReady"] is True
    assert set(CODE["localisation"]["availableLanguages"]) == set(CODE["description"]) == set(LANGUAGES)


def test_it_agrees_with_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert CODE["softwareVersion"] == project["version"]
    assert CODE["legal"]["license"] == project["license"]
    needed = {one["name"]: one["versionMin"] for one in CODE["dependsOn"]["open"]}
    assert f">={needed['Python']}" in project["requires-python"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_texts_fit(language: str) -> None:
    texts = CODE["description"][language]
    assert len(texts["genericName"]) <= 35
    assert len(texts["shortDescription"]) <= 150
    assert 500 <= len(texts["longDescription"]) <= 10_000
    assert all(len(feature) <= 100 for feature in texts["features"])
    assert len(texts["features"]) == len(CODE["description"]["nl"]["features"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_tells_of_every_room(language: str) -> None:
    rooms = {name.split(".")[1] for name in settings.INSTALLED_APPS if name.startswith("vakwerk.")}
    assert rooms == ROOMS.keys()
    texts = CODE["description"][language]
    told = " ".join([texts["longDescription"], *texts["features"]]).lower()
    assert [room for room in sorted(rooms) if ROOMS[room][language] not in told] == []
