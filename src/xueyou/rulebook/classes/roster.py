"""Owns a roster as read: who is there, what is known of each, what is asked for each."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from xueyou.formats.class_rosters import ID_HEADS, NAME_HEADS, RosterSheet, read_class_roster
from xueyou.formats.tables import TableRefused
from xueyou.rulebook.classes import cells, columns
from xueyou.rulebook.classes.faults import RosterFaults, of_table
from xueyou.rulebook.classes.model import (
    TOTAL,
    ClassRules,
    KindColumn,
    NumberColumn,
    Roster,
)
from xueyou.rulebook.classes.steps import too_wide
from xueyou.rulebook.language.forbidden import found_forbidden

Read = TypeVar("Read")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+")
_LONGEST_ID = 64
_HIDDEN = ("Cf", "Cc", "Co", "Cs", "Zl", "Zp")
_TOTALS = frozenset({TOTAL, "总成绩", "合计", "总计", "成绩合计", "总分合计"})
_WHY = {
    "demand": "它是分班要求",
    "id": "它是编号",
    "personal": "它是个人信息",
    "rank": "名次不用来分班",
    "earlier": "它是班级",
    "body": "它是体检的数",
    "month": "它是日期",
}


def read_roster(path: Path, rules: ClassRules, scores: Sequence[str] | None) -> Roster:
    """Return the grade in a file. `scores`: the columns that are scores, None: nobody said.

    Raises ClassesRefused with every fault.
    """
    try:
        sheet = read_class_roster(path)
    except TableRefused as refused:
        raise of_table(refused) from None
    return _Reading(sheet, rules, scores).roster()


class _Reading:
    def __init__(self, sheet: RosterSheet, rules: ClassRules, scores: Sequence[str] | None) -> None:
        self._sheet, self._rules, self._scores = sheet, rules, scores
        self._faults = RosterFaults(sheet.file, sheet)
        self._places = {head: at for at, head in enumerate(sheet.heads) if head}
        self._notes: list[str] = []

    def roster(self) -> Roster:
        if not self._sheet.rows:
            self._faults.add("no_pupils")
        self._check_heads()
        self._faults.stop()
        ids = self._ids()
        numbers, kinds = self._features()
        self._check_widths(numbers)
        self._check_rules(numbers, kinds)
        made = Roster(
            sheet=self._sheet,
            ids=ids,
            names=self._texts(next((h for h in NAME_HEADS if h in self._places), "")),
            numbers=numbers,
            kinds=kinds,
            together=self._texts(columns.TOGETHER),
            apart=self._groups(columns.APART),
            spread=self._groups(columns.SPREAD),
            fixed=self._each(columns.FIXED, cells.class_number, "bad_class", most=999),
            notes=tuple(self._notes),
            guessed_scores=self._scores is None and any(n.role == "score" for n in numbers),
        )
        self._faults.stop()
        return made

    def _check_heads(self) -> None:
        for head, at in self._places.items():
            entry = found_forbidden(head, self._rules.stage)
            if entry is not None:
                self._faults.add("forbidden_fact", column=at, value=head, source=entry.source)
        for name in self._scores or ():
            if name not in self._places:
                known = "、".join(self._places)
                self._faults.add("no_score_column", value=name, known=known)
            elif why := _WHY.get(columns.meaning(name)):
                self._faults.add("not_a_score", value=name, why=why)
        wanted = {*self._rules.features, *(cap.column for cap in self._rules.caps)}
        for name in sorted(wanted - set(self._places) - {TOTAL}):
            self._faults.add("rule_column", value=name)

    def _check_widths(self, numbers: Sequence[NumberColumn]) -> None:
        """Refuse marks too far apart to be added exactly: one of them is a slip of the hand.

        A total that we added up ourselves is named only where no column of the sheet is to blame.
        """
        wide = [number.name for number in numbers if too_wide(number.values)]
        for name in [name for name in wide if name in self._places] or wide:
            self._faults.add("too_wide", column=self._places.get(name), value=name)

    def _check_rules(self, numbers: Sequence[NumberColumn], kinds: Sequence[KindColumn]) -> None:
        """Refuse rules about columns that play no part: they would be broken in silence."""
        used = {number.name for number in numbers} | {kind.name for kind in kinds}
        for name, rule in self._rules.features.items():
            if rule.used and name in self._places and name not in used:
                self._faults.add("rule_unused", column=self._places[name], value=name)
        for name in sorted({cap.column for cap in self._rules.caps}):
            if name in self._places and name not in {kind.name for kind in kinds}:
                self._faults.add("cap_no_kind", column=self._places[name], value=name)

    def _ids(self) -> tuple[str, ...]:
        head = next(head for head in ID_HEADS if head in self._places)
        at, seen, found = self._places[head], dict[str, int](), []
        for row, own in self._sheet.rows:
            text = own[at]
            if not text:
                self._faults.add("id_missing", row=row, column=at)
            elif (row, at) in self._sheet.unread or _SCIENTIFIC.fullmatch(text):
                self._faults.add("id_lost", row=row, column=at)
            elif text[0] in "=+-@＝＋－＠":
                self._faults.add("id_formula", row=row, column=at)
            elif any(unicodedata.category(sign) in _HIDDEN for sign in text):
                self._faults.add("id_hidden", row=row, column=at)
            elif len(text) > _LONGEST_ID:
                self._faults.add("id_long", row=row, column=at, most=_LONGEST_ID)
            elif text in seen:
                self._faults.add("id_twice", row=row, column=at, first=seen[text])
            seen.setdefault(text, row)
            found.append(text)
        others = [h for h in ID_HEADS if h in self._places and h != head]
        if others:
            self._notes.append(f"按“{head}”认人，{_listed(others)}没有用。")
        return tuple(found)

    def _features(self) -> tuple[tuple[NumberColumn, ...], tuple[KindColumn, ...]]:
        numbers: list[NumberColumn] = []
        kinds: list[KindColumn] = []
        passed: dict[str, list[str]] = {}
        for head, at in self._places.items():
            rule = self._rules.features.get(head)
            means = columns.meaning(head)
            column = columns.cells_of(self._sheet, at)
            if rule is not None and not rule.used:
                passed.setdefault("规则说不用", []).append(head)
            elif self._is_score(head, means, column):
                numbers.append(self._number(head, "score", cells.mark, "bad_mark"))
            elif means == "month":
                numbers.append(self._number(head, "other", cells.month, "bad_month"))
            elif means == "number":
                numbers.append(self._number(head, "other", cells.mark, "bad_mark"))
            elif means in ("rank", "earlier", "body", "personal") and head not in NAME_HEADS:
                passed.setdefault(_WHY[means].removeprefix("它"), []).append(head)
            elif means == "" and columns.is_kind(column):
                self._check_read(at)
                values = tuple("" if cells.is_missing(c) else cells.plain(c) for c in column)
                kinds.append(KindColumn(head, values))
            elif means == "" and any(column):
                passed.setdefault("各人各样", []).append(head)
        for why, heads in passed.items():
            self._notes.append(f"没有用{_listed(heads)}：{why}。")
        if self._sheet.left_out:
            rows = "、".join(map(str, self._sheet.left_out[:5]))
            self._notes.append(f"第 {rows} 行不是学生（合计、说明或重复的列名），没有算。")
        return self._with_total(numbers), tuple(kinds)

    def _is_score(self, head: str, means: str, column: Sequence[str]) -> bool:
        if self._scores is not None:
            return head in self._scores
        return means == "" and columns.is_numeric(column)

    def _with_total(self, numbers: list[NumberColumn]) -> tuple[NumberColumn, ...]:
        """Add the total of several scores, unknown where one of them is."""
        scores = [n for n in numbers if n.role == "score"]
        written = next((n for n in scores if n.name in _TOTALS), None)
        if written is not None and len(scores) > 1:
            others = [n for n in numbers if n is not written]
            return (*others, NumberColumn(written.name, "total", written.values))
        if len(scores) < 2:
            return tuple(numbers)
        sums = tuple(
            None if None in own else sum((v for v in own if v is not None), Fraction(0))
            for own in zip(*(score.values for score in scores), strict=True)
        )
        return (*numbers, NumberColumn(TOTAL, "total", sums))

    def _number(
        self, head: str, role: str, read: Callable[[str], Fraction | None], code: str
    ) -> NumberColumn:
        return NumberColumn(head, role, self._each(head, read, code))

    def _each(
        self, head: str, read: Callable[[str], Read | None], code: str, **said: object
    ) -> tuple[Read | None, ...]:
        """Read a column cell by cell; whatever cannot be read is a fault."""
        at, found = self._places.get(head), list[Read | None]()
        for row, own in self._sheet.rows:
            value = None
            if at is not None:
                try:
                    value = read(own[at])
                except ValueError:
                    self._faults.add(code, row=row, column=at, head=head, **said)
            found.append(value)
        if at is not None:
            self._check_read(at)
        return tuple(found)

    def _texts(self, head: str) -> tuple[str, ...]:
        if head not in self._places:
            return ("",) * len(self._sheet.rows)
        self._check_read(self._places[head])
        return tuple(columns.cells_of(self._sheet, self._places[head]))

    def _groups(self, head: str) -> tuple[tuple[str, ...], ...]:
        return tuple(cells.groups(text) for text in self._texts(head))

    def _check_read(self, at: int) -> None:
        for row, _ in self._sheet.rows:
            if (row, at) in self._sheet.unread:
                self._faults.add("cell_lost", row=row, column=at)


def _listed(heads: Sequence[str]) -> str:
    return "、".join(f"“{head}”" for head in heads)
