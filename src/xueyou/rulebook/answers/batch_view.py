"""Owns looking things up in one batch of an outcome: whose choices, which slots, who came last."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.matching import Cutoffs
from xueyou.rulebook.allocation.evaluating import Everybody, Pairs
from xueyou.rulebook.allocation.families import Families
from xueyou.rulebook.allocation.key_texts import KeyTexts, holdings_before
from xueyou.rulebook.allocation.outcome import Holdings, Outcome
from xueyou.rulebook.allocation.result_tables import cut, last_slots
from xueyou.rulebook.allocation.tickets import Tickets
from xueyou.rulebook.language.model import Batch, Pool


class BatchView:
    """One batch of one run; everything is by number, ids come from `inputs`."""

    def __init__(
        self, everybody: Everybody, outcome: Outcome, number: int, tickets: Tickets | None
    ) -> None:
        self.everybody, self.inputs = everybody, everybody.inputs
        self.found = outcome.batches[number]
        self.batch: Batch = everybody.rulebook.batches[number]
        self._outcome, self._tickets = outcome, tickets
        self._turns: dict[tuple[int, int], dict[int, int]] = {}

    @cached_property
    def cutoffs(self) -> Cutoffs:
        """Who is placed in each pool."""
        return cut(self.found)

    @cached_property
    def holdings(self) -> Holdings:
        """Who held what when the batch began."""
        return holdings_before(self.inputs, self._outcome.batches, self.found.number)

    @cached_property
    def _keys(self) -> KeyTexts:
        return KeyTexts(self.everybody, self.found, self.holdings, self._tickets)

    @cached_property
    def _unit_of(self) -> NDArray[np.int64]:
        units = np.full(self.inputs.count, -1, dtype=np.int64)
        sizes = np.diff(self.found.unit_start)
        units[self.found.unit_member] = np.repeat(np.arange(len(sizes)), sizes)
        return units

    @cached_property
    def placed_slots(self) -> NDArray[np.int64]:
        """Each unit's slot as a place in the slot arrays, -1 where it has none."""
        return self.found.placed_slot()

    def unit_of(self, applicant: int) -> int:
        """Return the unit of an applicant, -1 where he is in none."""
        return int(self._unit_of[applicant])

    def members(self, unit: int) -> list[int]:
        """Return the applicants of a unit, by id."""
        start = self.found.unit_start
        members: list[int] = self.found.unit_member[start[unit] : start[unit + 1]].tolist()
        return members

    def choices(self, unit: int) -> range:
        """Return the choices of a unit in its order."""
        return range(int(self.found.choice_start[unit]), int(self.found.choice_start[unit + 1]))

    def slots(self, unit: int, choice: int) -> list[int]:
        """Return the slots of one choice, in the precedence of its pools."""
        start = self.found.problem.slot_start
        first, end = int(start[unit]), int(start[unit + 1])
        return [slot for slot in range(first, end) if self.found.slot_choice[slot] == choice]

    def pool_number(self, slot: int) -> int:
        """Return the pool of a slot."""
        return int(self.found.problem.slot_pool[slot])

    def pool(self, number: int) -> Pool:
        """Return the rulebook's pool behind a pool of the run."""
        return self.batch.pools[self.found.pools[number].pool]

    def last_slot(self, pool: int) -> int:
        """Return a slot with the last key placed in a pool, -1 where nobody is.

        Of several tied, that of the smallest applicant id.
        """
        return int(self._last_slots[pool])

    @cached_property
    def _last_keys(self) -> dict[int, tuple[str, ...]]:
        return dict.fromkeys(self._last_slots.tolist(), ())

    @cached_property
    def _last_slots(self) -> NDArray[np.int64]:
        return last_slots(self.found)

    def key(self, slot: int) -> tuple[str, ...]:
        """Return the key of a slot's unit, one text for each of `key_steps.steps`."""
        # Everybody who was turned away is compared with one of these few.
        if slot not in self._last_keys:
            return self._key(slot)
        key = self._last_keys[slot] or self._key(slot)
        self._last_keys[slot] = key
        return key

    def _key(self, slot: int) -> tuple[str, ...]:
        key = self._keys.of(np.asarray([slot], dtype=np.int64))[0]
        if self.batch.tie_last != "lottery":
            return key
        # Equal tickets are parted by id, which stands in no published key.
        unit = int(np.searchsorted(self.found.problem.slot_start, slot, side="right")) - 1
        return (*key, self.inputs.applicants[self.members(unit)[0]])

    def turn(self, slot: int, at: int) -> int:
        """Return the position that a slot's ticket has in the draw of its pool, from 1.

        `at` is the place of the ticket in the key. Those are counted whose key is the same before
        the ticket, a number drawn for several of one group once.
        """
        pool = self.pool_number(slot)
        if (pool, at) not in self._turns:
            self._turns[pool, at] = self._turns_of(pool, at)
        return self._turns[pool, at][slot]

    def _turns_of(self, pool: int, at: int) -> dict[int, int]:
        problem, unit = self.found.problem, self.found.slot_unit()
        slots = np.flatnonzero((problem.slot_pool == pool) & ~self.found.held[unit])
        slots = slots[np.lexsort((problem.order[unit[slots]], problem.slot_tier[slots]))]
        drawn: dict[tuple[str, ...], dict[str, int]] = {}
        turns: dict[int, int] = {}
        for slot, key in zip(slots.tolist(), self._keys.of(slots), strict=True):
            alike = drawn.setdefault(key[:at], {})
            turns[slot] = alike.setdefault(key[at], len(alike) + 1)
        return turns

    def pairs(self, members: Sequence[int], option: int, rank: int) -> Pairs:
        """Return some applicants, each before one option of the batch."""
        count = len(members)
        return Pairs(
            self.everybody,
            self.found.number,
            np.asarray(members, dtype=np.int64),
            np.full(count, option, dtype=np.int64),
            np.full(count, rank, dtype=np.int64),
            Families(self.everybody, self.found.number, self.holdings).at,
        )

    def metres(self, unit: int, option: int) -> int:
        """Return how far the unit's farthest member lives from an option."""
        return int(self.pairs(self.members(unit), option, 1).distance().values.max())

    def left_before(self, pool: int, slot: int, unit: int) -> int:
        """Return how many places of a pool those with better keys had left."""
        problem, slots = self.found.problem, self.placed_slots
        units = np.flatnonzero(slots >= 0)
        units = units[problem.slot_pool[slots[units]] == pool]
        tier = problem.slot_tier[slots[units]]
        better = (tier < problem.slot_tier[slot]) | (
            (tier == problem.slot_tier[slot]) & (problem.order[units] < problem.order[unit])
        )
        sizes = np.diff(self.found.unit_start)[units[better]]
        return int(problem.places[pool] - sizes.sum())
