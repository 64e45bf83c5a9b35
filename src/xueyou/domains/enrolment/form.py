"""What a family is asked for a place in a school: fields, pages, and what is wrong between them.

Nothing is asked that a register holds or the rules do not use; never work, income or certificates.
"""

from collections.abc import Mapping
from datetime import date

from xueyou.kernel.calls.fields import Field
from xueyou.kernel.calls.steps import Step

Answers = Mapping[str, str]
NUMERALS = "零〇一二三四五六七八九十百"

HOUSING = {
    "own": "父母（监护人）自己的房子",
    "family": "祖父母、外祖父母的房子",
    "rent": "租的房子",
    "other": "其他",
}
REGISTER = {
    "home": "就在现在住的这个地址",
    "county": "在本县区，另一个地址",
    "elsewhere": "在别的县区或外地",
}

FIELDS = (
    Field("road", "小区、街路或村", required=True, sensitive=True, most=80),
    Field("door", "门牌号", required=True, sensitive=True, most=60),
    Field("lived_year", "住进来的年份", "integer", required=True, most=9999),
    Field("lived_month", "住进来的月份", "integer", required=True, most=12),
    Field("housing", "住的房子", "choice", required=True, among=HOUSING),
    Field("register", "户口在哪里", "choice", required=True, among=REGISTER),
    Field("register_road", "户口所在的小区、街路或村", sensitive=True, most=80),
    Field("register_door", "户口的门牌号", sensitive=True, most=60),
    Field("register_day", "户口迁入的日期", "day"),
    Field("sibling", "有没有哥哥姐姐在读", "flag", required=True),
    Field("sibling_school", "哥哥姐姐在读的学校", most=60),
    Field("policy", "是不是国家规定的优待对象", "flag", required=True, sensitive=True),
    Field("special", "要不要专家委员会安排", "flag", sensitive=True),
)


def in_county(answers: Answers) -> bool:
    """Return whether the child's household is registered in the county, as far as is said."""
    return answers.get("register") in ("home", "county")


def _other_address(answers: Answers) -> bool:
    return answers.get("register") == "county"


def _has_sibling(answers: Answers) -> bool:
    return answers.get("sibling") in ("yes", "是", "1")


HOUSEHOLD_STEPS = (
    Step("register", "{child}的户口在哪里？", ("register",), "看户口簿上孩子的那一页。"),
    Step(
        "register_place",
        "户口簿上写的是哪里？",
        ("register_road", "register_door"),
        "照户口簿首页的住址写。",
        {"register_road": "例如文澜路", "register_door": "例如26号3幢101"},
        _other_address,
        must=("register_road", "register_door"),
    ),
    Step(
        "register_day",
        "{child}的户口是哪一天落在那里的？",
        ("register_day",),
        "看户口簿上“何时由何地迁来本址”；出生就落在那里的，写出生登记那一天。",
        {"register_day": "例如2020-01-31"},
        in_county,
        must=("register_day",),
    ),
    Step("sibling", "{child}有没有哥哥姐姐正在本县区的学校上学？", ("sibling",)),
    Step(
        "sibling_school",
        "哥哥姐姐在哪所学校？",
        ("sibling_school",),
        hints={"sibling_school": "写学校全名，例如柳荫街小学"},
        when=_has_sibling,
        must=("sibling_school",),
    ),
)
"""Where the household is registered and who is at school here: asked whatever place is sought."""
STEPS = (
    Step(
        "live",
        "{child}现在住在哪里？",
        ("road", "door", "lived_year", "lived_month"),
        "写平常住的地方，不是老家。",
        {
            "road": "例如桂园小区（柳荫街118号）；搬了家就写现在的",
            "door": "写到户，例如3幢2单元501；村里写组和门牌",
            "lived_year": "全家住进来的那一年，例如2017",
            "lived_month": "1到12",
        },
    ),
    Step("housing", "现在住的房子是谁的？", ("housing",), "只影响先后，不影响能不能上学。"),
    *HOUSEHOLD_STEPS,
    Step(
        "policy",
        "{child}是国家规定的优待对象吗？",
        ("policy",),
        "例如烈士子女。选“是”的，招生办会请您带材料到窗口核对；不是就选“否”。",
    ),
)


CARE = Step(
    "special",
    "{child}要不要专家委员会来安排？",
    ("special",),
    "有残疾，或者上学要特别照顾的，选“是”：专家委员会评估以后另外安排学位，不参加排位和抽签，"
    "不占别人的学位。其他孩子选“否”。",
    must=("special",),
)
"""Asked only where the county has such children placed by its expert committee."""


def faults_between(answers: Answers, today: date) -> dict[str, str]:
    """Return what is wrong between answers, by field; what is not answered yet stays unsaid.

    Where an answer makes another one necessary, its absence is a fault of that other one.
    """
    return {
        **_of_moving_in(answers, today),
        **_of_door(answers, "road", "door"),
        **(_of_register(answers, today) if in_county(answers) else {}),
        **_of_sibling(answers),
    }


def _of_moving_in(answers: Answers, today: date) -> dict[str, str]:
    if "lived_year" not in answers:
        return {}
    year = int(answers["lived_year"])
    month = int(answers["lived_month"]) if "lived_month" in answers else 1
    if month == 0:
        return {"lived_month": "月份写1到12，例如3。"}
    if (year, month) > (today.year, today.month):
        guess = meant_year(year, today)
        asked = f"是{guess}年吗？" if guess else "请核对年份。"
        said = f"{year}年{month}月" if "lived_month" in answers else f"{year}年"
        return {"lived_year": f"{said}还没有到，{asked}"}
    if year < today.year - 100:
        guess = meant_year(year, today)
        asked = f"是{guess}年吗？" if guess else "请写四位数的年份，例如2017。"
        return {"lived_year": f"{year}年太早了，{asked}"}
    return {}


def meant_year(typed: int, today: date) -> int | None:
    """Return the year that a slip of one key most likely meant: 2027 in 2026 is 2017; 17 too."""
    if typed < 100:
        century = today.year // 100 * 100
        return century + typed if century + typed <= today.year else century - 100 + typed
    digits = f"{typed:04d}"
    near = [
        int(digits[:place] + other + digits[place + 1 :])
        for place in (2, 0, 1, 3)
        for other in "9876543210"
        if len(digits) == 4 and other != digits[place]
    ]
    likely = [year for year in near if today.year - 40 < year <= today.year]
    return likely[0] if likely else None


def _of_door(answers: Answers, road: str, door: str) -> dict[str, str]:
    text = answers.get(door, "")
    if road not in answers or not text or any(c.isdigit() or c in NUMERALS for c in text):
        return {}
    return {door: f"“{text}”里没有号码，请写到户，例如3幢2单元501。"}


def _of_register(answers: Answers, today: date) -> dict[str, str]:
    faults: dict[str, str] = {}
    if _other_address(answers):
        for name, zh in (("register_road", "小区、街路或村"), ("register_door", "门牌号")):
            if name not in answers:
                faults[name] = f"户口在另一个地址，请把那里的{zh}也写上。"
        faults |= _of_door(answers, "register_road", "register_door")
    day = answers.get("register_day")
    if day is None:
        faults["register_day"] = "请写户口落在那里的日期，例如2020-01-31；户口簿上有。"
    elif date.fromisoformat(day) > today:
        guess = meant_year(int(day[:4]), today)
        asked = f"是{guess}年吗？" if guess and guess != int(day[:4]) else "请核对。"
        faults["register_day"] = f"{day}还没有到，{asked}"
    return faults


def _of_sibling(answers: Answers) -> dict[str, str]:
    if answers.get("sibling") == "yes" and "sibling_school" not in answers:
        return {"sibling_school": "请写哥哥姐姐在哪所学校；没有的，把上一题改成“否”。"}
    return {}
