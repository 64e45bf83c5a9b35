"""What kind of claim a number makes: at least, at most, about, up by, ranked, kept."""

import re
from dataclasses import dataclass

from xueyou.engines.reading.facts.mention import Mention

_OF = r"(?:[^,;。\d]{1,16}的)?"
_SKIP = r"(?:了|到了|约|近|的|全部|稳定|基本|均|都|各|分别|已|也|就|再|平均|又|为|是|有|[ :])*"
_BEFORE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?:{words}){tail}{of}$"))
    for name, words, tail, of in (
        (
            "le",
            "不超过|不高于|不多于|不大于|不得超过|不得高于|不突破|最多|至多|≤|小于等于",
            _SKIP,
            _OF,
        ),
        (
            "ge",
            "不低于|不少于|不小于|至少[\u4e00-\u9fff]{0,4}|不得少于|不得低于|≥|达到或超过|不下|起码|大于等于",
            rf"{_SKIP}(?:达到|达|有|为|配备|配有|建成|建设|新增|培训|开展|举办|组织|安排|参加|完成)?",
            _OF,
        ),
        ("lt", "低于|少于|小于|不足|不到|未达|<", _SKIP, ""),
        ("gt", "超过|超出|突破|超|逾|高于|大于|多于|优于|>", _SKIP, ""),
        ("approx_le", "将近|接近|近", "", ""),
        ("approx", "大约|约为|约占|约|大致|大概", "(?:为|是|占|有|达|[ ])*", ""),
    )
)
_CEILING = re.compile(r"(?:控制|限制|压缩|压减|压降|降)(?:在|到|至|为)[^,;。]{0,8}$")
_KEEP = re.compile(
    r"(?:(?:保持|稳定|维持|持续保持)(?:稳定)?(?:在|于|为)?|巩固(?:在|于))(?:全[省市国区县]|[了的])*(?:约|近)?$"
)
_REACH = re.compile(
    r"(?:达到|达|达至|(?:提高|提升|增加|增长|上升|扩大|增|升|升高|增大|发展|扩|扩充|扩容|增强|改善|降低|"
    r"缩短|压缩|下降|减少|降|减|缩小|压减)(?:到|至|为|成))"
    r"(?:了|到|全[省市国区县]|约|近|每[生人]?(?:每)?[年月]|[“\" ])*$"
)
_UP = re.compile(
    r"(?:增长|提高|提升|上升|增加|高出|上涨|增幅|增速|增|扩大|升高|多出|(?<!最)多|(?<!最)高|上浮|增长率|增长速度)"
    r"(?:了|约|近|超|超过|为|达|达到|[ ])*$"
)
_DOWN = re.compile(
    r"(?:下降|降低|减少|压减|缩小|下浮|回落|降幅|降|减|下调|(?<!最)低|(?<!最)少|下滑|缩减|减幅)"
    r"(?:了|约|近|超过|为|达|达到|[ ])*$"
)
_FROM_A_STANDARD = re.compile(
    r"([高低超])[于出过](?:了)?[^,;。\d]{0,10}(?:标准|要求|平均(?:水平|数|值)?|均值|规定)(?:约|近)?$"
)
_COMPARED = re.compile(r"比|较|同比|环比|上年|去年|上一年|往年|同期|年均|每年|净增|增幅|增速")
_RANKED = re.compile(r"第$")
_HEDGE = re.compile(r"力争|争取|预计|原则上|力求|努力|有望|基本|大体")


@dataclass(frozen=True, slots=True)
class Claim:
    """A comparator of the schema, and where the words for it begin before the number."""

    comparator: str
    start: int


def claim(before: str, mention: Mention) -> Claim:
    """Judge a mention by the text of its clause before it; `start` counts within `before`."""
    at, worded = _prefix(before)
    change = _change(before, mention)
    if change:
        return change
    word = _by_suffix(mention.suffix) or worded
    if mention.qualifier and word in (None, "approx", "approx_le"):
        word = "approx_ge"
    if word:
        return Claim(word, _from(_REACH, before, at))
    ceiling = _CEILING.search(before)
    if ceiling and not before.rstrip().endswith(("降到", "降至", "降为")):
        return Claim("le", ceiling.start())
    for name, rule in (("keep", _KEEP), ("reach", _REACH)):
        match = rule.search(before)
        if match:
            return Claim(name, match.start())
    return Claim("eq", len(before))


def hedge(before: str) -> str | None:
    """Give the last hedging word of the text before a number."""
    words = [w for w in _HEDGE.findall(before) if w not in {"基本", "大体", "努力"}]
    return words[-1] if words else None


def _prefix(before: str) -> tuple[int, str | None]:
    for name, rule in _BEFORE:
        match = rule.search(before)
        if match:
            return match.start(), name
    return len(before), None


def _from(rule: re.Pattern[str], before: str, at: int) -> int:
    match = rule.search(before[:at])
    return match.start() if match else at


def _by_suffix(suffix: str) -> str | None:
    if suffix.endswith(("以上",)):
        return "ge"
    if suffix.endswith(("以内", "之内", "以下")):
        return "le"
    if suffix:
        return "approx"
    return None


def _change(before: str, mention: Mention) -> Claim | None:
    """Judge a rise or fall: always for 百分点 and growth in %, for counts only when compared."""
    for name, rule in (("delta_up", _UP), ("delta_down", _DOWN)):
        match = rule.search(before)
        if match is None:
            continue
        at, worded = _prefix(before)
        if worded and match.start() >= at:
            continue  # the 少 of 至少, the 低 of 不低于
        counted = re.search(r"(?:数|量|规模|人数)(?:[增减]少?加?)", before[: match.end()])
        relative = counted or mention.unit_canonical in {"%", "百分点", "倍", "‰"}
        if relative or _COMPARED.search(before) or before[match.start() :].startswith(("净增",)):
            return Claim(name, match.start())
    apart = _FROM_A_STANDARD.search(before)
    if apart:
        return Claim("delta_up" if apart[1] in {"高", "超"} else "delta_down", apart.start())
    if mention.unit_canonical == "百分点":
        return Claim("delta_up", len(before))
    return None
