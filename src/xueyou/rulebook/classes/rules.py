"""Owns R.yaml, the rules of classes: its schema, and its reading."""

from fractions import Fraction
from pathlib import Path

from xueyou.formats.canonical import sha256_hex
from xueyou.rulebook.classes.model import (
    METHODS,
    Cap,
    ClassRules,
    FeatureRule,
    Grade,
    Index,
)
from xueyou.rulebook.language.faults import RulebookRefused
from xueyou.rulebook.language.model import STAGES, STATUSES
from xueyou.rulebook.language.refusals import Faults
from xueyou.rulebook.language.schema_words import (
    Schema,
    among,
    flag,
    keyed,
    listed,
    mapped,
    number,
    text,
    whole,
)
from xueyou.rulebook.language.shape import check_shape
from xueyou.rulebook.language.strict_yaml import MAX_BYTES, Mapping, Scalar, Sequence, load
from xueyou.rulebook.language.strict_yaml import text as text_of

SCHEMA = "xueyou-class-rules/1"
MEASURES = ("largest_mean_range", "mean_of_mean_ranges", "total_mean_range")
"""What an index may be made of: ranges of class means of the scores, in marks."""
_MOST_WEIGHT = 64


def class_rules_schema() -> Schema:
    """Return the JSON Schema of R.yaml; the reader enforces this very schema."""
    weight = [whole(zh, 0, _MOST_WEIGHT) for zh in ("权重", "离散的权重", "两头的权重")]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:xueyou:class-rules:1",
        **keyed(
            "分班规则",
            ("schema", "title"),
            schema={"const": SCHEMA, "type": "string", "title": "格式"},
            title=text("题目"),
            stage=among("学段", tuple(STAGES)),
            source=text("依据"),
            status=among("可信", STATUSES),
            method=among("办法", METHODS),
            features=mapped(
                "各项",
                keyed(
                    "一项",
                    (),
                    weight=weight[0],
                    spread=weight[1],
                    tails=weight[2],
                    tolerance=number("容许差", exclusiveMinimum=0),
                    used=flag("用不用"),
                ),
            ),
            caps=listed(
                "每班至多",
                keyed(
                    "一条",
                    ("column", "value", "most"),
                    column=text("列"),
                    value=text("值"),
                    most=whole("至多", 0, 999),
                ),
            ),
            indices=listed(
                "指数",
                keyed(
                    "指数",
                    ("zh", "measure", "source", "status"),
                    zh=text("名称"),
                    measure=among("算法", MEASURES),
                    grades=listed(
                        "等次",
                        keyed(
                            "等次", ("zh",), zh=text("说法"), to=number("到", exclusiveMinimum=0)
                        ),
                    ),
                    source=text("依据"),
                    status=among("可信", STATUSES),
                ),
            ),
        ),
    }


def read_class_rules(path: Path) -> ClassRules:
    """Return the rules in a file. Raises RulebookRefused with all faults."""
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    root = load(data, path.name)
    faults = Faults(path.name)
    check_shape(root, class_rules_schema(), faults)
    if faults.found:
        raise RulebookRefused(faults.found)
    return ClassRules(
        title=text_of(root, "title"),
        stage=text_of(root, "stage") or "junior",
        method=text_of(root, "method") or "search",
        features={name: _feature(node) for name, node in _entries(root, "features")},
        caps=tuple(
            Cap(text_of(one, "column"), text_of(one, "value"), int(text_of(one, "most")))
            for one in _items(root, "caps")
        ),
        indices=tuple(_index(one) for one in _items(root, "indices")),
        digest=sha256_hex(data),
    )


def _entries(root: Mapping, key: str) -> list[tuple[str, Mapping]]:
    found = root.entries.get(key)
    if not isinstance(found, Mapping):
        return []
    return [(name, node) for name, node in found.entries.items() if isinstance(node, Mapping)]


def _items(root: Mapping, key: str) -> list[Mapping]:
    found = root.entries.get(key)
    if not isinstance(found, Sequence):
        return []
    return [node for node in found.items if isinstance(node, Mapping)]


def _feature(node: Mapping) -> FeatureRule:
    used = node.entries.get("used")
    return FeatureRule(
        weight=_whole(node, "weight"),
        spread=_whole(node, "spread"),
        tails=_whole(node, "tails"),
        tolerance=_fraction(node, "tolerance"),
        used=not isinstance(used, Scalar) or used.value == "true",
    )


def _index(node: Mapping) -> Index:
    return Index(
        zh=text_of(node, "zh"),
        measure=text_of(node, "measure"),
        grades=tuple(Grade(text_of(g, "zh"), _fraction(g, "to")) for g in _items(node, "grades")),
        source=text_of(node, "source"),
        status=text_of(node, "status"),
    )


def _whole(node: Mapping, key: str) -> int | None:
    found = text_of(node, key)
    return int(found) if found else None


def _fraction(node: Mapping, key: str) -> Fraction | None:
    found = text_of(node, key)
    return Fraction(found) if found else None
