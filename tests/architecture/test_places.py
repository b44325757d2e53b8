"""Does a room name what stands above it? No address and no template: it asks for a place, or registers a part."""

import ast
import re
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path
from typing import Final

import pytest

from vakwerk.foundation import places
from vakwerk.foundation.places import Menu

ROOT = Path(__file__).parents[2]
NAMED: Final = (
    re.compile(r"""["'](\w+):[a-z_]+["']"""),
    re.compile(r"""["'](\w+)/[\w/]+\.(?:html|txt)["'#]"""),
)


def order() -> list[str]:
    """Return the rooms from the lowest up, as the import contract has them."""
    contracts = ConfigParser()
    contracts.read(ROOT / ".importlinter")
    layers = contracts["importlinter:contract:between-rooms"]["layers"].split()
    return [room for room in reversed(layers) if (ROOT / "src/vakwerk" / room / "apps.py").exists()]


def said_in(path: Path) -> str:
    """Return a template, or the strings of code without its docstrings."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return text
    strings = (node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
    return "\n".join(repr(string) for string in strings if isinstance(string, str) and "\n" not in string)


def named_above(text: str, room: str, rooms: list[str]) -> Iterator[str]:
    """Give the addresses and templates of higher rooms that a text of a room names."""
    above = rooms[rooms.index(room) + 1 :]
    for pattern in NAMED:
        yield from (found.group() for found in pattern.finditer(text) if found.group(1) in above)


def test_no_room_names_an_address_or_a_template_above_it() -> None:
    rooms = order()
    assert rooms[0] == "foundation"
    assert len(rooms) > 5
    found = {
        str(path.relative_to(ROOT)): named
        for room in rooms
        for path in sorted((ROOT / "src/vakwerk" / room).rglob("*"))
        if path.suffix in {".html", ".txt", ".py"} and not {"tests", "migrations"}.intersection(path.parts)
        if (named := list(named_above(said_in(path), room, rooms)))
    }
    assert found == {}


@pytest.mark.parametrize(
    "text",
    [
        "{% url 'circles:rounds' academy.slug %}",
        'reverse("circles:rounds")',
        '{% include "circles/rounds/crumbs.html" %}',
        'render(request, "circles/rounds/call.html#moments")',
    ],
)
def test_what_names_a_higher_room_is_found(text: str) -> None:
    rooms = ["craft", "circles"]
    assert len(list(named_above(text, "craft", rooms))) == 1
    assert list(named_above(text, "circles", rooms)) == []


@pytest.mark.parametrize("menu", list(Menu))
def test_every_place_stands_at_its_own_address_in_its_own_order(menu: Menu) -> None:
    found = places.in_menu(menu)
    assert len({place.order for place in found}) == len(found)
    for place in found:
        assert places.address_of(place.key, "apeldoorn") == f"/apeldoorn/{place.under}"
