"""Owns the kinds of value a schema is made of: the part of JSON Schema that `shape.py` understands.

Each says in Chinese (`title`) what it is, which is how a fault calls it.
"""

from typing import Any

Schema = dict[str, Any]

NAME = r"^[A-Za-z_\u00b7\u4e00-\u9fff][0-9A-Za-z_\u00b7\u4e00-\u9fff-]*$"


def text(zh: str, **more: Any) -> Schema:
    """Return the schema of a text that is not empty."""
    return {"type": "string", "title": zh, "minLength": 1, **more}


def name(zh: str) -> Schema:
    """Return that of a name: of a fact, a batch, a pool, a need."""
    return text(zh, pattern=NAME)


def number(zh: str, **more: Any) -> Schema:
    """Return that of a number."""
    return {"type": "number", "title": zh, **more}


def whole(zh: str, low: int, high: int) -> Schema:
    """Return that of a whole number within bounds."""
    return {"type": "integer", "title": zh, "minimum": low, "maximum": high}


def flag(zh: str) -> Schema:
    """Return that of true or false."""
    return {"type": "boolean", "title": zh}


def among(zh: str, values: tuple[str, ...]) -> Schema:
    """Return that of one of some words."""
    return {"type": "string", "title": zh, "enum": list(values)}


def day(zh: str) -> Schema:
    """Return that of a day in quotes."""
    return text(zh, pattern=r"^\d{4}-\d{2}-\d{2}$")


def listed(zh: str, items: Schema) -> Schema:
    """Return that of a list that is not empty."""
    return {"type": "array", "title": zh, "items": items, "minItems": 1}


def mapped(zh: str, items: Schema, **more: Any) -> Schema:
    """Return that of names the author chooses, each with such an item."""
    return {
        "type": "object",
        "title": zh,
        "propertyNames": {"pattern": NAME},
        "additionalProperties": items,
        **more,
    }


def keyed(title: str, required: tuple[str, ...], /, **properties: Schema) -> Schema:
    """Return that of fixed keys, and no others."""
    return {
        "type": "object",
        "title": title,
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def ref(name: str) -> Schema:
    """Return that which a definition of this name holds."""
    return {"$ref": f"#/$defs/{name}"}
