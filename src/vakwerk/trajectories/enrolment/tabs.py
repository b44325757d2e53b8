"""What do the coordinator's pages of an edition share? Its parts, as tabs."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from vakwerk.trajectories.models import Edition


def tabs(edition: Edition, slug: str, current: str) -> list[dict[str, Any]]:
    """Return the parts of an edition as tabs; ``current``: the name of the page that is shown."""

    def tab(name: str, page: str, label: str, count: int | None = None) -> dict[str, Any]:
        url = reverse(f"trajectories:{page}", args=[slug, edition.pk])
        return {"url": url, "label": label, "count": count, "current": name == current}

    return [
        tab("overview", "edition", _("Overview")),
        tab("participants", "participants", _("Participants"), edition.taken + edition.waiting),
        tab("seats", "edition_seats", _("Seats"), edition.capacity),
        tab("results", "evaluation_results", _("Evaluation")),
    ]
