"""A second way to the same answers, slow and short: every list is tried, nothing is borrowed."""

from collections.abc import Collection, Iterator
from fractions import Fraction
from itertools import product
from math import isqrt

from xueyou.engines.balancing import Demand, Problem


def lists(problem: Problem) -> Iterator[tuple[int, ...]]:
    """Yield every list of the right sizes."""
    sizes = problem.sizes.tolist()
    for home in product(range(len(sizes)), repeat=problem.pupils):
        if [home.count(c) for c in range(len(sizes))] == sizes:
            yield home


def meets(problem: Problem, home: tuple[int, ...], dropped: Collection[Demand] = ()) -> bool:
    """Return whether a list meets every demand but the dropped ones."""
    for pupil, c in enumerate(problem.fixed.tolist()):
        if c >= 0 and home[pupil] != c and Demand("fixed", pupil) not in dropped:
            return False
    blocks: dict[int, set[int]] = {}
    for pupil, block in enumerate(problem.together.tolist()):
        if block >= 0 and Demand("together", block) not in dropped:
            blocks.setdefault(block, set()).add(home[pupil])
    if any(len(classes) > 1 for classes in blocks.values()):
        return False
    for index, limit in enumerate(problem.limits):
        counts = [0] * problem.classes
        for pupil in limit.members.tolist():
            counts[home[pupil]] += 1
        if Demand("limit", index) not in dropped and not all(
            limit.least <= count <= limit.most for count in counts
        ):
            return False
    return True


def objective(problem: Problem, home: tuple[int, ...]) -> int:
    """Return F by the words of ADR 26."""
    sizes = problem.sizes.tolist()
    gains = [64 * max(sizes) // size for size in sizes]
    while any(all(g % d == 0 for g in gains) for d in range(2, max(gains) + 1)):
        d = next(d for d in range(2, max(gains) + 1) if all(g % d == 0 for g in gains))
        gains = [g // d for g in gains]
    total = 0
    for column in _columns(problem):
        sums = [0] * len(sizes)
        for pupil, c in enumerate(home):
            sums[c] += column[pupil]
        total += sum(g * s * s for g, s in zip(gains, sums, strict=True))
    return total


def _columns(problem: Problem) -> Iterator[list[int]]:
    for numeric in problem.numerics:
        flags = numeric.known.tolist()
        distances = _distances(numeric.values.tolist(), flags)
        if not any(distances):
            continue
        yield _scaled(distances, flags, numeric.mean)
        yield _scaled(_distances([d * d for d in distances], flags), flags, numeric.spread)
        if numeric.tails:
            values = sorted(
                v for v, is_known in zip(numeric.values.tolist(), flags, strict=True) if is_known
            )
            for sign, ranked in ((1, values), (-1, [-v for v in reversed(values)])):
                for parts in (10, 4):
                    last = ranked[-(-len(ranked) // parts) - 1]
                    inside = [
                        is_known and sign * v <= last
                        for v, is_known in zip(numeric.values.tolist(), flags, strict=True)
                    ]
                    yield _members(inside, numeric.tails)
        if not all(flags):
            yield _members([not is_known for is_known in flags], numeric.mean)
    for category in problem.categories:
        for level in _levels(category.levels.tolist()):
            yield _members([own == level for own in category.levels.tolist()], category.weight)
    for joint in problem.joints:
        numeric = problem.numerics[joint.numeric]
        levels = problem.categories[joint.category].levels.tolist()
        flags = numeric.known.tolist()
        distances = _distances(numeric.values.tolist(), flags)
        for level in _levels(levels):
            share = Fraction(levels.count(level), len(levels))
            both = [d * ((own == level) - share) for d, own in zip(distances, levels, strict=True)]
            made = _distances(both, flags)
            if any(made):
                yield _scaled(made, flags, joint.weight)


def _levels(levels: list[int]) -> list[int]:
    return [0] if max(levels) == 1 else list(range(max(levels) + 1))


def _distances(values: list, flags: list[bool]) -> list[Fraction]:
    known = [v for v, is_known in zip(values, flags, strict=True) if is_known]
    mean = Fraction(sum(known), len(known)) if known else Fraction(0)
    return [v - mean if f else Fraction(0) for v, f in zip(values, flags, strict=True)]


def _scaled(distances: list[Fraction], flags: list[bool], weight: int) -> list[int]:
    variance = Fraction(sum(d * d for d in distances), 1) / sum(flags)
    if not variance:
        return [0] * len(distances)
    return [_root(d * d / variance * weight * 4096 * 4096, d) for d in distances]


def _members(inside: list[bool], weight: int) -> list[int]:
    share = Fraction(sum(inside), len(inside))
    return [_root((i - share) ** 2 * weight * 8192 * 8192, i - share) for i in inside]


def _root(square: Fraction, sign: Fraction) -> int:
    """Return the root to the nearest whole number, halves up, with the sign."""
    root = isqrt(square.numerator // square.denominator)
    if square >= (root + Fraction(1, 2)) ** 2:
        root += 1
    return root if sign >= 0 else -root
