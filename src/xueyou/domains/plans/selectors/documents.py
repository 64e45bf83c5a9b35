"""Documents that somebody may see, and one of them beside what was read in it."""

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from xueyou.domains.plans.access import READ_DOCUMENT
from xueyou.domains.plans.selectors.items import counts_of, items_of
from xueyou.domains.plans.selectors.page import blocks_of, head_of
from xueyou.domains.plans.selectors.views import (
    DocumentRow,
    DocumentSource,
    DocumentView,
    HeadView,
    Item,
    Paragraph,
    TableView,
    state_of,
)
from xueyou.platform.access.reading import NotFound, Page, read
from xueyou.platform.acts.actors import Actor
from xueyou.platform.jobs.views import JobView, job_view


def documents(actor: Actor, page: int | str | None = 1) -> Page[DocumentRow]:
    """Return a page of the documents that the actor may see, newest first."""
    return read(actor, READ_DOCUMENT, DocumentRow).order_by("-received_at").page(page)


def document(actor: Actor, uid: UUID | str) -> DocumentView:
    """Return a document beside what was read in it. Raises NotFound."""
    found = read(actor, READ_DOCUMENT, DocumentSource).get(uid)
    job = job_view(found.job_uid)
    unread = DocumentView(
        uid=found.uid,
        title=found.title,
        file_name=found.file_name,
        organisation=found.organisation,
        received_by=found.received_by,
        received_at=found.received_at,
        received_on=found.received_on,
        state=state_of(job.state),
        said=said_of(job),
        job=job,
        head=None,
        counts={},
        blocks=(),
        items=(),
        recognised=False,
    )
    if not found.result:
        return unread
    laid_out = _lay_out(found.result, found.text)
    return replace(
        unread,
        state="read",
        head=laid_out.head,
        counts=dict(laid_out.counts),
        blocks=laid_out.blocks,
        items=laid_out.items,
        recognised=found.recognised,
    )


@dataclass(frozen=True, slots=True)
class _LaidOut:
    """A reading turned into what a page shows; the same for everybody who may see it."""

    head: HeadView
    counts: dict[str, int]
    blocks: tuple[Paragraph | TableView, ...]
    items: tuple[Item, ...]


@lru_cache(maxsize=16)
def _lay_out(result: str, text: str) -> _LaidOut:
    """Lay a reading out. Kept for the next click: a reading never changes, a large one is slow.

    The key is the content itself, so whoever gets it has been shown that content already.
    """
    reading = json.loads(result)
    items = items_of(reading, text)
    return _LaidOut(
        head_of(reading), counts_of(reading, items), blocks_of(reading, text), tuple(items)
    )


def reading_of(actor: Actor, uid: UUID | str) -> tuple[str, dict[str, Any]]:
    """Return title and reading ("edu-plan/1") of a document. Raises NotFound, also while unread."""
    found = read(actor, READ_DOCUMENT, DocumentSource).get(uid)
    if not found.result:
        raise NotFound
    return found.title, json.loads(found.result)


def progress(actor: Actor, uid: UUID | str) -> tuple[DocumentRow, JobView]:
    """Return a document's line and the job that reads it, cheaply: asked twice a second."""
    row = read(actor, READ_DOCUMENT, DocumentRow).get(uid)
    return row, job_view(row.job_uid)


def said_of(job: JobView) -> str:
    """Return the sentence for people: why it failed, or what is being done."""
    if job.state == "failed":
        return job.error
    if job.state == "cancelled":
        return "已经停止，没有留下任何读取结果；文件还在，可以重新读。"
    return job.said
