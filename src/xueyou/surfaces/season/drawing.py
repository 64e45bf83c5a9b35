"""Owns the map: dots where schools lie, filled by how full they are, zones named; no tiles.

Dots carry the number of their row in the table beside the map, which says the same in words.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from xueyou.domains.enrolment.selectors.season_views import SchoolLine

WIDTH, MARGIN, RADIUS = 640, 44, 13
LEAST_HEIGHT, MOST_HEIGHT = 240, 560
LETTER, LINE = 13, 18
STEPS = ((60, "不到六成"), (90, "六成到九成"), (100, "九成到满"), (120, "超出两成以内"))
OVER = "超出两成以上"
UNKNOWN = "没有名额"


@dataclass(frozen=True, slots=True)
class Dot:
    """A school: its row in the table, its place in the drawing, the class of its fill (0: none)."""

    number: int
    x: int
    y: int
    fill: int
    title: str


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone of several schools: lines to its middle; its name where there is room for it."""

    name: str
    x: int
    y: int
    lines: tuple[tuple[int, int], ...]
    named: bool


@dataclass(frozen=True, slots=True)
class Map:
    """The whole drawing. `without`: how many schools nobody has said the place of."""

    width: int
    height: int
    dots: tuple[Dot, ...]
    zones: tuple[Zone, ...]
    legend: tuple[tuple[int, str], ...]
    without: int


def fill_of(school: SchoolLine) -> tuple[int, str]:
    """Return the class of a school's fill, 1 to 5, and its words; 0 without places."""
    percent = school.percent
    if percent is None:
        return 0, UNKNOWN
    for step, (below, words) in enumerate(STEPS, start=1):
        if percent < below or (step == 3 and percent == below):
            return step, words
    return len(STEPS) + 1, OVER


def map_of(schools: Sequence[SchoolLine]) -> Map | None:
    """Draw the schools whose place is known; None where fewer than two are."""
    known = [(n, one, one.point) for n, one in enumerate(schools, start=1) if one.point]
    if len({point for _, _, point in known}) < 2:
        return None
    easts = [point[0] for _, _, point in known]
    norths = [point[1] for _, _, point in known]
    wide, tall = max(max(easts) - min(easts), 1), max(max(norths) - min(norths), 1)
    inner = WIDTH - 2 * MARGIN
    height = min(max(inner * tall // wide + 2 * MARGIN, LEAST_HEIGHT), MOST_HEIGHT)
    scale = min(inner / wide, (height - 2 * MARGIN) / tall)
    left = (WIDTH - round(wide * scale)) // 2
    low = (height - round(tall * scale)) // 2
    dots = tuple(
        Dot(
            number,
            left + round((east - min(easts)) * scale),
            height - low - round((north - min(norths)) * scale),
            fill_of(one)[0],
            f"{one.name}：{fill_of(one)[1]}",
        )
        for number, one, (east, north) in known
    )
    used = {dot.fill for dot in dots}
    words = [(0, UNKNOWN), *enumerate((*(zh for _, zh in STEPS), OVER), start=1)]
    return Map(
        WIDTH,
        height,
        _apart(dots),
        _zones(dots, schools, height),
        tuple((step, zh) for step, zh in words if step in used),
        len(schools) - len(known),
    )


def _apart(dots: Sequence[Dot]) -> tuple[Dot, ...]:
    """Move dots that would lie upon one another to the right, so that every number can be read."""
    placed: list[Dot] = []
    for dot in dots:
        x = dot.x
        near = [one for one in placed if abs(dot.y - one.y) < 2 * RADIUS]
        while any(abs(x - one.x) < 2 * RADIUS for one in near):
            x += RADIUS
        placed.append(Dot(dot.number, min(x, WIDTH - RADIUS), dot.y, dot.fill, dot.title))
    return tuple(placed)


def _zones(dots: Sequence[Dot], schools: Sequence[SchoolLine], height: int) -> tuple[Zone, ...]:
    by_zone: dict[str, list[Dot]] = defaultdict(list)
    for dot in dots:
        if zone := schools[dot.number - 1].zone:
            by_zone[zone].append(dot)
    taken = [(dot.x - RADIUS, dot.y - RADIUS, dot.x + RADIUS, dot.y + RADIUS) for dot in dots]
    found = []
    for members in by_zone.values():
        x = sum(dot.x for dot in members) // len(members)
        y = sum(dot.y for dot in members) // len(members)
        first = schools[members[0].number - 1].name
        name = f"{first}片区" if len(members) == 1 else f"{first}等{len(members)}校片区"
        box = _room(len(name) * LETTER, x, y, height, taken)
        if box is not None:
            taken.append(box)
        lines = tuple((dot.x, dot.y) for dot in members) if len(members) > 1 else ()
        at = (x, y) if box is None else ((box[0] + box[2]) // 2, box[3] - 4)
        found.append(Zone(name, at[0], at[1], lines, box is not None))
    return tuple(found)


def _room(
    long: int, x: int, y: int, height: int, taken: Sequence[tuple[int, int, int, int]]
) -> tuple[int, int, int, int] | None:
    """Return where a name of this length has room near a point: below, above, further off."""
    for off in (RADIUS + LINE, -RADIUS - 2, RADIUS + 2 * LINE, -RADIUS - LINE - 2):
        left = min(max(x - long // 2, 2), WIDTH - long - 2)
        box = (left, y + off - LINE, left + long, y + off)
        if box[1] < 0 or box[3] > height:
            continue
        if not any(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
            for other in taken
        ):
            return box
    return None
