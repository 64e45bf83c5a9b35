"""A confirmed plan held against the year's summary: the job, the officers' words, the closing."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.domains.plans.conftest import City, HandIn
from tests.domains.plans.steered import Steered, indicator, steer, task
from xueyou.domains.plans.models import (
    Item,
    Plan,
    PlanDocument,
    PlanVersion,
    SettledPair,
    Settlement,
)
from xueyou.domains.plans.services.proposing import propose
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.reporting import report_value
from xueyou.domains.plans.services.set_up_plan import set_up_plan
from xueyou.domains.plans.settlements.deciding import confirm_settlement, say_pair
from xueyou.domains.plans.settlements.selectors import settlement, settlements, settling
from xueyou.domains.plans.settlements.settle_plan import settle_plan
from xueyou.kernel.indicators.models import Target, Value
from xueyou.platform.access.reading import NotFound
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7
from xueyou.platform.jobs.api import job_view, work_off
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import CITY

POINTS = """甲市教育局2025年工作要点

一、扩充学位
（一）加快学校建设。全年新建、改扩建中小学12所，新增公办学位4,200个。
（二）稳住普惠。普惠性幼儿园覆盖率达到94%以上。
（三）改造厕所。改造旱厕30座。
（四）规范收费。建立教育收费清单公示制度。
"""
SUMMARY = """甲市教育局2025年工作总结

一、主要工作
全年新建、改扩建中小学11所，公办学位净增0.43万个。全市普惠性幼儿园覆盖率为93.5%。发放助学金820万元。

二、下一步打算
2026年，改造旱厕20座。
"""
JANUARY = datetime(2026, 1, 20, 10, tzinfo=CITY)


@pytest.fixture
def plan(city: City, hand_in: HandIn) -> Plan:
    """The plan of 2025, read and confirmed as it was read."""
    document = read_in(city, hand_in, POINTS, "要点2025.txt")
    assert isinstance(city.officer.user, User)
    made = Plan.objects.create(
        uid=uuid7(),
        organisation=Organisation.objects.get(kind="bureau"),
        title="2025年工作要点",
        year=2025,
        starts_on=date(2025, 1, 1),
        ends_on=date(2026, 1, 1),
        state="steered",
        opened_at=JANUARY,
    )
    version = PlanVersion.objects.create(
        uid=uuid7(),
        plan=made,
        number=1,
        document=document,
        state="confirmed",
        opened_by=city.officer.user,
        opened_at=JANUARY,
    )
    reading = json.loads(document.reading.result)
    for ordinal, item in enumerate(propose(reading, document.reading.text, {}), 1):
        Item.objects.create(
            uid=uuid7(),
            version=version,
            key=item.key,
            kind=item.kind,
            ordinal=ordinal,
            state="accepted",
            content=item.content,
            start=item.start,
            end=item.end,
            quote=item.quote,
            confidence=item.confidence,
            thread=uuid4(),
        )
    with act(city.officer, "tests.plan.confirm", at=datetime(2025, 2, 1, 9, tzinfo=CITY)) as a:
        a.lock(made)
        set_up_plan(a, version)
        a.about("plan", made.uid)
    return made


def read_in(city: City, hand_in: HandIn, text: str, name: str) -> PlanDocument:
    """Hand a document in and let it be read."""
    uid = hand_in(city.officer, text, name, key=name)
    work_off()
    return PlanDocument.objects.get(uid=uid)


@pytest.fixture
def summary(city: City, hand_in: HandIn) -> PlanDocument:
    """The year's summary, read."""
    return read_in(city, hand_in, SUMMARY, "总结2025.txt")


def settle(city: City, plan: Plan, summary: PlanDocument) -> Settlement:
    """Ask for the settlement and let the job be worked off."""
    job = settle_plan(
        actor=city.officer, plan_uid=plan.uid, document_uid=summary.uid, key=str(uuid4())
    )
    work_off()
    assert job_view(job).state == "done", job_view(job).error
    return Settlement.objects.get(plan=plan)


def words(lines: Any) -> list[tuple[str, str, str]]:
    """Return promise, report and whether it was kept, of lines."""
    return [(line.promise, line.report, line.met) for line in lines]


def say(city: City, made: Settlement, line: str, verdict: str, said: str = "") -> None:
    """Say a word as the plan officer."""
    say_pair(
        actor=city.officer,
        settlement_uid=made.uid,
        line=line,
        verdict=verdict,
        words=said,
        key=str(uuid4()),
    )


def confirm(city: City, made: Settlement) -> None:
    """Confirm as the plan officer."""
    confirm_settlement(actor=city.officer, settlement_uid=made.uid, key="c", at=JANUARY)


def test_the_three_lists(city: City, plan: Plan, summary: PlanDocument) -> None:
    """Renamed and in 万, yet the same; silence is silence, next year's plan no report."""
    seen = settlement(city.officer, settle(city, plan, summary).uid)
    assert words(seen.reported) == [
        ("全年新建、改扩建中小学12所", "全年新建、改扩建中小学11所", "no"),
        ("新增公办学位4,200个", "公办学位净增0.43万个", "yes"),
        ("普惠性幼儿园覆盖率达到94%以上", "全市普惠性幼儿园覆盖率为93.5%", "no"),
    ]
    assert [line.promise for line in seen.silent] == ["改造旱厕30座", "（四）规范收费"]
    assert [line.report for line in seen.unpromised] == ["发放助学金820万元"]


def test_the_result_is_stored_once_and_never_changed(
    city: City, plan: Plan, summary: PlanDocument
) -> None:
    """A second asking is refused, and the database refuses to change the words of officers."""
    made = settle(city, plan, summary)
    with pytest.raises(PlanRefused, match="已经对过"):
        settle_plan(actor=city.officer, plan_uid=plan.uid, document_uid=summary.uid, key="again")
    say(city, made, made_key(made, "silent"), "silent")
    pair = SettledPair.objects.get()
    pair.verdict = "same"
    with pytest.raises(Exception, match=r"append.only|只能追加|不能改|refus"):
        pair.save()


def made_key(made: Settlement, which: str) -> str:
    """Return the key of the first line of a list."""
    names = {
        "silent": "promised_silent",
        "reported": "promised_reported",
        "unpromised": "reported_unpromised",
    }
    key: str = json.loads(made.result)[names[which]][0]["key"]
    return key


def test_the_latest_word_counts(city: City, plan: Plan, summary: PlanDocument) -> None:
    """A parted pair is a silent promise and an unpromised report, until it is undone."""
    made = settle(city, plan, summary)
    key = made_key(made, "reported")
    say(city, made, key, "different")
    parted = settlement(city.officer, made.uid)
    assert key in [line.key for line in parted.silent]
    assert key in [line.key for line in parted.unpromised]
    say(city, made, key, "same")
    again = settlement(city.officer, made.uid)
    assert [line.key for line in again.reported].count(key) == 1
    assert SettledPair.objects.count() == 2


def test_a_promise_told_elsewhere_needs_the_place(
    city: City, plan: Plan, summary: PlanDocument
) -> None:
    """Who says that it was mentioned after all says where."""
    made = settle(city, plan, summary)
    key = made_key(made, "silent")
    with pytest.raises(PlanRefused, match="哪一句"):
        say(city, made, key, "same")
    say(city, made, key, "same", "总结第三部分说了改造28座")
    assert key in [line.key for line in settlement(city.officer, made.uid).reported]


def test_what_the_officer_struck_out_is_no_promise(
    city: City, plan: Plan, summary: PlanDocument
) -> None:
    """The plan as confirmed counts, not as it was read."""
    items = {item.content.get("name"): item for item in Item.objects.filter(kind="indicator")}
    Item.objects.filter(pk=items["改造旱厕"].pk).update(state="rejected")
    fact = items["新增公办学位"]
    fact.content["value"] = "5000"
    fact.save()
    seen = settlement(city.officer, settle(city, plan, summary).uid)
    assert all("旱厕" not in line.promise for line in (*seen.silent, *seen.reported))
    met = {line.promise: line.met for line in seen.reported}
    assert met["新增公办学位4,200个（核定为5000个）"] == "no"


def test_confirming_records_what_was_read_beside_what_was_reported(
    city: City, plan: Plan, summary: PlanDocument
) -> None:
    """Both stand; the difference is told, nothing is overwritten, and the plan is closed."""
    target = Target.objects.get(indicator__name__contains="学位")
    report_value(
        actor=city.officer,
        target_uid=target.uid,
        value="4250",
        as_of=date(2025, 12, 20),
        words="验收单",
        key="r",
        at=JANUARY,
    )
    made = settle(city, plan, summary)
    confirm(city, made)
    rows = Value.objects.filter(version__indicator=target.indicator_id, superseded_at=None)
    assert set(rows.values_list("basis", "value")) == {("reported", 4250), ("read", 4300)}
    assert rows.get(basis="read").source_words == "公办学位净增0.43万个"
    plan.refresh_from_db()
    assert plan.state == "closed"
    line = next(x for x in settlement(city.officer, made.uid).reported if "学位" in x.promise)
    assert [(k.value, k.difference) for k in line.known] == [("4,250 个", "总结多 50 个")]


def baseline_of(following: Steered, name: str) -> int | None:
    """Return the baseline of next year's target of that name."""
    rows = Target.objects.filter(indicator__name=name, starts_on__year=2026, superseded_at=None)
    baseline: int | None = rows.get().baseline
    return baseline


def test_next_year_begins_where_this_one_ended(
    city: City, plan: Plan, summary: PlanDocument
) -> None:
    """The share that the summary gives is the baseline of the same share a year later."""
    following = steer(
        city,
        [
            task("T1", "学前教育"),
            indicator("F1", "普惠性幼儿园覆盖率", "95", "%", "T1", nature="rate"),
            indicator("F2", "新增公办学位", "4000", "个", "T1"),
        ],
    )
    confirm(city, settle(city, plan, summary))
    assert baseline_of(following, "普惠性幼儿园覆盖率") == 9350
    assert baseline_of(following, "新增公办学位") is None


def test_a_plan_set_up_after_the_settlement_takes_its_baselines_too(
    city: City, plan: Plan, summary: PlanDocument
) -> None:
    """Whichever comes first, the settlement or next year's plan."""
    confirm(city, settle(city, plan, summary))
    share = indicator("F1", "普惠性幼儿园覆盖率", "95", "%", "T1", nature="rate")
    following = steer(city, [task("T1", "学前教育"), share])
    assert baseline_of(following, "普惠性幼儿园覆盖率") == 9350


def test_an_unsure_pair_waits_for_a_word(city: City, plan: Plan, hand_in: HandIn) -> None:
    """What the engine is not sure of is never confirmed by itself."""
    told = SUMMARY.replace("公办学位净增0.43万个", "五年累计新增公办学位2.1万个")
    made = settle(city, plan, read_in(city, hand_in, told, "总结2.txt"))
    assert settlement(city.officer, made.uid).waiting == 1
    with pytest.raises(PlanRefused, match="还有1条"):
        confirm(city, made)
    unsure = next(x for x in settlement(city.officer, made.uid).reported if x.waits)
    say(city, made, unsure.key, "different")
    confirm(city, made)
    assert not Value.objects.filter(version__indicator__name__contains="学位").exists()


def test_after_confirming_nothing_is_said_any_more(
    city: City, plan: Plan, summary: PlanDocument
) -> None:
    """A closed account stays as it was closed."""
    made = settle(city, plan, summary)
    confirm(city, made)
    with pytest.raises(PlanRefused, match="结清"):
        say(city, made, made_key(made, "silent"), "silent")
    with pytest.raises(PlanRefused, match="已经确认"):
        confirm_settlement(actor=city.officer, settlement_uid=made.uid, key="other", at=JANUARY)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (SUMMARY.replace("甲市", "乙市"), "other_region"),
        (SUMMARY.replace("2025年工作总结", "2024年工作总结"), "other_year"),
        (POINTS.replace("2025年工作要点", "2025年工作方案"), "not_a_summary"),
    ],
)
def test_what_does_not_belong_to_the_plan_is_refused_in_words(
    city: City, plan: Plan, hand_in: HandIn, text: str, code: str
) -> None:
    """Another city's summary, another year's, no summary: the job ends in a sentence."""
    document = read_in(city, hand_in, text, "别的.txt")
    job = settle_plan(actor=city.officer, plan_uid=plan.uid, document_uid=document.uid, key="k")
    work_off()
    view = settling(city.officer, plan.uid, job)
    assert (view.job.state, view.job.error_code) == ("failed", code)
    assert "没有对账" in view.job.error
    assert not Settlement.objects.exists()


def test_only_who_may_settle_settles(city: City, plan: Plan, summary: PlanDocument) -> None:
    """A department may look; a county finds nothing; neither may say a word."""
    made = settle(city, plan, summary)
    assert settlement(city.department, made.uid).may_settle is False
    for other in (city.county_a, city.auditor):
        with pytest.raises(NotFound):
            settlement(other, made.uid)
        with pytest.raises(NotFound):
            settlements(other, plan.uid)
    for other in (city.department, city.county_a, city.auditor):
        with pytest.raises(NotFound):
            settle_plan(actor=other, plan_uid=plan.uid, document_uid=summary.uid, key="k")
        with pytest.raises(NotFound):
            say_pair(
                actor=other,
                settlement_uid=made.uid,
                line=made_key(made, "silent"),
                verdict="silent",
                key="k",
            )
        with pytest.raises(NotFound):
            confirm_settlement(actor=other, settlement_uid=made.uid, key="k")


def test_the_list_offers_what_reports(city: City, plan: Plan, summary: PlanDocument) -> None:
    """Summaries that were read, not plans, and not what was settled against already."""
    assert [choice.title for choice in settlements(city.officer, plan.uid).choices] == [
        "甲市教育局2025年工作总结"
    ]
    settle(city, plan, summary)
    listed = settlements(city.officer, plan.uid)
    assert listed.choices == ()
    assert [row.silent for row in listed.rows] == [2]


def test_every_step_leaves_its_act(city: City, plan: Plan, summary: PlanDocument) -> None:
    """Asked, made, said, confirmed: with uids and counts, without words."""
    made = settle(city, plan, summary)
    say(city, made, made_key(made, "silent"), "silent", "属实")
    confirm(city, made)
    found = Act.objects.filter(verb__startswith="plans.settlement").order_by("pk")
    assert [row.verb.rsplit(".", 1)[1] for row in found] == ["ask", "make", "say", "confirm"]
    assert "属实" not in json.dumps([row.data for row in found], ensure_ascii=False)


def test_a_word_on_a_line_that_is_not_there(city: City, plan: Plan, summary: PlanDocument) -> None:
    """An unknown line does not exist; a verdict of another list is refused."""
    made = settle(city, plan, summary)
    with pytest.raises(NotFound):
        say(city, made, "F999", "same")
    with pytest.raises(PlanRefused):
        say(city, made, made_key(made, "silent"), "different")
    with pytest.raises(NotFound):
        settlement(city.officer, UUID(int=3))
