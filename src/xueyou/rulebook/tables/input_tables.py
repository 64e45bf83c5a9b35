"""Owns the way from tables of text to `Inputs`: columns found, cells typed, ids resolved.

What rows mean together (gaps in ranks, sums of quotas, equal lists of a group) is asked in
`input_checks`. A table that is not there, or lacks a column, does not keep the others from being
checked; references to rows that are themselves faulty are not told beside them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xueyou.formats.tables import Table
from xueyou.rulebook.language.forbidden import found_forbidden
from xueyou.rulebook.language.model import Fact, Rulebook
from xueyou.rulebook.tables.cells import Cells
from xueyou.rulebook.tables.columns import ColumnReader, meant, plain_names, unknown_name
from xueyou.rulebook.tables.foot_rows import without_foot_rows
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
from xueyou.rulebook.tables.sum_checks import check_sums

_COUNT = re.compile(r"0|[1-9][0-9]{0,8}")
_RANK = re.compile(r"[1-9][0-9]{0,3}")
_OPTIONAL = {"group"}
_ZH_HEADS = {
    "applicant": (
        "编号",
        "报名号",
        "报名序号",
        "报名编号",
        "申请号",
        "准考证号",
        "考生号",
        "学籍号",
    ),
    "group": ("组号", "分组", "同组"),
    "option": ("学校代码", "选项", "选项代码", "志愿学校", "学校"),
    "batch": ("批次", "批次代码"),
    "rank": ("志愿", "志愿序号", "志愿顺序", "志愿号"),
    "pool": ("名额类别", "类别"),
    "places": ("名额", "计划数", "招生计划", "计划"),
}
"""What people call the fixed columns; said back to them, never taken for them."""


@dataclass(frozen=True, slots=True)
class _People:
    """The applicants: ids ascending, the row of each, and what faulty ids would be, repaired."""

    ids: list[str]
    rows: NDArray[np.int64]
    meant: frozenset[str]


class Reading:
    """One reading of the four tables; faults are collected on the way."""

    def __init__(
        self, rulebook: Rulebook, tables: Mapping[str, Table], faults: InputFaults
    ) -> None:
        self.rulebook, self.tables, self.faults = rulebook, dict(tables), faults
        self.columns = ColumnReader(faults)
        self.batches = {batch.id: n for n, batch in enumerate(rulebook.batches)}

    def inputs(self) -> Inputs | None:
        """Return the inputs, None where faults were found."""
        heads = {name: self._heads_hold(name) for name in HEADS}
        offers = self._offers() if heads["options"] else None
        people = self._people() if heads["applicants"] else None
        quotas = self._quotas(offers) if heads["quotas"] else None
        choices = self._choices(people, offers) if heads["choices"] else None
        if people is None or offers is None or choices is None or quotas is None:
            return None
        ids, order = people.ids, people.rows
        group, group_ids, grouped = self._groups(ids, order)
        table = self.tables["applicants"]
        check_groups(self.rulebook, choices, group, table, order, self.faults)
        check_sums(self.rulebook, self.facts, table, order, self.faults)
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
            codes=self.columns.codes,
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
        table = self.tables[name] = without_foot_rows(table, HEADS[name], self.faults)
        typed_columns = self._typed(name)
        missing = [
            column
            for column in (*HEADS[name], *typed_columns)
            if column not in table.columns and column not in _OPTIONAL
        ]
        renamed = self._told_columns(name, table, missing)
        for column in missing:
            if column not in renamed:
                self.faults.heading(table, None, "missing_column", name=column)
        whole = not set(missing).intersection(HEADS[name])
        if name in ("applicants", "options") and not len(table.rows):
            self.faults.heading(table, None, "no_rows")
            return False
        return whole

    def _told_columns(self, name: str, table: Table, missing: Sequence[str]) -> set[str]:
        """Tell of columns nobody asked for; return the missing ones that go by another name."""
        typed_columns = self._typed(name)
        fixed = [column for column in HEADS[name] if column not in table.columns]
        called = {zh: column for column in fixed for zh in _ZH_HEADS[column]}
        called |= {typed_columns[c].zh: c for c in missing if c in typed_columns}
        renamed = set()
        for column in table.columns:
            if column in HEADS[name] or column in typed_columns:
                continue
            forbidden = found_forbidden(column, self.rulebook.stage)
            if forbidden is not None:
                self.faults.heading(
                    table, column, "forbidden_fact", name=column, source=forbidden.source
                )
            elif column in called:
                wanted = called[column]
                renamed.add(wanted)
                self.faults.heading(table, column, "column_name", name=column, wanted=wanted)
            else:
                self.faults.heading(table, column, "unknown_column", name=column)
        return renamed

    def _typed(self, name: str) -> Mapping[str, Fact]:
        if name == "applicants":
            return self.rulebook.facts
        return self.rulebook.attributes if name == "options" else {}

    def _people(self) -> _People:
        """Return the applicants; types all facts on the way."""
        table = self.tables["applicants"]
        codes = self.columns.names(table, "applicant", masks=True)
        column = table.columns["applicant"]
        told_twice(table, "applicant", [codes], "申请人", self.faults)
        ids = sorted(column.values)
        place = {text: number for number, text in enumerate(ids)}
        number = np.asarray([place[text] for text in column.values], dtype=np.int64)
        order = np.argsort(number[column.codes], kind="stable")
        order = order[np.searchsorted(number[column.codes][order], np.arange(len(ids)))]
        self.facts = {
            name: read.cells.take(order)
            for name, fact in self.rulebook.facts.items()
            if (read := self.columns.cells(table, fact)) is not None
        }
        return _People(ids, order, meant(column.values))

    def _groups(
        self, ids: Sequence[str], order: NDArray[np.int64]
    ) -> tuple[NDArray[np.int32], list[str], NDArray[np.bool_]]:
        """Return each applicant's group number, the groups' ids, and whose cell is filled."""
        column = self.tables["applicants"].columns.get("group")
        own = np.full(len(ids), "", dtype=object)
        if column is not None:
            self.columns.names(self.tables["applicants"], "group", masks=True, empty=True)
            own = np.asarray(column.values, dtype=object)[column.codes[order]]
        named = np.asarray(own != "", dtype=np.bool_)
        if not named.any():
            return np.arange(len(ids), dtype=np.int32), list(ids), named
        self._check_group_names(own, named, ids, order)
        # Told or not, they are not made one here: what follows would be told as faults as well.
        keys = [
            (text, True) if has else (id, False)
            for text, has, id in zip(own.tolist(), named.tolist(), ids, strict=True)
        ]
        distinct = sorted(set(keys))
        place = {key: number for number, key in enumerate(distinct)}
        group = np.asarray([place[key] for key in keys], dtype=np.int32)
        return group, [id for id, _ in distinct], named

    def _check_group_names(
        self,
        own: NDArray[np.object_],
        named: NDArray[np.bool_],
        ids: Sequence[str],
        order: NDArray[np.int64],
    ) -> None:
        """Tell of applicants in no group whose id a group bears: one unit or not, who knows."""
        table = self.tables["applicants"]
        first: dict[str, int] = {}
        for number in np.flatnonzero(named).tolist():
            row = int(order[number])
            first[own[number]] = min(first.get(own[number], row), row)
        alone = [number for number, id in enumerate(ids) if id in first and not named[number]]
        for number in alone:
            row = int(table.rows[first[ids[number]]])
            self.faults.cell(
                table, "group", int(order[number]), "group_is_applicant", None, first=row
            )

    def _offers(self) -> Offers:
        """Return the options by batch, with places and attributes."""
        table = self.tables["options"]
        codes = self.columns.names(table, "option", masks=False)
        batch = self.columns.references(table, "batch", self.batches, "unknown_batch")
        places = self.columns.counts(table, "places", _COUNT, "bad_count")
        column = table.columns["option"]
        repeated = told_twice(table, "option", [codes, batch], "同一批次的同一选项", self.faults)
        ids = sorted(text for text in column.values if text)
        number = {text: place for place, text in enumerate(ids)}
        own = np.asarray([number.get(text, -1) for text in column.values], dtype=np.int32)
        option = own[column.codes]
        shape = (len(self.rulebook.batches), len(ids))
        named = np.zeros(shape, dtype=np.bool_)
        named[:, option[(batch < 0) & (option >= 0)]] = True
        there = (batch >= 0) & (option >= 0)
        named[batch[there], option[there]] = True
        good = there & (places >= 0)
        every = np.full(shape, -1, dtype=np.int64)
        every[batch[good], option[good]] = places[good]
        sound = every >= 0
        sound[batch[repeated], option[repeated]] = False
        read = {
            name: cells
            for name, fact in self.rulebook.attributes.items()
            if (cells := self.columns.cells(table, fact)) is not None
        }
        attributes = {
            name: one.cells.spread(shape, batch, option, good) for name, one in read.items()
        }
        offers = Offers(ids, number, meant(column.values), every, attributes, named, sound)
        size = self.rulebook.class_size
        if size is not None and size.classes in read:
            unread = read[size.classes].unread
            check_classes(self.rulebook, table, option, unread, offers, self.faults)
        return offers

    def _quotas(self, offers: Offers | None) -> dict[int, list[Quota]]:
        """Return the rows of the quota table by batch."""
        table = self.tables["quotas"]
        batch = self.columns.references(table, "batch", self.batches, "unknown_batch")
        option = self._offered(table, batch, offers)
        places = self.columns.counts(table, "places", _COUNT, "bad_count")
        pool = self.columns.names(table, "pool", masks=False)
        return check_quotas(self.rulebook, table, batch, option, places, pool, offers, self.faults)

    def _choices(self, people: _People | None, offers: Offers | None) -> Choices:
        table = self.tables["choices"]
        applicant = self.columns.references(
            table,
            "applicant",
            None if people is None else {text: place for place, text in enumerate(people.ids)},
            "unknown_applicant",
            masks=True,
            passed=frozenset() if people is None else people.meant,
        )
        batch = self.columns.references(table, "batch", self.batches, "unknown_batch")
        rank = self.columns.counts(table, "rank", _RANK, "bad_rank")
        option = self._offered(table, batch, offers)
        return listed(self.rulebook, table, applicant, batch, rank, option, self.faults)

    def _offered(
        self, table: Table, batch: NDArray[np.int32], offers: Offers | None
    ) -> NDArray[np.int32]:
        """Return each row's option, -1 (and a fault) where its batch does not offer it.

        Nothing is told where the option's own row is faulty, or its batch is unknown here.
        """
        if offers is None:
            return self.columns.references(table, "option", None, "unknown_option")
        column = table.columns["option"]
        values = column.values
        own = np.asarray([offers.number.get(text, -1) for text in values], dtype=np.int32)
        option = own[column.codes] if len(own) else np.zeros(0, dtype=np.int32)
        there = (batch >= 0) & (option >= 0)
        there[there] = offers.named[batch[there], option[there]]
        known = frozenset() if there.all() else plain_names(offers.number)
        for row in np.flatnonzero(~there).tolist():
            text = values[int(column.codes[row])]
            if text and (batch[row] < 0 or text in offers.meant):
                continue
            elsewhere = text in offers.number
            wrong = unknown_name(text, frozenset() if elsewhere else known, "unknown_option")
            id = self.rulebook.batches[int(batch[row])].id
            self.faults.cell(
                table, "option", row, wrong.code, text or None, batch=id, value=text[:80]
            )
        return np.where(there, option, np.int32(-1))
