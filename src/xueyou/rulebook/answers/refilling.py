"""Owns who is called when somebody withdraws from a finished result, round by round.

Rule text: docs/handbook/admission.md §6. Everything of the run stays: lists, keys, places. Only who
holds what changes, by a call down a pool's list.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.matching import Problem
from xueyou.engines.matching.refilling import Vacated, refill
from xueyou.rulebook.allocation.ranks import dense

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
EVERY_BATCH = -1


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """An applicant who gives up a batch, both by number; EVERY_BATCH for all of them."""

    applicant: int
    batch: int


@dataclass(frozen=True, slots=True)
class Played:
    """A batch of the run as a refill needs it: n units, k slots, q pools."""

    id: str
    calls: bool  # refill: next
    in_order: bool
    refuses_ties: bool
    unit_start: Integers  # (n+1,) members of unit i: unit_member[start[i]:start[i+1]]
    unit_member: Integers  # applicants
    void: Flags  # (n,) its choices are void
    problem: Problem
    slot_rank: Integers  # (k,) rank of the choice
    slot_option: Integers  # (k,) the option, by any numbering
    places: Integers  # (q,) with what flowed in, less what flowed out

    @property
    def slot_unit(self) -> Integers:
        """Return the unit of each slot (k,)."""
        counts = np.diff(self.problem.slot_start)
        return np.repeat(np.arange(len(counts), dtype=np.int64), counts)


@dataclass(frozen=True, slots=True)
class Standing:
    """Who holds what, and who is struck, of a applicants."""

    batch: Integers  # (a,) −1 for no place
    slot: Integers  # (a,) in that batch
    struck: Flags  # (batches, a)


@dataclass(frozen=True, slots=True)
class Units:
    """The units of one batch as they stand: (n,) each."""

    size: Integers  # members left
    held: Integers  # the slot, −1 for none
    holders: Integers  # members who hold it
    callable: Flags


class TieRefused(Exception):
    """Who would be called ties across the last place, and the rules refuse that (exit 5)."""

    def __init__(self, batch: str, pool: int) -> None:
        super().__init__(batch, pool)
        self.batch, self.pool = batch, pool


@dataclass(frozen=True, slots=True)
class Lasts:
    """The last class of each pool (q,) among those who hold a place there."""

    slot: Integers  # of its unit with the smallest number, −1 where nobody holds one
    units: Integers
    members: Integers
    placed: Integers  # applicants in the pool


def after_round(
    played: Sequence[Played], before: Standing, withdrawals: Sequence[Withdrawal]
) -> Standing:
    """Return who holds what after one refill. Raises TieRefused."""
    struck = before.struck.copy()
    for one in withdrawals:
        struck[slice(None) if one.batch == EVERY_BATCH else one.batch, one.applicant] = True
    who = np.flatnonzero(before.batch >= 0)
    gone = who[struck[before.batch[who], who]]
    batch, slot = before.batch.copy(), before.slot.copy()
    batch[gone], slot[gone] = -1, -1
    now = Standing(batch, slot, struck)
    for number, one_batch in enumerate(played):
        if one_batch.calls and len(one_batch.problem.order):
            now = _called(number, one_batch, now)
    return now


def units_now(number: int, played: Played, now: Standing) -> Units:
    """Return the units of a batch as they stand."""
    member, first = played.unit_member, played.unit_start[:-1]
    left = ~now.struck[number][member]
    here = left & (now.batch[member] == number)
    elsewhere = left & (now.batch[member] >= 0) & ~here
    size = np.add.reduceat(left.astype(np.int64), first)
    return Units(
        size=size,
        held=np.maximum.reduceat(np.where(here, now.slot[member], -1), first),
        holders=np.add.reduceat(here.astype(np.int64), first),
        callable=(size > 0) & ~np.logical_or.reduceat(elsewhere, first) & ~played.void,
    )


def lasts(played: Played, units: Units) -> Lasts:
    """Return the last class of each pool among those who hold a place now."""
    count = played.problem.pools
    unit = np.flatnonzero(units.held >= 0)
    given = units.held[unit]
    pool = played.problem.slot_pool[given].astype(np.int64)
    tier = played.problem.slot_tier[given].astype(np.int64)
    key = dense((tier, played.problem.order[unit]), len(unit))
    order = np.lexsort((unit, -key, pool))
    first = order[np.flatnonzero(np.diff(pool[order], prepend=-1))]
    slot, worst = np.full(count, -1, np.int64), np.full(count, -1, np.int64)
    slot[pool[first]], worst[pool[first]] = given[first], key[first]
    at = key == worst[pool]
    members, placed = np.zeros(count, np.int64), np.zeros(count, np.int64)
    np.add.at(members, pool[at], units.holders[unit[at]])
    np.add.at(placed, pool, units.holders[unit])
    return Lasts(slot, np.bincount(pool[at], minlength=count), members, placed)


def _called(number: int, played: Played, now: Standing) -> Standing:
    units = units_now(number, played, now)
    room = played.places - lasts(played, units).placed
    vacated = Vacated(units.held, units.holders, units.size, units.callable, room)
    slots = refill(played.problem, vacated, in_order=played.in_order)
    moved = np.flatnonzero(slots != units.held)
    if not len(moved):
        return now
    taking = np.zeros(len(slots), np.bool_)
    taking[moved] = True
    rows = np.repeat(taking, np.diff(played.unit_start))
    rows &= ~now.struck[number][played.unit_member]
    batch, slot = now.batch.copy(), now.slot.copy()
    batch[played.unit_member[rows]] = number
    slot[played.unit_member[rows]] = np.repeat(slots, np.diff(played.unit_start))[rows]
    after = Standing(batch, slot, now.struck)
    if played.refuses_ties:
        _refuse_ties(played, units_now(number, played, after))
    return after


def _refuse_ties(played: Played, units: Units) -> None:
    found = lasts(played, units)
    over = np.flatnonzero((found.placed > played.places) & (found.units > 1))
    if len(over):
        raise TieRefused(played.id, int(over[0]))
