"""The desk's list taken away as a workbook, as it is filtered on the page; that is remembered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from xueyou.domains.checks import desk_verbs
from xueyou.domains.checks.desk_access import FETCH_FILES, REFER_FILE
from xueyou.domains.checks.row_marks import marks_of, row_code
from xueyou.domains.checks.selectors.files import DeskHead, desk_head, listed, queue
from xueyou.formats import decision_columns as at
from xueyou.formats.list_writer import FIRST, ListedRow, ListForm, list_workbook
from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import Application, Call
from xueyou.kernel.calls.receipt_numbers import shown
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.platform.access.reading import Page, can, scope
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.time import CITY, business_now

MOST_LISTED = 5000
AT_ONCE = 1000
SAID = {
    "agrees": "相符",
    "differs": "不一致",
    "no_answer": "没查到",
    "stated": "有答复",
    "wait": "等回复",
}
WORDS = {"pass": "通过", "back": "退回补件", "visit": "约走访", "refer": "交区里定"}


@dataclass(frozen=True, slots=True)
class Names:
    """What the page calls things: stages by their number, offices by their code."""

    stages: Mapping[int, str]
    offices: Mapping[str, str]


def fetch_files(
    *, actor: Actor, call_uid: UUID | str, stage: int, sought: str, names: Names
) -> tuple[str, bytes]:
    """Return name and bytes of the list as it is filtered; taking it away is an act.

    Names are masked in it as on the page. Raises NotFound, CallRefused where nothing is listed or
    more than MOST_LISTED.
    """
    head = desk_head(actor, call_uid)
    every = queue(actor, head.uid, sought) if sought else head.every
    uids = [uid for _, _, uid in every.at(stage).entries]
    if not uids:
        raise CallRefused("这一类现在一份也没有，没有可取的。")
    if len(uids) > MOST_LISTED:
        raise CallRefused(f"一张表最多{MOST_LISTED}份，这里有{len(uids)}份。请先按类筛选再取。")
    rows = [
        ListedRow(FIRST + 1 + index, fixed)
        for index, fixed in enumerate(fixed_cells(actor, head, uids, names))
    ]
    form = form_of(actor, head, names, _about(actor, head, len(rows)))
    data = list_workbook(form, rows)
    with act(actor, desk_verbs.FETCH_FILES.name) as a:
        first: Application = scope(actor, FETCH_FILES).get(uid=uids[0])
        a.about("application", first.uid, org_path=first.home_path)
        a.data = {
            "call": head.uid,
            "rows": len(rows),
            "stage": stage,
            "sha256": sha256(data).hexdigest(),
        }
    return f"{head.title}-核对.xlsx", data


def form_of(
    actor: Actor, head: DeskHead, names: Names, about: Sequence[tuple[str, str]] = ()
) -> ListForm:
    """Return the list's columns, and what may be chosen in them."""
    does = [WORDS[code] for code in WORDS if code != "refer" or can(actor, REFER_FILE)]
    return ListForm(
        at.SHEET,
        at.columns_of({code: names.offices[code] for code in head.columns}),
        {at.DOES.code: does},
        {
            at.MISSING.code: "一次写全，几样之间用分号。例：户口簿：少首页；房产证：请带原件",
            at.DAY.code: "例如2026-07-20",
            at.VISITORS.code: "两个人的姓名，中间用顿号",
        },
        about,
    )


def fixed_cells(
    actor: Actor, head: DeskHead, uids: Sequence[UUID], names: Names
) -> Iterator[Mapping[str, str]]:
    """Yield what stands of each file in its row; queries grow with thousands of rows only."""
    for start in range(0, len(uids), AT_ONCE):
        some = uids[start : start + AT_ONCE]
        found = list(scope(actor, FETCH_FILES).filter(uid__in=some))
        marks = {one.uid: mark for one, mark in zip(found, _marks(found), strict=True)}
        for line in listed(actor, head, Page(tuple(some), 1, len(some), len(some))):
            said = zip(head.columns, line.said, strict=True)
            yield {
                "id": row_code(line.row.uid),
                at.MARK.code: marks[line.row.uid],
                at.RECEIPT.code: shown(line.row.receipt_no),
                at.CHILD.code: line.row.child,
                **{f"said:{code}": SAID.get(word, "没问") for code, word in said},
                at.STAGE.code: names.stages[line.row.stage],
            }


def _marks(found: Sequence[Application]) -> list[str]:
    marks = marks_of(found)
    return [marks[one.pk] for one in found]


def wanted_of(call: Call) -> dict[str, str]:
    """Return what a family may be asked for: code → words."""
    kind = kind_of(call.kind)
    return dict(kind.materials) or {field.name: field.zh for field in kind.answers}


def _about(actor: Actor, head: DeskHead, rows: int) -> list[tuple[str, str]]:
    call = Call.objects.get(uid=head.uid)
    own = [
        ("交区里定", "写拿不准的是什么，最多200个字。"),
    ]
    return [
        ("名单", f"{head.title}，{rows}份"),
        ("取走", f"{business_now().astimezone(CITY):%Y-%m-%d %H:%M}"),
        ("用途", "只用来核对这次报名。姓名只写一部分，和页面上一样；要看全，请在页面上打开。"),
        ("怎么填", "在“怎么办”里选一样，没有定的空着。编号、版本请不要改；行可以删、可以换次序。"),
        ("通过", "照申请里现在算数的内容通过。要改哪一项的，请在页面上打开那一份。"),
        ("退回补件", f"一次写全，名称后面写原因。名称：{'、'.join(wanted_of(call).values())}。"),
        ("约走访", "写哪一天、哪两个人去。"),
        *(own if can(actor, REFER_FILE) else []),
        ("交回来", "先看一遍会怎么办，确认了才算。有一格不对，整张都不办，每一格旁边写着为什么。"
                   "办错了的，还没有人接着办以前，可以整张撤销。"),
    ]  # fmt: skip
