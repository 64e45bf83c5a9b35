"""Owns places in a rules file by name: batches.统招.tie_last, batches.*.choices.max.

A path is keys joined by dots. In a list an item is named by its `id`, or by its number from 0;
`*` is every key or item.
"""

from collections.abc import Iterator
from collections.abc import Mapping as Names
from dataclasses import dataclass
from typing import Any

from xueyou.rulebook.language.strict_yaml import Mapping, Node, Scalar, Sequence, Value


@dataclass(frozen=True, slots=True)
class Found:
    """One place a path names. Nothing there: `value` is None and `place` what would hold it;
    `holder` says whether only the last key is missing.
    """

    path: str  # without stars
    place: Node
    value: Value | None
    holder: bool = True


def find(root: Value, path: str) -> Iterator[Found]:
    """Yield every place a path names, also those that a mapping could hold and does not."""
    yield from _find(root, path.split("."), ())


def _find(value: Value, keys: list[str], before: tuple[str, ...]) -> Iterator[Found]:
    if not keys:
        yield Found(".".join(before), value, value)
        return
    key, rest = keys[0], keys[1:]
    inner = dict(_items(value))
    if key == "*":
        for name, item in inner.items():
            yield from _find(item, rest, (*before, name))
    elif key in inner:
        yield from _find(inner[key], rest, (*before, key))
    elif isinstance(value, Mapping):
        yield Found(".".join((*before, *keys)), value, None, holder=not rest)


def _items(value: Value) -> Iterator[tuple[str, Value]]:
    if isinstance(value, Mapping):
        yield from value.entries.items()
    elif isinstance(value, Sequence):
        for number, item in enumerate(value.items):
            yield _named(item, number), item


def _named(item: Value, number: int) -> str:
    id = item.entries.get("id") if isinstance(item, Mapping) else None
    return id.value if isinstance(id, Scalar) else str(number)


def may_exist(path: str, schema: Names[str, Any]) -> bool:
    """Whether a document of this schema may hold anything at a path."""
    return _may_exist(path.split("."), schema, schema.get("$defs", {}))


def _may_exist(keys: list[str], schema: Names[str, Any], known: Names[str, Any]) -> bool:
    while "$ref" in schema:
        schema = known[schema["$ref"].rpartition("/")[2]]
    if not keys:
        return True
    if "oneOf" in schema:
        return any(_may_exist(keys, choice, known) for choice in schema["oneOf"])
    key, rest = keys[0], keys[1:]
    if schema.get("type") == "array":
        return _may_exist(rest, schema["items"], known)
    properties: Names[str, Any] = schema.get("properties", {})
    if key in properties:
        return _may_exist(rest, properties[key], known)
    other = schema.get("additionalProperties", False)
    if other is not False:
        return _may_exist(rest, other, known)
    return key == "*" and any(_may_exist(rest, inner, known) for inner in properties.values())
