"""Calls of one's own organisation and below: rounds, counts, places, and lists for other offices.

Counts only: no operation here names a child.
"""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from xueyou.domains.checks.selectors.lists import ListRow, lists_of
from xueyou.kernel.calls.selectors.desk import CallLine, call_kept, calls_listed, rounds_seen
from xueyou.kernel.calls.selectors.given import round_counted, round_given
from xueyou.kernel.calls.views import CallRow, RoundRow
from xueyou.platform.access.request import current_actor
from xueyou.platform.time import business_now
from xueyou.surfaces.api.bodies import Body, Listed, PageNumber

router = Router(tags=["招生与报名"])
CallState = Literal["draft", "open", "closed", "withdrawn"]
RoundState = Literal["draft", "announced", "frozen", "run", "published", "cancelled"]


class CallShown(Body):
    """一次申报；`term` 只有按学期办的才有。"""

    uid: UUID
    kind: str
    organisation: str
    year: int
    term: int | None
    title: str
    state: CallState


class CallListed(Body):
    """列表里的一次申报；`furthest`：走得最远的一轮到了哪一步，结束或撤回的写申报自己的状态。"""

    call: CallShown
    kind_zh: str
    furthest: str
    opens_at: datetime | None
    closes_at: datetime | None


class CallList(Listed):
    """本单位和下级单位的申报，新的在前。"""

    calls: list[CallListed]


class RoundShown(Body):
    """一轮申报。"""

    uid: UUID
    ordinal: int
    kind: str
    mode: Literal["batch", "rolling"]
    state: RoundState
    opens_at: datetime
    closes_at: datetime
    frozen_at: datetime | None
    reply_by: datetime | None
    published_at: datetime | None = Field(description="到了这个时刻，结果才看得到；没有定的为空。")
    rulebook_sha256: str


class CallSheet(Body):
    """一次申报和它的各轮，按轮次。"""

    call: CallShown
    rounds: list[RoundShown]


class Counts(Body):
    """一轮现在的份数。`drafts` 没有交；`contested` 有争议，要先认定。"""

    round: UUID
    server_time: datetime
    drafts: int
    handed_in: int
    returned: int
    checked: int
    contested: int
    withdrawn: int


class OptionPlaces(Body):
    """一个选项的名额；结果公布以前，`given`、`left` 是空的。"""

    uid: UUID
    code: str
    title: str
    lane: str
    organisation: str
    places: int
    given: int | None
    left: int | None


class Places(Body):
    """一轮的名额。`publication_id` 和家长看到的结果同一个；没公布、随到随办的为空。"""

    round: UUID
    server_time: datetime
    publication_id: UUID | None
    options: list[OptionPlaces]


class CheckListShown(Body):
    """给其他部门的一份核对名单：问谁、几行、取走几次、到期和销毁；没有姓名和号码。"""

    uid: UUID
    round: UUID
    source: str
    office: str
    rows: int
    sha256: str
    drawn_at: datetime
    fetched: int
    expires_on: date
    ended_at: datetime | None


class CheckLists(Listed):
    """一次申报的核对名单，新的在前。"""

    lists: list[CheckListShown]


@router.get(
    "/calls", response=CallList, url_name="calls", operation_id="calls", summary="看有哪些申报"
)
def calls(request: HttpRequest, page: PageNumber = 1) -> CallList:
    """本单位和下级单位的申报，一页五十条。"""
    found = calls_listed(current_actor(request), page)
    return CallList(
        page=found.number,
        pages=found.pages,
        total=found.total,
        calls=[_listed(one) for one in found.rows],
    )


@router.get(
    "/calls/{uuid:uid}",
    response=CallSheet,
    url_name="call",
    operation_id="call",
    summary="看一次申报和它的各轮",
)
def call(request: HttpRequest, uid: UUID) -> CallSheet:
    """一次申报，各轮的时间和状态。"""
    actor = current_actor(request)
    row = call_kept(actor, uid)
    rounds = [_round(one) for one in rounds_seen(actor, row.uid)]
    return CallSheet(call=_call(row), rounds=rounds)


@router.get(
    "/calls/{uuid:uid}/lists",
    response=CheckLists,
    url_name="call_lists",
    operation_id="call_lists",
    summary="看核对名单走到哪一步",
)
def call_lists(request: HttpRequest, uid: UUID, page: PageNumber = 1) -> CheckLists:
    """一次申报给其他部门的核对名单，一页五十份。"""
    actor = current_actor(request)
    found = lists_of(actor, call_kept(actor, uid).uid, page)
    return CheckLists(
        page=found.number,
        pages=found.pages,
        total=found.total,
        lists=[_list(one) for one in found.rows],
    )


@router.get(
    "/rounds/{uuid:uid}/counts",
    response=Counts,
    url_name="round_counts",
    operation_id="round_counts",
    summary="看一轮各种状态的份数",
)
def round_counts(request: HttpRequest, uid: UUID) -> Counts:
    """一轮现在的份数，只有数，没有人。"""
    found = round_counted(current_actor(request), uid)
    return Counts(
        round=uid,
        server_time=business_now(),
        drafts=found.drafts,
        handed_in=found.handed_in,
        returned=found.returned,
        checked=found.checked,
        contested=found.contested,
        withdrawn=found.withdrawn,
    )


@router.get(
    "/rounds/{uuid:uid}/places",
    response=Places,
    url_name="round_places",
    operation_id="round_places",
    summary="看一轮的名额，和公布以后给出、剩下几个",
)
def round_places(request: HttpRequest, uid: UUID) -> Places:
    """一轮的名额。结果公布以前不说给了几个。"""
    found = round_given(current_actor(request), uid)
    return Places(
        round=uid,
        server_time=business_now(),
        publication_id=found.publication_id,
        options=[
            OptionPlaces(
                uid=one.uid,
                code=one.code,
                title=one.title,
                lane=one.lane,
                organisation=one.organisation,
                places=one.places,
                given=one.given,
                left=one.left,
            )
            for one in found.options
        ],
    )


def _call(row: CallRow) -> CallShown:
    return CallShown(
        uid=row.uid,
        kind=row.kind,
        organisation=row.organisation,
        year=row.year,
        term=row.term,
        title=row.title,
        state=row.state,  # type: ignore[arg-type]  # checked as it is built
    )


def _listed(line: CallLine) -> CallListed:
    return CallListed(
        call=_call(line.row),
        kind_zh=line.kind_zh,
        furthest=line.state,
        opens_at=line.opens_at,
        closes_at=line.closes_at,
    )


def _round(row: RoundRow) -> RoundShown:
    return RoundShown(
        uid=row.uid,
        ordinal=row.ordinal,
        kind=row.kind,
        mode=row.mode,  # type: ignore[arg-type]  # checked as it is built
        state=row.state,  # type: ignore[arg-type]
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        frozen_at=row.frozen_at,
        reply_by=row.reply_by,
        published_at=row.published_at,
        rulebook_sha256=row.rulebook_sha256,
    )


def _list(row: ListRow) -> CheckListShown:
    return CheckListShown(
        uid=row.uid,
        round=row.round_uid,
        source=row.asked_of,
        office=row.office,
        rows=row.rows,
        sha256=row.sheet_sha256,
        drawn_at=row.drawn_at,
        fetched=row.fetched,
        expires_on=row.expires_on,
        ended_at=row.ended_at,
    )
