"""Owns how one part of a need is said: what it asked for beside what was found.

The numbers stand next to one another: “在籍年数”应当不低于3，考生是2.
"""

from collections.abc import Iterator, Sequence

from xueyou.rulebook.allocation.evaluating import TRUE, Pairs
from xueyou.rulebook.answers.batch_view import BatchView
from xueyou.rulebook.answers.key_steps import is_said
from xueyou.rulebook.answers.naming import Naming
from xueyou.rulebook.language.expressions import TURNED, inside
from xueyou.rulebook.language.model import Expression
from xueyou.rulebook.language.wording import plain_name
from xueyou.rulebook.tables import cells

_BOUNDS = ("ge", "gt", "le", "lt")


class Asked:
    """Speaks of one person (a row of `pairs`) before one option."""

    def __init__(
        self, view: BatchView, naming: Naming, pairs: Pairs, row: int, holder: str
    ) -> None:
        self._view, self._naming, self._pairs = view, naming, pairs
        self._row, self._holder = row, holder

    def said(self, cause: Expression, plain: bool) -> Iterator[str]:
        """Yield what is said of a part; `plain`: it is asked for as it stands."""
        word = cause[0]
        if word == "not":
            yield from self.said(cause[1], plain=False)
        elif word in ("sibling", "secured"):
            true = self._pairs.truth(cause)[self._row] == TRUE
            yield self._naming.wording.condition(cause if true else ("not", cause))
        elif word in _BOUNDS and plain and cause[1][0] != "option":
            yield from self._bound(cause)
        elif word in TURNED:
            yield from self._values(cause[1:])
        else:
            yield from self._values(tuple(part for part in inside(cause) if part != cause))
            if word == "levels":
                yield from self._values(tuple(("fact", name) for name in cause[1]))

    def missing(self, causes: Sequence[tuple[Expression, bool]]) -> str:
        """Say which of the school's entries nobody made."""
        names = {
            part[1]: f"“{plain_name(self._attribute(part[1]))}”"
            for cause, _ in causes
            for part in inside(cause)
            if part[0] == "option" and self._at_option(part[1]) == ""
        }
        return f"这所学校没有登记{'、'.join(names.values()) or '位置'}"

    def _bound(self, cause: Expression) -> Iterator[str]:
        left, right = cause[1:]
        asked = self._naming.wording.asked(cause)
        if right[0] == "option":
            name = self._attribute(right[1])
            whose = f"这所学校的“{plain_name(name)}”{self._at_option(right[1])}"
            asked = asked.partition(name)[0].removesuffix("学校的") + whose
        elif right[0] == "fact":
            asked += self._fact(right[1]).removeprefix("是")
        if left[0] == "rank":
            yield f"志愿序号应当{asked}，这是第{int(self._pairs.rank[self._row])}志愿"
        elif left[0] == "distance":
            yield f"到学校的距离应当{asked}，{self._holder}是{self._metres()}米"
        else:
            name = plain_name(self._naming.wording.name(left[1]))
            yield f"“{name}”应当{asked}，{self._holder}{self._fact(left[1])}"

    def _values(self, parts: Sequence[Expression]) -> Iterator[str]:
        for part in parts:
            if part[0] == "fact":
                name = plain_name(self._naming.wording.name(part[1]))
                yield f"{self._holder}的“{name}”{self._fact(part[1])}"
            elif part[0] == "option":
                fact = self._naming.rulebook.attributes[part[1]]
                value = is_said(fact, self._at_option(part[1]))
                yield f"这所学校的“{plain_name(fact.zh)}”{value}"
            elif part[0] == "distance":
                yield f"{self._holder}到学校{self._metres()}米"
            elif part[0] == "rank":
                yield f"这是第{int(self._pairs.rank[self._row])}志愿"

    def _fact(self, name: str) -> str:
        fact = self._naming.wording.facts[name]
        applicant = int(self._pairs.who[self._row])
        text = self._naming.text(fact, self._view.everybody.cells(name), applicant)
        return is_said(fact, text)

    def _attribute(self, name: str) -> str:
        return self._naming.rulebook.attributes[name].zh

    def _at_option(self, name: str) -> str:
        given = self._view.inputs.batches[self._view.found.number].attributes[name]
        option = int(self._pairs.option[self._row])
        if not given.known[option]:
            return ""
        fact = self._naming.rulebook.attributes[name]
        row = slice(option, option + 1)
        return cells.printed(fact, given.values[row], self._naming.inputs.codes)[0]

    def _metres(self) -> int:
        return int(self._pairs.distance().values[self._row])
