"""Owns what rules of classes and a roster hold, once read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from xueyou.formats.class_rosters import RosterSheet

METHODS = ("search", "snake", "snake-sex")
SEX = "性别"
TOTAL = "总分"
UNKNOWN = "未填"


@dataclass(frozen=True, slots=True)
class FeatureRule:
    """How much one column counts; None: as usual for its kind."""

    weight: int | None = None
    spread: int | None = None
    tails: int | None = None
    tolerance: Fraction | None = None
    used: bool = True


@dataclass(frozen=True, slots=True)
class Cap:
    """Of pupils with this value in this column a class holds at most so many."""

    column: str
    value: str
    most: int


@dataclass(frozen=True, slots=True)
class Grade:
    """One word for values of an index up to a bound; None: all above."""

    zh: str
    to: Fraction | None


@dataclass(frozen=True, slots=True)
class Index:
    """A city's own figure for how even a list is, with where it is written."""

    zh: str
    measure: str
    grades: Sequence[Grade]
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class ClassRules:
    """What is asked of every list: by a city's paper, or by nobody (the defaults)."""

    title: str = "没有给规则，用通常的做法"
    stage: str = "junior"
    method: str = "search"
    features: Mapping[str, FeatureRule] = field(default_factory=dict)
    caps: Sequence[Cap] = ()
    indices: Sequence[Index] = ()
    digest: str = ""


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """A number of each pupil, None where unknown. `role`: "score", "total" or "other"."""

    name: str
    role: str
    values: tuple[Fraction | None, ...]


@dataclass(frozen=True, slots=True)
class KindColumn:
    """A kind of each pupil, "" where unknown."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """A grade as read: pupils in the order of the sheet."""

    sheet: RosterSheet
    ids: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[NumberColumn, ...]
    kinds: tuple[KindColumn, ...]
    together: tuple[str, ...]
    apart: tuple[tuple[str, ...], ...]
    spread: tuple[tuple[str, ...], ...]
    fixed: tuple[int | None, ...]
    """The class written for a pupil, from 1."""
    notes: tuple[str, ...]
    """What was left out and why, in words."""
    guessed_scores: bool
    """Nobody said which columns are scores."""
