"""Owns the shape of a rulebook once read: frozen, checked, every number exact.

Numbers are integers scaled by their fact's or attribute's `scale` (the number of decimals), days
are proleptic ordinals, flags 1 and 0, levels ordinals with 0 the best, codes text. Conditions are
nested tuples, prefix first, as `xueyou.rulebook.language.expressions` describes them; they are what
rules.json holds as lists. A level's comparisons are already turned round: `grade >= B` is
("le", ("fact", "grade"), ("int", 1)), and a term "grade desc" is ("asc", "grade").
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Expression: TypeAlias = tuple[Any, ...]

STAGES = {
    "kindergarten": "幼儿园",
    "primary": "小学",
    "junior": "初中",
    "senior": "普通高中",
    "vocational": "中等职业学校",
}
TYPES = ("integer", "decimal", "date", "code", "flag", "level", "place")
ORDERED = ("integer", "decimal", "date", "level", "flag")
SENSITIVITIES = ("plain", "personal", "sensitive")
MODES = ("single", "parallel", "sequential", "banded", "deferred")
ALIKE = ("single", "parallel")
TIE_LAST = ("admit_all", "lottery", "stable_id", "refuse")
STRADDLES = ("expand", "split", "skip")
STATUSES = ("verified", "reported", "待核")


@dataclass(frozen=True, slots=True)
class Source:
    """A document that rules come from."""

    id: str
    title: str
    issuer: str
    number: str
    date: str
    url: str
    status: str  # one of STATUSES


@dataclass(frozen=True, slots=True)
class Clause:
    """Where one part of the rules is written; `says` is its content in our own words."""

    source: str  # id of a Source
    at: str
    says: str
    status: str  # its own, else its source's


@dataclass(frozen=True, slots=True)
class Fact:
    """One column of the applicants, or (as an attribute) of the options."""

    name: str
    zh: str
    type: str  # one of TYPES
    scale: int = 0
    step: int = 1  # in units of 10**-scale
    minimum: int | None = None  # scaled; days as ordinals
    maximum: int | None = None
    order: tuple[str, ...] = ()  # of a level, best first
    words: tuple[tuple[str, str], ...] = ()  # of a code: how values are said to people
    sensitivity: str = "personal"
    clauses: tuple[Clause, ...] = ()
    row: int = 0  # line in the file

    def said(self, code: str) -> str:
        """Return how a code is said to people: as it stands where no words are given for it."""
        return next((words for one, words in self.words if one == code), code)


@dataclass(frozen=True, slots=True)
class Derived:
    """A sum. Terms: ("fact", name, num, den, cap | None) is fact·num/den, at most cap, in units
    of 10**-scale of the sum; ("when", condition, num). A fact here may be another derived one.
    """

    name: str
    zh: str
    scale: int
    terms: tuple[Expression, ...]
    clauses: tuple[Clause, ...] = ()
    row: int = 0


@dataclass(frozen=True, slots=True)
class Siblings:
    """How brothers and sisters are told: facts, and the attribute that makes two options one."""

    family: str
    elder: str | None
    same: str | None
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Lottery:
    """`ticket`: "one" or "per_option"; `order`: "ascending" or "circular"."""

    ticket: str
    order: str
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassSize:
    """No option offers more places than `limit` times its attribute `classes`."""

    limit: int
    classes: str
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Appeal:
    """Until which day (ordinal) and to whom a family may object."""

    until: int
    to: str
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """At least `at_least`; or at least the lowest placed in batch `under`, less `by`."""

    of: str  # fact or derived; at_least and by are in its scale
    at_least: int | None
    under: str | None
    by: int | None
    when_empty: str  # "open" or "closed"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that must be true; exactly one of `condition` and `line` is set."""

    id: str
    zh: str
    condition: Expression | None
    line: Line | None
    clauses: tuple[Clause, ...] = ()
    row: int = 0


@dataclass(frozen=True, slots=True)
class Bands:
    """Band 1 from `first` up, then one for each `step` below; both in the scale of `of`."""

    of: str
    first: int
    step: int


@dataclass(frozen=True, slots=True)
class Home:
    """One home, one place: facts by name, `years`, and the day (ordinal) it is counted at."""

    fact: str
    family: str
    used_on: str
    used_by: str
    years: int
    day: int
    within_run: bool
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a key: ("desc" | "asc", fact), ("when", condition), ("levels", (facts…)),
    ("distance",) or ("lottery",). Smaller is better after evaluation, unknown comes last.
    """

    key: Expression
    zh: str
    clauses: tuple[Clause, ...] = ()
    row: int = 0


@dataclass(frozen=True, slots=True)
class Pool:
    """`by` a fact: one pool for each of its values; `who` a condition; neither: everybody."""

    id: str
    zh: str
    by: str | None
    who: Expression | None
    places: str  # "rows" or "rest"
    hard: bool
    rank: tuple[Term, ...] = ()
    clauses: tuple[Clause, ...] = ()
    row: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """What happens to those who applied as one."""

    bind: bool = False
    straddle: str = "expand"
    tier: str = "lowest"
    consent: str | None = None
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch. `pools` stand in their precedence; `max` is None for generated lists."""

    id: str
    zh: str
    mode: str  # one of MODES
    max: int | None
    bands: Bands | None
    generate: str | None  # "distance"
    needs: tuple[Need, ...]
    home: Home | None
    pools: tuple[Pool, ...]
    rank: tuple[Term, ...]
    ties: tuple[Term, ...]
    tie_last: str
    group: Group
    secured: str | None
    leftover: str | None  # id of a later batch
    locks: bool
    refill: str  # "next" or "none"
    clauses: Mapping[str, tuple[Clause, ...]] = field(default_factory=dict)  # "" = the batch
    row: int = 0


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A whole rulebook. Mappings keep the order of the file."""

    title: str
    code: str  # of the jurisdiction: 6 digits
    place: str  # its name
    year: int
    stage: str  # one of STAGES
    status: str  # one of STATUSES, or ""
    frame: str | None  # path of the city's frame, as written
    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    derived: Mapping[str, Derived]
    attributes: Mapping[str, Fact]
    siblings: Siblings | None
    lottery: Lottery | None
    class_size: ClassSize | None
    appeal: Appeal | None
    batches: tuple[Batch, ...]
    digest: str  # SHA-256 of the file's bytes

    def scale(self, name: str) -> int:
        """Return the number of decimals of a fact or derived fact."""
        found = self.facts.get(name)
        return found.scale if found is not None else self.derived[name].scale

    def batch(self, id: str) -> Batch:
        """Return a batch by id; raises KeyError."""
        for batch in self.batches:
            if batch.id == id:
                return batch
        raise KeyError(id)

    @property
    def draws(self) -> bool:
        """Whether a lottery decides anything, so that an official run needs a draw."""
        return any(
            batch.tie_last == "lottery" or any(term.key[0] == "lottery" for term in chain(batch))
            for batch in self.batches
        )


def chain(batch: Batch) -> tuple[Term, ...]:
    """Return all terms of a batch: its pools', its rank, its ties."""
    own = tuple(term for pool in batch.pools for term in pool.rank)
    return own + batch.rank + batch.ties
