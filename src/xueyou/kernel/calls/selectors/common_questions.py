"""Questions and answers of a call as everybody reads them, and as the office writes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from xueyou.kernel.calls.access import KEEP_CALL
from xueyou.kernel.calls.common_questions import (
    KIND,
    WISHES,
    CommonQuestion,
    QuestionsAt,
    Written,
    checked_rows,
    places_of,
    read_rows,
)
from xueyou.kernel.calls.models import Call
from xueyou.kernel.publications.models import Publication
from xueyou.kernel.publications.selectors import Served, served
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.time import business_now

WISH_PAGES = "wishes-"


@dataclass(frozen=True, slots=True)
class QuestionsKept:
    """What the office has published; `uid` and `since` are None where there is nothing.

    `drafts`: where nothing is published yet, what stands published of the call it was copied from.
    """

    title: str
    places: Mapping[str, str]
    questions: Sequence[CommonQuestion]
    uid: UUID | None
    since: datetime | None
    drafts: Sequence[CommonQuestion] = ()


def questions_of(call: QuestionsAt | None, at: datetime | None = None) -> Sequence[CommonQuestion]:
    """Return what stands now; nothing is asked of the database where nothing was published."""
    found = None if call is None else served(call.uid, at or business_now())
    if call is None or not isinstance(found, Served):
        return ()
    return read_rows(call.places, found.rows)


def questions_beside(
    call: QuestionsAt | None, page: str, at: datetime | None = None
) -> Sequence[CommonQuestion]:
    """Return what stands beside a page of the form; every list of wishes shows those of wishes."""
    place = WISHES if page.startswith(WISH_PAGES) else page
    return [one for one in questions_of(call, at) if one.place == place]


def questions_kept(actor: Actor, call_uid: UUID | str) -> QuestionsKept:
    """Return what is published of a call that the actor keeps. Raises NotFound."""
    call: Call = target(actor, KEEP_CALL, call_uid)
    found = None if call.questions_uid is None else served(call.questions_uid)
    places = places_of(call)
    if not isinstance(found, Served):
        return QuestionsKept(call.title, places, (), None, None, _of_earlier(call, places))
    rows = read_rows(places, found.rows)
    return QuestionsKept(call.title, places, rows, found.uid, found.visible_from)


def _of_earlier(call: Call, places: Mapping[str, str]) -> Sequence[CommonQuestion]:
    """Return what still stands published of the call that this one was copied from.

    Not once the office has published its own: what it took back is not put before it again.
    """
    earlier = call.copied_from
    if earlier is None or earlier.questions_uid is None:
        return ()
    if Publication.objects.filter(kind=KIND.code, subject_uid=call.uid).exists():
        return ()
    found = served(earlier.questions_uid)
    return read_rows(places, found.rows) if isinstance(found, Served) else ()


def questions_looked_at(
    actor: Actor, call_uid: UUID | str, written: Sequence[Written]
) -> list[dict[str, str]]:
    """Return what is written as it would be published. Raises NotFound, CallRefused in words."""
    call: Call = target(actor, KEEP_CALL, call_uid)
    return checked_rows(places_of(call), written)
