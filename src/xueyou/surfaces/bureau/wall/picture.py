"""Owns what a page of the wall is given: the wall, its drawing, its tone."""

from dataclasses import dataclass
from datetime import date, timedelta

from xueyou.domains.plans.selectors.wall_views import LIGHT_WORDS, Wall, Watched
from xueyou.surfaces.bureau.wall.chart import Chart
from xueyou.surfaces.bureau.wall.fitting import brief, width
from xueyou.surfaces.bureau.wall.tone import BOARD

MARKS_A_LINE = 30
"""So many tasks stand in one line at full size; more stand smaller."""
COUNTIES_WITH_ROOM = 5
"""More counties than these stand in narrower rows."""
ONE_LINE = 21.5
"""Han characters in one line of what is to be watched."""
WEEKDAYS = "一二三四五六日"
HAN_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Picture:
    """A wall ready to be drawn."""

    wall: Wall
    chart: Chart
    tone: str
    asked: str
    """The tone the person chose; empty where the clock decides."""
    on_paper: bool = False

    @property
    def dark(self) -> bool:
        """Whether it hangs on the board."""
        return self.tone == BOARD

    @property
    def crowded(self) -> bool:
        """Whether the tasks' marks must stand smaller to fit one line."""
        return self.wall.tasks > MARKS_A_LINE

    @property
    def counts(self) -> tuple[tuple[str, str, int], ...]:
        """Light, word and number of tasks, in the order in which they are always shown."""
        return tuple((light, word, self.wall.counts[light]) for light, word in LIGHT_WORDS.items())

    @property
    def today(self) -> str:
        """The day in words: 2026年11月20日 星期五."""
        return day_words(self.wall.today)

    @property
    def week(self) -> int:
        """Number of the week."""
        return self.wall.today.isocalendar().week

    @property
    def elapsed(self) -> str:
        """Share of the plan's span that has passed."""
        return percent(self.wall.elapsed)

    @property
    def indicators(self) -> str:
        """How many indicators hang, in words."""
        number = len(self.wall.featured)
        return f"{HAN_DIGITS[number]}项指标" if number else "指标"

    @property
    def many_counties(self) -> bool:
        """Whether the counties' rows must be narrower to fit."""
        return len(self.wall.counties) > COUNTIES_WITH_ROOM

    @property
    def watched(self) -> tuple[tuple[Watched, str], ...]:
        """What is to be watched, each with its sentence as long as there is room for."""
        lines = 1 if self.many_counties else 2
        return tuple(
            (
                one,
                one.task.sentence if self.on_paper else brief(one.task.sentence, ONE_LINE * lines),
            )
            for one in self.wall.watched
        )

    @property
    def dense(self) -> bool:
        """Whether what is to be watched takes more than a line each, so all stands closer."""
        return any(width(said) > ONE_LINE for _, said in self.watched)

    @property
    def span(self) -> str:
        """The years of the plan: 2026年度, 2024—2028年."""
        last = (self.wall.plan.ends_on - timedelta(days=1)).year
        first = self.wall.plan.starts_on.year
        return f"{first}年度" if first == last else f"{first}—{last}年"

    @property
    def more_projects(self) -> bool:
        """Whether the screen shows only some of the projects."""
        return len(self.chart.rows) < len(self.wall.projects)

    @property
    def denominator(self) -> int:
        """How many targets each county has, 0 where they differ."""
        totals = {county.total for county in self.wall.counties}
        return totals.pop() if len(totals) == 1 else 0


def day_words(day: date) -> str:
    """Return a day with its weekday: 2026年11月20日 星期五."""
    return f"{day.year}年{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}"


def percent(thousandths: int) -> str:
    """Return tenths of a per cent in words: 888 as 88.8%, 1000 as 100%."""
    return f"{thousandths / 10:.1f}".removesuffix(".0") + "%"
