"""Owns whether demands can be met at all: pupils somebody demands something of, put into classes.

Search in depth, the most hemmed in first, with a node limit; classes that nothing tells apart are
tried once. Whoever nobody demands anything of fills the classes up and is never looked at.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.balancing.problem import ALONE, NOT_FIXED, Demand, Problem, Undecided

MOST_NODES = 5_000
"""Tries beyond one for each item."""
_LOOKED_AT = 48
"""Of so many, the first in a fixed order, the most hemmed in is placed next."""
_WORTH_MATCHING = 64
"""Up to so many members left of a limit they are matched to classes, else only counted."""


@dataclass(slots=True)
class _Item:
    """Pupils who go together, or one."""

    pupils: list[int]
    classes: list[int]  # where it may go at all
    inside: dict[int, int] = field(default_factory=dict)  # limit: how many of the pupils it counts


def _hemmed_in(item: _Item) -> tuple[int, int, int]:
    return (len(item.classes), -len(item.pupils), -len(item.inside))


def demands(problem: Problem) -> list[Demand]:
    """Return everything that was asked and may be dropped, in a fixed order."""
    found = [Demand("limit", index) for index in range(len(problem.limits))]
    blocks = sorted(set(problem.together[problem.together != ALONE].tolist()))
    found += [Demand("together", block) for block in blocks]
    found += [Demand("fixed", int(p)) for p in np.flatnonzero(problem.fixed != NOT_FIXED)]
    return found


def place(problem: Problem, kept: Collection[Demand] | None = None) -> NDArray[np.int64] | None:
    """Return a class for each pupil somebody demands something of, −1 for the others; None where
    there is no such list. Only demands `kept` count; None: all.

    Raises Undecided after too many tries.
    """
    return _Placing(problem, set(demands(problem) if kept is None else kept)).found()


class _Placing:
    def __init__(self, problem: Problem, kept: set[Demand]) -> None:
        self._room = problem.sizes.tolist()
        self._sizes = problem.sizes.tolist()
        self._limits = [
            (index, limit)
            for index, limit in enumerate(problem.limits)
            if Demand("limit", index) in kept
        ]
        self._least = {index: limit.least for index, limit in self._limits}
        self._most = {index: limit.most for index, limit in self._limits}
        self._counts = {index: [0] * problem.classes for index, _ in self._limits}
        self._items = sorted(self._made(problem, kept), key=_hemmed_in)
        self._home: list[int] = [-1] * len(self._items)
        self._left: dict[int, set[int]] = {index: set() for index, _ in self._limits}
        for number, item in enumerate(self._items):
            for limit in item.inside:
                self._left[limit].add(number)
        self._nodes = 0
        self._pupils = problem.pupils

    def _made(self, problem: Problem, kept: set[Demand]) -> Iterator[_Item]:
        within: dict[int, list[int]] = {}
        for index, limit in self._limits:
            for pupil in limit.members.tolist():
                within.setdefault(pupil, []).append(index)
        groups: dict[tuple[str, int], list[int]] = {}
        for pupil in range(problem.pupils):
            block = int(problem.together[pupil])
            if block != ALONE and Demand("together", block) in kept:
                groups.setdefault(("block", block), []).append(pupil)
            elif pupil in within or Demand("fixed", pupil) in kept:
                groups[("one", pupil)] = [pupil]
        for pupils in groups.values():
            named = {int(problem.fixed[p]) for p in pupils if Demand("fixed", p) in kept}
            classes = [c for c in range(problem.classes) if not named - {c}]
            item = _Item(pupils, classes)
            for pupil in pupils:
                for index in within.get(pupil, ()):
                    item.inside[index] = item.inside.get(index, 0) + 1
            yield item

    def found(self) -> NDArray[np.int64] | None:
        """Return the list, or None. Raises Undecided."""
        if not self._possible(self._counts):
            return None
        if not self._deepen():
            return None
        home = np.full(self._pupils, -1, np.int64)
        for item, c in zip(self._items, self._home, strict=True):
            home[item.pupils] = c
        return home

    def _deepen(self) -> bool:
        """Go on without recursion: a list may be as deep as it has pupils."""
        stack: list[tuple[int, Iterator[int]]] = []
        while True:
            chosen = self._most_hemmed_in()
            if chosen is None:
                return True
            stack.append((chosen[0], iter(chosen[1])))
            while stack:
                number, choices = stack[-1]
                if self._home[number] >= 0:
                    self._take_back(number)
                c = next(choices, None)
                if c is None:
                    stack.pop()
                    continue
                self._nodes += 1
                if self._nodes > MOST_NODES + len(self._items):
                    raise Undecided
                self._put(number, c)
                if self._possible(self._items[number].inside):
                    break
            if not stack:
                return False

    def _most_hemmed_in(self) -> tuple[int, list[int]] | None:
        best: tuple[tuple[int, int, int], int, list[int]] | None = None
        looked_at = 0
        for number, item in enumerate(self._items):
            if self._home[number] >= 0:
                continue
            looked_at += 1
            open_to = [c for c in item.classes if self._fits(item, c)]
            key = (len(open_to), -len(item.pupils), -len(item.inside))
            if best is None or key < best[0]:
                best = (key, number, open_to)
            if len(open_to) < 2 or looked_at == _LOOKED_AT:
                break
        if best is None:
            return None
        return best[1], self._worth_trying(best[1], best[2])

    def _worth_trying(self, number: int, classes: Sequence[int]) -> list[int]:
        """Order classes, the emptiest first, one of those that nothing tells apart."""
        item = self._items[number]
        named = {
            c
            for other, home in zip(self._items, self._home, strict=True)
            if home < 0 and len(other.classes) < len(self._sizes)
            for c in other.classes
        }
        seen, found = set(), []
        for c in classes:
            if c not in named and self._room[c] == self._sizes[c]:
                if self._sizes[c] in seen:
                    continue
                seen.add(self._sizes[c])
            found.append(c)

        def wanted(c: int) -> tuple[int, int, int]:
            lacking = sum(self._counts[k][c] < self._least[k] for k in item.inside)
            filled = sum(self._counts[k][c] for k in item.inside)
            return (-lacking, filled, -self._room[c])

        return sorted(found, key=wanted)

    def _fits(self, item: _Item, c: int) -> bool:
        return self._room[c] >= len(item.pupils) and all(
            self._counts[k][c] + number <= self._most[k] for k, number in item.inside.items()
        )

    def _put(self, number: int, c: int) -> None:
        item = self._items[number]
        self._home[number] = c
        self._room[c] -= len(item.pupils)
        for k, members in item.inside.items():
            self._counts[k][c] += members
            self._left[k].discard(number)

    def _take_back(self, number: int) -> None:
        item, c = self._items[number], self._home[number]
        self._home[number] = -1
        self._room[c] += len(item.pupils)
        for k, members in item.inside.items():
            self._counts[k][c] -= members
            self._left[k].add(number)

    def _possible(self, limits: Collection[int]) -> bool:
        """Return whether the limits may still be met: enough left, and somewhere to go."""
        return all(self._limit_possible(k) for k in limits)

    def _limit_possible(self, k: int) -> bool:
        counts, left = self._counts[k], self._left[k]
        members = sum(self._items[number].inside[k] for number in left)
        lacking = sum(max(0, self._least[k] - count) for count in counts)
        room = sum(min(self._most[k] - n, self._room[c]) for c, n in enumerate(counts))
        if lacking > members or room < members:
            return False
        if len(left) > _WORTH_MATCHING:
            return True
        return self._all_go_somewhere(k, left)

    def _all_go_somewhere(self, k: int, left: Collection[int]) -> bool:
        """Match what is left of a limit to classes, each taking as many as it may (Kuhn)."""
        taken: dict[int, list[int]] = {c: [] for c in range(len(self._sizes))}
        return all(self._goes(number, k, taken, set()) for number in sorted(left))

    def _goes(self, number: int, k: int, taken: dict[int, list[int]], seen: set[int]) -> bool:
        item = self._items[number]
        for c in item.classes:
            if c in seen or not self._fits(item, c):
                continue
            seen.add(c)
            if len(taken[c]) < self._most[k] - self._counts[k][c]:
                taken[c].append(number)
                return True
            for place, other in enumerate(taken[c]):
                if self._goes(other, k, taken, seen):
                    taken[c][place] = number
                    return True
        return False
