"""A made plan that hangs on a wall: 28 tasks, 18 projects, nine indicators, four counties.

Bare rows, frozen: the print is compared with a stored picture of exactly this. Nothing of the
demonstration city is used, so its history may change without moving a pixel here.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid5

from xueyou.domains.plans.models import (
    Duty,
    Item,
    Light,
    Milestone,
    Plan,
    PlanDocument,
    PlanVersion,
    Project,
    Task,
    TaskIndicator,
)
from xueyou.kernel.indicators.models import Checkpoint, Indicator, Target
from xueyou.kernel.registry.models import Post, PostHolding
from xueyou.platform.accounts.models import User
from xueyou.platform.files.models import Attachment, Blob
from xueyou.platform.orgs.models import Organisation

NAMES = UUID("6f1f2f38-52c3-4d3e-9d4f-8a35c1d6c0aa")
THEN = datetime(2026, 3, 1, 1, tzinfo=UTC)
ENDS = date(2026, 12, 31)

THEMES = (("学位", 6), ("公平", 5), ("食安", 4), ("队伍", 5), ("职教", 4), ("治理", 4))
TITLES = {1: "新增公办学位", 13: "留样满48小时", 22: "公共实训基地"}
SLOW, BAD, DONE, NONE = {4, 8, 11, 18, 23, 26}, {1, 13, 22}, {2, 9, 20}, {27}
SENTENCES = {
    1: "“新增公办学位”滞后（共 1 个指标）",
    13: "10月31日到期，已过 20 天，还没有办结",
    22: "“主体封顶”滞后（共 1 个节点）",
}
FIGURES: dict[int, dict[str, str]] = {
    1: {"rule": "worst_part"},
    13: {"rule": "overdue", "days_late": "20"},
    22: {"rule": "worst_part", "days_late": "51", "step": "主体封顶", "due_on": "2026-09-30"},
}

INDICATORS: tuple[tuple[int, str, str, int, str, str, str, str, str], ...] = (
    # task, name, unit, scale, nature, target, actual, expected, light
    (1, "新增公办学位", "个", 0, "cumulative", "4200", "2640", "272160/73", "bad"),
    (3, "新建改扩建学校", "所", 0, "cumulative", "12", "11", "10.6", "good"),
    (8, "随迁子女公办就读", "%", 1, "rate", "100.0", "98.6", "100", "slow"),
    (9, "教共体覆盖", "%", 0, "rate", "90", "92", "90", "done"),
    (10, "课后服务参加率", "%", 1, "rate", "90.0", "91.4", "90", "good"),
    (12, "明厨亮灶", "个", 0, "stock", "1248", "1202", "1248", "good"),
    (20, "校长教师交流", "人", 0, "cumulative", "265", "271", "235", "done"),
    (23, "长学制招生占比", "%", 0, "rate", "55", "52", "55", "slow"),
    (18, "教师培训", "人", 0, "cumulative", "511", "428", "454", "slow"),
)

WORDED = {"新增公办学位": "应到 3,728 个，实到 2,640 个，只到 71%"}

# number, title, light, start month, due, done, steps (title, month, day, done)
Steps = tuple[tuple[str, int, int, bool], ...]
PROJECTS: tuple[tuple[str, str, int, tuple[int, int], Steps], ...] = (
    ("甲市六中新建", "good", 2, (12, 20), (("开工", 3, 16, True), ("封顶", 7, 1, True))),
    ("丙县实验小学扩建", "done", 2, (9, 7), (("开工", 4, 30, True), ("竣工", 9, 7, True))),
    (
        "丁县第三初中新建",
        "bad",
        3,
        (12, 31),
        (("开工", 4, 30, True), ("封顶", 7, 31, False), ("装修", 10, 31, False)),
    ),
    ("乙区幼儿园（5所）", "good", 2, (11, 25), (("开工", 6, 1, True), ("封顶", 8, 31, True))),
    ("教室照明改造2,500间", "done", 4, (8, 31), (("招标", 6, 15, True), ("完工", 8, 31, True))),
    ("中央厨房与配送中心", "slow", 3, (12, 15), (("开工", 5, 31, True), ("设备", 10, 15, True))),
    ("公共实训基地一期", "bad", 4, (12, 25), (("主体封顶", 9, 30, False),)),
    ("特教资源教室（24间）", "good", 3, (12, 1), (("选点", 6, 30, True),)),
    ("教育云空间二期", "good", 2, (12, 16), (("招标", 4, 30, True), ("试用", 8, 31, True))),
    ("望湖中学体育馆", "slow", 5, (12, 1), (("开工", 7, 31, True),)),
    ("乙区第二实验学校", "good", 3, (12, 28), (("开工", 5, 20, True),)),
    ("校园足球场改造12片", "done", 5, (9, 1), (("开工", 6, 30, True),)),
    ("县中寄宿楼", "good", 4, (12, 30), (("开工", 6, 20, True), ("封顶", 12, 10, False))),
    ("学校食堂改造36个", "good", 3, (12, 20), (("招标", 5, 5, True),)),
    ("职教园区道路", "none", 6, (12, 31), ()),
    ("教师周转房120套", "good", 2, (12, 31), (("开工", 4, 1, True),)),
    ("青少年宫分宫", "good", 7, (12, 31), (("开工", 9, 1, True),)),
    ("校舍抗震加固18处", "done", 2, (8, 20), (("完工", 8, 20, True),)),
)

COUNTIES = {
    "甲东区": (16, 3, 1, 4, 0),
    "乙西区": (14, 5, 1, 3, 1),
    "丙县": (15, 4, 2, 3, 0),
    "丁县": (11, 6, 4, 2, 1),
}
LIGHTS = ("good", "slow", "bad", "done", "none")


@dataclass
class Hung:
    """What was hung, for tests to take hold of."""

    plan: Plan
    tasks: dict[int, Task] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    targets: dict[str, Target] = field(default_factory=dict)


def uid(name: str) -> UUID:
    """Return the same identity for the same name, always."""
    return uuid5(NAMES, name)


def hang(bureau: Organisation, counties: dict[str, Organisation], officer: User) -> Hung:
    """Write the plan with everything that hangs on its wall on 20 November 2026."""
    version = _confirmed_plan(bureau, officer)
    hung = Hung(version.plan)
    _tasks(hung, version, bureau)
    _indicators(hung, bureau)
    _projects(hung, version, bureau)
    _counties(hung, version, counties)
    _seal(hung.plan)
    return hung


def light(plan: Plan, kind: str, about: UUID, place: Organisation, **given: Any) -> Light:
    """Write a light; by default it is current and hangs on the wall."""
    values = {
        "light": "good",
        "sentence": "",
        "arithmetic": {},
        "judged_on": date(2026, 11, 16),
        "wall_from": date(2026, 11, 16),
        "current": True,
        "on_wall": True,
        "recorded_at": THEN,
    } | given
    return Light.objects.create(
        plan=plan, about_kind=kind, about_uid=about, organisation=place, **values
    )


def item(version: PlanVersion, key: str, kind: str = "task") -> Item:
    """Write an item of a version, accepted."""
    return Item.objects.create(
        version=version,
        uid=uid(f"item {key}"),
        key=key,
        kind=kind,
        ordinal=Item.objects.filter(version=version).count(),
        state="accepted",
        content={},
        confidence=100,
        start=0,
        end=0,
        thread=uid(f"thread {key}"),
    )


def lead(task: Task, place: Organisation, title: str, holder: User | None = None) -> Post:
    """Give a task to a post, held or vacant."""
    post, _ = Post.objects.get_or_create(
        organisation=place, title=title, defaults={"opened_on": date(2026, 1, 1)}
    )
    Duty.objects.create(
        task=task,
        role="lead",
        post=post,
        organisation=place,
        unit_name=place.display_name,
        valid_from=date(2026, 1, 1),
        recorded_at=THEN,
    )
    if holder:
        PostHolding.objects.create(
            post=post, user=holder, valid_from=date(2026, 1, 1), recorded_at=THEN
        )
    return post


def _confirmed_plan(bureau: Organisation, officer: User) -> PlanVersion:
    blob = Blob.objects.create(
        sha256=uid("blob").hex * 2, size=1, media_type="text/plain", storage_key="made"
    )
    attachment = Attachment.objects.create(
        blob=blob, owner_kind="plan_document", owner_uid=uid("document"), purpose="p", title="t"
    )
    document = PlanDocument.objects.create(
        uid=uid("document"),
        organisation=bureau,
        attachment=attachment,
        file_name="要点.txt",
        media="txt",
        title="2026年教育工作要点",
        received_by=officer,
        received_on=date(2026, 2, 26),
        job_uid=uid("job"),
    )
    plan = Plan.objects.create(
        uid=uid("plan"),
        organisation=bureau,
        title="2026年教育工作要点",
        year=2026,
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
        state="steered",
        opened_at=THEN,
    )
    return PlanVersion.objects.create(
        plan=plan,
        number=1,
        document=document,
        state="confirmed",
        opened_by=officer,
        opened_at=THEN,
        confirmed_by=officer,
        confirmed_at=THEN,
    )


def _light_of(number: int) -> str:
    for word, numbers in (("slow", SLOW), ("bad", BAD), ("done", DONE), ("none", NONE)):
        if number in numbers:
            return word
    return "good"


def _tasks(hung: Hung, version: PlanVersion, bureau: Organisation) -> None:
    number = 0
    for theme, many in THEMES:
        for _ in range(many):
            number += 1
            task = Task.objects.create(
                uid=uid(f"task {number}"),
                plan=hung.plan,
                thread=uid(f"task thread {number}"),
                item=item(version, f"T{number}"),
                number=number,
                title=TITLES.get(number, f"{theme}第{number}项"),
                theme=theme,
                due_on=ENDS,
            )
            hung.tasks[number] = task
            light(
                hung.plan,
                "task",
                task.uid,
                bureau,
                light=_light_of(number),
                sentence=SENTENCES.get(number, f"第{number}项按时间进度走。"),
                arithmetic=FIGURES.get(number, {}),
            )


def _indicators(hung: Hung, bureau: Organisation) -> None:
    for ordinal, row in enumerate(INDICATORS):
        task, name, unit, scale, nature, goal, actual, expected, word = row
        indicator = Indicator.objects.create(
            uid=uid(f"indicator {name}"),
            code=f"plan/{uid(name).hex}",
            name=name,
            unit=unit,
            scale=scale,
            nature=nature,
            aggregation="sum" if nature != "rate" else "ratio",
        )
        TaskIndicator.objects.create(
            task=hung.tasks[task],
            indicator=indicator,
            item=hung.tasks[task].item,
            ordinal=ordinal,
            featured=True,
        )
        target = target_of(indicator, bureau, goal, hung.tasks[task].thread)
        hung.targets[name] = target
        light(
            hung.plan,
            "indicator",
            target.uid,
            bureau,
            light=word,
            sentence=WORDED.get(name, f"目标不低于 {goal}{unit}，实到 {actual}{unit}"),
            arithmetic=arithmetic_of(nature, goal, actual, expected),
        )


def arithmetic_of(nature: str, goal: str, actual: str, expected: str) -> dict[str, str]:
    """Return what stands behind a light, as the engine writes it."""
    found = {"on": "2026-11-20", "target": goal, "actual": actual, "expected": expected}
    found["ratio"] = str(Fraction(actual) / Fraction(expected))
    return found | ({"share": "324/365"} if nature == "cumulative" else {})


def target_of(indicator: Indicator, place: Organisation, goal: str, thread: UUID) -> Target:
    """Write a target of this year."""
    return Target.objects.create(
        uid=uid(f"target {indicator.code} {place.code}"),
        indicator=indicator,
        subject=place,
        period="2026",
        comparator="ge",
        value=int(goal.replace(".", "")),
        starts_on=date(2026, 1, 1),
        due_on=ENDS,
        source_kind="plan_thread",
        source_uid=thread,
        recorded_at=THEN,
    )


def _projects(hung: Hung, version: PlanVersion, bureau: Organisation) -> None:
    for number, (title, word, month, due, steps) in enumerate(PROJECTS, 1):
        due_on = date(2026, *due)
        project = Project.objects.create(
            uid=uid(f"project {number}"),
            plan=hung.plan,
            thread=uid(f"project thread {number}"),
            item=item(version, f"P{number}", "project"),
            number=number,
            title=title,
            organisation=bureau,
            starts_on=date(2026, month, 1),
            due_on=due_on,
            state="done" if word == "done" else "open",
            done_on=due_on if word == "done" else None,
        )
        hung.projects[title] = project
        for ordinal, (name, at_month, day, done) in enumerate(steps):
            promised = date(2026, at_month, day)
            Milestone.objects.create(
                uid=uid(f"step {number} {ordinal}"),
                project=project,
                thread=uid(f"step thread {number} {ordinal}"),
                ordinal=ordinal,
                title=name,
                due_on=promised,
                done_on=promised - timedelta(days=2) if done else None,
            )
        light(hung.plan, "project", project.uid, bureau, light=word, sentence=f"{title}。")


COUNTY_FIGURES = {"good": "95", "slow": "86", "bad": "40", "done": "102"}


def _counties(hung: Hung, version: PlanVersion, counties: dict[str, Organisation]) -> None:
    """Give each county a target of each of 24 indicators, a stock of a hundred, and its light."""
    words = {
        name: [word for word, many in zip(LIGHTS, numbers, strict=True) for _ in range(many)]
        for name, numbers in COUNTIES.items()
    }
    for number in range(24):
        indicator = Indicator.objects.create(
            uid=uid(f"county indicator {number}"),
            code=f"plan/{uid(f'county {number}').hex}",
            name=f"县区第{number + 1}项",
            unit="个",
            scale=0,
            nature="stock",
            aggregation="sum",
        )
        task = hung.tasks[number + 1]
        TaskIndicator.objects.create(
            task=task, indicator=indicator, item=task.item, ordinal=50 + number
        )
        for name, county in counties.items():
            target = target_of(indicator, county, "100", task.thread)
            word = words[name][number]
            arithmetic = {}
            if word != "none":
                arithmetic = arithmetic_of("stock", "100", COUNTY_FIGURES[word], "100")
            light(hung.plan, "indicator", target.uid, county, light=word, arithmetic=arithmetic)


def _seal(plan: Plan) -> None:
    Checkpoint.objects.create(
        uid=uid("seal"),
        kind="week",
        organisation=plan.organisation,
        subject_kind="plan",
        subject_uid=plan.uid,
        period="2026-W47",
        frozen_at=datetime(2026, 11, 19, 22, 0, tzinfo=UTC),
        as_of=date(2026, 11, 20),
        packet="{}",
        packet_sha256="0" * 64,
    )
