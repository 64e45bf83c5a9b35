"""Photographs of papers: what is wanted of a family, what it has added, what it handed in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from xueyou.kernel.calls.kinds import kind_of
from xueyou.kernel.calls.models import Application, Channel, Picture, RoundState
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
    """One page. `handed_in`: with the application; before, it may be taken back.

    `at_counter`: a clerk put it up for the family.
    """

    uid: UUID
    added_at: datetime
    handed_in: bool
    at_counter: bool


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
    return _with_wanted(row, row.pictures.order_by("pk"), at or business_now())


def own_jpeg(actor: Actor, uid: UUID | str, picture_uid: UUID | str) -> bytes:
    """Return a picture of the actor's own application. Raises NotFound, FileNotAvailable."""
    return jpeg_of(own_picture(own_application(actor, uid), picture_uid))


def papers_at_counter(application: Application, *, at: datetime | None = None) -> list[Paper]:
    """Return the papers that are wanted, each with what the counter put up and nobody handed in."""
    pictures = Picture.objects.filter(
        application=application, channel=Channel.COUNTER, handed_in_at=None
    )
    return _with_wanted(application, pictures.order_by("pk"), at or business_now())


def waiting_on_phone(application: Application) -> int:
    """Return how many pages the family has put up itself that leave with the next handing in."""
    own = Picture.objects.filter(application=application, handed_in_at=None)
    return own.exclude(channel=Channel.COUNTER).count()


def handed_in_papers(application: Application) -> list[Paper]:
    """Return what its family handed in of the papers it was asked for: for who checks it."""
    pictures = Picture.objects.filter(application=application, handed_in_at__isnull=False)
    return _papers(application, pictures.order_by("pk"), ())


def desk_jpeg(application: Application, picture_uid: UUID | str) -> bytes:
    """Return a picture for who checks: handed in with its application, or put up at the counter.

    What the family has not handed in is its own. Raises NotFound.
    """
    picture = own_picture(application, picture_uid)
    if picture.handed_in_at is None and picture.channel != Channel.COUNTER:
        raise NotFound
    return jpeg_of(picture)


def _with_wanted(row: Application, pictures: Iterable[Picture], at: datetime) -> list[Paper]:
    return [
        replace(one, wanted=_may_add(row, one.what, at))
        for one in _papers(row, pictures, row.missing)
    ]


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
        seen = PictureSeen(
            one.uid, one.added_at, one.handed_in_at is not None, one.channel == Channel.COUNTER
        )
        pages.setdefault(one.what, []).append(seen)
    return [
        Paper(what, wanted_zh(kind, what), why[what], found, False) for what, found in pages.items()
    ]
