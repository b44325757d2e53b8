"""Is everything that an administrator can set or say written down, and nothing that is not there?"""

import re
import tomllib
from pathlib import Path

import pytest

from vakwerk.commands import COMMANDS

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
# Between our own processes, or the tests' and the system's: nobody sets these.
INTERNAL = {"VAKWERK_EMBEDDED", "VAKWERK_TEST_SOCKET"}
NAME = r"(?:VAKWERK|DATABASE)_[A-Z_]+"


def test_every_setting_is_documented_and_every_documented_setting_is_read() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "src" / "vakwerk").rglob("*.py")
        if "tests" not in path.parts
    )
    read = {name.removesuffix("_FILE") for name in re.findall(rf'"({NAME})"', code)} - INTERNAL
    documented = set(
        re.findall(rf"^\| `({NAME})`", (REFERENCE / "settings.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    # The names of PostgreSQL objects look the same in capitals, and are not settings.
    assert {name for name in read if name != "DATABASE_NAME"} == documented


def test_every_command_is_documented() -> None:
    page = (REFERENCE / "commands.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `vakwerk (\w+)", page, re.MULTILINE)) == set(COMMANDS)


@pytest.mark.parametrize(
    ("heading", "groups"), [("While it runs", ["dependencies"]), ("While it is made", ["dev", "bench"])]
)
def test_every_dependency_says_why_it_is_there(heading: str, groups: list[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"] | project["dependency-groups"]
    needed = {re.split(r"[\[<>=;~ ]", line)[0] for group in groups for line in wanted[group]}
    page = (REFERENCE / "dependencies.md").read_text(encoding="utf-8")
    part = page.split(f"## {heading}\n")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| ([a-z0-9-]+) \|", part, re.MULTILINE)) - {"package"} == needed


def test_links_between_pages_lead_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in [
            *ROOT.glob("*.md"),
            *(ROOT / "docs").rglob("*.md"),
            *(ROOT / "packages").rglob("*.md"),
            *(ROOT / "src").rglob("README.md"),
        ]
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_the_guide_to_the_foundation_names_every_mechanism_and_none_that_is_gone() -> None:
    foundation = ROOT / "src" / "vakwerk" / "foundation"
    guide = (foundation / "README.md").read_text(encoding="utf-8")
    mechanisms = {path.stem for path in foundation.glob("*.py")}
    mechanisms |= {path.parent.name for path in foundation.glob("*/__init__.py")}
    missing = mechanisms - {*re.findall(r"`([a-z_]+)", guide)} - {"__init__", "apps", "migrations"}
    assert missing == set(), "Say in src/vakwerk/foundation/README.md what it is for."
    named = re.findall(r"`([a-z_][a-z_/]*(?:\.py|/))`", guide)
    assert [name for name in named if not (foundation / name).exists()] == []


def test_every_decision_is_listed() -> None:
    decisions = ROOT / "docs" / "decisions"
    listed = re.findall(r"\]\((\d{4}-[^)]+)\)", (decisions / "README.md").read_text(encoding="utf-8"))
    assert listed == sorted(path.name for path in decisions.glob("[0-9]*.md"))
