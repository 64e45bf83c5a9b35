"""The rule text §3 word for word, one proposal at a time in a drawn order. Slow on purpose."""

import numpy as np

from xueyou.engines.matching import Problem

Unit = int


def one_at_a_time(problem: Problem, seed: int) -> list[int]:
    """Return each unit's slot where a drawn unit proposes next; the pool then looks again."""
    dice = np.random.default_rng(seed)
    start = problem.slot_start.tolist()
    pool, tier = problem.slot_pool.tolist(), problem.slot_tier.tolist()
    order, places = problem.order.tolist(), problem.places.tolist()
    size = [1] * len(order) if problem.size is None else problem.size.tolist()
    here = start[:-1]
    held: list[list[Unit]] = [[] for _ in places]
    free = [unit for unit in range(len(order)) if start[unit] < start[unit + 1]]
    placed: dict[Unit, int] = {}
    while free:
        unit = free.pop(int(dice.integers(len(free))))
        at = pool[here[unit]]
        held[at].append(unit)
        placed[unit] = here[unit] - start[unit]
        key = {u: (tier[here[u]], order[u]) for u in held[at]}
        while held[at]:
            worst = max(key[u] for u in held[at])
            better = [u for u in held[at] if key[u] < worst]
            if sum(size[u] for u in better) < places[at]:
                break
            for gone in held[at]:
                if key[gone] == worst:
                    del placed[gone]
                    here[gone] += 1
                    if here[gone] < start[gone + 1]:
                        free.append(gone)
            held[at] = better
    return [placed.get(unit, -1) for unit in range(len(order))]
