"""Rounds: their times, their rules announced, cancelled."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.kernel.calls.access import KEEP_CALL, KEEP_ROUND, READ_ROUND
from xueyou.kernel.calls.kinds import CallKind
from xueyou.kernel.calls.refusals import CallRefused, RulesRefused
from xueyou.kernel.calls.rule_forms import RuleForm
from xueyou.kernel.calls.selectors.desk import (
    RoundDesk,
    call_kept,
    kind_kept,
    round_desk,
    round_kept,
    rounds_seen,
    rules_written,
)
from xueyou.kernel.calls.selectors.rules_shown import RulesShown, announced, rules_shown
from xueyou.kernel.calls.services.rounds import (
    PhaseGiven,
    Times,
    add_round,
    announce_round,
    cancel_round,
    edit_round,
)
from xueyou.platform.access.reading import can
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.surfaces.calls.asking import boxes, judged, posted
from xueyou.surfaces.calls.moments import moment_of, moment_or_none, written
from xueyou.surfaces.calls.refusing import REFUSED, said, status_of
from xueyou.surfaces.calls.views.calls import shown
from xueyou.surfaces.shell.keys import form_key, new_key

STEPS = {"apply": "申请", "check": "核对", "return": "补材料", "reply": "确认"}
KINDS = (("main", "正常的一轮"), ("supplementary", "补录"))
MODES = {"batch": "统一录取：截止以后一起定", "rolling": "随到随办：来一批，核对完就定"}
EVERYBODY = "所有人"


@dataclass(frozen=True, slots=True)
class Slot:
    """A window of its own that may be written: `name` is the prefix of its two boxes."""

    name: str
    zh: str
    opens: str
    closes: str


@route(permission=KEEP_CALL, content="internal", methods=("GET", "POST"))
def new_round(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Add a round to a call."""
    actor = current_actor(request)
    call = call_kept(actor, uid)
    kind, refused = kind_kept(call.kind), None
    first = not rounds_seen(actor, call.uid)
    if request.method == "POST":
        given = request.POST.dict()
        try:
            add_round(
                actor=actor,
                call_uid=uid,
                times=_times(given, _slots(kind, given, None)),
                kind=given["kind"] if given.get("kind") in dict(KINDS) else "main",
                mode=given["mode"] if given.get("mode") in kind.modes else kind.modes[0],
                key=form_key(request),
            )
        except REFUSED as found:
            refused = found
        else:
            messages.success(request, "时间写好了，家长还看不到。")
            return HttpResponseRedirect(reverse("calls:call", args=[uid]))
    context = {
        "call": call,
        "kind_zh": kind.zh,
        "first": first,
        "kinds": KINDS,
        "modes": [(one, MODES[one]) for one in kind.modes],
        "mode": request.POST.get("mode", ""),
        "back": reverse("calls:call", args=[uid]),
        "may_keep": True,
        **_boxes(request, kind, None),
        "key": new_key(),
        "wrong": said(refused),
    }
    return render(request, "calls/times.html", context, status=status_of(refused))


@route(permission=READ_ROUND, writes=KEEP_ROUND, content="internal", methods=("GET", "POST"))
def times(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the times of a round, and move them."""
    actor = current_actor(request)
    desk = round_desk(actor, uid)
    call = call_kept(actor, desk.row.call)
    kind, refused = kind_kept(call.kind), None
    if request.method == "POST":
        given = request.POST.dict()
        try:
            edit_round(
                actor=actor,
                round_uid=uid,
                revision=_number(given.get("revision", "")),
                times=_times(given, _slots(kind, given, desk)),
                key=form_key(request),
            )
        except REFUSED as found:
            refused = found
        else:
            messages.success(request, "时间改好了，正在填的家长马上看到新的时间。")
            return HttpResponseRedirect(_back(desk))
    context = {
        "call": call,
        "kind_zh": kind.zh,
        "row": desk.row,
        "back": _back(desk),
        "may_keep": can(actor, KEEP_ROUND) and desk.row.state in ("draft", "announced"),
        **_boxes(request, kind, desk),
        "key": new_key(),
        "wrong": said(refused),
    }
    return render(request, "calls/times.html", context, status=status_of(refused))


@route(permission=READ_ROUND, content="internal")
def rules(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show the rules: those announced, or what would be announced from the words given."""
    actor = current_actor(request)
    desk = round_desk(actor, uid)
    kind = kind_kept(call_kept(actor, desk.row.call).kind)
    found = announced(actor, uid)
    if found is not None or desk.row.state == "cancelled":
        return _rules(request, desk, kind, {"announced": found, "rules": found and found.rules})
    form = _form(desk, kind, request.GET)
    if not can(actor, KEEP_ROUND) or form is None or "see" not in request.GET:
        return _rules(request, desk, kind, {})
    given, faults = judged(form.fields, posted(form.fields, request.GET.dict()))
    if faults:
        return _rules(request, desk, kind, {"faults": faults}, CallRefused(_missing(faults)))
    try:
        text = rules_written(actor, uid, form.code, given)
        return _rules(request, desk, kind, {"rules": rules_shown(text), "source": _source(given)})
    except CallRefused as refused:
        return _rules(request, desk, kind, {}, refused)


@route(permission=KEEP_ROUND, content="internal", methods=("POST",))
def announce(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Announce a round with its rules."""
    actor = current_actor(request)
    text = request.POST.get("rules", "").replace("\r\n", "\n")
    source = request.POST.get("source", "")
    try:
        announce_round(
            actor=actor,
            round_uid=uid,
            rules=text,
            source=source,
            verified="verified" in request.POST,
            key=form_key(request),
        )
    except REFUSED as refused:
        desk = round_desk(actor, uid)
        kind = kind_kept(call_kept(actor, desk.row.call).kind)
        more: dict[str, Any] = {"text": text, "source": source, "rules": _readable(text)}
        return _rules(request, desk, kind, more, refused)
    messages.success(request, "已经公布。到时间家长就能报名，规则从现在起不再改。")
    return HttpResponseRedirect(_back(round_desk(actor, uid)))


@route(permission=KEEP_ROUND, content="internal", methods=("POST",))
def cancel(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Cancel a round before its freeze."""
    actor = current_actor(request)
    call = round_kept(actor, uid).call
    try:
        cancel_round(actor=actor, round_uid=uid, key=form_key(request))
    except REFUSED as refused:
        return shown(request, call, asked=str(uid), refused=refused)
    messages.success(request, "这一轮取消了。已经收到的内容都留着。")
    return HttpResponseRedirect(reverse("calls:call", args=[call]))


def _rules(
    request: HttpRequest,
    desk: RoundDesk,
    kind: CallKind,
    more: Mapping[str, Any],
    refused: BaseException | None = None,
) -> HttpResponse:
    actor = current_actor(request)
    typed = request.POST if request.method == "POST" else request.GET
    form, forms = _form(desk, kind, typed), _forms(desk, kind)
    fields = () if form is None else form.fields
    given = posted(fields, typed.dict())
    context = {
        "call": call_kept(actor, desk.row.call),
        "kind_zh": kind.zh,
        "row": desk.row,
        "desk": desk,
        "back": _back(desk),
        "may_keep": can(actor, KEEP_ROUND) and desk.row.state == "draft",
        "forms": forms,
        "form": form,
        "boxes": boxes(fields, given, more.get("faults")),
        "verified": "verified" in typed,
        "own_text": "own" in typed or not forms or "text" in more,
        "lines": refused.faults if isinstance(refused, RulesRefused) else (),
        "key": new_key(),
        "wrong": said(refused),
        **more,
    }
    return render(request, "calls/rules.html", context, status=status_of(refused))


def _forms(desk: RoundDesk, kind: CallKind) -> list[RuleForm]:
    """Return the forms of rules for such a round."""
    return [form for form in kind.rule_forms if desk.row.kind in form.rounds]


def _form(desk: RoundDesk, kind: CallKind, given: Mapping[str, str]) -> RuleForm | None:
    """Return the form that is chosen; the only one there is needs no choosing."""
    forms = _forms(desk, kind)
    if len(forms) == 1:
        return forms[0]
    return next((form for form in forms if form.code == given.get("form")), None)


def _readable(text: str) -> RulesShown | None:
    try:
        return rules_shown(text)
    except CallRefused:
        return None


def _source(given: Mapping[str, str]) -> str:
    return f"{given.get('document') or given.get('notice', '')}（{given.get('number', '')}）"


def _missing(faults: Mapping[str, str]) -> str:
    return f"有{len(faults)}处要补填或改正，规则还没有写成。"


def _slots(kind: CallKind, given: Mapping[str, str], desk: RoundDesk | None) -> list[Slot]:
    """Return the windows that may be written: those of the kind's classes, and those there are."""
    there = {} if desk is None else {(p.step, p.applicant_class): p for p in desk.phases}
    wanted = [("check", ""), ("return", "")]
    wanted += [("apply", one) for one in kind.classes]
    wanted += [slot for slot in there if slot not in wanted]
    found = []
    for step, of in wanted:
        name, phase = f"p-{step}-{of or 'all'}", there.get((step, of))
        who = kind.classes.get(of, of) or EVERYBODY
        found.append(
            Slot(
                name,
                f"{STEPS[step]}（{who}）",
                given.get(f"{name}-opens", written(phase.opens_at) if phase else ""),
                given.get(f"{name}-closes", written(phase.closes_at) if phase else ""),
            )
        )
    return found


def _times(given: Mapping[str, str], slots: list[Slot]) -> Times:
    phases = []
    for slot in slots:
        if not given.get(f"{slot.name}-opens") and not given.get(f"{slot.name}-closes"):
            continue
        _, step, of = slot.name.split("-", 2)
        phases.append(
            PhaseGiven(
                step,
                moment_of(given, f"{slot.name}-opens", f"{slot.zh}从"),
                moment_of(given, f"{slot.name}-closes", f"{slot.zh}到"),
                "" if of == "all" else of,
            )
        )
    return Times(
        opens_at=moment_of(given, "opens_at", "开始报名"),
        closes_at=moment_of(given, "closes_at", "截止报名"),
        phases=phases,
        reply_by=moment_or_none(given, "reply_by", "家长确认到"),
    )


def _boxes(request: HttpRequest, kind: CallKind, desk: RoundDesk | None) -> dict[str, Any]:
    given = request.POST.dict()
    row = None if desk is None else desk.row
    return {
        "opens_at": given.get("opens_at", written(row.opens_at) if row else ""),
        "closes_at": given.get("closes_at", written(row.closes_at) if row else ""),
        "reply_by": given.get("reply_by", written(row.reply_by) if row else ""),
        "slots": _slots(kind, given, desk),
        "kind": given.get("kind", "main"),
    }


def _back(desk: RoundDesk) -> str:
    return f"{reverse('calls:call', args=[desk.row.call])}?round={desk.row.uid}"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
