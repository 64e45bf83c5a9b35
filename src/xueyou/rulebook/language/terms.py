"""Owns the reading of the terms of a key: what decides who comes before whom."""

from xueyou.rulebook.language.conditions import (
    TYPES_ZH,
    Scope,
    condition,
    has_places,
    levels_of,
    side,
)
from xueyou.rulebook.language.model import ORDERED, Clause, Expression, Term
from xueyou.rulebook.language.sources import Clauses
from xueyou.rulebook.language.strict_yaml import Mapping, Scalar, Value, text

_TURNED = {"desc": "asc", "asc": "desc"}


def term(value: Value, scope: Scope, clauses: Clauses) -> Term | None:
    """Return one term, or None when it is faulty (and was told)."""
    zh = ""
    own: tuple[Clause, ...] = ()
    key: Expression | None
    if isinstance(value, Mapping):
        zh = text(value, "zh")
        own = clauses.of(value)
        key = _mapped(value, scope)
    else:
        assert isinstance(value, Scalar)
        key = _written(value, scope)
    return None if key is None else Term(key=key, zh=zh, clauses=own, row=value.row)


def _mapped(value: Mapping, scope: Scope) -> Expression | None:
    if "when" in value.entries:
        said = condition(value.entries["when"], scope)
        return None if said is None else ("when", said)
    if "levels" in value.entries:
        levels = value.entries["levels"]
        assert isinstance(levels, Mapping)
        names = levels_of(levels.entries["of"], scope)
        return None if names is None else ("levels", names)
    by = value.entries["by"]
    assert isinstance(by, Scalar)
    return _written(by, scope)


def _written(value: Scalar, scope: Scope) -> Expression | None:
    words = value.value.split()
    if words == ["lottery"]:
        return ("lottery",)
    if words == ["distance", "asc"]:
        return ("distance",) if has_places(value, scope) else None
    if len(words) != 2 or words[1] not in _TURNED or words[0] == "distance":
        scope.faults.add(value, "bad_term", value=value.value[:60])
        return None
    name, direction = words
    if name == "choice_rank" or name.startswith("option."):
        scope.faults.add(value, "bad_term", value=value.value[:60])
        return None
    asked = side(value, name, scope)
    if asked is None:
        return None
    fact = asked[1]
    if fact.type not in ORDERED:
        kind = TYPES_ZH[fact.type]
        scope.faults.add(value, "no_order", value=fact.zh, type=kind, op=direction)
        return None
    turned = _TURNED[direction] if fact.type == "level" else direction
    return (turned, asked[0][1])
