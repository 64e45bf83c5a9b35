"""The list of a plan's frozen packets, one packet, its files, and freezing by hand."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from xueyou.domains.plans.access.steering import READ_PLAN, STEER_PLAN
from xueyou.domains.plans.checkpoint_periods import KINDS
from xueyou.domains.plans.selectors import checkpoints as select
from xueyou.domains.plans.selectors.checkpoint_views import CheckpointView, Owed
from xueyou.domains.plans.services.freeze_checkpoint import freeze_checkpoint
from xueyou.domains.plans.services.packet_owes import OWED
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.engines.pace import WORDS
from xueyou.formats.media_types import DOCX, PDF, XLSX
from xueyou.formats.official.briefing import briefing_docx, briefing_pdf
from xueyou.formats.official.typesetting import NotSet
from xueyou.formats.official.wording import period_words
from xueyou.formats.packet_workbook import packet_workbook
from xueyou.kernel.papers.access import may_draft
from xueyou.platform.access.reading import can
from xueyou.platform.access.request import current_actor
from xueyou.platform.access.routes import route
from xueyou.platform.acts.receipts import KeyReused
from xueyou.platform.files.api import saved
from xueyou.platform.time import business_today
from xueyou.surfaces.shell.days import DayMissing, day_of
from xueyou.surfaces.shell.keys import KeyMissing, form_key, new_key

SHOWN = ("bad", "slow", "none", "good", "done")


@route(permission=READ_PLAN, content="internal")
def checkpoint_list(request: HttpRequest, plan: UUID) -> HttpResponse:
    """List the frozen packets of a plan, of one kind or of all, the newest first."""
    return _list(request, plan)


@route(permission=STEER_PLAN, content="internal", methods=("POST",))
def freeze(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Freeze a period by hand."""
    try:
        uid = freeze_checkpoint(
            actor=current_actor(request),
            plan_uid=plan,
            kind=request.POST.get("kind", ""),
            on=day_of(request, "on"),
            key=form_key(request),
        )
    except (PlanRefused, DayMissing, KeyMissing, KeyReused) as refused:
        return _list(request, plan, str(refused))
    messages.success(request, "已经封存。以后补报的数记在旁边，不改这一份。")
    return HttpResponseRedirect(reverse("bureau:checkpoints:packet", args=[uid]))


@route(permission=READ_PLAN, content="internal")
def packet_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one packet: what moved, who owes what, every light as it was frozen."""
    actor = current_actor(request)
    found = select.checkpoint(actor, uid)
    context = {
        "view": found,
        "packet": found.packet,
        "counts": [(light, WORDS[light], found.row.counts[light]) for light in SHOWN],
        "better": [one for one in found.turned if one.better],
        "worse": [one for one in found.turned if not one.better],
        "before": period_words(found.packet["previous_period"] or found.packet["period"]),
        "debts": _debts(found),
        "tasks": [(row, WORDS[row["light"]]) for row in found.packet["tasks"]],
        "projects": [(row, WORDS[row["light"]]) for row in found.packet["projects"]],
        "counties": [
            (row["name"], [(WORDS[x], row["counts"][x]) for x in SHOWN], _total(row["counts"]))
            for row in found.packet["counties"]
        ],
        "words": [WORDS[light] for light in SHOWN],
        "may_draft": may_draft(actor, found.plan.organisation_path)
        and can(actor, STEER_PLAN, path=found.plan.organisation_path),
        "key": new_key(),
    }
    return render(request, "bureau/checkpoints/packet.html", context)


@route(permission=READ_PLAN, content="internal")
def packet_xlsx(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand out a packet as an Excel workbook."""
    name, packet = select.packet(current_actor(request), uid)
    return saved(packet_workbook(packet), XLSX, f"{name}.xlsx")


@route(permission=READ_PLAN, content="internal")
def packet_pdf(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand out the one-page briefing of a packet as PDF."""
    name, packet = select.packet(current_actor(request), uid)
    try:
        made = briefing_pdf(packet)
    except NotSet:
        messages.warning(request, "简报这会儿排不出来，封存的数据没有变动。请过一会儿再下载。")
        return HttpResponseRedirect(reverse("bureau:checkpoints:packet", args=[uid]))
    return saved(made, PDF, f"{name}.pdf")


@route(permission=READ_PLAN, content="internal")
def packet_docx(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand out the one-page briefing of a packet for Word."""
    name, packet = select.packet(current_actor(request), uid)
    return saved(briefing_docx(packet), DOCX, f"{name}.docx")


def _list(request: HttpRequest, plan: UUID, wrong: str = "") -> HttpResponse:
    kind = request.GET.get("kind", "")
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    found = select.checkpoints(current_actor(request), plan, kind, number)
    context = {
        "list": found,
        "rows": [
            (row, [(light, WORDS[light], row.counts[light]) for light in SHOWN])
            for row in found.rows
        ],
        "kinds": [(code, zh, found.counts[code]) for code, zh in KINDS.items()],
        "all": sum(found.counts.values()),
        "kind": kind if kind in KINDS else "",
        "today": business_today(),
        "key": new_key(),
        "wrong": wrong,
        "given": request.POST,
    }
    return render(request, "bureau/checkpoints/list.html", context, status=422 if wrong else 200)


def _debts(found: CheckpointView) -> list[tuple[str, list[Owed]]]:
    """Return what is owed by kind, each kind in its words."""
    by_kind = [(zh, [one for one in found.owed if one.kind == kind]) for kind, zh in OWED.items()]
    return [(zh, owed) for zh, owed in by_kind if owed]


def _total(counts: dict[str, int]) -> int:
    return sum(counts.values())
