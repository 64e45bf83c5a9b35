"""Owns how people, options, batches and values are called when a result is explained."""

from collections.abc import Sequence

from xueyou.rulebook.answers.explanation import Grounds
from xueyou.rulebook.language.model import Batch, Clause, Fact, Rulebook
from xueyou.rulebook.language.wording import Wording
from xueyou.rulebook.tables import cells
from xueyou.rulebook.tables.cells import Cells
from xueyou.rulebook.tables.inputs import Inputs

NAME = "name"
"""The attribute that says how an option is called, where a rulebook declares it."""
_PUPILS = ("senior", "vocational")


class Naming:
    """Calls things of one run by their names."""

    def __init__(self, rulebook: Rulebook, inputs: Inputs) -> None:
        self.rulebook, self.inputs = rulebook, inputs
        self.wording = Wording(rulebook)
        self.who = "考生" if rulebook.stage in _PUPILS else "孩子"

    def option(self, option: int) -> str:
        """Return what an option is called: its attribute `name`, else its id."""
        if NAME in self.rulebook.attributes:
            for batch in self.inputs.batches:
                named = batch.attributes[NAME]
                if named.known[option]:
                    return self.inputs.codes.texts[int(named.values[option])]
        return self.inputs.options[option]

    def head(self, batch: Batch, rank: int, option: int) -> str:
        """Return what every sentence about a choice begins with."""
        return f"{batch.zh or batch.id}，{self.choice(batch, rank, option)}："

    def choice(self, batch: Batch, rank: int, option: int) -> str:
        """Return what one choice is called inside its batch."""
        count = f"第{rank}个学校" if batch.generate else f"第{rank}志愿"
        return f"{count}“{self.option(option)}”"

    def holder(self, members: Sequence[int], of: int) -> str:
        """Return whom a fact belongs to; in a group of several, by id."""
        if of == 1 or len(members) == of:
            return self.who
        return self.who + "（" + "、".join(self.inputs.applicants[m] for m in members) + "）"

    def text(self, fact: Fact, found: Cells, applicant: int) -> str:
        """Return a value as the tables have it; unknown is the empty text."""
        if not found.known[applicant]:
            return ""
        row = slice(applicant, applicant + 1)
        return cells.printed(fact, found.values[row], self.inputs.codes)[0]

    def grounds(
        self, batch: Batch, part: str, own: tuple[Clause, ...] = (), row: int = 0
    ) -> Grounds:
        """Return where the rules say it: own clauses, the batch's for that part, the batch's."""
        clauses = own or batch.clauses.get(part, ()) or batch.clauses.get("", ())
        return Grounds(clauses, row or batch.row)
