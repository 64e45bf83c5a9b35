"""Owns the schema of a batch: who may, lists, pools, keys, and what comes afterwards."""

from xueyou.rulebook.language.model import MODES, STRADDLES, TIE_LAST
from xueyou.rulebook.language.schema_words import (
    Schema,
    among,
    day,
    flag,
    keyed,
    listed,
    name,
    number,
    ref,
    text,
    whole,
)

CLAUSE = ref("clause")
PARTS = (
    "eligibility", "choices", "pools", "precedence", "rank", "ties", "tie_last", "group",
    "secured", "home", "leftover", "locks", "refill",
)  # fmt: skip


def batch() -> Schema:
    """Return the schema of one batch."""
    return keyed(
        "批次",
        ("id", "zh", "choices"),
        id=name("编号"),
        zh=text("中文名"),
        clause=CLAUSE,
        clauses={
            "type": "object",
            "title": "各部分的依据",
            "properties": {part: CLAUSE for part in PARTS},
            "additionalProperties": False,
        },
        eligibility=listed("资格", ref("need")),
        choices=keyed(
            "志愿",
            ("mode",),
            mode=among("方式", MODES),
            max=whole("最多几个", 1, 256),
            bands=keyed(
                "分段",
                ("of", "first", "step"),
                of=text("事实"),
                first=number("第一段的线"),
                step=number("段宽", exclusiveMinimum=0),
            ),
            generate=keyed("按距离生成", ("by",), by=among("按", ("distance",))),
            clause=CLAUSE,
        ),
        pools=listed("名额", ref("pool")),
        precedence=listed("名额先后", text("编号")),
        rank=listed("排序", ref("term")),
        ties=listed("同分时", ref("term")),
        tie_last=among("末位同分", TIE_LAST),
        group=keyed(
            "同组",
            ("bind",),
            bind=flag("绑在一起"),
            straddle=among("压在最后一名上", STRADDLES),
            tier=among("按谁排", ("lowest", "highest")),
            consent=text("同意拆开"),
            clause=CLAUSE,
        ),
        secured=text("保留学位"),
        home=keyed(
            "一户一学位",
            ("fact", "family", "used_on", "used_by", "years", "day"),
            fact=text("住址"),
            family=text("家庭"),
            used_on=text("上次使用的日子"),
            used_by=text("上次使用的家庭"),
            years=whole("年数", 1, 30),
            day=day("算到哪一天"),
            within_run=flag("同次只一户"),
            clause=CLAUSE,
        ),
        leftover=keyed("余额流向", ("to",), to=text("批次"), clause=CLAUSE),
        locks=flag("录取即锁定"),
        refill=among("放弃后递补", ("next", "none")),
    )
