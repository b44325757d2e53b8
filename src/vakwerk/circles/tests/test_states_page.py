"""Is the diagram in the reference the one that the code follows?"""

from pathlib import Path

from vakwerk.circles.rounds import rules
from vakwerk.circles.rules import RoundState

PAGE = Path(__file__).resolve().parents[4] / "docs" / "reference" / "round-states.md"


def diagram() -> str:
    """Draw the states and the steps between them, as Mermaid."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    for act, (before, after) in rules.TRANSITIONS.items():
        lines += [f"    {state} --> {after}: {act}" for state in sorted(before, key=list(RoundState).index)]
    return "\n".join([*lines, "    ended --> [*]"])


def test_the_reference_shows_the_steps_that_the_code_takes() -> None:
    assert f"```mermaid\n{diagram()}\n```" in PAGE.read_text(encoding="utf-8")
