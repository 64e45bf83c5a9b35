"""Perfect gold scores one, and every gate can fail."""

import copy
import json
from typing import Any

import pytest

from tests.paths import ROOT, SHARED
from xueyou.engines.reading.scoring import GATES, SEEN, UNSEEN, missed, pool, score

MADE = sorted((ROOT / "tests" / "data" / "reading").glob("*.json"))

GOLD: dict[str, Any] = {
    "facts": [
        {
            "start": 10, "end": 20, "quote": "新建小学12所再加字", "name": "新建小学",
            "number": {"start": 14, "end": 17, "text": "12所"},
            "value_canonical": 12, "unit_canonical": "所", "comparator": "eq",
            "status": "target", "period": "2026",
        },
        {
            "start": 40, "end": 50, "quote": "两个“100%”的句子", "name": "封闭管理率",
            "number": {"start": 43, "end": 47, "text": "100%"},
            "value_canonical": 100, "unit_canonical": "%", "comparator": "eq",
            "status": "target", "period": "2026",
        },
        {
            "start": 40, "end": 50, "quote": "两个“100%”的句子", "name": "一键报警率",
            "number": {"start": 43, "end": 47, "text": "100%"},
            "value_canonical": 100, "unit_canonical": "%", "comparator": "eq",
            "status": "target", "period": "2026",
        },
        {
            "start": 60, "end": 70, "quote": "六项特别行动以及其他", "name": "特别行动",
            "number": {"start": 60, "end": 62, "text": "六项"}, "optional": True,
            "value_canonical": 6, "unit_canonical": "项", "comparator": "eq",
            "status": "target", "period": "2026",
        },
    ],
    "tables": [
        {"rows": [{"name": "毛入园率", "unit": "%", "cells": [
            {"year": 2026, "start": 80, "end": 82, "value": 97},
            {"year": 2027, "start": 84, "end": 86, "value": 98},
        ]}]}
    ],
    "sections": [{"start": 0, "end": 6, "title": "主要目标", "no": "一、"}],
    "tasks": [
        {"start": 100, "end": 110, "title": "扩大公办学位", "kind": "task", "no": "1."},
        {"start": 120, "end": 130, "title": "强化保障", "kind": "safeguard", "no": "(一)"},
    ],
    "responsible_units": [{"start": 140, "end": 160, "units": ["市教育局", "市财政局"]}],
    "negatives": [{"start": 170, "end": 180}],
    "contradictions": [{"kind": "amount", "spans": [[10, 20], [190, 200]]}],
    "projects": [
        {"start": 200, "end": 220, "name": "桐溪县第二中学迁建", "money_yuan": 30000000}
    ],
    "milestones": [{"start": 230, "end": 250, "date": "2026-06"}],
}  # fmt: skip


def perfect() -> dict[str, Any]:
    """A reading that agrees with the gold in everything."""
    reading = copy.deepcopy(GOLD)
    reading["consistency_notes"] = reading.pop("contradictions")
    return reading


def real_gold() -> list[Any]:
    """The gold files at hand: the made ones, and the real ones where they are."""
    real = sorted((SHARED / "gold").glob("*.json")) if SHARED else []
    return [json.loads(path.read_text("utf-8")) for path in [*MADE, *real]]


def test_gold_scores_one_against_itself() -> None:
    """Whatever is right in everything passes every gate."""
    scores = score(GOLD, perfect())
    assert tuple(scores) == GATES
    assert all(gate["hits"] == gate["total"] > 0 and gate["ratio"] == 1 for gate in scores.values())


def test_every_gold_file_at_hand_scores_one_against_itself() -> None:
    """The scorer finds no fault in the annotations themselves."""
    for gold in real_gold():
        scores = score(gold, {**gold, "consistency_notes": gold["contradictions"]})
        assert {n for n, g in scores.items() if g["ratio"] not in (None, 1.0)} == set()


def _drop(field: str) -> Any:
    return lambda reading: reading[field].pop()


def _set(field: str, key: str, value: Any) -> Any:
    return lambda reading: reading[field][0].update({key: value})


DAMAGES: list[tuple[str, Any]] = [
    ("fact_recall", lambda reading: reading["facts"].pop(0)),
    ("fact_recall", _set("facts", "value_canonical", 13)),
    ("fact_recall", _set("facts", "unit_canonical", "个")),
    ("fact_recall", _set("facts", "end", 200)),
    ("fact_precision", lambda reading: reading["facts"].append({"start": 900, "end": 910})),
    ("fact_precision", lambda reading: reading["facts"].append(dict(reading["facts"][0]))),
    ("names", _set("facts", "name", "财政拨款")),
    ("names", _set("facts", "name", "新建小学" * 8)),
    ("names", _set("facts", "name", "新建小学12所再加字")),
    ("status", _set("facts", "status", "achieved")),
    ("period", _set("facts", "period", None)),
    ("comparator", _set("facts", "comparator", "ge")),
    ("table_cells", lambda reading: reading["tables"][0]["rows"][0]["cells"].pop()),
    ("table_cells", lambda reading: reading["tables"][0]["rows"][0]["cells"][0].update(year=2025)),
    ("table_cells", lambda reading: reading["tables"][0]["rows"][0].update(unit="所")),
    ("unit_lists", _set("responsible_units", "units", ["市财政局", "市教育局"])),
    (
        "unit_lists",
        lambda reading: reading["responsible_units"].append({"start": 1, "end": 9, "units": []}),
    ),
    ("tasks_recall", _drop("tasks")),
    ("tasks_recall", _set("tasks", "kind", "goal")),
    (
        "tasks_precision",
        lambda reading: reading["tasks"].append(
            {"start": 300, "end": 310, "kind": "task", "title": "无"}
        ),
    ),
    ("sections", _drop("sections")),
    ("negatives", lambda reading: reading["facts"][0]["number"].update(start=175, end=178)),
    ("contradictions", _drop("consistency_notes")),
    ("contradictions", _set("consistency_notes", "kind", "sum")),
    ("contradictions", _set("consistency_notes", "spans", [[10, 20]])),
    (
        "contradictions_extra",
        lambda reading: reading["consistency_notes"].extend(
            {"kind": "sum", "spans": [[n, n + 1]]} for n in range(3)
        ),
    ),
    ("projects", _set("projects", "money_yuan", 3000000)),
    ("projects", _set("projects", "name", "操场")),
    ("projects_precision", lambda reading: reading["projects"].append(dict(GOLD["projects"][0]))),
    ("milestones", _set("milestones", "date", "2027")),
]


@pytest.mark.parametrize(("gate", "damage"), DAMAGES)
def test_every_gate_can_fail(gate: str, damage: Any) -> None:
    """One thing made wrong lowers the gate that watches it."""
    reading = perfect()
    damage(reading)
    ratio = score(GOLD, reading)[gate]["ratio"]
    assert ratio is not None
    assert ratio < 1


def test_every_gate_has_a_damage_that_lowers_it() -> None:
    """No gate is decoration."""
    assert {gate for gate, _ in DAMAGES} == set(GATES)


def test_a_match_with_an_arguable_fact_counts_on_neither_side() -> None:
    """Leaving an optional fact out changes no gate."""
    reading = perfect()
    assert score(GOLD, reading)["fact_recall"]["total"] == 3
    before = score(GOLD, reading)
    reading["facts"].pop()
    assert score(GOLD, reading) == before


def test_two_facts_of_one_phrase_are_matched_by_name_in_any_order() -> None:
    """Equal evidence, value and unit: the names decide who is paired with whom."""
    reading = perfect()
    reading["facts"][1], reading["facts"][2] = reading["facts"][2], reading["facts"][1]
    assert score(GOLD, reading)["names"]["hits"] == 3


def test_one_prediction_answers_one_gold_fact_only() -> None:
    """A phrase that holds two facts is half found when one is read."""
    reading = perfect()
    reading["facts"].pop(2)
    assert score(GOLD, reading)["fact_recall"]["hits"] == 2


def test_half_the_evidence_is_enough_and_less_is_not() -> None:
    """Intersection over union decides at one half."""
    half, less = perfect(), perfect()
    half["facts"][0].update(start=10, end=15)
    less["facts"][0].update(start=10, end=14)
    assert score(GOLD, half)["fact_recall"]["hits"] == 3
    assert score(GOLD, less)["fact_recall"]["hits"] == 2


def test_a_quote_that_does_not_stand_at_its_span_is_no_fact() -> None:
    """With the text given, invented evidence matches nothing."""
    reading = perfect()
    text = "".join(chr(0x4E00 + n) for n in range(400))
    for fact in reading["facts"]:
        fact["quote"] = text[fact["start"] : fact["end"]]
    assert score(GOLD, reading, text)["fact_recall"]["hits"] == 3
    reading["facts"][0]["quote"] = "编造的证据"
    assert score(GOLD, reading, text)["fact_recall"]["hits"] == 2


def test_kinds_of_task_the_gold_never_uses_do_not_count() -> None:
    """An item list below the tasks is nobody's error."""
    reading = perfect()
    reading["tasks"].append({"start": 300, "end": 310, "kind": "measure", "title": "做法"})
    assert score(GOLD, reading)["tasks_precision"]["ratio"] == 1


def test_pooling_adds_counts_and_never_averages_ratios() -> None:
    """A short document weighs what it holds."""
    empty = {**perfect(), "facts": []}
    pooled = pool([score(GOLD, perfect()), score(GOLD, empty), score(GOLD, perfect())])
    assert (pooled["fact_recall"]["hits"], pooled["fact_recall"]["total"]) == (6, 9)


def test_the_bars_are_missed_by_name_and_an_empty_gate_passes() -> None:
    """Nothing to count is nothing missed."""
    reading = perfect()
    reading["facts"][0]["status"] = "achieved"
    assert missed(score(GOLD, reading), SEEN) == ["status"]
    assert missed(score({}, {}), UNSEEN) == []
