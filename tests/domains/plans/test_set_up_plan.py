"""A confirmed version becomes tasks, duties, targets, projects and deadlines."""

from datetime import date

from tests.domains.plans.conftest import City
from tests.domains.plans.steered import (
    FEBRUARY,
    add_version,
    indicator,
    milestone,
    project,
    steer,
    task,
    thread_of,
)
from xueyou.domains.plans.models import Duty, Light, Milestone, Task, TaskIndicator
from xueyou.domains.plans.services.duties import assign_duty
from xueyou.domains.plans.services.finishing import finish_project, finish_task
from xueyou.domains.plans.services.reporting import report_value
from xueyou.domains.plans.services.task_deadlines import DEADLINE, OWNER_KIND
from xueyou.kernel.deadlines import services as deadlines
from xueyou.kernel.indicators.models import Target, Value

ITEMS = (
    task("T1", "加快学校建设", "规划科", "市发展改革委", "各县（区）教育局", due_on="2026-12-31"),
    indicator("F1", "新增公办学位", "4200", "个", "T1"),
    indicator("F2", "甲县新增公办学位", "1500", "个", "T1", subject="甲县"),
    indicator("F3", "教室照明达标率", "100", "%", "T1", nature="rate"),
    task("T2", "均衡编班", "市教育局", due_on="2026-09-10"),
    indicator("F4", "心灵驿站", "45", "个", None),
    project("P1", "甲县一中新建", organisation="甲县", task="T1", money_fen=236000000_00),
    milestone("D1", "甲县一中新建主体封顶", "2026-09-30"),
    milestone("D2", "全部开工", "2026-06-30", task="T1"),
)


def test_tasks_are_numbered_in_document_order_and_gather_what_none_claims(city: City) -> None:
    """Two tasks and the one that holds the unclaimed indicator stand in order."""
    steered = steer(city, ITEMS, FEBRUARY)
    titles = list(steered.plan.tasks.order_by("number").values_list("number", "title"))
    assert titles == [(1, "加快学校建设"), (2, "均衡编班"), (3, "没有归到任务的指标")]


def test_duties_find_departments_counties_and_outsiders(city: City) -> None:
    """A department leads, an outside unit keeps its name, every county supports."""
    steered = steer(city, ITEMS, FEBRUARY)
    duties = Duty.objects.filter(task=steered.task("加快学校建设")).order_by("role", "ordinal")
    said = [(duty.role, duty.unit_name, duty.organisation_id is not None) for duty in duties]
    assert said == [
        ("lead", "规划科", True),
        ("support", "市发展改革委", False),
        ("support", "甲县", True),
        ("support", "甲县乙区", True),
    ]


def test_a_printed_county_share_is_a_target_of_the_same_indicator(city: City) -> None:
    """4200 for the bureau and 1500 for one county stand under one indicator."""
    steered = steer(city, ITEMS, FEBRUARY)
    whole, share = steered.target("新增公办学位"), steered.target("新增公办学位", "甲县")
    assert (whole.value, share.value) == (4200, 1500)
    assert whole.indicator_id == share.indicator_id
    assert (whole.starts_on, whole.due_on) == (date(2026, 1, 1), date(2026, 12, 31))


def test_rates_keep_decimals_and_counts_do_not(city: City) -> None:
    """98.6 % can be reported against 100 %, half a place cannot."""
    steered = steer(city, ITEMS, FEBRUARY)
    rate, count = steered.target("教室照明达标率"), steered.target("新增公办学位")
    assert (rate.indicator.scale, rate.value) == (2, 10000)
    assert count.indicator.scale == 0


def test_milestones_find_their_project_by_name_and_their_task_by_key(city: City) -> None:
    """A step that names no project but begins with its title is the project's."""
    steered = steer(city, ITEMS, FEBRUARY)
    owners = {m.title: (m.project, m.task) for m in Milestone.objects.all()}
    assert owners["甲县一中新建主体封顶"] == (steered.project("甲县一中新建"), None)
    assert owners["全部开工"] == (None, steered.task("加快学校建设"))
    assert steered.project("甲县一中新建").organisation.name == "甲县"


def test_each_task_has_a_deadline_until_its_promised_day(city: City) -> None:
    """The deadline's last day is the day promised, the plan's end where none is named."""
    steered = steer(city, ITEMS, FEBRUARY)
    tasks = {task.uid: task for task in steered.plan.tasks.all()}
    found = deadlines.by_owner(OWNER_KIND, tasks, DEADLINE)
    assert {tasks[uid].title: d.last_day for uid, d in found.items()} == {
        "加快学校建设": date(2026, 12, 31),
        "均衡编班": date(2026, 9, 10),
        "没有归到任务的指标": date(2026, 12, 31),
    }


def test_lights_are_judged_at_the_end(city: City) -> None:
    """Each task, project and target has a current light once the plan is set up."""
    steered = steer(city, ITEMS, FEBRUARY)
    current = Light.objects.filter(plan=steered.plan, current=True)
    kinds = sorted(current.values_list("about_kind", flat=True))
    assert kinds == ["indicator"] * 4 + ["project"] + ["task"] * 3


def test_a_later_version_keeps_figures_duties_and_identity(city: City) -> None:
    """What still stands keeps its row, figures and assigned duty; its number follows the text."""
    steered = steer(city, ITEMS, FEBRUARY)
    kept, places = steered.task("加快学校建设"), steered.target("新增公办学位")
    report_value(
        actor=city.officer,
        target_uid=places.uid,
        value="2,640",
        as_of=date(2026, 11, 18),
        words="验收单",
        key="v",
    )
    assign_duty(
        actor=city.officer,
        owner_kind="task",
        owner_uid=kept.uid,
        role="support",
        unit_name="市财政局",
        key="d",
    )
    again = [
        {**ITEMS[4], "thread": thread_of(steered.plan, "T2")},
        {**ITEMS[0], "thread": thread_of(steered.plan, "T1")},
        {**ITEMS[1], "thread": thread_of(steered.plan, "F1")},
    ]
    add_version(city, steered.plan, again, 2)
    after, target = steered.task("加快学校建设"), steered.target("新增公办学位")
    assert (after.pk, after.number) == (kept.pk, 2)
    assert (target.pk, target.uid) == (places.pk, places.uid)
    assert Value.objects.filter(version__indicator=target.indicator, superseded_at=None).exists()
    assert Duty.objects.filter(task=after, unit_name="市财政局", valid_to=None).exists()


def test_a_later_version_supersedes_what_changed_and_drops_what_is_gone(city: City) -> None:
    """A raised target keeps its uid and its history; absent tasks, targets, steps are dropped."""
    steered = steer(city, ITEMS, FEBRUARY)
    before = steered.target("新增公办学位")
    raised = indicator("F1", "新增公办学位", "4500", "个", "T1")
    add_version(
        city,
        steered.plan,
        [
            {**ITEMS[0], "thread": thread_of(steered.plan, "T1")},
            {**raised, "thread": thread_of(steered.plan, "F1")},
        ],
        2,
    )
    after = steered.target("新增公办学位")
    assert (after.value, after.uid) == (4500, before.uid)
    assert Target.objects.filter(indicator=after.indicator, subject=after.subject).count() == 2
    states = dict(Task.objects.filter(plan=steered.plan).values_list("title", "state"))
    assert states == {
        "加快学校建设": "open",
        "均衡编班": "dropped",
        "没有归到任务的指标": "dropped",
    }
    assert steered.project("甲县一中新建").state == "dropped"
    assert not Milestone.objects.filter(dropped_on=None).exists()
    standing = Target.objects.filter(superseded_at=None)
    assert list(standing.values_list("indicator__name", flat=True)) == ["新增公办学位"]
    gone = Task.objects.get(plan=steered.plan, title="均衡编班")
    assert not deadlines.by_owner(OWNER_KIND, [gone.uid], DEADLINE)[gone.uid].is_open


def test_another_unit_opens_another_indicator(city: City) -> None:
    """0.45 万个 is not counted in the steps of 4200 个: the old figures stay with the old one."""
    steered = steer(city, ITEMS[:2], FEBRUARY)
    before = steered.target("新增公办学位")
    finer = indicator("F1", "新增公办学位", "0.45", "万个", "T1")
    add_version(
        city,
        steered.plan,
        [
            {**ITEMS[0], "thread": thread_of(steered.plan, "T1")},
            {**finer, "thread": thread_of(steered.plan, "F1")},
        ],
        2,
    )
    after = steered.target("新增公办学位")
    assert after.indicator_id != before.indicator_id
    assert (after.value, after.indicator.scale) == (4500, 4)
    assert TaskIndicator.objects.get(task__plan=steered.plan).indicator == after.indicator


def test_what_is_done_and_gone_is_numbered_behind(city: City) -> None:
    """A closed task or project that the next version lacks stays, with a number of its own."""
    more = task("T3", "改善照明", "市教育局")
    shops = project("P2", "甲县二中新建", organisation="甲县", task="T3")
    steered = steer(city, [*ITEMS, more, shops], FEBRUARY)
    done = {"actor": city.officer, "done_on": date(2026, 9, 9), "words": "办完了"}
    finish_task(task_uid=steered.task("加快学校建设").uid, key="t", **done)
    finish_project(project_uid=steered.project("甲县一中新建").uid, key="p", **done)
    kept = [
        {**one, "thread": thread_of(steered.plan, one["key"])} for one in (ITEMS[4], more, shops)
    ]
    add_version(city, steered.plan, kept, 2)
    for rows, title in (
        (steered.plan.tasks, "加快学校建设"),
        (steered.plan.projects, "甲县一中新建"),
    ):
        standing = rows.exclude(state="dropped").order_by("number")
        numbers = list(standing.values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        assert standing.last().title == title
