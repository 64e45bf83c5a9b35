"""One phrase, several facts: 分别, 均达, and two 两个“100%” (L4 d)."""

import re

from xueyou.engines.reading.facts.naming import RATE_WORD
from xueyou.engines.reading.facts.wording import strip_lead, strip_tail, tidy

_APART = re.compile(r"分别|依次|各自")
_EVEN = re.compile(
    r"(?:均|都|全部|双双|皆)(?:已|要|应|将|为|是|不低于|保持|达到|达|实现|稳定在|保持在|超过|在|提高到|提升到|"
    r"不少于|不超过|控制在|[ ])*$"
)
_SUMMED = re.compile(
    r"(?:等)?(?:这)?[两二三四五六2-6](?:项|个|大|类)?(?:核心|主要|关键)?(?:指标|比例|比率|率)$"
)
_ITEM = re.compile(r"、|以及|和|及|与|,")
_MASKED = re.compile(r"\([^()]*\)|“[^“”]*”|《[^《》]*》")
_VALUE_WORD = re.compile(
    r"(?:新增学位|新增|新建|招生|在校生|投入|投资|培训|招聘|增长|提高|下降|增加|减少|达到|占比|有|为)+$"
)


def items(text: str) -> list[str]:
    """Split a list at 、 和 及 与 outside brackets and quotations."""
    masked = _MASKED.sub(lambda m: "＿" * len(m.group()), text)
    parts, at = [], 0
    for match in _ITEM.finditer(masked):
        parts.append(text[at : match.start()])
        at = match.end()
    parts.append(text[at:])
    return [part.strip() for part in parts if part.strip()]


def apart(before: str) -> tuple[str, str] | None:
    """Split the text before the first of several numbers at 分别: (list of subjects, predicate)."""
    found = list(_APART.finditer(before))
    return (before[: found[-1].start()], before[found[-1].end() :]) if found else None


def subjects_apart(listed: str, predicate: str, count: int) -> list[str] | None:
    """Name the subjects of 分别 when there are as many as numbers, else None."""
    parts = items(strip_lead(listed))
    if len(parts) > count:
        parts = parts[-count:] if _same_shape(parts[-count:]) else parts
    if len(parts) != count:
        return None
    tail = strip_tail(predicate.strip(" ,、:"))
    named = share_tail([strip_lead(part) for part in parts])
    return [tidy(part + tail) for part in named]


_YEARS = re.compile(r"(?:其中|[,、和及与 ]|20\d\d年度?)+$")


def years_apart(listed: str, count: int) -> list[str] | None:
    """Give the years of 2025年、2026年分别 where there are as many as numbers, else None."""
    found = _YEARS.search(listed)
    years = re.findall(r"20\d\d(?=年)", found.group()) if found else []
    return years if len(years) == count else None


def _same_shape(parts: list[str]) -> bool:
    return all(RATE_WORD.search(part) for part in parts)


_STAGE_HEAD = re.compile(
    r"(?:公办|民办)?(?:学前教育|幼儿园|小学|初中|普通高中|高中|中职|高职|义务教育|城区|城镇|乡镇|农村|乡村)"
)


def share_tail(parts: list[str]) -> list[str]:
    """Give every item what only the last one prints (小学、初中巩固率 → 小学巩固率, 初中巩固率)."""
    if len(parts) < 2:
        return parts
    last = parts[-1]
    stage = _STAGE_HEAD.match(last)
    if stage and all(_STAGE_HEAD.fullmatch(part) for part in parts[:-1]):
        return [*(part + last[stage.end() :] for part in parts[:-1]), last]
    if not RATE_WORD.search(last):
        return parts
    if all(RATE_WORD.search(part) for part in parts[:-1]):
        return share_head(parts)
    tail = last[stage.end() :] if stage else last[min(2, len(last) - 2) :]
    return [part if RATE_WORD.search(part) else part + tail for part in parts]


_OWN_HEAD = re.compile(r"学前教育|义务教育|高中阶段|幼儿园|小学|初中|高中|中职|特殊教育")


def share_head(parts: list[str]) -> list[str]:
    """Give bare rates the subject of the first (学前教育公办率、普惠率)."""
    head = _OWN_HEAD.match(parts[0])
    if head is None:
        return parts
    return [
        part if len(part) > 5 or _OWN_HEAD.match(part) else head.group() + part for part in parts
    ]


def subjects_even(before: str) -> list[str] | None:
    """Name the subjects of 均达 when several rates share one number, else None."""
    each = re.search(r"各$", before)
    if each:
        parts = items(strip_lead(before[: each.start()]))
        return parts if len(parts) >= 2 and all(len(part) <= 10 for part in parts) else None
    match = _EVEN.search(before)
    listed = strip_tail(before) if match is None else before[: match.start()]
    parts = items(strip_lead(_SUMMED.sub("", listed)))
    if len(parts) < 2:
        return None
    if not RATE_WORD.search(parts[-1]):
        short = match is not None and all(2 <= len(part) <= 14 for part in parts)
        return [tidy(strip_lead(part) + "率") for part in parts] if short else None
    if match is None and not all(RATE_WORD.search(part) for part in parts):
        return None
    rates = sum(bool(RATE_WORD.search(part)) for part in parts)
    if rates == 1 and not all(len(part) <= 10 for part in parts[:-1]):
        return None
    if rates not in {1, len(parts)}:
        parts = [part for part in parts if RATE_WORD.search(part)]
    return [tidy(part) for part in share_tail([strip_lead(part) for part in parts])]


def subjects_copied(before: str, copies: int) -> list[str] | None:
    """Name the subjects of 两个“100%” when there are as many as it says, else None.

    Where every joint makes too many, only 、 and the last joint count (视频监控和报警、护学岗).
    """
    listed = strip_lead(re.sub(r"(?:实现|达到|做到|落实)(?:了)?$", "", before.rstrip(",: ")))
    coarse = [part for part in re.split(r"、", listed) if part]
    last = items(coarse[-1]) if coarse else []
    every = items(listed)
    head = every[: len(every) - copies + 1]
    joined = ["、".join(head), *every[len(head) :]] if len(every) > copies else []
    for parts in (every, coarse, [*coarse[:-1], *last], joined):
        if len(parts) == copies:
            named = [strip_lead(part) or part for part in parts]
            return [tidy(part if RATE_WORD.search(part) else part + "率") for part in named]
    return None
