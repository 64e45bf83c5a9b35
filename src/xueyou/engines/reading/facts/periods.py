"""When: the year, the span of years or the day a statement is about (L5)."""

import re
from dataclasses import dataclass

_YEAR = r"(?<!\d)((?:19|20)\d\d)"
_DATED = re.compile(
    rf"{_YEAR}(?:[-—~至到]{{1,2}}((?:19|20)\d\d))?(学年度|学年|年度|年)"
    r"(?:(\d{1,2})月(?:(\d{1,2})日)?)?(年?[末底]|底|末)?"
)
_RELATIVE = re.compile(r"今年|本年度?|当年|去年|明年|年内|年底前|年末|(?<!每)年底")
_EVERY_YEAR = re.compile(r"每年|每学年|逐年")
_SHIFT = {"去年": -1, "明年": 1}
_FIVE_YEARS = re.compile(r"“?十([二三四五六])五”?(时期|期间|末|以来|收官)")
_MONTH_END = re.compile(
    r"(?<!\d)(?<!\d年)(\d{1,2})月(?:底|末|(\d{1,2})日)"
    r"(?:(?=前|之前|以前|,|完成|实现)|(?<=截至\d月.)|(?<=截至\d\d月.))"
)
_DEADLINE = re.compile(r"之?前|以前")
_PAUSE = re.compile(r"[,;。:]")
_BASE = re.compile(r"(?:比|较|相比|相较|以|同比)$")
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time named in a sentence: what stands there, where, and its first and last year.

    A deadline belongs to its own verb only (6月底前开工,建筑面积…): it holds up to `until`; after
    that its year does where it named one (`year`), else what held before it.
    """

    start: int
    end: int
    period: str
    until: int | None = None
    year: str | None = None

    @property
    def last_year(self) -> int:
        """The last year it names."""
        return int(self.period[5:9]) if len(self.period) == 9 else int(self.period[:4])


def moments(text: str, base_year: int | None) -> list[Moment]:
    """Find the times of a sentence in order; years that are only compared with are left out."""
    found = []
    for match in _DATED.finditer(text):
        if (
            text.startswith(("以来", "起,", "至今"), match.end())
            or _BASE.search(text[max(0, match.start() - 2) : match.start()])
            or _in_title(text, match)
        ):
            continue
        written = _written(match)
        until = _until(text, match.end()) if _DEADLINE.match(text, match.end()) else None
        found.append(Moment(match.start(), match.end(), written, until, written[:4]))
    for match in _FIVE_YEARS.finditer(text):
        last = 2010 + 5 * "二三四五六".index(match[1]) + 5
        whole = f"{last - 4}-{last}" if match[2] in {"时期", "期间", "以来"} else str(last)
        found.append(Moment(match.start(), match.end(), whole))
    if base_year is not None:
        found += _relative(text, base_year)
    found.sort(key=lambda m: m.start)
    return _without_overlap(found)


def _in_title(text: str, match: re.Match[str]) -> bool:
    opened, shut = text.rfind("《", 0, match.start()), text.rfind("》", 0, match.start())
    return opened > shut


def _written(match: re.Match[str]) -> str:
    year, last, word, month, day, edge = match.groups()
    if last:
        return f"{year}-{last}"
    if word in {"学年", "学年度"}:
        return f"{year}"
    if month and day:
        return f"{year}-{int(month):02d}-{int(day):02d}"
    if month and edge:
        return f"{year}-{int(month):02d}-{_last_day(int(year), int(month)):02d}"
    if edge and not month:
        return f"{year}-12-31"
    return year


def _last_day(year: int, month: int) -> int:
    if not 1 <= month <= 12:
        return 28
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap else _DAYS[month - 1]


def _relative(text: str, base: int) -> list[Moment]:
    found = []
    for match in _RELATIVE.finditer(text):
        word = match.group()
        if _BASE.search(text[max(0, match.start() - 2) : match.start()]):
            continue
        if word in {"年底", "年末", "年底前"} and text[match.start() - 1 : match.start()].isdigit():
            continue
        if word == "当年" and _EVERY_YEAR.search(text[: match.start()]):
            continue
        edge = "-12-31" if word.startswith(("年底", "年末")) else ""
        written = f"{base + _SHIFT.get(word, 0)}{edge}"
        until = _until(text, match.end()) if edge else None
        found.append(Moment(match.start(), match.end(), written, until))
    for match in _MONTH_END.finditer(text):
        month = int(match[1])
        if 1 <= month <= 12:
            day = int(match[2]) if match[2] else _last_day(base, month)
            written = f"{base}-{month:02d}-{day:02d}"
            until = _until(text, match.end())
            found.append(Moment(match.start(), match.end(), written, until))
    return found


def _until(text: str, end: int) -> int | None:
    """Give where a deadline stops to hold: the end of its clause; all follows one set apart."""
    before = _DEADLINE.match(text, end)
    end = before.end() if before else end
    if text[end : end + 1] in {",", ":"}:
        return None
    pause = _PAUSE.search(text, end)
    return pause.start() if pause else None


def _without_overlap(found: list[Moment]) -> list[Moment]:
    kept: list[Moment] = []
    for moment in found:
        if kept and moment.start < kept[-1].end:
            continue
        kept.append(moment)
    return kept


def period_at(named: list[Moment], position: int, default: str | None) -> Moment | str | None:
    """Give the nearest time to the left of a position, else the default."""
    for moment in reversed(named):
        if moment.start >= position:
            continue
        if moment.until is None or position < moment.until:
            return moment
        if moment.year is not None:
            return Moment(moment.start, moment.end, moment.year)
    return default


def base_year(default_period: str | None) -> int | None:
    """Give the year that 今年 means: the only or first year of the default period."""
    return int(default_period[:4]) if default_period and default_period[:4].isdigit() else None
