"""Do the libraries in packages/ stand alone: with nothing but what they ask for, every public name described?"""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tools import api_pages

ROOT = Path(__file__).parents[2]
LIBRARIES = api_pages.libraries()
ALONE = {
    "circlemix": {"circlemix", "numba", "llvmlite", "numpy"},
    "cellguard": {"cellguard", "scipy", "numpy"},
}
FENCE = re.compile(r"^```(python|sh)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def project(library: str) -> dict[str, Any]:
    text = (ROOT / "packages" / library / "pyproject.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)["project"])


def uv() -> str:
    """Return uv where make has it, which need not be on the PATH."""
    return os.environ.get("UV") or shutil.which("uv") or str(ROOT / ".uv" / "bin" / "uv")


def run(*words: "str | Path", folder: Path = ROOT, **settings: str) -> str:
    """Run a program and return what it said.

    :raises AssertionError: with what it said, when it fails.
    """
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))
    }
    done = subprocess.run(
        words, cwd=folder, env=kept | settings, capture_output=True, text=True, check=False, timeout=400
    )  # fmt: skip
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def built(library: str, folder: Path) -> Path:
    """Build the wheel of a library, without fetching anything."""
    build = (sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder)
    run(*build, folder=ROOT / "packages" / library)
    return next(folder.glob("*.whl"))


def alone(library: str, wheel: Path, folder: Path) -> Path:
    """Make an environment with a wheel and what it asks for; return its programs.

    What it asks for comes as locked, so what make has fetched before is not fetched again.
    """
    run(
        uv(), "sync", "--frozen", "--quiet", "--package", library, "--no-dev", "--no-install-workspace",
        "--python", sys.executable, UV_PROJECT_ENVIRONMENT=str(folder),
    )  # fmt: skip
    run(uv(), "pip", "install", "--quiet", "--offline", "--no-deps", "--python", folder, wheel)
    run(uv(), "pip", "check", "--python", folder)
    return folder / "bin"


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_readme_runs_where_nothing_else_is_installed(library: str, tmp_path: Path) -> None:
    programs = alone(library, built(library, tmp_path / "dist"), tmp_path / "environment")
    say = "from importlib.metadata import distributions as d; print(*sorted(each.name for each in d()))"
    assert set(run(programs / "python", "-c", say).split()) == ALONE[library]

    examples = FENCE.findall((ROOT / "packages" / library / "README.md").read_text(encoding="utf-8"))
    assert {kind for kind, _ in examples} == {"python", "sh"}
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples.py").write_text("\n".join(code for kind, code in examples if kind == "python"))
    said = run(programs / "python", tmp_path / "examples.py", folder=tmp_path / "examples")
    assert said
    path = f"{programs}:/usr/bin:/bin"
    for kind, code in examples:
        if kind == "sh":
            run("/bin/sh", "-e", "-c", code, folder=tmp_path / "examples", PATH=path)


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_wheel_of_a_library_has_types_and_a_licence_and_no_tests(library: str, tmp_path: Path) -> None:
    names = zipfile.ZipFile(built(library, tmp_path)).namelist()
    assert f"{library}/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if "/tests/" in name or not name.startswith(library)]


@pytest.mark.parametrize("library", LIBRARIES)
def test_every_public_name_is_described_on_its_page(library: str) -> None:
    assert api_pages.differing(library) == [], "Run tools/api_pages.py."
    known = api_pages.modules(library)
    pages = api_pages.pages(library)
    for module, tree in known.items():
        for name in api_pages.public(tree) or ():
            assert f"\n## {name}\n" in pages[api_pages.page_of(module)]
            assert api_pages.find(name, module, known).docstring, f"{module}.{name} says nothing of itself"


def taken(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the module and the name of all that a module of Vakwerk takes from a library."""
    source = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)) if any(library in source for library in LIBRARIES) else ():
        if isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] in LIBRARIES:
            yield from ((str(node.module), alias.name) for alias in node.names)


def test_vakwerk_takes_only_public_names_from_the_libraries() -> None:
    known = {module: tree for library in LIBRARIES for module, tree in api_pages.modules(library).items()}
    private = [
        f"{path.relative_to(ROOT)}: {module}.{name}"
        for path in (ROOT / "src").rglob("*.py")
        for module, name in taken(path)
        if name not in (api_pages.public(known[module]) or ())
    ]
    assert private == []


def test_vakwerk_asks_for_the_versions_that_stand_beside_it() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    for library in LIBRARIES:
        major, minor, _ = project(library)["version"].split(".")
        (line,) = [line for line in asked if re.match(rf"{library}\b", line)]
        assert line.endswith(f">={major}.{minor},<{major}.{int(minor) + 1}")
