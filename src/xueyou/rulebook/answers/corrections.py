"""Owns the facts an appeal corrects: read, checked against the run's tables, put in their place.

A corrections table has the columns applicant, fact, value; an empty value makes the fact unknown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xueyou.formats.tables import Column, Table, TableRefused, read_table
from xueyou.rulebook.language.faults import Fault, InputRefused
from xueyou.rulebook.language.model import Rulebook
from xueyou.rulebook.tables.cells import Cells, Wrong, read_distinct
from xueyou.rulebook.tables.input_faults import SAYINGS, InputFaults
from xueyou.rulebook.tables.inputs import Inputs

HEAD = ("applicant", "fact", "value")


@dataclass(frozen=True, slots=True)
class Correction:
    """One fact of one applicant (by number) as it should have been."""

    applicant: int
    fact: str
    value: int | tuple[int, int]
    known: bool


def read_corrections(path: Path, rulebook: Rulebook, inputs: Inputs) -> tuple[Correction, ...]:
    """Return the corrections in a file, by row. Raises InputRefused with all faults."""
    try:
        table = read_table(path)
    except TableRefused as refusal:
        faults = InputFaults()
        faults.refused(refusal)
        raise InputRefused(faults.found) from None
    reader = _Reader(table, rulebook, inputs)
    found = reader.corrections()
    if reader.faults:
        raise InputRefused(reader.faults)
    return found


def corrected(inputs: Inputs, corrections: Sequence[Correction]) -> Inputs:
    """Return the inputs with the corrections in their place; the given ones stay as they are."""
    facts = dict(inputs.facts)
    for name in {correction.fact for correction in corrections}:
        facts[name] = Cells(facts[name].values.copy(), facts[name].known.copy())
    for correction in corrections:
        cells = facts[correction.fact]
        cells.values[correction.applicant] = correction.value
        cells.known[correction.applicant] = correction.known
    return replace(inputs, facts=facts)


class _Reader:
    def __init__(self, table: Table, rulebook: Rulebook, inputs: Inputs) -> None:
        self._table, self._rulebook, self._inputs = table, rulebook, inputs
        self._people = {id: number for number, id in enumerate(inputs.applicants)}
        self.faults: list[Fault] = []

    def corrections(self) -> tuple[Correction, ...]:
        missing = [name for name in HEAD if name not in self._table.columns]
        for name in missing:
            self._fault(
                1, name, "missing_column", None, f"缺少“{name}”这一列。", "A column is missing."
            )
        if missing:
            return ()
        found: dict[tuple[int, str], Correction] = {}
        columns = [_texts(self._table.columns[name]) for name in HEAD]
        for row, id, name, text in zip(self._table.rows.tolist(), *columns, strict=True):
            correction = self._one(row, id, name, text)
            if correction is None:
                continue
            key = (correction.applicant, correction.fact)
            if key in found:
                zh = "这个人的这一项前面已经更正过一次。请只留一行。"
                self._fault(row, "fact", "correction_twice", name, zh, "Corrected twice.")
            found[key] = correction
        if not found and not self.faults:
            zh = "表里没有要更正的内容。"
            self._fault(None, None, "no_corrections", None, zh, "Nothing is corrected.")
        return tuple(found.values())

    def _one(self, row: int, id: str, name: str, text: str) -> Correction | None:
        applicant = self._people.get(id)
        if applicant is None:
            zh = "报名表里没有这个人。请核对编号；前面的零不能少。"
            self._fault(row, "applicant", "unknown_applicant", None, zh, "No such applicant.")
        fact = self._rulebook.facts.get(name)
        if fact is None:
            sums = name in self._rulebook.derived
            called = [fact for fact in self._rulebook.facts.values() if fact.zh == name]
            zh = "合计不能直接更正，请更正组成它的各项。" if sums else f"规则里没有“{name}”这一项。"
            if called:
                zh = f"“{name}”这一项要写 {called[0].name}。"
            self._fault(row, "fact", "unknown_fact", name, zh, "No such fact to correct.")
        if applicant is None or fact is None:
            return None
        values, known, wrong = read_distinct(fact, [text], self._inputs.codes)
        if 0 in wrong:
            self._wrong(row, fact.zh, wrong[0])
            return None
        value = values[0].tolist()
        return Correction(
            applicant, name, tuple(value) if isinstance(value, list) else value, bool(known[0])
        )

    def _wrong(self, row: int, zh: str, wrong: Wrong) -> None:
        fields = dict(wrong.fields)
        said, en = (SAYINGS[wrong.code][tongue].format(**fields) for tongue in ("zh", "en"))
        self._fault(row, "value", wrong.code, None, f"“{zh}”：{said}", en)

    def _fault(
        self, row: int | None, column: str | None, code: str, value: str | None, zh: str, en: str
    ) -> None:
        there = self._table.columns.get(column) if column is not None else None
        letter = there.letter if there is not None else None
        fault = Fault(self._table.file, self._table.sheet, row, letter, code, value, zh, en)
        self.faults.append(fault)


def _texts(column: Column) -> list[str]:
    return [column.values[code] for code in column.codes.tolist()]
