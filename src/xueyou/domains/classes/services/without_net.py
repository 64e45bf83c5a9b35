"""The lot in a hall without a net: sealed copies go there, a slip comes back and is recomputed."""

from datetime import datetime
from uuid import UUID

from xueyou.domains.classes import verbs
from xueyou.domains.classes.access import KEEP_LOT
from xueyou.domains.classes.draw_purposes import PURPOSES, subject_of
from xueyou.domains.classes.models import Alarm, AlarmKind, Lot, LotState
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.services.alarms import raise_alarm
from xueyou.domains.classes.services.keeping import kept
from xueyou.domains.classes.services.lots import reveal_lot
from xueyou.formats.canonical import sha256_hex
from xueyou.kernel.draws.models import Draw
from xueyou.kernel.draws.selectors import files_registered
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import SYSTEM, Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.time import business_now
from xueyou.rulebook.classes import folders
from xueyou.rulebook.classes.copies import (
    COMMIT,
    HALL,
    CopyBroken,
    hall_json,
    read_slip,
    sealed_copy,
)

MOST_COPIES = 9
"""Three are given out; a stick that cannot be read is replaced, and each taking is counted."""


def fetch_copy(*, actor: Actor, lot_uid: UUID | str, key: str, at: datetime | None = None) -> bytes:
    """Return the sealed copy of a committed lot, as a zip; taking it is counted.

    Raises NotFound, ClassesNotDone.
    """
    request = {"lot": str(lot_uid)}
    with act(actor, verbs.FETCH_COPY.name, at=at, key=key, request=request) as a:
        lot: Lot = target(actor, KEEP_LOT, lot_uid)
        draw, *window = _in_the_hall(lot)
        if lot.state != LotState.COMMITTED or draw.revealed_at is not None:
            raise ClassesNotDone("已经揭晓或者作废的抽签，不再给封存的文件。没有取。")
        data = _copy(lot, draw, hall_json(*window))
        if a.repeated:  # every copy that leaves is counted
            raise ClassesNotDone("这一份已经给过了。没有收到的话，请刷新页面再取，会多记一份。")
        a.lock(lot)
        if lot.copies >= MOST_COPIES:
            raise ClassesNotDone(f"封存的文件最多取{MOST_COPIES}次，已经取满了。没有再给。")
        lot.copies += 1
        lot.save(update_fields=["copies"])
        a.about("class_lot", lot.uid, org_path=lot.division.school.path)
        a.data = {"sha256": sha256_hex(data), "copies": lot.copies}
        return data


def hand_in_slip(
    *, actor: Actor, lot_uid: UUID | str, slip: bytes, key: str, at: datetime | None = None
) -> None:
    """Take the slip of a lot drawn in the hall: the draw is revealed with what it says.

    A job makes the list anew; another list than the slip's counts for nothing and raises an alarm.
    Raises NotFound, ClassesNotDone: not in the window, another draw's; DrawNotMade.
    """
    lot: Lot = target(actor, KEEP_LOT, lot_uid)
    draw, opens_at, closes_at = _in_the_hall(lot)
    moment = at or business_now()
    if moment < opens_at:
        raise ClassesNotDone("还没到上传回执的时间，没有收。时间是承诺时说好的，不能提前。")
    if moment > closes_at and draw.revealed_at is None:
        raise ClassesNotDone(
            "上传回执的时间已经过了，没有收，现场抽的不能生效。请作废这次分班，写明原因，重新封存再抽。"
        )
    try:
        read = read_slip(slip)
    except CopyBroken as broken:
        raise ClassesNotDone(broken.zh) from None
    if read.commitment_sha256 != draw.commitment_sha256:
        raise ClassesNotDone("这份回执是另一次抽签的，没有收。请选这一次的“回执.json”。")
    reveal_lot(
        actor=actor,
        lot_uid=lot_uid,
        published=read.published,
        witnesses=read.witnesses,
        slip_sha256=read.result_sha256,
        key=key,
        at=at,
    )


def tell_of_missing_slips() -> int:
    """Raise an alarm once for each lot whose window is over without a slip; return how many."""
    told = Alarm.objects.filter(kind=AlarmKind.NO_SLIP).values("division")
    lots = Lot.objects.filter(state=LotState.COMMITTED, slip_until__lt=business_now())
    missing = list(lots.exclude(division__in=told).select_related("division__school"))
    for lot in missing:
        with act(SYSTEM, verbs.NO_SLIP.name) as a:
            a.lock(lot)
            raise_alarm(a, lot.division, AlarmKind.NO_SLIP, pupils=lot.division.pupils.count())
            a.about("class_lot", lot.uid, org_path=lot.division.school.path)
            a.data = {"draw": lot.draw_uid}
    return len(missing)


def _in_the_hall(lot: Lot) -> tuple[Draw, datetime, datetime]:
    """Return the draw of a lot without a net, and its window. Raises ClassesNotDone."""
    if lot.slip_from is None or lot.slip_until is None or lot.draw_uid is None:
        raise ClassesNotDone("这次抽签没有承诺在学校的电脑上办，不给封存的文件，也不收回执。")
    return Draw.objects.get(uid=lot.draw_uid), lot.slip_from, lot.slip_until


def _copy(lot: Lot, draw: Draw, hall: bytes) -> bytes:
    files = {**kept(lot, folders.ROSTER, folders.RULES, folders.ORDER), HALL: hall}
    subject = subject_of(lot.division, lot.purpose, lot.uid)
    registered = files_registered(PURPOSES[lot.purpose].code, subject, draw.ordinal)
    return sealed_copy(files, registered[COMMIT])
