"""Owns the JSON Schema of rules.yaml and of a city's frame; the reader enforces these very schemas.

Only a small part of JSON Schema (draft 2020-12) is used, the part `shape.py` understands. Where
a choice is between kinds, `oneOf` is told by the kind of value and by the first required key.
"""

from typing import Any

from xueyou.rulebook.language.model import (
    MODES,
    SENSITIVITIES,
    STAGES,
    STATUSES,
    STRADDLES,
    TIE_LAST,
    TYPES,
)

Schema = dict[str, Any]

RULES = "xueyou-rules/1"
FRAME = "xueyou-frame/1"
NAME = r"^[A-Za-z_\u00b7\u4e00-\u9fff][0-9A-Za-z_\u00b7\u4e00-\u9fff-]*$"
PARTS = (
    "eligibility", "choices", "pools", "precedence", "rank", "ties", "tie_last", "group",
    "secured", "home", "leftover", "locks", "refill",
)  # fmt: skip


def _text(zh: str, **more: Any) -> Schema:
    return {"type": "string", "title": zh, "minLength": 1, **more}


def _name(zh: str) -> Schema:
    return _text(zh, pattern=NAME)


def _number(zh: str, **more: Any) -> Schema:
    return {"type": "number", "title": zh, **more}


def _whole(zh: str, low: int, high: int) -> Schema:
    return {"type": "integer", "title": zh, "minimum": low, "maximum": high}


def _flag(zh: str) -> Schema:
    return {"type": "boolean", "title": zh}


def _among(zh: str, values: tuple[str, ...]) -> Schema:
    return {"type": "string", "title": zh, "enum": list(values)}


def _day(zh: str) -> Schema:
    return _text(zh, pattern=r"^\d{4}-\d{2}-\d{2}$")


def _list(zh: str, items: Schema) -> Schema:
    return {"type": "array", "title": zh, "items": items, "minItems": 1}


def _map(zh: str, items: Schema, **more: Any) -> Schema:
    return {
        "type": "object",
        "title": zh,
        "propertyNames": {"pattern": NAME},
        "additionalProperties": items,
        **more,
    }


def _object(title: str, required: tuple[str, ...], /, **properties: Schema) -> Schema:
    return {
        "type": "object",
        "title": title,
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


CLAUSE = _ref("clause")


def _definitions() -> Schema:
    where = _object(
        "依据",
        ("source",),
        source=_name("文件"),
        at=_text("条款"),
        says=_text("内容"),
        status=_among("可信", STATUSES),
    )
    bound = {"oneOf": [_number("数"), _day("日子")], "title": "界限"}
    described = {
        "zh": _text("中文名"),
        "type": _among("类型", TYPES),
        "step": _number("刻度", exclusiveMinimum=0),
        "min": bound,
        "max": bound,
        "order": _list("等级，好的在前", _text("等级")),
        "clause": CLAUSE,
    }
    literal = {"oneOf": [_text("值"), _number("值")], "title": "值"}
    return {
        "clause": {
            "title": "依据",
            "oneOf": [where, {"type": "array", "items": where, "minItems": 1, "title": "依据"}],
        },
        "source": _object(
            "文件",
            ("title", "status"),
            title=_text("题目"),
            issuer=_text("发文机关"),
            number=_text("文号"),
            date=_text("日期"),
            url=_text("网址"),
            status=_among("可信", STATUSES),
        ),
        "attribute": _object("学校的一项", ("zh", "type"), **described),
        "fact": _object(
            "事实",
            ("zh", "type"),
            **described,
            sensitivity=_among("敏感程度", SENSITIVITIES),
        ),
        "condition": {
            "title": "条件",
            "oneOf": [
                _text("原子条件"),
                _object("都", ("all",), all=_list("都", _ref("condition"))),
                _object("任一", ("any",), any=_list("任一", _ref("condition"))),
                _object("不", ("not",), **{"not": _ref("condition")}),
                _object("属于", ("fact", "in"), fact=_text("事实"), **{"in": _list("值", literal)}),
                _object(
                    "等级组合",
                    ("levels",),
                    levels=_object(
                        "等级组合",
                        ("of", "at_least", "count"),
                        of=_list("事实", _text("事实")),
                        at_least=_text("等级"),
                        count=_whole("个数", 1, 99),
                    ),
                ),
            ],
        },
        "term": {
            "title": "排序依据",
            "oneOf": [
                _text("排序依据"),
                _object(
                    "满足条件的在前",
                    ("when",),
                    when=_ref("condition"),
                    zh=_text("中文名"),
                    clause=CLAUSE,
                ),
                _object(
                    "等级组合",
                    ("levels",),
                    levels=_object("等级组合", ("of",), of=_list("事实", _text("事实"))),
                    zh=_text("中文名"),
                    clause=CLAUSE,
                ),
                _object(
                    "排序依据",
                    ("by",),
                    by=_text("排序依据"),
                    zh=_text("中文名"),
                    clause=CLAUSE,
                ),
            ],
        },
        "sum_term": {
            "title": "合计的一项",
            "oneOf": [
                _text("事实"),
                _object(
                    "事实", ("fact",), fact=_text("事实"), times=_number("乘"), cap=_number("至多")
                ),
                _object(
                    "加分",
                    ("when", "gives"),
                    when=_ref("condition"),
                    gives=_number("分"),
                ),
            ],
        },
        "derived": _object(
            "合计",
            ("zh", "sum"),
            zh=_text("中文名"),
            sum=_list("各项", _ref("sum_term")),
            clause=CLAUSE,
        ),
        "need": _object(
            "资格",
            (),
            id=_name("编号"),
            zh=_text("说法"),
            need=_ref("condition"),
            line=_object(
                "分数线",
                ("of",),
                of=_text("事实"),
                at_least=_number("至少"),
                under=_object(
                    "低于另一批次", ("batch", "by"), batch=_text("批次"), by=_number("低多少")
                ),
                when_empty=_among("没有录取时", ("open", "closed")),
            ),
            clause=CLAUSE,
        ),
        "pool": _object(
            "名额",
            ("id",),
            id=_name("编号"),
            zh=_text("中文名"),
            by=_text("按事实分"),
            who=_ref("condition"),
            all={"type": "boolean", "const": True, "title": "所有人"},
            places=_among("名额从哪来", ("rows", "rest")),
            hard=_flag("只给自己的人"),
            rank=_list("先看", _ref("term")),
            clause=CLAUSE,
        ),
        "batch": _batch(),
    }


def _batch() -> Schema:
    return _object(
        "批次",
        ("id", "zh", "choices"),
        id=_name("编号"),
        zh=_text("中文名"),
        clause=CLAUSE,
        clauses={
            "type": "object",
            "title": "各部分的依据",
            "properties": {part: CLAUSE for part in PARTS},
            "additionalProperties": False,
        },
        eligibility=_list("资格", _ref("need")),
        choices=_object(
            "志愿",
            ("mode",),
            mode=_among("方式", MODES),
            max=_whole("最多几个", 1, 256),
            bands=_object(
                "分段",
                ("of", "first", "step"),
                of=_text("事实"),
                first=_number("第一段的线"),
                step=_number("段宽", exclusiveMinimum=0),
            ),
            generate=_object("按距离生成", ("by",), by=_among("按", ("distance",))),
            clause=CLAUSE,
        ),
        pools=_list("名额", _ref("pool")),
        precedence=_list("名额先后", _text("编号")),
        rank=_list("排序", _ref("term")),
        ties=_list("同分时", _ref("term")),
        tie_last=_among("末位同分", TIE_LAST),
        group=_object(
            "同组",
            ("bind",),
            bind=_flag("绑在一起"),
            straddle=_among("压在最后一名上", STRADDLES),
            tier=_among("按谁排", ("lowest", "highest")),
            consent=_text("同意拆开"),
            clause=CLAUSE,
        ),
        secured=_text("保留学位"),
        home=_object(
            "一户一学位",
            ("fact", "family", "used_on", "used_by", "years", "day"),
            fact=_text("住址"),
            family=_text("家庭"),
            used_on=_text("上次使用的日子"),
            used_by=_text("上次使用的家庭"),
            years=_whole("年数", 1, 30),
            day=_day("算到哪一天"),
            within_run=_flag("同次只一户"),
            clause=CLAUSE,
        ),
        leftover=_object("余额流向", ("to",), to=_text("批次"), clause=CLAUSE),
        locks=_flag("录取即锁定"),
        refill=_among("放弃后递补", ("next", "none")),
    )


def rules_schema() -> Schema:
    """Return the JSON Schema of rules.yaml."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:xueyou:rules:1",
        **_object(
            "招生规则",
            ("schema", "title", "jurisdiction", "year", "stage", "facts", "batches"),
            schema={"const": RULES, "type": "string", "title": "格式"},
            title=_text("题目"),
            jurisdiction=_jurisdiction(),
            frame=_text("全市框架的文件"),
            year=_whole("年份", 2000, 2100),
            stage=_among("学段", tuple(STAGES)),
            status=_among("可信", STATUSES),
            sources=_map("依据的文件", _ref("source")),
            facts=_map("事实", _ref("fact"), minProperties=1),
            derived=_map("合计", _ref("derived")),
            attributes=_map("学校的各项", _ref("attribute")),
            siblings=_object(
                "兄弟姐妹",
                ("family",),
                family=_text("家庭"),
                elder=_text("在读哥姐的学校"),
                same=_text("算作同校"),
                clause=CLAUSE,
            ),
            lottery=_object(
                "摇号",
                ("ticket",),
                ticket=_among("一人几号", ("one", "per_option")),
                order=_among("次序", ("ascending", "circular")),
                clause=CLAUSE,
            ),
            class_size=_object(
                "班额",
                ("limit", "classes"),
                limit=_whole("每班至多", 1, 999),
                classes=_text("班数"),
                clause=CLAUSE,
            ),
            appeal=_object(
                "申诉",
                ("until", "to"),
                until=_day("到哪一天为止"),
                to=_text("向谁提出"),
                clause=CLAUSE,
            ),
            batches=_list("批次", _ref("batch")),
        ),
        "$defs": _definitions(),
    }


def frame_schema() -> Schema:
    """Return the JSON Schema of a city's frame: what a county's rules must keep to."""
    literal = {"oneOf": [_text("值"), _number("值"), _flag("值")], "title": "值"}
    bound = {"oneOf": [_number("数"), _day("日子")], "title": "界限"}
    bounds = _object(
        "要求",
        ("path",),
        path=_text("规则里的位置"),
        zh=_text("说法"),
        among=_list("其中之一", literal),
        at_least=bound,
        at_most=bound,
        present=_flag("必须有或没有"),
        clause=CLAUSE,
    )
    definitions = _definitions()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:xueyou:frame:1",
        **_object(
            "全市框架",
            ("schema", "title", "jurisdiction", "bounds"),
            schema={"const": FRAME, "type": "string", "title": "格式"},
            title=_text("题目"),
            jurisdiction=_jurisdiction(),
            year=_whole("年份", 2000, 2100),
            stage=_among("学段", tuple(STAGES)),
            sources=_map("依据的文件", _ref("source")),
            bounds=_list("各项要求", bounds),
        ),
        "$defs": {name: definitions[name] for name in ("clause", "source")},
    }


def _jurisdiction() -> Schema:
    code = {
        "oneOf": [_text("代码", pattern=r"^[1-9]\d{5}$"), _whole("代码", 110000, 999999)],
        "title": "行政区划代码",
    }
    return _object("哪里的规则", ("code", "name"), code=code, name=_text("名称"))
