"""Places where a number is not a statement: titles, document numbers, dates, slogans, ordinals."""

import re
from bisect import bisect_right
from collections.abc import Iterable

Span = tuple[int, int]

LONGEST_SLOGAN = 16
"""A quotation up to this long that holds a number is a name or a slogan (“十个一”)."""

_BOOK = re.compile(r"《[^《》\n]{1,80}》|〔[^〔〕\n]{1,20}〕|\[[^\[\]\n]{1,20}\]\d{1,4}号")
_QUOTE = re.compile(
    "|".join(
        rf"{opened}([^{opened}{shut}\n]{{1,{LONGEST_SLOGAN}}}){shut}"
        for opened, shut in ("“”", '""', "‘’")
    )
)
_ONLY_NUMBER = re.compile(
    r"\s*(?:[两三四五六]个)?\d{1,15}(?:\.\d+)?\s*(?:%|[万亿]?[个所名人项元家])\s*(?:以上)?\s*"
)
_STATEMENT = re.compile(
    r"(?:新建|新增|建成|改造|达到|投入|完成|培训|招聘|资助)[\u4e00-\u9fff]{0,8}\d{1,6}(?:\.\d+)?[万亿]?[个所名人项元间]"
)
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?|(?<![\d.])\d{1,2}月\d{1,2}日"
    r"|(?<!\d)(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}:\d{2}(?::\d{2})?"
)
_ORDINAL = re.compile(
    r"第(?:[零〇一二两三四五六七八九十百千\d]{1,6}[、,和至—-])*[零〇一二两三四五六七八九十百千\d]{1,6}"
)
_PLAN_NAME = re.compile(r"[一二]?十[一二三四五六七八九]?五(?=规划|时期|期间|以来|”|末|开局|收官)")
_ADDRESS = re.compile(r"[路街道巷大弄]\d{1,5}号|\d{1,5}号(?:楼|院|信箱|令|文|公告|线|馆)")
_COUNTING_WORDS = re.compile(
    r"共\s?\d{1,7}\s?字|浏览次数[::]?\s?\d*|(?:阅读|点击)(?:量|数|次数)[::]?\s?\d*"
)
_RATIO = re.compile(r"(?<![\d:])\d{1,3}:\d{1,3}(?![\d:])")
_EACH = re.compile(
    r"[每某同][一二两三四五六七八九十\d]{1,3}(?=[个所名位家座栋间处项种门节期场次户条人天周月年])"
)
_AGE = re.compile(r"\d{1,3}(?:[-—~至到]\d{1,3})?(?:周岁|岁|年级|级|届)")
_ALWAYS_ON = re.compile(r"24小时(?=值|在线|监控|开放|服务|热线|不间断|巡|畅通|制|应急|专人|运|内)")

_RULES = (
    _BOOK,
    _DATE,
    _ORDINAL,
    _PLAN_NAME,
    _ADDRESS,
    _COUNTING_WORDS,
    _RATIO,
    _EACH,
    _AGE,
    _ALWAYS_ON,
)


class Excluded:
    """The excluded stretches of one text, asked by position."""

    def __init__(self, text: str, extra: Iterable[Span] = ()) -> None:
        found = [m.span() for rule in _RULES for m in rule.finditer(text)]
        found += [m.span() for m in _QUOTE.finditer(text) if _is_name(m)]
        found += list(extra)
        self._spans = _merge(found)
        self._starts = [start for start, _ in self._spans]

    def holds(self, start: int, end: int) -> bool:
        """Tell whether the stretch touches an excluded place."""
        index = bisect_right(self._starts, end - 1) - 1
        return index >= 0 and self._spans[index][1] > start


def _is_name(match: re.Match[str]) -> bool:
    inside = next(group for group in match.groups() if group is not None)
    return not _ONLY_NUMBER.fullmatch(inside) and not _STATEMENT.search(inside)


def _merge(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
