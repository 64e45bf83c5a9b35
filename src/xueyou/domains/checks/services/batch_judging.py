"""Judging a workbook of decisions cell by cell, by the rules that hold for one file by hand."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from xueyou.domains.checks.desk_access import HAND_IN_BATCH, REFER_FILE
from xueyou.domains.checks.models import Does, HomeVisit, Referral, VisitState
from xueyou.domains.checks.row_marks import by_row_code, marks_of
from xueyou.domains.checks.selectors.files import queue
from xueyou.domains.checks.services.deciding import LONGEST_WHY
from xueyou.domains.checks.services.doubles import HELD_BACK, held_back
from xueyou.domains.checks.services.listing_out import WORDS, wanted_of
from xueyou.domains.checks.services.turns import is_home, with_county
from xueyou.domains.checks.services.visits import LEAST, LONGEST
from xueyou.formats import decision_columns as at
from xueyou.formats.check_reader import RawAnswer
from xueyou.formats.days import day as day_of
from xueyou.formats.filled_sheet import RawRow
from xueyou.formats.sheet_columns import SheetColumn
from xueyou.kernel.calls.insiders import near
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import Application, ApplicationState, Call
from xueyou.kernel.calls.services.changing import LONGEST_WHY as LONGEST_GROUND
from xueyou.kernel.calls.services.changing import Missing
from xueyou.platform.access.reading import can, scope
from xueyou.platform.acts.actors import Actor

AT_ONCE = 1000
COUNTED = ("rows", *Does.values, "silent", "hidden", "wrong")
OVERTAKEN = (
    "取走表以后，这份申请又有了新的（家长、别的单位或者别的经办人）。这一行请重新取表，看过新的再定；"
    "照这张表改了再交，还是收不下。"
)
"""The row keeps the mark under which it was taken: what is new was not before whoever decided."""
_MEANT = {words: Does(code) for code, words in WORDS.items()}
_BELONGS = {
    at.MISSING: Does.BACK,
    at.WHY: Does.REFER,
    at.DAY: Does.VISIT,
    at.VISITORS: Does.VISIT,
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided of one file, with the words that it takes."""

    application: Application
    does: Does
    missing: Sequence[Missing] = ()
    why: str = ""
    day: date | None = None
    visitors: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A workbook as it was judged. `wrong`: row number → {code of a column: sentence}."""

    decisions: Sequence[Decision]
    wrong: Mapping[int, Mapping[str, str]]
    counts: Mapping[str, int]
    kin: Sequence[Application]


@dataclass(slots=True)
class Desk:
    """What the rows are judged by, read once for all of them."""

    actor: Actor
    today: date
    by_code: Mapping[str, Application]
    marks: Mapping[int, str]
    kin: set[int]
    county: set[int]
    open_referrals: set[int]
    visited: set[int]
    wanted: Mapping[str, str]
    send_backs: int
    held: set[int]
    may_refer: bool
    homes: dict[str, bool] = field(default_factory=dict)

    def is_home(self, one: Application) -> bool:
        """Return whether the actor answers for the file itself."""
        if one.home_path not in self.homes:
            self.homes[one.home_path] = is_home(self.actor, one)
        return self.homes[one.home_path]


def judge_batch(actor: Actor, call: Call, answer: RawAnswer, today: date) -> Judged:
    """Judge every row; queries do not grow with rows, but for thousands of them."""
    filled = filled_rows(answer)
    desk = _desk(actor, call, [row.id.upper() for row in filled], today)
    counts: Counter[str] = Counter(rows=len(answer.rows), silent=len(answer.rows) - len(filled))
    wrong: dict[int, dict[str, str]] = {}
    decisions: list[Decision] = []
    kin: list[Application] = []
    for row in filled:
        counts["hidden"] += row.hidden
        faults: dict[str, str] = {}
        found = _row(desk, row, faults)
        if faults or found is None:
            wrong[row.number] = faults
            counts["wrong"] += 1
            one = desk.by_code.get(row.id.upper())
            if one is not None and one.pk in desk.kin:
                kin.append(one)
        else:
            decisions.append(found)
            counts[found.does.value] += 1
    return Judged(decisions, wrong, {name: counts.get(name, 0) for name in COUNTED}, kin)


def filled_rows(answer: RawAnswer) -> list[RawRow]:
    """Return the rows in which anything is decided."""
    return [row for row in answer.rows if any(_text(row, one) for one in at.FILLED)]


def _desk(actor: Actor, call: Call, codes: Sequence[str], today: date) -> Desk:
    uids = by_row_code(uid for _, _, uid in queue(actor, call.uid).entries)
    known = {code: uids[code] for code in codes if code in uids}
    files = _files(actor, list(known.values()))
    by_code = {code: files[uid] for code, uid in known.items() if uid in files}
    found = list(by_code.values())
    keys = [one.pk for one in found]
    referrals = Referral.objects.filter(application__in=keys, ended_at=None)
    visits = HomeVisit.objects.filter(application__in=keys, state=VisitState.PLANNED)
    return Desk(
        actor=actor,
        today=today,
        by_code=by_code,
        marks=marks_of(found),
        kin=near(actor, found),
        county=with_county(found),
        open_referrals=set(referrals.values_list("application_id", flat=True)),
        visited=set(visits.values_list("application_id", flat=True)),
        wanted={_bare(zh): code for code, zh in wanted_of(call).items()},
        send_backs=kind_of(call.kind).send_backs,
        held=held_back(found),
        may_refer=can(actor, REFER_FILE),
    )


def _files(actor: Actor, uids: Sequence[UUID]) -> dict[UUID, Application]:
    found: dict[UUID, Application] = {}
    for start in range(0, len(uids), AT_ONCE):
        rows = scope(actor, HAND_IN_BATCH).filter(uid__in=uids[start : start + AT_ONCE])
        found |= {one.uid: one for one in rows.select_related("call", "claim", "round")}
    return found


def _row(desk: Desk, row: RawRow, faults: dict[str, str]) -> Decision | None:
    """Return what a row decides; None with what is wrong in `faults`."""
    for column in at.FILLED:
        cell = row.cells.get(column.code) or row.cells.get(column.title)
        if cell is not None and cell.kind in ("formula", "error"):
            faults[column.code] = "格子里是公式或者错误，请写成文字。"
    if faults:
        return None
    one = desk.by_code.get(row.id.upper())
    if one is None:
        faults["id"] = "您核对的名单里没有这个编号。请照取走的表填，不要改编号。"
        return None
    does = _MEANT.get(_text(row, at.DOES))
    if does is None or (does == Does.REFER and not desk.may_refer):
        among = [zh for zh, code in _MEANT.items() if code != Does.REFER or desk.may_refer]
        faults[at.DOES.code] = f"请选“{'”“'.join(among)}”中的一样；没有定的，整行空着。"
        return None
    for column, of in _BELONGS.items():
        if of != does and _text(row, column):
            faults[column.code] = f"“怎么办”选的是“{does.label}”，这一格要空着。"
    if refused := _refused(desk, one, does, _text(row, at.MARK)):
        faults[at.DOES.code] = refused
    found = _MAKERS[does](desk, one, row, faults)
    return None if faults else found


def _refused(desk: Desk, one: Application, does: Does, mark: str) -> str:
    """Return why a file cannot be decided so, "" where it can; the first that holds."""
    if one.pk in desk.kin:
        return "这份申请和您有亲属关系，或者您申报了回避，要由别的经办人办。"
    if mark != desk.marks[one.pk]:
        return OVERTAKEN
    if not desk.is_home(one) and one.pk in desk.county and does != Does.REFER:
        if one.pk in desk.open_referrals:
            return "这份申请交给区里了，等区里定。要自己办，请先收回。"
        return "这份申请交给过区里，由区里定。"
    state = ApplicationState(one.state)
    open_: tuple[ApplicationState, ...] = (ApplicationState.SUBMITTED,)
    if does == Does.BACK:
        open_ = (ApplicationState.SUBMITTED, ApplicationState.CHECKED)
    if state not in open_:
        return f"这份申请现在是“{state.label}”，不在核对这一步。"
    if does == Does.PASS and one.pk in desk.held:
        return HELD_BACK
    if does == Does.BACK and one.sent_back >= desk.send_backs:
        return "这份申请已经退回过，要补的应当一次告知，不能再退。"
    if does == Does.VISIT and one.pk in desk.visited:
        return "已经约过走访了。要改日子，请先取消再约。"
    if does == Does.REFER and desk.is_home(one):
        return "这份申请就归您这里定，不用再交。"
    if does == Does.REFER and one.pk in desk.county:
        return "这份申请已经交给区里了，不用再交。"
    return ""


def _passed(desk: Desk, one: Application, row: RawRow, faults: dict[str, str]) -> Decision:
    return Decision(one, Does.PASS)


def _sent_back(desk: Desk, one: Application, row: RawRow, faults: dict[str, str]) -> Decision:
    found: dict[str, Missing] = {}
    wrong = ""
    for part in re.split(r"[；;\n]+", _text(row, at.MISSING)):
        name, _, why = part.strip().replace(":", "：", 1).partition("：")
        code, ground = _named(desk, _bare(name)), why.strip()
        if not name:
            continue
        if not code:
            wrong = wrong or f"没有“{name.strip()[:20]}”这一样。能写的名称在“说明”那张表里。"
        elif code in found:
            wrong = wrong or f"“{name.strip()}”写了两遍，请写在一起。"
        elif not 0 < len(ground) <= LONGEST_GROUND:
            wrong = wrong or f"“{name.strip()}”后面请写原因，最多{LONGEST_GROUND}个字。"
        found.setdefault(code, Missing(code, ground))
    if not found:
        wrong = "退回的，请写要补哪些、为什么，一次写全。例：户口簿：少首页"
    if wrong:
        faults[at.MISSING.code] = wrong
    return Decision(one, Does.BACK, missing=list(found.values()))


def _named(desk: Desk, name: str) -> str:
    """Return the code of what is wanted by its name, or by the beginning of one name alone."""
    if name in desk.wanted:
        return desk.wanted[name]
    begun = [code for zh, code in desk.wanted.items() if len(name) > 1 and zh.startswith(name)]
    return begun[0] if len(begun) == 1 else ""


def _to_visit(desk: Desk, one: Application, row: RawRow, faults: dict[str, str]) -> Decision:
    written = _text(row, at.DAY)
    on = day_of(written)
    if on is None and re.fullmatch(r"20\d{6}", written):
        on = day_of(f"{written[:4]}-{written[4:6]}-{written[6:]}")
    if on is None:
        faults[at.DAY.code] = "请写哪一天去走访，例如2026-07-20。"
    elif on < desk.today:
        faults[at.DAY.code] = "走访的日子已经过去了，请写今天或以后的日子。"
    names = [name for name in re.split(r"[、，,;；\s]+", _text(row, at.VISITORS)) if name]
    if len(names) < LEAST:
        faults[at.VISITORS.code] = "走访要两个人一起去，请写两个人的姓名，中间用顿号。"
    elif len("、".join(names)) > LONGEST:
        faults[at.VISITORS.code] = f"姓名加起来最多{LONGEST}个字。"
    return Decision(one, Does.VISIT, day=on, visitors="、".join(names))


def _referred(desk: Desk, one: Application, row: RawRow, faults: dict[str, str]) -> Decision:
    words = " ".join(_text(row, at.WHY).split())
    if not 0 < len(words) <= LONGEST_WHY:
        faults[at.WHY.code] = f"请写明拿不准的是什么，最多{LONGEST_WHY}个字。"
    return Decision(one, Does.REFER, why=words)


_MAKERS: Mapping[Does, Callable[[Desk, Application, RawRow, dict[str, str]], Decision]] = {
    Does.PASS: _passed,
    Does.BACK: _sent_back,
    Does.VISIT: _to_visit,
    Does.REFER: _referred,
}


def _text(row: RawRow, column: SheetColumn) -> str:
    return row.text(column.code) or row.text(column.title)


def _bare(text: str) -> str:
    return "".join(text.split())
