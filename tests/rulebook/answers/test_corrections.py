"""A correction that cannot be taken is told in the words that the tables of a run are told in."""

from pathlib import Path

import pytest

from tests.rulebook.answers.explained_worlds import Tables, world
from xueyou.rulebook.answers.corrections import read_corrections
from xueyou.rulebook.language.faults import Fault, InputRefused

RULES = """
schema: xueyou-rules/1
title: 例
jurisdiction: {code: 310000, name: 例市}
year: 2026
stage: primary
sources:
  S1: {title: 例, status: 待核}
facts:
  born: {zh: 出生日期, type: date}
  score: {zh: 分数, type: decimal, step: 0.5, max: 9}
batches:
  - id: b
    zh: 批次
    choices: {mode: parallel, max: 1}
    rank: [score desc]
    tie_last: stable_id
"""
TABLES: Tables = {
    "options": [{"option": "X", "batch": "b", "places": "1"}],
    "applicants": [{"applicant": "a", "born": "2020-01-01", "score": "1"}],
    "choices": [],
}


def faults(path: Path, text: str) -> list[Fault]:
    (path / "facts.csv").write_text(text, encoding="utf-8")
    run = world(RULES, TABLES)
    with pytest.raises(InputRefused) as refused:
        read_corrections(path / "facts.csv", run.rulebook, run.inputs)
    return list(refused.value.faults)


def test_a_value_is_refused_with_what_may_be_written(tmp_path: Path) -> None:
    """The forms of a day, the greatest number: not the name of a code."""
    found = faults(tmp_path, "applicant,fact,value\na,born,1/2/2020\na,score,9.5\n")
    assert [(f.row, f.column, f.code) for f in found] == [
        (2, "C", "bad_day"),
        (3, "C", "above_maximum"),
    ]
    assert found[0].zh.startswith("“出生日期”：这里要写年月日：2010-09-01")
    assert found[1].zh == "“分数”：这里最大是 9。"


def test_a_fact_under_its_chinese_name_is_told_what_to_be_called(tmp_path: Path) -> None:
    """As the rules show it to everybody."""
    (found,) = faults(tmp_path, "applicant,fact,value\na,出生日期,2020-01-02\n")
    assert (found.row, found.column, found.code) == (2, "B", "unknown_fact")
    assert "要写 born" in found.zh


def test_a_missing_column_has_no_letter(tmp_path: Path) -> None:
    """There is none to look at."""
    (found,) = faults(tmp_path, "applicant,fact\na,born\n")
    assert (found.row, found.column, found.code) == (1, None, "missing_column")
