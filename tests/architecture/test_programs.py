"""Does everything here find its programs on a machine where nobody installed any by hand?"""

import ast
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    path for folder in ("src", "packages", "tests", "tools", "bench") for path in (ROOT / folder).rglob("*.py")
)  # fmt: skip
STARTERS = {
    "run", "Popen", "call", "check_call", "check_output", "getoutput", "system", "popen",
    "execv", "execve", "execvp", "execlp", "spawnv", "spawnvp", "create_subprocess_exec",
}  # fmt: skip
PROGRAMS = {
    "uv", "uvx", "pip", "python", "python3", "node", "npm", "npx", "git", "java", "docker", "pg_dump",
    "pg_restore", "psql", "initdb", "postgres", "pytest", "ruff", "mypy", "vakwerk", "circlemix",
    "cellguard",
}  # fmt: skip
EVERYWHERE = {"make", "sh"}
"""What a machine has that can run ``make test`` at all."""


def called_by_name(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of each program that is started by its bare name."""
    for node in ast.walk(ast.parse(source)):
        first: ast.expr | None = None
        if isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Attribute):
            first = node.args[0] if node.func.attr in STARTERS else None
            first = first.elts[0] if isinstance(first, ast.List | ast.Tuple) and first.elts else first
        elif isinstance(node, ast.List) and node.elts:
            head = node.elts[0]
            # A command line that is put together first: a list that begins with a program, and goes on.
            first = (
                head
                if len(node.elts) > 1 and isinstance(head, ast.Constant) and head.value in PROGRAMS
                else None
            )
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            program = first.value.split()[0] if first.value.split() else ""
            if program and "/" not in program and not program.startswith("-") and program not in EVERYWHERE:
                yield node.lineno, program


@pytest.mark.parametrize(
    ("source", "program"),
    [
        ('subprocess.run(["uv", "build"])', "uv"),
        ('subprocess.check_output("git log", shell=True)', "git"),
        ('words = ["node", "verify.mjs"]', "node"),
        ('os.execvp("psql", words)', "psql"),
    ],
)
def test_a_program_called_by_its_name_is_found(source: str, program: str) -> None:
    assert {name for _, name in called_by_name(source)} == {program}


def test_no_program_is_called_by_its_name() -> None:
    """Where uv, node or PostgreSQL stand is for make and for the packages to say, not for the PATH."""
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in SOURCES
        if path != Path(__file__)
        for line, name in called_by_name(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def python_that(folder: Path, name: str, script: str) -> None:
    """Put a program with the name of a Python in a folder."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


def chosen_by_make(folder: Path) -> str:
    """Return the Python that make takes when only the folder's are there."""
    done = subprocess.run(
        ["make", "--silent", "--eval=chosen: ; @echo $(PYTHON)", "chosen"],
        cwd=ROOT, env={"PATH": str(folder), "HOME": os.devnull}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


OURS = f'exec "{sys.executable}" "$@"'


@pytest.mark.parametrize(
    ("pythons", "chosen"),
    [
        ({"python3.11": OURS, "python3.13": OURS, "python3": OURS}, "python3.13"),
        ({"python3.14": "exit 0", "python3.12": OURS}, "python3.12"),
        ({"python3.13": "echo not installed >&2; exit 127", "python3.11": OURS}, "python3.11"),
        ({"python3.12": "echo 'pyenv: version is not installed'", "python3": OURS}, "python3"),
        ({"python3": "echo False"}, ""),
        ({}, ""),
    ],
    ids=["the newest", "one silent", "one failing", "one talking", "all too old", "none"],
)  # fmt: skip
def test_make_takes_the_newest_python_that_answers(
    tmp_path: Path, pythons: dict[str, str], chosen: str
) -> None:
    for name in ("make", "sh", "echo"):
        (tmp_path / name).symlink_to(str(shutil.which(name)))
    for name, script in pythons.items():
        python_that(tmp_path, name, script)
    assert chosen_by_make(tmp_path) == chosen
