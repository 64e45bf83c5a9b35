"""Owns the grammar of conditions as stored: nested tuples, the word first.

Values: ("fact", name), ("option", attribute), ("int", n), ("code", text), ("distance",),
("rank",). Truths: ("sibling",), ("secured",), (OP, a, b) with OP one of eq ne ge le gt lt,
("in", a, (raw values…)), ("levels", (facts…), ordinal, n): at least n of the facts are at the
ordinal or better, ("all", …), ("any", …), ("not", x).

Truth is three-valued (Kleene). A value is unknown where its fact or attribute is; a comparison
with an unknown side, `in` of an unknown value and `levels` with any of them unknown are unknown.
`all` is false if one part is false, else unknown if one is unknown, else true; `any` is true if
one is true, else unknown if one is unknown; `not` keeps unknown. Only true opens a door.
"""

from collections.abc import Iterator
from typing import Any

from xueyou.rulebook.language.model import Expression

OPERATORS = {"==": "eq", "!=": "ne", ">=": "ge", "<=": "le", ">": "gt", "<": "lt"}
TURNED = {"eq": "eq", "ne": "ne", "ge": "le", "le": "ge", "gt": "lt", "lt": "gt"}
OPPOSITE = {"eq": "ne", "ne": "eq", "ge": "lt", "lt": "ge", "le": "gt", "gt": "le"}
"""What a comparison under `not` is: unknown where that is unknown."""
BY_OPTION = frozenset({"option", "distance", "rank", "sibling", "secured"})


def inside(expression: Expression) -> Iterator[Expression]:
    """Yield an expression and all expressions in it."""
    yield expression
    word = expression[0]
    if word == "in":
        yield from inside(expression[1])
    elif word in ("all", "any", "not") or word in TURNED:
        for part in expression[1:]:
            yield from inside(part)


def facts_in(expression: Expression) -> tuple[str, ...]:
    """Return the facts an expression asks for, in order, each once."""
    found: dict[str, None] = {}
    for part in inside(expression):
        if part[0] == "fact":
            found[part[1]] = None
        elif part[0] == "levels":
            found.update(dict.fromkeys(part[1]))
    return tuple(found)


def words_in(expression: Expression) -> frozenset[str]:
    """Return the first words of all expressions inside."""
    return frozenset(part[0] for part in inside(expression))


def as_lists(value: Any) -> Any:
    """Return nested tuples as the lists that JSON holds."""
    return [as_lists(part) for part in value] if isinstance(value, tuple) else value
