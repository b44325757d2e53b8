"""What forms does a page have, and what does a browser send when each box was filled in otherwise?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

TYPED: Final = "Wat ik net typte"
OTHERS: Final = {
    "date": "2027-05-11",
    "datetime-local": "2027-05-11T09:15",
    "time": "09:15",
    "email": "a@b.example",
    "url": "https://a.example",
}
BOXES: Final = {"input", "button", "textarea", "select"}
Said = dict[str, str | None]


@dataclass
class Box:
    """One box of a form, as the page writes it. ``options``: of a list, the value and whether it is chosen."""

    tag: str
    said: Said
    options: list[tuple[str, bool]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.said.get("name") or ""

    @property
    def value(self) -> str:
        return self.said.get("value") or ""

    @property
    def kind(self) -> str:
        if self.tag != "input":
            return "submit" if self.tag == "button" and self.said.get("type") != "button" else self.tag
        return self.said.get("type") or "text"

    @property
    def stands(self) -> str | None:
        """What is sent of it if nobody touches it, ``None`` for nothing."""
        if self.kind == "select":
            chosen = [value for value, is_chosen in self.options if is_chosen]
            return (chosen or [value for value, _chosen in self.options] or [""])[0]
        if self.kind == "checkbox" and "checked" not in self.said:
            return None
        return self.value

    def otherwise(self) -> str | None:
        """Return something else than what stands in it; ``None`` for a box that is sent empty."""
        if self.kind == "select":
            free = [value for value, is_chosen in self.options if value and not is_chosen]
            return free[-1] if free else next((value for value, _chosen in self.options), "")
        if self.kind == "checkbox":
            return None if "checked" in self.said else self.value or "on"
        if self.kind == "number":
            return "2" if self.value == "1" else "1"
        return TYPED if self.kind in {"text", "search", "textarea"} else OTHERS.get(self.kind, self.value)


@dataclass
class DrawnForm:
    """A form of a page."""

    said: Said
    boxes: list[Box] = field(default_factory=list)

    @property
    def can_differ(self) -> bool:
        """Tell whether somebody could fill in anything otherwise."""
        sent_as_it_is = {"hidden", "submit", "file", "button"}
        free = [
            box
            for box in self.boxes
            if box.name and box.kind not in sent_as_it_is and "disabled" not in box.said
        ]
        return any(
            "checked" not in box.said if box.kind == "radio" else box.otherwise() != box.stands
            for box in free
        )

    def filled_otherwise(self) -> Iterator[tuple[str, str]]:
        """Give what a browser sends when everything was filled in otherwise and it was sent."""
        boxes = [
            box for box in self.boxes if "disabled" not in box.said and box.kind not in {"file", "button"}
        ]
        buttons = [box for box in boxes if box.kind == "submit"]
        # A button without a name is the one that saves.
        pressed = buttons[:1] if all(button.name for button in buttons) else []
        for box in [*_other_choices(boxes), *pressed]:
            yield box.name, box.value
        for box in boxes:
            if box.name and box.kind not in {"submit", "radio"} and (value := box.otherwise()) is not None:
                yield box.name, value


def _other_choices(boxes: Iterable[Box]) -> list[Box]:
    """Return for each question with round boxes one that is not chosen, if there is one."""
    radios = [box for box in boxes if box.kind == "radio"]
    return list({box.name: box for box in sorted(radios, key=lambda one: "checked" not in one.said)}.values())


class _Reader(HTMLParser):
    """Reads the forms of a page, with the boxes that stand elsewhere and name their form."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[DrawnForm] = []
        self.loose: list[Box] = []
        self.is_inside = False
        self.list: Box | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "form":
            self.forms.append(DrawnForm(said))
            self.is_inside = True
        elif tag == "option" and self.list is not None:
            self.list.options.append((said.get("value") or "", "selected" in said))
        elif tag in BOXES:
            box = Box(tag, said)
            self.list = box if tag == "select" else self.list
            if said.get("form"):
                self.loose.append(box)
            elif self.is_inside:
                self.forms[-1].boxes.append(box)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False
        elif tag == "select":
            self.list = None


def forms_of(page: str) -> list[DrawnForm]:
    """Return the forms of a page that are posted."""
    reader = _Reader()
    reader.feed(page)
    for box in reader.loose:
        for form in reader.forms:
            if form.said.get("id") == box.said["form"]:
                form.boxes.append(box)
    return [form for form in reader.forms if (form.said.get("method") or "").lower() == "post"]
