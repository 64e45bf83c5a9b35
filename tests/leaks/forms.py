"""What stands for the parameters of steered addresses and is posted; `fillers` uses it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.leaks import (
    asking,
    check_desk,
    check_lists,
    classes,
    club_forms,
    committee,
    desk_of_calls,
    moves,
    pictures,
    programs,
    rolls,
)
from tests.leaks.issuing import outside_unit
from tests.leaks.named import Named, named
from tests.leaks.steering import a_photograph
from tests.leaks.world import World
from xueyou.domains.plans.models import Item, Plan, Settlement
from xueyou.domains.plans.releases.contents import compose
from xueyou.domains.plans.releases.payload import sealed
from xueyou.domains.plans.services.releases import chosen_tasks
from xueyou.domains.plans.settlements.lines import lines_of
from xueyou.formats.canonical import sha256_hex

Body = dict[str, Any]
Form = Callable[[World, str], Body]
"""Form of an address: the world and the owner of the thing that is posted to."""


DESKS: dict[str, Any] = {
    "api": programs,
    "calls": desk_of_calls,
    "checks": check_lists,
    "classes": classes,
    "committee": committee,
    "desk": check_desk,
    "registry": rolls,
    "talents": moves,
}
"""Desks that say in a module of their own what they name and take."""


def given_to_force(world: World) -> set[UUID]:
    """Return what belongs to the city's first task, which its task force works on."""
    return {world.one(kind, "city") for kind in GIVEN}


GIVEN = ("task", "target", "indicator", "value", "task_step", "task_duty", "task_photo")
PLAN = named("plan", uid="plan")
OF_PLAN = named("plan", plan="plan")
TASK = named("plan", uid="task")
PROJECT = named("plan", uid="project")
DRAFT = named("draft", uid="draft_plan")
ITEM = named("draft", uid="open_item")
PAPER = named("paper", uid="paper_drafted")
SHEET = named("paper", uid="sheet")
FORCE = named("force", uid="force")
RELEASE = named("release", uid="release_signed")
POST = named("post", uid="post")
TARGET = named("plan", uid="target", task="task")
INDICATOR = named("plan", uid="indicator", task="task")

NAMED: dict[str, Named] = {
    **pictures.NAMED,
    **dict.fromkeys(
        (
            *("bureau:board:plan", "bureau:wall:wall", "bureau:wall:print", "bureau:wall:table"),
            *("bureau:wall:compare", "bureau:wall:sheet"),
        ),
        PLAN,
    ),
    **dict.fromkeys(
        (
            *("bureau:forces:form", "bureau:papers:new_sheet", "bureau:releases:choose"),
            *("bureau:releases:prepare", "bureau:releases:preview"),
        ),
        OF_PLAN,
    ),
    **{
        f"bureau:board:{name}": TASK
        for name in (*("task", "task_note", "finish_task", "add_task_step", "assign_task"),)
    },
    **{
        f"bureau:board:{name}": PROJECT
        for name in (
            *("project", "project_note", "finish_project", "revise_project"),
            *("add_project_step", "money", "assign_project"),
        )
    },
    "bureau:board:task_note": Named("plan", (("uid", "task"),), written="deed"),
    "bureau:board:reopen_task": named("plan", uid="done_task"),
    "bureau:board:reopen_project": named("plan", uid="done_project"),
    "bureau:board:report": TARGET,
    "bureau:board:curve": TARGET,
    "bureau:board:restate": named("plan", uid="value", task="task"),
    **{f"bureau:board:{name}": INDICATOR for name in ("nature", "counties", "feature")},
    "bureau:board:finish_task_step": named("plan", uid="task_step", owner="task"),
    "bureau:board:revise_task_step": named("plan", uid="task_step", owner="task"),
    "bureau:board:finish_step": named("plan", uid="project_step", owner="project"),
    "bureau:board:revise_step": named("plan", uid="project_step", owner="project"),
    "bureau:board:end_task_duty": named("plan", uid="task_duty", owner="task"),
    "bureau:board:end_duty": named("plan", uid="project_duty", owner="project"),
    "bureau:board:task_file": named("note", uid="task_photo", task="task"),
    "bureau:board:project_file": named("note", uid="project_photo", project="project"),
    "bureau:plans:open": named("draft", uid="unopened_document"),
    "bureau:plans:renew": named("draft", uid="unopened_document"),
    "bureau:plans:review": named("draft", uid="draft_document"),
    **{f"bureau:plans:{name}": DRAFT for name in ("rest", "abandon", "add")},
    **{f"bureau:plans:{name}": DRAFT for name in ("workbook", "workbook_out")},
    "bureau:plans:confirm": named("draft", uid="ready_plan"),
    **{f"bureau:plans:{name}": ITEM for name in ("accept", "edit", "reject", "merge", "split")},
    "bureau:plans:reopen": named("draft", uid="decided_item"),
    "bureau:plans:undo": named("draft", uid="decided_item"),
    "bureau:papers:circular": named("plan", checkpoint="checkpoint"),
    **{f"bureau:papers:{name}": PAPER for name in ("edit", "check", "send_back", "withdraw")},
    "bureau:papers:paper": named("paper", uid="paper_looked_at"),
    "bureau:papers:docx": named("paper", uid="paper_served"),
    "bureau:papers:pdf": named("paper", uid="paper_served"),
    "bureau:papers:sign": named("paper", uid="paper_checked"),
    "bureau:papers:countersign": named("paper", uid="paper_checked"),
    "bureau:papers:number": named("paper", uid="paper_signed"),
    "bureau:papers:scan": named("paper", uid="paper_numbered"),
    "bureau:papers:serve": named("paper", uid="paper_numbered"),
    "bureau:papers:archive": named("paper", uid="paper_served"),
    "bureau:papers:scan_file": named("paper", uid="paper_served"),
    "bureau:papers:sheet": SHEET,
    "bureau:papers:returned": named("paper", uid="sheet_back"),
    "bureau:papers:return": named("paper", uid="sheet_out"),
    "bureau:papers:workbook": named("paper", uid="sheet_out"),
    **{f"bureau:forces:{name}": FORCE for name in ("force", "give", "add", "close")},
    "bureau:forces:take": named("force", uid="force", task="task"),
    "bureau:forces:end": named("force", uid="force", member="force_member"),
    **{f"bureau:releases:{name}": RELEASE for name in ("release", "publish")},
    "bureau:releases:take_down": named("published", uid="release_published"),
    **{
        f"bureau:checkpoints:{name}": named("plan", uid="checkpoint")
        for name in ("packet", "workbook", "briefing_docx", "briefing_pdf")
    },
    **{f"bureau:checkpoints:{name}": OF_PLAN for name in ("list", "freeze")},
    **{f"bureau:settlements:{name}": OF_PLAN for name in ("list", "settle")},
    **{
        f"bureau:settlements:{name}": named("plan", uid="settlement")
        for name in ("settlement", "say", "confirm", "workbook", "document")
    },
    "bureau:settlements:progress": named("plan", job="settle_job", plan="plan"),
    "bureau:figures:workbook": Named("plan", (("uid", "plan"),), written="deed"),
    "bureau:figures:export": PLAN,
    **{
        f"bureau:figures:{name}": named("import", uid="progress_import")
        for name in ("import", "take_in", "wrong")
    },
    **{f"bureau:figures:{name}": named("plan", uid="target") for name in ("indicator", "measure")},
    **{f"bureau:posts:{name}": POST for name in ("post", "hand_over", "close")},
    **{
        f"{desk}:{name}": Named(content, kind if isinstance(kind, tuple) else (("uid", kind),))
        for desk, room in DESKS.items()
        for name, (content, kind) in room.NAMED.items()
    },
    "public:plan": named("published", uid="release_published"),
    **{
        f"public:publication{part}": named("published", uid="publication")
        for part in ("", "_file", "_table")
    },
    **{f"public:round{part}": named("call", uid="round") for part in ("", "_rules")},
    **club_forms.NAMED,
}
"""Name of the address → the things it can name, beyond those that fillers.OBJECTS knows."""


def _with_key(given: Body) -> Form:
    return lambda world, owner: dict(given)


def _of_user(world: World, _: str) -> Body:
    return {"user": str(world.users["chief"].uid), "on": "2026-11-20"}


def _file(name: str) -> Form:
    """Post the workbook that the world keeps under a name."""
    return lambda world, owner: {"file": SimpleUploadedFile("book.xlsx", world.books[name])}


def _decisions(world: World, owner: str) -> Body:
    return {"file": SimpleUploadedFile("book.xlsx", world.books[f"decisions-{owner}"])}


def _joining(world: World, _: str) -> Body:
    return {
        "login_name": world.users["ex-member"].login_name,
        "unit_name": "市财政局",
        "valid_from": "2026-11-20",
    }


def _own_plan(world: World, owner: str) -> Body:
    return {"plan": str(world.one("plan", owner))}


def _word_on_a_line(world: World, owner: str) -> Body:
    line = lines_of(Settlement.objects.get(uid=world.one("settlement", owner)))[0]
    return {"line": line.key, "verdict": "same", "words": "对过"}


def _county(world: World, _: str) -> Body:
    return {str(world.places["C"].uid): "7"}


def _second_task(world: World, owner: str) -> Body:
    tasks = world.things["task"]["city"]
    return {"task": str(tasks[1])}


def _prepared(world: World, owner: str) -> Body:
    """Choose the third task; the preview's digest is asked of the product, as the page does."""
    uid = world.things["task"][owner][2]
    plan = Plan.objects.get(uid=world.one("plan", owner))
    composed = compose(plan, chosen_tasks(plan, [uid]), title="公开", on=date(2026, 11, 20))
    seen = sha256_hex(sealed(composed.payload).encode())
    return {
        "task": str(uid),
        "title": "公开",
        "seen": seen,
        "visible_from": "2026-11-20",
        "visible_to": "2026-12-20",
    }


def _sheet_of(world: World, owner: str) -> Body:
    task = world.things["task"][owner][0]
    return {
        "unit": outside_unit(task),
        f"task-{task}": "on",
        f"asked-{task}": "请办",
        "reply_by": "2026-12-01",
    }


def _other_item(world: World, owner: str) -> Body:
    one = Item.objects.get(uid=world.one("open_item", owner))
    others = Item.objects.filter(version=one.version, kind=one.kind, state="open")
    other = others.exclude(pk=one.pk).first()
    assert other is not None
    return {"revision": str(one.revision), "into": str(other.uid)}


def _edited_paper(world: World, owner: str) -> Body:
    return {
        "revision": "1",
        "title": "关于交办有关事项的函",
        "addressee": "某局",
        "body": "请办。",
        "signer_line": "某教育局",
        "issued_by": "某教育局办公室",
    }


PAPER_SEEN = {"revision": "1", "words": "看过"}
FORMS: dict[str, Form] = {
    "bureau:board:report": _with_key({"as_of": "2026-11-18", "value": "2640", "words": "见报表"}),
    "bureau:board:restate": _with_key({"value": "2641", "reason": "数错了"}),
    "bureau:board:reopen_task": _with_key({"words": "还差一所"}),
    "bureau:board:reopen_project": _with_key({"words": "还差一栋"}),
    "bureau:board:task_note": _with_key({"words": "开了会"}),
    "bureau:board:project_note": _with_key({"words": "开了会"}),
    "bureau:board:finish_task": _with_key({"done_on": "2026-11-19", "words": "办完了"}),
    "bureau:board:finish_project": _with_key({"done_on": "2026-11-19", "words": "建成了"}),
    "bureau:board:add_task_step": _with_key({"title": "开工", "due_on": "2026-12-01"}),
    "bureau:board:add_project_step": _with_key({"title": "开工", "due_on": "2026-12-01"}),
    "bureau:board:finish_task_step": _with_key({"done_on": "2026-11-19"}),
    "bureau:board:finish_step": _with_key({"done_on": "2026-11-19"}),
    "bureau:board:revise_task_step": _with_key({"revised_on": "2026-12-20", "reason": "下雨"}),
    "bureau:board:revise_step": _with_key({"revised_on": "2026-12-20", "reason": "下雨"}),
    "bureau:board:revise_project": _with_key({"revised_on": "2027-01-20", "reason": "下雨"}),
    "bureau:board:money": _with_key(
        {
            "kind": "spent",
            "source": "city",
            "year": "2026",
            "amount": "320",
            "as_of": "2026-11-18",
        }
    ),
    "bureau:board:assign_task": _with_key({"role": "support", "unit_name": "市财政局"}),
    "bureau:board:assign_project": _with_key({"role": "support", "unit_name": "市财政局"}),
    "bureau:board:feature": _with_key({"featured": "1"}),
    "bureau:board:nature": _with_key({"nature": "stock", "direction": "up"}),
    "bureau:board:counties": _county,
    "bureau:board:curve": _with_key({"kind": "milestones", "day1": "2026-08-31", "share1": "60"}),
    "bureau:plans:open": _with_key(
        {
            "title": "计划",
            "year": "2026",
            "starts_on": "2026-01-01",
            "last_day": "2026-12-31",
        }
    ),
    "bureau:plans:accept": _with_key({"revision": "1", "tolerance": "0"}),
    "bureau:plans:edit": _with_key({"revision": "1", "title": "扩大学位"}),
    "bureau:plans:split": _with_key(
        {
            "revision": "1",
            "1-title": "扩大学位供给",
            "1-units": "office（牵头）",
            "2-title": "建设学校",
            "2-units": "office（牵头）",
        }
    ),
    "bureau:plans:add": _with_key(
        {
            "kind": "task",
            "title": "办好教育",
            "theme": "教育",
            "units": "office（牵头）",
            "quote": "办好人民满意的教育",
        }
    ),
    "bureau:plans:workbook": _decisions,
    "bureau:plans:renew": _own_plan,
    "bureau:plans:reject": _with_key({"revision": "1"}),
    "bureau:plans:merge": _other_item,
    "bureau:plans:reopen": _with_key({"revision": "2"}),
    "bureau:plans:undo": _with_key({"revision": "2"}),
    "bureau:papers:check": _with_key(PAPER_SEEN),
    "bureau:papers:send_back": _with_key(PAPER_SEEN),
    "bureau:papers:sign": _with_key(PAPER_SEEN),
    "bureau:papers:countersign": _with_key(PAPER_SEEN),
    "bureau:papers:withdraw": _with_key(PAPER_SEEN),
    "bureau:papers:number": _with_key({"number": "临教交〔2026〕77号"}),
    "bureau:papers:scan": lambda world, owner: {
        "file": SimpleUploadedFile("scan.jpg", a_photograph())
    },
    "bureau:papers:edit": _edited_paper,
    "bureau:papers:circular": _with_key({"reply_by": "2026-12-01"}),
    "bureau:papers:new_sheet": _sheet_of,
    "bureau:checkpoints:freeze": _with_key({"kind": "month", "on": "2026-04-30"}),
    "bureau:settlements:settle": lambda world, owner: {
        "document": str(world.one("unsettled_summary", owner))
    },
    "bureau:settlements:say": _word_on_a_line,
    "bureau:figures:workbook": _file("progress"),
    "bureau:papers:return": _file("sheet"),
    "bureau:forces:add": _joining,
    "bureau:figures:measure": _with_key({"measure": "plans.places_finished"}),
    "bureau:forces:form": _with_key({"name": "新专班"}),
    "bureau:forces:give": _second_task,
    "bureau:releases:prepare": _prepared,
    "bureau:releases:take_down": _with_key({"why": "有误"}),
    "bureau:posts:open": lambda world, owner: {
        "organisation": str(world.places["city"].uid),
        "title": "新岗位",
    },
    "bureau:posts:hand_over": _of_user,
    **{f"{desk}:{n}": form for desk, room in DESKS.items() for n, form in room.FORMS.items()},
    **asking.FORMS,
    **club_forms.FORMS,
    **pictures.FORMS,
}
"""Name of the address → what is posted, beside the idempotency key."""


def body_of(world: World, name: str, owner: str) -> Callable[[], Body]:
    """Return what makes the body of a post to the address."""
    form = FORMS.get(name)

    def make() -> Body:
        return {"idempotency_key": str(uuid4()), **(form(world, owner) if form else {})}

    return make


FAMILYS = ("family:invite", "family:end_codes", "family:end_leave", "family:end_collecting")
RIGHTFUL = {
    "bureau:papers:sign": "chief",
    **{name: who for room in DESKS.values() for name, who in room.rightful().items()},
    **pictures.rightful(),
    **dict.fromkeys(asking.FORMS, "mother"),
    "family:withdraw": "mother",
    "family:together": "claimer",
    **dict.fromkeys(("family:apart", "family:share", "family:end_sharing"), "claimer"),
    **dict.fromkeys(FAMILYS, "mother"),
    "family:accept": "claimer",
    **club_forms.RIGHTFUL,
}
"""Whose form really changes something, where it is not the city's plan officer."""


def rightful(name: str) -> str:
    """Return the person who may post to an address: of documents a school's clerk."""
    steered = name in NAMED or name in FORMS
    return RIGHTFUL.get(name, "planner" if steered else "clerk-a1")
