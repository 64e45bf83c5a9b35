"""Handing a roll in and confirming what it would do. Nothing is recorded before that."""

from datetime import date, datetime
from uuid import UUID

from xueyou.domains.roll import verbs
from xueyou.domains.roll.access import FETCH_RETURNED, KEEP_IMPORT, KEEP_ROLL
from xueyou.domains.roll.cells import DOCUMENTS, GRADES_SHOWN, RELATIONS
from xueyou.domains.roll.models import RollImport, RollState
from xueyou.domains.roll.refusals import RollRefused
from xueyou.domains.roll.services.checking import check, shown
from xueyou.domains.roll.services.files import opened, sealed_copy
from xueyou.formats.roll_reader import RawRoll, RollUnfit, read_roll
from xueyou.formats.roll_workbook import returned_roll, roll_template
from xueyou.kernel.registry.school_years import SchoolYearMissing, school_year_of
from xueyou.platform.access.reading import target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7
from xueyou.platform.files.api import FileNotAvailable, Incoming, incoming
from xueyou.platform.files.turns import turn
from xueyou.platform.files.uploads import Readable
from xueyou.platform.jobs.api import enqueue, job_view
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import business_now, business_today


def hand_in_roll(
    *,
    actor: Actor,
    school_uid: UUID | str,
    upload: Readable,
    counts_from: date | None = None,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Look at a roll and keep it, encrypted; return its uid. No pupil is touched.

    `counts_from`: the day from which it holds (default: today). Raises Refusal and RollUnfit where
    the file as a whole cannot be taken, RollRefused, ReaderBusy, NotFound.
    """
    school: Organisation = target(actor, KEEP_ROLL, school_uid)
    today = (at or business_now()).date()
    on, year = _when(counts_from or today, today)
    with incoming(upload) as arrived:
        with turn():
            roll = read_roll(arrived.path, name=arrived.name)
        _this_year(roll, year)
        return _keep(actor, school, arrived, roll, on, year, key, at)


def _keep(
    actor: Actor,
    school: Organisation,
    arrived: Incoming,
    roll: RawRoll,
    on: date,
    year: int,
    key: str,
    at: datetime | None,
) -> UUID:
    if not isinstance(actor.user, User):
        raise RollRefused("名册要由学校的经办人交。没有收下。")
    request = {"school": str(school.uid), "sha256": arrived.sha256, "on": on.isoformat()}
    uid = uuid7()
    with (
        sealed_copy(arrived, uid) as copy,
        act(actor, verbs.HAND_IN.name, at=at, key=key, request=request) as a,
    ):
        if a.repeated:
            return UUID(a.outcome["uid"])
        checked = check(roll, school, on=on, today=a.business_at.date(), year=year)
        RollImport.objects.create(
            uid=uid,
            school=school,
            attachment=copy.keep(a, purpose="roll", owner_kind="roll"),
            file_name=arrived.name,
            received_by=actor.user,
            received_at=a.at,
            received_on=a.business_at.date(),
            counts_from=on,
            year=year,
            state=RollState.WRONG if checked.wrong else RollState.READY,
            counts=checked.counts,
            shown=shown(checked, roll),
            changes_sha256=checked.sha256,
        )
        a.about("roll", uid, org_path=school.path)
        a.data = {"sha256": arrived.sha256, **counted(checked.counts)}
        a.outcome = {"uid": str(uid)}
        return uid


def take_in_roll(
    *, actor: Actor, roll_uid: UUID | str, key: str, at: datetime | None = None
) -> None:
    """Confirm what was shown: a job records it, or goes on where one broke off.

    Raises NotFound, RollRefused.
    """
    with act(actor, verbs.TAKE_IN.name, at=at, key=key, request={"roll": str(roll_uid)}) as a:
        found: RollImport = target(actor, KEEP_IMPORT, roll_uid)
        if a.repeated:
            return
        a.lock(found)
        if found.state != RollState.READY and not broke_off(found):
            raise RollRefused(_NOT_READY.get(found.state, "这份名册现在不能导入。"))
        others = RollImport.objects.filter(school=found.school, state=RollState.APPLYING)
        if any(not broke_off(one) for one in others.exclude(pk=found.pk)):
            raise RollRefused("这所学校的另一份名册正在导入。请等它导完，再看这一份。没有改动。")
        if not changes(found):
            raise RollRefused("名册和系统里的一样，没有要改的，不用导入。")
        job = enqueue(
            "roll.record",
            {"roll": str(found.uid)},
            actor=actor,
            org_path=found.school.path,
            dedupe_key=str(found.uid),
        )
        found.state, found.job_uid = RollState.APPLYING, job.uid
        found.save(update_fields=["state", "job_uid"])
        a.about("roll", found.uid, org_path=found.school.path)
        a.data = {"job": job.uid}


def broke_off(found: RollImport) -> bool:
    """Return whether the job that was to record a roll has ended before its time."""
    if found.state != RollState.APPLYING or found.job_uid is None:
        return False
    return job_view(found.job_uid).final


_NOT_READY = {
    RollState.PARTLY.value: "您看过以后，学生的登记有了变化，只导了一部分。"
    "请把名册重新交一次，看清再确认。",
    RollState.WRONG.value: "这份名册里还有要改的格子。请下载带批注的表，改好后重新交。",
    RollState.APPLYING.value: "这份名册正在导入，不用再点。",
    RollState.DONE.value: "这份名册已经导入过了，没有再导一遍。",
    RollState.STALE.value: "您看过以后，学生的登记有了变化。请把名册重新交一次，看清再确认。",
    RollState.UNDONE.value: "这份名册的导入已经撤销。要用它，请重新交一次。",
}


def template(actor: Actor, school_uid: UUID | str) -> tuple[str, bytes]:
    """Return name and bytes of a school's empty workbook. Raises NotFound, RollRefused."""
    school: Organisation = target(actor, KEEP_ROLL, school_uid)
    _, year = _when(business_today(), business_today())
    grades = GRADES_SHOWN["kindergarten" if school.kind == "kindergarten" else "school"]
    data = roll_template(year, documents=list(DOCUMENTS), relations=RELATIONS, grades=grades)
    return f"{school.display_name}{year}学年在籍名册.xlsx", data


def returned_workbook(actor: Actor, roll_uid: UUID | str) -> bytes:
    """Return the roll as it was sent, with a sentence beside each wrong cell.

    Only of one to be put right, for its school or who handed it in; that it was fetched is an act.
    Raises NotFound, RollRefused where the file is gone, ReaderBusy: it is parsed and checked again.
    """
    found: RollImport = target(actor, FETCH_RETURNED, roll_uid)
    try:
        with turn(), opened(found) as path:
            roll = read_roll(path, name=found.file_name)
    except FileNotAvailable:
        raise RollRefused("这份名册的文件已经销毁。请把名册重新交一次。") from None
    checked = check(
        roll, found.school, on=found.counts_from, today=business_today(), year=found.year
    )
    with act(actor, verbs.FETCH.name) as a:
        a.about("roll", found.uid, org_path=found.school.path)
    return returned_roll(roll, checked.wrong)


def changes(found: RollImport) -> int:
    """Return how many rows of a roll would change something."""
    return sum(found.counts[name] for name in ("new", "joined", "changed", "contacts"))


def counted(counts: dict[str, int]) -> dict[str, int]:
    """Return what the act says of a roll's rows."""
    return {name: counts[name] for name in verbs.COUNTS}


def _when(on: date, today: date) -> tuple[date, int]:
    """Return the day and its school year. Raises RollRefused."""
    try:
        year = school_year_of(on)
    except SchoolYearMissing as missing:
        raise RollRefused(missing.zh) from None
    if on > today:
        raise RollRefused("名册从哪天起算，不能写以后的日子。没有收下。")
    if not year.starts_on <= today < year.ends_on:
        raise RollRefused("名册只收这个学年的。请核对从哪天起算。没有收下。")
    return on, year.year


def _this_year(roll: RawRoll, year: int) -> None:
    if roll.year is not None and roll.year != year:
        raise RollUnfit(f"这是{roll.year}学年的模板，现在是{year}学年。")
    if not roll.rows:
        raise RollUnfit("名册里一行学生都没有。")
