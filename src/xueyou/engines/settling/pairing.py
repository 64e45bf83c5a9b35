"""Which report answers which promise: every pair is weighed, the best ones are taken first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from xueyou.engines.reading.facts.similarity import shared_run
from xueyou.engines.settling.figures import Figure
from xueyou.engines.settling.parts import Deed
from xueyou.engines.settling.promises import Promise
from xueyou.engines.settling.reports import is_completion, is_over_years
from xueyou.engines.settling.words import Rarity, plain, subject_of

LEAST_FIGURE = 0.5
LEAST_DEED = 0.55
LEAST_SAME = 0.8
"""From here on a further figure tells of the same thing as one that is paired already."""
NEAR = 0.12
"""What equal values add; values far apart add nothing."""

PEOPLE = frozenset({"人", "名", "位", "人次"})
PIECES = frozenset({"个", "所", "家", "座", "处", "间", "栋", "幢", "项", "种"})
TIMES = frozenset({"次", "场", "场次", "期", "轮", "节次", "节", "批"})


@dataclass(slots=True)
class Pair:
    """A promise with the figure or the deed that reports on it, and further figures of it."""

    promise: Promise
    report: Figure | None = None
    deed: Deed | None = None
    score: float = 0.0
    also: list[Figure] = field(default_factory=list)


def comparable(one: str, other: str) -> bool:
    """Tell whether two units count the same sort of thing; a share never answers a count."""
    if one == other:
        return True
    return any({one, other} <= kin for kin in (PEOPLE, PIECES, TIMES))


def pair_up(
    promises: Sequence[Promise], reports: Sequence[Figure], deeds: Sequence[Deed]
) -> list[Pair]:
    """Return one pair for each promise, in the promises' order; unanswered ones stay empty."""
    rarity = Rarity([*_phrases(promises), *(r.name for r in reports), *(r.clause for r in reports)])
    pairs = [Pair(promise) for promise in promises]
    taken = _take_figures(pairs, reports, rarity)
    by_deeds = Rarity([*(subject_of(d.words) for d in deeds), *_phrases(promises)])
    for pair in pairs:
        if pair.report is None:
            _take_deed(pair, deeds, by_deeds)
    _add_further(pairs, [r for r in reports if r.key not in taken], rarity)
    return pairs


def _phrases(promises: Sequence[Promise]) -> list[str]:
    return [p.words for p in promises] + [p.figure.clause for p in promises if p.figure]


def _take_figures(pairs: list[Pair], reports: Sequence[Figure], rarity: Rarity) -> set[str]:
    """Give each promised figure the best report that no better pair has taken."""
    weighed = sorted(
        (-score, number, at)
        for number, pair in enumerate(pairs)
        if pair.promise.figure is not None
        for at, report in enumerate(reports)
        if (score := weigh(pair.promise.figure, report, rarity)) >= LEAST_FIGURE
    )
    taken: set[str] = set()
    for score, number, at in weighed:
        pair, report = pairs[number], reports[at]
        if pair.report is None and report.key not in taken:
            pair.report, pair.score = report, -score
            taken.add(report.key)
    return taken


def weigh(promise: Figure, report: Figure, rarity: Rarity) -> float:
    """Return how surely a report answers a promise, 0 where it cannot."""
    if not comparable(promise.unit, report.unit) or is_completion(report):
        return 0.0
    score = likeness(promise, report, rarity)
    if promise.place != report.place:
        score -= 0.35
    if promise.is_change != report.is_change:
        score -= 0.1
    if is_over_years(report) and not is_over_years(promise):
        score -= 0.3
    if promise.comparator == "zero" and report.value:
        score -= 0.12
    if score < LEAST_FIGURE - NEAR:
        return 0.0
    return score + NEAR * _nearness(promise, report)


def likeness(promise: Figure, report: Figure, rarity: Rarity) -> float:
    """Return how alike the words of two figures are: by name, or by the clauses they stand in."""
    best = rarity.alike(promise.name, report.name)
    if promise.clause or report.clause:
        mine, theirs = promise.clause or promise.name, report.clause or report.name
        best = max(
            best,
            0.97 * rarity.alike(mine, theirs),
            0.95 * rarity.alike(promise.name, theirs),
            0.95 * rarity.alike(mine, report.name),
        )
    return best


def _nearness(promise: Figure, report: Figure) -> float:
    """Return 1 for equal values down to 0 for values far apart."""
    a, b = abs(promise.value), abs(report.value)
    if a == b:
        return 1.0
    if promise.is_rate and not promise.is_change:
        return max(0.0, 1 - float(abs(a - b)) / 30)
    return float(min(a, b) / max(a, b)) if a and b else 0.0


def _take_deed(pair: Pair, deeds: Sequence[Deed], rarity: Rarity) -> None:
    """Look for a sentence that tells what became of a promise without giving its figure."""
    promise = pair.promise
    if promise.figure is not None and not _may_be_told_without(promise.figure):
        return
    weighed = [(weigh_deed(promise, deed, rarity), -at) for at, deed in enumerate(deeds)]
    score, at = max(weighed, default=(0.0, 0))
    if score >= LEAST_DEED:
        pair.deed, pair.score = deeds[-at], score


def _may_be_told_without(figure: Figure) -> bool:
    """Tell figures that a sentence can settle in words: one of a thing, all of it, none left."""
    return figure.comparator in {"all", "zero"} or (figure.value == 1 and not figure.is_rate)


def weigh_deed(promise: Promise, deed: Deed, rarity: Rarity) -> float:
    """Return how surely a sentence is about a promise: what it holds of it, in how long a run."""
    words = promise.words if promise.kind != "task" else subject_of(promise.title)
    whole = plain(deed.words) + deed.words
    run = len(shared_run(words, deed.words))
    if run < 2:
        return 0.0
    return 0.6 * rarity.held(words, whole) + 0.4 * min(1.0, run / min(5, len(words)))


def _add_further(pairs: Sequence[Pair], left: Sequence[Figure], rarity: Rarity) -> None:
    """Put the figures that tell more of a paired thing beside it."""
    for figure in left:
        home = _home_of(figure, pairs, rarity)
        if home is not None:
            home.also.append(figure)


def _home_of(figure: Figure, pairs: Sequence[Pair], rarity: Rarity) -> Pair | None:
    for pair in pairs:
        if pair.deed and _stands_in(figure, pair):
            return pair
    answered = [pair for pair in pairs if pair.report is not None]
    best = max(answered, key=lambda pair: _same_thing(figure, pair, rarity), default=None)
    return best if best and _same_thing(figure, best, rarity) >= LEAST_SAME else None


def _stands_in(figure: Figure, pair: Pair) -> bool:
    """Tell a figure of the very clause by which a deed answers its promise."""
    deed = pair.deed
    if deed is None or not deed.start <= figure.start < deed.end:
        return False
    words = pair.promise.words
    quote = str(figure.fact["quote"])
    return len(shared_run(words, quote)) >= min(3, len(words))


def _same_thing(figure: Figure, pair: Pair, rarity: Rarity) -> float:
    """Return how surely a further figure is about what a report is about already."""
    report = pair.report
    if report is None or figure.place != report.place:
        return 0.0
    words = max(rarity.alike(figure.name, f.name) for f in _both(pair))
    if is_completion(figure) or figure.is_change != report.is_change:
        return words + 0.1
    if is_over_years(figure) != is_over_years(report) and comparable(figure.unit, report.unit):
        return words + 0.1
    return words if comparable(figure.unit, report.unit) and figure.value == report.value else 0.0


def _both(pair: Pair) -> Iterator[Figure]:
    for figure in (pair.report, pair.promise.figure):
        if figure is not None:
            yield figure
