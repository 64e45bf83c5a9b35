"""The made pairs of plan and summary with their gold, and how a settlement is held against it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.data import settling
from xueyou.engines.reading import read
from xueyou.engines.settling import Paper, settle
from xueyou.formats.load import load

HERE = Path(settling.__path__[0])
LISTS = ("promised_reported", "promised_silent", "reported_unpromised")
Span = tuple[int, int]


@dataclass
class Gold:
    """What a clerk found: spans in the two texts."""

    reported: list[tuple[Span, Span, str]] = field(default_factory=list)
    silent: list[Span] = field(default_factory=list)
    unpromised: list[Span] = field(default_factory=list)
    arguable: dict[str, list[Span]] = field(default_factory=lambda: {"plan": [], "summary": []})


@dataclass(frozen=True)
class MadePair:
    """One plan and one summary, read, with the gold."""

    name: str
    plan: Paper
    summary: Paper
    gold: Gold

    @property
    def held_out(self) -> bool:
        """Whether no rule was written from it."""
        return self.name.startswith("heldout")


def names(held_out: bool | None = None) -> list[str]:
    """The names of the pairs: all, or only those held out, or only the others."""
    found = sorted(path.stem for path in HERE.glob("*.gold"))
    return [n for n in found if held_out is None or n.startswith("heldout") == held_out]


def pair_named(name: str) -> MadePair:
    """Read one pair."""
    plan, summary = (_paper(HERE / f"{name}.{which}.txt") for which in ("plan", "summary"))
    gold = gold_of((HERE / f"{name}.gold").read_text("utf-8"), plan.text, summary.text)
    return MadePair(name, plan, summary, gold)


def _paper(path: Path) -> Paper:
    source = load(path)
    return Paper(read(source).as_json(), source.text)


def gold_of(notes: str, plan: str, summary: str) -> Gold:
    """Read the notes; every mark must stand in its text, once for each time it is noted."""
    gold = Gold()
    for line in notes.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("- "):
            gold.silent.append(span_of(line[2:], plan))
        elif line.startswith("+ "):
            gold.unpromised.append(span_of(line[2:], summary))
        elif line.startswith("? "):
            _note_arguable(gold, line[2:], plan, summary)
        else:
            promise, rest = line.split(" => ")
            report, met = rest.rsplit(" | ", 1)
            gold.reported.append((span_of(promise, plan), span_of(report, summary), met.strip()))
    return gold


def _note_arguable(gold: Gold, words: str, plan: str, summary: str) -> None:
    which, _, mark = words.partition(" ")
    text = plan if which == "plan" else summary
    gold.arguable[which].append(span_of(mark, text))


def span_of(mark: str, text: str) -> Span:
    """Return the span of what stands in square brackets, or of the whole mark."""
    bare = re.sub(r"[\[\]]", "", mark) if "[" in mark else mark
    at = text.find(bare)
    assert at >= 0, f"{mark} is not in the text"
    inner = re.search(r"\[(.+)\]", mark)
    if inner is None:
        return at, at + len(bare)
    start = at + inner.start()
    return start, start + len(inner.group(1))


@dataclass
class Score:
    """Hits among what was said and what should have been said; `met` among the hit pairs."""

    hits: int = 0
    said: int = 0
    wanted: int = 0
    met: int = 0
    pairs: int = 0
    misses: list[str] = field(default_factory=list)

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.hits + other.hits,
            self.said + other.said,
            self.wanted + other.wanted,
            self.met + other.met,
            self.pairs + other.pairs,
            self.misses + other.misses,
        )

    @property
    def precision(self) -> float:
        return self.hits / self.said if self.said else 1.0

    @property
    def recall(self) -> float:
        return self.hits / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.hits / (self.said + self.wanted) if self.said + self.wanted else 1.0


def score(pair: MadePair) -> dict[str, Score]:
    """Settle a pair and hold each of the three lists against the gold."""
    found = settle(pair.plan, pair.summary).as_json()
    return {
        "promised_reported": _score_reported(pair, found["promised_reported"]),
        "promised_silent": _score_single(
            pair, found["promised_silent"], pair.gold.silent, "promise"
        ),
        "reported_unpromised": _score_single(
            pair, found["reported_unpromised"], pair.gold.unpromised, "report"
        ),
    }


def total(scores: dict[str, Score]) -> Score:
    """Pool the three lists."""
    return sum(scores.values(), Score())


def _spans(side: dict[str, Any]) -> Span:
    return int(side["start"]), int(side["end"])


def _touch(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _score_reported(pair: MadePair, lines: list[dict[str, Any]]) -> Score:
    """A line hits where promise and report are those of one gold pair."""
    result = Score(wanted=len(pair.gold.reported))
    left = list(pair.gold.reported)
    for line in lines:
        promise, report = _spans(line["promise"]), _spans(line["report"])
        told = [report, *(_spans(extra) for extra in line["also"])]
        hit = next(
            (g for g in left if _touch(g[0], promise) and any(_touch(g[1], t) for t in told)), None
        )
        if hit is not None:
            left.remove(hit)
            result.hits += 1
            result.said += 1
            result.pairs += 1
            result.met += line["met"] == hit[2]
            if line["met"] != hit[2]:
                result.misses.append(f"~ {line['met']}≠{hit[2]} {_words(line)}")
        elif not _arguable(pair, line):
            result.said += 1
            result.misses.append(f"+ reported {_words(line)}")
    for promise, report, _ in left:
        result.misses.append(
            f"- reported {_around(pair.plan, promise)} => {_around(pair.summary, report)}"
        )
    return result


def _score_single(
    pair: MadePair, lines: list[dict[str, Any]], gold: list[Span], side: str
) -> Score:
    which = "plan" if side == "promise" else "summary"
    result = Score(wanted=len(gold))
    left = list(gold)
    for line in lines:
        span = _spans(line[side])
        hit = next((g for g in left if _touch(g, span)), None)
        if hit is not None:
            left.remove(hit)
            result.hits += 1
            result.said += 1
        elif not any(_touch(span, g) for g in pair.gold.arguable[which]):
            result.said += 1
            result.misses.append(f"+ {side} {_words(line)}")
    paper = pair.plan if side == "promise" else pair.summary
    result.misses += [f"- {side} {_around(paper, span)}" for span in left]
    return result


def _arguable(pair: MadePair, line: dict[str, Any]) -> bool:
    return any(_touch(_spans(line["promise"]), g) for g in pair.gold.arguable["plan"]) or any(
        _touch(_spans(line["report"]), g) for g in pair.gold.arguable["summary"]
    )


def _words(line: dict[str, Any]) -> str:
    sides = (line.get("promise"), line.get("report"))
    return " => ".join(str(s["quote"]).replace("\n", " ")[:40] for s in sides if s)


def _around(paper: Paper, span: Span) -> str:
    return paper.text[max(0, span[0] - 12) : span[1]].replace("\n", " ")


def every(held_out: bool) -> Iterator[MadePair]:
    """Read the pairs of one group."""
    for name in names(held_out):
        yield pair_named(name)
