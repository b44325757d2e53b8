"""Is it clear of every file under which licence it is? After the REUSE Specification 3.3, in REUSE.toml."""

import fnmatch
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
ANNOTATIONS: list[dict[str, Any]] = tomllib.loads((ROOT / "REUSE.toml").read_text(encoding="utf-8"))[
    "annotations"
]
OURS = "EUPL-1.2"
# What others made says so in its first lines, and may be anywhere in the product.
NAMES_ITSELF = (
    rb"SPDX-License-Identifier" + rb": ([\w.-]+)"
)  # in two, or REUSE takes this line for such a name
BANNER = re.compile(NAMES_ITSELF + rb"|under the SIL Open Font License|htmx [\d.]+ \((\w+)\)")
OTHERS = ("*.woff2", "*.woff", "*.ttf", "*.min.js", "*/contexts/*.json")
"""Kinds of files that we never write ourselves."""


def files() -> list[str]:
    """Return the files of the product, without what is built or installed."""
    return [
        str(path.relative_to(ROOT))
        for folder in ("src", "packages", "docs", "frontend", "tools")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not {"__pycache__", "node_modules"} & set(path.parts)
    ]


def licence_of(path: str) -> str:
    """Return the licence of a file: the last annotation that names it counts."""
    found = [
        annotation["SPDX-License-Identifier"]
        for annotation in ANNOTATIONS
        if fnmatch.fnmatch(path, annotation["path"].replace("**", "*"))
    ]
    return str(found[-1])


def test_every_licence_that_is_named_is_there_whole_and_no_other() -> None:
    named = {annotation["SPDX-License-Identifier"] for annotation in ANNOTATIONS}
    assert {path.stem for path in (ROOT / "LICENSES").iterdir()} == named
    assert all(path.stat().st_size > 500 for path in (ROOT / "LICENSES").iterdir())


def test_every_file_has_a_licence_and_its_maker() -> None:
    assert ANNOTATIONS[0]["path"] == "**"
    assert ANNOTATIONS[0]["SPDX-License-Identifier"] == OURS
    for project in (ROOT / "pyproject.toml", *ROOT.glob("packages/*/pyproject.toml")):
        assert tomllib.loads(project.read_text(encoding="utf-8"))["project"]["license"] == OURS
        assert (project.parent / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    assert all(annotation["SPDX-FileCopyrightText"] for annotation in ANNOTATIONS)


@pytest.mark.parametrize("annotation", ANNOTATIONS[1:], ids=lambda one: one["path"])
def test_an_exception_is_for_files_that_are_there_and_counts(annotation: dict[str, Any]) -> None:
    assert fnmatch.filter(files(), annotation["path"].replace("**", "*"))
    assert annotation["precedence"] == "override"


@pytest.mark.parametrize("pattern", OTHERS)
def test_what_others_made_is_not_called_ours(pattern: str) -> None:
    assert [path for path in fnmatch.filter(files(), pattern) if licence_of(path) == OURS] == []


def test_a_file_that_names_its_own_licence_is_believed() -> None:
    wrong = []
    for path in files():
        with (ROOT / path).open("rb") as file:
            found = BANNER.search(file.read(400))
        if found and licence_of(path) != (found[1] or found[2] or b"OFL-1.1").decode():
            wrong.append(path)
    assert wrong == []
