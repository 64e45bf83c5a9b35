"""Owns distribution strips: one row a class, a dot a pupil, all rows on one scale; as SVG and data.

Dots, not boxes: whoever looks sees how many there are and where they stand. The line of ink is the
whole grade's mean, the short stroke in each row the class's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, LEFT, RIGHT, TOP = 720, 64, 16, 26
ROW, DOT, STACK = 34, 5, 5.5
INK, PALE, OWN = "#16262e", "#c9d2d8", "#0e7c86"


@dataclass(frozen=True, slots=True)
class Strips:
    """Counts of pupils by row and bin of the scale, least first.

    `low`, `high`: the ends of the scale in words. `means`, `mean`: places on the scale from 0 to 1,
    of each row (None: nobody known) and of all.
    """

    title: str
    low: str
    high: str
    labels: Sequence[str]
    counts: Sequence[Sequence[int]]
    means: Sequence[float | None]
    mean: float | None


@dataclass(frozen=True, slots=True)
class StripRow:
    """A row as it is drawn; `dots` and `mean` are paths, y the line it stands on."""

    label: str
    y: int
    dots: str
    mean: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A whole drawing: its height, rows, and the line of the grade's mean as a path."""

    strips: Strips
    height: int
    rows: Sequence[StripRow]
    line: str

    @property
    def said(self) -> str:
        """Return what the drawing shows, for who does not see it."""
        scale = f"从{self.strips.low}到{self.strips.high}"
        return f"{self.strips.title}：每班一行，每名学生一个点，{scale}"


def drawn(strips: Strips) -> Drawn:
    """Return where everything stands. A crowded bin stacks its dots closer, within its row."""
    rows = []
    for at, counts in enumerate(strips.counts):
        y = TOP + ROW * (at + 1) - 6
        rows.append(
            StripRow(strips.labels[at], y, _dots(counts, y), _stroke(strips.means[at], y - 26, y))
        )
    height = TOP + ROW * len(rows) + 8
    return Drawn(strips, height, rows, _stroke(strips.mean, TOP - 4, height - 4))


def svg(strips: Strips) -> str:
    """Return the drawing as SVG that needs nothing else."""
    found = drawn(strips)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {found.height}" '
        f'role="img" aria-label="{escape(found.said)}" font-size="13" '
        'font-family="Noto Sans CJK SC, Microsoft YaHei, sans-serif">',
        f'<text x="{LEFT}" y="13" fill="{INK}">{escape(strips.low)}</text>',
        f'<text x="{WIDTH - RIGHT}" y="13" text-anchor="end" fill="{INK}">'
        f"{escape(strips.high)}</text>",
    ]
    for row in found.rows:
        parts.append(
            f'<text x="0" y="{row.y}" fill="{INK}">{escape(row.label)}</text>'
            f'<path d="M{LEFT} {row.y + 4}H{WIDTH - RIGHT}" stroke="{PALE}"/>'
            f'<path d="{row.dots}" stroke="{OWN}" stroke-width="{DOT}" stroke-linecap="round"/>'
            f'<path d="{row.mean}" stroke="{OWN}" stroke-width="2"/>'
        )
    parts.append(f'<path d="{found.line}" stroke="{INK}" stroke-width="1.5"/></svg>')
    return "".join(parts)


def _x(place: float) -> float:
    return LEFT + DOT + place * (WIDTH - LEFT - RIGHT - 2 * DOT)


def _dots(counts: Sequence[int], y: int) -> str:
    most = max(counts, default=0)
    step = STACK if most <= 1 else min(STACK, (ROW - 10) / (most - 1))
    bins = max(len(counts) - 1, 1)
    return "".join(
        f"M{_x(at / bins):.1f} {y - n * step:.1f}h0"
        for at, count in enumerate(counts)
        for n in range(count)
    )


def _stroke(place: float | None, above: int, below: int) -> str:
    return "" if place is None else f"M{_x(place):.1f} {above}V{below}"
