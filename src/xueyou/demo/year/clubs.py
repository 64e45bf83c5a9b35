"""The clubs of 文澜小学: last spring's, billed and published; this autumn's, which are running."""

from dataclasses import dataclass, replace
from datetime import date

from xueyou.demo.year.enrolment import Family, families

SCHOOL, PROVIDER = "CD-01", "CD-TN"
CLERK, CHECKER, PRINCIPAL, COUNTY_OFFICER = "tangning", "baixue", "guwen", "chenlan"
TEACHERS = ("luqi", "fangyuan")
LANES = ("mon-afternoon", "wed-afternoon", "fri-afternoon")


@dataclass(frozen=True, slots=True)
class Offered:
    """A club of the menu; money in fen. `leader`: a teacher's login name, or the provider."""

    code: str
    title: str
    lane: str
    leader: str
    room: str
    places: int
    fee: int = 150
    material: int = 0
    lowest: int = 1
    highest: int = 6
    least: int = 3


@dataclass(frozen=True, slots=True)
class Ran:
    """A term's clubs: when families asked, when the clubs met, what was on the menu."""

    name: str
    title: str
    year: int
    term: int
    asked: tuple[date, date]
    frozen: date
    drawn: date
    published: date
    first_day: date
    last_day: date
    held_until: date
    drew: str
    numbered: str
    menu: tuple[Offered, ...]


SPRING = Ran(
    "spring",
    "2026年春季课后服务",
    *(2025, 2),
    (date(2026, 2, 24), date(2026, 2, 25)),
    *(date(2026, 2, 26), date(2026, 2, 26), date(2026, 2, 27)),
    *(date(2026, 3, 2), date(2026, 6, 26), date(2026, 6, 26)),
    "9051837",
    "文澜校〔2026〕4号",
    (
        Offered("WQ", "围棋", "wed-afternoon", "luqi", "二楼棋室", 10),
        Offered("HC", "合唱", "wed-afternoon", "fangyuan", "音乐教室", 10, material=2000),
        Offered("TN", "体适能", "wed-afternoon", PROVIDER, "风雨操场", 9, fee=900),
    ),
)
AUTUMN = Ran(
    "autumn",
    "2026年秋季课后服务",
    *(2026, 1),
    (date(2026, 8, 31), date(2026, 9, 2)),
    *(date(2026, 9, 3), date(2026, 9, 3), date(2026, 9, 4)),
    *(date(2026, 9, 7), date(2026, 12, 31), date(2026, 11, 19)),
    "2638190",
    "文澜校〔2026〕11号",
    (
        Offered("WQ", "围棋", "mon-afternoon", "luqi", "二楼棋室", 10),
        Offered("HC", "合唱", "mon-afternoon", "fangyuan", "音乐教室", 12, material=2000),
        Offered("TN", "体适能", "mon-afternoon", PROVIDER, "风雨操场", 9, fee=900),
        Offered("SF", "书法", "wed-afternoon", "luqi", "书法教室", 10, material=3000),
        Offered("LQ", "篮球", "wed-afternoon", PROVIDER, "东操场", 10, fee=900, lowest=3),
        Offered("MS", "创意美术", "wed-afternoon", "fangyuan", "美术教室", 12, material=5000),
        Offered("YD", "阅读分享", "fri-afternoon", "luqi", "图书馆", 14),
        Offered("KX", "科学小实验", "fri-afternoon", "fangyuan", "科学教室", 12, material=4000),
        Offered(
            "HM", "航模", "fri-afternoon", PROVIDER, "三楼活动室", 12, fee=900, least=8, lowest=6
        ),
    ),
)
NOT_OPENED = "HM"
"""Too few asked for it."""
CANCELLED = (date(2026, 9, 23), "台风停课，市里统一通知")
FORGOTTEN = ("SF", date(2026, 11, 18))
"""A roll that its teacher has still to call: a guest can, on a morning before today's classes."""
EXEMPT = "family-ma"


def pupils(count: int) -> tuple[Family, ...]:
    """Return made families with a child of grades 2 to 6 in the school."""
    found = []
    for n, family in enumerate(families("c", count, date(2017, 1, 9), first=100)):
        ward = replace(family.ward, school=SCHOOL, grade=2 + n % 5, group=f"{1 + n % 3}班")
        found.append(replace(family, ward=ward))
    return tuple(found)
