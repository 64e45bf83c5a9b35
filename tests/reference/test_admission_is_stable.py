"""The reference's rounds give each unit the best place that any stable assignment gives it.

Against all assignments, written down one by one: three units, one perhaps a pair, two pools, keys
of two values.
"""

from itertools import combinations_with_replacement, product
from typing import Any

from tests.reference import admission
from tests.reference.admission import Slot, rounds
from tests.reference.admission_lists import Unit

POOLS = (("X", "*"), ("Y", "*"))
LISTS = ((), (0,), (1,), (0, 1), (1, 0))
KEYS = [*product((1, 2), repeat=2)]  # in X and in Y


def kept(wanting: list[tuple[int, int, int]], places: int) -> set[int]:
    """Return whom a pool keeps of (key, unit, size): whole classes, until its places are taken."""
    full, found = 0, set()
    for key in sorted({key for key, _, _ in wanting}):
        if full < places:
            chosen = [(unit, size) for k, unit, size in wanting if k == key]
            found |= {unit for unit, _ in chosen}
            full += sum(size for _, size in chosen)
    return found


def stable(lists: Any, keys: Any, sizes: Any, places: Any) -> list[tuple[int, ...]]:
    """Return all assignments (position in each unit's list) in which no pool would change."""
    found = []
    for at in product(*(range(len(wants) + 1) for wants in lists)):
        for pool in (0, 1):
            here = {u for u in range(3) if at[u] < len(lists[u]) and lists[u][at[u]] == pool}
            wanting = [
                (keys[u][pool], u, sizes[u]) for u in range(3) if pool in lists[u][: at[u] + 1]
            ]
            if kept(wanting, places[pool]) != here:
                break
        else:
            found.append(at)
    return found


def differing() -> int:
    """Return in how many instances the rounds are not the best stable assignment of each."""
    wrong = 0
    states = list(product(LISTS, KEYS))
    for three in combinations_with_replacement(states, 3):
        lists, keys = [one[0] for one in three], [one[1] for one in three]
        for sizes, places in (((1, 1, 1), (1, 1)), ((1, 2, 1), (1, 2)), ((2, 1, 1), (0, 2))):
            units = [Unit((f"{u}",) * size, (f"{u}",)) for u, size in enumerate(sizes)]
            slots = {
                units[u]: [Slot(POOLS[pool], i, (keys[u][pool],)) for i, pool in enumerate(wants)]
                for u, wants in enumerate(lists)
            }
            held, _ = admission.rounds(slots, dict(zip(POOLS, places, strict=True)))
            got = [held[units[u]].rank if units[u] in held else len(lists[u]) for u in range(3)]
            all_stable = stable(lists, keys, sizes, places)
            best = [min(at[u] for at in all_stable) for u in range(3)] if all_stable else None
            wrong += got != best
    return wrong


def test_rounds_give_everybody_the_best_of_all_stable_places() -> None:
    assert differing() == 0


def test_another_rule_is_found_out(monkeypatch: Any) -> None:
    """If who is let go may not propose on, the count above is not 0."""

    def immediate(slots: Any, room: Any) -> Any:
        first = {unit: found[:1] for unit, found in slots.items()}
        return rounds(first, room)

    monkeypatch.setattr(admission, "rounds", immediate)
    assert differing() > 0
