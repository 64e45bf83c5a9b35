"""Hand-over sheets as people see them: to be made, out, overdue, returned."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from xueyou.domains.plans.access.sheets import READ_SHEET, SHEETS
from xueyou.domains.plans.access.steering import STEER_PLAN
from xueyou.domains.plans.models import Duty, HandoverSheet, Plan, SheetLine
from xueyou.domains.plans.paper_kinds import HANDOVER_KIND
from xueyou.formats.handover_workbook import Line, handover_workbook
from xueyou.kernel.papers.models import PaperState
from xueyou.kernel.papers.outward import signed_paper
from xueyou.kernel.papers.steps import FROZEN
from xueyou.platform.access.reading import NotFound, Page, read, scope, target
from xueyou.platform.access.views import computed, expressed, source, view_of
from xueyou.platform.acts.actors import Actor
from xueyou.platform.files.api import Attachment
from xueyou.platform.time import business_today


def _is_signed(state: str) -> bool:
    return state in FROZEN


def _state_zh(state: str) -> str:
    return str(PaperState(state).label)


@view_of(SHEETS)
class SheetRow:
    """A hand-over sheet in a list."""

    uid: UUID
    unit_name: str
    plan: UUID = source("plan__uid")
    plan_title: str = source("plan__title")
    paper: UUID = source("paper__uid")
    paper_state: str = source("paper__state")
    paper_state_zh: str = computed(_state_zh, "paper__state")
    number: str = source("paper__number")
    signed: bool = computed(_is_signed, "paper__state")
    made_on: date
    reply_by: date
    returned_on: date | None
    tasks: int = expressed(Count("lines"))


@dataclass(frozen=True, slots=True)
class SheetLineView:
    """A task on a sheet, and what the unit wrote beside it."""

    uid: UUID
    task: UUID
    number: int
    title: str
    asked: str
    due_on: date
    answer: str
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet with its lines. `days_over`: days since the day of reply, 0 while there is time."""

    row: SheetRow
    lines: tuple[SheetLineView, ...]
    returned_title: str
    days_over: int


@dataclass(frozen=True, slots=True)
class SheetDue:
    """A sheet that went out signed and did not come back by its day."""

    uid: UUID
    unit_name: str
    reply_by: date
    days: int
    tasks: int


@dataclass(frozen=True, slots=True)
class OwedTask:
    """A task that a unit outside owes."""

    uid: UUID
    number: int
    title: str
    role: str
    due_on: date


@dataclass(frozen=True, slots=True)
class OutsideUnit:
    """A unit that needs no account, with the open tasks it leads or supports."""

    name: str
    tasks: tuple[OwedTask, ...]


def sheets(actor: Actor, page: int | str | None = 1) -> Page[SheetRow]:
    """Return one page of the sheets that the actor may see, newest first."""
    return read(actor, READ_SHEET, SheetRow).order_by("-made_on", "-uid").page(page)


def sheet(actor: Actor, uid: UUID | str) -> SheetView:
    """Return a sheet with its lines. Raises NotFound."""
    row = read(actor, READ_SHEET, SheetRow).get(uid)
    lines = SheetLine.objects.filter(sheet__uid=row.uid).order_by("task__number", "pk")
    title = HandoverSheet.objects.values_list("returned__title", flat=True).get(uid=row.uid)
    over = (business_today() - row.reply_by).days
    return SheetView(
        row=row,
        lines=tuple(
            SheetLineView(*found)
            for found in lines.values_list(
                "uid",
                "task__uid",
                "task__number",
                "task__title",
                "asked",
                "task__due_on",
                "answer",
                "answered_on",
            )
        ),
        returned_title=title or "",
        days_over=max(0, over) if row.returned_on is None else 0,
    )


def sheet_of_paper(actor: Actor, paper_uid: UUID) -> UUID | None:
    """Return the sheet whose paper this is, where the actor may see it."""
    rows = scope(actor, READ_SHEET, SheetRow).filter(paper__uid=paper_uid)
    return rows.values_list("uid", flat=True).first()


def workbook_of(actor: Actor, uid: UUID | str) -> tuple[str, bytes]:
    """Return the name and bytes of the workbook that goes out. Raises NotFound, NotSigned."""
    found = sheet(actor, uid)
    signed_paper(found.row.paper, kind=HANDOVER_KIND, subject_uid=found.row.uid)
    lines = [
        Line(line.uid, line.number, line.title, line.asked, line.due_on) for line in found.lines
    ]
    return f"交办单-{found.row.unit_name}.xlsx", handover_workbook(lines)


def returned_of(actor: Actor, uid: UUID | str) -> Attachment:
    """Return the workbook that came back last. Raises NotFound."""
    rows = scope(actor, READ_SHEET, SheetRow).filter(uid=uid)
    found = rows.select_related("returned__blob").first()
    if found is None or found.returned is None:
        raise NotFound
    attachment: Attachment = found.returned
    return attachment


def sheets_due(actor: Actor, plan_uid: UUID | str) -> tuple[SheetDue, ...]:
    """Return the signed sheets of a plan that did not come back in time, the oldest first."""
    today = business_today()
    rows = (
        read(actor, READ_SHEET, SheetRow)
        .filter(plan=plan_uid, returned_on__isnull=True, reply_by__lt=today)
        .order_by("reply_by")
    )
    return tuple(
        SheetDue(row.uid, row.unit_name, row.reply_by, (today - row.reply_by).days, row.tasks)
        for row in rows
        if row.signed
    )


def outside_units(actor: Actor, plan_uid: UUID | str) -> tuple[str, tuple[OutsideUnit, ...]]:
    """Return the plan's title and the units outside that owe its open tasks, by name.

    Raises NotFound where the actor does not steer the plan.
    """
    plan = target(actor, STEER_PLAN, plan_uid)
    assert isinstance(plan, Plan)
    rows = (
        Duty.objects.standing()
        .on(business_today())
        .filter(task__plan=plan, task__state="open", organisation=None, post=None)
        .order_by("unit_name", "task__number", "pk")
        .values_list(
            "unit_name", "task__uid", "task__number", "task__title", "role", "task__due_on"
        )
    )
    by_name: dict[str, list[OwedTask]] = {}
    for name, *rest in rows:
        by_name.setdefault(name, []).append(OwedTask(*rest))
    return plan.title, tuple(OutsideUnit(name, tuple(found)) for name, found in by_name.items())
