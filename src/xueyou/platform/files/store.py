"""Recording what came in, giving it out, and destroying it when its time is over."""

from collections.abc import Sequence
from datetime import date
from typing import BinaryIO, Protocol
from uuid import UUID, uuid4

from django.db import connection, transaction

from xueyou.platform.acts.actors import SYSTEM
from xueyou.platform.acts.verbs import register_verb
from xueyou.platform.acts.writing import act as open_act
from xueyou.platform.files.models import Attachment, Blob, BlobState, Trust
from xueyou.platform.files.places import new_storage_key, path_of, put_in_store
from xueyou.platform.files.uploads import Incoming
from xueyou.platform.time import business_today, wall_now

DESTROY = register_verb(
    "files.blob.destroy", zh="销毁到期的文件", fields={"attachments": "uids", "sha256": "code"}
)


class FileNotAvailable(Exception):
    """The bytes may not be handed out: not checked yet, refused, or destroyed."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state
        self.zh = {
            BlobState.QUARANTINED: "这份文件还在检查，暂时不能下载。请过一会儿再来。",
            BlobState.REFUSED: "这份文件没有通过检查，系统没有保留它。",
            BlobState.DESTROYED: "这份文件已经到期销毁，只留下了登记。",
        }.get(BlobState(state), "这份文件现在不能下载。")


class ActOpen(Protocol):
    """The act whose transaction the rows belong to."""

    @property
    def repeated(self) -> bool:
        """Whether this call only repeats an earlier one."""


def receive(
    arrived: Incoming,
    *,
    act: ActOpen,
    purpose: str,
    title: str,
    owner_kind: str,
    owner_uid: UUID,
    trust: Trust = Trust.HANDED_IN,
    delete_after: date | None = None,
) -> Attachment:
    """File a checked upload, inside the act's transaction; its blob is quarantined until clean.

    Bytes that are here already are not stored again. Usage::

        with incoming(upload, check=first_page) as arrived:
            with act(actor, "…", key=key, request={"sha256": arrived.sha256}) as a:
                attachment = receive(arrived, act=a, purpose="plan", …)
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("receive() belongs inside an act")
    blob = _blob_of(arrived)
    return Attachment.objects.create(
        blob=blob,
        owner_kind=owner_kind,
        owner_uid=owner_uid,
        purpose=purpose,
        title=title[:200],
        trust=trust,
        delete_after=delete_after,
    )


def mark_clean(blob: Blob) -> None:
    """Let a quarantined blob be handed out: a reader has been through all of it."""
    Blob.objects.filter(pk=blob.pk, state=BlobState.QUARANTINED).update(state=BlobState.CLEAN)
    blob.refresh_from_db(fields=["state"])


def refuse(blob: Blob) -> None:
    """Keep the digest of a quarantined blob, remove its bytes once this is committed."""
    refused = Blob.objects.filter(pk=blob.pk, state=BlobState.QUARANTINED).update(
        state=BlobState.REFUSED
    )
    blob.refresh_from_db()
    if refused:
        _remove_after_commit(blob)


def void(attachment: Attachment) -> None:
    """Withdraw a filing; its bytes are destroyed when nobody else files them."""
    Attachment.objects.filter(pk=attachment.pk, voided_at=None).update(voided_at=wall_now())
    _destroy_where_unused([attachment.blob_id])


def open_blob(blob: Blob) -> BinaryIO:
    """Open a clean blob for reading; FileNotAvailable otherwise."""
    if blob.state != BlobState.CLEAN:
        raise FileNotAvailable(blob.state)
    return path_of(blob).open("rb")


def destroy_due() -> int:
    """Destroy, as acts of the system, what its retention has ended for; return how many files."""
    due = Attachment.objects.filter(delete_after__lt=business_today(), voided_at=None)
    by_blob: dict[int, list[UUID]] = {}
    for blob_id, uid in due.order_by("id").values_list("blob_id", "uid"):
        by_blob.setdefault(blob_id, []).append(uid)
    for blob_id, uids in by_blob.items():
        with open_act(SYSTEM, "files.blob.destroy") as a:
            blob = Blob.objects.get(pk=blob_id)
            a.about("blob", blob.uid)
            a.data = {"attachments": uids, "sha256": blob.sha256}
            Attachment.objects.filter(uid__in=uids).update(voided_at=wall_now())
            _destroy_where_unused([blob_id])
    return len(by_blob)


def _blob_of(arrived: Incoming) -> Blob:
    blob, made = Blob.objects.select_for_update().get_or_create(
        sha256=arrived.sha256,
        defaults={
            "size": arrived.size,
            "media_type": arrived.media_type,
            "storage_key": new_storage_key(arrived.sha256, uuid4()),
        },
    )
    if not made and blob.state in (BlobState.QUARANTINED, BlobState.CLEAN):
        return blob
    if not made:
        blob.state = BlobState.QUARANTINED
        blob.storage_key = new_storage_key(arrived.sha256, uuid4())
        blob.media_type = arrived.media_type
        blob.save(update_fields=["state", "storage_key", "media_type"])
    arrived.placed.append(blob.storage_key)
    put_in_store(arrived.path, blob.storage_key)
    return blob


def _destroy_where_unused(blob_ids: Sequence[int]) -> None:
    unused = Blob.objects.filter(pk__in=blob_ids).exclude(state=BlobState.DESTROYED)
    for blob in unused.select_for_update().order_by("id"):
        if blob.attachments.filter(voided_at=None).exists():
            continue
        blob.state = BlobState.DESTROYED
        blob.save(update_fields=["state"])
        _remove_after_commit(blob)


def _remove_after_commit(blob: Blob) -> None:
    path = path_of(blob)
    transaction.on_commit(lambda: path.unlink(missing_ok=True))
