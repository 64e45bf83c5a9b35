"""Owns what rows of the tables must be together: lists without gaps, quotas within places, equal
lists in a bound group, legal class sizes.

A row of which a fault was told already is not held against others: what follows from a fault goes
away with it, and would only bury it.
"""

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
    meant: frozenset[str]  # what faulty ids would be, repaired
    places: NDArray[np.int64]  # (B, m), -1 where not offered
    attributes: Mapping[str, Cells]  # (B, m)
    named: NDArray[np.bool_]  # (B, m) a row offers it, faulty or not
    sound: NDArray[np.bool_]  # (B, m) one row offers it, its places can be read


@dataclass(frozen=True, slots=True)
class Choices:
    """All rows of the choices, by batch, applicant and rank."""

    batch: NDArray[np.int32]
    applicant: NDArray[np.int32]
    rank: NDArray[np.int32]
    option: NDArray[np.int32]  # -1 where a fault was told of it
    doubtful: NDArray[np.bool_]  # (batches, applicants) a fault was told of a row of the list

    def of(self, batch: int) -> slice:
        """Return where the rows of one batch lie."""
        first, last = np.searchsorted(self.batch, (batch, batch + 1))
        return slice(int(first), int(last))

    def has_faults(self, batch: int, *applicants: int) -> bool:
        """Whether a fault was told of a row in the list of one of these applicants."""
        filed = [number for number in applicants if number < self.doubtful.shape[1]]
        return bool(self.doubtful[batch, filed].any())


def told_twice(
    table: Table,
    column: str,
    keys: Sequence[NDArray[np.int32]],
    what: str,
    faults: InputFaults,
) -> NDArray[np.int64]:
    """Add a fault for each row whose keys stood in an earlier row; rows with -1 are passed over.

    Returns the rows that share their keys with others, the earlier ones too.
    """
    rows = np.flatnonzero(np.logical_and.reduce([key >= 0 for key in keys]))
    key = _one_key(keys, rows)
    order = np.argsort(key, kind="stable")
    again = np.flatnonzero(key[order[1:]] == key[order[:-1]]) + 1
    for place in again.tolist():
        row, before = int(rows[order[place]]), int(rows[order[place - 1]])
        faults.cell(table, column, row, "twice", None, first=int(table.rows[before]), what=what)
    return np.concatenate((rows[order[again]], rows[order[again - 1]]))


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
    option: NDArray[np.int32],
    unread: NDArray[np.bool_],
    offers: Offers,
    faults: InputFaults,
) -> None:
    """Check that no option offers more places, over all batches, than its classes may hold.

    `unread`: rows whose number of classes cannot be read, which was told already.
    """
    size = rulebook.class_size
    classes = offers.attributes.get(size.classes) if size is not None else None
    if size is None or classes is None:
        return
    offered = np.maximum(offers.places, 0).sum(axis=0)
    there = np.where(classes.known, classes.values, 0).max(axis=0)
    whole: NDArray[np.bool_] = np.all(~offers.named | offers.sound, axis=0)
    whole[option[unread & (option >= 0)]] = False
    last = {int(option[row]): row for row in np.flatnonzero(option >= 0).tolist()}
    for number, row in sorted(last.items()):
        own = int(there[number])
        if not whole[number]:
            continue
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
    pool: NDArray[np.int32],
    offers: Offers | None,
    faults: InputFaults,
) -> dict[int, list[Quota]]:
    """Return the quotas by batch; pools must be known and hold no more than the option does."""
    column = table.columns["pool"]
    repeated = told_twice(table, "pool", [batch, option, pool], "同一选项的同一类名额", faults)
    found: dict[int, list[Quota]] = {}
    sums: dict[tuple[int, int], tuple[int, int]] = {}
    for row in np.flatnonzero((batch >= 0) & (pool >= 0)).tolist():
        number, own, count = int(batch[row]), int(option[row]), int(places[row])
        name = column.values[int(column.codes[row])]
        rules = rulebook.batches[number]
        rows = {pool.id for pool in rules.pools if pool.by is None and pool.places == "rows"}
        others = {pool.id for pool in rules.pools} - rows
        by_value = any(pool.by is not None for pool in rules.pools)
        if name not in rows and (name in others or not by_value):
            faults.cell(table, "pool", row, "unknown_pool", name, batch=rules.id, value=name)
            continue
        if own >= 0 and count >= 0:
            found.setdefault(number, []).append(Quota(own, name, count))
            sums[number, own] = (sums.get((number, own), (0, 0))[0] + count, row)
    for row in repeated.tolist():
        sums.pop((int(batch[row]), int(option[row])), None)
    for (number, own), (total, row) in sums.items():
        if offers is None or not offers.sound[number, own]:
            continue
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
    """Return the choices in order; lists must run 1, 2, 3 … and name no option twice.

    A choice keeps its rank in the list though its option (-1) is unknown.
    """
    made = np.asarray([b.generate is not None for b in rulebook.batches], dtype=np.bool_)
    good = (applicant >= 0) & (batch >= 0) & (rank > 0)
    doubtful = _unread(len(made), applicant, batch, rank)
    if made.any():
        filed_for_made = good & np.append(made, False)[batch]
        for row in np.flatnonzero(filed_for_made).tolist():
            id = rulebook.batches[int(batch[row])].id
            faults.cell(table, "batch", row, "made_list", id, batch=id)
        good &= ~filed_for_made
    rows = np.flatnonzero(good)
    order = _ascending(_one_key((batch, applicant, rank.astype(np.int32)), rows))
    rows = rows[order]
    choices = Choices(
        batch[rows], applicant[rows], rank[rows].astype(np.int32), option[rows], doubtful
    )
    wrong = _check_ranks(rulebook, table, choices, rows, faults)
    _check_options(table, choices, rows, wrong, faults)
    wrong |= choices.option < 0
    doubtful[choices.batch[wrong], choices.applicant[wrong]] = True
    return choices


def _unread(
    batches: int,
    applicant: NDArray[np.int32],
    batch: NDArray[np.int32],
    rank: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Return the lists (batches, applicants) that may hold a rank which cannot be read."""
    doubtful = np.zeros((batches, int(applicant.max(initial=-1)) + 1), dtype=np.bool_)
    rows = (applicant >= 0) & ((batch < 0) | (rank <= 0))
    if rows.any():
        anywhere = rows & (batch < 0)
        doubtful[:, applicant[anywhere]] = True
        rows &= ~anywhere
        doubtful[batch[rows], applicant[rows]] = True
    return doubtful


def _ascending(key: NDArray[np.int64]) -> NDArray[np.int64]:
    if len(key) < 2 or bool(np.all(key[1:] >= key[:-1])):
        return np.arange(len(key), dtype=np.int64)
    return np.argsort(key, kind="stable")


def _check_ranks(
    rulebook: Rulebook, table: Table, choices: Choices, rows: NDArray[np.int64], faults: InputFaults
) -> NDArray[np.bool_]:
    """Tell ranks that repeat, leave a gap, or go beyond the longest list; return which."""
    if not len(rows):
        return np.zeros(0, dtype=np.bool_)
    same = np.zeros(len(rows), dtype=np.bool_)
    same[1:] = (choices.applicant[1:] == choices.applicant[:-1]) & (
        choices.batch[1:] == choices.batch[:-1]
    )
    before = np.where(same, np.concatenate((np.zeros(1, np.int32), choices.rank[:-1])), 0)
    most = np.asarray([b.max or 1 << 30 for b in rulebook.batches], dtype=np.int64)[choices.batch]
    beyond, twice = choices.rank > most, choices.rank == before
    gap = (choices.rank > before + 1) & ~beyond
    if gap.any():
        gap &= ~choices.doubtful[choices.batch, choices.applicant]
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
    for place in np.flatnonzero(beyond & ~twice).tolist():
        faults.cell(
            table, "rank", int(rows[place]), "too_many_choices", str(choices.rank[place]),
            batch=rulebook.batches[int(choices.batch[place])].id,
            value=int(choices.rank[place]), limit=int(most[place]),
        )  # fmt: skip
    wrong: NDArray[np.bool_] = twice | gap | beyond
    return wrong


def _check_options(
    table: Table,
    choices: Choices,
    rows: NDArray[np.int64],
    wrong: NDArray[np.bool_],
    faults: InputFaults,
) -> None:
    """Tell options that stand twice on a list, but for rows told already (`wrong`)."""
    places = np.flatnonzero((choices.option >= 0) & ~wrong)
    key = _one_key((choices.batch, choices.applicant, choices.option), places)
    order = np.argsort(key, kind="stable")
    for at in (np.flatnonzero(key[order[1:]] == key[order[:-1]]) + 1).tolist():
        first, again = sorted(int(rows[places[order[place]]]) for place in (at - 1, at))
        faults.cell(table, "option", again, "option_twice", None, first=int(table.rows[first]))
        choices.doubtful[choices.batch[places[order[at]]], choices.applicant[places[order[at]]]] = (
            True
        )


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
            if choices.has_faults(number, together[first], together[place]):
                continue
            one = option[starts[first] : ends[first]]
            other = option[starts[place] : ends[place]]
            if not np.array_equal(one, other):
                row, before = int(order[together[place]]), int(order[together[first]])
                faults.cell(
                    people, "group", row, "group_lists_differ", None,
                    batch=rules.id, first=int(people.rows[before]),
                )  # fmt: skip
