"""How does the region say why not, and what parts of a trajectory are called?"""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from vakwerk.foundation import audit, refusals
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.trajectories.models import Activity
from vakwerk.trajectories.regional.rules import Document, RegionRefusal, is_whole

refusals.describe(
    {
        RegionRefusal.NO_REGION: _(
            "Your academy does not belong to a region, so there is nobody to share it with."
        ),
        RegionRefusal.UNSOUND: _(
            "The trajectory is not ready yet. Only a complete trajectory can be shared."
        ),
        RegionRefusal.NAMES_PEOPLE: _(
            "The texts name people: %(names)s. A template holds no personal data. Remove the names first."
        ),
        RegionRefusal.NOTHING_NEW: _("Nothing changed since you last shared it."),
        RegionRefusal.NOT_SHARED: _("It is not shared with your region."),
        RegionRefusal.OWN_TEMPLATE: _("Your own academy shares this one."),
        RegionRefusal.ADOPTED_ALREADY: _("Your academy has already adopted this."),
        RegionRefusal.NO_VARIANT: _("This trajectory was not adopted from a template."),
        RegionRefusal.TEMPLATE_GONE: _("The template is no longer shared. What you made of it stays."),
    }
)

PARTS: dict[str, Promise] = {
    "title": _("title"),
    "summary": _("in short"),
    "for_whom": _("for whom"),
    "weeks": _("length in weeks"),
    "why_long": _("why it takes longer"),
    "sessions_needed": _("sessions to attend"),
    "proofs_needed": _("evidence needed to complete it"),
    "order": _("order of the steps"),
    "text": _("what somebody can do afterwards"),
    "competency": _("competency and level"),
    "proof": _("way to show it"),
    "description": _("what happens"),
    "form": _("kind, length and address"),
    "own_case": _("asks for a local case"),
    "goals": _("learning goals it works on"),
    "source": _("knowledge"),
}


class Words:
    """Says parts of two documents that belong together."""

    def __init__(self, *documents: Document) -> None:
        self.goals: dict[str, str] = {}
        self.steps: dict[str, str] = {}
        for document in reversed(documents):
            for number, goal in enumerate(document["goals"], start=1):
                self.goals[goal["key"]] = f"{number}. {Bilingual(goal['text'])}"
            for number, step in enumerate(document["activities"], start=1):
                self.steps[step["key"]] = f"{number}. {Bilingual(step['title'])}"

    def group(self, path: str) -> str:
        """Say to which goal or step a part belongs, or that it is of the whole."""
        kind, *rest = path.split("/")
        if not rest:
            return gettext("The trajectory as a whole")
        if kind == "goal":
            return gettext("Learning goal %(goal)s") % {"goal": self.goals.get(rest[0], "")}
        return gettext("Step %(step)s") % {"step": self.steps.get(rest[0], "")}

    def part(self, path: str) -> str:
        """Say which part it is."""
        if is_whole(path):
            return (
                gettext("the whole learning goal") if path.startswith("goal") else gettext("the whole step")
            )
        names = path.split("/")
        return str(PARTS[names[2] if len(names) > 2 else names[0]])

    def value(self, path: str, value: Any) -> str:
        """Say a value of a part; ``None``: it is not there."""
        if value is None or value in ("", {}, []):
            return gettext("not there") if path.count("/") else gettext("not filled in")
        name = (path.split("/") + [""] * 3)[2] if path.count("/") > 1 else path.split("/", maxsplit=1)[0]
        if is_whole(path):
            return gettext("is there")
        if path == "order":
            return "; ".join(self.steps.get(key, "") for key in value)
        return self._said(name, value)

    def _said(self, name: str, value: Any) -> str:
        if name in {"text", "title", "description"} and isinstance(value, list):
            value = value[0]
        if name in {"proof", "source"}:
            value = value["text"]
        if isinstance(value, dict):
            return str(Bilingual(value)) or gettext("not filled in")
        if name == "goals":
            return "; ".join(self.goals.get(key, "") for key in value[0]) or gettext("none")
        if name == "own_case" or isinstance(value, bool):
            return gettext("yes") if (value[0] if isinstance(value, list) else value) else gettext("no")
        if name == "competency":
            key, level = value
            return gettext("%(competency)s, level %(level)s") % {
                "competency": key.replace("_", " ") or "–",
                "level": level or "–",
            }
        if name == "form":
            return _form(value)
        return str(value)


def _form(value: list[Any]) -> str:
    kind, minutes, url = value
    said = [str(Activity.Kind(kind).label)]
    if minutes:
        said.append(ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes})
    return ", ".join([*said, url] if url else said)


audit.describe(
    {
        "trajectories.trajectory_shared": _("shared version %(version)s of “%(title)s” with the region"),
        "trajectories.trajectory_unshared": _("stopped sharing “%(title)s” with the region"),
        "trajectories.template_adopted": _("adopted “%(title)s”, version %(version)s, from %(academy)s"),
        "trajectories.template_taken": _("accepted %(count)s parts of the regional template in “%(title)s”"),
    }
)
