"""Owns the reading of conditions and sums of points: text and mappings become expressions."""

import re
from collections.abc import Mapping as Names
from dataclasses import dataclass

from xueyou.rulebook.language.exact import day, is_number, printed, printed_day, scaled
from xueyou.rulebook.language.expressions import OPERATORS, TURNED
from xueyou.rulebook.language.model import Expression, Fact
from xueyou.rulebook.language.refusals import Faults
from xueyou.rulebook.language.strict_yaml import Mapping, Scalar, Sequence, Value

TYPES_ZH = {
    "integer": "整数",
    "decimal": "小数",
    "date": "日期",
    "code": "代码",
    "flag": "是否",
    "level": "等级",
    "place": "位置",
}
FLAGS = {"yes": 1, "是": 1, "1": 1, "true": 1, "no": 0, "否": 0, "0": 0, "false": 0}
NUMBERS = ("integer", "decimal")
_MOST = 10**15  # as in the tables
METRES = Fact("distance", "距离", "integer", minimum=0)
RANK = Fact("choice_rank", "志愿序号", "integer", minimum=1, maximum=256)

_ATOM = re.compile(r"\s*([^\s=!<>]+)\s*(==|!=|>=|<=|>|<)\s*(\S.*?)\s*", re.DOTALL)
# A code that holds one of these is two conditions run together, which would never be true.
_JOINED = re.compile(r"[=<>!&|]|\s(?:and|or|not|in|且|或|并且|或者)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a condition may speak of. `facts` holds the derived ones too, as decimals."""

    facts: Names[str, Fact]
    attributes: Names[str, Fact]
    faults: Faults
    by_option: bool = True  # whether options, distance, choice ranks and siblings may be asked
    where: str = "条件"


def condition(value: Value, scope: Scope) -> Expression | None:
    """Return what a condition says, or None when it is faulty (and was told)."""
    if isinstance(value, Scalar):
        return _atom(value, scope)
    assert isinstance(value, Mapping), "the schema knows only text and mappings here"
    word = next(iter(value.entries))
    if "not" in value.entries:
        inner = condition(value.entries["not"], scope)
        return None if inner is None else ("not", inner)
    if "in" in value.entries:
        return _in(value, scope)
    if "levels" in value.entries:
        return _levels(value.entries["levels"], scope)
    parts = value.entries[word]
    assert isinstance(parts, Sequence)
    found = [condition(part, scope) for part in parts.items]
    whole = tuple(part for part in found if part is not None)
    return (word, *whole) if len(whole) == len(found) else None


def _atom(value: Scalar, scope: Scope) -> Expression | None:
    text = value.value.strip()
    if text in ("sibling", "secured"):
        return _by_option(value, text, (text,), scope)
    split = _ATOM.fullmatch(text)
    if split is None:
        scope.faults.add(value, "bad_condition", value=text[:60])
        return None
    left, op, right = split.groups()
    asked = side(value, left, scope)
    if asked is None:
        return None
    expression, fact = asked
    if op not in ("==", "!=") and fact.type in ("code", "flag", "place"):
        kind = TYPES_ZH[fact.type]
        scope.faults.add(value, "no_order", value=fact.zh, type=kind, op=op)
        return None
    against = _right(value, right, fact, scope)
    if against is None:
        return None
    word = OPERATORS[op]
    return (TURNED[word] if fact.type == "level" else word, expression, against)


def side(value: Scalar, name: str, scope: Scope) -> tuple[Expression, Fact] | None:
    """Return what a name means, and its type; None when it means nothing (and was told)."""
    if name == "distance":
        found = _by_option(value, "distance", ("distance",), scope)
        return (found, METRES) if found and has_places(value, scope) else None
    if name == "choice_rank":
        found = _by_option(value, "choice_rank", ("rank",), scope)
        return (found, RANK) if found else None
    kind, _, rest = name.partition(".")
    if kind == "option" and rest:
        attribute = scope.attributes.get(rest)
        if attribute is None:
            _unknown(value, rest, "attributes", scope)
            return None
        found = _by_option(value, name, ("option", rest), scope)
        return (found, attribute) if found else None
    plain = rest if kind == "fact" and rest else name
    fact = scope.facts.get(plain)
    if fact is None:
        _unknown(value, plain, "facts", scope)
        return None
    return ("fact", plain), fact


def _unknown(value: Scalar, name: str, kind: str, scope: Scope) -> None:
    scope.faults.add(value, "unknown_name", where=scope.where, value=name[:60], kind=kind)


def _by_option(value: Scalar, name: str, said: Expression, scope: Scope) -> Expression | None:
    if scope.by_option:
        return said
    why = "它说的是人，还没有说到哪所学校"
    scope.faults.add(value, "not_here", where=scope.where, value=name, why=why)
    return None


def has_places(value: Scalar, scope: Scope) -> bool:
    """Whether both the facts and the attributes hold a place, as distances need; tells else."""
    fine = True
    for kind, names in (("facts", scope.facts), ("attributes", scope.attributes)):
        if "place" not in names or names["place"].type != "place":
            scope.faults.add(value, "no_place", kind=kind)
            fine = False
    return fine


def _right(value: Scalar, text: str, fact: Fact, scope: Scope) -> Expression | None:
    if text.startswith(("option.", "fact.")):
        other = side(value, text, scope)
        if other is None:
            return None
        expression, against = other
        if not alike(fact, against):
            scope.faults.add(value, "unlike", name=fact.zh, value=against.zh)
            return None
        return expression
    if fact.type == "code" and _JOINED.search(text):
        scope.faults.add(value, "bad_condition", value=value.value[:60])
        return None
    found = literal(value, text.strip("\"'"), fact, scope)
    if found is None:
        return None
    return ("code", found) if isinstance(found, str) else ("int", found)


def alike(one: Fact, other: Fact) -> bool:
    """Whether values of two facts may be compared as they are."""
    numbers = one.type in NUMBERS and other.type in NUMBERS
    same = one.type == other.type and one.type != "place"
    return (numbers or same) and one.scale == other.scale and one.order == other.order


def literal(value: Scalar, text: str, fact: Fact, scope: Scope) -> int | str | None:
    """Return a written value as the fact holds it: text of codes, integers of all else."""
    if fact.type == "code":
        return text
    if fact.type in NUMBERS:
        return number(value, text, fact, scope)
    found: int | None = None
    if fact.type == "date":
        found = day(text)
    elif fact.type == "flag":
        found = FLAGS.get(text)
    elif fact.type == "level" and text in fact.order:
        found = fact.order.index(text)
    if found is None:
        _wrong_type(value, text, fact, scope)
    elif fact.type == "date" and outside(found, fact):
        _beyond(value, text, fact, scope)
        return None
    return found


def number(value: Scalar, text: str, fact: Fact, scope: Scope) -> int | None:
    """Return a written number in the fact's scale; tells when it does not fit."""
    if not is_number(text):
        _wrong_type(value, text, fact, scope)
        return None
    found = scaled(text, fact.scale)
    if found is None:
        scope.faults.add(
            value, "too_fine", where=scope.where, value=text, name=fact.zh, scale=fact.scale
        )
    elif abs(found) >= _MOST:
        scope.faults.add(
            value, "out_of_bounds", where=scope.where, value=text, expected="最多 15 位"
        )
        return None
    elif outside(found, fact):
        _beyond(value, text, fact, scope)
        return None
    return found


def outside(found: int, fact: Fact) -> bool:
    """Whether a value lies outside the range of its fact."""
    low = fact.minimum is not None and found < fact.minimum
    return low or (fact.maximum is not None and found > fact.maximum)


def _wrong_type(value: Scalar, text: str, fact: Fact, scope: Scope) -> None:
    kind = TYPES_ZH[fact.type]
    scope.faults.add(value, "wrong_type", name=fact.zh, type=kind, value=text[:60])


def _beyond(value: Scalar, text: str, fact: Fact, scope: Scope) -> None:
    low, high = (_bound(bound, fact) for bound in (fact.minimum, fact.maximum))
    scope.faults.add(value, "beyond", value=text, name=fact.zh, low=low, high=high)


def _bound(bound: int | None, fact: Fact) -> str:
    if bound is None:
        return "不限"
    return printed_day(bound) if fact.type == "date" else printed(bound, fact.scale)


def _in(value: Mapping, scope: Scope) -> Expression | None:
    name, listed = value.entries["fact"], value.entries["in"]
    assert isinstance(name, Scalar)
    assert isinstance(listed, Sequence)
    asked = side(name, name.value.strip(), scope)
    if asked is None:
        return None
    expression, fact = asked
    if fact.type in ("place", "flag"):
        scope.faults.add(name, "no_order", value=fact.zh, type=TYPES_ZH[fact.type], op="in")
        return None
    items = [item for item in listed.items if isinstance(item, Scalar)]
    found = [literal(item, item.value, fact, scope) for item in items]
    if any(one is None for one in found):
        return None
    return ("in", expression, tuple(found))


def _levels(value: Value, scope: Scope) -> Expression | None:
    assert isinstance(value, Mapping)
    least, count = value.entries["at_least"], value.entries["count"]
    assert isinstance(least, Scalar)
    assert isinstance(count, Scalar)
    names = levels_of(value.entries["of"], scope)
    if names is None:
        return None
    ordinal = literal(least, least.value, scope.facts[names[0]], scope)
    if int(count.value) > len(names):
        scope.faults.add(count, "count_too_high", value=count.value, known=len(names))
        return None
    return None if ordinal is None else ("levels", names, ordinal, int(count.value))


def levels_of(value: Value, scope: Scope) -> tuple[str, ...] | None:
    """Return the names of facts that are levels of one order; None when they are not."""
    assert isinstance(value, Sequence)
    names: list[str] = []
    orders = set()
    for item in value.items:
        assert isinstance(item, Scalar)
        fact = scope.facts.get(item.value)
        if fact is None:
            _unknown(item, item.value, "facts", scope)
        elif fact.type != "level":
            expected = TYPES_ZH["level"]
            scope.faults.add(
                item, "other_type", name=fact.zh, type=TYPES_ZH[fact.type], expected=expected
            )
        elif fact.name in names:
            scope.faults.add(item, "name_twice", value=fact.name, kind="levels")
        else:
            names.append(fact.name)
            orders.add(fact.order)
    if len(orders) > 1:
        scope.faults.add(value, "levels_unlike", where=scope.where)
        return None
    return tuple(names) if len(names) == len(value.items) else None
