"""One-to-one matching of gold with predictions: as many pairs as possible, then the best ones.

The assignment is the Hungarian method with potentials (Kuhn 1955, in the O(n²m) form of
Jonker and Volgenant), run on each connected component of the pairs that are allowed, so that a
document of many hundred facts costs no more than its few ambiguous places.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

G = TypeVar("G")
P = TypeVar("P")

_PAIR = 1_000_000
"""Worth of a pair as such: larger than any sum of merits within one component."""


def match(
    gold: Sequence[G], predicted: Sequence[P], merit: Callable[[G, P], int | None]
) -> list[tuple[int, int]]:
    """Pair gold with predictions one to one.

    Args:
        gold: what should have been found.
        predicted: what was found.
        merit: None when the two may not be paired, else how well they agree (0 to 1,000).

    Returns:
        Pairs of positions (gold, predicted), sorted. There are as many as there can be, and among
        the largest matchings it is one of greatest total merit.
    """
    edges: dict[tuple[int, int], int] = {}
    for i, wanted in enumerate(gold):
        for j, found in enumerate(predicted):
            worth = merit(wanted, found)
            if worth is not None:
                edges[i, j] = worth
    pairs: list[tuple[int, int]] = []
    for rows, columns in _components(edges):
        pairs.extend(_assign(rows, columns, edges))
    return sorted(pairs)


def _components(edges: dict[tuple[int, int], int]) -> list[tuple[list[int], list[int]]]:
    by_row: dict[int, list[int]] = {}
    by_column: dict[int, list[int]] = {}
    for i, j in edges:
        by_row.setdefault(i, []).append(j)
        by_column.setdefault(j, []).append(i)
    components = []
    unseen = dict.fromkeys(by_row)
    while unseen:
        first = next(iter(unseen))
        rows, columns, waiting = {first}, set[int](), [first]
        while waiting:
            row = waiting.pop()
            unseen.pop(row, None)
            for column in by_row[row]:
                if column not in columns:
                    columns.add(column)
                    fresh = [r for r in by_column[column] if r not in rows]
                    rows.update(fresh)
                    waiting.extend(fresh)
        components.append((sorted(rows), sorted(columns)))
    return components


def _assign(
    rows: list[int], columns: list[int], edges: dict[tuple[int, int], int]
) -> list[tuple[int, int]]:
    """Solve one component; a pair that is not an edge costs nothing and is dropped afterwards."""
    flipped = len(rows) > len(columns)
    left, right = (columns, rows) if flipped else (rows, columns)

    def cost(a: int, b: int) -> int:
        edge = (right[b], left[a]) if flipped else (left[a], right[b])
        return -(_PAIR + edges[edge]) if edge in edges else 0

    chosen = _hungarian(len(left), len(right), cost)
    pairs = [(right[b], left[a]) if flipped else (left[a], right[b]) for a, b in chosen]
    return [pair for pair in pairs if pair in edges]


def _hungarian(n: int, m: int, cost: Callable[[int, int], int]) -> list[tuple[int, int]]:
    """Return the assignment of n rows to m ≥ n columns of least total cost."""
    row_potential, column_potential = [0] * (n + 1), [0] * (m + 1)
    owner, came_from = [0] * (m + 1), [0] * (m + 1)
    endless = 1 << 62
    for row in range(1, n + 1):
        owner[0] = row
        column = 0
        slack, used = [endless] * (m + 1), [False] * (m + 1)
        while owner[column] != 0:
            used[column] = True
            current, least, nearest = owner[column], endless, 0
            for j in range(1, m + 1):
                if used[j]:
                    continue
                reduced = cost(current - 1, j - 1) - row_potential[current] - column_potential[j]
                if reduced < slack[j]:
                    slack[j], came_from[j] = reduced, column
                if slack[j] < least:
                    least, nearest = slack[j], j
            for j in range(m + 1):
                if used[j]:
                    row_potential[owner[j]] += least
                    column_potential[j] -= least
                else:
                    slack[j] -= least
            column = nearest
        while column:
            owner[column] = owner[came_from[column]]
            column = came_from[column]
    return [(owner[j] - 1, j - 1) for j in range(1, m + 1) if owner[j]]
