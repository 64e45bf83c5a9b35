"""Read one made sentence with the finder's own functions, without a layout."""

from xueyou.engines.reading.facts.candidate import Candidate
from xueyou.engines.reading.facts.exclusions import Excluded
from xueyou.engines.reading.facts.find import all_mentions
from xueyou.engines.reading.facts.sentence import read_sentence
from xueyou.engines.reading.normal import normalise


def facts_in(sentence: str, *, status: str = "target", period: str = "2026") -> list[Candidate]:
    """Give the facts of a sentence that stands in a plan for 2026 unless told otherwise."""
    text = normalise(sentence).text
    mentions = all_mentions(text, Excluded(text), 0, len(text))
    return read_sentence(
        text,
        0,
        len(text),
        mentions,
        default_status=status,
        default_period=period,
        since=int(period[:4]),
    )


def said(sentence: str, candidate: Candidate) -> str:
    """Give the evidence of a candidate."""
    return normalise(sentence).text[candidate.start : candidate.end]
