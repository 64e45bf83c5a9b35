"""Makes a population of pupils with marks and choices, after expected cut-offs and margins.

Who would be the last at a pair that may be seen carries the published marks; all others are drawn.
Places of 名额分配到区 are published nowhere in these tables: each school gets `DISTRICT_PLACES` a
district, and its published cut-off is met by construction. Scores are half points.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from benchmarks.shanghai_tables import Last, Pair

DISTRICT_PLACES = 10
LINE = 2 * 605
_FULL = 2 * 750
_PART = 2 * 150
_LOST_IN = (0.27, 0.27, 0.18, 0.19, 0.09)  # Chinese, maths, foreign, integrated, the rest
_WORST, _BEST = 2 * 300, 2 * 800 - 1


@dataclass(frozen=True, slots=True)
class Pupil:
    """One made pupil; `last` fixes all marks, else they are drawn to fit `score` (of 800)."""

    district: str
    junior: str
    score: int
    to_district: str | None = None  # choice in 名额分配到区
    to_school: tuple[str, ...] = ()
    last: Last | None = None
    years: int = 3


@dataclass(slots=True)
class Population:
    """All pupils; `marks` (n, 7): score of 750, comprehensive, Chinese, maths, foreign,
    integrated, preferred."""

    pupils: list[Pupil] = field(default_factory=list)
    marks: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 7), dtype=np.int64))


def populate(
    expected: Mapping[Pair, int],
    seen: Mapping[Pair, Last],
    quotas: Mapping[Pair, int],
    districts: Mapping[tuple[str, str], Last],
    juniors: Mapping[str, Sequence[str]],
    size: int,
    random: np.random.Generator,
) -> Population:
    """Return at least `size` pupils.

    `expected` holds the pairs where somebody is to be placed, `seen` those whose last is known,
    `juniors` the junior highs of each district.
    """
    made = Population()
    by_junior: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in sorted(expected):
        by_junior[pair[2], pair[1]].append(pair)
    above = _above(districts)
    for pairs in by_junior.values():
        _school(
            made,
            sorted(pairs, key=lambda pair: (-expected[pair], pair)),
            expected,
            seen,
            quotas,
            above,
            random,
        )
    hoped = {school: _best_two(pairs, expected) for school, pairs in by_junior.items()}
    for (senior, district), last in sorted(districts.items()):
        _district(made, senior, district, last, juniors[district], hoped, random)
    _crowd(made, by_junior, expected, juniors, size, random)
    made.marks = _marks(made.pupils, random)
    return made


def _best_two(pairs: list[Pair], expected: Mapping[Pair, int]) -> tuple[str, ...]:
    return tuple(pair[0] for pair in sorted(pairs, key=lambda pair: (-expected[pair], pair))[:2])


def _above(districts: Mapping[tuple[str, str], Last]) -> dict[str, list[tuple[int, str]]]:
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for (senior, district), last in districts.items():
        found[district].append((last.score, senior))
    return {district: sorted(listed) for district, listed in found.items()}


def _reach(
    above: Mapping[str, list[tuple[int, str]]],
    district: str,
    score: int,
    random: np.random.Generator,
) -> str | None:
    """A school of the district that a pupil hopes for and will not get, or none."""
    over = [senior for cutoff, senior in above.get(district, ()) if cutoff > score]
    if not over or random.random() < 0.2:
        return None
    return over[int(random.integers(min(5, len(over))))]


def _school(
    made: Population,
    pairs: list[Pair],
    expected: Mapping[Pair, int],
    seen: Mapping[Pair, Last],
    quotas: Mapping[Pair, int],
    above: Mapping[str, list[tuple[int, str]]],
    random: np.random.Generator,
) -> None:
    """Those of one junior high who stand near the expected cut-offs, best school first."""
    for at, pair in enumerate(pairs):
        senior, junior, district = pair
        places, line = quotas[pair], expected[pair]
        higher = pairs[at - 1][0] if at else None
        lower = pairs[at + 1][0] if at + 1 < len(pairs) else None
        for seat in range(places):
            over = 0 if seat == 0 else 1 + int(random.exponential(8.0))
            score = min(line + over, _BEST)
            wishes = (higher, senior) if higher and random.random() < 0.3 else (senior, lower)
            made.pupils.append(
                Pupil(
                    district,
                    junior,
                    score,
                    _reach(above, district, score, random),
                    tuple(wish for wish in wishes if wish),
                    seen.get(pair) if seat == 0 else None,
                )
            )
        for _ in range(2 * places + 1):
            score = max(line - 1 - int(random.exponential(8.0)), _WORST)
            below = lower if lower and expected[pairs[at + 1]] > score else None
            made.pupils.append(
                Pupil(
                    district,
                    junior,
                    score,
                    _reach(above, district, score, random),
                    tuple(wish for wish in (senior, below) if wish),
                )
            )


def _district(
    made: Population,
    senior: str,
    district: str,
    last: Last,
    juniors: Sequence[str],
    hoped: Mapping[tuple[str, str], tuple[str, ...]],
    random: np.random.Generator,
) -> None:
    """Who reaches a school of 名额分配到区, and for each step of the chain one who does not.

    The former also file `hoped` choices in 名额分配到校, which become void.
    """
    at = random.integers(len(juniors), size=DISTRICT_PLACES + 25)
    for seat in range(DISTRICT_PLACES):
        over = 0 if seat == 0 else 1 + int(random.exponential(10.0))
        made.pupils.append(
            Pupil(
                district,
                juniors[at[seat]],
                min(last.score + over, _BEST),
                senior,
                hoped.get((district, juniors[at[seat]]), ()),
                last if seat == 0 else None,
            )
        )
    for step, rival in enumerate(_rivals(last)):
        made.pupils.append(
            Pupil(district, juniors[at[DISTRICT_PLACES + step]], last.score, senior, last=rival)
        )
    for place in range(DISTRICT_PLACES + 6, len(at)):
        score = max(last.score - 1 - int(random.exponential(12.0)), _WORST)
        made.pupils.append(Pupil(district, juniors[at[place]], score, senior))


def _rivals(last: Last) -> list[Last]:
    """Those with the same score who lose at the first, second … sixth step of the chain."""
    found = [
        Last(
            last.score,
            last.preferred,
            last.comprehensive - 1,
            last.main3,
            last.math,
            last.chinese,
            last.integrated,
        ),
        Last(
            last.score,
            last.preferred,
            last.comprehensive,
            last.main3 - 1,
            last.math,
            last.chinese,
            last.integrated,
        ),
        Last(
            last.score,
            last.preferred,
            last.comprehensive,
            last.main3,
            last.math - 1,
            last.chinese,
            last.integrated,
        ),
        Last(
            last.score,
            last.preferred,
            last.comprehensive,
            last.main3,
            last.math,
            last.chinese - 1,
            last.integrated,
        ),
        Last(
            last.score,
            last.preferred,
            last.comprehensive,
            last.main3,
            last.math,
            last.chinese,
            last.integrated - 1,
        ),
    ]
    if last.preferred:
        found.insert(
            0,
            Last(
                last.score,
                False,
                last.comprehensive,
                last.main3 + 1,
                last.math,
                last.chinese,
                last.integrated,
            ),
        )
    return found


def _crowd(
    made: Population,
    by_junior: Mapping[tuple[str, str], list[Pair]],
    expected: Mapping[Pair, int],
    juniors: Mapping[str, Sequence[str]],
    size: int,
    random: np.random.Generator,
) -> None:
    """Everybody else, below what their school's cheapest place is expected to ask for."""
    schools = [(district, name) for district in sorted(juniors) for name in juniors[district]]
    each = max(0, size - len(made.pupils)) // len(schools) + 1
    for district, junior in schools:
        pairs = by_junior.get((district, junior), [])
        least = min((expected[pair] for pair in pairs), default=2 * 700)
        scores = np.minimum(random.normal(2 * 590, 2 * 70, each), least - 2).astype(int)
        for score in np.maximum(scores, _WORST).tolist():
            picked = random.permutation(len(pairs))[:2]
            years = 2 if random.random() < 0.02 else 3
            made.pupils.append(
                Pupil(
                    district,
                    junior,
                    score,
                    None,
                    tuple(pairs[one][0] for one in picked),
                    years=years,
                )
            )


def _marks(pupils: list[Pupil], random: np.random.Generator) -> NDArray[np.int64]:
    """Draw marks that add up; nobody of one district has all six steps and the score alike."""
    marks = np.zeros((len(pupils), 7), dtype=np.int64)
    fixed = np.zeros(len(pupils), dtype=bool)
    for row, pupil in enumerate(pupils):
        if pupil.last is not None:
            last, fixed[row] = pupil.last, True
            marks[row] = (
                last.score - last.comprehensive,
                last.comprehensive,
                last.chinese,
                last.math,
                last.main3 - last.math - last.chinese,
                last.integrated,
                last.preferred,
            )
    _, district = np.unique([pupil.district for pupil in pupils], return_inverse=True)
    scores = np.array([pupil.score for pupil in pupils])
    again = np.flatnonzero(~fixed)
    while len(again):
        lost = _FULL - (scores[again] - 100)
        drawn = _PART - random.multinomial(np.maximum(lost, 0), _LOST_IN)
        marks[again, 0] = scores[again] - 100
        marks[again, 1] = 100
        marks[again, 2:6] = np.maximum(drawn[:, :4], 0)
        keys = np.column_stack((district, marks))
        _, first, count = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
        again = np.flatnonzero((count[first] > 1) & ~fixed)
    return marks
