"""What is issued of the leak world's plans: posts, papers, forces, releases, accounts, files."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from tests.leaks.steering import (
    BEGAN,
    STEERED_IN,
    a_key,
    a_photograph,
    author,
    person,
    steer_plans,
)
from tests.leaks.world import World
from xueyou.domains.plans.models import (
    Duty,
    HandoverSheet,
    Plan,
    Release,
    Settlement,
    SheetLine,
    Task,
    TaskForceMember,
)
from xueyou.domains.plans.releases.contents import compose
from xueyou.domains.plans.releases.payload import sealed
from xueyou.domains.plans.services.draft_circular import draft_circular
from xueyou.domains.plans.services.freeze_checkpoint import freeze_checkpoint
from xueyou.domains.plans.services.hand_in_progress import (
    blank_workbook,
    hand_in_progress,
)
from xueyou.domains.plans.services.hand_over import make_sheet
from xueyou.domains.plans.services.releases import prepare_release, publish_release
from xueyou.domains.plans.services.return_sheet import return_sheet
from xueyou.domains.plans.services.task_forces import add_member, form_force, give_task
from xueyou.domains.plans.settlements.settle_plan import settle_plan
from xueyou.formats.canonical import sha256_hex
from xueyou.formats.handover_workbook import ANSWER, DONE_ON, EVIDENCE, NUMBER
from xueyou.formats.workbook import Column, Sheet, workbook
from xueyou.kernel.papers.models import Paper
from xueyou.kernel.papers.services.deciding import check, sign
from xueyou.kernel.papers.services.drafting import revise
from xueyou.kernel.papers.services.issuing import file_scan, number, serve
from xueyou.kernel.registry.models import Post
from xueyou.kernel.registry.services.posts import hand_over_post, open_post
from xueyou.platform.access.holdings import SignedIn
from xueyou.platform.jobs.api import work_off
from xueyou.platform.jobs.models import Job

TODAY = date(2026, 11, 20)
PAPERS = ("drafted", "checked", "signed", "numbered", "served")
"""How far the hand-over sheets of the city have come, one of each; one more has come back."""


def steer(world: World) -> None:
    """Add everything that is steered and issued to a world whose places and people stand."""
    steer_plans(world)
    _posts(world)
    _papers(world)
    _force(world)
    _releases(world)
    _settle(world)
    _progress(world)


def _posts(world: World) -> None:
    for place, holder in (("city", "planner"), ("office", "office-clerk")):
        uid = open_post(
            actor=author(world, "city"),
            organisation_uid=world.places[place].uid,
            title=world.sentinels.word("post", place, "title"),
            key=a_key(),
            at=BEGAN,
        )
        world.keep("post", place, uid)
        hand_over_post(
            actor=author(world, "city"),
            post_uid=uid,
            user_uid=world.users[holder].uid,
            on=BEGAN.date(),
            key=a_key(),
            at=BEGAN,
        )
    assert Post.objects.count() == 2


def _papers(world: World) -> None:
    """Freeze a month, issue a circular on it, and leave a hand-over sheet at every step."""
    drafter = author(world, "city")
    for place in STEERED_IN:
        for kind, on in (("month", date(2026, 2, 28)), ("week", date(2026, 3, 8))):
            uid = freeze_checkpoint(
                actor=author(world, place),
                plan_uid=world.one("plan", place),
                kind=kind,
                on=on,
                key=a_key(),
                at=BEGAN + timedelta(days=40),
            )
            world.keep("checkpoint", place, uid)
    circular = draft_circular(
        actor=drafter,
        checkpoint_uid=world.things["checkpoint"]["city"][0],
        reply_by=date(2026, 12, 1),
        key=a_key(),
        at=BEGAN + timedelta(days=41),
    )
    _revise(world, drafter, circular)
    _advance(world, circular, "served", "临教督〔2026〕1号")
    world.keep("circular", "city", circular)
    world.keep("paper_looked_at", "city", circular)
    for step, state in enumerate((*PAPERS, "served")):
        task = world.things["task"]["city"][0]
        sheet = make_sheet(
            actor=drafter,
            plan_uid=world.one("plan", "city"),
            unit_name=outside_unit(task),
            asked={str(task): world.sentinels.word("paper", "city", f"asked.{step}")},
            reply_by=date(2026, 12, 1),
            key=a_key(),
            at=BEGAN + timedelta(days=42 + step),
        )
        paper = _paper_of_sheet(sheet)
        _advance(world, paper.uid, state, f"临教交〔2026〕{step + 1}号")
        world.keep("sheet", "city", sheet)
        if step == len(PAPERS):
            book = SimpleUploadedFile("back.xlsx", _answered(sheet))
            return_sheet(actor=drafter, sheet_uid=sheet, upload=book, key=a_key())
            world.keep("sheet_back", "city", sheet)
        elif state == "served":
            world.keep("sheet_out", "city", sheet)
            world.books["sheet"] = _answered(sheet)
        world.keep(f"paper_{state}", "city", paper.uid)
        if state == "drafted":
            world.keep("paper_looked_at", "city", paper.uid)


def _answered(sheet: UUID) -> bytes:
    """Return the workbook of a hand-over sheet with its line answered."""
    line = SheetLine.objects.select_related("task").get(sheet__uid=sheet)
    names = (NUMBER, "序号", "任务", "请办事项", "完成时限", ANSWER, DONE_ON, EVIDENCE)
    row = [str(line.uid), 1, line.task.title, line.asked, line.task.due_on, "办了", None, "纪要"]
    return workbook([Sheet("交办事项", [Column(name, 20) for name in names], [row])])


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
    revise(actor=drafter, paper_uid=uid, revision=paper.revision, content=content, key=a_key())


def _advance(world: World, uid: UUID, state: str, given: str) -> None:
    """Take a paper on to a state."""
    drafter, signer = author(world, "city"), person(world, "chief")
    checker = person(world, "planner")
    steps: list[tuple[str, Callable[[], Any]]] = [
        ("checked", lambda: check(actor=checker, paper_uid=uid, revision=_now(uid), key=a_key())),
        ("signed", lambda: sign(actor=signer, paper_uid=uid, revision=_now(uid), key=a_key())),
        ("numbered", lambda: number(actor=drafter, paper_uid=uid, number=given, key=a_key())),
        ("served", lambda: _serve(drafter, uid)),
    ]
    for reached, step in steps:
        if PAPERS.index(reached) <= PAPERS.index(state):
            step()


def _now(uid: UUID) -> int:
    return Paper.objects.get(uid=uid).revision


def _serve(drafter: SignedIn, uid: UUID) -> None:
    scan = SimpleUploadedFile("scan.jpg", a_photograph())
    file_scan(actor=drafter, paper_uid=uid, upload=scan, key=a_key())
    serve(actor=drafter, paper_uid=uid, key=a_key())


def _force(world: World) -> None:
    """Form a force on the city's first task: "member" is in it, "ex-member" was."""
    planner = author(world, "city")
    plan, task = world.one("plan", "city"), world.one("task", "city")
    name = world.sentinels.word("force", "city", "name")
    force = form_force(actor=planner, plan_uid=plan, name=name, key=a_key(), at=BEGAN)
    world.keep("force", "city", force)
    give_task(actor=planner, force_uid=force, task_uid=task, key=a_key(), at=BEGAN)
    for who, until in (("member", None), ("ex-member", TODAY)):
        add_member(
            actor=planner,
            force_uid=force,
            login_name=world.users[who].login_name,
            unit_name=world.sentinels.word("force", "city", f"unit of {who}"),
            valid_from=BEGAN.date(),
            valid_to=until,
            key=a_key(),
            at=BEGAN,
        )
    member = TaskForceMember.objects.get(user=world.users["member"])
    world.keep("force_member", "city", member.uid)


def _releases(world: World) -> None:
    """Publish the city's third task; prepare another release that is only signed."""
    drafter, plan = author(world, "city"), Plan.objects.get(uid=world.one("plan", "city"))
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
            key=a_key(),
        )
        order = Release.objects.get(uid=uid).paper
        _advance(world, order.uid, "numbered", f"临教公〔2026〕{count + 1}号")
        if state == "published":
            publish_release(actor=drafter, release_uid=uid, key=a_key())
        world.keep(f"release_{state}", "city", uid)


def _settle(world: World) -> None:
    for place in STEERED_IN:
        settle_plan(
            actor=author(world, place),
            plan_uid=world.one("plan", place),
            document_uid=world.one("settled_summary", place),
            key=a_key(),
        )
        work_off()
        found = Settlement.objects.get(plan__uid=world.one("plan", place))
        world.keep("settlement", place, found.uid)
        world.keep("settle_job", place, Job.objects.filter(kind="plans.settle").latest("pk").uid)


def _progress(world: World) -> None:
    """Hand a workbook of progress in as the planner, and as the officer of A."""
    for who, place in (("planner", "city"), ("officer-a", "A")):
        actor = person(world, who)
        _, blank = blank_workbook(actor, world.one("plan", place))
        book = _filled_in(blank, world.sentinels.word("import", who, "words"))
        uid = hand_in_progress(
            actor=actor,
            plan_uid=world.one("plan", place),
            upload=SimpleUploadedFile("progress.xlsx", book),
            key=a_key(),
        )
        world.keep("progress_import", who, uid)
        world.books.setdefault("progress", book)


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
