"""Nothing exists without its span: check that a predicted quote stands where it claims to."""

from xueyou.engines.reading.scoring.spans import Json, span_of


def grounded(fact: Json, text: str) -> Json:
    """Return the fact, or the fact torn from its place when its quote is not found there."""
    start, end = span_of(fact)
    if 0 <= start < end <= len(text) and text[start:end] == fact.get("quote"):
        return fact
    return {**fact, "start": -1, "end": -1}
