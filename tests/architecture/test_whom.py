"""Does every operation say who did a thing in the one way? The trail, own acts and jobs take a person as they are."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT = Path(__file__).parents[2]
TAKES_PERSONS: Final = {"audit.record", "audit.entry", "own_acts.keep", "jobs.start"}
# The number of a person who may be nobody; ``audit.number_of`` knows.
NUMBER_OR_NONE = re.compile(r"\b(\w*by|actor|about)\.pk if \1 else None")


def taken_apart(source: str) -> Iterator[str]:
    """Give what takes a person apart before it hands them over."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in TAKES_PERSONS:
            for keyword in node.keywords:
                said = ast.unparse(keyword.value)
                if keyword.arg in {"by", "about", "of"} and (".pk" in said or "else None" in said):
                    yield f"{node.lineno}: {keyword.arg}={said}"
                if keyword.arg not in {None, "by", "about", "of"} and said.endswith(
                    (".title)", ".in_language('nl')")
                ):
                    yield f"{node.lineno}: {keyword.arg}={said}, which knows one language"
    for found in NUMBER_OR_NONE.finditer(source):
        yield found.group()


def test_whoever_did_it_is_handed_over_whole() -> None:
    code = sorted(one for one in (ROOT / "src").rglob("*.py") if "migrations" not in one.parts)
    found = {str(one.relative_to(ROOT)): list(taken_apart(one.read_text())) for one in code}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("audit.record('x', by=by.pk)", 1),
        ("own_acts.keep('x', of=one, by=by.pk if by else None)", 2),
        ("audit.record('x', by=by, title=str(edition.trajectory.title))", 1),
        ("audit.record('x', by=by, title=framework.name.in_language('nl'))", 1),
        ("Round(made_by_id=by.pk if by else None)", 1),
        ("audit.record('x', by=by, about=seat.person_id, title=title)", 0),
    ],
)
def test_what_takes_a_person_or_a_title_apart_is_found(source: str, count: int) -> None:
    assert len(list(taken_apart(source))) == count
