"""What a contradiction is made of, and how its numbers are quoted in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from xueyou.engines.reading.facts.candidate import Candidate


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One contradiction: kind, normal spans, a sentence for people."""

    kind: str
    spans: tuple[tuple[int, int], ...]
    zh: str


def span_of(candidate: Candidate) -> tuple[int, int]:
    """Give the normal span of a fact's evidence."""
    return candidate.start, candidate.end


def said(candidate: Candidate) -> str:
    """Give the number as a reader would say it: 2.6万个, 60%以上, 全覆盖."""
    mention = candidate.mention
    if mention.implicit in {"全覆盖", "清零"}:
        return mention.implicit
    return f"{plain(mention.value)}{mention.unit}{mention.suffix}"


def plain(value: float) -> str:
    """Write a number without exponent."""
    return str(int(value)) if float(value).is_integer() else f"{value:.2f}".rstrip("0")


def rounding(facts: Sequence[Candidate]) -> float:
    """Give how far rounded figures may miss their sum: half a last printed digit each."""
    slack = 0.0
    for fact in facts:
        mention = fact.mention
        digits = str(mention.value).partition(".")[2]
        step = 10.0 ** -len(digits) if digits else 1.0
        scale = mention.value_canonical / mention.value if mention.value else 1.0
        exact = scale == 1.0 and not digits
        slack += 0.0 if exact else step * scale / 2
    return slack + 1e-6
