"""Sealing what is drawn, committing the one draw that counts, revealing it on the stage."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime

from xueyou.domains.classes import verbs
from xueyou.domains.classes.access import KEEP_DIVISION, KEEP_LOT
from xueyou.domains.classes.draw_purposes import PURPOSES, subject_of
from xueyou.domains.classes.models import Division, DivisionState, Lot, LotPurpose, LotState
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.services.composing import folder_of
from xueyou.domains.classes.services.keeping import keep, kept, written
from xueyou.domains.classes.services.opening import require_draft
from xueyou.domains.classes.services.rehearsing import forget_lists, rehearsed
from xueyou.formats.canonical import sha256_hex
from xueyou.formats.proof import draws
from xueyou.kernel.draws.models import Draw
from xueyou.kernel.draws.protocol import Source
from xueyou.kernel.draws.selectors import files_registered
from xueyou.kernel.draws.services.committing import commit_draw
from xueyou.kernel.draws.services.revealing import reveal_draw, void_within
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import uuid7
from xueyou.platform.jobs.api import enqueue
from xueyou.rulebook.classes import folders
from xueyou.rulebook.classes.copies import HALL, hall_json, lot_rules

LEAST_SEALS = 2
LONGEST_WINDOW = timedelta(hours=24)
IN_THE_HALL = "这次抽签承诺了在学校的电脑上办，不在这里揭晓。请在说好的时间里上传回执。"
HERE = "这次抽签承诺了在这里揭晓，不收回执。请把当场报出的号码录进来。"
VOIDED_MEANWHILE = "承诺的时候，这次分班刚刚作废"
OTHER_SLIP = "这次抽签已经用另一份回执揭晓了，这一份没有收。两份不一样，请告诉教育局。"
CHANGED = "刚刚有人改过名单或者要求，没有封存。请再演练一次，看过再封存。"


@dataclass(frozen=True, slots=True)
class Window:
    """When the slip of a lot drawn in the hall, without a net, may be handed in."""

    opens_at: datetime
    closes_at: datetime


def seal_list(
    *, actor: Actor, division_uid: UUID | str, key: str, at: datetime | None = None
) -> UUID:
    """Seal roster, demands, rules and number of steps; return the lot. Nothing changes any more.

    What is sealed has been rehearsed: on the stage there is a list. NotFound, ClassesNotDone.
    """
    division: Division = target(actor, KEEP_DIVISION, division_uid)
    uid, request = uuid7(), {"division": str(division_uid)}
    files: Mapping[str, bytes] = {}
    refused: ClassesNotDone | None = None
    try:
        require_draft(division)
        files = folder_of(division)
    except ClassesNotDone as found:  # a repeated call is answered first
        refused = found
    with (
        written(uid, files) as copies,
        act(actor, verbs.SEAL.name, at=at, key=key, request=request) as a,
    ):
        division = target(actor, KEEP_DIVISION, division_uid)
        if a.repeated:
            return UUID(a.outcome["uid"])
        if refused is not None:
            raise refused
        a.lock(division)
        require_draft(division)
        digest = folders.digest(files)
        if folders.digest(folder_of(division)) != digest:
            raise ClassesNotDone(CHANGED)
        if not rehearsed(division, digest):
            raise ClassesNotDone("这份名单还没有演练成功过，没有封存。请先演练一次，知道排得出来。")
        lot = make_lot(a, division, LotPurpose.LIST, uid, digest)
        keep(a, copies, division.school)
        forget_lists(division)
        division.state, division.sealed_at = DivisionState.SEALED, a.business_at
        division.save(update_fields=["state", "sealed_at"])
        a.outcome = {"uid": str(lot.uid)}
        return lot.uid


def make_lot(
    a: ActInProgress, division: Division, purpose: LotPurpose, uid: UUID, digest: str
) -> Lot:
    """Enter a sealed lot within an act."""
    lot = Lot.objects.create(
        uid=uid,
        division=division,
        purpose=purpose.value,
        ordinal=division.lots.filter(purpose=purpose).count() + 1,
        state=LotState.SEALED,
        input_sha256=digest,
        sealed_at=a.business_at,
    )
    a.about("class_lot", lot.uid, org_path=division.school.path)
    a.data = {
        "purpose": purpose.value,
        "input_sha256": digest,
        "pupils": division.pupils.filter(left_at=None).count(),
        "rehearsals": division.rehearsals.count(),
    }
    return lot


def late_lot_open(division: Division) -> bool:
    """Tell whether late arrivals are sealed and not drawn yet."""
    late = division.lots.filter(purpose=LotPurpose.LATE)
    return late.exclude(state__in=(LotState.DONE, LotState.VOID)).exists()


def commit_lot(
    *,
    actor: Actor,
    lot_uid: UUID | str,
    sources: Sequence[Source],
    not_before: datetime,
    seals: Sequence[str] = (),
    without_net: Window | None = None,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Commit the draw of a sealed lot; return the draw. What a crash left is finished.

    `seals`: one for each witness who has sealed digits, two at least: who holds the sealed files
    could else try out all digits that may be called. `without_net`: the list is made in the hall
    of sealed copies, and a slip handed in within this window. Raises NotFound, ClassesNotDone: also
    where another promise about the lot stands; DrawNotMade.
    """
    lot: Lot = target(actor, KEEP_LOT, lot_uid)
    if lot.state == LotState.SEALED and without_net is not None:
        lot.slip_from, lot.slip_until = without_net.opens_at, without_net.closes_at
    promised = _promised(lot)
    if promised is not None:
        _require_same(promised, lot, sources, not_before, seals, without_net)
        if lot.draw_uid is not None:
            return lot.draw_uid
    elif lot.state != LotState.SEALED:
        raise ClassesNotDone("这一份现在不能承诺抽签。没有办理。")
    _require_order(lot)
    _require_seals(seals)
    _require_window(lot, without_net, not_before)
    files = kept(lot)
    if folders.digest(files) != lot.input_sha256:
        raise ClassesNotDone("封存的文件和登记的摘要不一样，有人动过。没有承诺，请告诉教育局。")
    rules = rules_of(lot, files)
    if promised is None:
        draw = commit_draw(
            actor=actor,
            purpose=PURPOSES[lot.purpose].code,
            subject_uid=subject_of(lot.division, lot.purpose, lot.uid),
            organisation_uid=lot.division.school.uid,
            roster=draws.roster_csv(("", code) for code in _units(lot, files)),
            rules=rules,
            places=draws.places_csv(_places(lot, files)),
            options=None,
            sources=sources,
            not_before=not_before,
            seals=seals,
            key=key,
            at=at,
        )
        promised = Draw.objects.get(uid=draw)
    elif promised.rules_sha256 != sha256_hex(rules):
        raise _already(promised)  # with another window, or about other files
    with act(actor, verbs.COMMIT.name, at=at) as a:
        a.lock(lot, promised)
        fallen = lot.state == LotState.VOID
        if fallen:
            void_within(promised, VOIDED_MEANWHILE)
        if lot.state == LotState.SEALED:  # another call was not quicker
            lot.draw_uid, lot.state = promised.uid, LotState.COMMITTED
            if without_net is not None:
                lot.slip_from, lot.slip_until = without_net.opens_at, without_net.closes_at
            lot.save(update_fields=["draw_uid", "state", "slip_from", "slip_until"])
        a.about("class_lot", lot.uid, org_path=lot.division.school.path)
        a.data = {
            "purpose": lot.purpose,
            "draw": promised.uid,
            "without_net": without_net is not None,
        }
    if fallen:
        raise ClassesNotDone(f"{VOIDED_MEANWHILE}。刚才的承诺不算数，登记里写明了。")
    return promised.uid


def _promised(lot: Lot) -> Draw | None:
    """Return the draw that is committed about a lot, also where a crash kept the lot from it."""
    if lot.draw_uid is not None:
        return Draw.objects.get(uid=lot.draw_uid)
    if lot.state != LotState.SEALED:
        return None
    return Draw.objects.filter(
        purpose=PURPOSES[lot.purpose].code,
        subject_uid=subject_of(lot.division, lot.purpose, lot.uid),
        official=True,
        void_reason="",
    ).first()


def _require_same(
    draw: Draw,
    lot: Lot,
    sources: Sequence[Source],
    not_before: datetime,
    seals: Sequence[str],
    without_net: Window | None,
) -> None:
    """Raise ClassesNotDone where what is asked is not what stands committed."""
    asked = ([{"name": one.name, "form": one.form} for one in sources], not_before, list(seals))
    window = None if without_net is None else (without_net.opens_at, without_net.closes_at)
    stands = None if lot.slip_from is None else (lot.slip_from, lot.slip_until)
    if asked != (draw.sources, draw.not_before, draw.seals) or window != stands:
        raise _already(draw)


def _already(draw: Draw) -> ClassesNotDone:
    first = date_format(localtime(draw.not_before), "n月j日H:i")
    return ClassesNotDone(
        f"这一份已经承诺过了：号码用“{draw.sources[0]['name']}”，最早{first}，"
        f"{len(draw.seals)}位见证人。承诺了就不能改，这次填的没有记。"
        "照原样再交一次可以接着办；确实要改，请教育局作废这次分班。"
    )


def _require_order(lot: Lot) -> None:
    """Raise ClassesNotDone where teams would be drawn while children can still be asked anywhere.

    Who knew which teacher gets class 1 could ask a child into class 1.
    """
    if lot.purpose == LotPurpose.TEAMS and lot.division.state == DivisionState.DRAFT:
        raise ClassesNotDone("名单封存以后才能抽教师团队。没有承诺，请先演练、封存名单。")


def _require_seals(seals: Sequence[str]) -> None:
    if len(seals) < LEAST_SEALS:
        raise ClassesNotDone(
            f"至少要有{LEAST_SEALS}位见证人各自封存一句话，这样谁也没法先试号码。"
            "没有承诺，请补齐摘要。"
        )


def _require_window(lot: Lot, window: Window | None, not_before: datetime) -> None:
    """Raise ClassesNotDone where a lot cannot be drawn without a net as it is meant."""
    if window is None:
        return
    if lot.purpose != LotPurpose.LIST:
        raise ClassesNotDone("只有全年级的名单可以在学校的电脑上抽，没有承诺。")
    if not not_before <= window.opens_at < window.closes_at <= not_before + LONGEST_WINDOW:
        raise ClassesNotDone(
            "上传回执的时间要在号码出来以后24小时以内，先开始后结束。没有承诺，请改一下时间。"
        )


def reveal_lot(
    *,
    actor: Actor,
    lot_uid: UUID | str,
    published: str,
    witnesses: Sequence[str] = (),
    used: int = 0,
    because: str = "",
    slip_sha256: str = "",
    key: str,
    at: datetime | None = None,
) -> str:
    """Reveal with what was called out on the stage; a job makes the list. Returns the seed.

    `slip_sha256`: of the list that was made in the hall, where the lot was drawn without a net.
    Raises NotFound, ClassesNotDone, DrawNotMade: too early, other digits than sealed.
    """
    lot: Lot = target(actor, KEEP_LOT, lot_uid)
    if lot.draw_uid is None:
        raise ClassesNotDone("抽签还没有承诺，不能揭晓。请先登记公开的号码从哪里来。")
    if (slip_sha256 != "") != (lot.slip_until is not None):
        raise ClassesNotDone(IN_THE_HALL if lot.slip_until else HERE)
    draw = Draw.objects.get(uid=lot.draw_uid)
    if draw.revealed_at is None:
        _note_slip(lot, slip_sha256, actor=actor, at=at)
    if lot.state == LotState.COMMITTED and _revealed_by(draw, published, witnesses):
        if lot.slip_sha256 != slip_sha256:
            raise ClassesNotDone(OTHER_SLIP)
        seed = draw.seed  # a crash came between the two acts
    else:
        seed = reveal_draw(
            actor=actor,
            draw_uid=lot.draw_uid,
            published=published,
            witnesses=witnesses,
            used=used,
            because=because,
            key=key,
            at=at,
        )
    with act(actor, verbs.REVEAL.name, at=at) as a:
        a.lock(lot)
        if lot.state == LotState.COMMITTED:
            job = enqueue(
                "classes.lot",
                {"lot": str(lot.uid)},
                actor=actor,
                org_path=lot.division.school.path,
                dedupe_key=str(lot.uid),
            )
            lot.state, lot.job_uid = LotState.REVEALED, job.uid
            lot.save(update_fields=["state", "job_uid"])
        a.about("class_lot", lot.uid, org_path=lot.division.school.path)
        a.data = {"purpose": lot.purpose, "draw": lot.draw_uid, "slip_sha256": lot.slip_sha256}
    return seed


def _note_slip(lot: Lot, slip_sha256: str, *, actor: Actor, at: datetime | None) -> None:
    """Keep which list a slip says before its digits are revealed: after that no other counts."""
    if not slip_sha256 or lot.slip_sha256 == slip_sha256:
        return
    with act(actor, verbs.SLIP.name, at=at) as a:
        a.lock(lot)
        if lot.state != LotState.COMMITTED:
            raise ClassesNotDone(OTHER_SLIP)
        lot.slip_sha256 = slip_sha256
        lot.save(update_fields=["slip_sha256"])
        a.about("class_lot", lot.uid, org_path=lot.division.school.path)
        a.data = {"draw": lot.draw_uid, "slip_sha256": slip_sha256}


def _revealed_by(draw: Draw, published: str, witnesses: Sequence[str]) -> bool:
    """Tell whether a draw was revealed with these digits and these witnesses' lines."""
    if draw.revealed_at is None or draw.randomness != published:
        return False
    files = files_registered(draw.purpose, draw.subject_uid, draw.ordinal)
    told = json.loads(files["reveal.json"])["witnesses"]
    return sorted(told) == sorted(draws.witness_line(line) for line in witnesses)


def rules_of(lot: Lot, files: Mapping[str, bytes]) -> bytes:
    """Return what the draw fixes of a lot: the digest of each sealed file, and of its window."""
    if lot.slip_from is not None and lot.slip_until is not None:
        files = {**files, HALL: hall_json(lot.slip_from, lot.slip_until)}
    return lot_rules(lot.purpose, files)


def _units(lot: Lot, files: Mapping[str, bytes]) -> list[str]:
    """Return who or what is drawn: codes of pupils, or of teams."""
    if lot.purpose == LotPurpose.TEAMS:
        return [one["team"] for one in json.loads(files["teams.json"])["teams"]]
    return [line.split(",")[0] for line in files[folders.ROSTER].decode().splitlines()[1:]]


def _places(lot: Lot, files: Mapping[str, bytes]) -> list[tuple[str, str, str, str]]:
    if lot.purpose == LotPurpose.TEAMS:
        return [("teams", f"{c}", "*", "1") for c in range(1, lot.division.classes + 1)]
    sizes = json.loads(files[folders.ORDER])["sizes"]
    return [(lot.purpose, f"{c}", "*", f"{size}") for c, size in enumerate(sizes, 1)]
