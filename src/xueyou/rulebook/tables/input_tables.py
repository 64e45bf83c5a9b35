"""Owns the way from tables of text to `Inputs`: columns found, cells typed, ids resolved.

What rows mean together (gaps in ranks, sums of quotas, equal lists of a group) is asked in
`input_checks`. A table that is not there, or lacks a column, does not keep the others from being
checked.
"""

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from xueyou.formats.tables import Table
from xueyou.rulebook.language.forbidden import found_forbidden
from xueyou.rulebook.language.model import Fact, Rulebook
from xueyou.rulebook.tables import cells as typed
from xueyou.rulebook.tables.cells import Cells, Codes, Wrong
from xueyou.rulebook.tables.input_checks import (
    Choices,
    Offers,
    check_classes,
    check_groups,
    check_quotas,
    listed,
    told_twice,
)
from xueyou.rulebook.tables.input_faults import InputFaults
from xueyou.rulebook.tables.inputs import HEADS, BatchInputs, Inputs, Quota

_COUNT = re.compile(r"0|[1-9][0-9]{0,8}")
_RANK = re.compile(r"[1-9][0-9]{0,3}")
_OPTIONAL = {"group"}


class Reading:
    """One reading of the four tables; faults are collected on the way."""

    def __init__(
        self, rulebook: Rulebook, tables: Mapping[str, Table], faults: InputFaults
    ) -> None:
        self.rulebook, self.tables, self.faults = rulebook, tables, faults
        self.codes = Codes()
        self.batches = {batch.id: n for n, batch in enumerate(rulebook.batches)}

    def inputs(self) -> Inputs | None:
        """Return the inputs, None where faults were found."""
        heads = {name: self._heads_hold(name) for name in HEADS}
        people = self._people() if heads["applicants"] else None
        offers = self._offers() if heads["options"] else None
        choices = quotas = None
        if offers is not None and heads["quotas"]:
            quotas = self._quotas(offers)
        if offers is not None and people is not None and heads["choices"]:
            choices = self._choices(people[0], offers)
        if people is None or offers is None or choices is None or quotas is None:
            return None
        ids, order = people
        group, group_ids, grouped = self._groups(ids, order)
        check_groups(self.rulebook, choices, group, self.tables["applicants"], order, self.faults)
        return Inputs(
            applicants=ids,
            group=group,
            group_ids=group_ids,
            grouped=grouped,
            facts=self.facts,
            options=offers.ids,
            batches=tuple(
                self._batch(number, offers, quotas, choices)
                for number in range(len(self.rulebook.batches))
            ),
            codes=self.codes,
        )

    def _batch(
        self, number: int, offers: Offers, quotas: Mapping[int, list[Quota]], choices: Choices
    ) -> BatchInputs:
        own = choices.of(number)
        return BatchInputs(
            places=offers.places[number],
            attributes={
                name: Cells(whole.values[number], whole.known[number])
                for name, whole in offers.attributes.items()
            },
            quotas=tuple(sorted(quotas.get(number, ()), key=lambda q: (q.option, q.pool))),
            choice_applicant=choices.applicant[own],
            choice_rank=choices.rank[own],
            choice_option=choices.option[own],
        )

    def _heads_hold(self, name: str) -> bool:
        """Check a table's columns; say whether the fixed ones are all there."""
        table = self.tables.get(name)
        if table is None:
            return False
        typed_columns = self._typed(name)
        for column in table.columns:
            if column not in HEADS[name] and column not in typed_columns:
                forbidden = found_forbidden(column, self.rulebook.stage)
                if forbidden is None:
                    self.faults.heading(table, column, "unknown_column", name=column)
                else:
                    self.faults.heading(
                        table, column, "forbidden_fact", name=column, source=forbidden.source
                    )
        whole = True
        for column in (*HEADS[name], *typed_columns):
            if column not in table.columns and column not in _OPTIONAL:
                self.faults.heading(table, None, "missing_column", name=column)
                whole = whole and column in typed_columns
        if name in ("applicants", "options") and not len(table.rows):
            self.faults.heading(table, None, "no_rows")
        return whole

    def _typed(self, name: str) -> Mapping[str, Fact]:
        if name == "applicants":
            return self.rulebook.facts
        return self.rulebook.attributes if name == "options" else {}

    def _people(self) -> tuple[list[str], NDArray[np.int64]]:
        """Return the ids, ascending, and the row of each; types all facts on the way."""
        table = self.tables["applicants"]
        self._check_ids(table, "applicant", masks=True)
        column = table.columns["applicant"]
        told_twice(table, "applicant", [column.codes], "申请人", self.faults)
        ids = sorted(column.values)
        place = {text: number for number, text in enumerate(ids)}
        number = np.asarray([place[text] for text in column.values], dtype=np.int64)
        order = np.argsort(number[column.codes], kind="stable")
        self.facts = {
            name: cells
            for name, fact in self.rulebook.facts.items()
            if (cells := self._cells(table, fact, order)) is not None
        }
        return ids, order

    def _groups(
        self, ids: Sequence[str], order: NDArray[np.int64]
    ) -> tuple[NDArray[np.int32], list[str], NDArray[np.bool_]]:
        """Return each applicant's group number, the groups' ids, and whose cell is filled."""
        column = self.tables["applicants"].columns.get("group")
        own = np.full(len(ids), "", dtype=object)
        if column is not None:
            self._check_ids(self.tables["applicants"], "group", masks=True, empty=True)
            own = np.asarray(column.values, dtype=object)[column.codes[order]]
        named = np.asarray(own != "", dtype=np.bool_)
        if not named.any():
            return np.arange(len(ids), dtype=np.int32), list(ids), named
        # A group may bear the id of an applicant who is in no group: they are not one.
        keys = [
            (text, True) if has else (id, False)
            for text, has, id in zip(own.tolist(), named.tolist(), ids, strict=True)
        ]
        distinct = sorted(set(keys))
        place = {key: number for number, key in enumerate(distinct)}
        group = np.asarray([place[key] for key in keys], dtype=np.int32)
        return group, [id for id, _ in distinct], named

    def _cells(self, table: Table, fact: Fact, order: NDArray[np.int64] | None) -> Cells | None:
        column = table.columns.get(fact.name)
        if column is None:
            return None
        values, known, wrong = typed.read_distinct(fact, column.values, self.codes)
        self._tell(table, fact.name, wrong, masks=fact.sensitivity != "plain")
        codes = column.codes if order is None else column.codes[order]
        return Cells(values[codes], known[codes])

    def _check_ids(self, table: Table, name: str, *, masks: bool, empty: bool = False) -> None:
        wrong: dict[int, Wrong] = {}
        for place, text in enumerate(table.columns[name].values):
            found = (None if empty else Wrong("id_missing")) if text == "" else typed.wrong_id(text)
            if found is not None:
                wrong[place] = found
        self._tell(table, name, wrong, masks=masks)

    def _tell(self, table: Table, name: str, wrong: Mapping[int, Wrong], *, masks: bool) -> None:
        """Add a fault for each row that holds a wrong text."""
        if not wrong:
            return
        column = table.columns[name]
        is_wrong = np.zeros(len(column.values), dtype=np.bool_)
        is_wrong[list(wrong)] = True
        for row in np.flatnonzero(is_wrong[column.codes]).tolist():
            found = wrong[int(column.codes[row])]
            value = column.values[int(column.codes[row])] or None
            self.faults.cell(table, name, row, found.code, value, masks=masks, **dict(found.fields))

    def _resolved(
        self, table: Table, name: str, numbers: Mapping[str, int], code: str, *, masks: bool = False
    ) -> NDArray[np.int32]:
        """Return the number of each row's text, -1 (and a fault) where it names nothing."""
        column = table.columns[name]
        own = np.asarray([numbers.get(text, -1) for text in column.values], dtype=np.int32)
        wrong = {
            place: Wrong("id_missing") if text == "" else Wrong(code, (("value", text[:80]),))
            for place, text in enumerate(column.values)
            if text not in numbers
        }
        self._tell(table, name, wrong, masks=masks)
        return own[column.codes] if len(own) else np.zeros(0, dtype=np.int32)

    def _counts(
        self, table: Table, name: str, grammar: re.Pattern[str], code: str
    ) -> NDArray[np.int64]:
        """Return whole numbers of a column, -1 (and a fault) where there is none."""
        values = table.columns[name].values
        numbers = {text: int(text) for text in values if grammar.fullmatch(text)}
        own = np.asarray([numbers.get(text, -1) for text in values], dtype=np.int64)
        self._tell(
            table, name, {p: Wrong(code) for p in np.flatnonzero(own < 0).tolist()}, masks=False
        )
        return own[table.columns[name].codes] if len(own) else np.zeros(0, dtype=np.int64)

    def _offers(self) -> Offers:
        """Return the options by batch, with places and attributes."""
        table = self.tables["options"]
        self._check_ids(table, "option", masks=False)
        batch = self._resolved(table, "batch", self.batches, "unknown_batch")
        places = self._counts(table, "places", _COUNT, "bad_count")
        column = table.columns["option"]
        told_twice(table, "option", [column.codes, batch], "同一批次的同一选项", self.faults)
        ids = sorted(text for text in column.values if text)
        number = {text: place for place, text in enumerate(ids)}
        option = np.asarray([number.get(text, -1) for text in column.values], dtype=np.int64)[
            column.codes
        ]
        good = (batch >= 0) & (option >= 0) & (places >= 0)
        shape = (len(self.rulebook.batches), len(ids))
        at = (batch[good], option[good])
        every = np.full(shape, -1, dtype=np.int64)
        every[at] = places[good]
        attributes = {}
        for name, fact in self.rulebook.attributes.items():
            cells = self._cells(table, fact, None)
            if cells is None:
                continue
            values = np.zeros((*shape, *cells.values.shape[1:]), dtype=np.int64)
            known = np.zeros(shape, dtype=np.bool_)
            values[at], known[at] = cells.values[good], cells.known[good]
            attributes[name] = Cells(values, known)
        check_classes(self.rulebook, table, option, places, attributes, every, self.faults)
        return Offers(ids, number, every, attributes)

    def _quotas(self, offers: Offers) -> dict[int, list[Quota]]:
        """Return the rows of the quota table by batch."""
        table = self.tables["quotas"]
        batch = self._resolved(table, "batch", self.batches, "unknown_batch")
        option = self._offered(table, batch, offers)
        places = self._counts(table, "places", _COUNT, "bad_count")
        self._check_ids(table, "pool", masks=False)
        pool = table.columns["pool"]
        told_twice(table, "pool", [batch, option, pool.codes], "同一选项的同一类名额", self.faults)
        return check_quotas(self.rulebook, table, batch, option, places, offers, self.faults)

    def _choices(self, ids: Sequence[str], offers: Offers) -> Choices:
        table = self.tables["choices"]
        people = {text: number for number, text in enumerate(ids)}
        applicant = self._resolved(table, "applicant", people, "unknown_applicant", masks=True)
        batch = self._resolved(table, "batch", self.batches, "unknown_batch")
        rank = self._counts(table, "rank", _RANK, "bad_rank")
        option = self._offered(table, batch, offers)
        return listed(self.rulebook, table, applicant, batch, rank, option, self.faults)

    def _offered(self, table: Table, batch: NDArray[np.int32], offers: Offers) -> NDArray[np.int32]:
        """Return each row's option, -1 (and a fault) where its batch does not offer it."""
        column = table.columns["option"]
        values = column.values
        own = np.asarray([offers.number.get(text, -1) for text in values], dtype=np.int32)
        option = own[column.codes] if len(own) else np.zeros(0, dtype=np.int32)
        there = (batch >= 0) & (option >= 0)
        there[there] = offers.places[batch[there], option[there]] >= 0
        for row in np.flatnonzero(~there & (batch >= 0)).tolist():
            text = values[int(column.codes[row])]
            if text == "":
                self.faults.cell(table, "option", row, "id_missing", None)
                continue
            id = self.rulebook.batches[int(batch[row])].id
            self.faults.cell(
                table, "option", row, "unknown_option", text, batch=id, value=text[:80]
            )
        return np.where(there, option, np.int32(-1))
