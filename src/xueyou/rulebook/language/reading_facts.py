"""Owns the reading of what is known of people and options: facts, sums of them, attributes."""

import re
from collections.abc import Mapping as Names
from dataclasses import replace

from xueyou.rulebook.language.conditions import NUMBERS, TYPES_ZH, Scope, condition
from xueyou.rulebook.language.exact import day, decimals, scaled
from xueyou.rulebook.language.model import Derived, Expression, Fact
from xueyou.rulebook.language.refusals import Faults
from xueyou.rulebook.language.sources import Clauses
from xueyou.rulebook.language.strict_yaml import Mapping, Scalar, Sequence, Value, text

RESERVED = frozenset(
    (
        *("all", "any", "not", "in", "fact", "facts", "levels", "option", "distance"),
        *("choice_rank", "sibling", "secured", "lottery", "desc", "asc"),
        *("applicant", "group", "batch", "rank", "places"),
        *("yes", "no", "true", "false", "null", "on", "off", "y", "n"),
    )
)
_NAMES = re.compile(r"[\w\u00b7-]+")


def described(value: Value | None, kind: str, clauses: Clauses, faults: Faults) -> dict[str, Fact]:
    """Return the facts (kind "facts") or attributes (kind "attributes") a rulebook declares."""
    found: dict[str, Fact] = {}
    if not isinstance(value, Mapping):
        return found
    for name, entry in value.entries.items():
        assert isinstance(entry, Mapping)
        place = value.keys[name]
        if name in RESERVED:
            faults.add(place, "reserved_name", value=name)
        fact = Fact(
            name=name,
            zh=text(entry, "zh"),
            type=text(entry, "type"),
            scale=_scale(entry),
            order=_order(entry, faults),
            words=_words(entry),
            sensitivity=text(entry, "sensitivity") or "personal",
            clauses=clauses.of(entry),
            row=place.row,
        )
        if name == "place" and fact.type != "place":
            faults.add(
                place, "other_type", name=name, type=TYPES_ZH[fact.type], expected=TYPES_ZH["place"]
            )
        _check_keys(entry, fact, kind, faults)
        found[name] = _with_range(entry, fact, faults)
    return found


def _scale(entry: Mapping) -> int:
    step = entry.entries.get("step")
    return decimals(step.value) if isinstance(step, Scalar) else 0


def _order(entry: Mapping, faults: Faults) -> tuple[str, ...]:
    listed = entry.entries.get("order")
    if not isinstance(listed, Sequence):
        return ()
    names: list[str] = []
    for item in listed.items:
        assert isinstance(item, Scalar)
        if item.value in names:
            faults.add(item, "name_twice", value=item.value, kind="order")
        names.append(item.value)
    return tuple(names)


def _words(entry: Mapping) -> tuple[tuple[str, str], ...]:
    said = entry.entries.get("words")
    if not isinstance(said, Mapping):
        return ()
    return tuple((code, text(said, code)) for code in said.entries)


def _check_keys(entry: Mapping, fact: Fact, kind: str, faults: Faults) -> None:
    where = f"“{fact.zh}”（{kind}）"
    if fact.type == "decimal" and "step" not in entry.entries:
        faults.add(entry, "missing_key", where=where, value="step")
    if fact.type == "level" and "order" not in entry.entries:
        faults.add(entry, "missing_key", where=where, value="order")
    allowed = {"zh", "type", "sensitivity", "clause"}
    if fact.type in NUMBERS:
        allowed |= {"step", "min", "max"}
    elif fact.type == "date":
        allowed |= {"min", "max"}
    elif fact.type == "level":
        allowed |= {"order"}
    elif fact.type == "code":
        allowed |= {"words"}
    for key in entry.entries:
        if key not in allowed:
            known = "、".join(sorted(allowed))
            faults.add(entry.keys[key], "unknown_key", where=where, value=key, known=known)
    if fact.type == "integer" and fact.scale:
        step = entry.entries["step"]
        assert isinstance(step, Scalar)
        faults.add(step, "too_fine", where="刻度 step ", value=step.value, name=fact.zh, scale=0)


def _with_range(entry: Mapping, fact: Fact, faults: Faults) -> Fact:
    scale = fact.scale if fact.type == "decimal" else 0
    step = entry.entries.get("step")
    fine = scaled(step.value, scale) if isinstance(step, Scalar) else 1
    low, high = (_bound(entry.entries.get(key), fact, scale, faults) for key in ("min", "max"))
    if low is not None and high is not None and low > high:
        faults.add(entry.entries["min"], "bad_range", value=fact.zh)
    return replace(fact, scale=scale, step=fine or 1, minimum=low, maximum=high)


def _bound(value: Value | None, fact: Fact, scale: int, faults: Faults) -> int | None:
    if not isinstance(value, Scalar) or fact.type not in (*NUMBERS, "date"):
        return None
    if fact.type == "date":
        found = day(value.value) if value.kind == "text" else None
        if found is None:
            faults.add(value, "bad_day", where=f"“{fact.zh}”的界限", value=value.value)
        return found
    if value.kind != "number":
        kind = TYPES_ZH[fact.type]
        faults.add(value, "wrong_type", name=fact.zh, type=kind, value=value.value)
        return None
    found = scaled(value.value, scale)
    if found is None:
        where = f"“{fact.zh}”的界限"
        faults.add(value, "too_fine", where=where, value=value.value, name=fact.zh, scale=scale)
    return found


def derived(
    value: Value | None,
    facts: Names[str, Fact],
    attributes: Names[str, Fact],
    clauses: Clauses,
    faults: Faults,
) -> dict[str, Derived]:
    """Return the sums a rulebook declares, in the order of the file."""
    if not isinstance(value, Mapping):
        return {}
    reader = _Sums(value, facts, attributes, clauses, faults)
    return {name: found for name in value.entries if (found := reader.sum(name)) is not None}


class _Sums:
    """Reads sums that may use one another, each once, and finds circles."""

    def __init__(
        self,
        value: Mapping,
        facts: Names[str, Fact],
        attributes: Names[str, Fact],
        clauses: Clauses,
        faults: Faults,
    ) -> None:
        self._value = value
        self._facts = dict(facts)
        self._attributes = attributes
        self._clauses = clauses
        self._faults = faults
        self._found: dict[str, Derived | None] = {}
        self._open: list[str] = []
        for name in value.entries:
            if name in facts or name in RESERVED:
                code = "name_twice" if name in facts else "reserved_name"
                faults.add(value.keys[name], code, value=name, kind="facts")

    def sum(self, name: str) -> Derived | None:
        """Return one sum, or None when it is faulty (and was told)."""
        if name in self._found:
            return self._found[name]
        if name in self._open:
            self._faults.add(self._value.keys[name], "circular_sum", value=name)
            return None
        self._open.append(name)
        self._found[name] = self._read(name)
        self._open.pop()
        return self._found[name]

    def _read(self, name: str) -> Derived | None:
        entry = self._value.entries[name]
        assert isinstance(entry, Mapping)
        listed = entry.entries["sum"]
        assert isinstance(listed, Sequence)
        parts = [self._part(item) for item in listed.items]
        if any(part is None for part in parts):
            return None
        fine = [part for part in parts if part is not None]
        scale = max(part.scale for part in fine)
        found = Derived(
            name=name,
            zh=text(entry, "zh"),
            scale=scale,
            terms=tuple(part.at(scale) for part in fine),
            clauses=self._clauses.of(entry),
            row=self._value.keys[name].row,
        )
        self._facts[name] = as_fact(found)
        return found

    def _part(self, item: Value) -> "_Part | None":
        if isinstance(item, Scalar):
            fact = self._number(item)
            return None if fact is None else _Part(fact=fact)
        assert isinstance(item, Mapping)
        if "when" in item.entries:
            return self._points(item)
        name = item.entries["fact"]
        assert isinstance(name, Scalar)
        fact = self._number(name)
        return None if fact is None else _Part(fact, _digits(item, "times"), _digits(item, "cap"))

    def _points(self, item: Mapping) -> "_Part | None":
        before = len(self._faults.found)
        for name in self._value.entries:
            if _speaks_of(item.entries["when"], name):
                self.sum(name)
        where = "合计的条件"
        scope = Scope(self._facts, self._attributes, self._faults, by_option=False, where=where)
        said = condition(item.entries["when"], scope)
        if said is None or len(self._faults.found) > before:
            return None
        return _Part(gives=_digits(item, "gives"), when=said)

    def _number(self, item: Scalar) -> Fact | None:
        name = item.value.strip()
        if name in self._value.entries:
            inner = self.sum(name)
            return None if inner is None else as_fact(inner)
        fact = self._facts.get(name)
        if fact is None:
            self._faults.add(item, "unknown_name", where="合计", value=name, kind="facts")
        elif fact.type not in NUMBERS:
            self._faults.add(
                item, "other_type", name=fact.zh, type=TYPES_ZH[fact.type], expected="数"
            )
            return None
        return fact


class _Part:
    """One part of a sum before the sum's number of decimals is known."""

    def __init__(
        self,
        fact: Fact | None = None,
        times: str | None = None,
        cap: str | None = None,
        gives: str | None = None,
        when: Expression | None = None,
    ) -> None:
        self._fact, self._times, self._cap = fact, times or "1", cap
        self._gives, self._when = gives or "0", when
        if fact is None:
            self.scale = decimals(self._gives)
        else:
            self.scale = max(fact.scale + decimals(self._times), decimals(cap or "0"))

    def at(self, scale: int) -> Expression:
        """Return the part as the model holds it, for a sum of this many decimals."""
        if self._fact is None:
            return ("when", self._when, scaled(self._gives, scale))
        times = scaled(self._times, scale - self._fact.scale)
        cap = None if self._cap is None else scaled(self._cap, scale)
        return ("fact", self._fact.name, times, 1, cap)


def as_fact(sum: Derived) -> Fact:
    """Return a sum as the fact it stands for in conditions and keys."""
    return Fact(sum.name, sum.zh, "decimal", sum.scale, row=sum.row)


def _digits(item: Mapping, key: str) -> str | None:
    found = item.entries.get(key)
    return found.value if isinstance(found, Scalar) else None


def _speaks_of(value: Value, name: str) -> bool:
    if isinstance(value, Scalar):
        return name in _NAMES.findall(value.value)
    inner = value.entries.values() if isinstance(value, Mapping) else value.items
    return any(_speaks_of(one, name) for one in inner)
