"""The steered part of the leak world: plans, tasks, figures, papers, forces, releases, by verbs.

City, A and B each steer a plan and review another. Words carry the content class of whoever may
meet them: see tests/house/authority.yaml.
"""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from PIL import Image

from tests.leaks.world import World
from xueyou.domains.plans.models import (
    Duty,
    HandoverSheet,
    Item,
    Milestone,
    Plan,
    PlanDocument,
    Project,
    Release,
    Settlement,
    Task,
    TaskForceMember,
    TaskIndicator,
)
from xueyou.domains.plans.releases.contents import compose
from xueyou.domains.plans.releases.payload import sealed
from xueyou.domains.plans.services.draft_circular import draft_circular
from xueyou.domains.plans.services.duties import assign_duty
from xueyou.domains.plans.services.freeze_checkpoint import freeze_checkpoint
from xueyou.domains.plans.services.hand_in_progress import (
    blank_workbook,
    hand_in_progress,
)
from xueyou.domains.plans.services.hand_over import make_sheet
from xueyou.domains.plans.services.milestones import add_milestone
from xueyou.domains.plans.services.notes import write_note
from xueyou.domains.plans.services.plan_versions import confirm_version, open_plan
from xueyou.domains.plans.services.receive_document import receive_document
from xueyou.domains.plans.services.releases import prepare_release, publish_release
from xueyou.domains.plans.services.reporting import report_value
from xueyou.domains.plans.services.reviewing import accept, edit
from xueyou.domains.plans.services.steer_targets import add_county_targets
from xueyou.domains.plans.services.task_forces import add_member, form_force, give_task
from xueyou.domains.plans.settlements.settle_plan import settle_plan
from xueyou.formats.canonical import sha256_hex
from xueyou.kernel.deadlines.calendars import import_calendar
from xueyou.kernel.deadlines.shipped import SOURCES, shipped_table
from xueyou.kernel.indicators.models import Target, Value
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.papers.services.deciding import check, sign
from xueyou.kernel.papers.services.drafting import revise
from xueyou.kernel.papers.services.issuing import file_scan, number, serve
from xueyou.kernel.registry.models import Post
from xueyou.kernel.registry.services.posts import hand_over_post, open_post
from xueyou.platform.access.holdings import SignedIn, actor_for
from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.files.models import Attachment
from xueyou.platform.jobs.api import work_off
from xueyou.platform.jobs.models import Job

STEERED_IN = ("city", "A", "B")
BEGAN = datetime.fromisoformat("2026-02-10T09:00:00+08:00")
TODAY = date(2026, 11, 20)
PAPERS = ("drafted", "checked", "signed", "numbered", "served")
"""How far the hand-over sheets of the city have come, one of each."""


def steer(world: World) -> None:
    """Add everything that is steered to a world whose places and people stand."""
    import_calendar(
        actor=SYSTEM, year=2026, rows=shipped_table(2026), source=SOURCES[2026], key="calendar"
    )
    for place in STEERED_IN:
        world.keep("steered_document", place, _hand_in(world, place, "plan"))
        world.keep("draft_document", place, _hand_in(world, place, "draft"))
        world.keep("unopened_document", place, _hand_in(world, place, "unopened"))
        for which in ("settled", "unsettled"):
            world.keep(f"{which}_summary", place, _hand_in_summary(world, place, which))
    work_off()
    for place in STEERED_IN:
        _open(world, place, "draft")
        _confirmed(world, place)
    _counties(world)
    _posts(world)
    _papers(world)
    _force(world)
    _releases(world)
    _settle(world)
    _progress(world)


def a_photograph() -> bytes:
    """Return a small JPEG."""
    into = BytesIO()
    Image.new("RGB", (8, 8), "grey").save(into, "JPEG")
    return into.getvalue()


def _author(world: World, place: str) -> SignedIn:
    return actor_for(world.authors[place])


def _person(world: World, person: str) -> SignedIn:
    return actor_for(world.users[person])


def _key() -> str:
    return str(uuid4())


CLASSES = {
    "title": "published",
    "given": "given",
    "task": "plan",
    "shown": "published",
    "unit": "plan",
    "number": "plan",
    "project": "plan",
}
"""Part of a plan's document → content class of its word, where the plan is in force."""


def _hand_in(world: World, place: str, which: str) -> UUID:
    """Hand in a plan of a place with four tasks; what is not steered stays "document"."""

    def word(part: str) -> str:
        content = CLASSES.get(part, "document") if which == "plan" else "draft"
        if place != "city" and content in ("published", "given"):
            content = "plan"
        return world.sentinels.word(content, place, f"{which}.{part}")

    content = "plan" if which == "plan" else "draft"
    count = world.sentinels.number(content, place, f"{which}.number")
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
        actor=_author(world, place), upload=upload, key=f"{place}-{which}", at=BEGAN
    )


def _hand_in_summary(world: World, place: str, which: str) -> UUID:
    """Hand in what the year came to, as the place's author tells it."""
    word = world.sentinels.word("draft", place, f"{which}.summary")
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
        actor=_author(world, place), upload=upload, key=f"{place}-{which}", at=BEGAN
    )


def _settle(world: World) -> None:
    for place in STEERED_IN:
        settle_plan(
            actor=_author(world, place),
            plan_uid=world.one("plan", place),
            document_uid=world.one("settled_summary", place),
            key=_key(),
        )
        work_off()
        found = Settlement.objects.get(plan__uid=world.one("plan", place))
        world.keep("settlement", place, found.uid)
        world.keep("settle_job", place, Job.objects.filter(kind="plans.settle").latest("pk").uid)


def _progress(world: World) -> None:
    """Hand a workbook of progress in as the planner, and as the officer of A."""
    for person, place in (("planner", "city"), ("officer-a", "A")):
        actor = _person(world, person)
        _, blank = blank_workbook(actor, world.one("plan", place))
        book = _filled_in(blank, world.sentinels.word("import", person, "words"))
        uid = hand_in_progress(
            actor=actor,
            plan_uid=world.one("plan", place),
            upload=SimpleUploadedFile("progress.xlsx", book),
            key=_key(),
        )
        world.keep("progress_import", person, uid)


def _filled_in(blank: bytes, words: str) -> bytes:
    """Fill the first row of a progress workbook."""
    book = load_workbook(BytesIO(blank))
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for code, value in (("value", 7), ("as_of", date(2026, 11, 2)), ("words", words)):
        sheet.cell(3, columns[code], value)
    into = BytesIO()
    book.save(into)
    return into.getvalue()


def _open(world: World, place: str, which: str) -> UUID:
    document = world.one("steered_document" if which == "plan" else "draft_document", place)
    title = PlanDocument.objects.get(uid=document).title
    uid = open_plan(
        actor=_author(world, place),
        document_uid=document,
        title=title,
        year=2026,
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1),
        key=_key(),
        at=BEGAN,
    )
    if which == "draft":
        world.keep("draft_plan", place, uid)
        items = list(Item.objects.filter(version__plan__uid=uid).order_by("ordinal"))
        assert len(items) > 3, "the draft holds nothing to decide on"
        world.keep("open_item", place, items[0].uid)
        accept(
            actor=_author(world, place),
            item_uid=items[-1].uid,
            revision=items[-1].revision,
            tolerance=0,
            key=_key(),
            at=BEGAN,
        )
        world.keep("decided_item", place, items[-1].uid)
    return uid


def _confirmed(world: World, place: str) -> None:
    """Take every item of a place's plan as read, confirm it, report and note."""
    actor = _author(world, place)
    uid = _open(world, place, "plan")
    for item in Item.objects.filter(version__plan__uid=uid).order_by("ordinal"):
        content = dict(item.content)
        if item.kind == "indicator" and content.get("tolerance") is None:
            content["tolerance"] = 0
        edit(
            actor=actor,
            item_uid=item.uid,
            revision=item.revision,
            content=content,
            key=_key(),
            at=BEGAN,
        )
    confirm_version(actor=actor, plan_uid=uid, key=_key(), at=BEGAN)
    plan = Plan.objects.get(uid=uid)
    world.keep("plan", place, uid)
    for task in Task.objects.filter(plan=plan).order_by("number"):
        world.keep("task", place, task.uid)
    project = Project.objects.filter(plan=plan).order_by("number")[0]
    world.keep("project", place, project.uid)
    _work_on(world, place, plan)


def _work_on(world: World, place: str, plan: Plan) -> None:
    """Report a figure, write notes with a photograph, give steps and an outside unit."""
    actor = _author(world, place)
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
            key=_key(),
            at=BEGAN,
        )
        photo = Attachment.objects.get(owner_uid=note)
        world.keep(f"{kind}_photo", place, photo.uid)
        add_milestone(
            actor=actor,
            owner_kind=kind,
            owner_uid=row.uid,
            title=world.sentinels.word("plan", place, f"{kind}.step"),
            due_on=date(2026, 12, 10),
            key=_key(),
            at=BEGAN,
        )
        assign_duty(
            actor=actor,
            owner_kind=kind,
            owner_uid=row.uid,
            role="support",
            unit_name=world.sentinels.word("plan", place, f"{kind}.outside") + "局",
            key=_key(),
            at=BEGAN,
        )
    world.keep("task_step", place, Milestone.objects.filter(task=task).latest("pk").uid)
    world.keep("project_step", place, Milestone.objects.filter(project=project).latest("pk").uid)
    for kind, row in (("task", task), ("project", project)):
        owed = Duty.objects.filter(**{kind: row}, role="support", voided_at=None, valid_to=None)
        world.keep(f"{kind}_duty", place, owed.latest("pk").uid)


def _report(world: World, actor: SignedIn, owner: str, target: Target) -> None:
    value = report_value(
        actor=actor,
        target_uid=target.uid,
        value=str(world.sentinels.number("figure", owner, f"value.{target.pk}")),
        as_of=date(2026, 3, 1),
        words=world.sentinels.word("figure", owner, f"words.{target.pk}"),
        key=_key(),
        at=BEGAN + timedelta(days=30),
    )
    world.keep("value", owner, value)
    assert Value.objects.get(uid=value).subject_id == target.subject_id


def _counties(world: World) -> None:
    """Split the city's first target among counties; A and B each report and note their own."""
    planner = _author(world, "city")
    task, indicator = world.one("task", "city"), world.one("indicator", "city")
    shares = {str(world.places[place].uid): str(100 + n) for n, place in enumerate("ABC")}
    add_county_targets(
        actor=planner,
        indicator_uid=indicator,
        values=shares,
        key=_key(),
        at=BEGAN + timedelta(days=1),
    )
    for place in "AB":
        target = Target.objects.get(
            indicator__uid=indicator, subject=world.places[place], superseded_at=None
        )
        world.keep("county_target", place, target.uid)
        _report(world, _author(world, place), place, target)
        world.keep("county_value", place, world.things["value"][place][-1])
        write_note(
            actor=_author(world, place),
            owner_kind="task",
            owner_uid=task,
            words=world.sentinels.word("note", place, "on the city's task"),
            key=_key(),
            at=BEGAN + timedelta(days=2),
        )


def _posts(world: World) -> None:
    for place, holder in (("city", "planner"), ("office", "office-clerk")):
        uid = open_post(
            actor=_author(world, "city"),
            organisation_uid=world.places[place].uid,
            title=world.sentinels.word("post", place, "title"),
            key=_key(),
            at=BEGAN,
        )
        world.keep("post", place, uid)
        hand_over_post(
            actor=_author(world, "city"),
            post_uid=uid,
            user_uid=world.users[holder].uid,
            on=BEGAN.date(),
            key=_key(),
            at=BEGAN,
        )
    assert Post.objects.count() == 2


def _papers(world: World) -> None:
    """Freeze a month, issue a circular on it, and leave a hand-over sheet at every step."""
    drafter = _author(world, "city")
    for place in STEERED_IN:
        for kind, on in (("month", date(2026, 2, 28)), ("week", date(2026, 3, 8))):
            uid = freeze_checkpoint(
                actor=_author(world, place),
                plan_uid=world.one("plan", place),
                kind=kind,
                on=on,
                key=_key(),
                at=BEGAN + timedelta(days=40),
            )
            world.keep("checkpoint", place, uid)
    circular = draft_circular(
        actor=drafter,
        checkpoint_uid=world.things["checkpoint"]["city"][0],
        reply_by=date(2026, 12, 1),
        key=_key(),
        at=BEGAN + timedelta(days=41),
    )
    _revise(world, drafter, circular)
    _advance(world, circular, "served", "临教督〔2026〕1号")
    world.keep("circular", "city", circular)
    for step, state in enumerate(PAPERS):
        task = world.things["task"]["city"][0]
        sheet = make_sheet(
            actor=drafter,
            plan_uid=world.one("plan", "city"),
            unit_name=outside_unit(task),
            asked={str(task): world.sentinels.word("paper", "city", f"asked.{state}")},
            reply_by=date(2026, 12, 1),
            key=_key(),
            at=BEGAN + timedelta(days=42 + step),
        )
        paper = _paper_of_sheet(sheet)
        _advance(world, paper.uid, state, f"临教交〔2026〕{step + 1}号")
        world.keep("sheet", "city", sheet)
        world.keep(f"paper_{state}", "city", paper.uid)


def outside_unit(task_uid: UUID) -> str:
    """Return the name of a unit outside that supports the task."""
    return (
        Duty.objects.filter(
            task__uid=task_uid, organisation=None, post=None, voided_at=None, valid_to=None
        )
        .first()
        .unit_name
    )  # type: ignore[union-attr]


def _paper_of_sheet(sheet: UUID) -> Paper:
    return HandoverSheet.objects.select_related("paper").get(uid=sheet).paper


def _revise(world: World, drafter: SignedIn, uid: UUID) -> None:
    paper = Paper.objects.get(uid=uid)
    content = json.loads(paper.content)
    content["body"].append(
        {
            "type": "text",
            "text": f"请各单位看{world.sentinels.word('issued', 'city', 'circular')}。",
        }
    )
    revise(actor=drafter, paper_uid=uid, revision=paper.revision, content=content, key=_key())


def _advance(world: World, uid: UUID, state: str, given: str) -> None:
    """Take a paper on to a state."""
    drafter, signer = _author(world, "city"), _person(world, "chief")
    checker = _person(world, "planner")
    steps: list[tuple[str, Callable[[], Any]]] = [
        ("checked", lambda: check(actor=checker, paper_uid=uid, revision=_now(uid), key=_key())),
        ("signed", lambda: sign(actor=signer, paper_uid=uid, revision=_now(uid), key=_key())),
        ("numbered", lambda: number(actor=drafter, paper_uid=uid, number=given, key=_key())),
        ("served", lambda: _serve(drafter, uid)),
    ]
    for reached, step in steps:
        if PAPERS.index(reached) <= PAPERS.index(state):
            step()


def _now(uid: UUID) -> int:
    return Paper.objects.get(uid=uid).revision


def _serve(drafter: SignedIn, uid: UUID) -> None:
    scan = SimpleUploadedFile("scan.jpg", a_photograph())
    file_scan(actor=drafter, paper_uid=uid, upload=scan, key=_key())
    serve(actor=drafter, paper_uid=uid, key=_key())


def _force(world: World) -> None:
    """Form a force on the city's first task: "member" is in it, "ex-member" was."""
    planner = _author(world, "city")
    plan, task = world.one("plan", "city"), world.one("task", "city")
    name = world.sentinels.word("force", "city", "name")
    force = form_force(actor=planner, plan_uid=plan, name=name, key=_key(), at=BEGAN)
    world.keep("force", "city", force)
    give_task(actor=planner, force_uid=force, task_uid=task, key=_key(), at=BEGAN)
    for person, until in (("member", None), ("ex-member", TODAY)):
        add_member(
            actor=planner,
            force_uid=force,
            login_name=world.users[person].login_name,
            unit_name=world.sentinels.word("force", "city", f"unit of {person}"),
            valid_from=BEGAN.date(),
            valid_to=until,
            key=_key(),
            at=BEGAN,
        )
    member = TaskForceMember.objects.get(user=world.users["member"])
    world.keep("force_member", "city", member.uid)


def _releases(world: World) -> None:
    """Publish the city's third task; prepare another release that is only signed."""
    drafter, plan = _author(world, "city"), Plan.objects.get(uid=world.one("plan", "city"))
    task = Task.objects.get(uid=world.things["task"]["city"][2])
    for count, (state, content) in enumerate((("published", "published"), ("signed", "release"))):
        title = world.sentinels.word(content, "city", f"{state}.title")
        seen = sealed(compose(plan, [task], title=title, on=TODAY).payload)
        uid = prepare_release(
            actor=drafter,
            plan_uid=plan.uid,
            task_uids=[task.uid],
            title=title,
            seen_sha256=sha256_hex(seen.encode()),
            visible_from=TODAY,
            visible_to=TODAY + timedelta(days=30),
            key=_key(),
        )
        order = Release.objects.get(uid=uid).paper
        _advance(world, order.uid, "numbered", f"临教公〔2026〕{count + 1}号")
        if state == "published":
            publish_release(actor=drafter, release_uid=uid, key=_key())
        world.keep(f"release_{state}", "city", uid)
