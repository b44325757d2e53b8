"""Who are the made-up people, as written in content/people.yaml? The only place with their names and posts."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from vakwerk.people import rules


@cache
def content() -> dict[str, Any]:
    """Return the demo's people as written in content/people.yaml."""
    text = files("vakwerk.demo").joinpath("content/people.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def email_of(key_or_name: str, organisation: str) -> str:
    """Return the made-up address of somebody: only reserved domains, so no mail can ever arrive anywhere."""
    local = rules.search_key(key_or_name).replace(" ", ".").replace("'", "").replace("..", ".")
    return f"{local}@{content()['organisations'][organisation]['domain']}"
