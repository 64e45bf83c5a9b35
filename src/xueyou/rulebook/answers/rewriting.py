"""Owns a changed rulebook written out again, and where each of its lines was written first.

The rows of the variants file are moved far below those of rules.yaml, so that a row alone says of a
node in which of the two files it stands.
"""

import json
from dataclasses import replace

from xueyou.rulebook.language.strict_yaml import MAX_BYTES, Node, Scalar, Sequence, Value

FAR = 2 * MAX_BYTES
"""What is added to the rows of the variants file: no file has so many lines."""

Lines = list[tuple[str, Node]]
"""The lines of a text, each with the node it was written for."""


def moved(value: Value) -> Value:
    """Return a part of the variants file with its rows far below."""
    row = value.row + FAR
    if isinstance(value, Scalar):
        return replace(value, row=row)
    if isinstance(value, Sequence):
        return replace(value, row=row, items=tuple(map(moved, value.items)))
    keys = {key: Node(node.row + FAR, node.column) for key, node in value.keys.items()}
    entries = {key: moved(inner) for key, inner in value.entries.items()}
    return replace(value, row=row, entries=entries, keys=keys)


def written(value: Value) -> Lines:
    """Return a tree as YAML in flow style that reads back as the very same tree."""
    if isinstance(value, Scalar):
        quoted = json.dumps(value.value, ensure_ascii=False)
        return [(quoted if value.kind == "text" else value.value, value)]
    parts: list[Lines] = []
    if isinstance(value, Sequence):
        parts = [written(item) for item in value.items]
        opens, closes = "[", "]"
    else:
        for key, inner in value.entries.items():
            (first, node), *rest = written(inner)
            parts.append([(f"{json.dumps(key, ensure_ascii=False)}: {first}", node), *rest])
        opens, closes = "{", "}"
    lines: Lines = [(opens, value)]
    for at, part in enumerate(parts):
        comma = "," if at < len(parts) - 1 else ""
        lines += [(f" {text}", node) for text, node in part[:-1]]
        lines.append((f" {part[-1][0]}{comma}", part[-1][1]))
    return [*lines, (closes, value)]
