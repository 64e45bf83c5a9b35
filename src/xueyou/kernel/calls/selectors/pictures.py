"""Photographs of papers: what is wanted of a family, what it has added, what it handed in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import Application, Picture, RoundState
from xueyou.kernel.calls.pictures import jpeg_of
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.selectors.own import seen_application, wanted_zh
from xueyou.kernel.calls.services.drafts import own_application
from xueyou.kernel.calls.services.pictures import own_picture, why_wanted
from xueyou.platform.access.reading import NotFound
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_now


@dataclass(frozen=True, slots=True)
class PictureSeen:
    """One page. `handed_in`: with the application; before, it may be taken back."""

    uid: UUID
    added_at: datetime
    handed_in: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that was asked for: its code, in words, why, and its pages in order.

    `wanted`: pages may be added at the moment.
    """

    what: str
    zh: str
    why: str
    pages: Sequence[PictureSeen]
    wanted: bool


def own_papers(actor: Actor, uid: UUID | str, *, at: datetime | None = None) -> list[Paper]:
    """Return for its family what an application was sent back for, now or before. NotFound."""
    row = seen_application(actor, uid)
    moment = at or business_now()
    found = _papers(row, row.pictures.order_by("pk"), row.missing)
    return [
        Paper(one.what, one.zh, one.why, one.pages, _may_add(row, one.what, moment))
        for one in found
    ]


def own_jpeg(actor: Actor, uid: UUID | str, picture_uid: UUID | str) -> bytes:
    """Return a picture of the actor's own application. Raises NotFound, FileNotAvailable."""
    return jpeg_of(own_picture(own_application(actor, uid), picture_uid))


def handed_in_papers(application: Application) -> list[Paper]:
    """Return what its family handed in of the papers it was asked for: for who checks it."""
    pictures = Picture.objects.filter(application=application, handed_in_at__isnull=False)
    return _papers(application, pictures.order_by("pk"), ())


def handed_in_jpeg(application: Application, picture_uid: UUID | str) -> bytes:
    """Return a picture that was handed in with an application. Raises NotFound."""
    picture = own_picture(application, picture_uid)
    if picture.handed_in_at is None:
        raise NotFound
    return jpeg_of(picture)


def _may_add(row: Application, what: str, at: datetime) -> bool:
    if row.round is None or row.round.state != RoundState.ANNOUNCED:
        return False
    try:
        why_wanted(row, what, at)
    except CallRefused:
        return False
    return True


def _papers(
    application: Application, pictures: Iterable[Picture], missing: Sequence[dict[str, str]]
) -> list[Paper]:
    kind = kind_of(application.call.kind)
    why = {one["what"]: one["why"] for one in missing}
    pages: dict[str, list[PictureSeen]] = {what: [] for what in why}
    for one in pictures:
        why.setdefault(one.what, one.why)
        seen = PictureSeen(one.uid, one.added_at, one.handed_in_at is not None)
        pages.setdefault(one.what, []).append(seen)
    return [
        Paper(what, wanted_zh(kind, what), why[what], found, False) for what, found in pages.items()
    ]
