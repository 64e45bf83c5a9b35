"""Owns the JSON Schema of rules.yaml and of a city's frame; the reader enforces these very schemas.

Only a small part of JSON Schema (draft 2020-12) is used, the part `shape.py` understands. Where
a choice is between kinds, `oneOf` is told by the kind of value and by the first required key.
"""

from xueyou.rulebook.language.model import STAGES, STATUSES
from xueyou.rulebook.language.schema_parts import CLAUSE, definitions
from xueyou.rulebook.language.schema_words import (
    Schema,
    among,
    day,
    flag,
    keyed,
    listed,
    mapped,
    number,
    ref,
    text,
    whole,
)

RULES = "xueyou-rules/1"
FRAME = "xueyou-frame/1"


def rules_schema() -> Schema:
    """Return the JSON Schema of rules.yaml."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:xueyou:rules:1",
        **keyed(
            "招生规则",
            ("schema", "title", "jurisdiction", "year", "stage", "facts", "batches"),
            schema={"const": RULES, "type": "string", "title": "格式"},
            title=text("题目"),
            jurisdiction=_jurisdiction(),
            frame=text("全市框架的文件"),
            year=whole("年份", 2000, 2100),
            stage=among("学段", tuple(STAGES)),
            status=among("可信", STATUSES),
            sources=mapped("依据的文件", ref("source")),
            facts=mapped("事实", ref("fact"), minProperties=1),
            derived=mapped("合计", ref("derived")),
            attributes=mapped("学校的各项", ref("attribute")),
            siblings=keyed(
                "兄弟姐妹",
                ("family",),
                family=text("家庭"),
                elder=text("在读哥姐的学校"),
                same=text("算作同校"),
                clause=CLAUSE,
            ),
            lottery=keyed(
                "摇号",
                ("ticket",),
                ticket=among("一人几号", ("one", "per_option")),
                order=among("次序", ("ascending", "circular")),
                clause=CLAUSE,
            ),
            class_size=keyed(
                "班额",
                ("limit", "classes"),
                limit=whole("每班至多", 1, 999),
                classes=text("班数"),
                clause=CLAUSE,
            ),
            appeal=keyed(
                "申诉",
                ("until", "to"),
                until=day("到哪一天为止"),
                to=text("向谁提出"),
                clause=CLAUSE,
            ),
            batches=listed("批次", ref("batch")),
        ),
        "$defs": definitions(),
    }


def frame_schema() -> Schema:
    """Return the JSON Schema of a city's frame: what a county's rules must keep to."""
    literal = {"oneOf": [text("值"), number("值"), flag("值")], "title": "值"}
    bound = {"oneOf": [number("数"), day("日子")], "title": "界限"}
    bounds = keyed(
        "要求",
        ("path",),
        path=text("规则里的位置"),
        zh=text("说法"),
        among=listed("其中之一", literal),
        at_least=bound,
        at_most=bound,
        present=flag("必须有或没有"),
        clause=CLAUSE,
    )
    known = definitions()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:xueyou:frame:1",
        **keyed(
            "全市框架",
            ("schema", "title", "jurisdiction", "bounds"),
            schema={"const": FRAME, "type": "string", "title": "格式"},
            title=text("题目"),
            jurisdiction=_jurisdiction(),
            year=whole("年份", 2000, 2100),
            stage=among("学段", tuple(STAGES)),
            sources=mapped("依据的文件", ref("source")),
            bounds=listed("各项要求", bounds),
        ),
        "$defs": {name: known[name] for name in ("clause", "source")},
    }


def _jurisdiction() -> Schema:
    code = {
        "oneOf": [text("代码", pattern=r"^[1-9]\d{5}$"), whole("代码", 110000, 999999)],
        "title": "行政区划代码",
    }
    return keyed("哪里的规则", ("code", "name"), code=code, name=text("名称"))
