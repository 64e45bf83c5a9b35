"""The kind of call `enrolment.school`: a county asks families for which school they wish."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from xueyou.domains.enrolment.facts import NOWHERE, facts_of_addresses, known_facts
from xueyou.domains.enrolment.form import FIELDS, STEPS, faults_between, in_county
from xueyou.domains.enrolment.known import known_answers
from xueyou.domains.enrolment.publication_kinds import PLACED
from xueyou.domains.enrolment.refusals import TableNotTaken
from xueyou.domains.enrolment.rulebooks import three_classes
from xueyou.domains.enrolment.services.places import give_back_place, take_up_place
from xueyou.domains.enrolment.services.school_places import COLUMNS as PLACES_COLUMNS
from xueyou.domains.enrolment.services.school_places import set_up_places
from xueyou.domains.enrolment.twins import NOT_ONE_BIRTH, one_birth
from xueyou.domains.enrolment.zoning import Notice, kept_notice
from xueyou.formats.tables import table_of
from xueyou.kernel.calls.fields import Field
from xueyou.kernel.calls.kinds import Applied, CallKind, Facts, call_kind
from xueyou.kernel.calls.models import Application, Call, Offer, Option
from xueyou.kernel.calls.refusals import CallRefused, RowsRefused
from xueyou.kernel.calls.steps import Known, Step
from xueyou.kernel.registry.models import Person
from xueyou.platform.acts.actors import Actor
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import business_today

if TYPE_CHECKING:
    from xueyou.platform.acts.writing import ActInProgress

STAGES = {"kindergarten": "幼儿园", "primary": "小学", "junior": "初中"}
COUNTY_KINDS = ("county", "bureau")
REGION = 6
SIGNS = set("\"'{}[],:#\\\n")
"""Signs that end a word in the text of the rules."""
MIGRANT, LOCAL = "migrant", "local"


@call_kind("enrolment.school")
class SchoolEnrolment(CallKind):
    """Children of a county get places in its schools: by zone, class and lot."""

    zh = "入学报名"
    answers = FIELDS
    settings = (Field("stage", "学段", "choice", required=True, among=STAGES),)
    attributes = (
        Field("zone", "片区", "code", most=40),
        Field("school", "学校代码", "code", most=40),
    )
    fact_names = (
        "born",
        "zone",
        "register",
        "register_zone",
        "register_day",
        "housing",
        "lived_since",
        "sibling_school",
        "policy",
    )
    materials: ClassVar[Mapping[str, str]] = {
        "register_book": "户口簿",
        "home_paper": "房产证、不动产登记或租赁备案",
        "residence_permit": "居住证",
        "policy_paper": "优待对象的证明",
        "birth_paper": "出生医学证明",
    }
    least_choices = 1
    publication = PLACED.code
    classes: ClassVar[Mapping[str, str]] = {LOCAL: "本地户籍", MIGRANT: "外地户籍"}
    rule_fields = (
        Field("notice", "招生通知的名称", required=True, most=80),
        Field("number", "文号", required=True, most=40),
        Field("issued", "印发日期", "day", required=True),
        Field("born_from", "出生日期从哪一天（含）", "day", required=True),
        Field("born_to", "到哪一天（含）", "day", required=True),
        Field("appeal_until", "可以申请复核到哪一天", "day", required=True),
    )

    def write_rules(self, call: Call, given: Facts) -> str:
        """Three classes by household and home, and a lot within each."""
        county = call.organisation
        if len(county.region_code) < REGION:
            raise CallRefused("本单位还没有登记行政区划代码，写不成规则。请先登记。")
        if any(set(text) & SIGNS for text in (county.name, given["notice"], given["number"])):
            raise CallRefused("名称和文号里不能有引号、花括号、逗号、冒号这些符号，没有写成规则。")
        return three_classes(
            code=county.region_code[:REGION],
            county=county.name.removesuffix("教育局"),
            year=call.year,
            stage=call.settings["stage"],
            stage_zh=STAGES[call.settings["stage"]],
            **given,
        )

    places_columns = PLACES_COLUMNS

    def set_up_places(
        self, actor: Actor, round_uid: UUID, rows: Sequence[Sequence[str]], key: str
    ) -> int:
        """A row is a school's code and how many it is planned to take."""
        given = [dict(zip(PLACES_COLUMNS, row, strict=False)) for row in rows]
        table = table_of("places", given, PLACES_COLUMNS)
        try:
            return set_up_places(actor=actor, round_uid=round_uid, table=table, key=key)
        except TableNotTaken as refused:
            faults = [(max(one.row - 1, 1), one.column, one.zh) for one in refused.faults]
            raise RowsRefused(refused.zh, faults) from None

    def may_open(self, organisation: Organisation, on: date) -> str:
        """Enrolment is a county's call, or a bureau's."""
        if organisation.kind in COUNTY_KINDS:
            return ""
        return "入学报名由县区或市教育局设立，学校不能设立。没有设立。"

    def steps(self, call: Call) -> Sequence[Step]:
        """Return the pages, one question each."""
        return STEPS

    def known_of(self, call: Call, person: Person | None, at: datetime) -> Mapping[str, Known]:
        """Return what registers and other departments have said of the child already."""
        return {} if person is None else known_answers(call, person, at)

    def may_wish(self, call: Call, answers: Facts, option: Option) -> bool:
        """Offer the schools of the child's zones; all where a zone is not certain.

        The rules decide, not this: it only keeps the list short.
        """
        notice = kept_notice(call)
        zones = set() if notice is None else _zones(notice, answers)
        return not zones or "" in zones or option.attributes.get("zone", "") in zones

    def check(self, answers: Facts) -> Mapping[str, str]:
        """Return what contradicts itself or is missing because of another answer."""
        return faults_between(answers, business_today())

    def applicant_class(self, call: Call, answers: Facts) -> str:
        """Children registered elsewhere may have a window of their own."""
        return LOCAL if in_county(answers) else MIGRANT

    def stated(self, answers: Facts) -> Facts:
        """Return the facts that are answers; those of addresses need the county's zones."""
        facts = {
            name: answers[name]
            for name in ("register", "register_day", "housing", "policy")
            if name in answers
        }
        if "lived_year" in answers and "lived_month" in answers:
            year, month = int(answers["lived_year"]), int(answers["lived_month"])
            if year and 1 <= month <= 12:
                facts["lived_since"] = date(year, month, 1).isoformat()
        return facts

    def known(self, applications: Sequence[Applied], at: datetime) -> Mapping[int, Facts]:
        """Return the day of birth and the schools of brothers and sisters."""
        return known_facts(applications, at)

    def facts(self, applications: Sequence[Applied], at: datetime) -> dict[int, dict[str, str]]:
        """Return all facts; where nobody has attested a zone, the notice says it of the address."""
        found = super().facts(applications, at)
        by_address = facts_of_addresses(applications, at)
        for one in applications:
            said, register = by_address.get(one.id, {}), found[one.id].get("register")
            if register == "elsewhere":
                said["register_zone"] = NOWHERE
            elif register != one.answers.get("register"):
                said.pop("register_zone", None)  # of an address that the source does not confirm
            found[one.id] = {**said, **found[one.id]}
        return found

    together = "双胞胎、多胞胎"

    def may_group(self, applications: Sequence[Application]) -> str:
        """Twins, triplets: one birth as the registry knows it, else by their days of birth."""
        return "" if one_birth(applications, business_today()) else NOT_ONE_BIRTH

    def take_up(self, offer: Offer, a: "ActInProgress") -> None:
        """Enrol the child in the school and write the letter's code."""
        take_up_place(offer, a)

    def give_back(self, offer: Offer, a: "ActInProgress") -> None:
        """End both."""
        give_back_place(offer, a)


def _zones(notice: Notice, answers: Facts) -> set[str]:
    """Return the zones of the home and of the household; "" where one is open."""
    texts = [answers.get("road", "") + answers.get("door", "")]
    if answers.get("register") == "county":
        texts.append(answers.get("register_road", "") + answers.get("register_door", ""))
    return {notice.locate(text).zone for text in texts}
