"""Owns the inputs of a run: four tables read, every cell checked, held as columns of integers.

Applicants and options are numbered by their id in order of code points, so nothing that follows
depends on the order of rows. All faults are found before any is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from xueyou.formats.tables import Table, TableRefused, find_table, read_table, table_of
from xueyou.rulebook.language.faults import InputRefused
from xueyou.rulebook.language.model import Rulebook
from xueyou.rulebook.tables.cells import Cells, Codes
from xueyou.rulebook.tables.input_faults import InputFaults

RULES = "rules.yaml"
"""The file of rules in a folder of inputs; beside it lie the tables of HEADS."""

HEADS = {
    "applicants": ("applicant", "group"),
    "choices": ("applicant", "batch", "rank", "option"),
    "options": ("option", "batch", "places"),
    "quotas": ("batch", "option", "pool", "places"),
}

MadeRows = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Quota:
    """One row of the quota table."""

    option: int
    pool: str
    places: int


@dataclass(frozen=True, slots=True)
class BatchInputs:
    """What the tables say of one batch; m options in all, those not offered have places -1."""

    places: NDArray[np.int64]  # (m,)
    attributes: Mapping[str, Cells]  # each (m,), unknown where the option is not offered
    quotas: tuple[Quota, ...]  # by option, then pool
    choice_applicant: NDArray[np.int32]  # (c,) sorted by applicant, then rank
    choice_rank: NDArray[np.int32]
    choice_option: NDArray[np.int32]

    @property
    def offered(self) -> NDArray[np.int64]:
        """Return the options of the batch, ascending."""
        return np.flatnonzero(self.places >= 0)


@dataclass(frozen=True, slots=True)
class Inputs:
    """All tables of a run. n applicants, m options."""

    applicants: Sequence[str]  # (n,) ids, ascending by code points
    group: NDArray[np.int32]  # (n,) number of the group; who is alone has one of his own
    group_ids: Sequence[str]  # by number: the `group` cell, or the applicant's id where empty
    grouped: NDArray[np.bool_]  # (n,) the `group` cell is filled
    facts: Mapping[str, Cells]
    options: Sequence[str]  # (m,) ids, ascending
    batches: tuple[BatchInputs, ...]  # as in the rulebook
    codes: Codes

    @property
    def count(self) -> int:
        """Return n."""
        return len(self.applicants)

    def group_cells(self) -> list[str]:
        """Return what stands in the `group` column, (n,)."""
        return [
            self.group_ids[number] if has else ""
            for number, has in zip(self.group.tolist(), self.grouped.tolist(), strict=True)
        ]

    def group_sizes(self) -> NDArray[np.int64]:
        """Return how many applicants each group has, by number."""
        return np.bincount(self.group, minlength=len(self.group_ids)).astype(np.int64)


def read_inputs(folder: Path, rulebook: Rulebook) -> Inputs:
    """Return the inputs in a folder. Raises InputRefused with all faults."""
    faults = InputFaults()
    tables: dict[str, Table] = {}
    for name in HEADS:
        try:
            path = find_table(folder, name)
            if path is not None:
                tables[name] = read_table(path)
            elif name != "quotas" or _uses_quotas(rulebook):
                faults.missing(name)
            else:
                tables[name] = table_of(name, (), HEADS[name])
        except TableRefused as refusal:
            faults.refused(refusal)
    return _checked(rulebook, tables, faults)


def read_offers(rulebook: Rulebook, options: Path, quotas: Path | None) -> Inputs:
    """Return what two tables offer, checked as a run checks them; nobody has applied.

    Raises InputRefused with all faults.
    """
    faults = InputFaults()
    # A run has applicants: one of whom nothing is known stands for them.
    made: Mapping[str, MadeRows] = {"applicants": [{"applicant": "0"}]}
    tables = {name: table_of(name, made.get(name, ()), _heads(rulebook, name)) for name in HEADS}
    for name, path in (("options", options), ("quotas", quotas)):
        if path is None:
            if _uses_quotas(rulebook):
                faults.missing(name)
            continue
        try:
            tables[name] = read_table(path)
        except TableRefused as refusal:
            faults.refused(refusal)
            del tables[name]
    return _checked(rulebook, tables, faults)


def inputs_from(rulebook: Rulebook, rows: Mapping[str, MadeRows]) -> Inputs:
    """Return the inputs of made rows (table name to rows of text), checked like files.

    Raises InputRefused with all faults.
    """
    tables = {name: table_of(name, rows.get(name, ()), _heads(rulebook, name)) for name in HEADS}
    return _checked(rulebook, tables, InputFaults())


def _heads(rulebook: Rulebook, name: str) -> tuple[str, ...]:
    more = {"applicants": rulebook.facts, "options": rulebook.attributes}.get(name, {})
    return (*HEADS[name], *more)


def _uses_quotas(rulebook: Rulebook) -> bool:
    return any(pool.places == "rows" for batch in rulebook.batches for pool in batch.pools)


def _checked(rulebook: Rulebook, tables: Mapping[str, Table], faults: InputFaults) -> Inputs:
    from xueyou.rulebook.tables.input_tables import Reading

    inputs = Reading(rulebook, tables, faults).inputs()
    if faults or inputs is None:
        raise InputRefused(faults.found)
    return inputs
