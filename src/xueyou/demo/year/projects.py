"""The eighteen projects: where they are built, their steps, what they cost and who pays."""

from dataclasses import dataclass
from datetime import date


def _day(text: str) -> date | None:
    return date.fromisoformat(f"2026-{text}") if text else None


@dataclass(frozen=True, slots=True)
class Stepped:
    """A step beside those the document prints: month-day promised, revised and done."""

    title: str
    due: str
    done: str = ""
    revised: str = ""
    why: str = ""

    @property
    def due_on(self) -> date:
        """The promised day."""
        return date.fromisoformat(f"2026-{self.due}")

    @property
    def done_on(self) -> date | None:
        """The day it was done."""
        return _day(self.done)

    @property
    def revised_on(self) -> date | None:
        """The day to which it was put off."""
        return _day(self.revised)


@dataclass(frozen=True, slots=True)
class Built:
    """A project: its place, its end, steps, when printed steps were done, money in 10,000 yuan."""

    place: str
    starts: str
    due: str
    steps: tuple[Stepped, ...] = ()
    printed: tuple[tuple[str, str], ...] = ()
    finished: str = ""
    planned: tuple[tuple[str, int], ...] = ()
    arrived: int = 0
    spent: int = 0

    @property
    def finished_on(self) -> date | None:
        """The day the whole project was done."""
        return _day(self.finished)


PROJECTS: dict[str, Built] = {
    "P1": Built(
        "CD",
        "02-01",
        "12-18",
        (
            Stepped("开工", "03-20", "03-16"),
            Stepped("主体封顶", "06-30", "06-26"),
            Stepped("竣工备案", "12-18"),
        ),
        (("D6", "08-28"),),
        planned=(("city", 14_600), ("bond", 9_000)),
        arrived=18_200,
        spent=16_900,
    ),
    "P2": Built(
        "TX",
        "02-01",
        "09-10",
        (Stepped("开工", "04-30", "04-24"), Stepped("交付使用", "09-10", "08-30")),
        (("D7", "07-29"),),
        finished="09-02",
        planned=(("county", 3_800), ("province", 3_000)),
        arrived=6_800,
        spent=6_540,
    ),
    "P3": Built(
        "SL",
        "03-01",
        "12-31",
        (Stepped("开工", "04-30", "04-28"), Stepped("地下部分完工", "07-31")),
        planned=(("county", 4_200), ("province", 4_000), ("bond", 3_000)),
        arrived=5_100,
        spent=3_900,
    ),
    "P4": Built(
        "CX",
        "02-15",
        "12-31",
        (Stepped("五所全部开工", "05-31", "05-26"),),
        (("D9", "08-30"),),
        planned=(("county", 5_500), ("city", 4_000)),
        arrived=8_300,
        spent=7_700,
    ),
    "P5": Built(
        "CD",
        "03-10",
        "12-31",
        (Stepped("基坑完工", "10-31", "10-27"),),
        (("D11", "06-24"),),
        planned=(("county", 8_800), ("bond", 6_000)),
        arrived=6_000,
        spent=4_150,
    ),
    "P6": Built(
        "TX",
        "01-10",
        "12-31",
        (Stepped("开工", "06-30", "06-18"), Stepped("主体施工到三层", "12-20")),
        (("D12", "03-27"),),
        planned=(("county", 12_500), ("province", 8_000), ("bond", 10_000)),
        arrived=14_000,
        spent=9_800,
    ),
    "P7": Built(
        "SL",
        "04-01",
        "08-31",
        (),
        (("D13", "08-26"),),
        finished="09-04",
        planned=(("central", 2_500), ("county", 1_700)),
        arrived=4_200,
        spent=4_010,
    ),
    "P8": Built(
        "CX",
        "03-01",
        "12-31",
        (Stepped("开工", "04-15", "04-09"),),
        (("D14", "09-25"),),
        planned=(("county", 5_600), ("city", 3_000)),
        arrived=5_900,
        spent=5_200,
    ),
    "P9": Built(
        "LC",
        "04-01",
        "09-30",
        (Stepped("招标完成", "06-15", "06-10"),),
        (("D15", "09-18"),),
        finished="09-22",
        planned=(("city", 1_750),),
        arrived=1_750,
        spent=1_690,
    ),
    "P10": Built(
        "LC",
        "03-15",
        "12-20",
        (
            Stepped("土建完工", "05-31", "05-29"),
            Stepped(
                "设备安装", "10-15", revised="11-26", why="冷链设备到货晚，厂家出具了新的供货日期"
            ),
        ),
        planned=(("city", 5_300), ("province", 2_000)),
        arrived=5_600,
        spent=4_700,
    ),
    "P11": Built(
        "LC",
        "04-01",
        "12-31",
        (Stepped("设备进场", "12-25"),),
        planned=(("city", 20_000), ("province", 12_000), ("other", 10_000)),
        arrived=23_500,
        spent=17_300,
    ),
    "P12": Built(
        "LC",
        "03-01",
        "12-20",
        (Stepped("点位确定", "06-15", "06-12"), Stepped("全部验收", "12-01")),
        (("D18", "10-30"),),
        planned=(("city", 780),),
        arrived=700,
        spent=590,
    ),
    "P13": Built(
        "LC",
        "02-01",
        "12-31",
        (Stepped("招标完成", "04-30", "04-27"), Stepped("试运行", "08-31", "08-28")),
        planned=(("city", 3_900),),
        arrived=3_100,
        spent=2_640,
    ),
    "P14": Built(
        "CX",
        "05-01",
        "12-10",
        (
            Stepped("钢结构完工", "07-31", "07-30"),
            Stepped("屋面完工", "10-20", revised="11-27", why="连续降雨，屋面不能施工"),
        ),
        planned=(("county", 3_400), ("other", 2_000)),
        arrived=4_100,
        spent=3_600,
    ),
    "P15": Built(
        "LC",
        "03-01",
        "12-31",
        (),
        (("D21", "05-22"),),
        planned=(("city", 6_600), ("bond", 4_000)),
        arrived=5_000,
        spent=3_800,
    ),
    "P16": Built(
        "SL",
        "02-20",
        "10-31",
        (),
        (("D22", "10-28"),),
        finished="10-30",
        planned=(("central", 2_000), ("county", 1_600)),
        arrived=3_600,
        spent=3_420,
    ),
    "P17": Built(
        "LC",
        "05-01",
        "08-31",
        (),
        (("D23", "08-29"),),
        finished="09-08",
        planned=(("city", 2_200), ("county", 4_000)),
        arrived=6_200,
        spent=5_940,
    ),
    "P18": Built(
        "LC",
        "02-10",
        "05-31",
        (),
        (("D24", "05-27"),),
        finished="06-03",
        planned=(("city", 2_450),),
        arrived=2_450,
        spent=2_380,
    ),
}
"""Key of the project → what became of it."""

OF_TASKS: tuple[tuple[str, str], ...] = (("D1", "06-30"), ("D2", "03-27"))
"""Printed steps of tasks and the days on which they were done; D3 and D4 are not."""

LEADS: dict[str, str] = {
    **dict.fromkeys(("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P14", "P16", "P17"), "LC-GH"),
    "P9": "LC-TW",
    "P10": "LC-HQ",
    **dict.fromkeys(("P11", "P15"), "LC-ZC"),
    "P12": "LC-TJ",
    "P13": "LC-XX",
    "P18": "LC-GZ",
}
"""Key of the project → the department whose head leads it; the county it lies in supports."""
