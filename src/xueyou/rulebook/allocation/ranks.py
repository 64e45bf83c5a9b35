"""Owns dense ranks: columns of integers to one integer a row that compares in the same way."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
_ROOM = 1 << 62
_FEW, _TIMES, _MOST = 1 << 12, 16, 1 << 24
"""Keys below this, or below so many times their number, are ranked by counting them; above by
sorting. Beyond the last only twice their number is counted: what is counted lies in memory."""


def dense(columns: Sequence[Integers], rows: int) -> Integers:
    """Return ranks 0, 1, 2 … of rows compared column by column; equal rows share one."""
    if not columns or not rows:
        return np.zeros(rows, dtype=np.int64)
    whole, span = _from_zero(columns[0])
    for column in columns[1:]:
        own, width = _from_zero(column)
        if span * width >= _ROOM:
            whole, span = _ranked(whole, span)
        if span * width >= _ROOM:
            own, width = _ranked(own, width)
        whole = whole * width + own
        span *= width
    return _ranked(whole, span)[0]


def _from_zero(column: Integers) -> tuple[Integers, int]:
    least, most = int(column.min()), int(column.max())
    return (column if least == 0 else column - least), most - least + 1


def _ranked(key: Integers, span: int) -> tuple[Integers, int]:
    """Return dense ranks of keys in 0 … span − 1, and how many there are."""
    if span <= 1:
        return np.zeros(len(key), dtype=np.int64), 1
    if span <= max(_FEW, min(_TIMES * len(key), max(_MOST, 2 * len(key)))):
        there = np.zeros(span, dtype=np.bool_)
        there[key] = True
        places = np.cumsum(there, dtype=np.int64) - 1
        return places[key], int(places[-1]) + 1
    order = np.argsort(key, kind="stable")
    found = np.zeros(len(key), dtype=np.int64)
    differs = key[order[1:]] != key[order[:-1]]
    found[order[1:]] = np.cumsum(differs)
    return found, int(found[order[-1]]) + 1


def worst(key: Integers, start: Integers, *, best: bool = False) -> Integers:
    """Return, for runs of rows from `start[i]` to `start[i+1]`, the row with the largest key.

    `best`: with the smallest. Among equal ones the first. No run may be empty.
    """
    runs = np.diff(start)
    if not len(runs):
        return np.zeros(0, dtype=np.int64)
    if bool(np.all(runs == 1)):
        return start[:-1].copy()
    reach = (np.minimum if best else np.maximum).reduceat(key, start[:-1])
    is_it = key == np.repeat(reach, runs)
    rows = np.where(is_it, np.arange(len(key), dtype=np.int64), len(key))
    return np.asarray(np.minimum.reduceat(rows, start[:-1]), dtype=np.int64)


def expanded(start: Integers, which: Integers) -> tuple[Integers, Integers]:
    """Return (rows, run starts): the rows `start[i]:start[i+1]` of each i in `which`, in turn."""
    counts = start[which + 1] - start[which]
    runs = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(counts)))
    rows = np.arange(int(runs[-1]), dtype=np.int64)
    return rows + np.repeat(start[which] - runs[:-1], counts), runs
