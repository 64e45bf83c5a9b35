"""Owns the geometry of the projects' chart: months across, one project a row.

Everything is in units of a drawing 744 wide; a row's height is given. No colour is decided here.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from xueyou.domains.plans.selectors.wall_views import ProjectLine, Step, Wall
from xueyou.surfaces.bureau.wall.fitting import fitted

WIDTH = 744
LEFT, RIGHT = 286, 698
HEAD = 44
BAR = 14
TODAY, WORD = 64, 44
"""Widths of the box that says today, and of a month's word."""
LABEL_UNITS = 12.4
"""Han characters that fit left of the chart at the size of its text."""
MONTHS_AT_MOST = 14


@dataclass(frozen=True, slots=True)
class GridLine:
    """The first day of a month (or year), with its word where there is room for one."""

    x: str
    label: str
    label_x: str


@dataclass(frozen=True, slots=True)
class Diamond:
    """A step at the promised day."""

    d: str
    state: str
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """A project as drawn. `y` is the middle of its row."""

    line: ProjectLine
    label: str
    y: str
    text_y: str
    rule_y: str
    bar_y: str
    track_x: str
    track_width: str
    done_width: str
    late_x: str
    late_width: str
    diamonds: tuple[Diamond, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole drawing."""

    height: int
    grid: tuple[GridLine, ...]
    rows: tuple[Row, ...]
    today_x: str
    today_box_x: str
    shows_today: bool


def chart_of(wall: Wall, most: int | None = None, pitch: int = 63) -> Chart:
    """Draw the most urgent projects, all of them without `most`; `pitch` is a row's height."""
    scale = _Scale(wall.plan.starts_on, wall.plan.ends_on)
    lines = wall.projects[:most]
    today = scale.x(wall.today)
    shows_today = wall.plan.starts_on <= wall.today < wall.plan.ends_on
    return Chart(
        height=HEAD + pitch * len(lines),
        grid=_grid(scale, today if shows_today else None),
        rows=tuple(
            _row(line, HEAD + pitch * place, pitch, scale, wall.today)
            for place, line in enumerate(lines)
        ),
        today_x=_n(today),
        today_box_x=_n(today - TODAY / 2),
        shows_today=shows_today,
    )


class _Scale:
    """Days of the plan's span to places on the drawing; what lies outside stands at the edge."""

    def __init__(self, start: date, end: date) -> None:
        self.start, self.end = start, end
        self.days = (end - start).days

    def x(self, day: date) -> float:
        passed = min(max((day - self.start).days, 0), self.days)
        return LEFT + (RIGHT - LEFT) * passed / self.days


def _grid(scale: _Scale, today: float | None) -> tuple[GridLine, ...]:
    firsts = _months(scale.start, scale.end)
    months = len(firsts) <= MONTHS_AT_MOST
    days = [day for day in firsts if months or day.month == 1 or day == firsts[0]]
    lines = [
        _grid_line(scale.x(day), f"{day.month}月" if months else str(day.year), place, today)
        for place, day in enumerate(days)
        if day < scale.end
    ]
    return (*lines, GridLine(_n(RIGHT), "", ""))


def _grid_line(x: float, word: str, place: int, today: float | None) -> GridLine:
    """Draw a line; its word only at every second, and not where it would touch the word today."""
    hidden = today is not None and today - TODAY / 2 - WORD < x < today + TODAY / 2
    return GridLine(_n(x), "" if place % 2 or hidden else word, _n(x + 4))


def _months(start: date, end: date) -> list[date]:
    found = [start]
    while found[-1] < end:
        found.append((found[-1].replace(day=1) + timedelta(days=32)).replace(day=1))
    found[-1] = min(found[-1], end)
    return found


def _row(line: ProjectLine, top: int, pitch: int, scale: _Scale, today: date) -> Row:
    middle = top + pitch / 2
    start, end = scale.x(line.starts_on), scale.x(line.due_on)
    reached = _reached(line, today)
    late_from = scale.x(line.stuck_on) if line.stuck_on else scale.x(today)
    return Row(
        line=line,
        label=fitted(line.title, LABEL_UNITS),
        y=_n(middle),
        text_y=_n(middle + 8),
        rule_y=_n(top + pitch),
        bar_y=_n(middle - BAR / 2),
        track_x=_n(start),
        track_width=_n(max(0.0, end - start)),
        done_width=_n(max(0.0, min(scale.x(reached), end) - start)),
        late_x=_n(late_from),
        late_width=_n(max(0.0, scale.x(today) - late_from)),
        diamonds=tuple(_diamond(step, scale, middle) for step in line.steps),
        mark=mark_path(line.light, 728, middle),
    )


def _reached(line: ProjectLine, today: date) -> date:
    """Return the day on the promised calendar up to which the bar is filled."""
    if line.done_on:
        return line.due_on
    if line.stuck_on:
        return line.stuck_on
    return today


def _diamond(step: Step, scale: _Scale, middle: float) -> Diamond:
    x = scale.x(step.due_on)
    words = {"done": "做完了", "missed": "没按时", "ahead": "还没到"}[step.state]
    return Diamond(
        d=f"M{_n(x)} {_n(middle - 11)}l11 11-11 11-11-11z",
        state=step.state,
        title=f"{step.title}，{step.due_on.month}月{step.due_on.day}日，{words}",
    )


def mark_path(light: str, x: float, y: float) -> str:
    """Return the outline of a light's shape around a point."""
    if light == "slow":
        return f"M{_n(x)} {_n(y - 12)}l12 22h-24z"
    if light == "bad":
        return f"M{_n(x - 10)} {_n(y - 10)}h20v20h-20z"
    if light == "done":
        return f"M{_n(x)} {_n(y - 12)}l12 12-12 12-12-12z"
    return f"M{_n(x - 10)} {_n(y)}a10 10 0 1 0 20 0a10 10 0 1 0-20 0z"


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
