"""Two kinds of call that run all year: `enrolment.transfer` 转学, `enrolment.talent` 人才子女."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, ClassVar

from xueyou.domains.enrolment.facts import OPEN, facts_of_addresses, known_facts
from xueyou.domains.enrolment.form import faults_between
from xueyou.domains.enrolment.moving_facts import (
    schools_now,
    talents,
)
from xueyou.domains.enrolment.moving_forms import (
    GRADES,
    TALENT_FIELDS,
    TALENT_STEPS,
    TRANSFER_FIELDS,
    TRANSFER_STEPS,
    grade_fits,
)
from xueyou.domains.enrolment.rule_writing import REGION, SIGNS
from xueyou.domains.enrolment.rulebooks.moves import (
    FORMS,
    TALENT,
    TRANSFER,
    Measure,
    talent_rules,
    transfer_rules,
)
from xueyou.domains.enrolment.services.moving import give_back_moved, take_up_moved
from xueyou.domains.enrolment.talent_standing import CATEGORIES
from xueyou.kernel.calls.fields import Field
from xueyou.kernel.calls.kinds import Applied, CallKind, Facts, Term, call_kind
from xueyou.kernel.calls.models import Call, Offer, Option
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.steps import Known, Step
from xueyou.kernel.registry.models import Person
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import CITY, business_today

if TYPE_CHECKING:
    from xueyou.platform.acts.writing import ActInProgress

COUNTY_KINDS = ("county", "bureau")
STAGE_NAMES = {"kindergarten": "幼儿园", "primary": "小学", "junior": "初中", "senior": "高中"}
REPLY = Field("reply_days", "家长几天内确认（0：不用确认）", "integer", required=True, most=60)


class Moving(CallKind):
    """What both have in common: one comes, is decided, answers, and changes school."""

    modes: ClassVar[tuple[str, ...]] = ("rolling", "batch")
    least_choices = 1
    attributes = (
        Field("grade", "年级（幼儿园0，小学1至6，初中7至9，高中10至12）", "integer", most=12),
        Field("school", "学校代码", "code", most=40),
        Field("zone", "片区", "code", most=40),
    )

    def reply_until(self, call: Call, at: datetime) -> datetime | None:
        """Return the end of the last of the days that the call gives."""
        days = int(call.settings["reply_days"])
        if not days:
            return None
        last = at.astimezone(CITY).date() + timedelta(days=days + 1)
        return datetime.combine(last, time(0), CITY)

    def may_wish(self, call: Call, answers: Facts, option: Option) -> bool:
        """Offer what has the grade."""
        return bool(option.attributes.get("grade", "") == answers.get("grade"))

    def fact_zh(self, call: Call, name: str, value: str) -> str:
        """Return a fact in words."""
        return GRADES.get(value, value) if name == "grade" else super().fact_zh(call, name, value)

    def known_of(self, call: Call, person: Person | None, at: datetime) -> Mapping[str, Known]:
        """Return where the child goes to school now."""
        if person is None:
            return {}
        school = schools_now([person.pk], at.astimezone(CITY).date()).get(person.pk)
        return {} if school is None else {"from_school": Known(school, "学籍登记")}

    def take_up(self, offer: Offer, a: "ActInProgress") -> None:
        """Let the new school begin, which ends the old one, and write the letter's code."""
        take_up_moved(offer, a)

    def give_back(self, offer: Offer, a: "ActInProgress") -> None:
        """Let the child stay where it was, as long as the new school has not begun."""
        give_back_moved(offer, a)


@call_kind("enrolment.transfer")
class Transfer(Moving):
    """Pupils change school all year: places by grade, and no lot."""

    zh = "转学"
    answers = TRANSFER_FIELDS
    settings = (
        Field(
            "stage",
            "学段",
            "choice",
            required=True,
            among={code: STAGE_NAMES[code] for code in ("primary", "junior")},
        ),
        Field("answer_days", "几个工作日内答复", "integer", required=True, most=60),
        REPLY,
    )
    fact_names = ("grade", "zone", "register_zone", "register_day", "sibling_school")
    materials: ClassVar[Mapping[str, str]] = {
        "register_book": "户口簿",
        "home_paper": "房产证、不动产登记或租赁备案",
        "school_paper": "现在学校的学籍证明",
    }
    rule_forms = (FORMS[TRANSFER],)

    def may_open(self, organisation: Organisation, on: date) -> str:
        """Transfers are a county's call: it knows the places of all its schools."""
        return _of_county(organisation)

    def term(self, call: Call) -> Term | None:
        """Return the working days that the call promises."""
        days = int(call.settings["answer_days"])
        return Term(days, "working_day", (3, 1) if days > 3 else (1,)) if days else None

    def steps(self, call: Call) -> Sequence[Step]:
        """Return the pages, one question each."""
        return TRANSFER_STEPS

    def check(self, answers: Facts) -> Mapping[str, str]:
        """Return what contradicts itself or is missing because of another answer."""
        return faults_between(answers, business_today())

    def may_wish(self, call: Call, answers: Facts, option: Option) -> bool:
        """Offer what has the grade, within the call's stage."""
        grade = answers.get("grade", "")
        return super().may_wish(call, answers, option) and grade_fits(call.settings["stage"], grade)

    def stated(self, answers: Facts) -> Facts:
        """Return the grade and the day of the household; the zones follow from the addresses."""
        return {name: answers[name] for name in ("grade", "register_day") if name in answers}

    def known(self, applications: Sequence[Applied], at: datetime) -> Mapping[int, Facts]:
        """Return the schools of brothers and sisters."""
        return known_facts(applications, at)

    def facts(self, applications: Sequence[Applied], at: datetime) -> dict[int, dict[str, str]]:
        """Return all facts; where nobody has attested a zone, the notice says it of the address."""
        found = super().facts(applications, at)
        said = facts_of_addresses(applications, at)
        return {
            pk: {
                name: value
                for name, value in {**said.get(pk, {}), **facts}.items()
                if value != OPEN
            }
            for pk, facts in found.items()
        }

    def write_rules(self, call: Call, form: str, given: Facts) -> str:
        """By grade; household and home in the zone come first."""
        return transfer_rules(_measure(call, given), given)


@call_kind("enrolment.talent")
class TalentEnrolment(Moving):
    """Children of certified talents: every stage, transfers too, places of their own."""

    zh = "人才子女入学"
    answers = TALENT_FIELDS
    settings = (
        Field("total", "公布的学位总数", "integer", required=True, most=99999),
        Field("answer_hours", "几小时内答复", "integer", required=True, most=720),
        REPLY,
    )
    modes = ("rolling",)
    fact_names = ("grade", "talent", "talent_grade")
    rule_forms = (FORMS[TALENT],)

    def may_open(self, organisation: Organisation, on: date) -> str:
        """A county's call, or the city's."""
        return _of_county(organisation)

    def most_places(self, call: Call) -> int | None:
        """Return the total that was made public: no place beyond it, whatever the cause."""
        return int(call.settings["total"])

    def term(self, call: Call) -> Term | None:
        """Return the hours that the call promises."""
        hours = int(call.settings["answer_hours"])
        warn = tuple(one for one in (24, 4) if one < hours)
        return Term(hours, "hour", warn) if hours else None

    def steps(self, call: Call) -> Sequence[Step]:
        """Return the pages: neither household nor property."""
        return TALENT_STEPS

    def stated(self, answers: Facts) -> Facts:
        """Return the grade. Nobody states of himself that he is certified."""
        return {name: answers[name] for name in ("grade",) if name in answers}

    def known(self, applications: Sequence[Applied], at: datetime) -> Mapping[int, Facts]:
        """Return what the competent office has certified."""
        return talents(applications, at)

    def facts(self, applications: Sequence[Applied], at: datetime) -> dict[int, dict[str, str]]:
        """Return all facts. Who is certified only the competent office says, nobody at a desk."""
        found, certified = super().facts(applications, at), talents(applications, at)
        for pk, facts in found.items():
            facts.pop("talent_grade", None)
            facts |= certified[pk]
        return found

    def write_rules(self, call: Call, form: str, given: Facts) -> str:
        """Certified, by wishes, the higher category first."""
        return talent_rules(_measure(call, given), given, CATEGORIES)


def _of_county(organisation: Organisation) -> str:
    if organisation.kind in COUNTY_KINDS:
        return ""
    return "这一项由县区或市教育局设立，学校不能设立。没有设立。"


def _measure(call: Call, given: Facts) -> Measure:
    county = call.organisation
    if len(county.region_code) < REGION:
        raise CallRefused("本单位还没有登记行政区划代码，写不成规则。请先登记。")
    if any(set(text) & SIGNS for text in (county.name, given["notice"], given["number"])):
        raise CallRefused("名称和文号里不能有引号、花括号、逗号、冒号这些符号，没有写成规则。")
    return Measure(
        code=county.region_code[:REGION],
        county=county.name.removesuffix("教育局"),
        year=call.year,
        title=given["notice"],
        number=given["number"],
        issued=given["issued"],
        appeal_until=given["appeal_until"],
    )
