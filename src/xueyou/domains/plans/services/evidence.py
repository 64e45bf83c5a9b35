"""Photographs and PDF files that stand behind a figure or a note.

A photograph is decoded and written anew before it reaches the store: the place where it was taken
is nobody's business. A PDF is kept as it is and handed out as a download only.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path, PurePath
from uuid import UUID

from django.core.files.base import File

from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.formats.media_types import JPEG, PDF
from xueyou.formats.photos import PhotoRefused, cleaned_photo
from xueyou.formats.refusal import Refusal
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.files.api import Incoming, incoming, mark_clean, receive
from xueyou.platform.files.uploads import Readable

MOST_FILES = 6
_HEAD = 1024


@contextmanager
def checked(files: Sequence[Readable], *, pdf: bool) -> Iterator[list[Incoming]]:
    """Look at the files outside any transaction and give them ready to be filed.

    Raises PlanRefused (field files) where one is neither a photograph nor, if allowed, a PDF.
    """
    if len(files) > MOST_FILES:
        raise PlanRefused({"files": f"一次最多交{MOST_FILES}个文件，请分几次交。"})
    with ExitStack() as stack:
        yield [_arrived(stack, file, pdf) for file in files]


def file_all(
    a: ActInProgress, arrived: Sequence[Incoming], *, owner_kind: str, owner_uid: UUID
) -> list[UUID]:
    """File what was checked with its owner, inside the act; return the attachments' uids."""
    uids = []
    for one in arrived:
        attachment = receive(
            one,
            act=a,
            purpose="evidence",
            title=one.name,
            owner_kind=owner_kind,
            owner_uid=owner_uid,
        )
        mark_clean(attachment.blob)
        uids.append(attachment.uid)
    return uids


def digests(arrived: Sequence[Incoming]) -> list[str]:
    """Return what tells the files apart, for the request behind an idempotency key."""
    return [one.sha256 for one in arrived]


def _arrived(stack: ExitStack, file: Readable, pdf: bool) -> Incoming:
    try:
        original = stack.enter_context(incoming(file))
    except Refusal as refusal:
        raise PlanRefused({"files": refusal.zh}) from None
    if pdf and _is_pdf(original.path):
        original.media_type = PDF
        return original
    try:
        pixels = cleaned_photo(original.path)
    except PhotoRefused as refused:
        said = refused.zh if not pdf else f"{refused.zh}也可以交 pdf。"
        raise PlanRefused({"files": f"“{original.name}”：{said}"}) from None
    name = f"{PurePath(original.name).stem}.jpg"
    kept = stack.enter_context(incoming(File(BytesIO(pixels), name=name)))
    kept.media_type = JPEG
    return kept


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        return b"%PDF-" in file.read(_HEAD)
