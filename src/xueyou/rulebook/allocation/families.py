"""Owns who belongs to whom: brothers and sisters already placed, homes that another family used."""

import numpy as np
from numpy.typing import NDArray

from xueyou.rulebook.allocation.evaluating import Everybody, Flags, Integers, option_codes
from xueyou.rulebook.allocation.outcome import Holdings
from xueyou.rulebook.language.model import Home
from xueyou.rulebook.tables.cells import Cells


class Families:
    """The families as one batch begins; `at` answers for any applicants before its options."""

    def __init__(self, everybody: Everybody, number: int, holdings: Holdings) -> None:
        self.everybody, self.number, self.holdings = everybody, number, holdings
        self.inputs, self.rules = everybody.inputs, everybody.rulebook.siblings

    def at(self, who: Integers, option: Integers) -> Flags:
        """Say who has a brother or sister at the option, (p,); never unknown."""
        if self.rules is None:
            return np.zeros(len(who), dtype=np.bool_)
        same = self._same(self.number)
        found = self._elder(who, option, same) | self._placed(who, option, None)
        return found if same is None else found | self._placed(who, option, same)

    def _same(self, number: int) -> Cells | None:
        name = self.rules.same if self.rules is not None else None
        return None if name is None else self.inputs.batches[number].attributes[name]

    def _elder(self, who: Integers, option: Integers, same: Cells | None) -> Flags:
        assert self.rules is not None
        if self.rules.elder is None:
            return np.zeros(len(who), dtype=np.bool_)
        elder = self.everybody.cells(self.rules.elder).take(who)
        there: Flags = elder.values == option_codes(self.inputs)[option]
        if same is not None:
            there = there | (same.known[option] & (same.values[option] == elder.values))
        found: Flags = np.logical_and(elder.known, there)
        return found

    def _placed(self, who: Integers, option: Integers, same: Cells | None) -> Flags:
        """Say who has one of the family placed at the option, or at one with the same attribute."""
        assert self.rules is not None
        family = self.everybody.cells(self.rules.family)
        holders = np.flatnonzero((self.holdings.batch >= 0) & family.known)
        place = self.holdings.option[holders].astype(np.int64)
        known = np.ones(len(holders), dtype=np.bool_)
        here, here_known = option, np.ones(len(who), dtype=np.bool_)
        if same is not None:
            place, known = self._same_of(holders, place)
            here, here_known = same.values[option], same.known[option]
        span = max(int(place.max(initial=0)), int(here.max(initial=0))) + 1
        there = np.full(self.inputs.count, -1, dtype=np.int64)
        there[holders[known]] = family.values[holders[known]] * span + place[known]
        counted = np.sort(there[there >= 0])
        wanted = family.values[who] * span + here
        number = np.searchsorted(counted, wanted, side="right") - np.searchsorted(counted, wanted)
        others = number - (there[who] == wanted)
        found: Flags = family.known[who] & here_known
        found &= others > 0
        return found

    def _same_of(self, holders: Integers, place: Integers) -> tuple[Integers, Flags]:
        """Return the attribute of each held place, as its own batch has it."""
        values = np.zeros(len(holders), dtype=np.int64)
        known = np.zeros(len(holders), dtype=np.bool_)
        batch = self.holdings.batch[holders]
        for number in np.unique(batch).tolist():
            own = self._same(number)
            assert own is not None
            rows = np.flatnonzero(batch == number)
            values[rows], known[rows] = own.values[place[rows]], own.known[place[rows]]
        return values, known


def home_used(everybody: Everybody, home: Home) -> NDArray[np.bool_]:
    """Say whose home another family has used within the years, (n,)."""
    address, used_on = everybody.cells(home.fact), everybody.cells(home.used_on)
    by, own = everybody.cells(home.used_by), everybody.cells(home.family)
    late = _calendar(used_on.values) + home.years * 10_000 > _calendar(np.asarray([home.day]))[0]
    same = by.known & own.known & (by.values == own.values)
    found: Flags = address.known & used_on.known & ~same
    found &= late
    return found


def _calendar(ordinals: Integers) -> Integers:
    """Return days as the numbers YYYYMMDD, so that years are added to the year alone."""
    days = (ordinals - 1).astype("timedelta64[D]") + np.datetime64("0001-01-01", "D")
    months, years = days.astype("datetime64[M]"), days.astype("datetime64[Y]")
    year = years.astype(np.int64) + 1970
    month = (months - years.astype("datetime64[M]")).astype(np.int64) + 1
    day = (days - months.astype("datetime64[D]")).astype(np.int64) + 1
    return np.asarray(year * 10_000 + month * 100 + day, dtype=np.int64)


def contest(
    everybody: Everybody, home: Home, member: Integers, key: Integers, smallest: Integers
) -> NDArray[np.bool_]:
    """Say whose home goes to another family of the same batch, (n,).

    `member` are the applicants heard, with the key and the smallest member of their unit: of each
    home the family of the best key may apply.
    """
    address, family = everybody.cells(home.fact), everybody.cells(home.family)
    texts = everybody.inputs.codes.texts
    codes = np.unique(family.values[family.known])
    codes = np.asarray(sorted(codes.tolist(), key=texts.__getitem__), dtype=np.int64)
    by_text = np.zeros(len(texts), dtype=np.int64)
    by_text[codes] = np.arange(len(codes))
    alone = np.arange(everybody.inputs.count) - everybody.inputs.count
    name = np.where(family.known, by_text[family.values] if len(texts) else 0, alone)
    member, key, smallest = (column[address.known[member]] for column in (member, key, smallest))
    place = address.values[member]
    order = np.lexsort((name[member], smallest, key, place))
    first = np.concatenate((np.ones(min(1, len(order)), np.bool_), np.diff(place[order]) != 0))
    winner = {int(place[i]): int(name[member[i]]) for i in order[first].tolist()}
    lost = np.zeros(everybody.inputs.count, dtype=np.bool_)
    for who in np.flatnonzero(address.known).tolist():
        own = int(name[who])
        lost[who] = winner.get(int(address.values[who]), own) != own
    return lost
