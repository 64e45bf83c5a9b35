"""The kind of call `enrolment.school`: a county asks families for which school they wish."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.db.models import QuerySet

from xueyou.domains.enrolment import moving_kinds  # noqa: F401 - they enter themselves
from xueyou.domains.enrolment.earlier import current_rounds, facts_of_rounds
from xueyou.domains.enrolment.facts import NOWHERE, OPEN, facts_of_addresses, known_facts
from xueyou.domains.enrolment.form import CARE, FIELDS, STEPS, faults_between, in_county
from xueyou.domains.enrolment.home_facts import facts_of_homes
from xueyou.domains.enrolment.known import known_answers
from xueyou.domains.enrolment.publication_kinds import PLACED
from xueyou.domains.enrolment.questions import (
    QUESTIONS,
    confirmed_facts,
    corrected_facts,
    fact_words,
)
from xueyou.domains.enrolment.refusals import TableNotTaken
from xueyou.domains.enrolment.rule_writing import STAGES, rules_of_form
from xueyou.domains.enrolment.rulebooks.batches import FROM_AWAY, PANEL, REGISTERED
from xueyou.domains.enrolment.rulebooks.forms import FORMS
from xueyou.domains.enrolment.services.committee import elsewhere_of, lay_committee_places
from xueyou.domains.enrolment.services.laying import PRIVATE_SECTOR, lay_places
from xueyou.domains.enrolment.services.places import give_back_place, take_up_place
from xueyou.domains.enrolment.services.school_places import COLUMNS as PLACES_COLUMNS
from xueyou.domains.enrolment.services.school_places import set_up_places
from xueyou.domains.enrolment.shared_places import require_plans_kept, require_within_plan
from xueyou.domains.enrolment.twins import NOT_ONE_BIRTH, one_birth
from xueyou.domains.enrolment.zoning import Notice, kept_notice
from xueyou.formats.tables import table_of
from xueyou.kernel.calls.fields import Field
from xueyou.kernel.calls.kinds import Applied, CallKind, Facts, call_kind
from xueyou.kernel.calls.models import Application, Call, Offer, Option, Round
from xueyou.kernel.calls.questions import Question
from xueyou.kernel.calls.refusals import RowsRefused
from xueyou.kernel.calls.steps import Known, Step
from xueyou.kernel.registry.models import Person
from xueyou.platform.acts.actors import Actor
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import business_today, wall_now
from xueyou.rulebook.language.model import Batch
from xueyou.rulebook.language.model import Rulebook as Rules

if TYPE_CHECKING:
    from xueyou.platform.acts.writing import ActInProgress

COUNTY_KINDS = ("county", "bureau")
SECTORS = {"public": "公办", PRIVATE_SECTOR: "民办"}
MIGRANT, LOCAL = "migrant", "local"


@call_kind("enrolment.school")
class SchoolEnrolment(CallKind):
    """Children of a county get places in its schools: by zone, class and lot."""

    zh = "入学报名"
    answers = FIELDS
    settings = (
        Field("stage", "学段", "choice", required=True, among=STAGES),
        Field("committee", "残疾孩子由专家委员会安排", "flag"),
    )
    attributes = (
        Field("zone", "片区", "code", most=40),
        Field("school", "学校代码", "code", most=40),
        Field("sector", "公办还是民办", "choice", among=SECTORS),
        Field("place", "校址（东、北各多少米）", "place"),
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
        "private",
        "private_before",
        "placed_before",
        "special",
        "panel_school",
        "statutory",
        "home",
        "family",
        "home_used_on",
        "home_used_by",
        "residence_months",
        "insured_months",
        "place",
    )
    materials: ClassVar[Mapping[str, str]] = {
        "register_book": "户口簿",
        "home_paper": "房产证、不动产登记或租赁备案",
        "residence_permit": "居住证",
        "policy_paper": "优待对象的证明",
        "birth_paper": "出生医学证明",
    }
    questions = QUESTIONS
    season_by = ("stage",)
    least_choices = 1
    publication = PLACED.code
    unshown_batches = frozenset({PANEL})
    classes: ClassVar[Mapping[str, str]] = {LOCAL: "本地户籍", MIGRANT: "外地户籍"}
    rule_forms = FORMS
    owes_everybody = True

    def provided(self, left: QuerySet[Application]) -> set[int]:
        """Leave out whom the expert committee arranges for elsewhere, or teaches at home."""
        return elsewhere_of(left)

    def write_rules(self, call: Call, form: str, given: Facts) -> str:
        """Write one of the forms: classes and a lot, tiers, public beside private, points …"""
        return rules_of_form(call, form, given)

    def lay_places(self, round_: Round, rules: Rules, a: "ActInProgress") -> None:
        """Let planned places find the batch of their kind of school, within what each may take."""
        require_plans_kept(round_)  # locks schools: before lines are written, which raise the stamp
        lay_places(round_, rules, a)

    def require_places(self, round_: Round, option: Option, delta: int) -> None:
        """Keep a school within what it takes in all, however many counties call for it."""
        require_within_plan(round_, option, delta)

    def begin_freeze(self, round_: Round, a: "ActInProgress") -> None:
        """Lay the places that the expert committee has given beside those of the lot."""
        lay_committee_places(round_, a)

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
        return (*STEPS, CARE) if call.settings.get("committee") == "yes" else STEPS

    def known_of(self, call: Call, person: Person | None, at: datetime) -> Mapping[str, Known]:
        """Return what registers and other departments have said of the child already."""
        return {} if person is None else known_answers(call, person, at)

    def may_wish(self, call: Call, answers: Facts, option: Option) -> bool:
        """Offer the schools of the child's zones; all where a zone is not certain.

        The rules decide, not this: it only keeps the list short.
        """
        notice = kept_notice(call)
        zones = set() if notice is None else _zones(notice, answers)
        if option.attributes.get("sector") == PRIVATE_SECTOR:
            return True
        return not zones or "" in zones or option.attributes.get("zone", "") in zones

    def may_ask(self, answers: Facts, batch: Batch) -> bool:
        """Keep the list of migrant children from others, and the list of residents from migrants.

        Until a family has said where its household is, all are put to it.
        """
        needs = {need.id for need in batch.needs}
        away = answers.get("register") == "elsewhere"
        if "register" not in answers or not needs & {FROM_AWAY, REGISTERED}:
            return True
        return away if FROM_AWAY in needs else not away or answers.get("policy") == "yes"

    def on_paper_alone(self, answers: Facts) -> bool:
        """Who says that a statutory group is his goes before others: his certificate is seen."""
        return answers.get("policy") == "yes"

    def check(self, answers: Facts) -> Mapping[str, str]:
        """Return what contradicts itself or is missing because of another answer."""
        return faults_between(answers, business_today())

    def applicant_class(self, call: Call, answers: Facts) -> str:
        """Children registered elsewhere may have a window of their own."""
        return LOCAL if in_county(answers) else MIGRANT

    def most_choices(self, call: Call, batch: Batch) -> int:
        """Nobody wishes for what the expert committee gives."""
        return 0 if batch.id == PANEL else super().most_choices(call, batch)

    def stated(self, answers: Facts) -> Facts:
        """Return the facts that are answers; those of addresses need the county's zones."""
        facts = {
            name: answers[name]
            for name in ("register", "register_day", "housing", "policy")
            if name in answers
        }
        facts["special"] = answers.get("special", "no")
        if "lived_year" in answers and "lived_month" in answers:
            year, month = int(answers["lived_year"]), int(answers["lived_month"])
            if year and 1 <= month <= 12:
                facts["lived_since"] = date(year, month, 1).isoformat()
        return facts

    def known(self, applications: Sequence[Applied], at: datetime) -> Mapping[int, Facts]:
        """Return birth, the schools of brothers and sisters, what was asked and given before."""
        rounds = current_rounds(applications, at)
        before = facts_of_rounds(applications, rounds)
        homes = facts_of_homes(applications, rounds, at)
        return {
            pk: {**facts, **before.get(pk, {}), **homes.get(pk, {})}
            for pk, facts in known_facts(applications, at).items()
        }

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
            facts = {**said, **found[one.id]}
            found[one.id] = {name: value for name, value in facts.items() if value != OPEN}
        return found

    together = "双胞胎、多胞胎"

    def confirmed(
        self, call: Call, question: Question, applications: Sequence[Applied], at: datetime
    ) -> Mapping[int, Facts]:
        """Return what an office's "so it is" confirms: an address also confirms its zone."""
        return confirmed_facts(question, applications, at)

    def corrected(
        self, call: Call, question: Question, value: str, one: Applied, at: datetime
    ) -> Facts:
        """Return what an office's other word states: of an address, the zone it lies in."""
        return corrected_facts(call, question, value, one, at)

    def fact_zh(self, call: Call, name: str, value: str) -> str:
        """Return a fact in words: a zone by its schools."""
        return fact_words(call, name, value, wall_now()) or super().fact_zh(call, name, value)

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
