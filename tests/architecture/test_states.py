"""Does a state have one name and one value, in rules and in models?"""

import ast
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest
from django.db.models import TextChoices

import vakwerk
from vakwerk.circles import rules as circles
from vakwerk.circles.models import Pairing, Proposal, Round
from vakwerk.craft import rules as craft
from vakwerk.craft.models import AskedResponse, Evidence, EvidenceIndicator, Framework
from vakwerk.foundation import rules as foundation
from vakwerk.foundation.roles import Role
from vakwerk.knowledge import rules as knowledge
from vakwerk.knowledge.models import Source
from vakwerk.people import rules as people
from vakwerk.people.models import Bond, Kind
from vakwerk.trajectories import rules as trajectories
from vakwerk.trajectories.models import Activity, Edition, Enrolment, NeedState, Trajectory

KEPT: dict[type[StrEnum], type[TextChoices]] = {
    circles.RoundState: Round.State,
    circles.ProposalState: Proposal.State,
    circles.PairingKind: Pairing.Kind,
    craft.FrameworkState: Framework.State,
    craft.EvidenceState: Evidence.State,
    craft.Outcome: EvidenceIndicator.Verdict,
    craft.ResponseState: AskedResponse.State,
    trajectories.TrajectoryState: Trajectory.State,
    trajectories.ActivityKind: Activity.Kind,
    trajectories.EditionState: Edition.State,
    trajectories.EditionForm: Edition.Form,
    trajectories.Payer: Edition.Payer,
    trajectories.EnrolmentState: Enrolment.State,
    trajectories.NeedState: NeedState,
    knowledge.SourceState: Source.State,
    knowledge.SourceKind: Source.Kind,
    foundation.RoleName: Role,
    people.JoinsAs: Kind,
    people.BondKind: Bond.Kind,
}


@pytest.mark.parametrize("said", KEPT, ids=lambda said: said.__name__)
def test_a_model_keeps_the_states_that_the_rules_know(said: type[StrEnum]) -> None:
    assert [(one.name, one.value) for one in said] == [(one.name, one.value) for one in KEPT[said]]


def test_every_state_of_the_rules_is_kept_by_a_model() -> None:
    said = {
        found
        for module in (circles, craft, foundation, knowledge, people, trajectories)
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, StrEnum) and found is not StrEnum
    }
    assert said == set(KEPT)


def _compared(source: str) -> Iterator[str]:
    """Yield the texts that code compares something with, alone or in a set."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            for side in (node.left, *node.comparators):
                parts = side.elts if isinstance(side, (ast.Set, ast.Tuple, ast.List)) else [side]
                yield from (
                    part.value
                    for part in parts
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                )


def test_rules_compare_with_states_by_their_name() -> None:
    states = {one.value for said in KEPT for one in said}
    found = {
        str(path): bare
        for path in Path(vakwerk.__file__).parent.rglob("rules.py")
        if (bare := states & set(_compared(path.read_text(encoding="utf-8"))))
    }
    assert found == {}


def test_a_state_that_is_written_as_text_is_found() -> None:
    assert set(_compared('x == "open" or y in {"closed", "ended"}')) == {"open", "closed", "ended"}
