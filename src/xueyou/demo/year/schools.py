"""The schools and kindergartens of 临澄市: where each lies, who keeps it, whose houses it takes.

All invented. Places are in whole metres east and north of the county's office.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from xueyou.demo.people import PLACES, Place, Somebody

COUNTIES = {"CD": "澄东区", "CX": "澄西区", "TX": "桐溪县", "SL": "石梁县"}
PRIMARY, JUNIOR, KINDERGARTEN = "primary", "junior", "kindergarten"
CITY = "市直"
"""Kept by the city, and taking its children from a zone of the county like every other school."""


@dataclass(frozen=True, slots=True)
class School:
    """A school that takes children in; `roads` are its own houses, one range each."""

    code: str
    stage: str
    name: str
    keeper: str = "公办"
    roads: tuple[tuple[str, int, int], ...] = ()

    @property
    def county(self) -> str:
        """Return the code of the county whose rules it follows."""
        return self.code[:2]

    @property
    def private(self) -> bool:
        """Return whether it is a private one: it has no zone."""
        return self.keeper == "民办"

    @property
    def place(self) -> Place:
        """Return the organisation it is."""
        kind = "kindergarten" if self.stage == KINDERGARTEN else "school"
        before = "临澄市" if self.keeper == CITY else COUNTIES[self.county]
        return Place(self.code, kind, before + self.name, self.name, self.county)

    @property
    def clerk(self) -> Somebody:
        """Return who works in its office."""
        n = sum(map(ord, self.code)) + int(self.code[-2:]) * 7
        name = SURNAMES[n % len(SURNAMES)] + GIVEN[n * 3 % len(GIVEN)]
        return Somebody(f"clerk-{self.code.lower()}", name, "school_clerk", self.code)


SURNAMES, GIVEN = "邹熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚", (
    *("雅", "捷", "静怡", "文洁", "燕", "志华", "彬", "晓燕", "丽", "永红", "慧", "国庆", "芸"),
    *("建平", "琳", "秋月", "伟", "春梅", "昕"),
)  # fmt: skip


def _rows(county: str, stage: str, first: int, rows: tuple[str, ...]) -> tuple[School, ...]:
    """Read 名称 办学 路1 起-止 路2 起-止 …, one line a school."""
    found = []
    for n, row in enumerate(rows):
        name, keeper, *roads = row.split()
        ranges = tuple(
            (road, int(low), int(high))
            for road, between in zip(roads[::2], roads[1::2], strict=True)
            for low, _, high in (between.partition("-"),)
        )
        found.append(School(f"{county}-{first + n:02d}", stage, name, keeper, ranges))
    return tuple(found)


SCHOOLS = (
    *_rows(
        *("CD", PRIMARY, 5),
        (
            "望江小学 公办 望江路 1-180 渡口巷 1-60",
            "沙洲小学 公办 沙洲大道 1-220",
            "第二实验小学 市直 学府路 1-160",
            "云溪小学 公办 云溪路 1-140 云溪新村 1-80",
            "枫林小学 公办 枫林街 1-150",
            "东门小学 公办 东门街 1-200",
        ),
    ),
    *_rows(
        *("CD", JUNIOR, 11),
        (
            "望江中学 公办 望江路 1-180 东门街 1-200 渡口巷 1-60",
            "沙洲中学 公办 沙洲大道 1-220 枫林街 1-150",
            "澄东实验中学 市直 学府路 1-160 云溪路 1-140",
        ),
    ),
    *_rows(
        *("CD", KINDERGARTEN, 14),
        (
            "文澜幼儿园 公办 文澜路 1-90",
            "柳荫幼儿园 公办 柳荫街 1-120",
            "望江幼儿园 公办 望江路 1-180",
            "沙洲幼儿园 公办 沙洲大道 1-220",
            "云溪幼儿园 公办 云溪路 1-140",
            "枫林幼儿园 公办 枫林街 1-150",
            "小橘灯幼儿园 民办",
        ),
    ),
    *_rows(
        *("CX", PRIMARY, 2),
        (
            "观澜小学 公办 观澜路 1-160",
            "西埔小学 公办 西埔街 1-180",
            "城隍前小学 公办 城隍前街 1-120 文昌巷 1-70",
            "临澄附属小学 市直 师院路 1-150",
            "南塘小学 公办 南塘路 1-200",
            "梅岭小学 公办 梅岭路 1-140",
            "石桥头小学 公办 石桥头 1-90",
            "新安小学 公办 新安大道 1-240",
            "后田小学 公办 后田路 1-130",
            "启明小学 民办",
            "博雅小学 民办",
        ),
    ),
    *_rows(
        *("CX", JUNIOR, 13),
        (
            "南塘中学 公办 南塘路 1-200 梅岭路 1-140",
            "新安中学 公办 新安大道 1-240 后田路 1-130",
        ),
    ),
    *_rows(
        *("CX", KINDERGARTEN, 15),
        (
            "观澜幼儿园 公办 观澜路 1-160",
            "西埔幼儿园 公办 西埔街 1-180",
            "南塘幼儿园 公办 南塘路 1-200",
            "梅岭幼儿园 公办 梅岭路 1-140",
            "新安幼儿园 公办 新安大道 1-240",
            "蒲公英幼儿园 民办",
        ),
    ),
    *_rows(
        *("TX", PRIMARY, 3),
        (
            "城关小学 公办 城关大街 1-220",
            "桐溪实验小学 公办 溪滨路 1-160",
            "北门小学 公办 北门路 1-150",
            "茶亭小学 公办 茶亭街 1-110",
            "龙舟坪小学 公办 龙舟坪 1-80",
            "白沙小学 公办 白沙街 1-100",
            "凤岭小学 公办 凤岭路 1-120",
        ),
    ),
    *_rows(
        *("TX", JUNIOR, 10),
        (
            "桐溪一中初中部 公办 城关大街 1-220 北门路 1-150",
            "桐溪二中 公办 溪滨路 1-160 茶亭街 1-110",
            "白沙中学 公办 白沙街 1-100 龙舟坪 1-80",
            "凤岭中学 公办 凤岭路 1-120",
        ),
    ),
    *_rows(
        *("TX", KINDERGARTEN, 14),
        (
            "城关幼儿园 公办 城关大街 1-220",
            "溪滨幼儿园 公办 溪滨路 1-160",
            "北门幼儿园 公办 北门路 1-150",
            "白沙幼儿园 公办 白沙街 1-100",
        ),
    ),
    *_rows("SL", PRIMARY, 2, ("石梁实验小学 公办", "石梁城东小学 公办")),
    *_rows("SL", KINDERGARTEN, 4, ("石梁幼儿园 公办",)),
)
"""With those of `people.PLACES`, which were there first."""
SHARED: Mapping[str, str] = {"CX-04": "CX-05", "TX-03": "TX-04"}
"""Zones of two schools: a school and the one with which it shares its houses."""


def schools_of(county: str, stage: str) -> tuple[School, ...]:
    """Return the schools of a county and stage, without those that were there first."""
    return tuple(one for one in SCHOOLS if (one.county, one.stage) == (county, stage))


def zone_of(school: School) -> str:
    """Return the codes of the schools of its zone, joined as a zone table writes them."""
    mates = [code for pair in SHARED.items() if school.code in pair for code in pair]
    return "、".join(sorted({school.code, *mates}))


def zone_rows(county: str, stage: str) -> list[dict[str, str]]:
    """Return the rows of a county's zone table for these schools."""
    rows = []
    for school in schools_of(county, stage):
        for n, (road, low, high) in enumerate(school.roads):
            east, north = position(school)
            rows.append(
                {
                    "地名": road,
                    "起": str(low),
                    "止": str(high),
                    "学校代码": zone_of(school),
                    "东": str(east + 200 * n + 60),
                    "北": str(north - 150 * n - 40),
                }
            )
    return rows


def position(school: School) -> tuple[int, int]:
    """Return where it lies: metres east and north."""
    n = int(school.code[-2:])
    return (n * 1370) % 5200 - 2600, (n * 2190) % 4800 - 2400


def number_of_schools() -> int:
    """Return how many schools and kindergartens the city has."""
    kinds = ("school", "kindergarten")
    return len(SCHOOLS) + sum(place.kind in kinds for place in PLACES)
