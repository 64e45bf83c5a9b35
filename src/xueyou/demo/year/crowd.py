"""The many families of 临澄市: made from a seed, with what life brings, always the same.

Twins and brothers and sisters, rare names and long ones, passports, children whom no list knows
yet, rented homes and households elsewhere, drafts that were left, applications taken back.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from hashlib import sha256

from xueyou.demo.households import Guardian, Ward
from xueyou.demo.year.enrolment import Family, Home
from xueyou.demo.year.schools import PRIMARY, SCHOOLS, School, schools_of, zone_of

SEED = "临澄"
THOUSAND = 1000
OF_THE_COMMITTEE = 83
"""One child of so many goes before the expert committee."""
OF_STATUTORY, THESE = 190, (13, 28)
"""Of so many children, which say that they are of a statutory group."""
HANDED_IN, LEFT, TAKEN_BACK = "handed_in", "left", "taken_back"
PRIVATE, PUBLIC, MIGRANTS = "民办", "公办", "随迁"
"""Batches of the rules."""
SURNAMES = (
    "陈林黄张李王吴刘蔡杨许郑谢郭洪曾邱苏叶廖赖徐周朱高何沈罗胡马孙江方余魏施柯卢董梁戴潘丁范彭"
)
FIRST = "子一思雨梓欣若语浩嘉沐知景佳承可逸诗安明书清宇泽晨俊紫芷诺千亦星以云奕"
SECOND = "涵然轩怡萱辰桐瑶阳宁琪睿妍彤熙瑾航博菲霖汐远乐恩洋溪玥晗希禾言晞朗"
GROWN = (
    *("建华", "丽芳", "志强", "秀兰", "国平", "雪梅", "晓东", "美玲", "文斌", "海霞", "永辉"),
    *("素珍", "锦程", "燕萍", "炳坤", "惠敏", "少华", "玉兰", "宗明", "春燕", "小红", "伟杰"),
)
RARE = ("𠮷安", "㐂宁", "䶮之", "堃", "喆涵", "犇", "赟", "翀宇")
LONG = (
    "阿卜杜热合曼·艾则孜·麦麦提",
    "古丽尼格尔·阿卜杜克热木",
    "买买提艾力·吐尔逊",
    "迪丽努尔·玉素甫江·阿布都热依木",
    "伊力哈木江·艾尼瓦尔·肉孜",
)
PASSPORTS = ("KOR", "VNM", "MYS", "USA")


@dataclass(frozen=True, slots=True)
class Household(Family):
    """A family of the crowd: how far it went, and what else is to be known of it."""

    end: str = HANDED_IN
    known: bool = True
    """Whether the registry knows the child; if not, its guardian names the number."""
    twin: Ward | None = None
    twin_home: Home | None = None

    @property
    def wards(self) -> tuple[Ward, ...]:
        """Return the children whom the registry knows."""
        both = (self.ward,) if self.twin is None else (self.ward, self.twin)
        return both if self.known else ()


@dataclass(frozen=True, slots=True)
class Crowd:
    """How a crowd is made: whose call it is for, how many, and what its rules ask."""

    name: str
    county: str
    stage: str
    count: int
    born_from: date
    region: str
    serial: int
    """The first of the numbers that its children's documents carry."""
    both: bool = False
    """Whether private schools and points for migrants are in the same window."""
    committee: bool = False
    rows: tuple[tuple[str, int, int, tuple[str, ...]], ...] = field(default=())
    """Further houses: road, first and last number, codes of the schools of the zone."""


def chance(below: int, *of: object) -> int:
    """Return a number from 0 on below a bound; the same for the same words."""
    digest = sha256("|".join(map(str, (SEED, *of))).encode()).digest()
    return int.from_bytes(digest[:8], "big") % below


def households(crowd: Crowd) -> Iterator[Household]:
    """Yield the families of a crowd in a fixed order. Twins make one application more."""
    for n in range(crowd.count):
        yield _household(crowd, n)


def _household(crowd: Crowd, n: int) -> Household:
    def one_in(permille: int, what: str) -> bool:
        return chance(THOUSAND, crowd.name, n, what) < permille

    login_name = f"family-{crowd.name}-{n + 1:04d}"
    surname = SURNAMES[chance(len(SURNAMES), crowd.name, n, "surname")]
    ward = _ward(crowd, n, surname, login_name)
    home = _home(crowd, n)
    twin = twin_home = None
    if one_in(18, "twins") and not ward.passport and not home.special:
        twin = replace(ward, name=_twin_name(crowd, n, surname), serial=ward.serial + 10)
        apart = one_in(400, "twins-apart")
        twin_home = replace(home, register="elsewhere") if apart else home
    end = LEFT if one_in(42, "left") else TAKEN_BACK if one_in(14, "taken-back") else HANDED_IN
    mother = SURNAMES[chance(len(SURNAMES), crowd.name, n, "mother")]
    grown = surname if one_in(500, "of-father") else mother
    grown += GROWN[chance(len(GROWN), crowd.name, n, "grown")]
    guardian = Guardian(login_name, grown, "", "")
    known = twin is not None or not one_in(60, "unknown") or ward.passport is not None
    return Household(guardian, ward, home, end, known, twin, twin_home)


def _ward(crowd: Crowd, n: int, surname: str, login_name: str) -> Ward:
    born_on = crowd.born_from + timedelta(days=n * 7 % 365)
    turn = n // 365
    boy = chance(2, crowd.name, n, "sex")
    name = surname + _given(crowd, n)
    luck = chance(THOUSAND, crowd.name, n, "name")
    if luck < 8:
        name = LONG[chance(len(LONG), crowd.name, n)]
    elif luck < 18:
        name = surname + RARE[chance(len(RARE), crowd.name, n)]
    passport = None
    if chance(THOUSAND, crowd.name, n, "passport") < 6:
        passport = (f"M{crowd.serial:03d}{n:05d}", PASSPORTS[n % len(PASSPORTS)])
    return Ward(
        name,
        "male" if boy else "female",
        born_on,
        crowd.serial + 2 * turn + boy,
        (login_name,),
        region=crowd.region,
        passport=passport,
    )


def _given(crowd: Crowd, n: int) -> str:
    first = FIRST[chance(len(FIRST), crowd.name, n, "first")]
    if chance(10, crowd.name, n, "one") == 0:
        return SECOND[chance(len(SECOND), crowd.name, n, "second")]
    return first + SECOND[chance(len(SECOND), crowd.name, n, "second")]


def _twin_name(crowd: Crowd, n: int, surname: str) -> str:
    return surname + FIRST[chance(len(FIRST), crowd.name, n, "twin")] + "宁"


def _home(crowd: Crowd, n: int) -> Home:
    zones = _zones(crowd)
    road, low, high, codes = zones[_where(crowd, n, len(zones))]
    number = low + chance(high - low + 1, crowd.name, n, "number")
    door = f"{number}号{1 + chance(12, crowd.name, n, 'house')}幢"
    door += f"{1 + chance(24, crowd.name, n, 'floor')}0{1 + chance(4, crowd.name, n, 'flat')}"
    luck = chance(THOUSAND, crowd.name, n, "register")
    register = "home" if luck < 690 else "county" if luck < 800 else "elsewhere"
    other = zones[chance(len(zones), crowd.name, n, "other")]
    codes = (*codes, *(code for code in other[3] if register == "county" and code not in codes))
    rented = chance(THOUSAND, crowd.name, n, "housing")
    lived = 2009 + chance(14, crowd.name, n, "lived")
    special = crowd.committee and n % OF_THE_COMMITTEE == 40
    policy = n % OF_STATUTORY in THESE and not special
    return Home(
        road,
        door,
        (codes if chance(3, crowd.name, n, "turned") else codes[::-1])[:3],
        register,
        _housing(register, rented),
        f"{lived + chance(3, crowd.name, n, 'moved'):d}-{1 + chance(12, crowd.name, n, 'm'):02d}-"
        f"{1 + chance(28, crowd.name, n, 'd'):02d}",
        lived=(lived, 1 + chance(12, crowd.name, n, "month")),
        register_at=(other[0], f"{other[1] + 1}号2幢301") if register == "county" else None,
        sibling=_sibling(crowd, n, codes),
        policy=policy,
        special=special,
        more=_more(crowd, n, register, codes),
        by_points=crowd.both and register == "elsewhere" and not policy,
    )


def _where(crowd: Crowd, n: int, zones: int) -> int:
    """Return the zone of a family: the first third of them is where most want to live."""
    if chance(5, crowd.name, n, "wanted") < 2:
        return chance(max(1, zones // 3), crowd.name, n, "zone")
    return chance(zones, crowd.name, n, "zone")


def _housing(register: str, luck: int) -> str:
    if register == "elsewhere":
        return "rent" if luck < 720 else "own" if luck < 950 else "other"
    return "own" if luck < 780 else "family" if luck < 900 else "rent"


def _sibling(crowd: Crowd, n: int, codes: tuple[str, ...]) -> str:
    if chance(THOUSAND, crowd.name, n, "sibling") >= 80:
        return ""
    return next((one.place.name for one in SCHOOLS if one.code == codes[0]), "")


def _more(
    crowd: Crowd, n: int, register: str, codes: tuple[str, ...]
) -> Mapping[str, tuple[str, ...]]:
    """Return wishes in the other batches: a private school, places for migrants."""
    if not crowd.both:
        return {}
    private = [one.code for one in schools_of(crowd.county, crowd.stage) if one.private]
    found: dict[str, tuple[str, ...]] = {}
    pick = private[chance(len(private), crowd.name, n, "private-which")]
    if chance(THOUSAND, crowd.name, n, "private") < (90 if register == "elsewhere" else 210):
        found[PRIVATE] = (pick,)
    if register == "elsewhere":
        found[MIGRANTS] = (*codes[:2], pick)
    return found


def _zones(crowd: Crowd) -> list[tuple[str, int, int, tuple[str, ...]]]:
    schools: tuple[School, ...] = schools_of(crowd.county, crowd.stage)
    own = [
        (road, low, high, tuple(zone_of(school).split("、")))
        for school in schools
        for road, low, high in school.roads
    ]
    return [*crowd.rows, *own]


def seats(crowd: Crowd, made: list[Household], places: Mapping[str, int]) -> dict[str, int]:
    """Return how many each school takes: some more than ask for it, some fewer.

    `places`: those that are fixed.
    """
    asked: dict[str, int] = dict(places)
    for code in (one.code for one in schools_of(crowd.county, crowd.stage)):
        first = sum(1 + (one.twin is not None) for one in made if one.home.wishes[0] == code)
        share = 70 + chance(5, crowd.name, code) * 15
        asked[code] = max(10 if crowd.stage == PRIMARY else 6, first * share // 100)
    for batch_codes in [one.home.more.get(PRIVATE, ()) for one in made]:
        for code in batch_codes:
            asked.setdefault(code, 0)
    return asked
