"""The families of 临澄市, with what life brings: twins, a judgement, a rare name, no papers yet.

All invented: districts, numbers of documents and telephones are nobody's.
"""

from dataclasses import dataclass
from datetime import date

REGION = "350971"


@dataclass(frozen=True, slots=True)
class Guardian:
    """Somebody who signs in by telephone; `said` tells a guest what is to be seen there."""

    login_name: str
    name: str
    phone: str
    said: str


@dataclass(frozen=True, slots=True)
class Ward:
    """A child of the registry with its guardians, and the school it is a pupil of."""

    name: str
    sex: str
    born_on: date
    serial: int
    """The last three digits before the check character: odd a boy, even a girl."""
    guardians: tuple[str, ...]
    basis: str = "household"
    permit: str = ""
    """A permit for residents of Hong Kong and Macao, where there is no citizen number."""
    school: str = ""
    grade: int | None = None
    group: str = ""
    former: tuple[tuple[str, date], ...] = ()
    """Who was a guardian before, and until when."""
    region: str = REGION
    """Six digits of the district where the number was given."""
    passport: tuple[str, str] | None = None
    """Number and country of a passport, of children without any other document."""


GUARDIANS = (
    Guardian("family-lin", "林晓棠", "19900000001", "陈知夏、陈知秋的妈妈"),
    Guardian("family-chen", "陈志远", "19900000002", "陈知夏、陈知秋的爸爸"),
    Guardian("family-wang", "王海燕", "19900000003", "双胞胎王予安、王予宁的妈妈"),
    Guardian("family-liu", "刘桂兰", "19900000004", "刘䶮的奶奶，法院指定的监护人"),
    Guardian("family-ayi", "阿依古丽·买买提", "19900000005", "孩子户口在外地"),
    Guardian("family-sun", "孙丽", "19900000006", "赵一诺的妈妈"),
    Guardian("family-zhao", "赵明", "19900000007", "监护关系已经终止，看不到孩子"),
    Guardian("family-huang", "黄家豪", "19900000008", "孩子用港澳通行证"),
    Guardian("family-zhou", "周敏", "19900000009", "孩子还没有登记，头一回来"),
    Guardian("family-wu", "吴强", "19900000010", "和吴敏都说是吴思远的监护人"),
    Guardian("family-wumin", "吴敏", "19900000011", "和吴强都说是吴思远的监护人"),
    Guardian("family-zheng", "郑伟", "19900000012", "郑子涵今年夏天录取了，有通知书"),
    Guardian("family-feng", "冯雪", "19900000013", "冯一帆今年夏天没有录上，申请过复核"),
    Guardian("family-ma", "马春燕", "19900000014", "马小川参加课后服务，按政策免费"),
    Guardian("family-xu", "徐静", "19900000015", "徐嘉禾录取了，11月27日以前要答复"),
)

WARDS = (
    Ward("陈知夏", "female", date(2020, 11, 12), 2, ("family-lin", "family-chen")),
    Ward(
        *("陈知秋", "male", date(2017, 5, 20), 1, ("family-lin", "family-chen")),
        school="CD-01",
        grade=4,
        group="2班",
    ),
    Ward("王予安", "male", date(2021, 3, 8), 3, ("family-wang",)),
    Ward("王予宁", "female", date(2021, 3, 8), 4, ("family-wang",)),
    Ward("刘䶮", "male", date(2021, 1, 15), 5, ("family-liu",), basis="court"),
    Ward("阿卜杜热合曼·艾则孜", "male", date(2020, 12, 1), 7, ("family-ayi",)),
    Ward(
        *("赵一诺", "female", date(2021, 5, 6), 8, ("family-sun",)),
        former=(("family-zhao", date(2026, 6, 30)),),
    ),
    Ward("黄子晴", "female", date(2020, 10, 10), 0, ("family-huang",), permit="H12345678"),
    Ward("郑子涵", "female", date(2019, 12, 5), 12, ("family-zheng",)),
    Ward("冯一帆", "male", date(2020, 2, 2), 13, ("family-feng",)),
    Ward(
        *("马小川", "male", date(2018, 3, 3), 15, ("family-ma",)),
        school="CD-01",
        grade=3,
        group="1班",
    ),
    Ward("徐嘉禾", "male", date(2020, 4, 9), 17, ("family-xu",)),
)
TWINS = (("王予安", "王予宁"),)
SIBLINGS = (("陈知夏", "陈知秋"),)
REGISTERED = date(2024, 9, 2)
"""Since when the registry knows these families."""
