"""A room that only tests know: two kinds of call that share nothing else, and its people's roles.

`tests.school`: a county asks families once, in one lane, for wishes in two batches. `tests.clubs`:
a school asks its own families every term, in a lane a weekday. `tests.badge`: organisations ask.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from xueyou.kernel.calls import access
from xueyou.kernel.calls.fields import Field
from xueyou.kernel.calls.kinds import Applied, CallKind, Facts, Party, call_kind
from xueyou.kernel.calls.models import Application, Call
from xueyou.kernel.calls.standings import CALLS_CLOSED, PLACES_CUT
from xueyou.kernel.calls.views import (
    CallRow,
    FamilySees,
    HomeSees,
    RoundRow,
)
from xueyou.kernel.registry.access import END_SHARING, INVITE_GUARDIAN, SETTLE_CLAIM, SHARE_CLAIM
from xueyou.kernel.registry.models import PersonBond, PersonBondKind
from xueyou.kernel.registry.standings import writes
from xueyou.platform.access.roles import ALLOWED, Role, via
from xueyou.platform.acts.verbs import register_verb

WORK = register_verb("tests.work", zh="试着办一件事")
writes(PLACES_CUT, CALLS_CLOSED)

SCHOOL_RULES = """\
schema: xueyou-rules/1
title: 试点县小学入学
jurisdiction: {code: "310101", name: 试点县}
year: 2026
stage: primary
sources:
  S1: {title: 实施细则, issuer: 试点县教育局, number: 试教1号, date: "2026-03-01", status: verified}
facts:
  zone: {zh: 学区, type: code}
  local: {zh: 本地户籍, type: flag}
  since: {zh: 落户日, type: date}
  points: {zh: 积分, type: decimal, step: 0.5, min: 0}
  illness: {zh: 特殊情况, type: code, sensitivity: sensitive}
attributes:
  area: {zh: 招生片区, type: code}
lottery: {ticket: one}
batches:
  - id: 民办
    zh: 民办
    choices: {mode: parallel, max: 2}
    tie_last: lottery
    group: {bind: true, straddle: expand}
  - id: 公办
    zh: 公办
    eligibility:
      - {need: zone == option.area, zh: 住在片区里}
    choices: {mode: deferred, max: 6}
    pools:
      - {id: 本地, who: local == yes, hard: false}
      - {id: 其余, all: true, places: rest}
    precedence: [本地, 其余]
    rank: [points desc]
    ties: [since asc]
    tie_last: lottery
    group: {bind: true, straddle: expand}
"""

CLUB_RULES = """\
schema: xueyou-rules/1
title: 课后服务点餐
jurisdiction: {code: "310101", name: 试点县}
year: 2026
stage: primary
sources:
  S1: {title: 校内办法, issuer: 试点小学, number: 校1号, date: "2026-03-01", status: verified}
facts:
  grade: {zh: 年级, type: integer, min: 1, max: 6}
attributes:
  lowest: {zh: 最低年级, type: integer}
lottery: {ticket: per_option}
batches:
  - id: 点餐
    zh: 点餐
    eligibility:
      - {need: grade >= option.lowest, zh: 年级够}
    choices: {mode: deferred, max: 3}
    tie_last: lottery
"""


@call_kind("tests.school")
class School(CallKind):
    """A county gives places in schools."""

    zh = "小学入学"
    answers = (
        Field("zone", "学区", "code", required=True, most=40),
        Field("since", "落户日", "day"),
        Field("illness", "特殊情况", "choice", sensitive=True, among={"asthma": "哮喘"}),
        Field("migrant", "随迁子女", "flag"),
        Field("note", "备注", most=100),
    )
    settings = (Field("stage", "学段", "choice", required=True, among={"primary": "小学"}),)
    attributes = (Field("area", "片区", "code"),)
    fact_names = ("zone", "local", "since", "points", "illness")
    materials: Mapping[str, str] = {"hukou": "户口簿", "lease": "租房合同"}
    together = "双胞胎"

    def check(self, answers: Facts) -> Mapping[str, str]:
        """A migrant has no day on which the household moved in."""
        both = answers.get("migrant") == "yes" and "since" in answers
        return {"since": "随迁子女不用填落户日，请去掉。"} if both else {}

    def applicant_class(self, call: Call, answers: Facts) -> str:
        """Migrants apply in a window of their own."""
        return "migrant" if answers.get("migrant") == "yes" else ""

    def may_group(self, applications: Sequence[Application]) -> str:
        """Twins, as the registry knows them, may be one group."""
        people = {one.person_id for one in applications}
        bonds = PersonBond.objects.standing().filter(
            kind=PersonBondKind.MULTIPLE_BIRTH, holder__in=people, subject__in=people
        )
        return "" if bonds.count() >= len(people) - 1 else "只有多胞胎可以绑在一起。没有改动。"


@call_kind("tests.clubs")
class Clubs(CallKind):
    """A school fills its clubs: a place in each lane, grades known to the registry."""

    zh = "课后服务"
    many_lanes = True
    least_choices = 1
    answers = (Field("grade_said", "年级", "integer", most=6),)
    attributes = (Field("lowest", "最低年级", "integer", most=6),)
    fact_names = ("grade",)

    def known(self, applications: Sequence[Applied], at: datetime) -> Mapping[int, Facts]:
        """The grade is on the answers here; a real room asks memberships."""
        return {
            one.id: {"grade": one.answers["grade_said"]}
            for one in applications
            if "grade_said" in one.answers
        }


@call_kind("tests.badge")
class Badge(CallKind):
    """Schools ask for a badge, several items each."""

    zh = "示范校"
    party = Party.ORGANISATION
    answers = (Field("plan", "建设方案", required=True),)
    fact_names = ("points",)


FAMILY = Role(
    "family",
    "家长",
    {
        access.FILL_APPLICATION: via("family"),
        access.READ_APPLICATION: via("family", FamilySees),
        access.ASK_FOR_CLAIMED: ALLOWED,
        SHARE_CLAIM: via("own"),
        END_SHARING: via("own"),
        INVITE_GUARDIAN: via("family"),
        access.ASK_FOR_PERSON: via("family"),
    },
    everyone=True,
)
OFFICER = Role(
    "officer",
    "招生办",
    {
        access.OPEN_CALL: ALLOWED,
        access.READ_CALL: via("owner", CallRow),
        access.KEEP_CALL: via("owner"),
        access.KEEP_ROUND: via("owner", RoundRow),
        access.FREEZE_ROUND: via("owner"),
        access.KEEP_OPTION: via("owner"),
        access.READ_APPLICATION: via("home", HomeSees),
        access.CHECK_APPLICATION: via("home"),
    },
)
CLERK = Role(
    "clerk",
    "学校",
    {
        access.OPEN_CALL: ALLOWED,
        access.READ_CALL: via("owner", CallRow),
        access.KEEP_CALL: via("owner"),
        access.KEEP_ROUND: via("owner", RoundRow),
        access.FREEZE_ROUND: via("owner"),
        access.KEEP_OPTION: via("owner"),
        access.READ_APPLICATION: via("party", FamilySees),
        access.ASK_FOR_ORGANISATION: via("own"),
        access.FILL_APPLICATION: via("party"),
    },
)
KEEPER = Role("keeper", "学籍", {SETTLE_CLAIM: via("city")})
ROLES = (FAMILY, OFFICER, CLERK, KEEPER)
