"""Jobs of the plans room."""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

from xueyou.domains.plans import deadlines, posts  # noqa: F401 - they enter themselves
from xueyou.domains.plans.models import PlanDocument, Reading
from xueyou.domains.plans.notices import tell_that_it_is_read, tell_that_it_is_refused
from xueyou.domains.plans.selectors.items import counts_of, items_of
from xueyou.domains.plans.services import verbs
from xueyou.domains.plans.settlements import settle_plan
from xueyou.engines.reading import NoPlan, read
from xueyou.formats.load import load
from xueyou.formats.refusal import ReadingCancelled, Refusal
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7
from xueyou.platform.files.api import mark_clean, path_of, refuse
from xueyou.platform.jobs.api import LeaseLost, RunningJob, job_handler

LOADING = 600
"""Share of the bar, in thousandths, that opening the file takes; the rest is reading it."""
WHOLE = 1000


@job_handler("plans.read", payload={"document": str}, kept=True)
def read_document(run: RunningJob) -> None:
    """Open the file, read it, and file the result: once, however often it is started."""
    document = PlanDocument.objects.select_related(
        "attachment__blob", "organisation", "received_by"
    ).get(uid=UUID(run.payload["document"]))

    def opening(done: int, total: int) -> None:
        said = f"正在打开：第 {done} 页，共 {total} 页" if total > 1 else "正在打开文件"
        run.progress(LOADING * done // max(total, 1), WHOLE, said)

    def reading(done: int, total: int) -> None:
        share = (WHOLE - LOADING) * done // max(total, 1)
        run.progress(LOADING + share, WHOLE, "正在读：章节、任务、指标、责任单位")

    run.progress(0, WHOLE, "正在打开文件")
    try:
        source = load(
            path_of(document.attachment.blob),
            name=document.file_name,
            progress=opening,
            cancelled=run.cancelled,
        )
        result = read(source, progress=reading).as_json()
        result["doc"]["noise"] += unread(source.unread_pages)
    except ReadingCancelled:
        raise LeaseLost from None
    except Refusal as refusal:
        return _refuse(run, document, refusal)
    except NoPlan:
        return _refuse(run, document, Refusal("no_plan"))
    items = items_of(result, source.text)
    body = one_sequence_of_bytes(result)
    filed = Reading(
        uid=uuid7(),
        document=document,
        engine=result["engine"],
        doc_type=result["doc"]["doc_type"],
        text=source.text,
        recognised=bool(source.recognised),
        result=body,
        result_sha256=sha256(body.encode()).hexdigest(),
        counts=counts_of(result, items),
        job_uid=run.uid,
    )
    _file(run, document, filed, str(result["doc"]["title"]))


def unread(pages: Sequence[int]) -> list[str]:
    """Say which pages are only pictures, so that nobody takes half a file for the whole."""
    if not pages:
        return []
    shown = "、".join(str(page) for page in pages[:10]) + ("等" if len(pages) > 10 else "")
    return [f"第{shown}页只有图像（共 {len(pages)} 页），没有读，请对照原文"]


def _refuse(run: RunningJob, document: PlanDocument, refusal: Refusal) -> None:
    """End in words and remove the bytes: what the sentence says of them must be true."""
    with act(Actor("job", str(run.uid)), verbs.REFUSE.name) as a:
        run.fail(refusal.zh, refusal.code)
        refuse(document.attachment.blob)
        a.about("plan_document", document.uid, org_path=document.organisation.path)
        a.data = {"code": refusal.code}
        tell_that_it_is_refused(a, document)


def one_sequence_of_bytes(result: dict[str, Any]) -> str:
    """Return a reading as JSON that is the same on every machine and database."""
    return json.dumps(
        result, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def _file(run: RunningJob, document: PlanDocument, filed: Reading, title: str) -> None:
    with act(Actor("job", str(run.uid)), verbs.READ.name) as a:
        run.complete({"reading": str(filed.uid)})
        filed.save(force_insert=True)
        if title:
            document.title = title[:300]
            document.save(update_fields=["title"])
        mark_clean(document.attachment.blob)
        a.about("plan_document", document.uid, org_path=document.organisation.path)
        a.data = {
            "reading": filed.uid,
            "result_sha256": filed.result_sha256,
            "engine": filed.engine,
            "items": filed.counts["all"],
        }
        tell_that_it_is_read(a, document, filed)


@job_handler(settle_plan.JOB, payload={"plan": str, "document": str}, queue="quick", kept=True)
def settle_one_plan(run: RunningJob) -> None:
    """Hold a plan against a summary and store the result: once, however often it is started."""
    settle_plan.make_settlement(run)
