"""Owns what rows of the tables must be together: lists without gaps, quotas within places, equal
lists in a bound group, legal class sizes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xueyou.formats.tables import Table
from xueyou.rulebook.language.model import Rulebook
from xueyou.rulebook.tables.cells import Cells
from xueyou.rulebook.tables.input_faults import InputFaults
from xueyou.rulebook.tables.inputs import Quota


@dataclass(frozen=True, slots=True)
class Offers:
    """The options by batch; B batches, m options."""

    ids: list[str]
    number: Mapping[str, int]
    places: NDArray[np.int64]  # (B, m), -1 where not offered
    attributes: Mapping[str, Cells]  # (B, m)


@dataclass(frozen=True, slots=True)
class Choices:
    """All rows of the choices, by batch, applicant and rank."""

    batch: NDArray[np.int32]
    applicant: NDArray[np.int32]
    rank: NDArray[np.int32]
    option: NDArray[np.int32]

    def of(self, batch: int) -> slice:
        """Return where the rows of one batch lie."""
        first, last = np.searchsorted(self.batch, (batch, batch + 1))
        return slice(int(first), int(last))


def told_twice(
    table: Table,
    column: str,
    keys: Sequence[NDArray[np.int32]],
    what: str,
    faults: InputFaults,
) -> None:
    """Add a fault for each row whose keys stood in an earlier row; rows with -1 are passed over."""
    rows = np.flatnonzero(np.logical_and.reduce([key >= 0 for key in keys]))
    key = _one_key(keys, rows)
    order = np.argsort(key, kind="stable")
    again = np.flatnonzero(key[order[1:]] == key[order[:-1]]) + 1
    for place in again.tolist():
        row, before = int(rows[order[place]]), int(rows[order[place - 1]])
        faults.cell(table, column, row, "twice", None, first=int(table.rows[before]), what=what)


def _one_key(keys: Sequence[NDArray[np.int32]], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return one integer for the keys of each row."""
    whole = np.zeros(len(rows), dtype=np.int64)
    for key in keys:
        own = key[rows].astype(np.int64)
        whole = whole * (int(own.max(initial=0)) + 1) + own
    return whole


def check_classes(
    rulebook: Rulebook,
    table: Table,
    option: NDArray[np.int64],
    places: NDArray[np.int64],
    attributes: Mapping[str, Cells],
    every: NDArray[np.int64],
    faults: InputFaults,
) -> None:
    """Check that no option offers more places, over all batches, than its classes may hold."""
    size = rulebook.class_size
    classes = attributes.get(size.classes) if size is not None else None
    if size is None or classes is None:
        return
    offered = np.maximum(every, 0).sum(axis=0)
    there = np.where(classes.known, classes.values, 0).max(axis=0)
    last: dict[int, int] = {}
    for row in np.flatnonzero((option >= 0) & (places >= 0)).tolist():
        last[int(option[row])] = row
    for number, row in sorted(last.items()):
        own = int(there[number])
        if own == 0:
            faults.cell(table, size.classes, row, "classes_missing", None)
        elif offered[number] > own * size.limit:
            faults.cell(
                table, "places", row, "class_size", str(offered[number]),
                value=int(offered[number]), limit=size.limit, classes=own, most=own * size.limit,
            )  # fmt: skip


def check_quotas(
    rulebook: Rulebook,
    table: Table,
    batch: NDArray[np.int32],
    option: NDArray[np.int32],
    places: NDArray[np.int64],
    offers: Offers,
    faults: InputFaults,
) -> dict[int, list[Quota]]:
    """Return the quotas by batch; pools must be known and hold no more than the option does."""
    column = table.columns["pool"]
    found: dict[int, list[Quota]] = {}
    sums: dict[tuple[int, int], tuple[int, int]] = {}
    for row in np.flatnonzero((batch >= 0) & (option >= 0) & (places >= 0)).tolist():
        number, own, count = int(batch[row]), int(option[row]), int(places[row])
        name = column.values[int(column.codes[row])]
        rules = rulebook.batches[number]
        rows = {pool.id for pool in rules.pools if pool.by is None and pool.places == "rows"}
        others = {pool.id for pool in rules.pools} - rows
        by_value = any(pool.by is not None for pool in rules.pools)
        if name not in rows and (name in others or not by_value):
            faults.cell(table, "pool", row, "unknown_pool", name, batch=rules.id, value=name)
            continue
        found.setdefault(number, []).append(Quota(own, name, count))
        sums[number, own] = (sums.get((number, own), (0, 0))[0] + count, row)
    for (number, own), (total, row) in sums.items():
        most = int(offers.places[number, own])
        if total > most:
            faults.cell(
                table, "places", row, "quota_over_places", str(total),
                batch=rulebook.batches[number].id, value=total, limit=most,
            )  # fmt: skip
    return found


def listed(
    rulebook: Rulebook,
    table: Table,
    applicant: NDArray[np.int32],
    batch: NDArray[np.int32],
    rank: NDArray[np.int64],
    option: NDArray[np.int32],
    faults: InputFaults,
) -> Choices:
    """Return the choices in order; lists must run 1, 2, 3 … and name no option twice."""
    made = np.asarray([b.generate is not None for b in rulebook.batches], dtype=np.bool_)
    good = (applicant >= 0) & (batch >= 0) & (rank > 0) & (option >= 0)
    if made.any():
        filed_for_made = good & np.append(made, False)[batch]
        for row in np.flatnonzero(filed_for_made).tolist():
            id = rulebook.batches[int(batch[row])].id
            faults.cell(table, "batch", row, "made_list", id, batch=id)
        good &= ~filed_for_made
    rows = np.flatnonzero(good)
    order = _ascending(_one_key((batch, applicant, rank.astype(np.int32)), rows))
    rows = rows[order]
    choices = Choices(batch[rows], applicant[rows], rank[rows].astype(np.int32), option[rows])
    _check_ranks(rulebook, table, choices, rows, faults)
    _check_options(table, choices, rows, faults)
    return choices


def _ascending(key: NDArray[np.int64]) -> NDArray[np.int64]:
    if len(key) < 2 or bool(np.all(key[1:] >= key[:-1])):
        return np.arange(len(key), dtype=np.int64)
    return np.argsort(key, kind="stable")


def _check_ranks(
    rulebook: Rulebook, table: Table, choices: Choices, rows: NDArray[np.int64], faults: InputFaults
) -> None:
    if not len(rows):
        return
    same = np.zeros(len(rows), dtype=np.bool_)
    same[1:] = (choices.applicant[1:] == choices.applicant[:-1]) & (
        choices.batch[1:] == choices.batch[:-1]
    )
    before = np.where(same, np.concatenate((np.zeros(1, np.int32), choices.rank[:-1])), 0)
    most = np.asarray([b.max or 1 << 30 for b in rulebook.batches], dtype=np.int64)[choices.batch]
    twice, gap = choices.rank == before, choices.rank > before + 1
    for place in np.flatnonzero(twice).tolist():
        faults.cell(
            table, "rank", int(rows[place]), "twice", None,
            first=int(table.rows[rows[place - 1]]), what="同一批次的同一个志愿序号",
        )  # fmt: skip
    for place in np.flatnonzero(gap).tolist():
        faults.cell(
            table, "rank", int(rows[place]), "rank_gap", str(choices.rank[place]),
            batch=rulebook.batches[int(choices.batch[place])].id,
            value=int(choices.rank[place]), wanted=int(before[place]) + 1,
        )  # fmt: skip
    for place in np.flatnonzero(choices.rank > most).tolist():
        faults.cell(
            table, "rank", int(rows[place]), "too_many_choices", str(choices.rank[place]),
            batch=rulebook.batches[int(choices.batch[place])].id,
            value=int(choices.rank[place]), limit=int(most[place]),
        )  # fmt: skip


def _check_options(
    table: Table, choices: Choices, rows: NDArray[np.int64], faults: InputFaults
) -> None:
    every = np.arange(len(rows), dtype=np.int64)
    key = _one_key((choices.batch, choices.applicant, choices.option), every)
    order = np.argsort(key, kind="stable")
    for place in (np.flatnonzero(key[order[1:]] == key[order[:-1]]) + 1).tolist():
        first, again = sorted((int(rows[order[place - 1]]), int(rows[order[place]])))
        faults.cell(table, "option", again, "option_twice", None, first=int(table.rows[first]))


def check_groups(
    rulebook: Rulebook,
    choices: Choices,
    group: NDArray[np.int32],
    people: Table,
    order: NDArray[np.int64],
    faults: InputFaults,
) -> None:
    """Check that members of a bound group filed the same list; `order` is the row of each."""
    sizes = np.bincount(group)
    together = np.flatnonzero(sizes[group] > 1)
    together = together[np.argsort(group[together], kind="stable")]
    for number, rules in enumerate(rulebook.batches):
        if not rules.group.bind or rules.generate is not None:
            continue
        own = choices.of(number)
        applicant, option = choices.applicant[own], choices.option[own]
        starts = np.searchsorted(applicant, together)
        ends = np.searchsorted(applicant, together, side="right")
        first = 0
        for place in range(len(together)):
            if group[together[place]] != group[together[first]]:
                first = place
            one = option[starts[first] : ends[first]]
            other = option[starts[place] : ends[place]]
            if not np.array_equal(one, other):
                row, before = int(order[together[place]]), int(order[together[first]])
                faults.cell(
                    people, "group", row, "group_lists_differ", None,
                    batch=rules.id, first=int(people.rows[before]),
                )  # fmt: skip
