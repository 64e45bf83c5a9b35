"""A fact in the making: positions in normal text, nothing numbered or linked yet."""

from dataclasses import dataclass, field

from xueyou.engines.reading.facts.mention import Mention


@dataclass(slots=True)
class Candidate:
    """What one mention says about one indicator; `start..end` is its evidence in normal text."""

    start: int
    end: int
    mention: Mention
    name: str
    comparator: str = "eq"
    kind: str = "count"
    status: str = "target"
    period: str | None = None
    hedge: str | None = None
    scope: str | None = None
    quantifier: str | None = None
    per: str | None = None
    of: str | None = None
    reference: str | None = None
    baseline: bool = False
    distributive: bool = False
    inherited: bool = False
    part: bool = False
    total: "Candidate | None" = None
    doubts: list[str] = field(default_factory=list)
    task_id: str | None = None
    default_period: str | None = None
    dated: str | None = None
    clause: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class Piece:
    """A mention with the words that belong to it: evidence span and the text on both sides."""

    mention: Mention
    start: int
    end: int
    before: str
    after: str
    clause_before: str
    first_in_clause: bool
    in_bracket: bool
    clause: tuple[int, int]


@dataclass(slots=True)
class Context:
    """What a sentence inherits and what its clauses hand on to each other."""

    topic: str = ""
    title: str = ""
    names: list[Candidate] = field(default_factory=list)
    total: Candidate | None = None
    outer: Candidate | None = None
    lead: str = ""
    lead_start: int = -1
    entity: str = ""
    subject: str = ""
    bearer: str = ""

    def last(self) -> Candidate | None:
        """Give the last fact of the sentence that was a level, not a change."""
        for candidate in reversed(self.names):
            if candidate.kind not in {"delta", "growth_rate", "rank"} and not candidate.baseline:
                return candidate
        return None

    def last_rate(self) -> Candidate | None:
        """Give the last rate of the sentence."""
        for candidate in reversed(self.names):
            if candidate.kind == "ratio":
                return candidate
        return None
