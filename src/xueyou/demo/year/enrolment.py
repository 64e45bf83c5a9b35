"""Enrolment: 澄东区 with its call of last summer and its open one; 桐溪县 with one in reply.

Families as lists of plain facts; what they typed is made from these by `replay/enrolling.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from xueyou.demo.households import Guardian, Ward

OFFICER, OFFICER_TX = "zhengheng", "mulan"
ZONES = (
    {
        **{"地名": "柳荫街", "起": "1", "止": "120", "单双": "双", "学校代码": "CD-01、CD-02"},
        **{"东": "-260", "北": "330"},
    },
    {"地名": "桂园小区", "学校代码": "CD-01、CD-02", "东": "-190", "北": "410"},
    {
        **{"地名": "柳荫街", "起": "1", "止": "121", "单双": "单", "学校代码": "CD-03"},
        **{"东": "1120", "北": "1340"},
    },
    {
        **{"地名": "清溪村", "单位": "组", "起": "1", "止": "9", "学校代码": "CD-03"},
        **{"东": "1860", "北": "2210"},
    },
    {
        **{"地名": "桐荫路", "起": "1", "止": "200", "学校代码": "CD-04"},
        **{"东": "-1630", "北": "-560"},
    },
    {
        **{"地名": "文澜路", "起": "1", "止": "90", "学校代码": "CD-01、CD-02"},
        **{"东": "-430", "北": "190"},
    },
    {
        **{"地名": "清溪路", "起": "1", "止": "120", "学校代码": "CD-03"},
        **{"东": "1540", "北": "1830"},
    },
)
ZONES_TX = (
    {"地名": "桥头镇", "学校代码": "TX-01"},
    {"地名": "溪口村", "单位": "组", "起": "1", "止": "12", "学校代码": "TX-02"},
    {
        **{"地名": "桥头大街", "起": "1", "止": "100"},
        **{"学校代码": "TX-01", "东": "-3100", "北": "1900"},
    },
    {
        **{"地名": "溪口路", "起": "1", "止": "80"},
        **{"学校代码": "TX-02", "东": "2700", "北": "-2400"},
    },
)
ZONE_OF = {"CD-02": "CD-01"}
"""Schools that share the zone of another."""
LIES = {
    **{"CD-01": "-410 240", "CD-02": "-110 490", "CD-03": "1490 1880", "CD-04": "-1690 -510"},
    **{"TX-01": "-3050 1860", "TX-02": "2660 -2350"},
}
"""Where the schools lie that were there first: metres east and north of the county's office."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A call of a county: its days, its rules' frame, and places by school."""

    name: str
    """What keys of its events begin with."""
    year: int
    title: str
    number: str
    """Of the county's notice."""
    announced: date
    opens: date
    closes: date
    born_from: str
    born_to: str
    appeal_until: str
    places: dict[str, int]
    county: str = "CD"
    county_zh: str = "澄东区"
    region: str = "350971"
    officer: str = OFFICER
    reply_by: date | None = None
    """Without one nobody has to reply: a place is accepted as it is published."""
    stage: str = "primary"
    form: str = "three_classes"
    given: Mapping[str, str] = field(default_factory=dict)
    """What the form of rules asks beside the notice."""
    committee: bool = False
    bought: Mapping[str, int] = field(default_factory=dict)
    """Places that the county buys from private schools for migrants' children."""
    set_aside: Mapping[str, int] = field(default_factory=dict)
    """Further places by school that are kept for statutory groups first."""


DONE = Opened(
    "2026",
    2026,
    "2026年小学一年级入学报名",
    "澄东教〔2026〕12号",
    *(date(2026, 5, 20), date(2026, 6, 8), date(2026, 6, 26)),
    *("2019-09-01", "2020-08-31", "2026-12-31"),
    {"CD-01": 12, "CD-02": 12, "CD-03": 14, "CD-04": 14},
)
OPEN = Opened(
    "2027",
    2027,
    "2027年小学一年级入学报名",
    "澄东教〔2026〕31号",
    *(date(2026, 11, 9), date(2026, 11, 16), date(2026, 12, 4)),
    *("2020-09-01", "2021-08-31", "2027-12-31"),
    {"CD-01": 12, "CD-02": 12, "CD-03": 12, "CD-04": 12},
    reply_by=date(2026, 12, 25),
)
REPLY = Opened(
    "TX-2026",
    2026,
    "2026年小学一年级转学插班报名",
    "桐教〔2026〕27号",
    *(date(2026, 10, 27), date(2026, 11, 2), date(2026, 11, 9)),
    *("2019-09-01", "2020-08-31", "2027-03-31"),
    {"TX-01": 4, "TX-02": 8},
    *("TX", "桐溪县", "350973", OFFICER_TX),
    reply_by=date(2026, 11, 27),
)


@dataclass(frozen=True, slots=True)
class Home:
    """Where a family lives and what follows: the schools it may wish for, in its order."""

    road: str
    door: str
    wishes: tuple[str, ...]
    register: str = "home"
    housing: str = "own"
    register_day: str = "2021-03-09"
    lived: tuple[int, int] = (2018, 3)
    register_at: tuple[str, str] | None = None
    """Road and door of the household, where that is at another address of the county."""
    sibling: str = ""
    """The school of an elder brother or sister."""
    policy: bool = False
    special: bool = False
    more: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Wishes in other batches than that of public schools."""
    by_points: bool = False
    """Whether it asks for public schools by points only."""


GUIYUAN = Home("桂园小区（柳荫街118号）", "7幢2单元501", ("CD-02", "CD-01"))
HOMES = (
    GUIYUAN,
    Home("柳荫街", "36号3幢201", ("CD-01", "CD-02")),
    Home("柳荫街", "57号", ("CD-03",)),
    Home("桐荫路", "88号1幢602", ("CD-04",)),
    Home("桂园小区", "12幢1单元302", ("CD-01", "CD-02"), "elsewhere", "rent"),
    Home("清溪村", "4组17号", ("CD-03",), housing="family"),
    Home("柳荫街", "90号", ("CD-02",), "elsewhere", "rent"),
)
"""Homes of made families in turn: four in the zone of two schools, more than it has places."""
HOMES_TX = (
    Home("桥头镇", "老街12号", ("TX-01",)),
    Home("桥头镇", "中学路3号2单元401", ("TX-01",)),
    Home("溪口村", "5组8号", ("TX-02",), housing="family"),
)

SURNAMES = "陈林黄张李王吴刘蔡杨许郑谢郭洪曾邱苏叶廖"
GIVEN = (
    *("沐阳", "思齐", "雨桐", "子墨", "若溪", "明轩", "语嫣", "浩然", "欣怡", "书瑶", "梓涵"),
    *("一鸣", "知行", "清妍", "景行", "乐言", "佳宁", "承泽", "可心", "逸凡", "诗涵", "安然"),
)
PARENTS = ("建华", "丽芳", "志强", "秀兰", "国平", "雪梅", "晓东", "美玲", "文斌", "海霞")


@dataclass(frozen=True, slots=True)
class Family:
    """A made family: one guardian, one child, one home."""

    guardian: Guardian
    ward: Ward
    home: Home

    @property
    def wards(self) -> tuple[Ward, ...]:
        """Return the children whom the registry knows."""
        return (self.ward,)


def families(
    prefix: str,
    count: int,
    born_from: date,
    first: int = 0,
    homes: tuple[Home, ...] = HOMES,
) -> tuple[Family, ...]:
    """Return made families in a fixed order; their children were born one after another.

    `first`: where in the row of names they begin, so that no two lists name one child alike.
    """
    found = []
    for n in range(count):
        login_name, turn = f"family-{prefix}{n + 1:03d}", first + n
        surname = SURNAMES[turn % len(SURNAMES)]
        ward = Ward(
            surname + GIVEN[turn * 7 % len(GIVEN)],
            "male" if turn % 2 else "female",
            born_from + timedelta(days=n * 5 % 360),
            300 + turn,
            (login_name,),
        )
        guardian = Guardian(login_name, surname + PARENTS[turn * 3 % len(PARENTS)], "", "")
        found.append(Family(guardian, ward, homes[n % len(homes)]))
    return tuple(found)
