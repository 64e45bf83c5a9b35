"""Owns variants of a rulebook: named changes of single values, and the rulebooks they make.

A variants file is `{name: {path: value}}`. A path names a place in rules.yaml, keys joined by dots;
an element of a list is named by its `id`, or by its number from 0: `batches.统招.tie_last`,
`batches.0.precedence`. The value replaces what stands there, whole. `{}` is the rulebook as it is.
"""

import re
from collections.abc import Iterator, Set
from collections.abc import Mapping as Names
from dataclasses import dataclass, replace
from typing import Any

from xueyou.rulebook.answers.rewriting import FAR, Lines, moved, written
from xueyou.rulebook.language.faults import Fault, InputRefused
from xueyou.rulebook.language.model import Rulebook
from xueyou.rulebook.language.reading import rulebook_of
from xueyou.rulebook.language.strict_yaml import Mapping, Node, Scalar, Sequence, Value, load
from xueyou.rulebook.tables.inputs import RULES

_NAME = re.compile(r"[^\s,]{1,60}")


def variants_schema() -> dict[str, Any]:
    """Return the JSON Schema of a variants file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "规则的几种改法",
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": f"^{_NAME.pattern}$"},
        "additionalProperties": {
            "type": "object",
            "title": "rules.yaml 里的位置（用点连接）和改成的值；{} 是不改",
        },
    }


@dataclass(frozen=True, slots=True)
class Variant:
    """One named way to write the rules: the bytes of its rulebook, and the rulebook itself."""

    name: str
    data: bytes
    rulebook: Rulebook


def read_variants(data: bytes, file: str, rules: bytes) -> tuple[Variant, ...]:
    """Return the variants of a file in its order, each checked as a rulebook of its own.

    Raises InputRefused with all faults of the file, or of the rulebooks it makes.
    """
    root = load(data, file)
    base = load(rules, RULES)
    faults: list[Fault] = []
    made: dict[str, Mapping] = {}
    for name, changes in root.entries.items():
        place = root.keys[name]
        if _NAME.fullmatch(name) is None:
            faults.append(_fault(file, place, "variant_name", name, _NAME_ZH, _NAME_EN))
        elif not isinstance(changes, Mapping):
            faults.append(_fault(file, place, "variant_shape", name, _SHAPE_ZH, _SHAPE_EN))
        else:
            made[name] = _changed(base, changes, file, faults)
    if not root.entries:
        faults.append(_fault(file, root, "no_variants", None, _NONE_ZH, _NONE_EN))
    found = [_read(name, tree, rules, base) for name, tree in made.items()]
    own = _faults_of(rules)
    told = {(fault.row, fault.code, fault.value) for fault in own}
    for variant in found:
        if isinstance(variant, _Faulty):
            faults += variant.said(root, file, told)
    if faults or own:
        raise InputRefused([*faults, *own])
    return tuple(variant for variant in found if isinstance(variant, Variant))


@dataclass(frozen=True, slots=True)
class _Faulty:
    """A variant that is no rulebook: its faults, in the lines of what was written for it."""

    name: str
    lines: Lines
    faults: tuple[Fault, ...]

    def said(
        self, root: Mapping, file: str, told: Set[tuple[int | None, str, str | None]]
    ) -> Iterator[Fault]:
        """Yield the faults where people wrote them; those of the rules themselves are `told`."""
        changes = root.entries[self.name]
        assert isinstance(changes, Mapping)
        for fault in self.faults:
            node = self.lines[(fault.row or 1) - 1][1]
            column = str(node.column)
            if node.row > FAR:
                row = node.row - FAR
                path = max(
                    (key for key in changes.keys if changes.keys[key].row <= row),
                    key=lambda key: (changes.keys[key].row, changes.keys[key].column),
                )
                zh = f"改法“{self.name}”的 {path}：{fault.zh}"
                yield replace(fault, file=file, row=row, column=column, zh=zh)
            elif (node.row, fault.code, fault.value) not in told:
                zh = f"按改法“{self.name}”改了以后：{fault.zh}"
                yield replace(fault, file=RULES, row=node.row, column=column, zh=zh)


def _faults_of(rules: bytes) -> tuple[Fault, ...]:
    try:
        rulebook_of(rules, RULES, framed=False)
    except InputRefused as refused:
        return refused.faults
    return ()


def _read(name: str, tree: Mapping, rules: bytes, base: Mapping) -> Variant | _Faulty:
    lines = written(tree)
    data = rules if tree is base else "\n".join(text for text, _ in lines).encode()
    try:
        return Variant(name, data, rulebook_of(data, RULES, framed=False))
    except InputRefused as refused:
        return _Faulty(name, lines, () if tree is base else refused.faults)


def _changed(base: Mapping, changes: Mapping, file: str, faults: list[Fault]) -> Mapping:
    tree: Value = base
    for path, value in changes.entries.items():
        steps = [step for step in re.split(r"[./\[\]]+", path) if step]
        found = _put(tree, steps, moved(value)) if steps else None
        if found is None:
            zh = (
                f"rules.yaml 里没有“{path}”这个位置。用点连接各层的名称，如 batches.统招.tie_last。"
            )
            en = "There is no such place in rules.yaml."
            faults.append(_fault(file, changes.keys[path], "variant_path", path, zh, en))
        else:
            tree = found
    assert isinstance(tree, Mapping), "a change replaces parts of a mapping"
    return tree


def _put(tree: Value, steps: list[str], value: Value) -> Value | None:
    """Return the tree with a value put at a path; None where there is no such place.

    The last step may be a new key: the schema says whether it is one the rules know.
    """
    step, rest = steps[0], steps[1:]
    if isinstance(tree, Mapping):
        inner = tree.entries.get(step)
        put = value if not rest else None if inner is None else _put(inner, rest, value)
        if put is None:
            return None
        keys: Names[str, Node] = {**tree.keys, step: tree.keys.get(step, tree)}
        return replace(tree, entries={**tree.entries, step: put}, keys=dict(keys))
    if isinstance(tree, Sequence):
        at = _element(tree, step)
        if at is None:
            return None
        put = value if not rest else _put(tree.items[at], rest, value)
        return None if put is None else replace(tree, items=_with(tree.items, at, put))
    return None


def _with(items: tuple[Value, ...], at: int, value: Value) -> tuple[Value, ...]:
    return (*items[:at], value, *items[at + 1 :])


def _element(listed: Sequence, step: str) -> int | None:
    for at, item in enumerate(listed.items):
        named = item.entries.get("id") if isinstance(item, Mapping) else None
        if isinstance(named, Scalar) and named.value == step:
            return at
    return int(step) if re.fullmatch("[0-9]{1,4}", step) and int(step) < len(listed.items) else None


def _fault(file: str, place: Node, code: str, value: str | None, zh: str, en: str) -> Fault:
    return Fault(file, None, place.row, str(place.column), code, value, zh, en)


_NAME_ZH = "一种改法的名称要在 1 到 60 个字之间，不带空格和逗号。"
_NAME_EN = "A variant's name has 1 to 60 characters, no blanks, no commas."
_SHAPE_ZH = "一种改法要写成“位置: 值”的几行；不改就写 {}。"
_SHAPE_EN = "A variant is a mapping from paths to values; {} changes nothing."
_NONE_ZH = "文件里一种改法也没有。至少写一种，例如 现行: {}。"
_NONE_EN = "The file holds no variant."
