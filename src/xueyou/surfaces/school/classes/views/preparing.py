"""Before the seal: number of classes, roster, demands, rehearsals; the seal itself."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from xueyou.domains.classes.access import KEEP_DEMAND, KEEP_DIVISION
from xueyou.domains.classes.selectors.demands import division_of_demand
from xueyou.domains.classes.services.demands import enter_demand, withdraw_demand
from xueyou.domains.classes.services.lots import seal_list
from xueyou.domains.classes.services.opening import refresh_roster, set_classes
from xueyou.domains.classes.services.rehearsing import ask_rehearsal
from xueyou.domains.classes.wording import left_out_zh
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.surfaces.school.classes.asked import whole_number, whole_or_none
from xueyou.surfaces.school.classes.paging import (
    REFUSED,
    back,
    division_page,
    on_to_commit,
    shown_if_refused,
)
from xueyou.surfaces.shell.keys import form_key


@route(permission=KEEP_DIVISION, content="personal", methods=("POST",))
@shown_if_refused
def size(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say into how many classes."""
    left_out = set_classes(
        actor=current_actor(request),
        division_uid=uid,
        classes=whole_number(request.POST, "classes", "班数"),
        key=form_key(request),
    )
    return back(request, uid, f"班数改好了。{left_out_zh(left_out)}")


@route(permission=KEEP_DIVISION, content="personal", methods=("POST",))
@shown_if_refused
def refresh(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take the roll as it stands now."""
    come, left = refresh_roster(
        actor=current_actor(request), division_uid=uid, key=form_key(request)
    )
    return back(request, uid, f"名单更新好了：多了{come}人，少了{left}人。")


@route(permission=KEEP_DIVISION, content="personal", methods=("POST",))
@shown_if_refused
def demand(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Enter a demand with its ground."""
    counts = enter_demand(
        actor=current_actor(request),
        division_uid=uid,
        kind=request.POST.get("kind", ""),
        ground=request.POST.get("ground", ""),
        reason=request.POST.get("reason", ""),
        pupils=request.POST.getlist("pupil"),
        class_number=whole_or_none(request.POST, "class_number", "哪个班"),
        key=form_key(request),
    )
    words = "登记好了，正式分班一定照办。"
    if not counts:
        words = "这个理由不在允许的范围里：没有采纳，已经报给教育局。名单照样可以分。"
    return back(request, uid, words)


@route(permission=KEEP_DEMAND, content="personal", methods=("POST",))
def withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Withdraw a demand."""
    division = division_of_demand(current_actor(request), uid)
    try:
        withdraw_demand(actor=current_actor(request), demand_uid=uid, key=form_key(request))
    except REFUSED as refused:
        return division_page(request, division, refused)
    return back(request, division, "撤回了。")


@route(permission=KEEP_DIVISION, content="personal", methods=("POST",))
@shown_if_refused
def rehearse(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask for a rehearsal."""
    ask_rehearsal(actor=current_actor(request), division_uid=uid, key=form_key(request))
    return back(request, uid, "正在演练，几秒钟就好。可以关掉页面，算好了在这里看。")


@route(permission=KEEP_DIVISION, content="personal", methods=("POST",))
@shown_if_refused
def seal(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Seal roster, demands and rules."""
    lot = seal_list(actor=current_actor(request), division_uid=uid, key=form_key(request))
    return on_to_commit(
        request, lot, "封存好了，一个字都不会再动。下一步登记抽签的公开号码从哪里来。"
    )
