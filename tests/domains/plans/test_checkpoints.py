"""Freezing a period of a plan: what the packet holds, and that nothing changes it afterwards."""

import json
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domains.plans.conftest import City
from tests.domains.plans.steered import (
    FEBRUARY,
    Steered,
    indicator,
    milestone,
    project,
    steer,
    task,
)
from xueyou.domains.plans.late_figures import late_figures
from xueyou.domains.plans.models import Light
from xueyou.domains.plans.selectors.checkpoints import checkpoint, checkpoints
from xueyou.domains.plans.services.freeze_checkpoint import (
    freeze_checkpoint,
    freeze_ended,
    plans_to_freeze,
)
from xueyou.domains.plans.services.judge_daily import judge_daily
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.reporting import report_value, restate_value
from xueyou.kernel.indicators.models import Checkpoint
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.models import Act
from xueyou.platform.time import CITY, business_today, frozen_business

MONDAY = datetime(2026, 11, 16, 0, 5, tzinfo=CITY)
SUNDAY = date(2026, 11, 15)
LAST_MONDAY = MONDAY - timedelta(days=7)
ITEMS = [
    task("T1", "加快学校建设", "规划科", "市财政局"),
    indicator("F1", "新增公办学位", "4200", "个", "T1"),
    task("T2", "均衡编班", due_on="2026-09-30"),
    milestone("D1", "公布方案", "2026-06-30", task="T2"),
    task("T3", "补充教师"),
    indicator("F2", "招聘教师", "860", "人", "T3"),
    indicator("F3", "招聘教师", "200", "人", "T3", subject="甲县"),
    project("P1", "六中新建", starts_on="2026-02-01", due_on="2026-12-20"),
    milestone("D2", "主体封顶", "2026-10-01", project="P1"),
]


@pytest.fixture
def steered(city: City) -> Steered:
    """A plan with four promises, set up in February."""
    return steer(city, ITEMS, at=FEBRUARY)


def report(city: City, name: str, value: str, day: date, at: datetime, steered: Steered) -> UUID:
    """Report a figure as the plan officer."""
    return report_value(
        actor=city.officer,
        target_uid=steered.target(name).uid,
        value=value,
        as_of=day,
        words="见验收单",
        key=f"{name}{value}{day}{at}",
        at=at,
    )


def freeze(city: City, steered: Steered, kind: str, on: date, at: datetime) -> Checkpoint:
    """Freeze as the plan officer."""
    uid = freeze_checkpoint(
        actor=city.officer, plan_uid=steered.plan.uid, kind=kind, on=on, key=f"{kind}{at}", at=at
    )
    return Checkpoint.objects.get(uid=uid)


def test_a_packet_names_the_values_it_rests_on(city: City, steered: Steered) -> None:
    """Every figure comes with its value's uid and the sentence it was promised in."""
    value = report(city, "新增公办学位", "2640", date(2026, 11, 9), LAST_MONDAY, steered)
    judge_daily(steered.plan.uid, at=MONDAY - timedelta(hours=9))
    packet = json.loads(freeze(city, steered, "week", SUNDAY, MONDAY).packet)
    assert packet["schema"] == "plan-packet/1"
    assert (packet["period"], packet["as_of"]) == ("2026-W46", "2026-11-15")
    row = next(t for t in packet["tasks"] if t["title"] == "加快学校建设")
    (told,) = row["indicators"]
    assert told["value_uid"] == str(value)
    assert (told["actual"], told["light"], told["quote"]) == ("2640", "bad", "原文第2句")
    assert row["lead"] == {"unit": "规划科", "post": ""}
    assert sum(packet["counts"].values()) == 3


def test_a_figure_dated_back_leaves_the_packet_as_it_is(city: City, steered: Steered) -> None:
    """It is counted beside the packet, and the packet of the next week names it."""
    report(city, "新增公办学位", "2640", SUNDAY, MONDAY - timedelta(hours=9), steered)
    frozen = freeze(city, steered, "week", SUNDAY, MONDAY)
    report(city, "招聘教师", "700", date(2026, 11, 13), MONDAY + timedelta(hours=9), steered)
    again = Checkpoint.objects.get(uid=frozen.uid)
    assert (again.packet, again.packet_sha256) == (frozen.packet, frozen.packet_sha256)
    seen = checkpoint(city.officer, frozen.uid)
    assert [(late.name, late.value) for late in seen.late] == [("招聘教师", "700")]
    following = freeze(city, steered, "week", date(2026, 11, 22), MONDAY + timedelta(days=7))
    named = json.loads(following.packet)["late_figures"]
    assert [(line["name"], line["value"]) for line in named] == [("招聘教师", 700)]
    assert json.loads(following.packet)["previous"] == str(frozen.uid)


def test_a_figure_put_right_later_is_late_too(city: City, steered: Steered) -> None:
    """The packet keeps the wrong figure that was known; the right one stands beside it."""
    wrong = report(city, "新增公办学位", "4300", SUNDAY, MONDAY - timedelta(hours=9), steered)
    frozen = freeze(city, steered, "week", SUNDAY, MONDAY)
    restate_value(
        actor=city.officer,
        value_uid=wrong,
        value="4250",
        reason="重复计了50个",
        key="restate",
        at=MONDAY + timedelta(hours=9),
    )
    assert str(wrong) in frozen.packet
    assert [v.value for _, v in late_figures(steered.plan, frozen)] == [4250]


def test_a_figure_of_later_days_is_not_late(city: City, steered: Steered) -> None:
    """What happened after the period belongs to the next one."""
    frozen = freeze(city, steered, "week", SUNDAY, MONDAY)
    report(city, "招聘教师", "700", MONDAY.date(), MONDAY + timedelta(hours=9), steered)
    assert late_figures(steered.plan, frozen) == []


def test_what_moved_since_the_packet_before(city: City, steered: Steered) -> None:
    """A light that is another than a week ago is told with both words."""
    freeze(city, steered, "week", SUNDAY - timedelta(days=7), LAST_MONDAY)
    report(city, "招聘教师", "860", SUNDAY, MONDAY - timedelta(hours=9), steered)
    frozen = freeze(city, steered, "week", SUNDAY, MONDAY)
    (turned,) = checkpoint(city.officer, frozen.uid).turned
    assert (turned.title, turned.was, turned.light, turned.better) == (
        "补充教师",
        "none",
        "done",
        True,
    )


def test_the_first_packet_says_that_nothing_can_have_moved(city: City, steered: Steered) -> None:
    """Without a packet before there is no "was"."""
    frozen = freeze(city, steered, "week", SUNDAY, MONDAY)
    seen = checkpoint(city.officer, frozen.uid)
    assert seen.is_first
    assert seen.turned == ()


def test_who_owes_what(city: City, steered: Steered) -> None:
    """No figure this week, a step missed, a day passed: each with the unit that leads."""
    report(city, "招聘教师", "700", SUNDAY, MONDAY - timedelta(hours=9), steered)
    frozen = freeze(city, steered, "week", SUNDAY, MONDAY)
    owed = [
        (o["kind"], o["title"], o["unit"], o["since"]) for o in json.loads(frozen.packet)["owes"]
    ]
    assert owed == [
        ("figure", "加快学校建设", "规划科", "2026-01-01"),
        ("milestone", "均衡编班", "", "2026-06-30"),
        ("milestone", "六中新建", "", "2026-10-01"),
        ("deadline", "均衡编班", "", "2026-09-30"),
    ]


def test_a_light_still_waiting_for_the_wall_is_not_in_the_packet(
    city: City, steered: Steered
) -> None:
    """What only its owner sees yet is nobody else's business, in a packet as on the wall."""
    light = Light.objects.get(
        about_uid=steered.target("新增公办学位").uid, current=True, on_wall=True
    )
    Light.objects.filter(pk=light.pk).update(current=False)
    light.pk, light.uid = None, UUID(int=7)
    light.light, light.sentence, light.on_wall = "bad", "只有责任人看得见", False
    light.save(force_insert=True)
    frozen = freeze(city, steered, "week", SUNDAY, MONDAY)
    assert "只有责任人看得见" not in frozen.packet


def test_a_period_by_hand_before_its_end_is_as_of_today(city: City, steered: Steered) -> None:
    """It may be frozen again; the later one bears the next ordinal."""
    thursday = datetime(2026, 11, 12, 10, tzinfo=CITY)
    first = freeze(city, steered, "week", thursday.date(), thursday)
    second = freeze(city, steered, "week", thursday.date(), thursday + timedelta(hours=2))
    assert (first.as_of, first.ordinal, second.ordinal) == (thursday.date(), 1, 2)


def test_a_repeated_key_freezes_once(city: City, steered: Steered) -> None:
    """A double click is one packet."""
    first = freeze(city, steered, "week", SUNDAY, MONDAY)
    assert freeze(city, steered, "week", SUNDAY, MONDAY) == first
    assert Checkpoint.objects.count() == 1


def test_a_packet_is_never_changed(city: City, steered: Steered) -> None:
    """The database itself refuses."""
    frozen = freeze(city, steered, "week", SUNDAY, MONDAY)
    frozen.packet = "{}"
    with pytest.raises(Exception, match=r"append.only|只能追加|不能改|refus"):
        frozen.save()


@pytest.mark.parametrize(
    ("kind", "on", "said"),
    [
        ("day", SUNDAY, "请选"),
        ("month", date(2026, 12, 1), "还没有开始"),
        ("year", date(2025, 6, 1), "不在这个计划的时间里"),
    ],
)
def test_what_cannot_be_frozen_is_refused_in_words(
    city: City, steered: Steered, kind: str, on: date, said: str
) -> None:
    """An unknown kind, a period to come, one outside the plan: nothing is written."""
    with pytest.raises(PlanRefused, match=said):
        freeze_checkpoint(
            actor=city.officer, plan_uid=steered.plan.uid, kind=kind, on=on, key="k", at=MONDAY
        )
    assert not Checkpoint.objects.exists()


def test_only_who_steers_the_plan_freezes(city: City, steered: Steered) -> None:
    """A department, a county and the auditor find no such plan."""
    for other in (city.department, city.county_a, city.auditor):
        with pytest.raises(NotFound):
            freeze_checkpoint(
                actor=other, plan_uid=steered.plan.uid, kind="week", on=SUNDAY, key="k", at=MONDAY
            )


def test_who_reads_a_packet(city: City, steered: Steered) -> None:
    """Those who steer, and departments; a county does not look at the others' lights."""
    frozen = freeze(city, steered, "week", SUNDAY, MONDAY)
    for reader in (city.officer, city.chief, city.department):
        assert checkpoint(reader, frozen.uid).row.period_zh.startswith("2026年第46周")
    for other in (city.county_a, city.county_b, city.auditor):
        with pytest.raises(NotFound):
            checkpoint(other, frozen.uid)
        with pytest.raises(NotFound):
            checkpoints(other, steered.plan.uid)


def test_ended_periods_are_frozen_by_themselves_once(city: City, steered: Steered) -> None:
    """On Monday the week, on the first the month and quarter; a second look freezes nothing."""
    with frozen_business(datetime(2026, 10, 1, 0, 5, tzinfo=CITY)):
        assert [uid for uid, _ in plans_to_freeze(business_today())] == [steered.plan.uid]
        assert freeze_ended(steered.plan.uid) == 3
        assert freeze_ended(steered.plan.uid) == 0
        assert plans_to_freeze(business_today()) == []
    assert set(Checkpoint.objects.values_list("kind", "period", "as_of")) == {
        ("week", "2026-W39", date(2026, 9, 27)),
        ("month", "2026-09", date(2026, 9, 30)),
        ("quarter", "2026Q3", date(2026, 9, 30)),
    }
    with frozen_business(datetime(2026, 10, 5, 0, 5, tzinfo=CITY)):
        assert freeze_ended(steered.plan.uid) == 1


def test_a_packet_of_the_middle_does_not_stand_for_the_whole(city: City, steered: Steered) -> None:
    """Frozen by hand on Thursday, the week is frozen again when it has ended."""
    thursday = datetime(2026, 11, 12, 10, tzinfo=CITY)
    freeze(city, steered, "week", thursday.date(), thursday)
    assert freeze_ended(steered.plan.uid, at=MONDAY) == 3
    week = Checkpoint.objects.get(kind="week", as_of=SUNDAY)
    assert week.ordinal == 2


def test_a_late_freezing_says_so(city: City, steered: Steered) -> None:
    """A machine that stood still does not pretend that the figures are of the day."""
    frozen = freeze(city, steered, "week", SUNDAY, MONDAY + timedelta(days=3))
    assert json.loads(frozen.packet)["late_days"] == 3


def test_freezing_leaves_one_act(city: City, steered: Steered) -> None:
    """With the packet's digest, so that the log proves what was frozen."""
    frozen = freeze(city, steered, "week", SUNDAY, MONDAY)
    act = Act.objects.get(verb="plans.checkpoint.freeze")
    assert act.data["packet_sha256"] == frozen.packet_sha256


def test_freezing_asks_as_often_for_many_tasks_as_for_few(city: City) -> None:
    """The number of queries does not grow with the plan."""

    def queries(count: int, day: date) -> int:
        items = [task(f"T{n}", f"任务{n}") for n in range(count)]
        items += [indicator(f"F{n}", f"指标{n}-{count}", "10", "个", f"T{n}") for n in range(count)]
        made = steer(city, items)
        judge_daily(made.plan.uid, at=MONDAY)
        with CaptureQueriesContext(connection) as caught:
            freeze(city, made, "week", day, MONDAY + timedelta(minutes=count))
        return len(caught)

    assert queries(3, SUNDAY) == queries(12, SUNDAY)
