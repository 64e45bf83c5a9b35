"""Sealing what is drawn, committing the one draw that counts, revealing it on the stage."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from xueyou.domains.classes import verbs
from xueyou.domains.classes.access import KEEP_DIVISION, KEEP_LOT
from xueyou.domains.classes.draw_purposes import PURPOSES, subject_of
from xueyou.domains.classes.models import Division, DivisionState, Lot, LotPurpose, LotState
from xueyou.domains.classes.refusals import ClassesNotDone
from xueyou.domains.classes.services.composing import folder_of
from xueyou.domains.classes.services.keeping import digests, keep, kept, written
from xueyou.domains.classes.services.opening import require_draft
from xueyou.domains.classes.services.rehearsing import forget_lists, rehearsed
from xueyou.formats.canonical import canonical_json
from xueyou.formats.proof import draws
from xueyou.kernel.draws.protocol import Source
from xueyou.kernel.draws.services.committing import commit_draw
from xueyou.kernel.draws.services.revealing import reveal_draw
from xueyou.platform.access.reading import target
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.db import uuid7
from xueyou.platform.jobs.api import enqueue
from xueyou.rulebook.classes import folders

LOT_RULES = "class-lot/1"
CHANGED = "刚刚有人改过名单或者要求，没有封存。请再演练一次，看过再封存。"


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


def commit_lot(
    *,
    actor: Actor,
    lot_uid: UUID | str,
    sources: Sequence[Source],
    not_before: datetime,
    seals: Sequence[str] = (),
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Commit the draw of a sealed lot; return the draw. What a crash left is finished by the key.

    `seals`: one for each witness who has sealed digits. Raises NotFound, ClassesNotDone,
    DrawNotMade.
    """
    lot: Lot = target(actor, KEEP_LOT, lot_uid)
    if lot.draw_uid is not None:
        return lot.draw_uid
    if lot.state != LotState.SEALED:
        raise ClassesNotDone("这一份现在不能承诺抽签。没有办理。")
    files = kept(lot)
    if folders.digest(files) != lot.input_sha256:
        raise ClassesNotDone("封存的文件和登记的摘要不一样，有人动过。没有承诺，请告诉教育局。")
    units = _units(lot, files)
    draw = commit_draw(
        actor=actor,
        purpose=PURPOSES[lot.purpose].code,
        subject_uid=subject_of(lot.division, lot.purpose, lot.uid),
        organisation_uid=lot.division.school.uid,
        roster=draws.roster_csv(("", code) for code in units),
        rules=rules_of(lot, files),
        places=draws.places_csv(_places(lot, files)),
        options=None,
        sources=sources,
        not_before=not_before,
        seals=seals,
        key=key,
        at=at,
    )
    with act(actor, verbs.COMMIT.name, at=at) as a:
        a.lock(lot)
        lot.draw_uid, lot.state = draw, LotState.COMMITTED
        lot.save(update_fields=["draw_uid", "state"])
        a.about("class_lot", lot.uid, org_path=lot.division.school.path)
        a.data = {"purpose": lot.purpose, "draw": draw}
    return draw


def reveal_lot(
    *,
    actor: Actor,
    lot_uid: UUID | str,
    published: str,
    witnesses: Sequence[str] = (),
    used: int = 0,
    because: str = "",
    key: str,
    at: datetime | None = None,
) -> str:
    """Reveal with what was called out on the stage; a job makes the list. Returns the seed.

    Raises NotFound, ClassesNotDone, DrawNotMade: too early, other digits than sealed.
    """
    lot: Lot = target(actor, KEEP_LOT, lot_uid)
    if lot.draw_uid is None:
        raise ClassesNotDone("抽签还没有承诺，不能揭晓。请先登记公开的号码从哪里来。")
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
        a.data = {"purpose": lot.purpose, "draw": lot.draw_uid}
    return seed


def rules_of(lot: Lot, files: Mapping[str, bytes]) -> bytes:
    """Return what the draw fixes of a lot: the digest of each sealed file."""
    return canonical_json({"schema": LOT_RULES, "purpose": lot.purpose, "files": digests(files)})


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
