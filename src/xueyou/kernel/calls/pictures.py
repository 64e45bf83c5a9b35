"""Owns how photographs of papers are taken in, kept and given out: decoded apart, sealed alone."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime

from xueyou.formats.paper_pictures import pictures_of
from xueyou.kernel.calls.models import Application, Channel, Picture
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.writing import ActInProgress
from xueyou.platform.db import uuid7
from xueyou.platform.files.api import incoming, void
from xueyou.platform.files.models import Attachment
from xueyou.platform.files.sealed_copies import SealedCopy, copy_bytes, sealed_copy
from xueyou.platform.files.turns import picture_turn
from xueyou.platform.files.uploads import Readable

LABEL = "calls.picture"
NAME = "材料照片.jpg"
"""Of every kept page: what a telephone called its file tells something of its owner."""
MOST_MB = 10
MOST_BYTES = MOST_MB * 1024 * 1024
MOST_A_PAPER = 8
TOO_BIG = (
    f"这张照片超过{MOST_MB}兆，没有存下，先前放上的都在。请在手机相机的设置里选普通像素，再拍一张。"
)


@dataclass(frozen=True, slots=True)
class Pages:
    """What came of one upload: the digest of what was sent, and its pages, sealed."""

    sha256: str
    copies: Sequence[SealedCopy]


@contextmanager
def pages_of(upload: Readable) -> Iterator[Pages]:
    """Decode an upload outside any transaction and give its pages, ready to be kept in an act.

    What was sent goes away here: only pixels are kept. Raises CallRefused where it is too big,
    Refusal where it is nothing that can be kept, ReaderBusy.
    """
    with incoming(upload) as arrived:
        if arrived.size > MOST_BYTES:
            raise CallRefused(TOO_BIG)
        with picture_turn():
            pages = pictures_of(arrived.path)
        sha256 = arrived.sha256
    with ExitStack() as stack:
        copies = [
            stack.enter_context(sealed_copy(page, NAME, label=LABEL, uid=uuid7())) for page in pages
        ]
        yield Pages(sha256, copies)


def keep(
    a: ActInProgress,
    application: Application,
    what: str,
    why: str,
    copies: Sequence[SealedCopy],
    channel: Channel = Channel.PHONE,
) -> list[Picture]:
    """Keep pages of a paper for a locked application. Raises CallRefused: more than are kept."""
    there = Picture.objects.filter(application=application, what=what).count()
    if there + len(copies) > MOST_A_PAPER:
        raise CallRefused(
            f"一样材料最多放{MOST_A_PAPER}张，这次没有存。请先拿掉拍得不好的，再放新的。"
        )
    by = a.actor.user if isinstance(a.actor.user, User) else None
    return [_kept(a, copy, application, what, why, by, channel) for copy in copies]


def _kept(
    a: ActInProgress,
    copy: SealedCopy,
    application: Application,
    what: str,
    why: str,
    by: User | None,
    channel: Channel,
) -> Picture:
    attachment = copy.keep(a, purpose="picture")
    return Picture.objects.create(
        uid=copy.uid,
        application=application,
        what=what,
        why=why,
        attachment=attachment,
        added_at=a.business_at,
        added_by=by,
        channel=channel,
    )


def leave_with(application: Application, at: datetime) -> None:
    """Hand in, with an application, the pictures that were added to it since the last time."""
    Picture.objects.filter(application=application, handed_in_at=None).update(handed_in_at=at)


def remove(pictures: Sequence[Picture]) -> None:
    """Remove pictures inside an act; their bytes go once it is committed."""
    Picture.objects.filter(pk__in=[one.pk for one in pictures]).delete()
    for one in pictures:
        void(one.attachment)


def jpeg_of(picture: Picture) -> bytes:
    """Return a picture in clear: a JPEG of pixels alone. Raises FileNotAvailable."""
    attachment: Attachment = picture.attachment
    return copy_bytes(attachment, label=LABEL, uid=picture.uid)
