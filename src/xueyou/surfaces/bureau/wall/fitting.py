"""Owns how words are fitted to a place of given width, counted in Han characters."""

NARROW = 0.56
"""Width of a letter, digit or space."""
_CLAUSE_ENDS = "，；。"


def width(text: str) -> float:
    """Return the width of a text in Han characters."""
    return sum(NARROW if ord(character) < 0x2E80 else 1 for character in text)


def fitted(text: str, units: float) -> str:
    """Return the text cut to a width, with an ellipsis where it was cut."""
    if width(text) <= units:
        return text
    kept = text
    while kept and width(kept) + 1 > units:
        kept = kept[:-1]
    return kept + "…"


def brief(sentence: str, units: float) -> str:
    """Return as many whole clauses of a sentence as fit; at least the first, then cut."""
    if width(sentence) <= units:
        return sentence
    ends = [place for place, character in enumerate(sentence) if character in _CLAUSE_ENDS]
    whole = [sentence[:place] for place in ends if width(sentence[:place]) <= units]
    return whole[-1] if whole else fitted(sentence, units)
