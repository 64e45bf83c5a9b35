"""Owns conditions and values over whole columns: three-valued truth as 0 false, 1 unknown, 2 true.

With these numbers Kleene's `all` is the least part, `any` the greatest, `not` 2 less the part.
`Everybody` answers what depends on the applicant alone, once for all; `Pairs` are applicants each
before one option of a batch.
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from xueyou.rulebook.language.expressions import BY_OPTION, words_in
from xueyou.rulebook.language.model import Derived, Expression, Rulebook
from xueyou.rulebook.tables.cells import Cells
from xueyou.rulebook.tables.inputs import Inputs

FALSE, UNKNOWN, TRUE = 0, 1, 2
Truth = NDArray[np.int8]
Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]
Siblings = Callable[[Integers, Integers], Flags]
_MOST = 1 << 62

_COMPARED: Mapping[str, Callable[[Integers, Integers], Flags]] = {
    "eq": np.equal,
    "ne": np.not_equal,
    "ge": np.greater_equal,
    "le": np.less_equal,
    "gt": np.greater,
    "lt": np.less,
}


class _Rows:
    """Rows of which conditions are asked; the subclasses say what a value is there."""

    def __init__(self, rulebook: Rulebook, inputs: Inputs) -> None:
        self.rulebook, self.inputs = rulebook, inputs

    def truth(self, expression: Expression) -> Truth:
        """Return the truth of a condition for each row."""
        word = expression[0]
        if word == "not":
            return (TRUE - self.truth(expression[1])).astype(np.int8)
        if word in ("all", "any"):
            joined = np.minimum if word == "all" else np.maximum
            found = self.truth(expression[1])
            for part in expression[2:]:
                found = joined(found, self.truth(part))
            return found
        if word == "levels":
            return self._levels(expression)
        if word in ("sibling", "secured"):
            return np.where(self._at_option(word), TRUE, FALSE).astype(np.int8)
        left = self.value(expression[1])
        if word == "in":
            return _settled(np.isin(left.values, self._literals(expression[2])), left.known)
        right = self.value(expression[2])
        true = _COMPARED[word](left.values, right.values)
        return _settled(true, left.known & right.known)

    def value(self, expression: Expression) -> Cells:
        """Return a value for each row, or a literal that goes with any number of rows."""
        return Cells(self._literals(expression[1:])[0], np.asarray(True))

    def _literals(self, said: tuple[int | str, ...]) -> Integers:
        known = self.inputs.codes.known
        return np.asarray(
            [known(one) if isinstance(one, str) else one for one in said], dtype=np.int64
        )

    def _levels(self, expression: Expression) -> Truth:
        raise NotImplementedError

    def _at_option(self, word: str) -> Flags:
        raise NotImplementedError


class Everybody(_Rows):
    """All n applicants, with derived facts and remembered truths."""

    def __init__(self, rulebook: Rulebook, inputs: Inputs) -> None:
        super().__init__(rulebook, inputs)
        self._derived: dict[str, Cells] = {}
        self._truths: dict[Expression, Truth] = {}

    def cells(self, name: str) -> Cells:
        """Return a fact or derived fact, (n,)."""
        found = self.inputs.facts.get(name)
        if found is not None:
            return found
        if name not in self._derived:
            self._derived[name] = self._sum(self.rulebook.derived[name])
        return self._derived[name]

    def truth(self, expression: Expression) -> Truth:
        """Return the truth of a condition on the applicant alone, (n,)."""
        if expression not in self._truths:
            found = super().truth(expression)
            self._truths[expression] = np.broadcast_to(found, (self.inputs.count,))
        return self._truths[expression]

    def value(self, expression: Expression) -> Cells:
        """Return a fact, (n,), or a literal."""
        return self.cells(expression[1]) if expression[0] == "fact" else super().value(expression)

    def _levels(self, expression: Expression) -> Truth:
        """At least n of these facts are at the ordinal or better; unknown where one is unknown."""
        _, names, ordinal, count = expression
        marks = [self.cells(name) for name in names]
        good = np.add.reduce([(mark.values <= ordinal).astype(np.int64) for mark in marks])
        return _settled(good >= count, np.logical_and.reduce([mark.known for mark in marks]))

    def _sum(self, derived: Derived) -> Cells:
        total = np.zeros(self.inputs.count, dtype=np.int64)
        known = np.ones(self.inputs.count, dtype=np.bool_)
        for term in derived.terms:
            if term[0] == "when":
                total += np.where(self.truth(term[1]) == TRUE, term[2], 0)
                continue
            _, name, numerator, denominator, cap = term
            cells = self.cells(name)
            values = _times(cells.values, numerator, denominator)
            total += values if cap is None else np.minimum(values, cap)
            known &= cells.known
        return Cells(np.where(known, total, 0), known)


class Pairs(_Rows):
    """p applicants, each before an option of one batch as his choice number `rank`.

    `siblings(who, option)` says who has a brother or sister there already, (p,).
    """

    def __init__(
        self,
        everybody: Everybody,
        number: int,
        who: Integers,
        option: Integers,
        rank: Integers,
        siblings: Siblings,
    ) -> None:
        super().__init__(everybody.rulebook, everybody.inputs)
        self.everybody, self.batch = everybody, self.rulebook.batches[number]
        self.given = self.inputs.batches[number]
        self.who, self.option, self.rank = who, option, rank
        self._siblings = siblings
        self._distance: Cells | None = None

    def truth(self, expression: Expression) -> Truth:
        """Return the truth of a condition, (p,)."""
        if not words_in(expression) & BY_OPTION:
            return self.everybody.truth(expression)[self.who]
        return np.broadcast_to(super().truth(expression), self.who.shape)

    def value(self, expression: Expression) -> Cells:
        """Return a value, (p,), or a literal."""
        word = expression[0]
        if word == "fact":
            return self.everybody.cells(expression[1]).take(self.who)
        if word == "option":
            return self.given.attributes[expression[1]].take(self.option)
        if word == "distance":
            return self.distance()
        if word == "rank":
            return Cells(self.rank, np.asarray(True))
        return super().value(expression)

    def distance(self) -> Cells:
        """Return the whole metres between applicant and option, (p,)."""
        if self._distance is None:
            here = self.everybody.cells("place").take(self.who)
            there = self.given.attributes["place"].take(self.option)
            gap = here.values - there.values
            metres = _root(gap[:, 0] * gap[:, 0] + gap[:, 1] * gap[:, 1])
            known = here.known & there.known
            self._distance = Cells(np.where(known, metres, 0), known)
        return self._distance

    def secured(self) -> Flags:
        """Say for whom the batch's `secured` fact names the option, (p,); never unknown."""
        if self.batch.secured is None:
            return np.zeros(len(self.who), dtype=np.bool_)
        named = self.everybody.cells(self.batch.secured).take(self.who)
        here: Flags = named.values == option_codes(self.inputs)[self.option]
        return named.known & here

    def _levels(self, expression: Expression) -> Truth:
        return self.everybody.truth(expression)[self.who]

    def _at_option(self, word: str) -> Flags:
        return self._siblings(self.who, self.option) if word == "sibling" else self.secured()


def option_codes(inputs: Inputs) -> Integers:
    """Return the code that each option's id has among the cells, -1 where no cell names it."""
    return np.asarray([inputs.codes.known(id) for id in inputs.options], dtype=np.int64)


def _times(values: Integers, numerator: int, denominator: int) -> Integers:
    """Return values · numerator / denominator, which the rulebook's scales make whole."""
    if int(np.abs(values).max(initial=0)) * abs(numerator) >= _MOST:
        raise OverflowError("a derived fact is larger than 62 bits")
    return values * numerator // denominator


def _settled(true: Flags, known: Flags) -> Truth:
    return np.where(known, np.where(true, TRUE, FALSE), UNKNOWN).astype(np.int8)


def _root(squares: Integers) -> Integers:
    """Return the whole part of each square root, exactly."""
    found = np.sqrt(squares.astype(np.float64)).astype(np.int64)
    found -= found * found > squares
    found += (found + 1) * (found + 1) <= squares
    return found
