"""Owns what an item's content may hold, kind by kind, and how it is checked on its way in.

Shapes (dates are ISO days, keys are keys of items of the same version, None where nothing is said):

- task: title, theme, units [{role: "lead" | "support", unit}], due_on
- indicator: name, value (exact decimal as text), unit, comparator (engines.pace.COMPARATORS),
  period (2026, 2026Q3, 2026-09, SY2026), nature, direction, tolerance (ten-thousandths; None: not
  yet asked), curve {kind: "time"}, task (key), subject (organisation's code), hedge (as printed)
- project: name, money_fen (integer), starts_on, due_on, places (integer), organisation (code),
  task (key)
- milestone: name, due_on, task (key), project (key)

The same words always give the same content, so that two contents can be compared as they are.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.engines.pace import COMPARATORS, DIRECTIONS, NATURES
from xueyou.kernel.indicators.periods import period as period_of
from xueyou.kernel.indicators.refusals import FigureRefused

Content = dict[str, Any]

TASK, INDICATOR, PROJECT, MILESTONE = "task", "indicator", "project", "milestone"
KINDS = (TASK, INDICATOR, PROJECT, MILESTONE)
LEAD, SUPPORT = "lead", "support"
APPROXIMATE = ("approx",)
"""Comparators after which somebody has to say how much less still counts as done."""
MOST_TOLERANCE = 5000
"""Half of the promise, in ten-thousandths: more would make the promise mean nothing."""

_EXACT = re.compile(r"-?\d{1,15}(\.\d{1,6})?")
_WIDE = str.maketrans("０１２３４５６７８９．，－−", "0123456789.,--")
_KEY = re.compile(r"[A-Z]{1,2}\d{1,9}")
_CODE = re.compile(r"[\w-]{1,40}")
_UNIT = re.compile(r"[^、，,；;]+")
_ROLE = re.compile(r"[(（](牵头|主办|配合|协办|责任)[)）]$")
_LEADS = ("牵头", "主办")
LONGEST = {"title": 200, "name": 120, "theme": 10, "unit": 20, "hedge": 12, "project_name": 200}
MOST_UNITS = 40


class Wrong(ValueError):
    """One field is not as it must be; the text says how to put it right."""


def checked(kind: str, given: Mapping[str, Any]) -> Content:
    """Return content in its declared shape and order. Raises PlanRefused with all that is wrong.

    Text is tidied (blanks, full-width digits, thousands separators); unknown fields are refused.
    """
    fields = _FIELDS.get(kind)
    if fields is None:
        raise PlanRefused("只有任务、指标、项目、节点四种。")
    wrong: dict[str, str] = {}
    content: Content = {}
    for name, check in fields.items():
        try:
            content[name] = check(given.get(name))
        except Wrong as why:
            wrong[name] = str(why)
    unknown = sorted(set(given) - set(fields))
    if unknown:
        wrong[""] = "表里多了不认识的内容，请重新打开这一项再改。"
    if not wrong and kind == PROJECT and _reversed(content):
        wrong["due_on"] = "完成的日子比开工还早，请核对。"
    if wrong:
        raise PlanRefused(wrong)
    return content


def name_of(content: Mapping[str, Any]) -> str:
    """Return what an item is called, whatever its kind."""
    return str(content.get("title") or content.get("name") or "")


def asks_tolerance(kind: str, content: Mapping[str, Any]) -> bool:
    """Return whether somebody still has to say how much less counts as done."""
    return (
        kind == INDICATOR
        and content.get("comparator") in APPROXIMATE
        and content.get("tolerance") is None
    )


def exact_text(value: int | float | str | Decimal) -> str:
    """Return a number as an exact decimal without trailing zeros: 1.80 → "1.8", 42e2 → "4200"."""
    text = f"{Decimal(str(value)):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def units_in(words: str) -> list[dict[str, str]]:
    """Return units typed in one line: 规划建设科（牵头）、市发展改革委 → lead, support.

    Where nobody is said to lead, the first listed does.
    """
    found = []
    for each in _UNIT.findall(words):
        name = each.strip()
        role = _ROLE.search(name)
        name = _ROLE.sub("", name).strip()
        if name:
            leads = role is not None and role[1] in _LEADS
            found.append({"role": LEAD if leads else SUPPORT, "unit": name})
    if found and all(unit["role"] == SUPPORT for unit in found):
        found[0]["role"] = LEAD
    return found


def units_as_words(units: Sequence[Mapping[str, str]]) -> str:
    """Return units as one line that `units_in` reads back."""
    return "、".join(
        unit["unit"] + ("（牵头）" if unit["role"] == LEAD and len(units) > 1 else "")
        for unit in units
    )


def _reversed(content: Content) -> bool:
    starts, due = content["starts_on"], content["due_on"]
    return bool(starts and due and due < starts)


def _text(label: str, longest: int, *, needed: bool = True) -> Callable[[Any], str]:
    def check(given: Any) -> str:
        if given is not None and not isinstance(given, str):
            raise Wrong(f"{label}要写成文字。")
        tidy = " ".join((given or "").split())
        if needed and not tidy:
            raise Wrong(f"{label}还空着，请填上。")
        if len(tidy) > longest:
            raise Wrong(f"{label}最多{longest}个字，现在有{len(tidy)}个，请缩短。")
        return tidy

    return check


def _one_of(label: str, allowed: Sequence[str]) -> Callable[[Any], str]:
    def check(given: Any) -> str:
        if given not in allowed:
            raise Wrong(f"{label}请从列出的里面选一种。")
        return str(given)

    return check


def _amount(given: Any) -> str:
    text = "" if given is None or isinstance(given, bool) else str(given)
    tidy = "".join(text.split()).translate(_WIDE).replace(",", "")
    if not _EXACT.fullmatch(tidy):
        raise Wrong("目标只填一个数，例如 4200 或 98.6，小数最多6位；单位写在后面一格。")
    return exact_text(tidy)


def _period(given: Any) -> str:
    tidy = "".join(str(given or "").split()).upper()
    if not tidy:
        return ""
    try:
        return period_of(tidy).code
    except FigureRefused:
        raise Wrong("期限写成 2026、2026Q3、2026-09 或 SY2026（学年）。") from None


def _day(given: Any) -> str | None:
    if not given:
        return None
    try:
        day = date.fromisoformat(str(given).strip())
    except ValueError:
        raise Wrong("日期写成 2026-08-31 这样。") from None
    if not 1990 <= day.year <= 2100:
        raise Wrong("日期的年份不对，请核对。")
    return day.isoformat()


def _day_needed(given: Any) -> str:
    day = _day(given)
    if day is None:
        raise Wrong("节点要有一个日子，请填上，例如 2026-08-31。")
    return day


def _whole(label: str, most: int) -> Callable[[Any], int]:
    def check(given: Any) -> int:
        if given is None or given == "":
            return 0
        return _integer(given, label, most)

    return check


def _integer(given: Any, label: str, most: int) -> int:
    tidy = "".join(str(given).split()).translate(_WIDE).replace(",", "")
    if isinstance(given, bool) or not re.fullmatch(r"\d{1,18}", tidy) or int(tidy) > most:
        raise Wrong(f"{label}填一个不带小数的数，不超过{most:,}。")
    return int(tidy)


def _money(given: Any) -> int | None:
    return None if given is None or given == "" else _integer(given, "金额（分）", 10**15)


def _tolerance(given: Any) -> int | None:
    if given is None or given == "":
        return None
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= MOST_TOLERANCE:
        raise Wrong("少多少以内算完成，请填 0 到 50 之间的百分数。")
    return given


def _curve(given: Any) -> Content:
    if given not in (None, {}, {"kind": "time"}):
        raise Wrong("核对时只按时间算进度；其他走法确认以后在台账里改。")
    return {"kind": "time"}


def _key(given: Any) -> str | None:
    if not given:
        return None
    if not isinstance(given, str) or not _KEY.fullmatch(given):
        raise Wrong("请从列出的里面选一项。")
    return given


def _code(given: Any) -> str | None:
    if not given:
        return None
    if not isinstance(given, str) or not _CODE.fullmatch(given):
        raise Wrong("请从列出的单位里选一个。")
    return given


def _units(given: Any) -> list[dict[str, str]]:
    if not isinstance(given, list):
        raise Wrong("责任单位写成 规划建设科（牵头）、市发展改革委 这样。")
    if len(given) > MOST_UNITS:
        raise Wrong(f"责任单位最多{MOST_UNITS}个。")
    check = _text("责任单位", 80)
    found: list[dict[str, str]] = []
    for unit in given:
        if set(unit) != {"role", "unit"} or unit["role"] not in (LEAD, SUPPORT):
            raise Wrong("责任单位要写明牵头或配合。")
        found.append({"role": unit["role"], "unit": check(unit["unit"])})
    if len({unit["unit"] for unit in found}) != len(found):
        raise Wrong("同一个单位写了两次，请去掉一次。")
    if sum(unit["role"] == LEAD for unit in found) > 1:
        raise Wrong("只能有一个牵头单位，其余写成配合。")
    return found


_FIELDS: Mapping[str, Mapping[str, Callable[[Any], Any]]] = {
    TASK: {
        "title": _text("任务名称", LONGEST["title"]),
        "theme": _text("主题", LONGEST["theme"], needed=False),
        "units": _units,
        "due_on": _day,
    },
    INDICATOR: {
        "name": _text("指标名称", LONGEST["name"]),
        "value": _amount,
        "unit": _text("单位", LONGEST["unit"], needed=False),
        "comparator": _one_of("怎么比", COMPARATORS),
        "period": _period,
        "nature": _one_of("怎么累计", NATURES),
        "direction": _one_of("越多越好还是越少越好", DIRECTIONS),
        "tolerance": _tolerance,
        "curve": _curve,
        "task": _key,
        "subject": _code,
        "hedge": _text("语气", LONGEST["hedge"], needed=False),
    },
    PROJECT: {
        "name": _text("项目名称", LONGEST["project_name"]),
        "money_fen": _money,
        "starts_on": _day,
        "due_on": _day,
        "places": _whole("新增学位", 1_000_000),
        "organisation": _code,
        "task": _key,
    },
    MILESTONE: {
        "name": _text("要做到什么", LONGEST["name"]),
        "due_on": _day_needed,
        "task": _key,
        "project": _key,
    },
}
FIELDS: Mapping[str, tuple[str, ...]] = {kind: tuple(each) for kind, each in _FIELDS.items()}
