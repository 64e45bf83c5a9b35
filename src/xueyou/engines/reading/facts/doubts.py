"""How sure the reader is of a fact, and why not surer, in words for the officer who checks it."""

import re
from collections.abc import Callable

from xueyou.engines.reading.facts.candidate import Candidate

_VAGUE = {
    "approx": "原文写的是约数，没写多少算完成",
    "approx_ge": "原文写“余”或“多”，没写确切数",
    "approx_le": "原文写“近”，没写确切数",
}


LONGEST_PLAIN_NAME = 20
_ODD_MARKS = re.compile(r"\d|[,;:。!?]")
_VERB_FIRST = re.compile(
    r"(?:为|与|从|对|向|将|把|被|由|在(?!校|园|编|职|岗|建|读|册)|受(?!教育)|涉及|参加|参与|占|可|能|已|继续|重点|"
    r"获|遴选|评选|服务(?!率)|结转|配置|规划|实施|保障)"
)
_SENTENCE_WORDS = re.compile(
    r"继续|分别|达到|已经|均|占[^,]+占|保障|落实|(?:下年|全面)推进|是(?!否)"
)
_GENERAL = re.compile(
    r"(?:总|全年|年度|完成|累计|到位|社会|上级|新增|开展|受益|参加|参与|学生|教师|家长|示范|普通|公办|民办|城区|农村|其他|"
    r"培训|专业|支出|投资|投入|资金|学校|高中|小学|初中|中职|幼儿园|班|市民|学位|人数|人次|率|校长|项目|工程|补助|标准)+"
)
_PLAIN_KIND = re.compile(
    r"(?:新增|公办|民办|普通|幼儿园|小学|初中|高中)*学位|(?:公办|民办)?(?:幼儿园|小学|初中|普通高中)|(?:培训|招聘)教师"
)


_RULES: tuple[tuple[Callable[[Candidate], bool], str, float], ...] = (
    (lambda c: not c.name, "这个数没有写明是什么指标", 0.45),
    (lambda c: bool(c.name) and c.inherited, "指标名称取自上文，请核对", 0.18),
    (lambda c: 0 < len(c.name) <= 2, "指标名称过短，请补全", 0.2),
    (lambda c: bool(_ODD_MARKS.search(c.name)), "指标名称里有数字或标点，可能截取有误", 0.2),
    (lambda c: len(c.name) > LONGEST_PLAIN_NAME, "指标名称过长，请缩写", 0.18),
    (lambda c: bool(_VERB_FIRST.match(c.name)), "指标名称以动词开头，可能不完整", 0.18),
    (lambda c: bool(_SENTENCE_WORDS.search(c.name)), "指标名称里有叙述的话，请改成名称", 0.18),
    (lambda c: _is_general(c.name), "指标名称笼统，没写是哪里的、谁的", 0.18),
    (lambda c: c.period is None, "原文没有写明年份", 0.1),
    (lambda c: c.status == "ongoing", "原文没写是否已经完成", 0.12),
    (lambda c: c.distributive, "一处数字对应几个指标，请核对对应关系", 0.06),
    (lambda c: c.baseline, "这是变化之前的数，不是目标", 0.08),
    (lambda c: c.kind == "structural", "这个数可能只是工作条目的计数", 0.25),
    (lambda c: _in_han(c), "数字用汉字写成，请核对", 0.06),
    (lambda c: _bare_change(c), "只写了变化幅度，没写变化后的数", 0.06),
)


def _is_general(name: str) -> bool:
    """Tell a name that fits many things: 总投资, 参加率, 学校, but not 新增学位 or 小学学生."""
    return len(name) > 2 and bool(_GENERAL.fullmatch(name)) and not _PLAIN_KIND.fullmatch(name)


def _in_han(candidate: Candidate) -> bool:
    return candidate.mention.style == "han" and not candidate.mention.implicit


def _bare_change(candidate: Candidate) -> bool:
    return candidate.kind in {"delta", "growth_rate"} and candidate.of is None


def reasons(candidate: Candidate) -> list[tuple[str, float]]:
    """Give the doubts about a candidate, each with the confidence it costs."""
    mention = candidate.mention
    found = [(zh, cost) for holds, zh, cost in _RULES if holds(candidate)]
    if candidate.comparator in _VAGUE:
        found.append((_VAGUE[candidate.comparator], 0.04))
    if mention.upper is not None:
        found.append((f"原文写的是一个范围，上限为{mention.upper:g}，这里取下限", 0.2))
    if mention.implicit == "翻番":
        found.append(("原文写“翻番”，没写以多少为基数", 0.3))
    elif mention.implicit:
        found.append((f"原文写“{mention.implicit}”，没有写数字", 0.05))
    return found


def confidence(candidate: Candidate) -> float:
    """Give the confidence of a candidate, 0.05 to 0.98."""
    return max(0.05, 0.98 - sum(cost for _, cost in reasons(candidate)))


def doubts(candidate: Candidate) -> tuple[str, ...]:
    """Give the doubts about a candidate as short sentences."""
    return tuple(zh for zh, _ in reasons(candidate))
