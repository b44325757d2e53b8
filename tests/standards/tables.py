"""How is a table of a specification written down, so that a document can be held to it?

A table becomes a JSON Schema (2019-09). A property is written as it stands in the tables of 1EdTech: a name, a type,
and how often it is there: ``[1]``, ``[0..1]``, ``[1..*]`` or ``[0..*]``. What may be there more often is a set, which
stands in an array also when it holds one thing.

Their JSON Schemas check less than their texts say, and so less than is checked here: a ``NormalizedString`` is any text
there, and here a ``Line`` without tabs and breaks; an address is any text there, and a text may be empty.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from jsonschema import Draft201909Validator, FormatChecker

Schema = dict[str, Any]

_TYPES: Final[Mapping[str, Schema]] = {
    "Text": {"type": "string", "minLength": 1},
    "Line": {"type": "string", "minLength": 1, "pattern": r"^[^\t\n\r]*\Z"},
    "Boolean": {"type": "boolean"},
    "Integer": {"type": "integer"},
    "Float": {"type": "number"},
    "Map": {"type": "object"},
    "Uuid": {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"},
    "Uri": {"type": "string", "pattern": r"^[a-z][a-z0-9+.-]*:\S+$"},
    "Email": {"type": "string", "pattern": r"^[^@\s]+@[^@\s]+$"},
    "Jws": {"type": "string", "pattern": r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+$"},
    "Language": {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"},
    "LanguageCode": {"type": "string", "pattern": "^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"},
    "Moment": {"type": "string", "format": "moment"},
    "Day": {"type": "string", "format": "day"},
}

_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")

FORMATS: Final = FormatChecker(formats=())


@FORMATS.checks("moment", raises=ValueError)
def _is_moment(value: object) -> bool:
    """Tell whether a text is a moment to the second with its time zone, as RFC 3339 writes it."""
    return bool(_MOMENT.fullmatch(str(value)) and datetime.fromisoformat(str(value)))


@FORMATS.checks("day", raises=ValueError)
def _is_day(value: object) -> bool:
    return date.fromisoformat(str(value)).isoformat() == value


def table(rows: str, *, is_open: bool = False, **more: Schema) -> Schema:
    """Return a class. ``rows``: one property a line; ``is_open``: whether others may add properties.

    A type that is not one of the simple ones names another table. ``more``: what the text demands besides.
    """
    properties: dict[str, Schema] = {}
    required = []
    for row in rows.strip().splitlines():
        name, kind, often = row.split()
        one = _TYPES.get(kind) or {"$ref": f"#/$defs/{kind}"}
        properties[name] = one if often.endswith("1]") else {"type": "array", "items": one}
        if often == "[1..*]":
            properties[name]["minItems"] = 1
        if often.startswith("[1"):
            required.append(name)
    made: Schema = {"type": "object", "properties": properties, "required": required}
    if not is_open:
        made["additionalProperties"] = False
    for name, demand in more.items():
        properties[name] = {**properties.get(name, {}), **demand}
    return made


def faults(document: object, name: str, tables: Mapping[str, Schema]) -> list[str]:
    """Return what is wrong with a document, of the class with this name: where, and what."""
    schema = {"$ref": f"#/$defs/{name}", "$defs": dict(tables)}
    Draft201909Validator.check_schema(schema)
    checker = Draft201909Validator(schema, format_checker=FORMATS)
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}"[:300]
        for error in checker.iter_errors(document)
    ]
