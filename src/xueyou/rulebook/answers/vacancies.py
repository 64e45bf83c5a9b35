"""Owns how many places of a finished run stand empty, and how many people an option may hold."""

from collections import Counter
from collections.abc import Iterable
from typing import Protocol

from xueyou.rulebook.allocation.result_tables import cut
from xueyou.rulebook.allocation.running import flows, standings
from xueyou.rulebook.answers.explanation import Held
from xueyou.rulebook.answers.measuring import placed_at
from xueyou.rulebook.answers.sealed import Sealed

Heads = Counter[str]
"""People placed by option, in all batches together."""


class Moves(Protocol):
    """One applicant's place before and after."""

    @property
    def before(self) -> Held | None:
        """The place he had."""
        ...

    @property
    def after(self) -> Held | None:
        """The place he gets."""
        ...


class Vacancies:
    """Counts one finished run."""

    def __init__(self, sealed: Sealed) -> None:
        self._inputs = sealed.inputs
        self._rulebook = sealed.rulebook
        standing = standings(sealed.rulebook, sealed.inputs)
        self._flows = flows(sealed.rulebook, standing)
        self._batches = sealed.outcome.batches
        self._placed = [cut(batch).placed for batch in self._batches]
        self._pools = {
            (batch.id, sealed.inputs.options[name.option], name.name): (number, pool)
            for number, batch in enumerate(self._batches)
            for pool, name in enumerate(batch.pools)
        }
        self._options = {id: n for n, id in enumerate(sealed.inputs.options)}
        self._taken: Counter[tuple[int, int]] = Counter()
        placed = placed_at(sealed.inputs, sealed.outcome)[0]
        ids = sealed.inputs.options
        self._heads: Heads = Counter(ids[option] for option in placed.tolist() if option >= 0)

    def heads(self, moves: Iterable[Moves]) -> Heads:
        """Return the people at each option after some have moved."""
        heads = Counter(self._heads)
        for move in moves:
            if move.before is not None:
                heads[move.before.option] -= 1
            if move.after is not None:
                heads[move.after.option] += 1
        return heads

    def limit(self, option: str) -> int | None:
        """Return how many the classes of an option may hold; None where nothing says."""
        rule = self._rulebook.class_size
        if rule is None:
            return None
        number = self._options[option]
        for given in self._inputs.batches:
            classes = given.attributes[rule.classes]
            if classes.known[number]:
                return int(classes.values[number]) * rule.limit
        return None

    def too_many(self, place: Held, heads: Heads) -> bool:
        """Whether an option would get more people than its classes may hold.

        Where ties had filled them above that already, somebody may still move within the option.
        """
        limit, count = self.limit(place.option), heads[place.option]
        return limit is not None and count > max(limit, self._heads[place.option])

    def counts(self, batch: str, option: str, pool: str) -> tuple[int, int]:
        """Return (places, placed) of a pool."""
        number, at = self._pools[batch, option, pool]
        return int(self._batches[number].problem.places[at]), int(self._placed[number][at])

    def vacant(self, batch: str, option: str, pool: str) -> int:
        """Return the places of a pool that nobody has, also not a later batch they flowed to."""
        chain = self._chain(batch, option, pool)
        return min(self._empty(number, at) for number, at in chain)

    def take(self, batch: str, option: str, pool: str, wanted: int) -> int:
        """Use up to so many vacant places, wherever they flowed; return how many there were."""
        taken = min(wanted, self.vacant(batch, option, pool))
        for number, at in self._chain(batch, option, pool):
            self._taken[number, at] += taken
        return taken

    def _empty(self, number: int, pool: int) -> int:
        places = int(self._batches[number].problem.places[pool])
        return max(0, places - int(self._placed[number][pool]) - self._taken[number, pool])

    def _chain(self, batch: str, option: str, pool: str) -> list[tuple[int, int]]:
        """Return a pool and those its left-over places flow into, one after the other."""
        number, at = self._pools[batch, option, pool]
        chain = [(number, at)]
        while self._rulebook.batches[number].leftover is not None:
            at = int(self._flows[number][at])
            if at < 0:
                break
            later = self._rulebook.batch(self._rulebook.batches[number].leftover or "")
            number = self._rulebook.batches.index(later)
            chain.append((number, at))
        return chain
