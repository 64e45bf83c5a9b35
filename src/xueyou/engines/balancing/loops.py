"""Owns the inner loops: swaps weighed, taken or left. Whole numbers only, in 64 bits.

The same text runs compiled or plain (`compiling.either`) and gives the same numbers. Chance is
Marsaglia's xorshift with 128 bits of state (J. Stat. Softw. 2003, 8:14), kept in four numbers.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.compiling import either

REFUSED = 1 << 62
"""What an exchange returns that was not made."""
LOGS = 1 << 12
"""Entries of the table of −ln u."""
LOG_BITS = 16
_WORD = 0xFFFFFFFF
_TRIES = 64
_NOW_AND_THEN = 0xFFF


class Limits(NamedTuple):
    """The limits, apart: a function that is handed little is called quickly."""

    start: NDArray[np.int64]  # (n + 1,) the limits of each pupil …
    of: NDArray[np.int64]  # … one below the other
    least: NDArray[np.int64]
    most: NDArray[np.int64]


class Tables(NamedTuple):
    """What stays as it is during a search."""

    z: NDArray[Any]  # (n, J) columns
    gain: NDArray[np.int64]  # (K,)
    movers: NDArray[np.int64]  # pupils that may change class
    special: NDArray[np.bool_]  # (n,) in a limit
    block: NDArray[np.int64]  # (n,) number of the block, −1: alone
    block_start: NDArray[np.int64]
    block_member: NDArray[np.int64]
    limits: Limits
    longest: int  # members of the largest block, at least 1
    logs: NDArray[np.int64]  # −ln of evenly spread chances, shifted by LOG_BITS


class Lists(NamedTuple):
    """What a search changes."""

    home: NDArray[np.int64]  # (n,) class of each pupil
    sums: NDArray[Any]  # (K, J) sums of the columns
    counts: NDArray[np.int64]  # (limits, K) members in each class
    chance: NDArray[np.int64]  # (4,) state of the generator


@either
def draw(chance: NDArray[np.int64]) -> int:
    """Return the next 32 bits."""
    t = chance[0] ^ ((chance[0] << 11) & _WORD)
    chance[0], chance[1], chance[2] = chance[1], chance[2], chance[3]
    chance[3] = chance[3] ^ (chance[3] >> 19) ^ t ^ (t >> 8)
    return int(chance[3])


@either
def weigh(
    z: NDArray[Any],
    sums: NDArray[Any],
    gain: NDArray[np.int64],
    home: NDArray[np.int64],
    i: int,
    j: int,
) -> int:
    """Return by how much the objective grows where two pupils of two classes change places."""
    a, b = home[i], home[j]
    if gain[a] == gain[b]:
        both = np.int64(0)
        for k in range(z.shape[1]):
            # Narrowed so that a processor multiplies several at once; nothing is cut off.
            d = np.int64(np.int32(z[j, k] - z[i, k]))
            both += d * np.int64(np.int32(sums[a, k] - sums[b, k] + d))
        return int(2 * gain[a] * both)
    first = second = square = np.int64(0)
    for k in range(z.shape[1]):
        d = np.int64(np.int32(z[j, k] - z[i, k]))
        first += d * np.int64(sums[a, k])
        second += d * np.int64(sums[b, k])
        square += d * d
    return int(gain[a] * (2 * first + square) + gain[b] * (square - 2 * second))


@either
def swap(z: NDArray[Any], sums: NDArray[Any], home: NDArray[np.int64], i: int, j: int) -> None:
    """Let two pupils of two classes change places; limits are not looked at."""
    a, b = home[i], home[j]
    for k in range(z.shape[1]):
        d = z[j, k] - z[i, k]
        sums[a, k] += d
        sums[b, k] -= d
    home[i], home[j] = b, a


@either
def recount(
    limits: Limits, counts: NDArray[np.int64], pupil: int, source: int, target: int
) -> None:
    """Count a pupil over to another class."""
    for at in range(limits.start[pupil], limits.start[pupil + 1]):
        limit = limits.of[at]
        counts[limit, source] -= 1
        counts[limit, target] += 1


@either
def holds(limits: Limits, counts: NDArray[np.int64], pupil: int, a: int, b: int) -> bool:
    """Return whether the limits of a pupil hold in two classes."""
    for at in range(limits.start[pupil], limits.start[pupil + 1]):
        limit = limits.of[at]
        for c in (a, b):
            count = counts[limit, c]
            if count < limits.least[limit] or count > limits.most[limit]:
                return False
    return True


@either
def in_limit(limits: Limits, pupil: int, limit: int) -> bool:
    """Return whether a pupil is a member of a limit."""
    for at in range(limits.start[pupil], limits.start[pupil + 1]):  # noqa: SIM110 (compiled)
        if limits.of[at] == limit:
            return True
    return False


@either
def may_go(limits: Limits, counts: NDArray[np.int64], i: int, j: int, a: int, b: int) -> bool:
    """Return whether the limits of pupil i, in class a, hold where i and j, in b, change places."""
    for at in range(limits.start[i], limits.start[i + 1]):
        limit = limits.of[at]
        if in_limit(limits, j, limit):
            continue
        if counts[limit, a] <= limits.least[limit]:
            return False
        if counts[limit, b] >= limits.most[limit]:
            return False
    return True


@either
def excess(limits: Limits, counts: NDArray[np.int64], limit: int, c: int, more: int) -> int:
    """Return by how many a class misses a limit, with so many members more."""
    count = counts[limit, c] + more
    return int(max(0, count - limits.most[limit]) + max(0, limits.least[limit] - count))


@either
def mended_by(limits: Limits, counts: NDArray[np.int64], i: int, j: int, a: int, b: int) -> int:
    """Return by how many limits of pupil i, in class a, are missed less where i goes for j to b."""
    less = 0
    for at in range(limits.start[i], limits.start[i + 1]):
        limit = limits.of[at]
        if not in_limit(limits, j, limit):
            less += excess(limits, counts, limit, a, 0) - excess(limits, counts, limit, a, -1)
            less += excess(limits, counts, limit, b, 0) - excess(limits, counts, limit, b, 1)
    return less


@either
def mend(tables: Tables, lists: Lists, steps: int, missed: int) -> int:
    """Swap single pupils by chance so that limits are missed by less, now and then by one more.

    Return by how many they are missed at the end; ends at once where they are kept.
    """
    movers, limits, counts = tables.movers, tables.limits, lists.counts
    for _ in range(steps):
        if missed == 0:
            break
        i = movers[(draw(lists.chance) * len(movers)) >> 32]
        word = draw(lists.chance)
        j = movers[(word * len(movers)) >> 32]
        if lists.home[i] == lists.home[j] or tables.block[i] >= 0 or tables.block[j] >= 0:
            continue
        a, b = lists.home[i], lists.home[j]
        less = mended_by(limits, counts, i, j, a, b) + mended_by(limits, counts, j, i, b, a)
        if less >= 0 or (less == -1 and word & _NOW_AND_THEN == 0):
            recount(limits, counts, i, a, b)
            recount(limits, counts, j, b, a)
            swap(tables.z, lists.sums, lists.home, i, j)
            missed -= less
    return int(missed)


@either
def exchange(
    tables: Tables, lists: Lists, here: NDArray[np.int64], there: NDArray[np.int64], bar: int
) -> int:
    """Let as many pupils change places as stand in `here` and `there`, where all limits hold then
    and the objective does not grow by more than `bar`. Return its growth, REFUSED if not done.
    """
    limits, counts = tables.limits, lists.counts
    a, b = lists.home[here[0]], lists.home[there[0]]
    for s in range(len(here)):
        recount(limits, counts, here[s], a, b)
        recount(limits, counts, there[s], b, a)
    fine = True
    for s in range(len(here)):
        fine = (
            fine and holds(limits, counts, here[s], a, b) and holds(limits, counts, there[s], a, b)
        )
    growth = 0
    if fine:
        for k in range(tables.z.shape[1]):
            d = 0
            for s in range(len(here)):
                d += tables.z[there[s], k] - tables.z[here[s], k]
            growth += tables.gain[a] * d * (2 * np.int64(lists.sums[a, k]) + d)
            growth += tables.gain[b] * d * (d - 2 * np.int64(lists.sums[b, k]))
    if not fine or growth > bar:
        for s in range(len(here)):
            recount(limits, counts, here[s], b, a)
            recount(limits, counts, there[s], a, b)
        return REFUSED
    for s in range(len(here)):
        swap(tables.z, lists.sums, lists.home, here[s], there[s])
    return int(growth)


@either
def gather(tables: Tables, lists: Lists, first: int, size: int, group: NDArray[np.int64]) -> int:
    """Fill `group` with whoever goes along: the block of `first`, or `size` single pupils of its
    class drawn by chance. Return how many stand in it; less than `size` where too few were met.
    """
    if tables.block[first] >= 0:
        start, end = (
            tables.block_start[tables.block[first]],
            tables.block_start[tables.block[first] + 1],
        )
        for at in range(start, end):
            group[at - start] = tables.block_member[at]
        return int(end - start)
    group[0] = first
    found = 1
    movers = tables.movers
    for _ in range(_TRIES * (size - 1)):
        if found == size:
            break
        other = movers[(draw(lists.chance) * len(movers)) >> 32]
        if lists.home[other] != lists.home[first] or tables.block[other] >= 0:
            continue
        new = True
        for s in range(found):
            new = new and group[s] != other
        if new:
            group[found] = other
            found += 1
    return found


@either
def exchange_blocks(
    tables: Tables,
    lists: Lists,
    i: int,
    j: int,
    bar: int,
    here: NDArray[np.int64],
    there: NDArray[np.int64],
) -> int:
    """Exchange pupils of which one or both go with others."""
    size = 1
    for pupil in (i, j):
        number = tables.block[pupil]
        if number >= 0:
            size = max(size, tables.block_start[number + 1] - tables.block_start[number])
    one = gather(tables, lists, i, size, here)
    if one != size or gather(tables, lists, j, size, there) != size:
        return REFUSED
    return exchange(tables, lists, here[:size], there[:size], bar)


@either
def walk(tables: Tables, lists: Lists, steps: int, heat: int, ceiling: int, objective: int) -> int:
    """Try so many random swaps; return the objective they end at.

    A swap is taken where the objective grows by no more than heat · −ln u, u drawn anew (heat
    above 0: annealing; 0: only if it does not grow); or, where `ceiling` is not negative, where
    the objective stays at or below it.
    """
    movers, home, chance = tables.movers, lists.home, lists.chance
    z, sums, gain = tables.z, lists.sums, tables.gain
    special, block, logs = tables.special, tables.block, tables.logs
    limits, counts = tables.limits, lists.counts
    number = len(movers)
    here = np.empty(tables.longest, np.int64)
    there = np.empty(tables.longest, np.int64)
    # The generator of `draw`, kept in registers: it is a third of the time otherwise.
    x, y, v, w = chance[0], chance[1], chance[2], chance[3]
    for _ in range(steps):
        t = x ^ ((x << 11) & _WORD)
        x, y, v = y, v, w
        w = w ^ (w >> 19) ^ t ^ (t >> 8)
        i = movers[(w * number) >> 32]
        t = x ^ ((x << 11) & _WORD)
        x, y, v = y, v, w
        w = w ^ (w >> 19) ^ t ^ (t >> 8)
        j = movers[(w * number) >> 32]
        if home[i] == home[j]:
            continue
        cold = (heat * logs[w & (LOGS - 1)]) >> LOG_BITS
        bar = ceiling - objective if ceiling >= 0 else cold
        if block[i] >= 0 or block[j] >= 0:
            chance[0], chance[1], chance[2], chance[3] = x, y, v, w
            growth = exchange_blocks(tables, lists, i, j, bar, here, there)
            x, y, v, w = chance[0], chance[1], chance[2], chance[3]
            if growth != REFUSED:
                objective += growth
            continue
        a, b = home[i], home[j]
        limited = special[i] or special[j]
        if limited and not (
            may_go(limits, counts, i, j, a, b) and may_go(limits, counts, j, i, b, a)
        ):
            continue
        growth = weigh(z, sums, gain, home, i, j)
        if growth <= bar:
            if limited:
                recount(limits, counts, i, a, b)
                recount(limits, counts, j, b, a)
            swap(z, sums, home, i, j)
            objective += growth
    chance[0], chance[1], chance[2], chance[3] = x, y, v, w
    return int(objective)


@either
def descend(tables: Tables, lists: Lists, passes: int, objective: int) -> int:
    """Go through all pairs and take each swap that betters the list, until none does or `passes`
    are done; return the objective. Blocks stay where they are.
    """
    movers, home = tables.movers, lists.home
    z, sums, gain = tables.z, lists.sums, tables.gain
    special, limits, counts = tables.special, tables.limits, lists.counts
    for _ in range(passes):
        before = objective
        for p in range(len(movers)):
            i = movers[p]
            if tables.block[i] >= 0:
                continue
            for q in range(p + 1, len(movers)):
                j = movers[q]
                if home[i] == home[j] or tables.block[j] >= 0:
                    continue
                a, b = home[i], home[j]
                growth = weigh(z, sums, gain, home, i, j)
                if growth >= 0:
                    continue
                if special[i] or special[j]:
                    if not (
                        may_go(limits, counts, i, j, a, b) and may_go(limits, counts, j, i, b, a)
                    ):
                        continue
                    recount(limits, counts, i, a, b)
                    recount(limits, counts, j, b, a)
                swap(z, sums, home, i, j)
                objective += growth
        if objective == before:
            break
    return int(objective)
