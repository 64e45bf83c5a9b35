"""The call of a term's clubs: opened by the school, a lane a weekday slot, drawn, never raced."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import ClassVar

from xueyou.domains.clubs.families import family_keys
from xueyou.domains.clubs.refusals import ClubRefused
from xueyou.domains.clubs.services.places import end_place_of, give_place
from xueyou.domains.clubs.terms import term_of
from xueyou.kernel.calls.fields import Field
from xueyou.kernel.calls.kinds import Applied, CallKind, Facts, call_kind
from xueyou.kernel.calls.models import Call, Offer, Option, Round, RoundState
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.rule_forms import RuleForm
from xueyou.kernel.calls.steps import Known, Step
from xueyou.kernel.registry.models import Membership, MembershipKind, Person
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.orgs.models import Organisation, OrganisationKind
from xueyou.platform.time import CITY

CODE = "clubs.term"
STAGES = {"primary": "小学", "junior": "初中"}
BILLINGS = {"attended": "按实到次数", "booked": "按选课次数"}
HIGHEST = 9


@call_kind(CODE)
class ClubTerm(CallKind):
    """One school's menu for one term. A child may hold one place in each lane."""

    zh = "课后服务选课"
    many_lanes = True
    least_choices = 1
    answers = (
        Field("grade", "年级", "integer", required=True, most=HIGHEST),
        Field("voluntary", "自愿参加课后服务", "flag", required=True),
    )
    settings = (
        Field("stage", "学段", "choice", required=True, among=STAGES),
        Field("first_day", "第一天", "day", required=True),
        Field("last_day", "最后一天", "day", required=True),
        Field("holiday_first", "假期日间第一天", "day"),
        Field("holiday_last", "假期日间最后一天", "day"),
        Field("billing", "收费办法", "choice", required=True, among=BILLINGS),
        Field("wishes", "每个时段最多填几个", "integer", required=True, most=10),
    )
    attributes = (
        Field("school", "学校", "code", required=True, most=40),
        Field("lowest", "最低年级", "integer", required=True, most=HIGHEST),
        Field("highest", "最高年级", "integer", required=True, most=HIGHEST),
    )
    fact_names: ClassVar[tuple[str, ...]] = ("school", "grade")
    menu = "课程和名额在菜单里加和改"
    no_copy = (
        "课后服务的课、老师和收费每学期重新核对，不能照抄，没有设立。请另外设立一项，再编菜单。"
    )
    rule_forms = (
        RuleForm(
            "menu",
            "照菜单写",
            "一个时段一批，年级合适的都可以选，超过名额抽签。",
            (
                Field("document", "校内办法的名称", required=True, most=80),
                Field("number", "文号", required=True, most=40),
                Field(
                    "appeal_until",
                    "可以申请复核到哪一天",
                    "day",
                    hint="不填，这一次的结果家长就不能申请复核，公布以后不能再补",
                ),
            ),
        ),
    )

    def write_rules(self, call: Call, form: str, given: Facts) -> str:
        """A batch a lane, grades, and the draw, as the menu stands."""
        # The text is written from the menu, whose checks read this kind's own limits.
        from xueyou.domains.clubs.services.rulebook_text import text_of

        try:
            return text_of(
                call,
                document=given["document"],
                number=given["number"],
                appeal_until=given.get("appeal_until", ""),
            )
        except ClubRefused as refused:
            raise CallRefused(refused.zh) from None

    def lane_zh(self, call: Call, lane: str) -> str:
        """A weekday and its slot, or the holiday with its days."""
        return term_of(call).lane_zh(lane)

    def may_open(self, organisation: Organisation, on: date) -> str:
        """A school's own; nobody opens it for a school."""
        if organisation.kind != OrganisationKind.SCHOOL:
            return "课后服务选课由学校自己设立，没有设立。"
        return "" if organisation.code else "学校还没有代码，没有设立。请先登记学校代码。"

    def steps(self, call: Call) -> Sequence[Step]:
        """Two short pages before the wishes."""
        return [
            Step("grade", "{child}现在上几年级？", ("grade",)),
            Step(
                "voluntary",
                "{child}自愿参加课后服务吗？",
                ("voluntary",),
                hint="课后服务由家长和孩子自愿选择，随时可以退出；不参加没有任何影响。",
            ),
        ]

    def known_of(self, call: Call, person: Person | None, at: datetime) -> Mapping[str, Known]:
        """The grade, as the school's roll says."""
        if person is None:
            return {}
        found = _enrolled([person.pk], at).get(person.pk)
        if found is None or found.grade is None:
            return {}
        return {"grade": Known(str(found.grade), "学籍")}

    def may_wish(self, call: Call, answers: Facts, option: Option) -> bool:
        """Only clubs for the child's grade."""
        if "grade" not in answers:
            return True
        grade, has = int(answers["grade"]), option.attributes
        return int(has["lowest"]) <= grade <= int(has["highest"])

    def check(self, answers: Facts) -> Mapping[str, str]:
        """Nobody takes part who has not said that he wants to."""
        if answers.get("voluntary") == "yes":
            return {}
        return {"voluntary": "没有选“自愿参加”，不能交。不想参加就不用填这张表。"}

    def stated(self, answers: Facts) -> Facts:
        """Nothing: school and grade are the registry's to say."""
        return {}

    def known(self, applications: Sequence[Applied], at: datetime) -> Mapping[int, Facts]:
        """School and grade of the pupils, as they were known at the moment."""
        people = [one.person_id for one in applications if one.person_id is not None]
        found = _enrolled(people, at)
        facts: dict[int, Facts] = {}
        for one in applications:
            row = found.get(one.person_id or 0)
            if row is not None and row.grade is not None:
                facts[one.id] = {"school": row.organisation.code, "grade": str(row.grade)}
        return facts

    def groups(self, applications: Sequence[Applied]) -> Mapping[int, str]:
        """Brothers and sisters draw one number together; no list is bound to another's."""
        people = [one.person_id for one in applications if one.person_id is not None]
        keys = family_keys(people)
        return {one.id: keys[one.person_id] for one in applications if one.person_id in keys}

    def begin_round(self, round_: Round, a: ActInProgress) -> None:
        """One round a menu; the menu of a cancelled one comes along."""
        # The menu's verbs read this kind's own limits.
        from xueyou.domains.clubs.services.menu_changes import carry_menu

        others = round_.call.rounds.exclude(pk=round_.pk)
        if others.exclude(state=RoundState.CANCELLED).exists():
            raise CallRefused("一份菜单只有一轮选课，没有再加。要重来，请先取消现在的一轮。")
        carry_menu(a, round_)

    def take_up(self, offer: Offer, a: ActInProgress) -> None:
        """Give the child its place in the club, from the term's first day."""
        give_place(offer, a)

    def give_back(self, offer: Offer, a: ActInProgress) -> None:
        """End the place from today on; what was attended stays attended."""
        end_place_of(offer, a)


def _enrolled(people: Sequence[int], at: datetime) -> dict[int, Membership]:
    """Return the school each of these people was known to attend at the moment."""
    rows = (
        Membership.objects.on(at.astimezone(CITY).date())
        .known(at)
        .filter(person__in=people, kind=MembershipKind.PUPIL, primary=True)
        .select_related("organisation")
    )
    return {row.person_id: row for row in rows.order_by("pk")}
