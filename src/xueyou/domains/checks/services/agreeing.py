"""Pass at once what every office agrees on, and take such a batch back."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from xueyou.domains.checks import desk_verbs
from xueyou.domains.checks.desk_access import READ_FILES, WORK_FILE
from xueyou.domains.checks.models import Referral
from xueyou.domains.checks.selectors.files import agreeing, agreeing_in_turn
from xueyou.domains.checks.services.doubles import held_back
from xueyou.kernel.calls.insiders import near
from xueyou.kernel.calls.models import Application, Call, Round
from xueyou.kernel.calls.refusals import CallRefused
from xueyou.kernel.calls.services.changing import (
    check_off,
    require_unfrozen,
    take_check_back,
)
from xueyou.platform.access.reading import NotFound, scope
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.models import Act
from xueyou.platform.acts.writing import ActInProgress, act

MOST = 500
"""Files in one batch: some seconds of one transaction."""


def pass_agreeing(
    *, actor: Actor, call_uid: UUID | str, key: str, at: datetime | None = None
) -> int:
    """Pass the files of a call on which every office that was asked agrees; return how many.

    Files of the actor's own family are left out, and of children that are asked for elsewhere too,
    where that holds them back: the batch is filled with those behind. Raises NotFound, CallRefused
    where none is left.
    """
    call = _call(actor, call_uid)
    with act(actor, desk_verbs.PASS_AGREEING.name, at=at, key=key,
             request={"call": str(call.uid)}) as a:  # fmt: skip
        if a.repeated:
            return int(a.outcome["files"])
        files = _passable(actor, call)
        _hold(a, files)
        # What another has decided, or an office has doubted, in this very moment is left out.
        still = set(agreeing(actor, call.uid, MOST, [one.uid for one in files]))
        held = held_back(files)
        passed = [one for one in files if one.uid in still and one.pk not in held]
        if not passed:
            raise CallRefused("这些申请刚才都由别人定了，或者有了新的说法。没有改动。")
        for one in passed:
            check_off(one)
        _describe(a, call, passed)
        return len(passed)


def undo_agreeing(
    *, actor: Actor, call_uid: UUID | str, key: str, at: datetime | None = None
) -> int:
    """Take the actor's last batch back; return how many are unchecked again.

    Raises NotFound, CallRefused where there is none, or one of it was worked on since.
    """
    call = _call(actor, call_uid)
    with act(actor, desk_verbs.UNDO_AGREEING.name, at=at, key=key,
             request={"call": str(call.uid)}) as a:  # fmt: skip
        if a.repeated:
            return int(a.outcome["files"])
        uids = last_batch(actor, call.uid)
        if not uids:
            raise CallRefused("没有可以撤销的一起通过。没有改动。")
        files = _files(actor, uids)
        _hold(a, files)
        referred = Referral.objects.filter(application__in=[one.pk for one in files])
        if (
            len(files) < len(uids)
            or any(one.state != "checked" for one in files)
            or referred.exists()
        ):
            raise CallRefused("一起通过的里面，有的后来又办过了，不能整批撤销。请一份一份地撤销。")
        for one in files:
            take_check_back(one)
        _describe(a, call, files)
        return len(files)


def last_batch(actor: Actor, call_uid: UUID) -> Sequence[UUID]:
    """Return the files of the actor's last batch, unless that was taken back."""
    verbs = (desk_verbs.PASS_AGREEING.name, desk_verbs.UNDO_AGREEING.name)
    acts = Act.objects.filter(data__call=str(call_uid), verb__in=verbs, actor=str(actor))
    last = acts.order_by("-id").first()
    if last is None or last.verb != desk_verbs.PASS_AGREEING.name:
        return ()
    return [UUID(text) for text in last.data["files"]]


def passed_in_batch_by(application: Application) -> tuple[int, str]:
    """Return the last batch that passed a file: key of its act, and who, as acts keep actors.

    (0, "") where none did.
    """
    acts = Act.objects.filter(
        data__call=str(application.call.uid), verb=desk_verbs.PASS_AGREEING.name
    ).order_by("-id")
    for pk, actor, data in acts.values_list("pk", "actor", "data"):
        if str(application.uid) in data["files"]:
            return pk, str(actor)
    return 0, ""


def _call(actor: Actor, uid: UUID | str) -> Call:
    call = Call.objects.filter(uid=uid).select_related("organisation").first()
    if call is None or not scope(actor, READ_FILES).filter(call=call).exists():
        raise NotFound
    return call


def _passable(actor: Actor, call: Call) -> list[Application]:
    """Return the first files of the line that the actor may pass. Raises CallRefused for none."""
    line = agreeing_in_turn(actor, call.uid)
    found: list[Application] = []
    left_out = False
    while len(found) < MOST and (uids := list(islice(line, MOST))):
        files = sorted(_files(actor, uids), key=lambda one: one.receipt_no)
        out = near(actor, files) | held_back(files)
        left_out = left_out or bool(out)
        found += [one for one in files if one.pk not in out]
    if not found and left_out:
        raise CallRefused(
            "各单位都说相符的，有的和您有亲属关系或者您申报了回避，要由别的经办人办；有的孩子在别的县区"
            "也报了名，要先留下一份。没有改动，请一份一份地看。"
        )
    if not found:
        raise CallRefused("现在没有各单位都说相符、还没核对的申请。没有改动。")
    return found[:MOST]


def _files(actor: Actor, uids: Sequence[UUID]) -> list[Application]:
    rows = scope(actor, WORK_FILE).filter(uid__in=list(uids)).select_related("claim", "call")
    return list(rows.order_by("pk"))


def _hold(a: ActInProgress, files: Sequence[Application]) -> None:
    for round_ in Round.objects.filter(pk__in={one.round_id for one in files}).order_by("pk"):
        require_unfrozen(round_, "核对")
    a.lock(*files)


def _describe(a: ActInProgress, call: Call, files: Sequence[Application]) -> None:
    """Name the first file as the subject: a school that checks for its county keeps no call."""
    a.about("application", files[0].uid, org_path=files[0].home_path)
    a.data = {"call": call.uid, "files": [one.uid for one in files]}
    a.outcome = {"files": len(files)}
