"""Owns the comparison of a run with last year's list: alike, or each difference and its clause."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xueyou.rulebook.answers.explaining import Explainer
from xueyou.rulebook.answers.explanation import ChoiceExplained, PersonExplained
from xueyou.rulebook.answers.naming import NAME
from xueyou.rulebook.answers.old_lists import OldList, OldRow, plain, plain_words
from xueyou.rulebook.tables.inputs import Inputs

HEAD = ("applicant", "then", "now", "clause")
JOINT = "、"
_PARTS = re.compile(r"[\s()\[\]【】,、;/]+")


@dataclass(frozen=True, slots=True)
class Difference:
    """One applicant placed differently. `explained`: the rules say why; else a person must look."""

    applicant: str
    then: str
    now: str
    clause: str
    explained: bool

    def row(self) -> tuple[str, str, str, str]:
        """Return the line of DIFF.csv."""
        return (self.applicant, self.then, self.now, self.clause)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`same`: applicants of either side placed alike; `repeated`: rows that said the same again."""

    differences: tuple[Difference, ...]
    same: int
    repeated: int
    passed_over: int

    @property
    def unexplained(self) -> int:
        """Return how many differences no clause explains."""
        return sum(not difference.explained for difference in self.differences)


def compare(old: OldList, explainer: Explainer) -> Comparison:
    """Hold a list against a run; differences come by applicant."""
    inputs = explainer.inputs
    people, options = _People(inputs), _Options(explainer)
    rows: dict[int, list[OldRow]] = {}
    differences: list[Difference] = []
    for row in old.rows:
        applicant = people.find(row.applicant)
        if applicant is None:
            differences.append(_stranger(row, options))
        else:
            rows.setdefault(applicant, []).append(row)
    same = 0
    for applicant in range(inputs.count):
        found = _difference(applicant, rows.get(applicant), options, explainer)
        if found is None:
            same += 1
        else:
            differences.append(found)
    repeated = sum(len(told) - 1 for told in rows.values())
    ordered = tuple(sorted(differences, key=Difference.row))
    return Comparison(ordered, same, repeated, old.passed_over)


class _People:
    """Finds applicants by what a list calls them; nothing that fits two is taken."""

    def __init__(self, inputs: Inputs) -> None:
        self._exact = {id: number for number, id in enumerate(inputs.applicants)}
        self._plain = _once((plain(id), n) for id, n in self._exact.items())
        self._bare = _once((_bare(id), n) for id, n in self._exact.items())

    def find(self, text: str) -> int | None:
        """Return the number of an applicant, None where nobody or more than one fits."""
        if text in self._exact:
            return self._exact[text]
        found = self._plain.get(plain(text))
        return self._bare.get(_bare(text)) if found is None else found


class _Options:
    """Finds options by id or name, however they are written."""

    def __init__(self, explainer: Explainer) -> None:
        inputs = explainer.inputs
        self.ids = inputs.options
        named = [explainer.naming.option(number) for number in range(len(inputs.options))]
        pairs = [(id, n) for n, id in enumerate(inputs.options)]
        if NAME in explainer.rulebook.attributes:
            pairs += [(name, n) for n, name in enumerate(named)]
        self._exact = _once(pairs)
        self._plain = _once((_unsigned(text), n) for text, n in pairs)
        self._bare = _once((_bare(text), n) for text, n in pairs)

    def find(self, text: str) -> int | None:
        """Return the number of an option, None where nothing or more than one fits.

        "1001 第一中学" fits where both words name the same option.
        """
        for known, key in (
            (self._exact, text),
            (self._plain, _unsigned(text)),
            (self._bare, _bare(text)),
        ):
            if key in known:
                return known[key]
        parts = [part for part in _PARTS.split(plain_words(text)) if part]
        found = {self.find(part) for part in parts} if len(parts) > 1 else {None}
        return found.pop() if len(found) == 1 else None

    def of(self, row: OldRow) -> tuple[str, int | None]:
        """Return (what to print, the option's number) of a row; ("", None) for nowhere."""
        for text in row.options:
            number = self.find(text)
            if number is not None:
                return self.ids[number], number
        return (f"？{row.options[0]}" if row.options else ""), None


def _difference(
    applicant: int, rows: Sequence[OldRow] | None, options: _Options, explainer: Explainer
) -> Difference | None:
    id = explainer.inputs.applicants[applicant]
    place = explainer.place(applicant)
    now = place.option if place else ""
    if rows is None:
        if not now:
            return None
        return Difference(id, "", now, "旧名单里没有这个人，无从对照", explained=False)
    told = dict.fromkeys(options.of(row) for row in rows)
    if len(told) > 1:
        then = JOINT.join(text or "未录取" for text, _ in told)
        where = JOINT.join(f"{row.sheet}第{row.row}行" for row in rows)
        return Difference(id, then, now, f"旧名单里有几种说法：{where}", explained=False)
    then, number = next(iter(told))
    if then == now:
        return None
    if then and number is None:
        where = f"{rows[0].sheet}第{rows[0].row}行"
        return Difference(id, then, now, f"旧名单的学校对不上任何一所：{where}", explained=False)
    clause, explained = _clause(explainer.explain(applicant), then, now, explainer)
    return Difference(id, then, now, clause, explained=explained)


def _clause(person: PersonExplained, then: str, now: str, explainer: Explainer) -> tuple[str, bool]:
    """Return why somebody is not where he was, and whether the rules say it."""
    wanted = [choice for choice in person.choices if choice.option == (then or now)]
    if not wanted:
        return f"志愿里没有“{then}”，按规则到不了那里；请核对旧名单或志愿表", False
    return "；".join(_said(choice, explainer) for choice in wanted), True


def _said(choice: ChoiceExplained, explainer: Explainer) -> str:
    where = choice.said.grounds.said(explainer.rulebook)
    return f"{choice.said.code}｜{where}｜{choice.head}{choice.zh}"


def _stranger(row: OldRow, options: _Options) -> Difference:
    then, _ = options.of(row)
    clause = f"报名表里没有这个人：{row.sheet}第{row.row}行"
    return Difference(plain(row.applicant), then, "", clause, explained=False)


def _once(pairs: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    """Return what each text names; texts that name two things, or nothing, name none."""
    named: dict[str, set[int]] = {}
    for text, number in pairs:
        named.setdefault(text, set()).add(number)
    return {text: min(found) for text, found in named.items() if len(found) == 1 and text}


def _bare(text: str) -> str:
    """Return an id without the zeros that a spreadsheet drops in front."""
    return plain(text).lstrip("0")


def _unsigned(text: str) -> str:
    """Return a name without brackets, dots and the like."""
    return "".join(sign for sign in plain(text) if sign.isalnum())
