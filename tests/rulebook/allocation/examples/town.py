"""A town of a few applicants: rules in YAML, tables in a line each, the outcome as plain rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xueyou.rulebook.allocation import result_tables
from xueyou.rulebook.allocation.envy import envy
from xueyou.rulebook.allocation.outcome import Outcome
from xueyou.rulebook.allocation.running import allocate
from xueyou.rulebook.allocation.tickets import Tickets
from xueyou.rulebook.language.model import Rulebook
from xueyou.rulebook.language.reading import rulebook_of
from xueyou.rulebook.tables.inputs import Inputs, inputs_from

HEAD = """schema: xueyou-rules/1
title: 例
jurisdiction: {code: "310000", name: 例市}
year: 2024
stage: senior
sources:
  S1: {title: 例, issuer: 例, number: "1", date: "2024-01-01", url: "-", status: 待核}
"""
SEED = bytes(range(32))
Rows = Sequence[Mapping[str, str]]


def rules(facts: str, batches: str, more: str = "") -> str:
    """Return a rulebook: facts and batches as YAML, indented by two."""
    return f"{HEAD}facts:\n{facts}{more}batches:\n{batches}"


def table(text: str) -> list[dict[str, str]]:
    """Return rows written as lines of words under a heading; `-` is an empty cell."""
    head, *lines = [line.split() for line in text.strip().splitlines()]
    return [
        {name: "" if cell == "-" else cell for name, cell in zip(head, line, strict=True)}
        for line in lines
    ]


def choices(batch: str, **lists: str) -> list[dict[str, str]]:
    """Return the choices of a batch, one string of one-letter or spaced options a person."""
    return [
        {"applicant": who, "batch": batch, "rank": str(rank), "option": option}
        for who, listed in lists.items()
        for rank, option in enumerate(listed.split(), start=1)
    ]


@dataclass(frozen=True, slots=True)
class Town:
    """What came of it."""

    rulebook: Rulebook
    inputs: Inputs
    outcome: Outcome
    tickets: Tickets

    @property
    def placed(self) -> dict[str, str]:
        """Return applicant to option."""
        return {str(row[0]): str(row[2]) for row in self.placements}

    @property
    def placements(self) -> list[result_tables.Row]:
        """Return the rows of placements.csv."""
        return result_tables.placements(self.rulebook, self.inputs, self.outcome)

    @property
    def cutoffs(self) -> list[result_tables.Row]:
        """Return the rows of cutoffs.csv."""
        return result_tables.cutoff_rows(self.rulebook, self.inputs, self.outcome, self.tickets)

    @property
    def unplaced(self) -> dict[str, str]:
        """Return applicant to reason."""
        rows = result_tables.unplaced(self.rulebook, self.inputs, self.outcome)
        return {str(row[0]): str(row[-1]) for row in rows}

    @property
    def reasons(self) -> dict[tuple[str, str, int], str]:
        """Return (applicant, batch, rank) to the reason of a choice that came to nothing."""
        rows = result_tables.choice_reasons(self.inputs, self.outcome)
        return {(str(row[0]), str(row[1]), int(row[2])): str(row[-1]) for row in rows}

    @property
    def waiting(self) -> list[result_tables.Row]:
        """Return the rows of waiting.csv."""
        return result_tables.waiting(self.inputs, self.outcome)

    @property
    def envy(self) -> list[tuple[str, str, str, str, str]]:
        """Return the rows of envy.csv."""
        return envy(self.inputs, self.outcome)


def town(
    text: str, people: Rows, filed: Rows, options: Rows, quotas: Rows = (), seed: bytes = SEED
) -> Town:
    """Run a town."""
    rulebook = rulebook_of(text.encode(), "rules.yaml")
    inputs = inputs_from(
        rulebook,
        {"applicants": people, "choices": filed, "options": options, "quotas": quotas},
    )
    tickets = Tickets(seed)
    return Town(rulebook, inputs, allocate(rulebook, inputs, tickets), tickets)
