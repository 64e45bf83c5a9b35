"""What follows from a revealed seed: classes of pupils, classes of late ones, teams of classes."""

from collections.abc import Mapping
from typing import Any

from xueyou.domains.classes import verbs
from xueyou.domains.classes.draw_purposes import PURPOSES, subject_of
from xueyou.domains.classes.models import (
    AlarmKind,
    Division,
    DivisionState,
    GradePupil,
    Lot,
    LotPurpose,
    LotState,
    Way,
)
from xueyou.domains.classes.services.alarms import raise_alarm
from xueyou.domains.classes.services.keeping import folder, keep, kept, written
from xueyou.domains.classes.services.lots import rules_of
from xueyou.domains.classes.services.placing import place_in_classes
from xueyou.domains.classes.services.rehearsing import UNDECIDED, report_of
from xueyou.formats.canonical import sha256_hex
from xueyou.formats.program import code_digest
from xueyou.kernel.draws.models import Draw
from xueyou.kernel.draws.selectors import drawn_order, draws_registered
from xueyou.kernel.draws.services.revealing import void_within
from xueyou.platform.acts.writing import ActInProgress, act
from xueyou.platform.jobs.api import RunningJob
from xueyou.rulebook.classes import folders
from xueyou.rulebook.classes.running import NoList
from xueyou.rulebook.language.faults import InputRefused

RESULT = "result.csv"
TAMPERED = "封存的文件和承诺时的摘要不一样，有人动过，没有排。"
DIFFERS = (
    "平台用回执上的号码重算，排出的名单和回执的不一样。两份都没有生效，已经报警。"
    "请保管好三份封存的文件，等教育局来查。"
)
OTHER_PROGRAM = (
    "承诺以后平台的程序换过版本，现场抽的名单没法照原样重算，没有生效。"
    "请作废这次分班，写明原因，重新封存再抽。"
)
NO_ROOM = (
    "后来的学生里有人没有一个班能进：都满了，或者和分班要求冲突。这一批谁也没有进班，这次抽签作废。"
    "已经有班的学生都没有动。请核对要求再封存、再抽，班都满了请报教育局。"
)
UNREADABLE = "封存的名单现在读不通，后来的学生没有排出来，这次抽签作废。请重新封存再抽。"
"""What a reader of sheets says may quote a cell; the reason of a void draw is read by everybody."""


class _NotFound(Exception):
    """There is no list; `zh` says why."""

    def __init__(self, zh: str) -> None:
        super().__init__(zh)
        self.zh = zh


def draw_lot(run: RunningJob) -> None:
    """Make what was drawn of a revealed lot: the job. Once, whatever becomes of the machine."""
    lot = Lot.objects.select_related("division__school").get(uid=run.payload["lot"])
    run.progress(0, 100, "正在排")
    files = kept(lot)
    try:
        _require_as_committed(lot, files)
        given, report = _drawn(run, lot, files)
    except _NotFound as none:
        _fail(run, lot, none.zh)
        return
    result = folders.assignment_csv(list(given), list(given.values()))
    if lot.slip_sha256 not in ("", sha256_hex(result)):
        _fail(run, lot, DIFFERS, differs=sha256_hex(result))
        return
    with written(lot.uid, {RESULT: result}) as copies, act(run.actor, verbs.DRAWN.name) as a:
        run.complete()
        division = lot.division
        a.lock(division, lot)
        if lot.state != LotState.REVEALED:
            raise RuntimeError("a lot is drawn once")
        keep(a, copies, division.school)
        _enter(a, division, lot, given)
        lot.state, lot.report, lot.done_at = LotState.DONE, report, a.business_at
        lot.result_sha256 = sha256_hex(result)
        lot.save(update_fields=["state", "report", "done_at", "result_sha256"])
        a.about("class_lot", lot.uid, org_path=division.school.path)
        a.data = {
            "purpose": lot.purpose,
            "draw": lot.draw_uid,
            "result_sha256": lot.result_sha256,
            "pupils": len(given),
        }


def seed_of(lot: Lot) -> str:
    """Return the revealed seed of a lot, 64 hex digits."""
    subject = subject_of(lot.division, lot.purpose, lot.uid)
    found = draws_registered(PURPOSES[lot.purpose].code, subject)
    return next(draw.seed for draw in reversed(found) if not draw.void_reason)


def _require_as_committed(lot: Lot, files: Mapping[str, bytes]) -> None:
    """Raise _NotFound where the sealed files are not those that the draw was committed over."""
    assert lot.draw_uid is not None
    draw = Draw.objects.get(uid=lot.draw_uid)
    if folders.digest(files) != lot.input_sha256 or (
        sha256_hex(rules_of(lot, files)) != draw.rules_sha256
    ):
        raise _NotFound(TAMPERED)
    if lot.slip_sha256 and draw.code_version != code_digest():
        raise _NotFound(OTHER_PROGRAM)


def _drawn(
    run: RunningJob, lot: Lot, files: Mapping[str, bytes]
) -> tuple[dict[str, int], dict[str, Any]]:
    """Return the class of each code, and what is told of it. Raises _NotFound."""
    if lot.purpose == LotPurpose.TEAMS:
        assert lot.draw_uid is not None
        order = drawn_order(lot.draw_uid)
        return {team: c for c, team in enumerate(order, 1)}, {"schema": "class-teams/1"}
    seed = bytes.fromhex(seed_of(lot))
    with folder(files) as path:
        try:
            if lot.purpose == LotPurpose.LATE:
                earlier = folders.assigned(files[folders.EARLIER])
                roster, late = folders.run_late(path, earlier, seed=seed)
                if late.homeless:
                    raise _NotFound(NO_ROOM)
                return dict(zip(roster.ids, late.classes, strict=True)), late.report
            roster, listed = folders.run_folder(
                path,
                seed=seed,
                program=code_digest(),
                step=lambda done, total: run.progress(done, total, "正在排"),
            )
        except InputRefused as refused:
            late_one = lot.purpose == LotPurpose.LATE
            raise _NotFound(UNREADABLE if late_one else refused.faults[0].zh) from None
        except NoList:
            raise _NotFound(UNDECIDED) from None
    return dict(zip(roster.ids, listed.classes, strict=True)), report_of(listed)


def _enter(a: ActInProgress, division: Division, lot: Lot, given: Mapping[str, int]) -> None:
    if lot.purpose == LotPurpose.TEAMS:
        for team in division.teams.all():
            team.class_number = given[f"T{team.number:02d}"]
            team.save(update_fields=["class_number"])
        return
    late = lot.purpose == LotPurpose.LATE
    pupils = list(division.pupils.filter(code__in=given, given=None).select_related("person"))
    for pupil in pupils:
        pupil.given = given[pupil.code]
        pupil.way = (Way.LATE if late else Way.DRAWN).value
    GradePupil.objects.bulk_update(pupils, ["given", "way"], batch_size=200)
    if late:
        place_in_classes(a, division, pupils)
        return
    division.state, division.drawn_at = DivisionState.DRAWN, a.business_at
    division.save(update_fields=["state", "drawn_at"])


def _fail(run: RunningJob, lot: Lot, zh: str, differs: str = "") -> None:
    """Say why there is no list. `differs`: digest of one that is not the slip's; an alarm too.

    A lot of late ones is void with its draw, so that another can follow: the list stands, no office
    need void a whole division for them. Its reason stays in the register of draws.
    """
    with act(run.actor, verbs.FAILED.name) as a:
        run.complete()
        draws: list[Draw] = []
        if lot.purpose == LotPurpose.LATE and lot.draw_uid is not None:
            draws = list(Draw.objects.filter(uid=lot.draw_uid))
        a.lock(lot.division, lot, *draws)
        lot.failed_zh, lot.result_sha256 = zh[:300], differs
        for draw in draws:
            void_within(draw, zh)
            lot.state = LotState.VOID
        lot.save(update_fields=["failed_zh", "result_sha256", "state"])
        a.about("class_lot", lot.uid, org_path=lot.division.school.path)
        a.data = {"purpose": lot.purpose}
        if differs:
            raise_alarm(a, lot.division, AlarmKind.SLIP, pupils=lot.division.pupils.count())
