"""The steps of a round after its last window: freeze, rehearsal, run, order, publication."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from xueyou.kernel.calls.access import FREEZE_ROUND
from xueyou.kernel.calls.run_access import DRAFT_ORDER, ORDER_RUN, RUN_ROUND
from xueyou.kernel.calls.selectors.desk import round_kept, run_kept, signed_order_of
from xueyou.kernel.calls.services.freezing import freeze
from xueyou.kernel.calls.services.ordering import draft_order, publish_run
from xueyou.kernel.calls.services.runs import prepare_run
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.surfaces.calls.moments import MomentMissing, moment_of
from xueyou.surfaces.calls.refusing import REFUSED
from xueyou.surfaces.calls.views.calls import shown
from xueyou.surfaces.shell.keys import form_key


@route(permission=FREEZE_ROUND, content="internal", methods=("POST",))
def freeze_it(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Freeze a round."""
    call = round_kept(current_actor(request), uid).call
    try:
        found = freeze(
            actor=current_actor(request),
            round_uid=uid,
            leave_out_contested="leave_out" in request.POST,
            key=form_key(request),
        )
    except REFUSED as refused:
        return _refused(request, call, uid, refused)
    cut = f"按处理决定减掉{found.cut}个名额。" if found.cut else ""
    messages.success(request, f"封存好了，{found.applications}份申请列入。{cut}")
    return _back(call, uid)


@route(permission=RUN_ROUND, content="internal", methods=("POST",))
def rehearse(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put a rehearsal into the queue."""
    call = round_kept(current_actor(request), uid).call
    try:
        prepare_run(
            actor=current_actor(request), round_uid=uid, purpose="rehearsal", key=form_key(request)
        )
    except REFUSED as refused:
        return _refused(request, call, uid, refused)
    messages.success(request, "演练排上了。")
    return _back(call, uid)


@route(permission=RUN_ROUND, content="internal", methods=("POST",))
def run(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put an official run into the queue, with the draw that was revealed; or one that replaces."""
    given = request.POST
    call = round_kept(current_actor(request), uid).call
    try:
        prepare_run(
            actor=current_actor(request),
            round_uid=uid,
            purpose="official",
            draw_uid=given.get("draw") or None,
            replaces=given.get("replaces") or None,
            reason=given.get("reason", ""),
            renew_input="renew" in given,
            key=form_key(request),
        )
    except REFUSED as refused:
        return _refused(request, call, uid, refused)
    messages.success(request, "正式运行排上了，可以关掉页面。")
    return _back(call, uid)


@route(permission=DRAFT_ORDER, content="internal", methods=("POST",))
def order(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Draft the order to publish a run."""
    row = run_kept(current_actor(request), uid)
    call = round_kept(current_actor(request), row.round).call
    try:
        paper = draft_order(
            actor=current_actor(request),
            run_uid=uid,
            number_code=request.POST.get("number_code", "").strip(),
            key=form_key(request),
        )
    except REFUSED as refused:
        return _refused(request, call, row.round, refused)
    messages.success(request, "公布决定起草好了。请同事核稿、负责人签发，再回到报名这里公布。")
    return HttpResponseRedirect(reverse("bureau:papers:paper", args=[paper]))


@route(permission=ORDER_RUN, content="internal", methods=("POST",))
def publish(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Order the publication of a run, at once or at a moment."""
    actor, given = current_actor(request), request.POST.dict()
    row = run_kept(actor, uid)
    call = round_kept(actor, row.round).call
    later = given.get("when") == "later"
    try:
        publish_run(
            actor=actor,
            run_uid=uid,
            paper_uid=signed_order_of(actor, uid),
            embargo_until=moment_of(given, "embargo", "公布时间") if later else None,
            key=form_key(request),
        )
    except (*REFUSED, MomentMissing) as refused:
        return _refused(request, call, row.round, refused)
    messages.success(request, "已经下令公布。")
    if row.rolling:
        return HttpResponseRedirect(reverse("calls:rolling", args=[row.round]))
    return _back(call, row.round)


def _refused(
    request: HttpRequest, call: UUID, round_: UUID, refused: BaseException
) -> HttpResponse:
    return shown(request, call, asked=str(round_), refused=refused, given=request.POST.dict())


def _back(call: UUID, round_: UUID) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('calls:call', args=[call])}?round={round_}")
