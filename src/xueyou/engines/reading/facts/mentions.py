"""Find every quantity of a text: number, magnitude, unit, and the words that loosen it."""

import re
from dataclasses import replace

from xueyou.engines.reading.facts import numerals, units
from xueyou.engines.reading.facts.exclusions import Excluded
from xueyou.engines.reading.facts.mention import Mention

MOST_IN_A_SENTENCE = 200
"""Looking stops here: what holds more numbers without a full stop is a broken table."""

_SUFFIX = r"(?:\(?含\)?)?(?:及以上|及其以上|以上|以内|之内|以下|左右|上下)"
_QUANTITY = re.compile(
    rf"(?<![\d.A-Za-z+×*/])(?P<num>{numerals.ARABIC}|(?<![零〇一二两三四五六七八九十百千万亿第]){numerals.HAN}|(?<=[近上超逾])(?=万))"
    rf"(?P<loose>余|多|来)?(?P<mag>{numerals.MAGNITUDE})?(?P<more>余|多)?[ ]?"
    rf"(?P<unit>{units.PATTERN})(?P<suffix>{_SUFFIX})?"
)
_PERCENT_WORDS = re.compile(
    r"百分之(?P<whole>百|[零一二三四五六七八九十]{1,5}|\d{1,3}(?:\.\d+)?)"
    r"(?:点(?P<part>[零〇一二三四五六七八九]{1,3}))?(?P<suffix>以上|以内|以下|左右)?|"
    r"(?<=[达到率现为持])百分百"
)
_TENTHS = re.compile(
    r"(?<![零一二两三四五六七八九十百千建完组构落造促])(?P<num>[两二三四五六七八九])成(?P<part>[一二三四五六七八九半])?(?P<suffix>以上|左右)?"
    r"(?=的|多|[,。;、)]|$|学|教|家|农|中|小|幼|毕)"
)
_PARTS = re.compile(
    r"(?P<below>[二三四五六七八九十])分之(?P<above>[一二两三四五六七八九])(?P<suffix>以上)?"
)
_HALF = re.compile(r"半数(?P<suffix>以上)?|过半(?P<over>数)?(?=的|[,。;、]|$)")
_DOUBLE = re.compile(r"翻(?P<num>[一两二三])番")
_RANGE_LEFT = re.compile(
    rf"(?P<num>{numerals.ARABIC})(?P<unit>%|[万亿]?元|万|亿|个|所|名|人)?[ ]?"
    r"(?:-|—|——|~|至|到)[ ]?$"
)
_FROM = re.compile(rf"(?:由|从)[^,。;]{{0,14}}?{numerals.ARABIC}(?:%|万|亿)?[ ]?(?:至|到)[ ]?$")
_INSTITUTION = re.compile(
    r"[\u4e00-\u9fff]{0,10}?(?:学校|院校|学院|中学|小学|幼儿园|校区|教学点|实训基地|园区|教室|实验室|"
    r"食堂|教学楼)"
)
_ROUND = {"百": 100, "千": 1000}
_YEARS_NOUN = re.compile(r"年限|年数|寿命|学制")
_SCORE_NOUN = re.compile(r"得分|评分|满意|指数|测评|总评|均分|考核|评价|平均分")
_FULL_MARKS = re.compile(r"满分|总分|计")
_NEXT_DEADLINE = re.compile(r"内|之内|前|之前|后|来|以来|一次|一轮")
_COPIES = re.compile(r"“?(?:([两二三四五六])|(\d))个[“\"]?$")


def find_mentions(text: str, away: Excluded, start: int, end: int) -> list[Mention]:
    """Find the quantities of text[start:end], in order, without those in excluded places."""
    found: list[Mention] = []
    for match in _QUANTITY.finditer(text, start, end):
        mention = _quantity(text, match)
        if mention is not None:
            found.append(mention)
        if len(found) > MOST_IN_A_SENTENCE:
            break
    found += _worded(text, start, end)
    found.sort(key=lambda m: (m.start, -m.end))
    kept: list[Mention] = []
    for mention in found:
        if away.holds(mention.start, mention.end):
            continue
        if kept and mention.start < kept[-1].end:
            continue
        kept.append(_with_copies(text, mention))
    return _shared_unit(text, kept)


_LISTED = re.compile(r"(?:、|和|与|及|,|以及)")


def _shared_unit(text: str, found: list[Mention]) -> list[Mention]:
    """Give 0.3个 its whole unit where the next in the list says it: 0.3个和0.6个百分点."""
    for index in range(len(found) - 2, -1, -1):
        first, second = found[index], found[index + 1]
        between = text[first.end : second.start]
        if (
            first.unit == "个"
            and second.unit_canonical == "百分点"
            and isinstance(first.value, float | int)
            and _LISTED.fullmatch(between)
        ):
            found[index] = replace(first, unit="个百分点", unit_canonical="百分点")
    return found


def _quantity(text: str, match: re.Match[str]) -> Mention | None:
    written = match["unit"]
    unit = units.unit(written)
    num, magnitude = match["num"], match["mag"] or ""
    value: int | float | None
    style = None
    if not num:
        value, style = 1, "han"
    elif num[0].isdigit():
        value = numerals.arabic(num)
    else:
        style = "han"
        value = _ROUND.get(num) or numerals.han(num)
        loose = match["loose"] or match["more"]
        if value is None or not _han_stands(text, match, num, magnitude, unit.canonical, loose):
            return None
    if not _unit_stands(text, match, unit.canonical, value, style):
        return None
    upper = None
    start = match.start()
    left = _RANGE_LEFT.search(text, max(0, start - 24), start)
    if left and style is None and not _FROM.search(text, max(0, start - 40), start):
        lower = numerals.arabic(left["num"])
        if lower < value:
            own = (left["unit"] or "").removesuffix("元")
            scale = own if own in numerals.MAGNITUDES else magnitude
            if left["unit"] == "元":
                scale = ""
            upper = numerals.scaled(value, magnitude)
            value, start = lower, left.start()
            canonical = numerals.scaled(value, scale or "")
            return Mention(
                start=start, end=match.end(), value=value, unit=magnitude + written,
                value_canonical=canonical, unit_canonical=unit.canonical,
                suffix=match["suffix"] or "", upper=upper,
            )  # fmt: skip
    qualifier = match["loose"] or match["more"]
    return Mention(
        start=start,
        end=match.end(),
        value=value,
        unit=f"{match['loose'] or ''}{magnitude}{match['more'] or ''}{written}",
        value_canonical=numerals.scaled(value, magnitude),
        unit_canonical=unit.canonical,
        style=style,
        qualifier=qualifier,
        suffix=match["suffix"] or "",
    )


def _han_stands(
    text: str, match: re.Match[str], num: str, magnitude: str, unit: str, loose: str | None
) -> bool:
    """Tell whether a Han number is an amount here and not wording (五项服务, 一所学校)."""
    if num in {"一", "百", "千", "十", "零", "双"} and not magnitude:
        before = text[max(0, match.start() - 4) : match.start()]
        if num in {"百", "千"}:
            return bool(loose) or (
                before.endswith(("近", "上", "超", "逾", "超过", "突破")) and unit != "年"
            )
        if num == "十":
            return unit in units.HAN_SINGLE or bool(loose)
        return num == "一" and unit == "所" and before.endswith(_BUILDS)
    if magnitude or loose:
        return unit not in {"年"}
    if len(num) == 1:
        listed = text[max(0, match.start() - 1) : match.start()] in {
            "、",
            "和",
            "及",
            "与",
            ",",
            "“",
        }
        bears = _INSTITUTION.match(text, match.end())
        return unit in units.HAN_SINGLE or (unit == "个" and bool(bears) and not listed)
    return unit not in {"年", "条", "节", "门", "天", "周", "月"}


_BUILDS = ("新建", "建成", "迁建", "改建", "扩建", "创建", "建设", "新增", "引进", "开办", "新开办")


def _unit_stands(
    text: str, match: re.Match[str], unit: str, value: int | float, style: str | None
) -> bool:
    """Judge the units that are amounts only in some surroundings."""
    before = text[max(0, match.start() - 16) : match.start()]
    after = text[match.end() : match.end() + 3]
    if unit == "年":
        whole = text[max(0, match.start() - 30) : match.start()]
        return style is None and value < 100 and bool(_YEARS_NOUN.search(whole))
    if unit == "分":
        return (
            style is None
            and value <= 1000
            and bool(_SCORE_NOUN.search(text[max(0, match.start() - 34) : match.start()]))
            and not (_FULL_MARKS.search(before[-4:]))
        )
    if match["unit"] == "日" and not re.search(r"(?:不少于|不得少于|不低于|至少|不短于)$", before):
        return False
    if unit in {"天", "周", "月"}:
        return not (_NEXT_DEADLINE.match(after) or before.endswith(("近", "前", "后", "每")))
    if unit == "小时" and (_NEXT_DEADLINE.match(after) or "×" in before[-2:]):
        return False
    return not before.endswith(("前", "NO.", "No.", "№")) or unit in {"元", "%"}


def _worded(text: str, start: int, end: int) -> list[Mention]:
    """Find 百分之N, N成, N分之N, 半数 and 翻一番."""
    found = []
    for match in _PERCENT_WORDS.finditer(text, start, end):
        value = _percent(match)
        if value is not None:
            found.append(_rate(match, value, match["suffix"] or ""))
    for match in _TENTHS.finditer(text, start, end):
        part = 5 if match["part"] == "半" else numerals.HAN_DIGITS.get(match["part"] or "", 0)
        value = numerals.HAN_DIGITS[match["num"]] * 10 + part
        found.append(_rate(match, value, match["suffix"] or ""))
    for match in _PARTS.finditer(text, start, end):
        below, above = numerals.han(match["below"]), numerals.han(match["above"])
        if below and above and above < below:
            value_ = numerals.tidy(round(100 * above / below, 2))
            found.append(_rate(match, value_, match["suffix"] or ""))
    for match in _HALF.finditer(text, start, end):
        suffix = "以上" if match.group().startswith("过半") else match["suffix"] or ""
        found.append(_rate(match, 50, suffix))
    for match in _DOUBLE.finditer(text, start, end):
        times = 2 ** numerals.HAN_DIGITS[match["num"]]
        found.append(
            Mention(
                start=match.start(), end=match.end(), value=times, unit="倍",
                value_canonical=times, unit_canonical="倍", style="han", implicit="翻番",
            )
        )  # fmt: skip
    return found


def _percent(match: re.Match[str]) -> int | float | None:
    whole = match["whole"]
    if whole is None or whole == "百":
        return 100
    if whole[0].isdigit():
        return numerals.arabic(whole)
    value = numerals.han(whole)
    if value is None:
        return None
    if match["part"]:
        digits = "".join(str(numerals.HAN_DIGITS[c]) for c in match["part"])
        return float(f"{value}.{digits}")
    return value


def _rate(match: re.Match[str], value: int | float, suffix: str) -> Mention:
    return Mention(
        start=match.start(),
        end=match.end(),
        value=value,
        unit="%",
        value_canonical=value,
        unit_canonical="%",
        style=None if match.group()[:5].isdigit() else "han",
        suffix=suffix,
    )


def _with_copies(text: str, mention: Mention) -> Mention:
    """Take in the words around a number that stands for several things: 两个“100%”."""
    if mention.unit_canonical != "%":
        return mention
    lead = _COPIES.search(text, max(0, mention.start - 6), mention.start)
    if lead is None:
        return mention
    copies = numerals.HAN_DIGITS[lead[1]] if lead[1] else int(lead[2])
    end = mention.end + (1 if text[mention.end : mention.end + 1] in '”"' else 0)
    return replace(mention, copies=copies, inner=(lead.start(), end))
