"""What a family is asked that comes during the year: to change school, or as a talent's child."""

from collections.abc import Mapping

from xueyou.domains.enrolment.form import FIELDS as HOUSEHOLD
from xueyou.domains.enrolment.form import in_county
from xueyou.kernel.calls.fields import Field
from xueyou.kernel.calls.steps import Step

Answers = Mapping[str, str]
GRADES = {
    "0": "幼儿园",
    **{str(n): f"小学{word}年级" for n, word in enumerate("一二三四五六", start=1)},
    **{str(n): f"初中{word}年级" for n, word in enumerate("一二三", start=7)},
    **{str(n): f"高中{word}年级" for n, word in enumerate("一二三", start=10)},
}
STAGES = {"kindergarten": (0, 0), "primary": (1, 6), "junior": (7, 9), "senior": (10, 12)}
WHY = {
    "home": "家搬了",
    "register": "户口迁了",
    "return": "从外地回来",
    "other": "其他，材料里写明",
}
_OF_HOUSEHOLD = {field.name: field for field in HOUSEHOLD}
GRADE = Field("grade", "要读的年级", "choice", required=True, among=GRADES)
FROM = Field("from_school", "现在读的学校", required=True, most=60)

TRANSFER_FIELDS = (
    GRADE,
    FROM,
    Field("why", "为什么转学", "choice", required=True, among=WHY),
    *(
        _OF_HOUSEHOLD[name]
        for name in (
            "road",
            "door",
            "register",
            "register_road",
            "register_door",
            "register_day",
            "sibling",
            "sibling_school",
        )
    ),
)
TALENT_FIELDS = (
    GRADE,
    Field("from_school", "现在读的学校", most=60),
)


def _other_address(answers: Answers) -> bool:
    return answers.get("register") == "county"


def _has_sibling(answers: Answers) -> bool:
    return answers.get("sibling") in ("yes", "是", "1")


_GRADE_STEP = Step("grade", "{child}要读几年级？", ("grade",), "转过来以后要读的年级，不是现在的。")
TRANSFER_STEPS = (
    _GRADE_STEP,
    Step(
        "from_school",
        "{child}现在在哪所学校？",
        ("from_school", "why"),
        "新学校收了、您也确认了，原来的学校才算转出；在那以前照常上学。",
        {"from_school": "写学校全名，外地的写上省市"},
    ),
    Step(
        "live",
        "{child}现在住在哪里？",
        ("road", "door"),
        "写平常住的地方，不是老家。",
        {
            "road": "例如桂园小区（柳荫街118号）；搬了家就写现在的",
            "door": "写到户，例如3幢2单元501；村里写组和门牌",
        },
    ),
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
TALENT_STEPS = (
    Step(
        "grade",
        "{child}要读几年级？",
        ("grade",),
        "人才子女由主管部门认定，不用再交证明，也不问户口和房子。转学也从这里申请，写转过来要读的年级。",
    ),
    Step(
        "from_school",
        "{child}现在在哪里上学？",
        ("from_school",),
        "还没有上学的不用填。新学校收了、您也确认了，原来的学校才算转出。",
        {"from_school": "写学校全名，外地的写上省市"},
    ),
)


def faults_in_transfer(answers: Answers) -> dict[str, str]:
    """Return what is missing because of another answer, by field."""
    faults = {}
    if _other_address(answers):
        for name, zh in (("register_road", "小区、街路或村"), ("register_door", "门牌号")):
            if name not in answers:
                faults[name] = f"户口在另一个地址，请把那里的{zh}也写上。"
    if in_county(answers) and "register_day" not in answers:
        faults["register_day"] = "请写户口落在那里的日期，例如2020-01-31；户口簿上有。"
    if answers.get("sibling") == "yes" and "sibling_school" not in answers:
        faults["sibling_school"] = "请写哥哥姐姐在哪所学校；没有的，把上一题改成“否”。"
    return faults


def stage_of(grade: int) -> tuple[str, int]:
    """Return the stage and the grade within the rolls' counting of a grade from 0 to 12."""
    for stage, (low, high) in STAGES.items():
        if low <= grade <= high:
            return stage, max(grade, 1)
    raise ValueError(f"no grade {grade}")


def grade_fits(stage: str, grade: str) -> bool:
    """Return whether a grade belongs to a stage."""
    low, high = STAGES[stage]
    return low <= int(grade) <= high
