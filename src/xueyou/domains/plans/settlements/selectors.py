"""Settlements of a plan, read by those who steer it and the departments of its house."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q

from xueyou.domains.plans.access import READ_DOCUMENT
from xueyou.domains.plans.access.steering import SETTLE_PLAN
from xueyou.domains.plans.models import Item, Reading, Settlement
from xueyou.domains.plans.numbers import shown
from xueyou.domains.plans.selectors.checkpoint_views import PacketPlan
from xueyou.domains.plans.selectors.checkpoints import packet_plan
from xueyou.domains.plans.selectors.views import DocumentRow
from xueyou.domains.plans.services.finding import found
from xueyou.domains.plans.settlements.deciding import in_steps
from xueyou.domains.plans.settlements.lines import (
    REPORTED,
    SILENT,
    UNPROMISED,
    VERDICTS,
    Line,
    lines_of,
)
from xueyou.domains.plans.settlements.views import (
    MET,
    Known,
    SettledLine,
    SettlementList,
    SettlementProgress,
    SettlementRow,
    SettlementView,
    SummaryChoice,
)
from xueyou.kernel.indicators.models import Basis, Target
from xueyou.kernel.indicators.selectors import latest_values
from xueyou.platform.access.reading import can, read
from xueyou.platform.acts.actors import Actor
from xueyou.platform.jobs.models import Job
from xueyou.platform.jobs.views import view_of

MOST_CHOICES = 30
REPORT_WORDS = ("总结", "报告", "汇报", "情况", "公报", "通报", "回顾", "报道")
"""Words in the kind of a document that tells of what was done."""
SENTENCE_ENDS = "。；;\n"
LONGEST_CONTEXT = 160
Json = dict[str, Any]


def settlements(actor: Actor, plan_uid: UUID | str) -> SettlementList:
    """Return a plan's settlements, newest first, and the summaries at hand. Raises NotFound."""
    plan = packet_plan(actor, plan_uid)
    rows = Settlement.objects.filter(plan__uid=plan.uid).select_related("summary")
    made = list(rows.order_by("-made_at", "-pk"))
    may = _may_settle(actor, plan)
    done = {row.summary.uid for row in made}
    return SettlementList(
        plan=plan,
        rows=tuple(_row(one) for one in made),
        choices=_choices(actor, done) if may else (),
        may_settle=may,
    )


def settlement(actor: Actor, uid: UUID | str) -> SettlementView:
    """Return a settlement with every line as it stands. Raises NotFound."""
    rows = Settlement.objects.select_related("plan", "summary", "confirmed_by")
    one = found(rows, uid)
    plan = packet_plan(actor, one.plan.uid)
    lines = lines_of(one)
    sides = _Sides(one)
    shown_lines = [_shown(line, sides) for line in lines]
    by_list = {
        name: tuple(line for line in shown_lines if line.stands_in == name)
        for name in (SILENT, REPORTED, UNPROMISED)
    }
    return SettlementView(
        row=_row(one),
        plan=plan,
        summary_uid=one.summary.uid,
        plan_document=sides.plan_document,
        silent=by_list[SILENT],
        reported=by_list[REPORTED],
        unpromised=by_list[UNPROMISED],
        met={met: sum(line.met == met for line in by_list[REPORTED]) for met in MET},
        waiting=sum(line.waits for line in lines),
        may_settle=_may_settle(actor, plan) and one.confirmed_at is None,
        confirmed_by=one.confirmed_by.name if one.confirmed_by else "",
    )


def settling(actor: Actor, plan_uid: UUID | str, job_uid: UUID | str) -> SettlementProgress:
    """Return how far the settling of a plan has come. Raises NotFound."""
    plan = packet_plan(actor, plan_uid)
    job = found(Job.objects.filter(kind="plans.settle", payload__plan=str(plan.uid)), job_uid)
    view = view_of(job)
    made = (view.result or {}).get("settlement") if view.state == "done" else None
    return SettlementProgress(plan, view, UUID(made) if made else None)


def _may_settle(actor: Actor, plan: PacketPlan) -> bool:
    return plan.state == "steered" and can(actor, SETTLE_PLAN, path=plan.organisation_path)


def _choices(actor: Actor, done: set[UUID]) -> tuple[SummaryChoice, ...]:
    """Return the latest documents that report: what tells of what was done, not of what shall."""
    reports = Q()
    for word in REPORT_WORDS:
        reports |= Q(reading__doc_type__contains=word)
    rows = read(actor, READ_DOCUMENT, DocumentRow).restrict(reports & ~Q(uid__in=done))
    page = rows.order_by("-received_at").page(1, size=MOST_CHOICES)
    return tuple(
        SummaryChoice(row.uid, row.title, row.doc_type, row.received_on) for row in page.rows
    )


def _row(one: Settlement) -> SettlementRow:
    result = json.loads(one.result)
    return SettlementRow(
        uid=one.uid,
        summary=one.summary.title,
        year=result["year"],
        made_at=one.made_at,
        confirmed_at=one.confirmed_at,
        reported=len(result["promised_reported"]),
        silent=len(result["promised_silent"]),
        unpromised=len(result["reported_unpromised"]),
    )


class _Sides:
    """The two texts of a settlement, and the figures that stand beside it. Six queries."""

    def __init__(self, one: Settlement) -> None:
        version = one.plan.versions.filter(state="confirmed").select_related("document").first()
        self.plan_document = version.document.uid if version else None
        self.plan_text = _text(version.document_id) if version else ""
        self.summary_text = _text(one.summary_id)
        items = Item.objects.filter(version=version) if version else Item.objects.none()
        threads = dict(items.values_list("thread", "key"))
        targets = Target.objects.current().filter(source_uid__in=threads)
        rows = list(targets.select_related("indicator").order_by("-due_on", "-pk"))
        values = latest_values(rows)
        self._targets = {threads[target.source_uid]: target for target in rows}
        self._values = {
            threads[t.source_uid]: {b: v for b, v in values[t.pk].items() if b != Basis.READ}
            for t in rows
        }

    def known(self, key: str, report: Json | None) -> tuple[Known, ...]:
        """Return what was computed or reported for a promise, and how the summary differs."""
        target = self._targets.get(key)
        if target is None:
            return ()
        said = in_steps(target, report) if report and "value_canonical" in report else None
        return tuple(
            _known(target, basis, row.value, said)
            for basis, row in sorted(self._values[key].items())
        )


def _known(target: Target, basis: str, value: int, said: int | None) -> Known:
    indicator = target.indicator
    gap = 0 if said is None else said - value
    words = f"总结{'多' if gap > 0 else '少'} {shown(abs(gap), indicator.scale)} {indicator.unit}"
    return Known(
        basis=Basis(basis).label,
        value=f"{shown(value, indicator.scale)} {indicator.unit}",
        difference=words if gap else "",
    )


def _text(document_id: int) -> str:
    text: str | None = (
        Reading.objects.filter(document=document_id).values_list("text", flat=True).first()
    )
    return text or ""


def _shown(line: Line, sides: _Sides) -> SettledLine:
    promise, report, word = line.promise, line.report, line.word
    return SettledLine(
        key=line.key,
        found_in=line.found_in,
        stands_in=line.stands_in,
        promise=str(promise["said"]) if promise else "",
        promise_context=_context(promise, sides.plan_text),
        promise_item=str(promise["key"]) if promise else "",
        report=str(report["said"]) if report else "",
        report_context=_context(report, sides.summary_text),
        report_item=str(report["key"]) if report else "",
        also=tuple(str(more["said"]) for more in line.also),
        met=line.met,
        sentence=line.sentence,
        waits=line.waits,
        verdict=word.verdict if word else "",
        words=word.words if word else "",
        by=word.by.name if word else "",
        known=sides.known(str(promise["key"]), report) if promise else (),
        choices=VERDICTS[line.found_in],
    )


def _context(side: Mapping[str, Any] | None, text: str) -> str:
    """Return the whole sentence around a side's words; empty where it says no more."""
    if side is None or not text or side.get("kind") == "deed":
        return ""
    at, end = int(side["start"]), int(side["end"])
    first = max((text.rfind(mark, 0, at) + 1 for mark in SENTENCE_ENDS), default=0)
    ends = [found for mark in SENTENCE_ENDS if (found := text.find(mark, end)) >= 0]
    sentence = text[max(first, at - LONGEST_CONTEXT) : min([*ends, end + LONGEST_CONTEXT])].strip()
    return "" if sentence == str(side["said"]).strip() or "\t" in sentence else sentence
