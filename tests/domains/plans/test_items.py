"""A reading becomes items with labelled lines."""

from xueyou.domains.plans.selectors.items import counts_of, items_of
from xueyou.domains.plans.selectors.page import blocks_of, head_of
from xueyou.domains.plans.selectors.views import Paragraph, TableView

TEXT = "一、扩学位\n1.建好学校。新增公办学位1.2万个左右。（责任单位：市教育局、市财政局）\n"


def reading(**extra):
    """Return a small reading of TEXT in the public shape."""
    number = TEXT.index("1.2万个左右")
    title = TEXT.index("1.建好学校")
    units = TEXT.index("（责任")
    return {
        "doc": {
            "doc_type": "工作要点",
            "issuer": "临澄市教育局",
            "region": None,
            "script": "simplified",
            "default_period": "2026",
            "publish_date": None,
            "noise": [],
        },
        "facts": [
            {
                "id": "F001",
                "start": TEXT.index("新增"),
                "end": number + 7,
                "quote": "新增公办学位1.2万个左右",
                "number": {"start": number, "end": number + 7, "text": "1.2万个左右"},
                "name": "新增公办学位",
                "value": 1.2,
                "unit": "万个",
                "value_canonical": 12000,
                "unit_canonical": "个",
                "comparator": "approx",
                "status": "target",
                "period": "2026",
                "task_id": "T1",
                "confidence": 0.8,
                "doubts": ["原文写“左右”，没写多少算完成"],
            }
        ],
        "tables": [],
        "sections": [{"start": 0, "end": 5, "level": 1}],
        "tasks": [
            {
                "id": "T1",
                "no": "1.",
                "title": "建好学校",
                "kind": "task",
                "start": title,
                "end": title + 6,
                "quote": "1.建好学校",
            }
        ],
        "responsible_units": [
            {
                "start": units,
                "end": units + 15,
                "quote": TEXT[units : units + 15],
                "role": "责任单位",
                "units": ["市教育局", "市财政局"],
                "task_id": "T1",
            }
        ],
        "projects": [],
        "milestones": [],
        "consistency_notes": [],
    } | extra


def test_items_come_in_order_of_appearance_with_numbers():
    """Tests that task, indicator and units are numbered as they stand in the text."""
    items = items_of(reading(), TEXT)
    assert [(item.number, item.key) for item in items] == [(1, "T1"), (2, "F001"), (3, "U1")]


def test_an_indicator_says_value_amount_and_units_of_its_task():
    """Tests that the panel has value as printed and in full, and who is responsible, in order."""
    item = items_of(reading(), TEXT)[1]
    lines = {line.label: line.value for line in item.lines}
    assert lines["目标"] == "1.2 万个（合 12,000 个）"
    assert lines["责任单位"] == "市教育局、市财政局"
    assert lines["期限"] == "2026年"
    assert item.doubtful


def test_notes_are_doubtful_and_quote_their_spans():
    """Tests that a contradiction becomes an item that shows both places."""
    note = {"kind": "amount", "spans": [[0, 5], [8, 12]], "zh": "两处对不上。"}
    items = items_of(reading(consistency_notes=[note]), TEXT)
    found = next(item for item in items if item.kind == "note")
    assert [line.value for line in found.lines] == ["两处对不上。", TEXT[0:5], TEXT[8:12]]
    assert counts_of(reading(consistency_notes=[note]), items)["doubtful"] == 2


def test_blocks_show_headings_and_marks():
    """Tests that the heading has its level and the number its mark."""
    heading, body = blocks_of(reading(), TEXT)
    assert isinstance(heading, Paragraph)
    assert (heading.kind, heading.level) == ("heading", 2)
    assert isinstance(body, Paragraph)
    assert {segment.role for segment in body.segments} >= {"title", "evidence", "number", "unit"}


def test_a_table_stands_in_its_place_with_its_items():
    """Tests that a read table is shown as a table and its lines are not shown twice."""
    text = "目标\n指标 2026\n入园率 90%\n完\n"
    at = text.index("90%")
    table = {
        "id": "TB1",
        "start": 3,
        "end": at + 3,
        "caption": None,
        "columns": ["指标", "2026"],
        "rows": [
            {
                "no": 1,
                "name_raw": "入园率",
                "start": 11,
                "end": 14,
                "cells": [{"quote": "90%", "start": at, "end": at + 3}],
            }
        ],
    }
    fact = reading()["facts"][0] | {
        "number": {"start": at, "end": at + 3, "text": "90%"},
        "source": "table",
        "table": "TB1",
    }
    empty = {"tasks": [], "responsible_units": [], "sections": []}
    blocks = blocks_of(reading(facts=[fact], tables=[table], **empty), text)
    assert [type(block) for block in blocks] == [Paragraph, TableView, Paragraph]
    assert blocks[1].rows[1][-1].item == "F001"


def test_head_says_script_and_period_in_chinese():
    """Tests the words of the document's head."""
    head = head_of(reading())
    assert (head.script, head.period, head.region) == ("简体", "2026年", "")
