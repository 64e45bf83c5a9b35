"""Owns how a roster and its rules become the engine's problem, in an order of their own.

Pupils enter by their numbers, then by what else tells them apart, and by their ids only where all
is alike; kinds are coded as they first appear; numbers are taken in their smallest step from their
least value. So order of rows and columns, names, units and the words of kinds leave the list as it
is.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from xueyou.engines.balancing import (
    ALONE,
    NOT_FIXED,
    Category,
    Joint,
    Limit,
    Numeric,
    Problem,
)
from xueyou.formats.canonical import canonical_json, sha256_hex
from xueyou.rulebook.classes.alike import told_apart
from xueyou.rulebook.classes.columns import APART, FIXED, SPREAD, TOGETHER
from xueyou.rulebook.classes.faults import RosterFaults
from xueyou.rulebook.classes.model import (
    SEX,
    ClassRules,
    FeatureRule,
    KindColumn,
    NumberColumn,
    Roster,
)
from xueyou.rulebook.classes.steps import in_steps

Column = TypeVar("Column", NumberColumn, KindColumn)
USUAL = {"score": (32, 12, 0), "total": (16, 4, 8), "other": (8, 4, 0)}
"""Weights of mean, spread and tails by role."""
USUAL_KIND = 8
USUAL_JOINT = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a demand comes from: its column, what stands there, and whom it takes in."""

    kind: str
    column: str
    group: str
    pupils: tuple[str, ...]
    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Compiled:
    """The engine's problem, and what its numbers are called."""

    problem: Problem
    ids: tuple[str, ...]
    """In the order of the problem."""
    order: tuple[int, ...]
    """Place in the roster of each pupil of the problem."""
    shown: tuple[tuple[str, int], ...]
    """Features as the roster has them: ("number" or "kind", which of the problem's)."""
    numbers: tuple[NumberColumn, ...]
    steps: tuple[Fraction, ...]
    """How much one step of each number is in marks."""
    bases: tuple[Fraction, ...]
    """What no step at all is in marks."""
    kinds: tuple[KindColumn, ...]
    levels: tuple[tuple[str, ...], ...]
    """Words of the levels of each kind."""
    rank_by: int | None
    """The number by which the snake deals."""
    sex: int | None
    limits: tuple[Asked, ...]
    blocks: Mapping[int, Asked]
    digest: str
    """Of everything the engine is given, no ids and no words."""


def compile_classes(roster: Roster, rules: ClassRules, sizes: Sequence[int]) -> Compiled:
    """Return the problem. Raises ClassesRefused where a fixed class is not there."""
    faults = RosterFaults(roster.sheet.file, roster.sheet)
    _check_fixed(roster, len(sizes), faults)
    faults.stop()
    told = told_apart(roster, rules)
    numbers = [roster.numbers[at] for at in _by_content(roster.numbers, _number_key, told.numbers)]
    kinds = [roster.kinds[at] for at in _by_content(roster.kinds, _kind_key, told.kinds)]
    stepped = [in_steps(number.values) for number in numbers]
    order = sorted(
        range(len(roster.ids)),
        key=lambda i: (
            [-1 if s[i] is None else s[i] for s, _ in stepped],
            told.pupils[i],
            _words(roster, kinds, i),
            roster.ids[i],
        ),
    )
    levels = [tuple(dict.fromkeys(kind.values[i] for i in order)) for kind in kinds]
    place = {old: new for new, old in enumerate(order)}
    blocks = sorted(_blocks(roster, place), key=_members)
    limits = [*_limits(roster, place, len(sizes)), *_caps(roster, rules, place)]
    limits.sort(key=_members)
    rank_by = _first(numbers, "total", "score", "other")
    sex = next((at for at, kind in enumerate(kinds) if kind.name == SEX), None)
    problem = Problem(
        sizes=np.array(sizes, np.int64),
        fixed=np.array([_fixed(roster.fixed[i]) for i in order], np.int32),
        together=_together(blocks, len(order)),
        numerics=[
            _numeric(number, steps, step, order, rules)
            for number, (steps, step) in zip(numbers, stepped, strict=True)
        ],
        categories=[
            _category(kind, own, order, rules) for kind, own in zip(kinds, levels, strict=True)
        ],
        joints=[Joint(rank_by, sex, USUAL_JOINT)]
        if rank_by is not None and sex is not None
        else [],
        limits=[
            Limit(np.array(sorted(members), np.int32), asked.least, asked.most)
            for asked, members in limits
        ],
    )
    return Compiled(
        problem=problem,
        ids=tuple(roster.ids[i] for i in order),
        order=tuple(order),
        shown=(
            *(("number", numbers.index(number)) for number in roster.numbers),
            *(("kind", kinds.index(kind)) for kind in roster.kinds),
        ),
        numbers=tuple(numbers),
        steps=tuple(step for _, step in stepped),
        bases=tuple(
            min((v for v in n.values if v is not None), default=Fraction(0)) for n in numbers
        ),
        kinds=tuple(kinds),
        levels=tuple(levels),
        rank_by=rank_by,
        sex=sex,
        limits=tuple(asked for asked, _ in limits),
        blocks={number: asked for number, (asked, _) in enumerate(blocks)},
        digest=sha256_hex(canonical_json(_canonical(problem))),
    )


def _check_fixed(roster: Roster, classes: int, faults: RosterFaults) -> None:
    for at, fixed in enumerate(roster.fixed):
        if fixed is not None and not 1 <= fixed <= classes:
            row = roster.sheet.rows[at][0]
            column = roster.sheet.heads.index(FIXED)
            faults.add("bad_class", row=row, column=column, most=classes)


def _fixed(written: int | None) -> int:
    return NOT_FIXED if written is None else written - 1


def _by_content(
    columns: Sequence[Column], key: Callable[[Column], object], told: Sequence[int]
) -> list[int]:
    """Order columns by what they hold; by name only where nothing tells them apart."""
    return sorted(
        range(len(columns)), key=lambda at: (key(columns[at]), told[at], columns[at].name)
    )


def _number_key(number: NumberColumn) -> tuple[str, list[int]]:
    steps, _ = in_steps(number.values)
    return number.role, sorted(-1 if s is None else s for s in steps)


def _kind_key(kind: KindColumn) -> list[int]:
    return sorted(Counter(kind.values).values())


def _words(roster: Roster, kinds: Sequence[KindColumn], i: int) -> tuple[object, ...]:
    """Return all that is written of a pupil: keeps those together of whom all is alike."""
    return (
        [kind.values[i] for kind in kinds],
        roster.together[i],
        sorted(roster.apart[i]),
        sorted(roster.spread[i]),
    )


def _numeric(
    number: NumberColumn,
    steps: Sequence[int | None],
    step: Fraction,
    order: Sequence[int],
    rules: ClassRules,
) -> Numeric:
    rule = rules.features.get(number.name, FeatureRule())
    usual = USUAL[number.role]
    mean, spread, tails = (
        usual[at] if own is None else own
        for at, own in enumerate((rule.weight, rule.spread, rule.tails))
    )
    return Numeric(
        values=np.array([steps[i] or 0 for i in order], np.int64),
        known=np.array([steps[i] is not None for i in order], np.bool_),
        mean=mean,
        spread=spread,
        tails=tails,
        tolerance=None if rule.tolerance is None else rule.tolerance / step,
    )


def _category(
    kind: KindColumn, levels: Sequence[str], order: Sequence[int], rules: ClassRules
) -> Category:
    rule = rules.features.get(kind.name, FeatureRule())
    return Category(
        levels=np.array([levels.index(kind.values[i]) for i in order], np.int32),
        weight=USUAL_KIND if rule.weight is None else rule.weight,
        tolerance=None if rule.tolerance is None else int(rule.tolerance),
    )


Groups = list[tuple[Asked, list[int]]]


def _blocks(roster: Roster, place: Mapping[int, int]) -> Groups:
    return [
        (Asked("together", TOGETHER, group, _ids(roster, members)), [place[i] for i in members])
        for group, members in _grouped((text,) if text else () for text in roster.together)
        if len(members) > 1
    ]


def _limits(roster: Roster, place: Mapping[int, int], classes: int) -> Groups:
    found: Groups = []
    for group, members in _grouped(roster.apart):
        asked = Asked("apart", APART, group, _ids(roster, members), 0, 1)
        found.append((asked, [place[i] for i in members]))
    for group, members in _grouped(roster.spread):
        least, rest = divmod(len(members), classes)
        asked = Asked("spread", SPREAD, group, _ids(roster, members), least, least + bool(rest))
        found.append((asked, [place[i] for i in members]))
    return [(asked, members) for asked, members in found if len(members) > 1]


def _caps(roster: Roster, rules: ClassRules, place: Mapping[int, int]) -> Groups:
    found: Groups = []
    for cap in rules.caps:
        kind = next((kind for kind in roster.kinds if kind.name == cap.column), None)
        if kind is None:
            continue
        members = [i for i, value in enumerate(kind.values) if value == cap.value]
        asked = Asked("cap", cap.column, cap.value, _ids(roster, members), 0, cap.most)
        found.append((asked, [place[i] for i in members]))
    return found


def _members(group: tuple[Asked, list[int]]) -> tuple[list[int], int]:
    """Order groups by who is in them, not by their names."""
    return sorted(group[1]), group[0].most


def _grouped(texts: Iterable[Sequence[str]]) -> list[tuple[str, list[int]]]:
    found: dict[str, list[int]] = {}
    for at, groups in enumerate(texts):
        for group in groups:
            found.setdefault(group, []).append(at)
    return sorted(found.items())


def _ids(roster: Roster, members: Sequence[int]) -> tuple[str, ...]:
    return tuple(sorted(roster.ids[i] for i in members))


def _together(blocks: Groups, pupils: int) -> NDArray[np.int32]:
    made = np.full(pupils, ALONE, np.int32)
    for number, (_, members) in enumerate(blocks):
        made[members] = number
    return made


def _first(numbers: Sequence[NumberColumn], *roles: str) -> int | None:
    for role in roles:
        for at, number in enumerate(numbers):
            if number.role == role:
                return at
    return None


def _canonical(problem: Problem) -> dict[str, object]:
    """Return all the engine is given as text and whole numbers."""
    return {
        "schema": "classes/1",
        "sizes": problem.sizes.tolist(),
        "fixed": problem.fixed.tolist(),
        "together": problem.together.tolist(),
        "numerics": [
            {
                "values": [
                    value if known else None
                    for value, known in zip(n.values.tolist(), n.known.tolist(), strict=True)
                ],
                "weights": [n.mean, n.spread, n.tails],
                "tolerance": None if n.tolerance is None else str(n.tolerance),
            }
            for n in problem.numerics
        ],
        "categories": [
            {"levels": c.levels.tolist(), "weight": c.weight, "tolerance": c.tolerance}
            for c in problem.categories
        ],
        "joints": [[j.numeric, j.category, j.weight] for j in problem.joints],
        "limits": [[limit.members.tolist(), limit.least, limit.most] for limit in problem.limits],
    }
