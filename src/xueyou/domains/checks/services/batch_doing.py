"""What a batch of decisions makes of each file, and how it is taken back to the last field."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from xueyou.domains.checks import desk_verbs
from xueyou.domains.checks.desk_access import HAND_IN_BATCH, KEEP_BATCH
from xueyou.domains.checks.models import (
    WHY,
    BatchState,
    DeskBatch,
    DeskDecision,
    Does,
    HomeVisit,
    Referral,
    SpotPick,
    VisitState,
)
from xueyou.domains.checks.refusals import ChecksRefused
from xueyou.domains.checks.row_marks import marks_of
from xueyou.domains.checks.services.batch_judging import Decision
from xueyou.kernel.calls.insiders import require_all_impartial
from xueyou.kernel.calls.models import Application, Attestation, Round
from xueyou.kernel.calls.services.attesting import weigh
from xueyou.kernel.calls.services.changing import (
    check_off,
    clock_stopped,
    require_unfrozen,
    send_back_in,
    take_send_back_back,
)
from xueyou.platform.access.reading import scope, target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import uuid7


def carry_out(a: ActInProgress, batch: DeskBatch, decisions: Sequence[Decision]) -> None:
    """Do what a batch says, file by file, inside the open act that holds them all.

    Raises CallRefused, and then nothing of it is done.
    """
    made = [_decided(a, batch, one) for one in decisions]
    DeskDecision.objects.bulk_create(made, batch_size=500)
    batch.state, batch.done_at, batch.done_by_act = BatchState.DONE, a.business_at, a.uid
    batch.save(update_fields=["state", "done_at", "done_by_act"])


def _decided(a: ActInProgress, batch: DeskBatch, one: Decision) -> DeskDecision:
    application = one.application
    was: dict[str, Any] = {
        "state": application.state,
        "revision": application.revision,
        "sent_back": application.sent_back,
        "missing": application.missing,
        "draft_key": str(application.draft_key),
        "weighed": [],
        "visits": [],
        "referral": "",
        "clock": False,
        "made": "",
    }
    if one.does == Does.PASS:
        words = Attestation.objects.filter(
            application=application, superseded_at=None, weighed=False
        )
        was["weighed"] = list(words.order_by("pk").values_list("pk", flat=True))
        check_off(application)
        weigh(application)
        was["visits"] = _call_off(application)
    elif one.does == Does.BACK:
        send_back_in(a, application, one.missing)
        was["clock"] = clock_stopped(application)
        was["made"] = str(application.draft_key)
    elif one.does == Does.VISIT:
        assert one.day is not None
        visit = HomeVisit.objects.create(
            application=application, day=one.day, visitors=one.visitors, planned_at=a.business_at
        )
        was["made"] = str(visit.uid)
    else:
        uid = uuid7()
        Referral.objects.create(
            uid=uid,
            application=application,
            referred_at=a.business_at,
            **WHY.columns(uid, one.why),
        )
        was["made"] = str(uid)
    if one.does in (Does.PASS, Does.BACK):
        was["referral"] = _end_referral(a, application)
    return DeskDecision(
        batch=batch,
        application=application,
        does=one.does,
        revision=application.revision,
        mark=marks_of([application])[application.pk],
        was=was,
    )


def _call_off(application: Application) -> list[str]:
    planned = HomeVisit.objects.filter(application=application, state=VisitState.PLANNED)
    uids = [str(uid) for uid in planned.values_list("uid", flat=True)]
    planned.update(state=VisitState.CANCELLED)
    return uids


def _end_referral(a: ActInProgress, application: Application) -> str:
    open_ = Referral.objects.filter(application=application, ended_at=None)
    uid = open_.values_list("uid", flat=True).first()
    open_.update(ended_at=a.business_at)
    return "" if uid is None else str(uid)


def undo_batch(*, actor: Actor, batch_uid: UUID | str, key: str, at: datetime | None = None) -> int:
    """Take a batch back whole; return how many files stand again as before it.

    Families that were told to bring something are told that they need not. Raises NotFound,
    CallRefused once a round is frozen, OwnKin, ChecksRefused where anybody went on from one of them
    or another checks it by now.
    """
    request = {"batch": str(batch_uid)}
    require_all_impartial(actor, [row.application for row in _rows(actor, batch_uid)], at=at)
    with act(actor, desk_verbs.UNDO_BATCH.name, at=at, key=key, request=request) as a:
        batch: DeskBatch = target(actor, KEEP_BATCH, batch_uid)
        if a.repeated:
            return int(a.outcome["files"])
        rows = _rows(actor, batch_uid)
        files = [row.application for row in rows]
        keys = {one.round_id for one in files if one.round_id is not None}
        for round_ in Round.objects.filter(pk__in=keys).order_by("pk"):
            require_unfrozen(round_, "撤销")
        a.lock(batch, *files)
        if batch.state != BatchState.DONE:
            raise ChecksRefused("这张表没有办，或者已经撤销过，没有什么要撤销的。")
        _refuse_what_is_used(batch, rows)
        _require_still_theirs(actor, files)
        for row in rows:
            _undo(a, row)
        batch.state, batch.undone_at = BatchState.UNDONE, a.business_at
        batch.save(update_fields=["state", "undone_at"])
        a.about("application", files[0].uid, org_path=files[0].home_path)
        a.data = {
            "call": batch.call.uid,
            "batch": batch.uid,
            "files": [one.uid for one in files],
        }
        a.outcome = {"files": len(files)}
        return len(files)


def _rows(actor: Actor, batch_uid: UUID | str) -> list[DeskDecision]:
    batch: DeskBatch = target(actor, KEEP_BATCH, batch_uid)
    rows = batch.decisions.select_related("application__call__organisation", "application__claim")
    return list(rows.order_by("pk"))


def _require_still_theirs(actor: Actor, files: Sequence[Application]) -> None:
    """Raise ChecksRefused where others check a file by now."""
    keys = [one.pk for one in files]
    gone = len(keys) - scope(actor, HAND_IN_BATCH).filter(pk__in=keys).count()
    if gone:
        raise ChecksRefused(
            f"有{gone}份申请现在不归您核对，不能整张撤销。没有改动。错了的，请告诉现在核对的人。"
        )


def _refuse_what_is_used(batch: DeskBatch, rows: Sequence[DeskDecision]) -> None:
    """Raise ChecksRefused where somebody went on from what the batch made of a file."""
    if not rows:
        raise ChecksRefused("这张表办过的申请已经删除，不能撤销了。没有改动。")
    marks = marks_of([row.application for row in rows])
    keys = {row.application_id for row in rows}
    gone = {
        row.application_id
        for row in rows
        if row.application.revision != row.revision
        or row.application.decided_in_id is not None
        or marks[row.application_id] != row.mark
    }
    later = DeskDecision.objects.filter(
        application__in=keys, batch__state=BatchState.DONE, pk__gt=max(row.pk for row in rows)
    )
    gone |= set(later.values_list("application_id", flat=True))
    passed = [row.application_id for row in rows if row.does == Does.PASS]
    drawn = SpotPick.objects.filter(
        Q(looked_at=None) | Q(looked_at__gte=batch.done_at), application__in=passed
    )
    gone |= set(drawn.values_list("application_id", flat=True))
    gone |= _met(rows, Does.VISIT, HomeVisit, {"state": VisitState.PLANNED})
    gone |= _met(rows, Does.REFER, Referral, {"ended_at": None})
    decided = [row.application_id for row in rows if row.does in (Does.PASS, Does.BACK)]
    again = HomeVisit.objects.filter(application__in=decided, state=VisitState.PLANNED)
    gone |= set(again.values_list("application_id", flat=True))
    if gone:
        raise ChecksRefused(
            f"办了以后，有{len(gone)}份申请又有人接着办过（家长补交、复查、走访、交区里或者别的），"
            "不能整张撤销。没有改动。错了的，请在那几份申请上一份一份地办。"
        )


def _met(
    rows: Sequence[DeskDecision], does: Does, model: type, standing: dict[str, object]
) -> set[int]:
    """Return the files whose visit or referral is not any more as the batch made it."""
    made = {UUID(row.was["made"]): row.application_id for row in rows if row.does == does}
    still = model._default_manager.filter(uid__in=list(made), **standing)  # type: ignore[attr-defined]
    return {made[uid] for uid in set(made) - set(still.values_list("uid", flat=True))}


def _undo(a: ActInProgress, row: DeskDecision) -> None:
    application, was = row.application, row.was
    if row.does == Does.VISIT:
        HomeVisit.objects.filter(uid=was["made"]).delete()
        return
    if row.does == Does.REFER:
        Referral.objects.filter(uid=was["made"]).delete()
        return
    application.state, application.revision = was["state"], was["revision"]
    application.sent_back, application.missing = was["sent_back"], was["missing"]
    if row.does == Does.BACK and str(application.draft_key) == was["made"]:
        application.draft_key = UUID(was["draft_key"])  # nothing is begun since it was sent back
    columns = ["state", "revision", "sent_back", "missing", "draft_key"]
    application.save(update_fields=columns)
    Attestation.objects.filter(pk__in=was["weighed"]).update(weighed=False)
    HomeVisit.objects.filter(uid__in=was["visits"]).update(state=VisitState.PLANNED)
    if was["referral"]:
        Referral.objects.filter(uid=was["referral"]).update(ended_at=None)
    if row.does == Does.BACK:
        take_send_back_back(a, application, clock=was["clock"])
