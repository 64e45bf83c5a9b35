"""The workbook of a reading: every kind on its sheet, and no text of the document can act."""

import io
from typing import Any

import openpyxl

from xueyou.formats.plan_workbook import plan_workbook

ATTACK = "=cmd|'/c calc'!A1"


def _reading() -> dict[str, Any]:
    span = {"start": 3, "end": 9, "quote": ATTACK}
    return {
        "facts": [
            span
            | {
                "id": "F1",
                "name": ATTACK,
                "number": {"start": 3, "end": 5, "text": "12所"},
                "value": 12,
                "unit": "所",
                "value_canonical": 12,
                "unit_canonical": "所",
                "comparator": "ge",
                "status": "target",
                "period": "2026",
                "kind": "count",
                "confidence": 0.7,
                "doubts": ["名称取自上文", "没有写年份"],
                "task_id": "T1",
            }
        ],
        "tasks": [span | {"id": "T1", "no": "1.", "kind": "task", "title": ATTACK, "parent": None}],
        "responsible_units": [
            span | {"role": "责任单位", "units": ["市教育局", ATTACK], "task_id": "T1"}
        ],
        "projects": [span | {"id": "P1", "name": ATTACK, "money_yuan": 5, "status": "planned"}],
        "milestones": [span | {"date": "2026", "name": ATTACK, "task_id": None}],
        "consistency_notes": [{"kind": "sum", "spans": [[1, 2], [3, 4]], "zh": ATTACK}],
    }


def _book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(plan_workbook(_reading())))


def test_no_text_of_the_document_becomes_a_formula() -> None:
    """On every sheet the attack is a string, as it was written, marked as text."""
    for sheet in _book():
        cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
        attacks = [cell for cell in cells if cell.value == ATTACK]
        assert attacks, sheet.title
        assert all(cell.data_type == "s" and cell.quotePrefix for cell in attacks)
        assert not [cell for cell in cells if cell.data_type == "f"]


def test_facts_are_said_in_words() -> None:
    """Status, comparator and doubts in Chinese; numbers as numbers; the span for checking."""
    row = [cell.value for cell in _book()["数字"][2]]
    assert row[2:7] == ["不低于", 12, "所", 12, "所"]
    assert row[7:11] == ["目标", "2026", 0.7, "名称取自上文；没有写年份"]
    assert row[-2:] == [3, 9]


def test_units_stand_with_their_task_and_in_order() -> None:
    """Once joined beside the task, once a row each with its place."""
    book = _book()
    assert book["任务"]["F2"].value == f"市教育局、{ATTACK}"
    assert [row[2].value for row in book["责任单位"].iter_rows(min_row=2)] == [1, 2]
