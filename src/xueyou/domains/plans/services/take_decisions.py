"""A review workbook comes back: its rows are accepted, edited or rejected, all of them or none.

A row is held against what it said when it went out. One that says the same changes nothing, whoever
worked on the item meanwhile; one that says what stands already changes nothing either, so the same
file may come twice. Any other row of an item that was changed after it went out is a conflict.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from xueyou.domains.plans.access.steering import REVIEW_PLAN
from xueyou.domains.plans.filling import FILLED, content_of_cells
from xueyou.domains.plans.models import Item, ItemChange, Plan, PlanVersion
from xueyou.domains.plans.services import review_verbs as verbs
from xueyou.domains.plans.services.conflicts import Conflict, Yours, check_revision
from xueyou.domains.plans.services.contents import Content, exact_text
from xueyou.domains.plans.services.plan_versions import county_names, person
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.domains.plans.services.reviewing import (
    ACCEPTED,
    REJECTED,
    Deciding,
    checked_in,
    put_right,
    snapshot,
    take,
    turn_down,
)
from xueyou.domains.plans.services.splitting import in_review
from xueyou.formats.filled_sheet import RawCell, RawRow
from xueyou.formats.review_columns import DECISIONS, HEADS
from xueyou.formats.review_workbook import ReviewSheet, cell_of, read_review
from xueyou.platform.access.reading import target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.files.api import incoming
from xueyou.platform.files.turns import turn
from xueyou.platform.files.uploads import Readable

NOTHING, ACCEPT, EDIT, REJECT = "", "accept", "edit", "reject"


@dataclass(frozen=True, slots=True)
class WrongCell:
    """A cell that cannot be taken: sheet, row, cell (E7), head of its column, what to put right."""

    sheet: str
    row: int
    cell: str
    column: str
    zh: str


@dataclass(frozen=True, slots=True)
class LateRow:
    """A row of an item that was changed after it went out: where, and both texts.

    `cell` holds the revision; who writes the present one there says that he has seen the other's.
    """

    sheet: str
    row: int
    cell: str
    conflict: Conflict


@dataclass(slots=True)
class Taken:
    """How many items were decided, and how many rows changed nothing."""

    accepted: int = 0
    edited: int = 0
    rejected: int = 0
    unchanged: int = 0


class DecisionsRefused(Exception):
    """Nothing of the workbook was taken: cells are wrong, or rows came too late."""

    def __init__(self, wrong: Sequence[WrongCell], late: Sequence[LateRow]) -> None:
        self.wrong = tuple(wrong)
        self.late = tuple(late)
        self.zh = "这份表一行也没有记下，系统里的内容没有变动。请照下面的改好，再交一次。"
        super().__init__(f"{len(wrong)} wrong, {len(late)} late")


def take_decisions(
    *,
    actor: Actor,
    plan_uid: UUID | str,
    upload: Readable,
    key: str,
    at: datetime | None = None,
) -> Taken:
    """Do what the rows of a review workbook say, all in one act; return how many were decided.

    Raises Refusal where the file as a whole cannot be taken, ReaderBusy, DecisionsRefused with all
    wrong cells and all conflicts, NotFound, PlanRefused where no version is in review.
    """
    _plan(actor, plan_uid)
    with incoming(upload) as arrived:
        with turn():
            sheets = read_review(arrived.path, name=arrived.name)
        request = {"plan": str(plan_uid), "sha256": arrived.sha256}
        with act(actor, verbs.TAKE_DECISIONS.name, at=at, key=key, request=request) as a:
            plan = _plan(actor, plan_uid)
            user = person(actor)
            a.about("plan", plan.uid, org_path=plan.organisation.path)
            if a.repeated:
                return Taken(**a.outcome)
            version = in_review(plan)
            a.lock(version)
            if version.state != "review":
                raise PlanRefused("这一版已经有人确认或放弃了，这份表没有记下。")
            taking = _Taking(a, version, user)
            taken = taking.all_of(sheets)
            a.data = {
                "version": version.number,
                "sha256": arrived.sha256,
                "accepted": taken.accepted,
                "edited": taken.edited,
                "rejected": taken.rejected,
            }
            a.outcome = asdict(taken)
            return taken


def _plan(actor: Actor, uid: UUID | str) -> Plan:
    plan = target(actor, REVIEW_PLAN, uid)
    assert isinstance(plan, Plan)
    return plan


@dataclass(frozen=True, slots=True)
class _Asked:
    """A row whose words could be read: the item, the revision it went out with, what it asks."""

    item: Item
    revision: int
    deed: str
    content: Mapping[str, Any]


@dataclass(slots=True)
class _Taking:
    """The open act while its rows are taken; what is wrong is gathered, and raised at the end."""

    a: ActInProgress
    version: PlanVersion
    user: User
    taken: Taken = field(default_factory=Taken)
    wrong: list[WrongCell] = field(default_factory=list)
    late: list[LateRow] = field(default_factory=list)

    def all_of(self, sheets: Sequence[ReviewSheet]) -> Taken:
        """Take every row. Raises DecisionsRefused."""
        items = Item.objects.filter(version=self.version).select_related(
            "version__plan__organisation", "merged_into"
        )
        known = {str(item.uid): item for item in items}
        changes = _changes(_found(sheets, known))
        places = county_names(self.version.plan.organisation)
        for sheet in sheets:
            for row in sheet.rows:
                try:
                    self._take(_asked(sheet, row, known, changes, places))
                except PlanRefused as refused:
                    self._gather(sheet, row, refused.wrong)
                except Conflict as conflict:
                    cell = cell_of(sheet, "revision", row.number)
                    self.late.append(LateRow(sheet.name, row.number, cell, conflict))
        if self.wrong or self.late:
            raise DecisionsRefused(self.wrong, self.late)
        return self.taken

    def _take(self, asked: _Asked) -> None:
        item, content = asked.item, asked.content
        if asked.deed == EDIT:
            content = checked_in(item, content)
        wanted = REJECTED if asked.deed == REJECT else ACCEPTED
        if asked.deed == NOTHING or (item.state, item.content) == (wanted, content):
            self.taken.unchanged += 1
            return
        check_revision(item, asked.revision, Yours(asked.deed, content))
        now = Deciding(self.a, item, self.user, snapshot(item))
        if asked.deed == EDIT:
            put_right(now, content)
            self.taken.edited += 1
        elif asked.deed == ACCEPT:
            take(now)
            self.taken.accepted += 1
        else:
            turn_down(now)
            self.taken.rejected += 1

    def _gather(self, sheet: ReviewSheet, row: RawRow, wrong: Mapping[str, str]) -> None:
        for name, zh in wrong.items():
            code = name if name in sheet.letters else "decision"
            cell = cell_of(sheet, code, row.number)
            self.wrong.append(WrongCell(sheet.name, row.number, cell, HEADS[code], zh))


def _found(sheets: Iterable[ReviewSheet], known: Mapping[str, Item]) -> Iterator[Item]:
    return (known[row.id] for sheet in sheets for row in sheet.rows if row.id in known)


def _changes(items: Iterable[Item]) -> dict[int, list[ItemChange]]:
    """Return the changes of the items, the first first: one query."""
    found: dict[int, list[ItemChange]] = {}
    touched = [item.pk for item in items if item.revision > 1]
    for change in ItemChange.objects.filter(item__in=touched).order_by("item_id", "revision"):
        found.setdefault(change.item_id, []).append(change)
    return found


def _start_of(item: Item, revision: int, changes: Sequence[ItemChange]) -> Content:
    """Return the content of an item as it stood at a revision."""
    later = (each for each in changes if each.revision > revision and each.before)
    first = next(later, None) if revision != item.revision else None
    start: Content = first.before["content"] if first is not None else item.content
    return start


def _asked(
    sheet: ReviewSheet,
    row: RawRow,
    known: Mapping[str, Item],
    changes: Mapping[int, Sequence[ItemChange]],
    places: Mapping[str, str],
) -> _Asked:
    """Return what a row asks for. Raises PlanRefused with all that cannot be read in it."""
    item = known.get(row.id)
    if item is None:
        raise PlanRefused({"id": _UNKNOWN if row.id else _NUMBERLESS})
    codes = [code for code in FILLED[item.kind] if code in sheet.letters]
    wrong: dict[str, str] = {}
    cells: dict[str, str] = {}
    for code in ("revision", "decision", *codes):
        cell = row.cells.get(code)
        if cell is not None and cell.kind in ("formula", "error"):
            wrong[code] = "这一格是公式。请把算出来的数或字直接填进去。"
        cells[code] = _words(cell)
    revision = _revision(cells["revision"], item, wrong)
    deed = DECISIONS.get(cells["decision"]) if cells["decision"] else NOTHING
    if deed is None:
        wrong.setdefault("decision", "请填“接受”“退回”或“不动”，空着就是不动。")
    start = _start_of(item, revision, changes.get(item.pk, ()))
    given = {code: cells[code] for code in codes}
    content = content_of_cells(item.kind, start, given, places)
    if wrong or deed is None:
        raise PlanRefused(_wrong_content(item, content, start) | wrong)
    if content != start and deed != ACCEPT:
        said = {"decision": _UNDECIDED if deed == NOTHING else _BOTH}
        raise PlanRefused(_wrong_content(item, content, start) | said)
    if content != start:
        deed = EDIT
    return _Asked(item, revision, deed, content)


def _wrong_content(item: Item, content: Content, start: Content) -> dict[str, str]:
    """Return what is wrong with the words of a row that is refused for another reason already."""
    try:
        if content != start:
            checked_in(item, content)
    except PlanRefused as refused:
        return refused.wrong
    return {}


_UNKNOWN = "这个编号不在这份计划正在核对的这一版里。请重新取一份表，填在原来的行里。"
_NUMBERLESS = "这一行没有编号，不知道是哪一项。请填回原来的编号，或者删去这一行。"
_UNDECIDED = "这一行的内容改了，还没有说怎么定。要照改的记下，请填“接受”；不改，请改回原样。"
_BOTH = "这一行写的是退回，内容又改了。要退回，请把内容改回原样；要照改的记下，请填“接受”。"


def _words(cell: RawCell | None) -> str:
    if cell is None:
        return ""
    if cell.kind == "percent":
        return f"{exact_text(Decimal(cell.text) * 100)}%"
    return cell.text.strip()


def _revision(words: str, item: Item, wrong: dict[str, str]) -> int:
    plain = words.isascii() and words.isdigit() and len(words) < 9
    if not plain or not 1 <= int(words) <= item.revision:
        wrong.setdefault("revision", "版次不是取表时的那个数。请填回原来的数，或者重新取一份表。")
        return 0
    return int(words)
