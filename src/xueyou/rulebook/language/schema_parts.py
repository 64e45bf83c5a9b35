"""Owns the schemas of a rulebook's parts: documents, facts, conditions, keys, sums, needs."""

from xueyou.rulebook.language.model import SENSITIVITIES, STATUSES, TYPES
from xueyou.rulebook.language.schema_batch import batch
from xueyou.rulebook.language.schema_words import (
    Schema,
    among,
    day,
    flag,
    keyed,
    listed,
    mapped,
    name,
    number,
    ref,
    text,
    whole,
)

CLAUSE = ref("clause")


def definitions() -> Schema:
    """Return `$defs`: everything that a rulebook names more than once, and a batch."""
    where = keyed(
        "依据",
        ("source",),
        source=name("文件"),
        at=text("条款"),
        says=text("内容"),
        status=among("可信", STATUSES),
    )
    bound = {"oneOf": [number("数"), day("日子")], "title": "界限"}
    described = {
        "zh": text("中文名"),
        "type": among("类型", TYPES),
        "step": number("刻度", exclusiveMinimum=0),
        "min": bound,
        "max": bound,
        "order": listed("等级，好的在前", text("等级")),
        "words": mapped("每个代码怎么说", text("说法")),
        "clause": CLAUSE,
    }
    literal = {"oneOf": [text("值"), number("值")], "title": "值"}
    return {
        "clause": {
            "title": "依据",
            "oneOf": [where, {"type": "array", "items": where, "minItems": 1, "title": "依据"}],
        },
        "source": keyed(
            "文件",
            ("title", "status"),
            title=text("题目"),
            issuer=text("发文机关"),
            number=text("文号"),
            date=text("日期"),
            url=text("网址"),
            status=among("可信", STATUSES),
        ),
        "attribute": keyed("学校的一项", ("zh", "type"), **described),
        "fact": keyed(
            "事实",
            ("zh", "type"),
            **described,
            sensitivity=among("敏感程度", SENSITIVITIES),
        ),
        "condition": {
            "title": "条件",
            "oneOf": [
                text("原子条件"),
                keyed("都", ("all",), all=listed("都", ref("condition"))),
                keyed("任一", ("any",), any=listed("任一", ref("condition"))),
                keyed("不", ("not",), **{"not": ref("condition")}),
                keyed("属于", ("fact", "in"), fact=text("事实"), **{"in": listed("值", literal)}),
                keyed(
                    "等级组合",
                    ("levels",),
                    levels=keyed(
                        "等级组合",
                        ("of", "at_least", "count"),
                        of=listed("事实", text("事实")),
                        at_least=text("等级"),
                        count=whole("个数", 1, 99),
                    ),
                ),
            ],
        },
        "term": {
            "title": "排序依据",
            "oneOf": [
                text("排序依据"),
                keyed(
                    "满足条件的在前",
                    ("when",),
                    when=ref("condition"),
                    zh=text("中文名"),
                    clause=CLAUSE,
                ),
                keyed(
                    "等级组合",
                    ("levels",),
                    levels=keyed("等级组合", ("of",), of=listed("事实", text("事实"))),
                    zh=text("中文名"),
                    clause=CLAUSE,
                ),
                keyed(
                    "排序依据",
                    ("by",),
                    by=text("排序依据"),
                    zh=text("中文名"),
                    clause=CLAUSE,
                ),
            ],
        },
        "sum_term": {
            "title": "合计的一项",
            "oneOf": [
                text("事实"),
                keyed("事实", ("fact",), fact=text("事实"), times=number("乘"), cap=number("至多")),
                keyed(
                    "加分",
                    ("when", "gives"),
                    when=ref("condition"),
                    gives=number("分"),
                ),
            ],
        },
        "derived": keyed(
            "合计",
            ("zh", "sum"),
            zh=text("中文名"),
            sum=listed("各项", ref("sum_term")),
            clause=CLAUSE,
        ),
        "need": keyed(
            "资格",
            (),
            id=name("编号"),
            zh=text("说法"),
            need=ref("condition"),
            line=keyed(
                "分数线",
                ("of",),
                of=text("事实"),
                at_least=number("至少"),
                under=keyed(
                    "低于另一批次", ("batch", "by"), batch=text("批次"), by=number("低多少")
                ),
                when_empty=among("没有录取时", ("open", "closed")),
            ),
            clause=CLAUSE,
        ),
        "pool": keyed(
            "名额",
            ("id",),
            id=name("编号"),
            zh=text("中文名"),
            by=text("按事实分"),
            who=ref("condition"),
            all={"type": "boolean", "const": True, "title": "所有人"},
            places=among("名额从哪来", ("rows", "rest")),
            hard=flag("只给自己的人"),
            rank=listed("先看", ref("term")),
            clause=CLAUSE,
        ),
        "batch": batch(),
    }
