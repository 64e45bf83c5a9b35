"""Clubs: the roll of a session, and handing its children over."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from xueyou.domains.clubs.selectors.pick_up import leaving
from xueyou.domains.clubs.selectors.rolls import roll_of
from xueyou.domains.clubs.services.hand_over import MOST_LATE, To, hand_over
from xueyou.domains.clubs.services.roll_calls import Line, call_roll
from xueyou.platform.access.request import current_actor
from xueyou.platform.time import business_now
from xueyou.surfaces.api.bodies import Body
from xueyou.surfaces.api.offline import (
    ClientTime,
    IdempotencyKey,
    count_write,
    require_possible,
)

router = Router(tags=["课后服务"])
MOST_MARKS = 500
Mark = Literal["present", "late", "absent", "leave"]
Seen = Literal["", "present", "late", "absent", "leave"]


class Child(Body):
    """孩子：`mark` 是点名现在记的（空：还没点），`on_leave` 是家长请了假。"""

    place: UUID
    name: str
    group: str
    mark: Seen
    on_leave: bool


class Sheet(Body):
    """一次课的点名单。"""

    session: UUID
    title: str
    day: date
    state: str
    server_time: datetime
    children: list[Child]


class MarkGiven(Body):
    """点名里的一行。`uid` 由设备生成，同一行再交只登记一次；更正另用新的 `uid`。"""

    uid: UUID
    place: UUID
    mark: Mark
    client_time: ClientTime
    seen: Seen | None = Field(
        None, description="设备上看到的是什么；和服务器上的不一样时，答复里的 overtaken 会说明。"
    )


class MarksGiven(Body):
    """交上来的点名。"""

    client_time: ClientTime
    marks: list[MarkGiven] = Field(min_length=1, max_length=MOST_MARKS)


class Overtaken(Body):
    """设备没有看到过的、先登记的一条；两条都在，后登记的算数。"""

    place: UUID
    mark: Mark
    recorded_at: datetime


class MarksTaken(Body):
    """登记的结果：新登记几条、早先已经有几条、哪些 `uid` 的孩子当天不参加。"""

    server_time: datetime
    taken: int
    repeated: int
    unknown: list[UUID]
    overtaken: list[Overtaken]


@router.get(
    "/clubs/sessions/{uuid:uid}/roll",
    response=Sheet,
    url_name="clubs_roll",
    operation_id="clubs_roll_sheet",
    summary="看一次课的点名单",
)
def sheet(request: HttpRequest, uid: UUID) -> Sheet:
    """点名单和现在记的情况。"""
    roll = roll_of(current_actor(request), uid)
    return Sheet(
        session=roll.uid,
        title=roll.title,
        day=roll.day,
        state=roll.state,
        server_time=business_now(),
        children=[
            Child(
                place=one.place_uid,
                name=one.name,
                group=one.group,
                mark=one.mark,  # type: ignore[arg-type]  # checked as it is built
                on_leave=one.on_leave,
            )
            for one in roll.lines
        ],
    )


@router.post(
    "/clubs/sessions/{uuid:uid}/roll",
    response=MarksTaken,
    url_name="clubs_roll",
    operation_id="clubs_roll_call",
    summary="交点名",
)
def call(request: HttpRequest, uid: UUID, given: MarksGiven, key: IdempotencyKey) -> MarksTaken:
    """登记一批点名，可以在课后连上网再交。"""
    count_write(request)
    require_possible(given.client_time, *(one.client_time for one in given.marks))
    called = call_roll(
        actor=current_actor(request),
        session_uid=uid,
        lines=[
            Line(one.uid, one.place, one.mark, one.client_time, one.seen) for one in given.marks
        ],
        key=str(key),
    )
    return MarksTaken(
        server_time=business_now(),
        taken=called.taken,
        repeated=called.repeated,
        unknown=list(called.unknown),
        overtaken=[
            Overtaken(place=one.place_uid, mark=one.mark, recorded_at=one.recorded_at)  # type: ignore[arg-type]
            for one in called.overtaken
        ],
    )


class MayCollect(Body):
    """可以来接的人：监护人（`guardian` 真），或者监护人委托的人。"""

    uid: UUID
    guardian: bool
    name: str
    relation: str


class Leaving(Body):
    """要交接的孩子。"""

    place: UUID
    name: str
    may: list[MayCollect]
    handed_over: bool


class LeavingList(Body):
    """一次课后要交接的孩子。"""

    server_time: datetime
    children: list[Leaving]


class HandOverGiven(Body):
    """一次交接：交给监护人、受委托的人，或者凭接送码，三样写一样。"""

    uid: UUID
    place: UUID
    client_time: ClientTime
    guardian: UUID | None = None
    collector: UUID | None = None
    code: str = Field("", max_length=12)
    late_minutes: int = Field(0, ge=0, le=MOST_LATE)


class HandOverTaken(Body):
    """登记的结果；`new` 假：早先已经登记过。"""

    server_time: datetime
    new: bool


@router.get(
    "/clubs/sessions/{uuid:uid}/hand-overs",
    response=LeavingList,
    url_name="clubs_hand_overs",
    operation_id="clubs_leaving",
    summary="看谁可以来接",
)
def who_may(request: HttpRequest, uid: UUID) -> LeavingList:
    """一次课的孩子，谁可以来接，是不是已经接走。"""
    return LeavingList(
        server_time=business_now(),
        children=[
            Leaving(
                place=one.place_uid,
                name=one.name,
                may=[
                    MayCollect(
                        uid=may.uid, guardian=may.guardian, name=may.name, relation=may.relation
                    )
                    for may in one.may
                ],
                handed_over=one.handed_over,
            )
            for one in leaving(current_actor(request), uid)
        ],
    )


@router.post(
    "/clubs/sessions/{uuid:uid}/hand-overs",
    response=HandOverTaken,
    url_name="clubs_hand_overs",
    operation_id="clubs_hand_over",
    summary="登记交接",
)
def give(
    request: HttpRequest, uid: UUID, given: HandOverGiven, key: IdempotencyKey
) -> HandOverTaken:
    """登记把孩子交给了谁。"""
    count_write(request)
    require_possible(given.client_time)
    new = hand_over(
        actor=current_actor(request),
        session_uid=uid,
        place_uid=given.place,
        uid=given.uid,
        to=To(given.guardian, given.collector, given.code),
        happened_at=given.client_time,
        late_minutes=given.late_minutes,
        key=str(key),
    )
    return HandOverTaken(server_time=business_now(), new=new)
