"""Filling in: a draft is begun once, saved field by field, and never touches what was handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import (
    BigIntegerField,
    BinaryField,
    CharField,
    DateTimeField,
    F,
    PositiveIntegerField,
    QuerySet,
    UUIDField,
)

from xueyou.kernel.calls import verbs
from xueyou.kernel.calls.access import FILL_APPLICATION
from xueyou.kernel.calls.answers import Draft, Wishes, answers_of, draft_of, sealed_draft
from xueyou.kernel.calls.fields import FieldsRefused, typed
from xueyou.kernel.calls.groups import Shared, mates_of, shared
from xueyou.kernel.calls.kinds import CallKind, kind_of
from xueyou.kernel.calls.models import (
    Application,
    ApplicationState,
    Call,
    CallState,
    PhaseStep,
    Round,
)
from xueyou.kernel.calls.parties import Asked, Asking, ClaimedChild, resolved
from xueyou.kernel.calls.refusals import AnswersRefused, CallRefused, Conflict, WindowClosed
from xueyou.kernel.calls.selectors.own import seen_by
from xueyou.kernel.calls.windows import any_window, require_undecided, round_at
from xueyou.platform.access.prepared_reading import prepared_rows
from xueyou.platform.access.reading import NotFound
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.crypto import keyed_digest
from xueyou.platform.db import Changes, insert_row, prepared, prepared_update, uuid7
from xueyou.platform.time import business_now

TRACED = timedelta(hours=1)
"""Saving leaves one act an hour at most: the log tells who worked on it, not each key pressed."""
TRIES = 5
MOST_WISHES = 256
LOCKED = {ApplicationState.WITHDRAWN}
BUSY = "这份申请正在别处同时保存，这一次没有存上。请稍等片刻再存，先前存的都在。"


@dataclass(frozen=True, slots=True)
class Saved:
    """What a page needs after a save: the next revision, when, and the code to hand in with."""

    revision: int
    saved_at: datetime
    draft_key: UUID


class _Begun(Exception):
    """This party has an application already."""

    def __init__(self, uid: UUID) -> None:
        self.uid = uid


def start_draft(
    *,
    actor: Actor,
    call_uid: UUID | str,
    party: Asking,
    item: str = "",
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Begin an application, or return the one this party has already; of two at once, the same.

    What was taken back before is brought along as typed. Raises NotFound, NotAllowed,
    WindowClosed, NumberRefused, CallRefused.
    """
    at = at or business_now()
    try:
        return _started(actor, call_uid, party, item, key, at)
    except _Begun as begun:
        return begun.uid
    except IntegrityError:
        # The other guardian, or the other tab, was first by a moment: it is found now.
        try:
            return _started(actor, call_uid, party, item, key, at)
        except _Begun as begun:
            return begun.uid


def _started(
    actor: Actor, call_uid: UUID | str, party: Asking, item: str, key: str, at: datetime
) -> UUID:
    request = {"call": str(call_uid), "party": _said(party), "item": item}
    with act(actor, verbs.START_DRAFT.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return UUID(a.outcome["uid"])
        call = open_call_of(call_uid)
        round_ = require_applying(call, at)
        kind = kind_of(call.kind)
        asked = resolved(a, actor, kind, party)
        found = asked.application(call, item)
        if found is not None:
            raise _Begun(found.uid)
        made = begin_in(actor, call, kind, asked, item, at)
        a.about("application", made.uid, org_path=made.home_path)
        a.data = {
            "call": call.uid,
            "revision": made.revision,
            "claimed": isinstance(party, ClaimedChild),
        }
        a.outcome = {"uid": str(made.uid), "round": str(round_.uid)}
        return made.uid


def _said(party: Asking) -> str:
    """Return the party as a repeated request must name it again; it tells nobody the number."""
    names = sorted(type(party).__dataclass_fields__)
    words = [type(party).__name__, *(f"{name}={getattr(party, name)}" for name in names)]
    return keyed_digest("calls.party", "|".join(words))


def begin_in(
    actor: Actor, call: Call, kind: CallKind, asked: Asked, item: str, at: datetime
) -> Application:
    """Write a new draft of a party that has none, inside an open act. Raises CallRefused."""
    if not isinstance(actor.user, User):
        raise CallRefused("申请要由具体的人来填，没有开始填。请登录后再办。")
    before = asked.withdrawn(call, item)
    uid = uuid7()
    draft = Draft({}, {}) if before is None else Draft(_answers_before(before), {})
    made = Application(
        uid=uid,
        call=call,
        year=call.year,
        person=asked.person,
        claim=asked.claim,
        organisation=asked.organisation,
        item=item,
        home_path=call.organisation.path,
        form_version=kind.form_version,
        draft_key=uuid4(),
        drafted_by=actor.user,
        drafted_at=at,
        saved_at=at,
        traced_at=at,
        **sealed_draft(uid, draft),
    )
    insert_row(made)
    return made


def _answers_before(application: Application) -> Mapping[str, str]:
    return answers_of(application) or draft_of(application).answers


def save_draft(
    *,
    actor: Actor,
    application_uid: UUID | str,
    answers: Mapping[str, str],
    choices: Mapping[str, Sequence[UUID | str]] | None = None,
    revision: int | None = None,
    at: datetime | None = None,
) -> Saved:
    """Keep some answers as typed, and the wishes of the batches named; cheap, asked at each field.

    With `revision` a draft that was saved elsewhere meanwhile raises Conflict; without it the
    fields given replace what stood there. Raises NotFound, WindowClosed, AnswersRefused for
    unknown or endless fields, CallRefused.
    """
    at = at or business_now()
    wishes = {batch: [str(uid) for uid in wished] for batch, wished in (choices or {}).items()}
    for _ in range(TRIES):
        application = own_application(actor, application_uid)
        require_revision(application, revision)
        round_ = _round_of(application, at)
        if save_onto(actor, application, round_, answers, wishes, at) is not None:
            return Saved(application.revision, application.saved_at, application.draft_key)
    raise CallRefused(BUSY)


def require_revision(application: Application, revision: int | None) -> None:
    """Raise Conflict where the page that is sent shows an older draft than the one that stands."""
    if revision is not None and application.revision != revision:
        held = begun(application)
        raise Conflict(held.answers, held.wishes, application.revision)


def save_onto(
    actor: Actor,
    application: Application,
    round_: Round | None,
    answers: Mapping[str, str],
    wishes: Wishes,
    at: datetime,
) -> Draft | None:
    """Save on the revision that was read, and return what the draft says now.

    None where another save came between. The row is changed as the database's is. Raises
    WindowClosed, AnswersRefused, CallRefused.
    """
    _require_changeable(application, round_, at)
    before = begun(application)
    draft = _changed(application, round_, before, answers, wishes)
    if draft is None:
        return before
    columns = sealed_draft(application.uid, draft) | {"saved_at": at}
    if application.draft_enc is None:
        columns["draft_key"] = uuid4()
    others = _shared(actor, application, wishes)
    try:
        if at - application.traced_at < TRACED:
            with transaction.atomic(durable=True):
                _write_all(application, columns, others)
                return draft
        columns["traced_at"] = at
        with act(actor, verbs.SAVE_DRAFT.name, at=at) as a:
            _write_all(application, columns, others)
            _trace(a, application)
            return draft
    except _Overtaken:
        return None


class _Overtaken(Exception):
    """Another save came between reading and writing."""


def _trace(a: ActInProgress, application: Application) -> None:
    a.about("application", application.uid, org_path=application.home_path)
    a.data = {"call": application.call.uid, "revision": application.revision}


def _changed(
    application: Application,
    round_: Round | None,
    before: Draft,
    answers: Mapping[str, str],
    wishes: Wishes,
) -> Draft | None:
    """Return the draft as it would be; None where it would change nothing handed in.

    What was handed in for an earlier round is begun anew even so: whoever asks again for the same
    would be answered with the receipt of then.

    A change begun after handing in has a code of its own. A save that was still on its way when
    the application was handed in begins none.
    """
    kind = kind_of(application.call.kind)
    try:
        given = typed(kind.answers, answers)
    except FieldsRefused as refused:
        raise AnswersRefused(refused.faults, {}) from None
    if any(len(wished) > MOST_WISHES or len(batch) > 40 for batch, wished in wishes.items()):
        raise CallRefused("志愿太多，没有存。请核对后再存，先前存的都在。")
    draft = before.changed(given, wishes)
    earlier = round_ is not None and application.round_id not in (None, round_.pk)
    unchanged = application.draft_enc is None and draft.plain == before.plain and not earlier
    return None if unchanged else draft


def _shared(actor: Actor, application: Application, wishes: Wishes) -> Shared:
    """Return what becomes of the drafts that keep one list with this one."""
    if not wishes or not application.group_key:
        return []
    mates = mates_of(application)
    return shared([one for one in mates if _fillable(actor, pk=one.pk)], wishes)


def _write_all(application: Application, columns: dict[str, Any], others: Shared) -> None:
    """Write a draft and the list of those bound to it, in one order whoever begins."""
    for row, changed in sorted([(application, columns), *others], key=lambda one: one[0].pk):
        if not _written(row, changed):
            raise _Overtaken


@prepared_update(
    pk=BigIntegerField(),
    revision=PositiveIntegerField(),
    draft_enc=BinaryField(),
    draft_key_id=CharField(),
    saved_at=DateTimeField(),
    draft_key=UUIDField(),
    traced_at=DateTimeField(),
)
def _write(pk: Any, revision: Any, **columns: Any) -> Changes:
    same = Application.objects.filter(pk=pk, revision=revision)
    return same, {"revision": F("revision") + 1, **columns}


def _written(application: Application, columns: Mapping[str, Any]) -> bool:
    """Write the columns, in the database and on the row; False where the revision is another."""
    names = ("draft_key", "traced_at", "saved_at")
    kept = {name: getattr(application, name) for name in names}
    if not _write(pk=application.pk, revision=application.revision, **{**kept, **columns}):
        return False
    application.revision += 1
    for name, value in columns.items():
        setattr(application, name, value)
    return True


def begun(application: Application) -> Draft:
    """Return the draft; where none is begun, what was handed in, wishes and all."""
    if application.draft_enc is not None or application.round_id is None:
        return draft_of(application)
    return handed_in(application)


def handed_in(application: Application) -> Draft:
    """Return what was handed in last and counts, whatever change is begun since."""
    assert application.round_id is not None, "what was handed in was handed in for a round"
    wishes: dict[str, list[str]] = {}
    rows = application.choices.filter(round_id=application.round_id).order_by("batch", "rank")
    for batch, uid in rows.values_list("batch", "option__uid"):
        wishes.setdefault(batch, []).append(str(uid))
    return Draft(answers_of(application), wishes)


@prepared_rows(FILL_APPLICATION, uid=UUIDField())
def _own(rows: QuerySet[Application], uid: Any) -> QuerySet[Application]:
    return rows.filter(uid=uid).select_related("call__organisation", "call__offering", "claim")


@prepared_rows(FILL_APPLICATION, pk=BigIntegerField())
def _fillable(rows: QuerySet[Application], pk: Any) -> QuerySet[Any]:
    return rows.filter(pk=pk).values_list("pk")


def own_application(actor: Actor, uid: UUID | str) -> Application:
    """Return an application that the actor may fill in, with its call and claim. NotFound."""
    try:
        found = _own(actor, uid=UUID(str(uid)))
    except ValueError:
        raise NotFound from None
    if not found:
        raise NotFound
    application: Application = found[0]
    return application


def require_fillable(actor: Actor, application: Application) -> None:
    """Raise NotFound unless the actor may fill in an application that he was just shown.

    Where he fills in whatever he is shown, the question that found it has answered this one.
    """
    if not seen_by(_fillable, actor) and not _fillable(actor, pk=application.pk):
        raise NotFound


def _round_of(application: Application, at: datetime) -> Round | None:
    returned = application.state == ApplicationState.RETURNED
    return application.round if returned else round_at(application.call, at)


def _require_changeable(application: Application, round_: Round | None, at: datetime) -> None:
    if application.state in LOCKED:
        raise CallRefused(
            "这份申请已经撤回，不能再改。要再申请，请重新开始填一份，填过的会带出来。"
        )
    require_undecided(application, "改")
    returned = application.state == ApplicationState.RETURNED
    step = PhaseStep.RETURN if returned else PhaseStep.APPLY
    if round_ is None or not any_window(round_, step, at):
        raise WindowClosed("现在不在填报时间里，这次没有存。先前存的都在，您随时可以查看。")


@prepared(uid=UUIDField(), state=CharField())
def _call(uid: Any, state: Any) -> QuerySet[Call]:
    rows = Call.objects.filter(uid=uid, state=state)
    return rows.select_related("organisation", "offering")


def open_call_of(uid: UUID | str) -> Call:
    """Return an open call with its organisation. Raises NotFound."""
    try:
        found = _call(uid=UUID(str(uid)), state=CallState.OPEN.value)
    except ValueError:
        raise NotFound from None
    if not found:
        raise NotFound
    call: Call = found[0]
    return call


def require_applying(call: Call, at: datetime) -> Round:
    """Return the round in which some class may apply at the moment. Raises WindowClosed."""
    round_ = round_at(call, at)
    if round_ is None or not any_window(round_, PhaseStep.APPLY, at):
        raise WindowClosed("现在不在填报时间里，没有开始填。填报时间请看公布的安排。")
    return round_
