"""What is called out at a draw, as a hall reads it: digits in squares, digests in fours, lines."""

MOST_LINES = 20
_MOST_SQUARES = 20
_UNTOLD = 8
"""Squares shown where the form of a source does not say how many."""


def digits(published: str, form: str) -> list[str]:
    """Return what the source published, a square each; empty squares before."""
    found = published.replace(",", " ").split()
    if len(found) == 1 and len(found[0]) <= _MOST_SQUARES:
        return list(found[0])
    if found:
        return found[:_MOST_SQUARES]
    kind, *told = form.split(":")
    counted = kind in ("digits", "numbers")
    return [""] * (min(int(told[0]), _MOST_SQUARES) if counted else _UNTOLD)


def by_four(hexadecimal: str) -> list[str]:
    """Return two lines of a digest in groups that can be read aloud; none of an empty one."""
    groups = [hexadecimal[start : start + 4] for start in range(0, len(hexadecimal), 4)]
    half = len(groups) // 2
    return [" ".join(groups[:half]), " ".join(groups[half:])] if groups else []


def lines(text: str) -> list[str]:
    """Return the lines of a field into which one a witness, or one a seal, is copied."""
    return [line.strip() for line in text.splitlines() if line.strip()][:MOST_LINES]
