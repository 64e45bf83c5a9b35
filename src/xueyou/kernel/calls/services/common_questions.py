"""Publishing the questions and answers of a call, and taking them back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from xueyou.kernel.calls import verbs
from xueyou.kernel.calls.access import KEEP_CALL
from xueyou.kernel.calls.common_questions import (
    KIND,
    SUBJECT,
    Written,
    checked_rows,
    places_of,
)
from xueyou.kernel.calls.models import Call, CallState
from xueyou.kernel.calls.refusals import CallRefused, Edited
from xueyou.kernel.publications.models import Publication
from xueyou.kernel.publications.payloads import payload
from xueyou.kernel.publications.services.publishing import publish
from xueyou.kernel.publications.services.taking_down import supersede
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act

SHOWN_FOR = timedelta(days=365)
TAKEN_BACK = "发布的单位收回了"


def publish_questions(
    *,
    actor: Actor,
    call_uid: UUID | str,
    written: Sequence[Written],
    seen: str = "",
    key: str,
    at: datetime | None = None,
) -> UUID | None:
    """Publish the questions of an announced call in place of the earlier; none takes them back.

    `seen`: the uid of what the page showed, "" for nothing. Returns the publication's uid, None
    where nothing stands now. Raises NotFound, Edited, CallRefused, PublicationRefused where a cell
    looks like a number of a person.
    """
    known: Call = target(actor, KEEP_CALL, call_uid)
    rows = checked_rows(places_of(known), written)
    request = {"call": str(call_uid), "rows": rows, "seen": seen}
    with (
        payload(
            KIND,
            title=f"{known.title}常见问题",
            organ=known.organisation.name,
            fields=list(KIND.fields),
            rows=rows,
        ) as ready,
        act(actor, verbs.PUBLISH_QUESTIONS.name, at=at, key=key, request=request) as a,
    ):
        call: Call = target(actor, KEEP_CALL, call_uid)
        if a.repeated:
            return UUID(a.outcome["uid"]) if a.outcome["uid"] else None
        before, earlier = call.questions_uid, _standing(call, a.business_at)
        a.lock(call, *([] if earlier is None else [earlier]))
        standing = "" if earlier is None else str(earlier.uid)
        if call.questions_uid != before or seen != standing:
            raise Edited
        if call.state != CallState.OPEN:
            raise CallRefused("这一项申报没有公布，或者已经结束，没有公布问题。")
        if not rows and earlier is None:
            raise CallRefused("一条都没有写，没有公布。")
        row = None
        if rows:
            row = publish(
                a,
                ready,
                organisation=call.organisation,
                subject_kind=SUBJECT,
                subject_uid=call.uid,
                visible_from=a.business_at,
                visible_to=a.business_at + SHOWN_FOR,
                supersedes=earlier,
            )
        elif earlier is not None:
            supersede(a, earlier, TAKEN_BACK)
        call.questions_uid = None if row is None else row.uid
        call.save(update_fields=["questions_uid"])
        a.about("call", call.uid, org_path=call.organisation.path)
        a.data = {"rows": len(rows)}
        a.outcome = {"uid": "" if row is None else str(row.uid)}
        return call.questions_uid


def _standing(call: Call, now: datetime) -> Publication | None:
    if call.questions_uid is None:
        return None
    found = Publication.objects.filter(
        uid=call.questions_uid, taken_down_at=None, visible_to__gt=now
    )
    return found.first()
