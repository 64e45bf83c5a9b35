"""Owns problem.json: who asked for what and in which order, without names and without facts.

The order inside a pool is all that is said: dense ranks, 0 the best, equal = tied. A pool that asks
for a fact bears a label; people bear pseudonyms; units stand by pseudonym, not by key.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from xueyou.formats.proof.rows import pool_label

SCHEMA = "admission-problem/1"
_COLUMNS = ("sizes", "slots", "pool", "key", "rank")


@dataclass(frozen=True, slots=True)
class Pool:
    """A pool that stands at an option."""

    option: int  # place in Batch.options
    place: int  # place in the precedence of the rulebook
    name: str  # as in the quota table
    hidden: bool  # it asks for a fact: public is a label
    places: int  # of the tables, before anything flowed in
    flowed: int  # places that flowed in from earlier batches
    flow: tuple[int, int] | None  # (batch number, place in that batch's pools) of what is left


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as it was solved: n units, k slots; arrays as in engines.matching.Problem.

    `unit_member` are lines of applicants.csv (0 the first after the header); slots of pools that do
    not stand are -1 in `slot_pool`. `slot_rank` is the rank of the choice.
    """

    id: str
    how: str  # "rounds" or "in_order"
    locks: bool
    options: Sequence[str]  # sorted
    pools: Sequence[Pool]
    unit_start: NDArray[Any]
    unit_member: NDArray[Any]
    slot_start: NDArray[Any]
    slot_pool: NDArray[Any]
    slot_tier: NDArray[Any]
    slot_rank: NDArray[Any]
    order: NDArray[Any]


def ordered_pools(batch: Batch, secret: bytes) -> list[tuple[int, str]]:
    """Return (place in batch.pools, label) in the order of problem.json."""
    labels = [
        pool_label(secret, batch.id, batch.options[p.option], p.name) if p.hidden else p.name
        for p in batch.pools
    ]
    found = [(p.option, labels[n], p.place, n) for n, p in enumerate(batch.pools)]
    return [(n, label) for _, label, _, n in sorted(found)]


def problem_json(
    batches: Sequence[Batch], rules: str, names: Sequence[str], secret: bytes
) -> bytes:
    """Return the canonical bytes of problem.json.

    `rules` is the SHA-256 of rules.json, `names` the pseudonym of each line of applicants.csv.
    """
    places = [{n: at for at, (n, _) in enumerate(ordered_pools(b, secret))} for b in batches]
    rank_of_name = np.empty(len(names), np.int64)
    rank_of_name[np.argsort(np.array(names, dtype="S32"))] = np.arange(len(names))
    parts = [_part(b, n, places, names, rank_of_name, secret) for n, b in enumerate(batches)]
    columns: dict[str, bytes] = {}
    for n, part in enumerate(parts):
        for key in _COLUMNS:
            name = f"\0{n} {key}"
            columns[json.dumps(name)] = _integers(part[key])
            part[key] = name
    whole = {"schema": SCHEMA, "rules": rules, "batches": parts}
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    for name, written in columns.items():
        text = text.replace(name.encode(), written, 1)
    return text


def _integers(column: NDArray[np.int64]) -> bytes:
    """Return integers as a JSON array; millions of them, so not one by one."""
    if not len(column):
        return b"[]"
    comma = pa.scalar(",", pa.large_string())
    texts = pc.cast(pa.array(column), pa.large_string())
    joined = pc.binary_join_element_wise(texts, pa.scalar("", pa.large_string()), comma)
    _, ends, data = joined.buffers()
    last = int(np.frombuffer(ends, dtype=np.int64)[len(column)])
    return b"[" + bytes(memoryview(data)[: last - 1]) + b"]"


def _part(
    batch: Batch,
    number: int,
    places: list[dict[int, int]],
    names: Sequence[str],
    rank_of_name: NDArray[np.int64],
    secret: bytes,
) -> dict[str, Any]:
    pools = []
    for n, label in ordered_pools(batch, secret):
        pool = batch.pools[n]
        flow = None if pool.flow is None else [pool.flow[0], places[pool.flow[0]][pool.flow[1]]]
        pools.append([pool.option, label, pool.places, flow])
    units, slots = _kept(batch, rank_of_name)
    sizes = np.diff(batch.unit_start)[units]
    people = batch.unit_member[_spread(batch.unit_start[:-1][units], sizes)].astype(np.int64)
    owner = np.repeat(np.arange(len(units)), sizes)
    people = people[np.lexsort((rank_of_name[people], owner))]
    counts = np.bincount(slots[:, 0], minlength=len(units)) if len(slots) else np.zeros(0, int)
    renumbered = np.array([places[number][n] for n in range(len(batch.pools))], np.int64)
    pool_of = renumbered[batch.slot_pool[slots[:, 1]]]
    within = pool_of if batch.how == "rounds" else np.zeros_like(pool_of)
    tier = np.asarray(batch.slot_tier, np.int64)[slots[:, 1]]
    order = np.asarray(batch.order, np.int64)[units][slots[:, 0]]
    return {
        "id": batch.id,
        "how": batch.how,
        "locks": batch.locks,
        "options": list(batch.options),
        "pools": pools,
        "people": [names[n] for n in people.tolist()],
        "sizes": sizes,
        "slots": counts,
        "pool": pool_of,
        "key": dense_ranks(within, tier, order),
        "rank": np.asarray(batch.slot_rank)[slots[:, 1]],
    }


def _kept(
    batch: Batch, rank_of_name: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the units with a slot of use, by smallest pseudonym, and their (unit, slot) rows."""
    room = np.array([p.places + p.flowed > 0 for p in batch.pools] + [False])  # -1 is no pool
    useful = room[np.asarray(batch.slot_pool, np.int64)]
    counts = np.diff(batch.slot_start)
    owner = np.repeat(np.arange(len(counts)), counts)
    has = np.bincount(owner[useful], minlength=len(counts)) > 0
    units: NDArray[np.int64] = np.flatnonzero(has)
    if not len(units):
        return units, np.zeros((0, 2), np.int64)
    firsts = np.minimum.reduceat(
        rank_of_name[np.asarray(batch.unit_member, np.int64)], batch.unit_start[:-1]
    )
    units = units[np.argsort(firsts[units])]
    slots = _spread(np.asarray(batch.slot_start)[:-1][units], counts[units])
    of = np.repeat(np.arange(len(units)), counts[units])
    return units, np.stack((of, slots), axis=1)[useful[slots]]


def _spread(starts: NDArray[Any], counts: NDArray[Any]) -> NDArray[np.int64]:
    """Return start, start + 1, … for each of the runs, one after another."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    found: NDArray[np.int64] = np.repeat(starts - (ends - counts), counts) + np.arange(total)
    return found


def dense_ranks(
    within: NDArray[np.int64], tier: NDArray[np.int64], order: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return 0, 1, … by (tier, order) inside each group; equal pairs share a rank."""
    if not len(within):
        return np.zeros(0, np.int64)
    _, order = np.unique(order, return_inverse=True)
    if int(tier.max()) >= len(tier):
        _, tier = np.unique(tier, return_inverse=True)
    wide = int(order.max()) + 1
    tall = int(tier.max()) + 1
    if (int(within.max()) + 1) * tall * wide < 1 << 63:
        packed = (within * tall + tier) * wide + order
        by = np.argsort(packed, kind="stable")
        new = np.diff(packed[by], prepend=packed[by[0]] - 1) != 0
    else:
        by = np.lexsort((order, tier, within))
        rows = np.stack((within[by], tier[by], order[by]))
        new = np.concatenate(([True], (np.diff(rows, axis=1) != 0).any(axis=0)))
    ranks = np.cumsum(new) - 1
    group: NDArray[np.int64] = within[by]
    starts = np.concatenate(([True], np.diff(group) != 0))
    ranks -= np.maximum.accumulate(np.where(starts, ranks, 0))
    found = np.empty(len(within), np.int64)
    found[by] = ranks
    return found
