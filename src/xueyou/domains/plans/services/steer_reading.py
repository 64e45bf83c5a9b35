"""Stop the reading of a document, or have it read again."""

from uuid import UUID

from xueyou.domains.plans.access import STEER_READING
from xueyou.domains.plans.models import PlanDocument, Reading
from xueyou.domains.plans.services import verbs
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.files.api import BlobState
from xueyou.platform.jobs.api import cancel, enqueue


class NothingToDo(Exception):
    """The verb would change nothing; `zh` says why. No act is recorded."""

    zh: str


class AlreadyRead(NothingToDo):
    """The document has been read; there is nothing to stop or to repeat."""

    zh = "这份文件已经读完了，结果都在，不用再读。"


class AlreadyEnded(NothingToDo):
    """The reading had come to its end, or was stopped, before."""

    zh = "读取在这之前已经停了，没有再做什么。"


class FileGone(NothingToDo):
    """The file was refused and its bytes removed: it must be handed in anew."""

    zh = "这份文件没有通过检查，系统没有留下它。请把能读的文件重新交一次。"


def stop_reading(*, actor: Actor, uid: UUID | str, key: str) -> None:
    """Call the reading off. It leaves no draft; the file stays.

    Raises NotFound, AlreadyRead where the result was there first, AlreadyEnded where nothing ran.
    """
    with act(actor, verbs.STOP.name, key=key, request={"document": str(uid)}) as a:
        document = _of(actor, uid, a)
        if a.repeated:
            return
        a.lock(document)
        if not cancel(document.job_uid, actor):
            raise AlreadyRead if _is_read(document) else AlreadyEnded
        a.data = {"job": document.job_uid}


def read_again(*, actor: Actor, uid: UUID | str, key: str) -> None:
    """Put a document that was stopped, or failed, into the queue again.

    Raises NotFound, AlreadyRead, or FileGone.
    """
    with act(actor, verbs.READ_AGAIN.name, key=key, request={"document": str(uid)}) as a:
        document = _of(actor, uid, a)
        if a.repeated:
            return
        a.lock(document)
        if _is_read(document):
            raise AlreadyRead
        if document.attachment.blob.state == BlobState.REFUSED:
            raise FileGone
        job = enqueue(
            "plans.read",
            {"document": str(document.uid)},
            actor=actor,
            org_path=_path(document),
            dedupe_key=str(document.uid),
        )
        document.job_uid = job.uid
        document.save(update_fields=["job_uid"])
        a.data = {"job": job.uid}


def _of(actor: Actor, uid: UUID | str, a: ActInProgress) -> PlanDocument:
    document = target(actor, STEER_READING, uid)
    assert isinstance(document, PlanDocument)
    a.about("plan_document", document.uid, org_path=_path(document))
    return document


def _path(document: PlanDocument) -> str:
    """Return the path of the organisation that owns the document."""
    return document.organisation.path


def _is_read(document: PlanDocument) -> bool:
    return Reading.objects.filter(document=document).exists()
