"""The forms of rules that a county may choose among, and the rulebook each one writes."""

from collections.abc import Mapping

from xueyou.domains.enrolment.rulebooks import batches, three_classes
from xueyou.domains.enrolment.rulebooks.notice import Notice, Part, written
from xueyou.kernel.calls.fields import Field
from xueyou.kernel.calls.rule_forms import RuleForm

THREE, TIERS, BOTH, SUPPLEMENTARY, POINTS = (
    "three_classes", "tiers", "both", "supplementary", "points",
)  # fmt: skip
MOST_WISHES = 19
NOTICE = (
    Field("notice", "招生通知的名称", required=True, most=80),
    Field("number", "文号", required=True, most=40),
    Field("issued", "印发日期", "day", required=True),
    Field("born_from", "出生日期从哪一天（含）", "day", required=True),
    Field("born_to", "到哪一天（含）", "day", required=True),
    Field("appeal_until", "可以申请复核到哪一天", "day", required=True),
)
TWINS = Field(
    "twins",
    "双胞胎类别不同，按哪一个",
    "choice",
    required=True,
    among={"lowest": "靠后的一类", "highest": "靠前的一类"},
)
COMPLETION = Field("completion", "没有录上的，由近到远统筹安排", "flag", required=True)
PUBLIC = (
    Field("wishes", "公办最多填几所", "integer", required=True, most=MOST_WISHES),
    Field(
        "first",
        "第一类要不要自己家的房子",
        "choice",
        required=True,
        among={"both": "户口和住址都在片区就是", "owned": "还要住父母或祖辈的房子"},
    ),
    Field(
        "order",
        "同一类别里看什么",
        "choice",
        required=True,
        among={
            "lot": "直接抽签",
            "register": "户口迁入早的在前",
            "lived": "住进来早的在前",
            "register_lived": "先看户口，再看住进来的日期",
        },
    ),
    Field(
        "siblings",
        "哥哥姐姐在同一所学校的",
        "choice",
        required=True,
        among={"none": "不另外照顾", "within": "同一类别里在前", "tier": "单列一类，排在第一类后"},
    ),
    Field(
        "statutory",
        "主管部门认定的优待对象",
        "choice",
        required=True,
        among={"first": "排在各类前面", "pool": "单列学位", "none": "这一项不用"},
    ),
    TWINS,
    Field("home_years", "一个住址几年内只安排一户（不用就写0）", "integer", required=True, most=12),
)
BY_POINTS = (
    Field("migrant_wishes", "随迁最多填几所", "integer", most=MOST_WISHES),
    Field("residence_points", "居住证每满一个月几分", "integer", most=100),
    Field("residence_most", "居住证最多几分", "integer", most=9999),
    Field("insured_points", "社保每满一个月几分", "integer", most=100),
    Field("insured_most", "社保最多几分", "integer", most=9999),
)
MIGRANTS = Field(
    "migrants",
    "随迁子女",
    "choice",
    required=True,
    among={
        "same": "和别人一样，按住址排在后面的类别",
        "points": "另按积分，用公办余下的和购买的学位",
    },
)
PRIVATE = (
    Field(
        "losers",
        "民办没录上的，回到公办怎么排",
        "choice",
        required=True,
        among={"behind": "排在同一类别后面", "equal": "和没填民办的一样"},
    ),
    Field("private_refill", "民办有人放弃，依次递补", "flag", required=True),
)
FORMS = (
    RuleForm(
        THREE,
        "三类抽签",
        "户口和住址都在片区的、只有户口的、只有住址的，依次录取，同一类别抽签。",
        NOTICE,
        rounds=("main",),
    ),
    RuleForm(
        TIERS,
        "分类排位",
        "类别、先后、优待、双胞胎、一个住址几年一户、随迁积分、统筹，都可以选。",
        (*NOTICE, *PUBLIC, MIGRANTS, *BY_POINTS, COMPLETION),
        rounds=("main",),
    ),
    RuleForm(
        BOTH,
        "公办民办同时报",
        "同一个窗口里民办填一所、公办填几所；民办先抽签，没录上的回到公办。",
        (*NOTICE, *PRIVATE, *PUBLIC, MIGRANTS, *BY_POINTS, COMPLETION),
        rounds=("main",),
    ),
    RuleForm(
        POINTS,
        "随迁积分",
        "只收户口不在本县区的孩子，积分高的先挑；学位是公办划出的和向民办购买的。",
        (
            *NOTICE,
            TWINS,
            *(Field(one.name, one.zh, one.type, required=True, most=one.most) for one in BY_POINTS),
            COMPLETION,
        ),
    ),
    RuleForm(
        SUPPLEMENTARY,
        "补录",
        "前面没有得到学位的再来一轮：民办补录、公办补录，最后由近到远统筹。",
        (*NOTICE, *PUBLIC, COMPLETION),
        rounds=("supplementary",),
    ),
)


def write(form: str, notice: Notice, given: Mapping[str, str], *, committee: bool) -> str:
    """Return the rules of a form. `committee`: children may be placed by the expert committee.

    Raises FormIncomplete where an answer makes another one necessary.
    """
    asked = {**given, "committee": "yes" if committee else "no"}
    if form == THREE:
        return _three_classes(notice)
    if form == POINTS:
        asked |= {"migrants": "points"}
        return _written(notice, asked, [batches.migrants(notice, asked)])
    if form == SUPPLEMENTARY:
        asked |= {"supplementary": "yes"}
        return _written(
            notice, asked, [batches.private(notice, asked), batches.public(notice, asked)]
        )
    found = [batches.private(notice, asked)] if form == BOTH else []
    found.append(batches.public(notice, asked))
    if asked["migrants"] == "points":
        _require_points(asked)
        found.append(batches.migrants(notice, asked))
    return _written(notice, asked, found)


class FormIncomplete(ValueError):
    """Some fields are needed because of another one; `zh` says which."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


def _require_points(asked: Mapping[str, str]) -> None:
    missing = [field.zh for field in BY_POINTS if not asked.get(field.name)]
    if missing:
        raise FormIncomplete(f"随迁子女另按积分，还要填：{'、'.join(missing)}。规则还没有写成。")


def _written(notice: Notice, asked: Mapping[str, str], found: list[Part]) -> str:
    before = [batches.panel()] if asked["committee"] == "yes" else []
    after = [batches.rest(notice, asked)] if asked["completion"] == "yes" else []
    by_points = asked.get("migrants") == "points"
    return written(notice, [*before, *found, *after], batches.points(asked) if by_points else None)


def _three_classes(notice: Notice) -> str:
    return three_classes(
        code=notice.code,
        county=notice.county,
        year=notice.year,
        stage=notice.stage,
        stage_zh=notice.stage_zh,
        born_from=notice.born_from,
        born_to=notice.born_to,
        notice=notice.title,
        number=notice.number,
        issued=notice.issued,
        appeal_until=notice.appeal_until,
    )
