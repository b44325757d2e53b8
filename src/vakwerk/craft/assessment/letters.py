"""What does somebody hear by mail when their evidence was assessed?"""

from collections.abc import Sequence

from vakwerk.craft.evidence.letters import address, send
from vakwerk.craft.models import Evidence, ReachedLevel


def tell_outcome(evidence: Evidence, *, reached: Sequence[ReachedLevel]) -> None:
    """Tell the writer that there is a question or a verdict; what it says stands on the page."""
    send(
        "asked_back" if evidence.state == Evidence.State.ASKED_BACK else "decided",
        to=evidence.person,
        evidence=evidence,
        assessor=evidence.assessor,
        reached=reached,
        url=address("evidence", evidence.academy.slug, evidence.pk),
    )
