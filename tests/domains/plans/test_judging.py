"""Lights of a whole plan: who sees what when, turns and history, and how many queries it takes."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domains.plans.conftest import City
from tests.domains.plans.steered import (
    CONFIRM,
    FEBRUARY,
    Steered,
    indicator,
    milestone,
    project,
    steer,
    task,
)
from xueyou.domains.plans.models import Light, Plan
from xueyou.domains.plans.services.judge_daily import judge_daily, plans_to_judge
from xueyou.domains.plans.services.judging import judge_plan
from xueyou.domains.plans.services.turning import turn_lights
from xueyou.kernel.deadlines.calendars import HolidayRow, import_calendar
from xueyou.kernel.indicators.models import Basis, Target
from xueyou.kernel.indicators.services import record_value, set_target
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.writing import act
from xueyou.platform.time import CITY

ITEMS = (
    task("T1", "加快学校建设", "规划科", due_on="2026-12-31"),
    indicator("F1", "新增公办学位", "365", "个", "T1"),
    indicator("F2", "甲县新增公办学位", "100", "个", "T1", subject="甲县"),
    project("P1", "甲县一中新建", organisation="甲县", task="T1"),
    milestone("D1", "甲县一中新建主体封顶", "2026-09-30"),
    task("T2", "说说而已", "规划科"),
)


def _enter_holidays() -> None:
    """Enter a table of 2026 with New Year's day alone."""
    rows = (HolidayRow(date(2026, 1, 1), False, "元旦"),)
    import_calendar(actor=SYSTEM, year=2026, rows=rows, source="试", key="calendar")


@pytest.fixture
def steered(city: City) -> Steered:
    """Return a plan with a target, a county's share, a project, and a task nobody can count."""
    _enter_holidays()
    return steer(city, ITEMS, FEBRUARY)


def _day(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=CITY)


def _report(steered: Steered, target: Target, value: int, at: datetime, **more: str) -> None:
    with act(SYSTEM, CONFIRM.name, at=at) as a:
        a.lock(steered.plan)
        record_value(
            a,
            indicator=target.indicator,
            subject=target.subject,
            period=target.period,
            basis=more.get("basis", Basis.REPORTED),
            value=value,
            as_of=at.date(),
            source_kind="plan_task",
            source_uid=target.uid,
        )
        judge_plan(a, steered.plan, on=at.date())
        a.about("plan", steered.plan.uid)


def _judge(plan: Plan, at: datetime) -> None:
    judge_daily(plan.uid, at=at)


def _light(target: Target, **which: bool) -> str:
    found = Light.objects.filter(about_uid=target.uid, **(which or {"current": True}))
    return ",".join(found.values_list("light", flat=True))


def test_everything_that_stands_has_a_light(steered: Steered) -> None:
    """Two targets, three tasks or two, a project: each one current light, sentences and all."""
    current = Light.objects.filter(plan=steered.plan, current=True)
    assert sorted(current.values_list("about_kind", flat=True)) == [
        "indicator", "indicator", "project", "task", "task",
    ]  # fmt: skip
    vague = current.get(about_uid=steered.task("说说而已").uid)
    assert (vague.light, vague.sentence) == ("none", "没有可以数的东西，请补一个指标或节点")


def test_a_countys_light_is_its_own(steered: Steered) -> None:
    """The share's light belongs to the county, the whole one to the bureau."""
    share = steered.target("新增公办学位", "甲县")
    light = Light.objects.get(about_uid=share.uid, current=True)
    assert light.organisation.name == "甲县"
    assert light.arithmetic["target"] == "100"


def test_a_worse_light_waits_three_working_days(steered: Steered) -> None:
    """Friday's fall shows on the wall on Wednesday; the owner sees it on Friday."""
    target = steered.target("新增公办学位")
    _report(steered, target, 340, _day(11, 19))
    assert _light(target, on_wall=True) == "good"
    _judge(steered.plan, _day(12, 18))
    assert (_light(target), _light(target, on_wall=True)) == ("slow", "good")
    waiting = Light.objects.get(about_uid=target.uid, current=True)
    assert waiting.wall_from == date(2026, 12, 23)
    _judge(steered.plan, _day(12, 22))
    assert _light(target, on_wall=True) == "good"
    _judge(steered.plan, _day(12, 23))
    assert _light(target, on_wall=True) == "slow"


def test_what_recovers_in_time_never_reaches_the_wall(steered: Steered) -> None:
    """The unit reports within its three days and the wall stays green."""
    target = steered.target("新增公办学位")
    _report(steered, target, 340, _day(11, 19))
    _judge(steered.plan, _day(12, 18))
    _report(steered, target, 360, _day(12, 21))
    _judge(steered.plan, _day(12, 24))
    assert (_light(target), _light(target, on_wall=True)) == ("good", "good")
    walls = (
        Light.objects.filter(about_uid=target.uid).order_by("pk").values_list("light", "on_wall")
    )
    assert list(walls) == [("none", False), ("good", False), ("slow", False), ("good", True)]


def test_a_better_light_reaches_the_wall_at_once(steered: Steered) -> None:
    """Good news does not wait."""
    target = steered.target("新增公办学位")
    _report(steered, target, 365, _day(11, 19))
    assert _light(target, on_wall=True) == "done"


def test_a_first_bad_light_waits_too(steered: Steered) -> None:
    """A wall that shows nothing shows nothing for three days more."""
    target = steered.target("新增公办学位")
    _report(steered, target, 1, _day(11, 19))
    assert (_light(target), _light(target, on_wall=True)) == ("bad", "none")
    _judge(steered.plan, _day(11, 24))
    assert _light(target, on_wall=True) == "bad"


def test_a_second_worse_light_keeps_the_first_day_of_waiting(steered: Steered) -> None:
    """Slow on Thursday, bad on Friday: bad on Tuesday, not on Wednesday."""
    target = steered.target("新增公办学位")
    _report(steered, target, 340, _day(11, 17))
    _report(steered, target, 300, _day(11, 19))
    _report(steered, target, 3, _day(11, 20))
    waiting = Light.objects.get(about_uid=target.uid, current=True)
    assert (waiting.light, waiting.wall_from) == ("bad", date(2026, 11, 24))


def test_a_missed_job_changes_nothing_in_the_end(steered: Steered) -> None:
    """The worker slept from Friday to the week after: what had waited long enough is shown."""
    target = steered.target("新增公办学位")
    _report(steered, target, 340, _day(11, 17))
    _report(steered, target, 300, _day(11, 19))
    _report(steered, target, 3, _day(11, 30))
    assert (_light(target), _light(target, on_wall=True)) == ("bad", "slow")


def test_a_light_that_stays_is_refreshed_and_not_written_again(steered: Steered) -> None:
    """The expected line moves every day; a plan's history holds turns, not days."""
    target = steered.target("新增公办学位")
    _report(steered, target, 350, _day(11, 17))
    before = Light.objects.filter(plan=steered.plan).count()
    _judge(steered.plan, _day(11, 18))
    _judge(steered.plan, _day(11, 19))
    assert Light.objects.filter(plan=steered.plan).count() == before
    light = Light.objects.get(about_uid=target.uid, current=True)
    assert light.arithmetic["on"] == "2026-11-19"
    assert light.sentence == "应到 323 个，实到 350 个，到了 108%"
    assert light.judged_on == date(2026, 11, 17)


def test_a_revised_promise_keeps_its_light_on_the_wall(steered: Steered) -> None:
    """A new curve is no way to escape the wall: the promise bears the same uid."""
    target = steered.target("新增公办学位")
    _report(steered, target, 3, _day(11, 17))
    _judge(steered.plan, _day(11, 24))
    with act(SYSTEM, CONFIRM.name, at=_day(11, 25)) as a:
        a.lock(steered.plan)
        set_target(
            a, indicator=target.indicator, subject=target.subject, period="2026",
            comparator="ge", value=400, starts_on=target.starts_on, due_on=target.due_on,
            source_kind=target.source_kind, source_uid=target.source_uid,
        )  # fmt: skip
        judge_plan(a, steered.plan, on=date(2026, 11, 25))
        a.about("plan", steered.plan.uid)
    revised = steered.target("新增公办学位")
    assert (revised.uid, revised.value) == (target.uid, 400)
    assert _light(revised, on_wall=True) == "bad"


def test_what_is_withdrawn_goes_out(steered: Steered) -> None:
    """Lights of what no longer stands are history, on the wall too."""
    with act(SYSTEM, CONFIRM.name, at=_day(3, 2)) as a:
        a.lock(steered.plan)
        turn_lights(a, steered.plan, [], date(2026, 3, 2))
        a.about("plan", steered.plan.uid)
    lights = Light.objects.filter(plan=steered.plan)
    assert not lights.filter(current=True).exists()
    assert not lights.filter(on_wall=True).exists()


def test_a_computed_figure_stands_before_the_reported_one_and_says_both(steered: Steered) -> None:
    """What the platform counts decides; the unit's own figure stays beside it."""
    target = steered.target("新增公办学位")
    _report(steered, target, 350, _day(11, 18))
    _report(steered, target, 300, _day(11, 19), basis=Basis.COMPUTED)
    light = Light.objects.get(about_uid=target.uid, current=True)
    assert light.light == "slow"
    assert light.sentence == "应到 323 个，实到 300 个，只到 93%（系统算的；单位报的是 350 个）"
    assert light.arithmetic["basis"] == "computed"


def test_a_late_project_says_by_how_many_days(steered: Steered) -> None:
    """Its milestones and its end are steps; the task of it is not made bad by it."""
    _judge(steered.plan, _day(11, 20))
    light = Light.objects.get(about_kind="project", current=True)
    assert light.light == "bad"
    assert light.arithmetic["days_late"] == "51"


def test_without_next_years_holidays_plain_weeks_count(steered: Steered) -> None:
    """A wall cannot refuse to show anything on 30 December; its arithmetic says what was done."""
    target = steered.target("新增公办学位")
    _report(steered, target, 364, _day(12, 29))
    _judge(steered.plan, _day(12, 31))
    light = Light.objects.get(about_uid=target.uid, current=True)
    assert (light.light, light.wall_from) == ("slow", date(2027, 1, 5))
    assert light.arithmetic["calendar"] == "plain_week"


def test_a_closed_plan_keeps_its_lights(steered: Steered) -> None:
    """What is settled is not judged again."""
    Plan.objects.filter(pk=steered.plan.pk).update(state="closed")
    before = list(Light.objects.order_by("pk").values_list("pk", "sentence"))
    _judge(steered.plan, _day(12, 31))
    assert list(Light.objects.order_by("pk").values_list("pk", "sentence")) == before


@pytest.mark.parametrize("tasks", [2, 28])
def test_the_number_of_queries_does_not_grow(city: City, tasks: int) -> None:
    """28 tasks with five subjects each are judged in at most fifteen queries."""
    _enter_holidays()
    items = [
        one
        for n in range(tasks)
        for one in (
            task(f"T{n}", f"任务{n}", "规划科"),
            indicator(f"F{n}", f"指标{n}", "100", "个", f"T{n}"),
            indicator(f"G{n}", f"甲县指标{n}", "50", "个", f"T{n}", subject="甲县"),
            indicator(f"H{n}", f"甲县乙区指标{n}", "50", "个", f"T{n}", subject="甲县乙区"),
            milestone(f"D{n}", f"节点{n}", "2026-09-30", task=f"T{n}"),
        )
    ]
    steered = steer(city, items, FEBRUARY)
    at = _day(11, 20)
    with act(SYSTEM, CONFIRM.name, at=at) as a:
        a.lock(steered.plan)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            judge_plan(a, steered.plan, on=at.date())
        a.about("plan", steered.plan.uid)
    assert Light.objects.filter(current=True).count() == 4 * tasks
    assert len(asked) <= 15


def test_a_day_is_judged_once(steered: Steered, business_clock: Callable[[datetime], None]) -> None:
    """The duty asks for plans that have not had their day, and no closed ones."""
    assert [uid for uid, _ in plans_to_judge()] == [steered.plan.uid]
    judge_daily(steered.plan.uid)
    assert plans_to_judge() == []
    business_clock.advance(timedelta(days=1))  # type: ignore[attr-defined]
    assert [uid for uid, _ in plans_to_judge()] == [steered.plan.uid]
