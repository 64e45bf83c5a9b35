"""R.yaml: read whole, or refused with every line."""

from fractions import Fraction

import pytest

from tests.paths import ROOT
from xueyou.rulebook.classes.faults import SAYINGS
from xueyou.rulebook.classes.rules import class_rules_schema, read_class_rules
from xueyou.rulebook.language.faults import RulebookRefused

WHOLE = """\
schema: xueyou-class-rules/1
title: 某市初一分班办法
stage: junior
method: search
features:
  语文: {weight: 40, spread: 10, tails: 4, tolerance: 0.5}
  性别: {weight: 16, tolerance: 1}
  毕业学校: {used: false}
caps:
  - {column: 特殊需要, value: 是, most: 2}
indices:
  - zh: 均衡指数
    measure: largest_mean_range
    grades: [{zh: 高度均衡, to: 0.3}, {zh: 均衡, to: 0.6}, {zh: 不均衡}]
    source: 报上见到的等次，算法没有公布
    status: 待核
"""


def test_rules_are_read(tmp_path):
    """Tests every part of a file of rules."""
    file = tmp_path / "r.yaml"
    file.write_text(WHOLE, encoding="utf-8")
    rules = read_class_rules(file)
    assert rules.features["语文"].tolerance == Fraction("0.5")
    assert (rules.features["语文"].weight, rules.features["语文"].tails) == (40, 4)
    assert not rules.features["毕业学校"].used
    assert rules.caps[0].most == 2
    assert [grade.to for grade in rules.indices[0].grades] == [
        Fraction("0.3"),
        Fraction("0.6"),
        None,
    ]
    assert len(rules.digest) == 64


@pytest.mark.parametrize(
    ("old", "new", "code", "row"),
    [
        ("weight: 40", "weight: 65", "out_of_bounds", 6),
        ("tails: 4", "tail: 4", "unknown_key", 6),
        ("method: search", "method: random", "not_among", 4),
        ("title: 某市初一分班办法\n", "", "missing_key", 1),
        ("status: 待核", "status: 大概", "not_among", 16),
    ],
)
def test_faults_are_told_by_line(tmp_path, old, new, code, row):
    """Tests one fault each."""
    file = tmp_path / "r.yaml"
    file.write_text(WHOLE.replace(old, new), encoding="utf-8")
    with pytest.raises(RulebookRefused) as caught:
        read_class_rules(file)
    assert [(fault.code, fault.row) for fault in caught.value.faults] == [(code, row)]


def test_the_schema_names_what_is_read():
    """Tests that the schema printed is the one enforced."""
    assert set(class_rules_schema()["properties"]) >= {"features", "caps", "indices", "method"}


def test_the_refusals_are_described():
    """Tests that docs/interfaces.md prints each code with its sentence."""
    text = (ROOT / "docs/interfaces.md").read_text(encoding="utf-8")
    for code, words in SAYINGS.items():
        assert f"| `{code}` | {words['en']} |" in text
