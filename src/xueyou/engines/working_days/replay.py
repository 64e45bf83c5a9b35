"""Owns the replay of a term: its start, its amount, and the changes that move its last day.

The rule, by days (docs/handbook/deadlines.md says it for people):

- The day of the start does not count. Day 1 is the next day that counts; the term ends at 24:00
  of its last day.
- A pause takes the days from its first to its last, both included. They do not count.
- An extension adds to the amount.
- A return begins anew: day 1 is the next counting day after it. It has the amount given with it,
  otherwise the first one; extensions before it are used up.
- A promised day (`until`) counts nothing. A pause that begins on or before it moves it by as many
  days of the plain calendar as the pause took; an extension or a return puts another day in its
  place.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from xueyou.engines.working_days.calendar import Calendar

UNITS = frozenset({"working_day", "day", "date"})
CHANGES = frozenset({"pause", "resume", "extend", "return", "recalendar"})

_DAY = timedelta(days=1)


class ChangeRefused(ValueError):
    """A change does not fit what stands before it; `zh` says why."""

    def __init__(self, zh: str) -> None:
        self.zh = zh
        super().__init__(zh)


@dataclass(frozen=True, slots=True)
class Term:
    """What was promised: `amount` (>= 1) of a counting unit, or for unit "date" the day `until`."""

    unit: str
    amount: int | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        """Raise ChangeRefused for a term that promises nothing, ValueError for an unknown unit."""
        if self.unit not in UNITS:
            raise ValueError(f"no unit of a term: {self.unit!r}")
        if self.unit == "date":
            if self.until is None or self.amount is not None:
                raise ChangeRefused("约定了日子的期限要写明是哪一天。")
        elif self.amount is None or self.amount < 1 or self.until is not None:
            raise ChangeRefused("期限至少是1天。")


@dataclass(frozen=True, slots=True)
class Change:
    """One change and its day. `amount` or `until` as the unit of the term asks."""

    kind: str
    on: date
    amount: int | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for a kind that is none of CHANGES."""
        if self.kind not in CHANGES:
            raise ValueError(f"no change of a term: {self.kind!r}")


@dataclass(frozen=True, slots=True)
class Due:
    """What a replay gives: the last day (None while paused), and where the counting stands.

    `begun` is the day from which it counts (start, or last return), `amount` what is counted now,
    `paused` the first day of a pause that has no end yet.
    """

    last: date | None
    begun: date
    amount: int | None
    paused: date | None


@dataclass(frozen=True, slots=True)
class _State:
    term: Term
    begun: date
    pauses: tuple[tuple[date, date], ...] = ()
    paused: date | None = None


def replay(start: date, term: Term, changes: Iterable[Change], calendar: Calendar) -> Due:
    """Return when a term ends after its changes, given in the order in which they were made.

    Raises ChangeRefused where they do not fit together, YearMissing where a year is needed that
    has no table.
    """
    state = _State(term, start)
    first = term
    for change in changes:
        state = _changed(state, change, first)
    last = None if state.paused is not None else _last(state, calendar)
    return Due(last, state.begun, state.term.amount, state.paused)


def _changed(state: _State, change: Change, first: Term) -> _State:
    if change.kind == "pause":
        if state.paused is not None:
            raise ChangeRefused("期限已经暂停着，不能再暂停一次。")
        return replace(state, paused=change.on)
    if change.kind == "resume":
        if state.paused is None:
            raise ChangeRefused("期限没有暂停，不用恢复。")
        if change.on < state.paused:
            raise ChangeRefused("恢复的日子早于暂停的日子。")
        return replace(state, paused=None, pauses=(*state.pauses, (state.paused, change.on)))
    if change.kind == "extend":
        return _extended(state, change)
    if change.kind == "return":
        return _returned(state, change, first)
    return state


def _extended(state: _State, change: Change) -> _State:
    if state.term.unit == "date":
        # The new day is the promise from here on: pauses before it moved the old one.
        return replace(state, term=Term("date", until=change.until), pauses=())
    if change.amount is None or change.amount < 1:
        raise ChangeRefused("延期至少延1天。")
    assert state.term.amount is not None
    return replace(state, term=replace(state.term, amount=state.term.amount + change.amount))


def _returned(state: _State, change: Change, first: Term) -> _State:
    if state.paused is not None:
        raise ChangeRefused("期限暂停着，要先恢复才能退回重办。")
    if first.unit == "date":
        term = Term("date", until=change.until)
    else:
        term = Term(first.unit, change.amount if change.amount is not None else first.amount)
    return _State(term, change.on)


def _last(state: _State, calendar: Calendar) -> date:
    if state.term.unit == "date":
        return _moved(state)
    assert state.term.amount is not None
    at, left = state.begun, state.term.amount
    for begins, ends in sorted(state.pauses):
        counted = _between(at, begins, state.term.unit, calendar, left)
        if counted >= left:
            break
        at, left = max(at, ends), left - counted
    return calendar.add(at, left) if state.term.unit == "working_day" else at + _DAY * left


def _between(after: date, before: date, unit: str, calendar: Calendar, enough: int) -> int:
    """Count days between the two, both excluded, up to `enough`."""
    if unit == "day":
        return min(enough, max(0, (before - after).days - 1))
    counted, day = 0, after + _DAY
    while day < before and counted < enough:
        counted += calendar.works(day)
        day += _DAY
    return counted


def _moved(state: _State) -> date:
    until = state.term.until
    assert until is not None
    for begins, ends in sorted(state.pauses):
        if begins > until:
            break
        until += ends - begins + _DAY
    return until
