"""What a family is asked that comes during the year: to change school, or as a talent's child."""

from xueyou.domains.enrolment.form import FIELDS as HOUSEHOLD
from xueyou.domains.enrolment.form import HOUSEHOLD_STEPS
from xueyou.kernel.calls.fields import Field
from xueyou.kernel.calls.steps import Step
from xueyou.kernel.registry import grades

GRADES = {
    "0": "幼儿园",
    **{str(n): f"小学{word}年级" for n, word in enumerate("一二三四五六", start=1)},
    **{str(n): f"初中{word}年级" for n, word in enumerate("一二三", start=7)},
    **{str(n): f"高中{word}年级" for n, word in enumerate("一二三", start=10)},
}
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
    *HOUSEHOLD_STEPS,
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


def stage_of(grade: int) -> tuple[str, int]:
    """Return the stage and the grade within the rolls' counting of a grade from 0 to 12."""
    stage = "kindergarten" if grade == 0 else grades.stage_of(grade)
    if stage is None:
        raise ValueError(f"no grade {grade}")
    return stage, max(grade, 1)


def grade_fits(stage: str, grade: str) -> bool:
    """Return whether a grade belongs to a stage."""
    return stage_of(int(grade))[0] == stage
