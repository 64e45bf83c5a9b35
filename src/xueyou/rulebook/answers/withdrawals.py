"""Owns the table of withdrawals: read, checked against the run, and written down in its rounds.

A table has the columns applicant and, if need be, batch; an empty batch means every batch.
"""

import csv
from collections.abc import Sequence
from pathlib import Path

from xueyou.formats.canonical_csv import lines_csv
from xueyou.formats.tables import Column, Table, TableRefused, read_table
from xueyou.rulebook.answers.refilling import EVERY_BATCH, Withdrawal
from xueyou.rulebook.language.faults import Fault, InputRefused
from xueyou.rulebook.language.model import Rulebook
from xueyou.rulebook.tables.input_faults import InputFaults
from xueyou.rulebook.tables.inputs import Inputs

HEAD = ("round", "applicant", "batch")
Rounds = Sequence[Sequence[Withdrawal]]


def read_withdrawals(
    path: Path, rulebook: Rulebook, inputs: Inputs, earlier: Rounds
) -> tuple[Withdrawal, ...]:
    """Return the withdrawals in a file, none where it has only its heading.

    `earlier` are those of the rounds before. Raises InputRefused with all faults.
    """
    try:
        table = read_table(path)
    except TableRefused as refusal:
        faults = InputFaults()
        faults.refused(refusal)
        raise InputRefused(faults.found) from None
    reader = _Reader(table, rulebook, inputs, earlier)
    found = reader.withdrawals()
    if reader.faults:
        raise InputRefused(reader.faults)
    return found


def withdrawn_csv(rounds: Rounds, names: Sequence[str], batches: Sequence[str]) -> bytes:
    """Return withdrawn.csv, sorted; `names` are what applicants are called in it."""
    rows = sorted(
        (number, names[one.applicant], "" if one.batch == EVERY_BATCH else batches[one.batch])
        for number, found in enumerate(rounds, 1)
        for one in found
    )
    # A round in which nobody withdrew has a row of its own, so that the rounds can be counted.
    rows += [(number, "", "") for number, found in enumerate(rounds, 1) if not found]
    return lines_csv(HEAD, sorted(rows))


def written_rounds(data: bytes, names: Sequence[str], batches: Sequence[str]) -> Rounds:
    """Return the rounds that a withdrawn.csv of ours holds. Raises ValueError, KeyError."""
    people = {name: number for number, name in enumerate(names)}
    try:
        rows = list(csv.reader(data.decode().split("\n")[:-1]))[1:]
    except csv.Error as broken:
        raise ValueError(broken) from None
    last = max(int(row[0]) for row in rows)
    if last > len(rows):  # every round has a row; who says more would only fill the machine
        raise ValueError(last)
    rounds: list[list[Withdrawal]] = [[] for _ in range(last)]
    for number, name, batch in rows:
        at = batches.index(batch) if batch else EVERY_BATCH
        if name:
            rounds[int(number) - 1].append(Withdrawal(people[name], at))
    return rounds


class _Reader:
    def __init__(self, table: Table, rulebook: Rulebook, inputs: Inputs, earlier: Rounds) -> None:
        self._table = table
        self._people = {id: number for number, id in enumerate(inputs.applicants)}
        self._batches = {batch.id: number for number, batch in enumerate(rulebook.batches)}
        self._gone = {(one.applicant, one.batch) for found in earlier for one in found}
        self.faults: list[Fault] = []

    def withdrawals(self) -> tuple[Withdrawal, ...]:
        columns = self._table.columns
        if "applicant" not in columns:
            zh = "缺少“applicant”这一列。"
            self._fault(1, "applicant", "missing_column", None, zh, "A column is missing.")
            return ()
        ids = _texts(columns["applicant"])
        named = _texts(columns["batch"]) if "batch" in columns else [""] * len(ids)
        found = []
        for row, id, batch in zip(self._table.rows.tolist(), ids, named, strict=True):
            one = self._one(row, id, batch)
            if one is not None:
                found.append(one)
        return tuple(sorted(found, key=lambda one: (one.applicant, one.batch)))

    def _one(self, row: int, id: str, batch: str) -> Withdrawal | None:
        applicant, number = self._people.get(id), self._batches.get(batch, EVERY_BATCH)
        if applicant is None:
            zh = "报名表里没有这个人。请核对编号；前面的零不能少。"
            self._fault(row, "applicant", "unknown_applicant", None, zh, "No such applicant.")
        if batch and number == EVERY_BATCH:
            known = "、".join(self._batches)
            zh = f"规则里没有批次“{batch}”。可以写：{known}；空着是全部放弃。"
            self._fault(row, "batch", "unknown_batch", batch, zh, "The rules know no such batch.")
            return None
        if applicant is None:
            return None
        if {(applicant, number), (applicant, EVERY_BATCH)} & self._gone:
            zh = "这个人前面已经放弃过了。请只留一行。"
            self._fault(row, "applicant", "withdrawn_twice", None, zh, "Withdrawn before.")
        self._gone.add((applicant, number))
        return Withdrawal(applicant, number)

    def _fault(self, row: int, column: str, code: str, value: str | None, zh: str, en: str) -> None:
        there = self._table.columns.get(column)
        letter = there.letter if there is not None else None
        fault = Fault(self._table.file, self._table.sheet, row, letter, code, value, zh, en)
        self.faults.append(fault)


def _texts(column: Column) -> list[str]:
    return [column.values[code] for code in column.codes.tolist()]
