"""The steered part of the leak world: plans, tasks, figures, notes, by verbs.

City, A and B each steer a plan and review another. Words carry the content class of whoever may
meet them: see tests/house/authority.yaml.
"""

from datetime import date, datetime, timedelta
from io import BytesIO
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.formats.review_files import typed_into
from tests.leaks.world import World
from xueyou.domains.plans.models import (
    Duty,
    Item,
    Milestone,
    Plan,
    PlanDocument,
    Project,
    Task,
    TaskIndicator,
)
from xueyou.domains.plans.selectors.review import Reviewing
from xueyou.domains.plans.selectors.review_file import decisions_workbook
from xueyou.domains.plans.services.duties import assign_duty
from xueyou.domains.plans.services.finishing import finish_project, finish_task
from xueyou.domains.plans.services.milestones import add_milestone
from xueyou.domains.plans.services.notes import write_note
from xueyou.domains.plans.services.plan_versions import confirm_version, open_plan
from xueyou.domains.plans.services.receive_document import receive_document
from xueyou.domains.plans.services.reporting import report_value
from xueyou.domains.plans.services.reviewing import accept, edit
from xueyou.domains.plans.services.steer_targets import add_county_targets
from xueyou.kernel.deadlines.calendars import import_calendar
from xueyou.kernel.deadlines.shipped import SOURCES, shipped_table
from xueyou.kernel.indicators.models import Target, Value
from xueyou.platform.access.holdings import SignedIn, actor_for
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.files.models import Attachment
from xueyou.platform.jobs.api import work_off

STEERED_IN = ("city", "A", "B")
BEGAN = datetime.fromisoformat("2026-02-10T09:00:00+08:00")
LATER = BEGAN + timedelta(days=30)
CLASSES = {
    "title": "published",
    "given": "given",
    "task": "plan",
    "shown": "published",
    "unit": "given",
    "number": "given",
    "project": "plan",
}
"""Part of a plan's document → content class of its word, where the plan is in force."""


def steer_plans(world: World) -> None:
    """Read, review, confirm and work on the plans of a world whose places and people stand."""
    import_calendar(
        actor=SYSTEM, year=2026, rows=shipped_table(2026), source=SOURCES[2026], key="calendar"
    )
    for place in STEERED_IN:
        world.keep("steered_document", place, _hand_in(world, place, "plan"))
        world.keep("draft_document", place, _hand_in(world, place, "draft"))
        world.keep("unopened_document", place, _hand_in(world, place, "unopened"))
        if place == "city":
            world.keep("ready_document", place, _hand_in(world, place, "ready"))
        for which in ("settled", "unsettled"):
            world.keep(f"{which}_summary", place, _hand_in_summary(world, place, which))
    work_off()
    for place in STEERED_IN:
        _open(world, place, "draft")
        _confirmed(world, place)
    _ready(world)
    _finish(world)
    _counties(world)


def a_photograph() -> bytes:
    """Return a small JPEG."""
    into = BytesIO()
    Image.new("RGB", (8, 8), "grey").save(into, "JPEG")
    return into.getvalue()


def author(world: World, place: str) -> SignedIn:
    """Return who hands documents in at a place, ready to act."""
    return actor_for(world.authors[place])


def person(world: World, person: str) -> SignedIn:
    """Return a person of the world, ready to act."""
    return actor_for(world.users[person])


def a_key() -> str:
    """Return a fresh idempotency key."""
    return str(uuid4())


def _hand_in(world: World, place: str, which: str) -> UUID:
    """Hand in a plan of a place with four tasks; what is not steered stays "document"."""

    def word(part: str) -> str:
        content = CLASSES.get(part, "document") if which == "plan" else "document"
        if place != "city" and content in ("published", "given"):
            content = "plan"
        return world.sentinels.word(content, place, f"{which}.{part}")

    first = "given" if place == "city" else "plan"
    count = world.sentinels.number(
        first if which == "plan" else "document", place, f"{which}.number"
    )
    text = f"""{word("title")}区2026年教育工作要点

一、总体要求
以{word("spirit")}为指导，办好人民满意的教育。

二、主要任务
（一）扩大学位供给。推进{word("given")}学校建设工程，2026年新增公办学位{count}个。（牵头：office；配合：{word("unit")}局）
（二）加强教师队伍。开展{word("task")}培训行动，2026年培训教师800人。（牵头：office）
（三）改善办学条件。完成{word("shown")}照明改造行动，2026年改造教室300间。（牵头：office）

附件：2026年重大项目（2个）

1.{word("project")}中学新建。总投资300万元，12月底前建成。

2.教室照明改造。总投资1,750万元，9月底前完工。
"""
    upload = SimpleUploadedFile(f"{which}-{place}.txt", text.encode())
    return receive_document(
        actor=author(world, place), upload=upload, key=f"{place}-{which}", at=BEGAN
    )


def _hand_in_summary(world: World, place: str, which: str) -> UUID:
    """Hand in what the year came to, as the place's author tells it."""
    word = world.sentinels.word("document", place, f"{which}.summary")
    name = world.things["steered_document"][place]
    assert name, "the plan is handed in first"
    title = world.sentinels.again("plan", "published", owner=place, field="plan.title")
    text = f"""{title}区2026年教育工作总结

一、主要工作和成效
全年新增公办学位900个，培训教师790人，改造教室300间。开展{word}活动20场次。

二、存在的问题
教师还有缺口。
"""
    upload = SimpleUploadedFile(f"{which}-{place}.txt", text.encode())
    return receive_document(
        actor=author(world, place), upload=upload, key=f"{place}-{which}", at=BEGAN
    )


def _open(world: World, place: str, which: str) -> UUID:
    document = world.one("steered_document" if which == "plan" else "draft_document", place)
    title = PlanDocument.objects.get(uid=document).title
    if which == "draft":
        title = world.sentinels.word("draft", place, "title")
    uid = open_plan(
        actor=author(world, place),
        document_uid=document,
        title=title,
        year=2026,
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
        key=a_key(),
        at=BEGAN,
    )
    if which == "draft":
        world.keep("draft_plan", place, uid)
        items = list(Item.objects.filter(version__plan__uid=uid).order_by("ordinal"))
        assert len(items) > 3, "the draft holds nothing to decide on"
        world.keep("open_item", place, items[0].uid)
        accept(
            actor=person(world, "planner") if place == "city" else author(world, place),
            item_uid=items[-1].uid,
            revision=items[-1].revision,
            tolerance=0,
            key=a_key(),
            at=BEGAN,
        )
        world.keep("decided_item", place, items[-1].uid)
        reviewing = Reviewing(author(world, place), document)
        rows = {str(items[0].uid): {"decision": "接受"}}
        world.books[f"decisions-{place}"] = typed_into(decisions_workbook(reviewing), rows)
    return uid


def _take_as_read(world: World, place: str, uid: UUID) -> None:
    """Accept every item of a plan in review."""
    actor = author(world, place)
    for item in Item.objects.filter(version__plan__uid=uid).order_by("ordinal"):
        content = dict(item.content)
        if item.kind == "indicator" and content.get("tolerance") is None:
            content["tolerance"] = 0
        edit(
            actor=actor,
            item_uid=item.uid,
            revision=item.revision,
            content=content,
            key=a_key(),
            at=BEGAN,
        )


def _ready(world: World) -> None:
    """Leave a plan of the city with every item decided, to be confirmed."""
    title = world.sentinels.word("draft", "city", "ready.title")
    uid = open_plan(
        actor=author(world, "city"),
        document_uid=world.one("ready_document", "city"),
        title=title,
        year=2026,
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
        key=a_key(),
        at=BEGAN,
    )
    _take_as_read(world, "city", uid)
    world.keep("ready_plan", "city", uid)


def _confirmed(world: World, place: str) -> None:
    """Take every item of a place's plan as read, confirm it, report and note."""
    actor = author(world, place)
    uid = _open(world, place, "plan")
    _take_as_read(world, place, uid)
    confirm_version(actor=actor, plan_uid=uid, key=a_key(), at=BEGAN)
    plan = Plan.objects.get(uid=uid)
    world.keep("plan", place, uid)
    for task in Task.objects.filter(plan=plan).order_by("number"):
        world.keep("task", place, task.uid)
    project = Project.objects.filter(plan=plan).order_by("number")[0]
    world.keep("project", place, project.uid)
    _work_on(world, place, plan)


def _work_on(world: World, place: str, plan: Plan) -> None:
    """Report a figure, write notes with a photograph, give steps and an outside unit."""
    actor = author(world, place)
    task = Task.objects.get(uid=world.one("task", place))
    link = TaskIndicator.objects.filter(task=task).order_by("ordinal")[0]
    own = Target.objects.get(indicator=link.indicator, subject=plan.organisation)
    world.keep("target", place, own.uid)
    world.keep("indicator", place, link.indicator.uid)
    _report(world, actor, place, own)
    project = Project.objects.filter(plan=plan).order_by("number")[0]
    for kind, row in (("task", task), ("project", project)):
        words = world.sentinels.word("note", place, f"{kind}.words")
        note = write_note(
            actor=actor,
            owner_kind=kind,
            owner_uid=row.uid,
            words=words,
            photos=[SimpleUploadedFile("photo.jpg", a_photograph())],
            key=a_key(),
            at=BEGAN,
        )
        photo = Attachment.objects.get(owner_uid=note)
        world.keep(f"{kind}_photo", place, photo.uid)
        add_milestone(
            actor=actor,
            owner_kind=kind,
            owner_uid=row.uid,
            title=world.sentinels.word(_class_of(place, kind), place, f"{kind}.step"),
            due_on=date(2026, 12, 10),
            key=a_key(),
            at=BEGAN,
        )
        assign_duty(
            actor=actor,
            owner_kind=kind,
            owner_uid=row.uid,
            role="support",
            unit_name=world.sentinels.word(_class_of(place, kind), place, f"{kind}.outside") + "局",
            key=a_key(),
            at=BEGAN,
        )
    world.keep("task_step", place, Milestone.objects.filter(task=task).latest("pk").uid)
    world.keep("project_step", place, Milestone.objects.filter(project=project).latest("pk").uid)
    for kind, row in (("task", task), ("project", project)):
        owed = Duty.objects.filter(**{kind: row}, role="support", voided_at=None, valid_to=None)
        world.keep(f"{kind}_duty", place, owed.latest("pk").uid)


def _finish(world: World) -> None:
    """Close the city's second task and second project."""
    second = Project.objects.filter(plan__uid=world.one("plan", "city")).order_by("number")[1]
    done = {"actor": author(world, "city"), "done_on": date(2026, 3, 1), "at": LATER}
    finish_task(task_uid=world.things["task"]["city"][1], words="办完了", key=a_key(), **done)
    finish_project(project_uid=second.uid, words="建成了", key=a_key(), **done)
    world.keep("done_task", "city", world.things["task"]["city"][1])
    world.keep("done_project", "city", second.uid)


def _class_of(place: str, kind: str) -> str:
    """The city's first task is given to its task force."""
    return "given" if (place, kind) == ("city", "task") else "plan"


def _report(world: World, actor: SignedIn, owner: str, target: Target) -> None:
    value = report_value(
        actor=actor,
        target_uid=target.uid,
        value=str(world.sentinels.number("figure", owner, f"value.{target.pk}")),
        as_of=date(2026, 3, 1),
        words=world.sentinels.word("figure", owner, f"words.{target.pk}"),
        key=a_key(),
        at=BEGAN + timedelta(days=30),
    )
    world.keep("value", owner, value)
    assert Value.objects.get(uid=value).subject_id == target.subject_id


def _counties(world: World) -> None:
    """Split the city's first target among counties; A and B each report and note their own."""
    planner = author(world, "city")
    task, indicator = world.one("task", "city"), world.one("indicator", "city")
    shares = {str(world.places[place].uid): str(100 + n) for n, place in enumerate("ABC")}
    add_county_targets(
        actor=planner,
        indicator_uid=indicator,
        values=shares,
        key=a_key(),
        at=BEGAN + timedelta(days=1),
    )
    for place in "AB":
        target = Target.objects.get(
            indicator__uid=indicator, subject=world.places[place], superseded_at=None
        )
        world.keep("county_target", place, target.uid)
        _report(world, author(world, place), place, target)
        world.keep("county_value", place, world.things["value"][place][-1])
        write_note(
            actor=author(world, place),
            owner_kind="task",
            owner_uid=task,
            words=world.sentinels.word("note", place, "on the city's task"),
            key=a_key(),
            at=BEGAN + timedelta(days=2),
        )
