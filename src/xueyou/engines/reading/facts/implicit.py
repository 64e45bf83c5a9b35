"""Quantities without a numeral: 全覆盖, 清零, and places in a ranking."""

import re

from xueyou.engines.reading.facts import numerals
from xueyou.engines.reading.facts.exclusions import Excluded
from xueyou.engines.reading.facts.mention import Mention

_ALL = re.compile(
    r"全(?:面|部|员|域|程|过程|学段|类型|时段|方位)?覆盖"
    r"(?=率?(?:[,。;、)”\"!]|$|和|及|并|与|的(?:目标|基础|同时)|目标|100%))"
)
_ALL_PLAIN = re.compile(r"全覆盖")
_NO_LEVEL = re.compile(
    r"(?:检查|督查|督导|巡查|排查|走访|摸排|宣传|推进|规划|整治|巡视|巡察|培训|开展|进行|调研|监督|监测|普查)?$"
)
_ZERO = re.compile(
    r"(?:动态|全部|基本|全面)?清零(?=[,。;、)”!]|$|和|及|并|的?目标)|(?:实现|保持|达到)“?零(?:辍学|失学)”?"
)
_RANK = re.compile(
    r"第(?P<num>[一二三四五六七八九十]{1,3}|\d{1,4})(?P<unit>名|位)(?![教学老同])|"
    r"(?<=[居列到省市国区第])第(?P<bare>[一二三四五六七八九十]{1,3}|\d{1,3})(?=[,。;、)]|$)|"
    r"(?:居|列|排名|保持|稳居|获|跃居|升至)[^,。;]{0,12}(?P<first>首位|榜首)|"
    r"(?:前|第)(?P<top>\d{1,3})(?:名|位|强)(?=[,。;、)]|$|行列)"
)
_RANK_VERB = re.compile(
    r"排名|位居|位列|名列|居|列|获|荣获|夺|取得|排在|排|进入|跻身|跃居|升至|上升至|得分|考核|第一名|等次|测评|评价"
)


def find_implicit(text: str, excluded: Excluded, start: int, end: int) -> list[Mention]:
    """Find the implicit quantities of text[start:end], in order."""
    found: list[Mention] = []
    for rule, make in ((_ALL, _all), (_ZERO, _zero)):
        for match in rule.finditer(text, start, end):
            if not excluded.holds(*match.span()):
                found.append(make(match))
    found += [r for m in _RANK.finditer(text, start, end) if (r := _rank(text, m))]
    found.sort(key=lambda m: m.start)
    return found


def _all(match: re.Match[str]) -> Mention:
    return Mention(
        start=match.start(), end=match.end(), value=100, unit="%",
        value_canonical=100, unit_canonical="%", implicit="全覆盖",
    )  # fmt: skip


def _zero(match: re.Match[str]) -> Mention:
    return Mention(
        start=match.start(), end=match.end(), value=0, unit="人",
        value_canonical=0, unit_canonical="人", implicit="清零",
    )  # fmt: skip


def _rank(text: str, match: re.Match[str]) -> Mention | None:
    clause = text[max(0, match.start() - 16) : match.end()]
    clause = clause[max(clause.rfind(","), clause.rfind("。"), clause.rfind("\n")) + 1 :]
    if not _RANK_VERB.search(clause):
        return None
    start, end = match.span()
    if match["first"]:
        start, value = match.start("first"), 1
    else:
        digits = match["num"] or match["bare"] or match["top"]
        number = int(digits) if digits.isdigit() else numerals.han(digits)
        if not number:
            return None
        value = number
    return Mention(
        start=start, end=end, value=value, unit="名次",
        value_canonical=value, unit_canonical="名次", rank=True,
        style=None if text[start:end][1:2].isdigit() else "han",
    )  # fmt: skip
