"""Counts that everybody may read: none so small that it names a child."""

from collections.abc import Sequence

LEAST = 5
FEW = "少于5"
HIDDEN = "不列"
RULE = "少于5人的不列具体数；别的数推算得出它的，那个数也不列，写“不列”。"
"""The rule in words, for the paper itself."""


def shown(values: Sequence[int]) -> list[str]:
    """Return the counts of one group, those from 1 to 4 as "fewer than 5".

    With the sum beside them they could be told from the others: as long as they can, the next
    smallest is left out as well, and in the end all. Nought stays nought. A sum below five is
    nowhere told.
    """
    small = [place for place, value in enumerate(values) if 0 < value < LEAST]
    larger = sorted((value, place) for place, value in enumerate(values) if value >= LEAST)
    if not small or sum(values) < LEAST:
        return [FEW if place in small else str(value) for place, value in enumerate(values)]
    for count in range(len(larger) + 1):
        hidden = {place for _, place in larger[:count]}
        most = larger[count][0] if count < len(larger) else sum(values)
        bounds = [(1, LEAST - 1)] * len(small) + [(LEAST, most)] * count
        if not _told(bounds, sum(values[place] for place in (*small, *hidden))):
            return [
                FEW if place in small else HIDDEN if place in hidden else str(value)
                for place, value in enumerate(values)
            ]
    return [HIDDEN if value else "0" for value in values]


def _told(bounds: Sequence[tuple[int, int]], total: int) -> bool:
    """Return whether only one number fits at any place: each within its bounds, all of them so."""
    least = sum(low for low, _ in bounds)
    most = sum(high for _, high in bounds)
    return any(
        max(low, total - (most - high)) == min(high, total - (least - low)) for low, high in bounds
    )
