"""What is decided about an opened file: each a plain form, most also a key."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from xueyou.domains.checks.desk_access import OPEN_FILE, REFER_FILE, WORK_FILE, WORK_VISIT
from xueyou.domains.checks.selectors.one_file import facts_meant, file_line, file_of_visit
from xueyou.domains.checks.services.deciding import (
    pass_file,
    refer,
    send_back,
    take_referral_back,
    undo_pass,
)
from xueyou.domains.checks.services.openings import recuse
from xueyou.domains.checks.services.visits import cancel_visit, plan_visit, record_visit
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.changing import Missing
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.surfaces.desk.views.files import shown_if_refused, to_next, to_same
from xueyou.surfaces.shell.keys import form_key

FACT = "fact-"


def _facts(request: HttpRequest, uid: UUID) -> dict[str, str]:
    """Return the facts that the officer states otherwise: what differs from what was shown."""
    given = {name: str(text).strip() for name, text in request.POST.items()}
    stated = {name.removeprefix(FACT): text for name, text in given.items() if text}
    changed = {
        name: text
        for name, text in stated.items()
        if FACT + name in given and text != given.get(f"was-{name}", "")
    }
    return facts_meant(current_actor(request), uid, changed)


@route(permission=WORK_FILE, content="personal", methods=("POST",))
@shown_if_refused("pass")
def pass_it(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Pass a file, with the facts that the officer states otherwise."""
    actor = current_actor(request)
    line = file_line(actor, uid)
    pass_file(
        actor=actor,
        application_uid=uid,
        facts=_facts(request, uid),
        seen=request.POST.get("seen", ""),
        key=form_key(request),
    )
    return to_next(request, line)


@route(permission=WORK_FILE, content="personal", methods=("POST",))
@shown_if_refused("undo")
def undo(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take back that a file was passed."""
    undo_pass(actor=current_actor(request), application_uid=uid, key=form_key(request))
    messages.success(request, "撤销了，这一份回到没核对的样子。")
    return to_same(request, uid)


@route(permission=WORK_FILE, content="personal", methods=("POST",))
@shown_if_refused("back")
def give_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask the family for everything that is missing."""
    actor, given = current_actor(request), request.POST
    line = file_line(actor, uid)
    missing = [Missing(what, given.get(f"why-{what}", "")) for what in given.getlist("what")]
    send_back(
        actor=actor,
        application_uid=uid,
        missing=missing,
        seen=given.get("seen", ""),
        key=form_key(request),
    )
    messages.success(request, f"{line.child}：退回补件，已经告诉家长还差什么。")
    return to_next(request, line, done=False)


@route(permission=REFER_FILE, content="personal", methods=("POST",))
@shown_if_refused("refer")
def refer_it(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand a file to the county."""
    actor = current_actor(request)
    line = file_line(actor, uid)
    refer(
        actor=actor,
        application_uid=uid,
        why=request.POST.get("why", ""),
        key=form_key(request),
    )
    messages.success(request, f"{line.child}：交区里定了。")
    return to_next(request, line, done=False)


@route(permission=REFER_FILE, content="personal", methods=("POST",))
@shown_if_refused("refer")
def refer_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a file back from the county."""
    actor = current_actor(request)
    take_referral_back(actor=actor, application_uid=uid, key=form_key(request))
    messages.success(request, "收回了，由本校接着核对。")
    return to_same(request, uid)


@route(permission=OPEN_FILE, content="personal", methods=("POST",))
@shown_if_refused("recuse")
def keep_out(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Keep out of a file by one's own word."""
    actor = current_actor(request)
    line = file_line(actor, uid)
    recuse(actor=actor, application_uid=uid, key=form_key(request))
    messages.success(request, f"{line.child}：记下了您回避，由别的经办人办。")
    return to_next(request, line, done=False)


@route(permission=WORK_FILE, content="personal", methods=("POST",))
@shown_if_refused("visit")
def visit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Plan a visit."""
    actor, given = current_actor(request), request.POST
    line = file_line(actor, uid)
    plan_visit(
        actor=actor,
        application_uid=uid,
        day=_day(given.get("day", "")),
        visitors=given.get("visitors", ""),
        key=form_key(request),
    )
    messages.success(request, f"{line.child}：约了走访。")
    return to_next(request, line, done=False)


@route(permission=WORK_VISIT, content="personal", methods=("POST",))
@shown_if_refused("visited", of=file_of_visit)
def visited(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Write down what a visit found."""
    actor, given = current_actor(request), request.POST
    application = file_of_visit(actor, uid)
    record_visit(
        actor=actor,
        visit_uid=uid,
        finding=given.get("finding", ""),
        words=given.get("words", ""),
        facts=_facts(request, application),
        key=form_key(request),
    )
    messages.success(request, "走访结果记下了，请接着定这一份。")
    return to_same(request, application)


@route(permission=WORK_VISIT, content="personal", methods=("POST",))
@shown_if_refused("visited", of=file_of_visit)
def call_off(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Cancel a planned visit."""
    actor = current_actor(request)
    application = file_of_visit(actor, uid)
    cancel_visit(actor=actor, visit_uid=uid, key=form_key(request))
    messages.success(request, "走访取消了。")
    return to_same(request, application)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CallRefused("请写哪一天去走访。没有约。") from None
