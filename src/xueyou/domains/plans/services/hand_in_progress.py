"""Workbooks of progress: handing one in, looking at what it would change, and taking it in.

Nothing is recorded when a file is handed in. What a person then confirms is recorded by a job, as
long as it is still exactly what was shown to him; otherwise he is asked to look again.
"""

from datetime import datetime
from uuid import UUID

from xueyou.domains.plans.access.progress import HAND_IN_PROGRESS, TAKE_IN_PROGRESS
from xueyou.domains.plans.access.reach_in_plan import reach_in
from xueyou.domains.plans.access.steering import READ_PLAN
from xueyou.domains.plans.models import Plan, ProgressImport
from xueyou.domains.plans.services import progress_verbs
from xueyou.domains.plans.services.checking import MEDIA
from xueyou.domains.plans.services.holding import refuse_settled
from xueyou.domains.plans.services.judging import judge_plan
from xueyou.domains.plans.services.progress_check import Checked, check, returned_lines, shown
from xueyou.domains.plans.services.progress_targets import progress_targets
from xueyou.domains.plans.services.refusals import PlanRefused
from xueyou.formats.progress_reader import RawSheet, read_progress
from xueyou.formats.progress_workbook import progress_workbook
from xueyou.formats.refusal import ReadingCancelled
from xueyou.kernel.indicators.bulk import record_all
from xueyou.kernel.indicators.models import Basis
from xueyou.platform.access.holdings import actor_for
from xueyou.platform.access.reading import NotAllowed, NotFound, require, target
from xueyou.platform.accounts.models import User
from xueyou.platform.acts.actors import Actor
from xueyou.platform.acts.writing import act
from xueyou.platform.db import uuid7
from xueyou.platform.files.api import Incoming, incoming, mark_clean, path_of, receive
from xueyou.platform.files.turns import turn
from xueyou.platform.files.uploads import Readable
from xueyou.platform.jobs.api import LeaseLost, RunningJob, enqueue
from xueyou.platform.orgs.models import Organisation
from xueyou.platform.time import business_today

FROM_FILE = "plan_progress_import"
"""Source of values that came by file; their uid is the import's."""
_WHOLE = 1000
_READING = 700


def hand_in_progress(
    *,
    actor: Actor,
    plan_uid: UUID | str,
    upload: Readable,
    key: str,
    at: datetime | None = None,
) -> UUID:
    """Look at a filled workbook and keep it; return the import's uid. Nothing is recorded.

    Raises Refusal where the file as a whole cannot be taken (nothing is kept then), ReaderBusy,
    PlanRefused on a closed plan, NotFound where the plan is not the actor's to report on.
    """
    user, organisation = _who(actor)
    plan = _plan(actor, plan_uid)
    with incoming(upload) as arrived:
        with turn():
            sheet = read_progress(arrived.path, name=arrived.name)
        arrived.media_type = MEDIA["xlsx"]
        return _keep(actor, user, organisation, plan, arrived, sheet, key, at)


def _keep(
    actor: Actor,
    user: User,
    organisation: Organisation,
    plan: Plan,
    arrived: Incoming,
    sheet: RawSheet,
    key: str,
    at: datetime | None,
) -> UUID:
    request = {"plan": str(plan.uid), "sha256": arrived.sha256}
    with act(actor, progress_verbs.HAND_IN.name, at=at, key=key, request=request) as a:
        if a.repeated:
            return UUID(a.outcome["uid"])
        checked = _checked(actor, plan, sheet, at=a.business_at)
        uid = uuid7()
        attachment = receive(
            arrived,
            act=a,
            purpose="progress",
            title=arrived.name,
            owner_kind=FROM_FILE,
            owner_uid=uid,
        )
        mark_clean(attachment.blob)
        ProgressImport.objects.create(
            uid=uid,
            plan=plan,
            attachment=attachment,
            organisation=organisation,
            received_by=user,
            received_at=a.at,
            received_on=a.business_at.date(),
            state="wrong" if checked.wrong else "ready",
            counts=dict(checked.counts),
            changes_sha256=checked.sha256,
            shown=shown(checked),
        )
        a.about("plan_progress_import", uid, org_path=organisation.path)
        counts = {name: checked.counts[name] for name in ("rows", "new", "restated", "wrong")}
        a.data = {"sha256": arrived.sha256, **counts}
        a.outcome = {"uid": str(uid)}
        return uid


def take_in_progress(
    *, actor: Actor, import_uid: UUID | str, key: str, at: datetime | None = None
) -> None:
    """Confirm what was shown: a job records it. Raises NotFound, PlanRefused."""
    request = {"import": str(import_uid)}
    with act(actor, progress_verbs.TAKE_IN.name, at=at, key=key, request=request) as a:
        found = target(actor, TAKE_IN_PROGRESS, import_uid)
        assert isinstance(found, ProgressImport)
        if a.repeated:
            return
        a.lock(found)
        if found.state != "ready":
            raise PlanRefused(_NOT_READY.get(found.state, "这份表现在不能导入。"))
        if not found.counts["new"] + found.counts["restated"]:
            raise PlanRefused("这份表和系统里的数一样，没有要改的，不用导入。")
        job = enqueue(
            "plans.progress",
            {"progress": str(found.uid)},
            actor=actor,
            org_path=found.organisation.path,
            dedupe_key=str(found.uid),
        )
        found.state, found.job_uid = "applying", job.uid
        found.save(update_fields=["state", "job_uid"])
        a.about("plan_progress_import", found.uid, org_path=found.organisation.path)
        a.data = {"plan": found.plan.uid, "job": job.uid}


_NOT_READY = {
    "wrong": "这份表里还有要改的格子。请下载带批注的表，改好后重新交。",
    "applying": "这份表正在导入，不用再点。",
    "done": "这份表已经导入过了，没有再导一遍。",
    "stale": "您看过以后，别人又报了数。请把表重新交一次，看清变化再确认。",
}


def record_progress(run: RunningJob) -> None:
    """Record a confirmed workbook, whole or not at all, and judge the plan. Runs as a job."""
    found = ProgressImport.objects.select_related(
        "plan__organisation", "organisation", "received_by", "attachment__blob"
    ).get(uid=run.payload["progress"])
    said = "正在读表格"
    run.progress(0, _WHOLE, said)
    try:
        sheet = read_progress(
            path_of(found.attachment.blob),
            name=found.attachment.title,
            progress=lambda done, total: run.progress(
                _READING * done // max(total, 1), _WHOLE, said
            ),
            cancelled=run.cancelled,
        )
    except ReadingCancelled:
        raise LeaseLost from None
    run.progress(_READING, _WHOLE, "正在写入和判灯")
    reporter = actor_for(found.received_by, found.organisation.uid)
    verb = progress_verbs.RECORD
    try:
        with act(run.actor, verb.name, on_behalf=reporter) as a:
            run.complete()
            a.lock(found.plan, found)
            if found.state != "applying" or found.plan.state == "closed":
                raise _Overtaken
            checked = _checked(reporter, found.plan, sheet, at=a.business_at)
            if checked.wrong or checked.sha256 != found.changes_sha256:
                raise _Overtaken
            record_all(
                a,
                [change for _, change in checked.changes],
                basis=Basis.REPORTED,
                source_kind=FROM_FILE,
                source_uid=found.uid,
            )
            found.state, found.applied_at = "done", a.at
            found.save(update_fields=["state", "applied_at"])
            judge_plan(a, found.plan, on=a.business_at.date())
            a.about("plan_progress_import", found.uid, org_path=found.organisation.path)
            a.data = {
                "plan": found.plan.uid,
                "new": checked.counts["new"],
                "restated": checked.counts["restated"],
                "changes_sha256": checked.sha256,
            }
    except _Overtaken:
        _set_aside(run, found)


class _Overtaken(Exception):
    """What would change is not what was shown: nothing is recorded."""


def _set_aside(run: RunningJob, found: ProgressImport) -> None:
    with act(run.actor, progress_verbs.OVERTAKEN.name) as a:
        run.complete()
        a.lock(found)
        if found.state == "applying":
            found.state = "stale"
            found.save(update_fields=["state"])
        a.about("plan_progress_import", found.uid, org_path=found.organisation.path)
        a.data = {"plan": found.plan.uid}


def blank_workbook(actor: Actor, plan_uid: UUID | str, *, unit: str = "") -> tuple[str, bytes]:
    """Return the title of the plan and the workbook to fill, of what the actor may report.

    `unit`: a lead unit's printed name or an organisation's code, for a smaller file.
    """
    plan = _plan(actor, plan_uid)
    targets = progress_targets(plan, reach_in(actor, plan), unit=unit)
    return plan.title, progress_workbook([one.line() for one in targets])


def returned_workbook(actor: Actor, import_uid: UUID | str) -> bytes:
    """Return the workbook as it was sent, with a sentence beside each wrong cell.

    Raises NotFound, or ReaderBusy: it is parsed again.
    """
    found = target(actor, TAKE_IN_PROGRESS, import_uid)
    assert isinstance(found, ProgressImport)
    with turn():
        sheet = read_progress(path_of(found.attachment.blob), name=found.attachment.title)
    targets = progress_targets(found.plan, reach_in(actor, found.plan))
    return progress_workbook(returned_lines(check(sheet, targets, business_today()), targets))


def _checked(actor: Actor, plan: Plan, sheet: RawSheet, *, at: datetime) -> Checked:
    targets = progress_targets(plan, reach_in(actor, plan), with_last=False)
    return check(sheet, targets, at.date())


def _who(actor: Actor) -> tuple[User, Organisation]:
    organisation = Organisation.objects.filter(path=actor.org_path).first()
    if organisation is None or not isinstance(actor.user, User):
        raise NotAllowed(HAND_IN_PROGRESS.code)
    require(actor, HAND_IN_PROGRESS)
    return actor.user, organisation


def _plan(actor: Actor, uid: UUID | str) -> Plan:
    plan = target(actor, READ_PLAN, uid)
    assert isinstance(plan, Plan)
    refuse_settled(plan)
    if not reach_in(actor, plan).tasks:
        raise NotFound
    return plan
