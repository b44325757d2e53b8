"""How is a table of a specification written down, so that a document can be held to it?

A table becomes a JSON Schema (2019-09). A property is written as it stands in the tables of 1EdTech: a name, a type,
and how often it is there: ``[1]``, ``[0..1]``, ``[1..*]`` or ``[0..*]``.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from jsonschema import Draft201909Validator, FormatChecker

Schema = dict[str, Any]

_TYPES: Final[Mapping[str, Schema]] = {
    "Text": {"type": "string", "minLength": 1},
    "Boolean": {"type": "boolean"},
    "Integer": {"type": "integer"},
    "Float": {"type": "number"},
    "Map": {"type": "object"},
    "Uuid": {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"},
    "Uri": {"type": "string", "pattern": r"^[a-z][a-z0-9+.-]*:\S+$"},
    "Email": {"type": "string", "pattern": r"^[^@\s]+@[^@\s]+$"},
    "Language": {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"},
    "Moment": {"type": "string", "format": "moment"},
    "Day": {"type": "string", "format": "day"},
}

FORMATS: Final = FormatChecker(formats=())


@FORMATS.checks("moment", raises=ValueError)
def _is_moment(value: object) -> bool:
    """Tell whether a text is a moment with its time zone, in ISO 8601."""
    return "T" in str(value) and datetime.fromisoformat(str(value)).tzinfo is not None


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
