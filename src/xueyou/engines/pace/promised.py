"""The targets of a reading ("edu-plan/1") as promises that can be judged."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from xueyou.engines.pace.nature import guess_direction, guess_nature, plain_comparator
from xueyou.engines.pace.targets import COMPARATORS, Target

_PERIOD = re.compile(r"(\d{4})(?:-(\d{4})|-(\d{2})(?:-(\d{2}))?)?")
_MOST_DECIMALS = 6


class NotPromised(ValueError):
    """This is no reading of a plan; `zh` says what is missing."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


@dataclass(frozen=True, slots=True)
class Promise:
    """A target of a reading. `target` is in steps of its unit, as finely as it is printed."""

    id: str
    name: str
    period: str
    target: Target

    def as_finely_as(self, decimals: int) -> Target:
        """Return the target in steps that hold readings with so many decimals too."""
        scale = max(self.target.scale, min(decimals, _MOST_DECIMALS))
        finer = self.target.value * 10 ** (scale - self.target.scale)
        return replace(self.target, scale=scale, value=finer)


def promises(plan: Mapping[str, Any]) -> list[Promise]:
    """Return every fact with the status target whose period and number can be judged.

    Nature and direction are guessed from the words. A target of one year starts with that year;
    the only target of its name in a plan over several years starts with the plan. Raises
    NotPromised where the value is no reading in the public shape.
    """
    facts, doc = plan.get("facts"), plan.get("doc")
    if (
        plan.get("schema") != "edu-plan/1"
        or not isinstance(facts, list)
        or not isinstance(doc, dict)
    ):
        raise NotPromised("这不是 plan read 写出的结果（edu-plan/1），没有算。")
    whole = str(doc.get("default_period") or "")
    try:
        wanted = [f for f in facts if f["status"] == "target" and not f.get("duplicate")]
        names = Counter(str(fact["name"]) for fact in wanted)
        made = [_promise(fact, whole, alone=names[str(fact["name"])] == 1) for fact in wanted]
    except (KeyError, TypeError, AttributeError):
        raise NotPromised(
            "里面有一项指标缺少名称、数值或比较，没有算。请重新读一遍文件。"
        ) from None
    return [promise for promise in made if promise is not None]


def _promise(fact: Mapping[str, Any], whole: str, *, alone: bool) -> Promise | None:
    period = str(fact.get("period") or whole)
    days = _days(period, whole, alone=alone)
    comparator = plain_comparator(str(fact["comparator"]))
    number = _exact(fact["value"])
    if days is None or number is None or comparator not in COMPARATORS:
        return None
    name, unit = str(fact["name"]), str(fact["unit"])
    nature = guess_nature(name, unit, str(fact["comparator"]))
    scale = min(max(0, -_exponent(number)), _MOST_DECIMALS)
    target = Target(
        comparator=comparator,
        value=int(number.scaleb(scale)),
        nature=nature,
        starts_on=days[0],
        due_on=days[1],
        direction=guess_direction(name, str(fact["comparator"])),
        unit=unit,
        scale=scale,
    )
    return Promise(str(fact["id"]), name, period, target)


def _exact(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _exponent(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _days(period: str, whole: str, *, alone: bool) -> tuple[date, date] | None:
    """Return first and last day of a period: 2026, 2026-09, 2026-09-30 or 2024-2028."""
    found = _PERIOD.fullmatch(period)
    if found is None:
        return None
    first, last = int(found[1]), int(found[2] or found[1])
    plan = _PERIOD.fullmatch(whole)
    start = first
    if alone and plan is not None and plan[2] and int(plan[1]) <= first <= int(plan[2]):
        start = int(plan[1])
    try:
        end = date(last, 12, 31)
        if found[3]:
            month = int(found[3])
            after = date(first + month // 12, month % 12 + 1, 1)
            end = date(first, month, int(found[4])) if found[4] else after - timedelta(days=1)
        begin = date(start, 1, 1)
    except ValueError:
        return None
    return (begin, end) if begin <= end else None
