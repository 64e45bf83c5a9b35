"""When a fact holds, and whether it is promised or done."""

import re

from xueyou.engines.reading.facts import periods, statuses
from xueyou.engines.reading.facts.candidate import Candidate

_EVERY_YEAR = re.compile(r"每年|每学年|逐年")
_STANDING = re.compile(r"原则上")


def set_time(
    text: str, start: int, end: int, found: list[Candidate], status: str,
    period: str | None, since: int | None,
) -> None:  # fmt: skip
    """Set period and status of the facts of the sentence text[start:end]."""
    base = since or periods.base_year(period)
    named = [
        m for m in periods.moments(text[start:end], base) if not _of_base(text, start, m, found)
    ]
    for candidate in found:
        at = candidate.mention.start - start
        moment = periods.period_at(named, at, period)
        if _EVERY_YEAR.search(text[candidate.clause[0] : candidate.mention.start]):
            moment = period
        year = moment.last_year if isinstance(moment, periods.Moment) else None
        candidate.period = moment.period if isinstance(moment, periods.Moment) else moment
        candidate.default_period = period
        if candidate.dated:
            candidate.period, year = candidate.dated, int(candidate.dated)
        before = text[start : candidate.mention.start]
        after = text[candidate.mention.end : min(end, candidate.mention.end + 60)]
        whole = text[candidate.clause[0] : candidate.clause[1]]
        candidate.status = statuses.status_at(before, whole, status, year, since, after)
        if candidate.baseline:
            _set_base_time(candidate, before, base)


def set_standing(text: str, found: list[Candidate], years: tuple[int, int] | None) -> None:
    """Give a standing rule of a plan of several years (名额原则上…) all its years."""
    if years is None or years[0] == years[1]:
        return
    for candidate in found:
        own = candidate.period == candidate.default_period
        if own and _STANDING.search(text[candidate.clause[0] : candidate.mention.start]):
            candidate.period = f"{years[0]}-{years[1]}"


def _of_base(text: str, start: int, moment: periods.Moment, found: list[Candidate]) -> bool:
    """Tell a year that only dates the a of 由2020年的a上升到b."""
    at = start + moment.start
    return any(
        c.baseline and at < c.mention.start and re.search(r"(?:由|从)$", text[max(0, at - 1) : at])
        for c in found
    )


def _set_base_time(candidate: Candidate, before: str, base: int | None) -> None:
    candidate.status = statuses.ACHIEVED
    year = re.search(r"(?:由|从)[^,;。]{0,4}((?:19|20)\d\d)年[^,;。]{0,8}$", before)
    if year:
        candidate.period = year[1]
    elif re.search(r"(?:上年|去年)[^,;。]{0,4}$", before) and base is not None:
        candidate.period = str(base - 1)
