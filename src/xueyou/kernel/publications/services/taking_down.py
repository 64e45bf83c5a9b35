"""Taking a publication down: the payload goes, digest, columns and act stay."""

from datetime import datetime
from uuid import UUID

from xueyou.kernel.publications.access import TAKE_DOWN_PUBLICATION
from xueyou.kernel.publications.models import Publication
from xueyou.kernel.publications.payloads import PURPOSE
from xueyou.kernel.publications.refusals import PublicationRefused
from xueyou.kernel.publications.selectors import ENDED
from xueyou.kernel.publications.verbs import END, TAKE_DOWN
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import SYSTEM, Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.files.api import Attachment, void
from xueyou.platform.time import business_now


def take_down(
    *, actor: Actor, publication_uid: UUID | str, why: str, key: str, at: datetime | None = None
) -> None:
    """Take a publication down before its end; from the commit on it answers 410 everywhere.

    Raises NotFound, PublicationRefused (no reason given, or down already).
    """
    request = {"publication": str(publication_uid), "why": why}
    with act(actor, TAKE_DOWN.name, at=at, key=key, request=request) as a:
        row = target(actor, TAKE_DOWN_PUBLICATION, publication_uid)
        assert isinstance(row, Publication)
        if a.repeated:
            return
        if not why.strip():
            raise PublicationRefused("请写明为什么撤下。公示还在原处，没有动。")
        a.lock(row)
        if row.taken_down_at is not None:
            raise PublicationRefused("这份公示已经撤下了，不用再办。")
        _remove(a, row, why.strip())


def end_expired(*, at: datetime | None = None, most: int = 100) -> int:
    """Take down what has stood its time, and what was superseded; return how many."""
    now = at or business_now()
    over = Publication.objects.filter(taken_down_at=None, visible_to__lte=now).order_by("pk")
    found = list(over.values_list("uid", flat=True)[:most])
    for uid in found:
        with act(SYSTEM, END.name, at=at) as a:
            row = Publication.objects.get(uid=uid)
            a.lock(row)
            _remove(a, row, ENDED)
    return len(found)


def supersede(a: ActInProgress, row: Publication, why: str) -> None:
    """Take a locked publication down in the act that publishes what supersedes it."""
    if row.taken_down_at is None:
        _drop(a, row, why)


def _remove(a: ActInProgress, row: Publication, why: str) -> None:
    a.about("publication", row.uid, org_path=row.organisation.path)
    a.data = {"kind": row.kind, "payload_sha256": row.payload_sha256}
    if row.taken_down_at is None:
        _drop(a, row, why)


def _drop(a: ActInProgress, row: Publication, why: str) -> None:
    row.taken_down_at, row.taken_down_why, row.payload = a.business_at, why[:300], None
    row.save(update_fields=["taken_down_at", "taken_down_why", "payload"])
    for attachment in Attachment.objects.filter(
        owner_kind=PURPOSE, owner_uid=row.uid, voided_at=None
    ):
        void(attachment)
