"""Owns the city's frame: what a county's rules must keep to, held against the rules themselves.

A bound names a path in rules.yaml and asks that what stands there is among some values, at least
or at most something, or there at all. What is absent counts as its default where it has one, and
otherwise only breaks `present: true`.
"""

from fractions import Fraction

from xueyou.rulebook.language.exact import day, is_number
from xueyou.rulebook.language.faults import RulebookRefused
from xueyou.rulebook.language.paths import Found, find, may_exist
from xueyou.rulebook.language.refusals import Faults
from xueyou.rulebook.language.schema import frame_schema, rules_schema
from xueyou.rulebook.language.shape import check_shape, said
from xueyou.rulebook.language.sources import Clauses, sources
from xueyou.rulebook.language.strict_yaml import Mapping, Scalar, Sequence, Value, load, text

DEFAULTS = {
    "refill": "none",
    "locks": "true",
    "order": "ascending",
    "tier": "lowest",
    "bind": "false",
    "within_run": "false",
    "when_empty": "open",
    "sensitivity": "personal",
}


def read_frame(data: bytes, file: str) -> Mapping:
    """Return the checked document of a frame; raises RulebookRefused with all faults."""
    root = load(data, file)
    faults = Faults(file)
    check_shape(root, frame_schema(), faults)
    if not faults.found:
        clauses = Clauses(sources(root.entries.get("sources")), faults)
        for bound in _bounds(root):
            clauses.of(bound)
            path = bound.entries["path"]
            if not may_exist(text(bound, "path"), rules_schema()):
                faults.add(path, "frame_path", value=text(bound, "path"))
            for key in ("at_least", "at_most"):
                value = bound.entries.get(key)
                if isinstance(value, Scalar) and _amount(value.value) is None:
                    faults.add(value, "bad_day", where="界限", value=value.value)
    if faults.found:
        raise RulebookRefused(faults.found)
    return root


def check_frame(rules: Mapping, frame: Mapping, faults: Faults) -> None:
    """Add a fault for everything in the rules that lies outside the frame."""
    _check_where(rules, frame, faults)
    for bound in _bounds(frame):
        for found in find(rules, text(bound, "path")):
            _Bound(bound, found, faults).check()


def _bounds(frame: Mapping) -> list[Mapping]:
    listed = frame.entries["bounds"]
    assert isinstance(listed, Sequence)
    return [bound for bound in listed.items if isinstance(bound, Mapping)]


def _check_where(rules: Mapping, frame: Mapping, faults: Faults) -> None:
    county, city = rules.entries["jurisdiction"], frame.entries["jurisdiction"]
    assert isinstance(county, Mapping)
    assert isinstance(city, Mapping)
    above = text(city, "code")
    while above.endswith("00"):
        above = above[:-2]
    if not text(county, "code").startswith(above):
        faults.add(
            county,
            "frame_other_place",
            value=f"{text(county, 'name')}（{text(county, 'code')}）",
            city=f"{text(city, 'name')}（{text(city, 'code')}）",
        )
    for key in ("year", "stage"):
        asked, there = frame.entries.get(key), rules.entries[key]
        assert isinstance(there, Scalar)
        if isinstance(asked, Scalar) and asked.value != there.value:
            faults.add(
                there,
                "outside_frame",
                where=key,
                value=there.value,
                expected=f"是{asked.value}",
                expected_en=asked.value,
                line=asked.row,
            )


class _Bound:
    """One bound against one place in the rules."""

    def __init__(self, bound: Mapping, found: Found, faults: Faults) -> None:
        self._bound, self._found, self._faults = bound, found, faults

    def check(self) -> None:
        """Add a fault when what stands there is not what is asked."""
        asked, value = self._bound.entries, self._found.value
        present = asked.get("present")
        if isinstance(present, Scalar) and (value is not None) != (present.value == "true"):
            self._tell("没有写" if value is None else said(value), self._presence(present))
            return
        for one in self._values():
            self._check_one(one)

    def _presence(self, present: Scalar) -> str:
        return "必须写明" if present.value == "true" else "不得有这一项"

    def _values(self) -> list[str]:
        value = self._found.value
        if value is None:
            default = DEFAULTS.get(self._found.path.rpartition(".")[2])
            return [default] if default is not None and self._found.holder else []
        return _written(value)

    def _check_one(self, value: str) -> None:
        asked = self._bound.entries
        among = asked.get("among")
        if isinstance(among, Sequence):
            known = [item.value for item in among.items if isinstance(item, Scalar)]
            if not any(_same(value, one) for one in known):
                self._tell(value, f"是{'、'.join(known)}{'之一' if len(known) > 1 else ''}")
        for key, word in (("at_least", "不低于"), ("at_most", "不高于")):
            bound = asked.get(key)
            if not isinstance(bound, Scalar):
                continue
            found, limit = _amount(value), _amount(bound.value)
            assert limit is not None, "read_frame refuses what is no amount"
            fine = found is not None and (found >= limit if key == "at_least" else found <= limit)
            if not fine:
                self._tell(value, f"{word} {bound.value}")

    def _english(self) -> str:
        asked = self._bound.entries.items()
        keys = ("among", "at_least", "at_most", "present")
        return "; ".join(f"{key} {', '.join(_written(v))}" for key, v in asked if key in keys)

    def _tell(self, value: str, expected: str) -> None:
        zh = text(self._bound, "zh")
        self._faults.add(
            self._found.place,
            "outside_frame",
            where=self._found.path,
            value=value,
            expected=f"{expected}（{zh}）" if zh else expected,
            expected_en=self._english(),
            line=self._bound.row,
        )


def _written(value: Value) -> list[str]:
    if isinstance(value, Sequence):
        return [item.value for item in value.items if isinstance(item, Scalar)]
    return [value.value] if isinstance(value, Scalar) else list(value.entries)


def _same(one: str, other: str) -> bool:
    if is_number(one) and is_number(other):
        return Fraction(one) == Fraction(other)
    return one == other


def _amount(written: str) -> Fraction | None:
    if is_number(written):
        return Fraction(written)
    found = day(written)
    return None if found is None else Fraction(found)
