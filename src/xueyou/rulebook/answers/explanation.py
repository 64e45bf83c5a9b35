"""Owns the shape of an explanation: what became of each choice of one person, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from xueyou.rulebook.language.model import Clause, Rulebook

SCHEMA = "admission-explanation/1"

Data = Mapping[str, Any]
"""What a sentence was filled from: texts and whole numbers, and `pools` with one such for each."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Where the rules say it: clauses, and the line of rules.yaml (0: none)."""

    clauses: tuple[Clause, ...]
    row: int

    def said(self, rulebook: Rulebook) -> str:
        """Return the place in one line: 《…》第二十条, else the line of the rulebook."""
        if not self.clauses:
            return f"rules.yaml 第{self.row}行" if self.row else "rules.yaml"
        return "；".join(dict.fromkeys(_place(clause, rulebook) for clause in self.clauses))


def _place(clause: Clause, rulebook: Rulebook) -> str:
    """Return document and article, and that they were not checked where they were not."""
    source = rulebook.sources.get(clause.source)
    place = f"《{source.title}》{clause.at}" if source is not None else clause.at
    return f"{place}{'' if clause.status == 'verified' else '，待核'}"


@dataclass(frozen=True, slots=True)
class Said:
    """A reason with its numbers: the sentence is `sentence(code, variant, data)`."""

    code: str
    data: Data
    grounds: Grounds
    variant: str = ""
    facts: tuple[str, ...] = ()  # the person's facts it rests on


@dataclass(frozen=True, slots=True)
class ChoiceExplained:
    """One choice. `head` says which, `zh` why it came out so, `can` what the family may do."""

    batch: str
    rank: int
    option: str
    head: str
    zh: str
    can: str
    said: Said


@dataclass(frozen=True, slots=True)
class Held:
    """The place somebody has in the end."""

    batch: str
    option: str
    rank: int
    pool: str


@dataclass(frozen=True, slots=True)
class PersonExplained:
    """Everything that is said to one person; `reason` is the code of it all, `zh` its sentence.

    `can` is what may be done by somebody without a place; empty for everybody else.
    """

    applicant: str
    group: tuple[str, ...]
    place: Held | None
    reason: str
    zh: str
    can: str = ""
    choices: tuple[ChoiceExplained, ...] = field(default=())


def as_json(explained: PersonExplained, rulebook: Rulebook) -> dict[str, Any]:
    """Return an explanation as JSON holds it (SCHEMA)."""
    place = explained.place
    return {
        "schema": SCHEMA,
        "applicant": explained.applicant,
        "group": list(explained.group),
        "placement": None
        if place is None
        else {
            "batch": place.batch,
            "option": place.option,
            "choice_rank": place.rank,
            "pool": place.pool,
        },
        "reason": explained.reason,
        "zh": explained.zh,
        "can": explained.can,
        "choices": [_choice(choice, rulebook) for choice in explained.choices],
    }


def _choice(choice: ChoiceExplained, rulebook: Rulebook) -> dict[str, Any]:
    return {
        "batch": choice.batch,
        "rank": choice.rank,
        "option": choice.option,
        "reason": choice.said.code,
        "variant": choice.said.variant,
        "head": choice.head,
        "zh": choice.zh,
        "can": choice.can,
        "data": dict(choice.said.data),
        "facts": list(choice.said.facts),
        "rule": {"row": choice.said.grounds.row, "said": choice.said.grounds.said(rulebook)},
        "clauses": [
            {"source": clause.source, "at": clause.at, "says": clause.says, "status": clause.status}
            for clause in choice.said.grounds.clauses
        ],
    }
