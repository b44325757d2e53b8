"""What do the coordinator's pages of a framework share? Its tabs, its checks, and its counts."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from vakwerk.craft.frameworks import queries, rules
from vakwerk.craft.frameworks.wording import HOLDS
from vakwerk.craft.models import Competency, Framework
from vakwerk.foundation import refusals
from vakwerk.foundation.models import Academy

STATUS = {
    Framework.State.STARTER: "draft",
    Framework.State.DRAFT: "draft",
    Framework.State.ADOPTED: "confirmed",
    Framework.State.RETIRED: "stopped",
}


def tabs(framework: Framework, academy: Academy, current: str) -> list[dict[str, Any]]:
    """Return the parts of a framework as tabs; ``current``: the name of the page that is shown."""

    def tab(name: str, label: str) -> dict[str, Any]:
        url = reverse(f"craft:{name}", args=[academy.slug, framework.pk])
        return {"url": url, "label": label, "count": None, "current": name == current}

    found = [
        tab("framework", _("Competencies")),
        tab("framework_parts", _("Clusters and levels")),
        tab("framework_difference", _("Differences")),
    ]
    return [*found, tab("framework_trail", _("History of changes"))]


def checks(framework: Framework, counts: queries.Counts) -> list[dict[str, Any]]:
    """Return the checks before adoption, each with what holds or what refuses."""
    refused = reasons_not_to_adopt(framework, counts)
    lines = [{"text": refusals.say(reason), "refuses": True} for reason in refused]
    order = list(HOLDS)
    reached = min((order.index(reason) for reason in refused if reason in order), default=len(order))
    return lines + [{"text": str(HOLDS[reason]), "refuses": False} for reason in order[:reached]]


def reasons_not_to_adopt(framework: Framework, counts: queries.Counts) -> Sequence[rules.FrameworkRefusal]:
    """Return everything that keeps a framework from being adopted."""
    return rules.reasons_not_to_adopt(
        state=framework.state,
        levels=counts.levels,
        competencies=counts.competencies,
        described=counts.described,
    )


def per_level(competency: Competency) -> str:
    """Say how many indicators a competency has at each level: ``3 · 3 · 2 · 0``."""
    numbers = [level.number for level in competency.framework.levels.all()]
    found = [one.level for one in competency.indicators.all()]
    return " · ".join(str(found.count(number)) for number in numbers)
